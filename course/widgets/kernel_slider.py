"""KernelSlider: slide a kernel over an image and watch one number of the output come about."""

from __future__ import annotations

import pathlib
import threading
from collections.abc import Callable
from typing import Any

import anywidget
import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets import student_function
from course.widgets.arrays import Array, Pair, grey_image, real_array
from course.widgets.live import loop_of_cells
from course.widgets.samples import seven

__all__ = ["KernelSlider"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MOST_WEIGHTS = 15
_VERTICAL_EDGE = ((-1.0, 0.0, 1.0),) * 3


def _kernel(value: Any, where: str) -> npt.NDArray[np.float64]:
    return grey_image(value, where, most=_MOST_WEIGHTS)


class KernelSlider(anywidget.AnyWidget):
    """Cross-correlation, one window at a time; compare your own function, or predict the sums.

    Arrow keys, Home, End and Space work on the output; the slider, the buttons and the kernel's
    number boxes work by keyboard too. Rows and columns count from 0.

    Parameters
    ----------
    image : array_like, 2-D, optional
        Real numbers, at most 512 x 512. Default: a drawn digit.
    kernel : array_like, 2-D, optional
        Real numbers, at most 15 x 15. Default: a 3 x 3 vertical edge kernel.
    stride, padding, dilation : int or (int, int)
        As in ``torch.nn.Conv2d``; pairs are (height, width).
    function : callable, optional
        Your own ``function(image, kernel)``. It runs once, here, on float64 copies; its output
        is drawn beside the reference. After a change, call `rerun`.
    mode : {"explore", "predict"}
        "predict" hides each sum until you have typed a number.
    size : int
        Room for one picture, in pixels.

    Attributes
    ----------
    row, col : int or None
        The current output cell. None until shown: the browser opens on an interesting cell.
    score, attempts : int
        Right predictions, and all predictions.
    stale : bool
        Whether something changed since the function ran.
    function_message : str
        What was odd about the function's result, or "".

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> slider = KernelSlider(kernel=[[0, 1], [1, 0]], stride=2)
    >>> slider.kernel.shape, slider.stride
    ((2, 2), (2, 2))
    """

    _esm = _STATIC / "kernel_slider.js"
    _css = _STATIC / "widgets.css"

    image = Array(grey_image)
    kernel = Array(_kernel, lists=True)
    stride = Pair(1, least=1)
    padding = Pair(0, least=0)
    dilation = Pair(1, least=1)
    row = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    col = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    mode = traitlets.Enum(("explore", "predict"), "explore").tag(sync=True)
    score = traitlets.Int(0, min=0).tag(sync=True)
    attempts = traitlets.Int(0, min=0).tag(sync=True)
    answered = traitlets.List(traitlets.Int()).tag(sync=True)
    function_name = traitlets.Unicode("").tag(sync=True)
    function_message = traitlets.Unicode("").tag(sync=True)
    output = Array(real_array, allow_none=True)
    stale = traitlets.Bool(False).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    size = traitlets.Int(240, min=80, max=800).tag(sync=True)

    def __init__(
        self,
        image: npt.ArrayLike | None = None,
        kernel: npt.ArrayLike | None = None,
        *,
        stride: int | tuple[int, int] = 1,
        padding: int | tuple[int, int] = 0,
        dilation: int | tuple[int, int] = 1,
        function: Callable[..., Any] | None = None,
        **traits: Any,
    ) -> None:
        if function is not None and not callable(function):
            raise TypeError(
                f"KernelSlider: function must be callable, got {function!r}; "
                "give its name without brackets."
            )
        unknown = set(traits) - {"mode", "size", "row", "col", "note", "layout"}
        if unknown:
            raise TypeError(f"KernelSlider: no argument {sorted(unknown)[0]!r}; see its docstring.")
        super().__init__(
            image=seven() if image is None else image,
            kernel=_VERTICAL_EDGE if kernel is None else kernel,
            stride=stride,
            padding=padding,
            dilation=dilation,
            **traits,
        )
        self._function = function
        self._lock = threading.Lock()
        self._loop = loop_of_cells()
        self.on_msg(self._on_message)
        self.observe(self._mark_stale, [*student_function.GEOMETRY, "image", "kernel"])
        if function is not None and not student_function.unseen():
            self.rerun()

    def rerun(self) -> None:
        """Run the function once more, on the image and kernel of now.

        Raises
        ------
        ValueError
            If the slider was made without a function.
        """
        if self._function is None:
            raise ValueError("KernelSlider: no function to run; make one with function=yours.")
        with self._lock:
            geometry = {name: getattr(self, name) for name in student_function.GEOMETRY}
            outcome = student_function.run(self._function, self.image, self.kernel, geometry)
            with self.hold_sync():
                self.output = outcome.output
                self.function_name = student_function.name_of(self._function)
                self.function_message = outcome.message
                self.stale = False

    @classmethod
    def on_failing_case(cls, exercise_id: str, function: Callable[..., Any]) -> KernelSlider:
        """Open on the smallest case that your last check failed, at the first cell that differs.

        Parameters
        ----------
        exercise_id : str
            The exercise's name, as in ``check("cross_correlate2d", ...)``.
        function : callable
            Your function.

        Returns
        -------
        KernelSlider
            On the default example where there is no failing case, or none that is one image and
            one kernel; a note at its top says so.
        """
        from autograder import failing_case  # here, so that widgets work without the autograder

        case = failing_case(exercise_id)
        if case is None:
            note = f"No failing case: the last check of {exercise_id} found none, or did not run."
            return cls(function=function, note=f"{note} This is the default example.")
        image, kernel = case.get("x"), case.get("kernel", case.get("weight"))
        geometry = {name: case[name] for name in student_function.GEOMETRY if name in case}
        note = (
            f"The smallest case that your {exercise_id} failed. If all cells agree here, what "
            "failed is not a value (the dtype, an argument changed): read the check's feedback."
        )
        try:
            return cls(_plane(image), _plane(kernel), function=function, note=note, **geometry)
        except (TypeError, ValueError) as error:
            note = f"The failing case of {exercise_id} cannot be drawn here ({error})."
            return cls(function=function, note=f"{note} This is the default example.")

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        if not isinstance(content, dict) or content.get("type") != "rerun" or not self._function:
            return
        # This may be a thread beside a busy cell: have the function run between cells, not now.
        if self._loop is None or not self._loop.is_running():
            self.rerun()
        else:
            self._loop.call_soon_threadsafe(self.rerun)

    def _mark_stale(self, _: Any) -> None:
        if self._function is not None:
            self.stale = True


def _plane(value: Any) -> Any:
    """Refuse what is missing, since None would mean the default."""
    if value is None:
        raise ValueError("it is not one image x and one kernel")
    return value
