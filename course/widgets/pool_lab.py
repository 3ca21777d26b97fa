"""PoolLab: pool one window at a time, then shift the picture and see what the output does."""

from __future__ import annotations

import inspect
import pathlib
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets.adapters import Adapter, whole_map
from course.widgets.arrays import Array, Pair, grey_image
from course.widgets.failing import Case, Opening, first_plane
from course.widgets.function_widget import FunctionWidget
from course.widgets.samples import seven
from course.widgets.student_function import Outcome, name_of, output_shape
from course.widgets.tally import Predicting

__all__ = ["PoolLab"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MOST_PIXELS = 64
_MOST_SHIFT = 3
_MODES = ("max", "average", "L2", "weighted")


def _image(value: Any, where: str) -> npt.NDArray[np.float64]:
    return grey_image(value, where, most=_MOST_PIXELS)


def _edges() -> npt.NDArray[np.float64]:
    """Vertical edges of a drawn 7: negative at the right of a stroke, positive at its left."""
    pixels = seven()
    steps = pixels[:, 2:] - pixels[:, :-2]
    return np.asarray(steps[:-2] + steps[1:-1] + steps[2:])


def distance_weights(kernel_size: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Return 1 / (1 + distance from the window's centre), divided by the sum: float64 (kH, kW).

    Examples
    --------
    >>> distance_weights((1, 3))
    array([[0.25, 0.5 , 0.25]])
    """
    height, width = kernel_size
    row, col = np.mgrid[:height, :width]
    weights = 1 / (1 + np.hypot(row - (height - 1) / 2, col - (width - 1) / 2))
    return np.asarray(weights / weights.sum())


class PoolLab(FunctionWidget, Predicting):
    """Pool by maximum, average, L2 norm or distance-weighted mean, and shift the picture.

    .. image:: /docs/images/pool-lab.png
        :alt: A picture with a window, the pooled map, and a curve: how far it moves with the picture.

    Arrow keys, Home, End and Space work on the output; the sliders, buttons and choices work by
    keyboard too. The jitter slider moves the picture 0 to 3 pixels to the right (zeros enter), and
    the curve shows how much the pooled map changes: ``||pool(shifted) - pool|| / ||pool||``. Rows
    and columns count from 0.

    Parameters
    ----------
    image : array_like, 2-D, optional
        Real numbers, at most 64 x 64. Default: the edges of a drawn digit.
    kernel_size : int or (int, int)
        Height and width of a window.
    stride : int or (int, int), optional
        How far windows move; None means by `kernel_size`.
    padding : int or (int, int)
        As in ``torch.nn.MaxPool2d``: it never wins a maximum, and counts as zeros in an average.
        What PyTorch refuses is refused here, and the widget says why.
    mode : {"max", "average", "L2", "weighted"}
        "weighted" is a mean whose weights are 1 / (1 + distance from the centre).
    function : callable, optional
        Your own ``function(x, kernel_size, stride, padding)`` with x of shape (1, 1, H, W), meant
        for this mode; one with a parameter ``p`` is called as ``lp_pool2d(x, 2, kernel_size,
        stride)``, one with ``weights`` as ``weighted_pool2d(x, weights, stride)``. It runs here, on
        a float64 copy for each of the four shifts. After a change, call `rerun`.
    predict : bool
        Hide each number of the pooled map until you have typed one.
    size : int
        Room for one picture, in pixels.

    Attributes
    ----------
    jitter : int
        By how many pixels the picture is shifted.
    row, col : int or None
        The current output cell. None until shown.
    score, attempts : int
        Right predictions, and all predictions, in this widget.
    lesson : (int, int)
        The same over all widgets of this kernel.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> lab = PoolLab(kernel_size=3, stride=None, mode="L2")
    >>> lab.image.shape, lab.kernel_size, lab.stride
    ((10, 10), (3, 3), (3, 3))
    """

    _esm = _STATIC / "pool_lab.js"
    _css = _STATIC / "widgets.css"

    image = Array(_image)
    kernel_size = Pair(2, least=1)
    stride = Pair(2, least=1)
    padding = Pair(0, least=0)
    mode = traitlets.Enum(_MODES, "max").tag(sync=True)
    jitter = traitlets.Int(0, min=0, max=_MOST_SHIFT).tag(sync=True)
    row = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    col = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    function_mode = traitlets.Enum(_MODES, "max").tag(sync=True)
    predict = traitlets.Bool(False).tag(sync=True)
    size = traitlets.Int(240, min=80, max=800).tag(sync=True)

    _adapters: ClassVar[dict[str, Adapter]] = {"global_avg_pool2d": whole_map}
    _returned = ("x",)

    def __init__(
        self,
        image: npt.ArrayLike | None = None,
        *,
        kernel_size: int | tuple[int, int] = 2,
        stride: int | tuple[int, int] | None = 2,
        padding: int | tuple[int, int] = 0,
        mode: str = "max",
        function: Callable[..., Any] | None = None,
        **traits: Any,
    ) -> None:
        if mode not in _MODES:
            raise ValueError(f"PoolLab: mode must be one of {', '.join(_MODES)}, got {mode!r}.")
        unknown = set(traits) - {"size", "row", "col", "jitter", "predict", "note", "layout"}
        if unknown:
            raise TypeError(f"PoolLab: no argument {sorted(unknown)[0]!r}; see its docstring.")
        super().__init__(
            function,
            ("image", "kernel_size", "stride", "padding"),
            image=_edges() if image is None else image,
            kernel_size=kernel_size,
            stride=kernel_size if stride is None else stride,
            padding=padding,
            mode=mode,
            **traits,
        )
        self.follow_tally()

    @property
    def output_shape(self) -> tuple[int, int] | None:
        """Height and width of the pooled map, or None where PyTorch refuses.

        Padding is at most half of the window. L2 pooling takes none in PyTorch, and weighted
        pooling, which PyTorch does not have, takes none here.
        """
        most = [k // 2 if self.mode in ("max", "average") else 0 for k in self.kernel_size]
        if any(p > limit for p, limit in zip(self.padding, most, strict=True)):
            return None
        return output_shape(
            self.image.shape, self.kernel_size, self.stride, self.padding, dilation=(1, 1)
        )

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        image, cut = first_plane(case["x"], _MOST_PIXELS)
        traits: dict[str, Any] = {"image": image}
        if "weights" in case:
            traits |= {"kernel_size": np.shape(case["weights"]), "stride": case["stride"]}
            cut = f"The weights here are those of the distance. {cut}".rstrip()
        elif "kernel_size" in case:
            names = ("kernel_size", "padding")
            traits |= {name: case[name] for name in names if name in case}
            traits["stride"] = case.get("stride")
        if case.get("p", 2) != 2:
            cut = f"The case has p = {case['p']}; here p is 2. {cut}".rstrip()
        if "shift" in case:
            traits["jitter"] = min(_MOST_SHIFT, abs(int(case["shift"][1])))
        return Opening(traits, cut)

    def _outcome(self, function: Callable[..., Any]) -> Outcome:
        self.function_mode = self.mode
        maps = []
        for shift in range(_MOST_SHIFT + 1):
            outcome = self._pooled(function, shift)
            if outcome.output is None or outcome.message:
                return outcome
            maps.append(outcome.output)
        return Outcome(np.stack(maps), "")

    def _pooled(self, function: Callable[..., Any], shift: int) -> Outcome:
        """Run the function on the picture moved to the right."""
        name, shape = name_of(function), self.output_shape
        x = np.zeros((1, 1, *self.image.shape))
        x[0, 0, :, shift:] = self.image[:, : max(0, self.image.shape[1] - shift)]
        try:
            returned = function(x, *self._arguments(function))
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return Outcome(None, f"{name} is not written yet{reason}.")
        except Exception as error:  # a student's function may raise anything; it is shown
            what = f"{name} raised {type(error).__name__}" + (f": {error}" if str(error) else "")
            return Outcome(None, what if shape else f"{what}. PyTorch refuses this too.")
        if shape is None:
            return Outcome(None, f"{name} returned a value, but PyTorch refuses this pooling.")
        return _examine(name, returned, (1, 1, *shape))

    def _arguments(self, function: Callable[..., Any]) -> list[Any]:
        """Choose what the function takes beside x, by its parameters."""
        size, stride, padding = map(_plain, (self.kernel_size, self.stride, self.padding))
        try:
            parameters = inspect.signature(function).parameters
        except (TypeError, ValueError):
            return [size, stride, padding]
        if "weights" in parameters:
            return [distance_weights(self.kernel_size), self.stride]
        if "p" in parameters:
            return [2, size, stride]
        kinds = [parameter.kind for parameter in parameters.values()]
        if inspect.Parameter.VAR_POSITIONAL in kinds:
            return [size, stride, padding]
        places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        return [size, stride, padding][: max(0, sum(kind in places for kind in kinds) - 1)]


def _plain(pair: tuple[int, int]) -> int | tuple[int, int]:
    return pair[0] if pair[0] == pair[1] else pair


def _examine(name: str, returned: Any, expected: tuple[int, ...]) -> Outcome:
    if returned is None:
        return Outcome(None, f"{name} returned None; end it with a return statement.")
    try:
        array = np.asarray(returned)
        kind = array.dtype.kind
    except Exception:  # ragged lists, odd objects: whatever NumPy raises, it is no array
        array, kind = np.empty(0), "O"
    if kind not in "buif":
        what = type(returned).__name__
        return Outcome(None, f"{name} returned a {what} that is not an array of real numbers.")
    if array.shape != expected:
        return Outcome(None, f"{name} returned shape {array.shape}, expected {expected}.")
    return Outcome(np.array(array[0, 0], dtype=np.float64), "")
