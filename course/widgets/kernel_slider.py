"""KernelSlider: slide a kernel over an image and watch one number of the output come about."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets import student_function
from course.widgets.adapters import Adapter, dilated, in_a_row, shaped, windowed
from course.widgets.arrays import Array, Pair, grey_image
from course.widgets.failing import Case, Opening
from course.widgets.function_widget import FunctionWidget
from course.widgets.samples import seven
from course.widgets.student_function import output_shape
from course.widgets.tally import Predicting

__all__ = ["KernelSlider"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MOST_WEIGHTS = 15
_VERTICAL_EDGE = ((-1.0, 0.0, 1.0),) * 3


def _kernel(value: Any, where: str) -> npt.NDArray[np.float64]:
    return grey_image(value, where, most=_MOST_WEIGHTS)


class KernelSlider(FunctionWidget, Predicting):
    """Cross-correlation, one window at a time; compare your own function, or predict the sums.

    .. image:: /docs/images/kernel-slider.png
        :alt: A digit with a window on it, the map so far, and the products with their sum.

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
        Right predictions, and all predictions, in this widget.
    lesson : (int, int)
        The same over all widgets of this kernel.
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
    size = traitlets.Int(240, min=80, max=800).tag(sync=True)

    _adapters: ClassVar[dict[str, Adapter]] = {
        "window_at": windowed,
        "valid_output_shape": shaped,
        "dilate_kernel": dilated,
    }
    _returned = ("x", "kernel")

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
        unknown = set(traits) - {"mode", "size", "row", "col", "note", "layout"}
        if unknown:
            raise TypeError(f"KernelSlider: no argument {sorted(unknown)[0]!r}; see its docstring.")
        super().__init__(
            function,
            (*student_function.GEOMETRY, "image", "kernel"),
            image=seven() if image is None else image,
            kernel=_VERTICAL_EDGE if kernel is None else kernel,
            stride=stride,
            padding=padding,
            dilation=dilation,
            **traits,
        )
        self.follow_tally()

    def _outcome(self, function: Callable[..., Any]) -> student_function.Outcome:
        geometry = {name: getattr(self, name) for name in student_function.GEOMETRY}
        return student_function.run(function, self.image, self.kernel, geometry)

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        if "k1" in case:  # two layers in a row, beside one that should do the work of both
            kernel, name = answer, "k1_then_k2"
            return Opening({"kernel": _plane(kernel), "function": in_a_row(name, **case)})
        if "input_shape" in case:
            height, width = case["input_shape"]
            return Opening(
                {
                    "image": np.arange(height * width).reshape(height, width),
                    "kernel": _counted(case["kernel_shape"]),
                }
            )
        if "kernel_shape" in case:
            row, col = int(case["row"]), int(case["col"])
            kernel = _counted(case["kernel_shape"])
            traits = {"image": case["x"], "kernel": kernel}
            fits = output_shape(np.shape(case["x"]), kernel.shape, (1, 1), (0, 0), (1, 1)) or (0, 0)
            if 0 <= row < fits[0] and 0 <= col < fits[1]:
                return Opening({**traits, "row": row, "col": col})
            return Opening(traits, f"The window at ({row}, {col}) does not lie on the image.")
        traits = {name: case[name] for name in student_function.GEOMETRY if name in case}
        if "x" not in case and "kernel" in case:
            return Opening({"kernel": case["kernel"], **traits})
        kernel = case.get("kernel", case.get("weight", case.get("template")))
        traits |= {"image": _plane(case.get("x")), "kernel": _plane(kernel)}
        place = answer if isinstance(answer, (tuple, list)) else ()
        if len(place) == 2 and all(isinstance(n, (int, np.integer)) and n >= 0 for n in place):
            traits |= {"row": int(place[0]), "col": int(place[1])}
        return Opening(traits)


def _plane(value: Any) -> Any:
    """Refuse what is missing, since None would mean the default."""
    if value is None:
        raise ValueError("it is not one image x and one kernel")
    return value


def _counted(shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Weights 1, 2, 3 ...: each of another size, so that a window that is turned is seen."""
    return np.arange(1.0, 1 + shape[0] * shape[1]).reshape(shape)
