"""GradientFlow: where one cell of dout sends its gradient, and how overlapping copies add up."""

from __future__ import annotations

import inspect
import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets.arrays import Array, grey_image
from course.widgets.failing import Case, Opening, first_plane
from course.widgets.function_widget import FunctionWidget
from course.widgets.student_function import Outcome, name_of, output_shape

__all__ = ["GradientFlow"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MOST_CELLS = 8
_MOST_WEIGHTS = 4
# Small whole numbers, to check on paper; no two copies of the kernel look alike when turned.
_X = (
    (1, 0, 2, -1, 0, 1, 3),
    (0, 2, 1, 0, -2, 1, 0),
    (3, -1, 0, 1, 2, 0, 1),
    (1, 1, -2, 0, 1, 3, -1),
    (0, 2, 1, -1, 0, 2, 1),
    (2, 0, 1, 3, -1, 0, 2),
)
_WEIGHT = ((1, 2, 3), (0, 1, 2), (-1, 0, 1))


def _x(value: Any, where: str) -> npt.NDArray[np.float64]:
    return grey_image(value, where, most=_MOST_CELLS)


def _weight(value: Any, where: str) -> npt.NDArray[np.float64]:
    return grey_image(value, where, most=_MOST_WEIGHTS)


class GradientFlow(FunctionWidget):
    """Choose cells of dout, and see what reaches the inputs, the weights and the bias.

    .. image:: /docs/images/gradient-flow.png
        :alt: Grids of dout, dx and dw; one cell of dout is framed, and so is the patch that it reaches.

    One channel, no padding. Arrow keys, Home and End choose a cell of dout, Space switches it
    between 0 and 1, and a slider sets its value. Its copy of the kernel is added to dx, and its
    window, times its value, to dw. On dx and dw, arrow keys choose a cell too, and the table shows
    the sum that makes it. Rows and columns count from 0.

    Parameters
    ----------
    x : array_like, 2-D, optional
        The input of the forward pass, at most 8 x 8. Default: 6 x 7 small whole numbers.
    weight : array_like, 2-D, optional
        The kernel, at most 4 x 4. Default: 3 x 3.
    stride : {1, 2}
        How far windows move. Another stride makes another dout.
    function : callable, optional
        Your own ``conv2d_backward(dout, x, weight, stride, padding) -> (dx, dw, db)`` in NCHW. It
        runs here, on float64 copies of shape (1, 1, H, W) and with padding 0. After a change, call
        `rerun`.

    Attributes
    ----------
    dout : ndarray of float64, 2-D
        The upstream gradient: what the loss says of each cell of the output.
    part : {"dout", "dx", "dw"}
        Which of the grids is looked at.
    row, col : int or None
        The cell of it. None until shown.
    partial : bool
        Whether cells of dout behind the current one are left out for now.
    size : int
        Room for the input, 200 to 600 pixels.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> flow = GradientFlow([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, -1]])
    >>> flow.dout.shape, flow.stride
    ((1, 2), 1)
    """

    _esm = _STATIC / "gradient_flow.js"
    _css = _STATIC / "widgets.css"

    x = Array(_x)
    weight = Array(_weight)
    stride = traitlets.Int(1, min=1, max=2).tag(sync=True)
    dout = Array(_x, lists=True)
    part = traitlets.Enum(("dout", "dx", "dw"), "dout").tag(sync=True)
    row = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    col = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)
    partial = traitlets.Bool(False).tag(sync=True)
    size = traitlets.Int(210, min=200, max=600).tag(sync=True)

    _returned = ("x", "weight")

    def __init__(
        self,
        x: npt.ArrayLike | None = None,
        weight: npt.ArrayLike | None = None,
        *,
        stride: int = 1,
        function: Callable[..., Any] | None = None,
        **traits: Any,
    ) -> None:
        unknown = set(traits) - {"dout", "part", "row", "col", "partial", "size", "note", "layout"}
        if unknown:
            raise TypeError(f"GradientFlow: no argument {sorted(unknown)[0]!r}; see its docstring.")
        if isinstance(stride, bool) or stride not in (1, 2):
            raise ValueError(f"GradientFlow: stride must be 1 or 2, got {stride!r}.")
        image = _x(_X if x is None else x, "GradientFlow: x")
        kernel = _weight(_WEIGHT if weight is None else weight, "GradientFlow: weight")
        shape = _map_shape(image, kernel, int(stride))
        dout = traits.pop("dout", None)
        super().__init__(
            function,
            ("x", "weight", "stride", "dout"),
            x=image,
            weight=kernel,
            stride=int(stride),
            dout=_opening(shape) if dout is None else dout,
            **traits,
        )
        self.observe(self._fit, ["x", "weight", "stride"])

    @traitlets.validate("x", "weight", "dout")
    def _together(self, proposal: Any) -> npt.NDArray[np.float64]:
        """Refuse a kernel that does not fit, and a dout of another shape than the output."""
        name, array = proposal["trait"].name, proposal["value"]
        parts = {"x": self.x, "weight": self.weight, name: array}
        shape = _map_shape(parts["x"], parts["weight"], self.stride)
        if name == "dout" and array.shape != shape:
            raise ValueError(
                f"GradientFlow: dout has shape {array.shape}, expected {shape}, the shape of the "
                f"output (x: {self.x.shape}, weight: {self.weight.shape}, stride {self.stride})."
            )
        return np.asarray(array)

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        weight, cut = first_plane(case["weight"], _MOST_WEIGHTS)
        traits: dict[str, Any] = {"weight": weight}
        stride, _ = _axes(case.get("stride", 1))
        if stride in (1, 2):
            traits["stride"] = stride
        else:
            cut = f"The case has stride {case['stride']}; here it is 1. {cut}".rstrip()
        if "x" not in case:  # a gradient and a kernel: the smallest input that has such a map
            dout, _ = first_plane(case["dout"], _MOST_CELLS)
            traits["x"] = np.zeros(np.add(dout.shape, weight.shape) - 1)
        else:
            x, cut_x = first_plane(case["x"], _MOST_CELLS)
            down, across = _axes(case.get("padding", 0))
            x = np.pad(x, ((down, down), (across, across)))[:_MOST_CELLS, :_MOST_CELLS]
            traits["x"], cut = x, cut_x or cut
        if "dout" in case:
            rows, cols = _map_shape(
                np.asarray(traits["x"]), np.asarray(weight), traits.get("stride", 1)
            )
            dout, _ = first_plane(case["dout"], _MOST_CELLS)
            dout = dout[:rows, :cols]
            if dout.shape == (rows, cols):
                traits["dout"] = dout
        return Opening(traits, cut)

    def _fit(self, _: Any) -> None:
        shape = _map_shape(self.x, self.weight, self.stride)
        if self.dout.shape != shape:
            self.dout = _opening(shape)

    def _outcome(self, function: Callable[..., Any]) -> Outcome:
        name = name_of(function)
        arrays = [
            array[np.newaxis, np.newaxis].copy() for array in (self.dout, self.x, self.weight)
        ]
        try:
            returned = function(*arrays, *self._geometry(function))
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return Outcome(None, f"{name} is not written yet{reason}.")
        except Exception as error:  # a student's function may raise anything; it is shown
            reason = f": {error}" if str(error) else ""
            return Outcome(None, f"{name} raised {type(error).__name__}{reason}")
        shapes = ((1, 1, *self.x.shape), (1, 1, *self.weight.shape), (1,))
        return _examine(name, returned, shapes)

    def _geometry(self, function: Callable[..., Any]) -> list[int]:
        """Stride and padding, as far as the function takes them."""
        geometry = [self.stride, 0]
        try:
            kinds = [p.kind for p in inspect.signature(function).parameters.values()]
        except (TypeError, ValueError):
            return geometry
        if inspect.Parameter.VAR_POSITIONAL in kinds:
            return geometry
        places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        return geometry[: max(0, sum(kind in places for kind in kinds) - 3)]


def _axes(value: Any) -> tuple[int, int]:
    """Read a number for both axes, or a pair."""
    down, across = (value, value) if np.ndim(value) == 0 else value
    return int(down), int(across)


def _map_shape(
    x: npt.NDArray[np.float64], weight: npt.NDArray[np.float64], stride: int
) -> tuple[int, int]:
    (height, width), (rows, cols) = x.shape, weight.shape
    found = output_shape((height, width), (rows, cols), (stride, stride), (0, 0), (1, 1))
    if found is None:
        raise ValueError(
            f"GradientFlow: weight {weight.shape} does not fit in x {x.shape}; "
            "take a smaller kernel or a larger input."
        )
    return found


def _opening(shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Two cells near the centre whose windows overlap, or one where there is no second."""
    dout = np.zeros(shape)
    row, col = (shape[0] - 1) // 2, (shape[1] - 1) // 2
    dout[min(row + 1, shape[0] - 1), min(col + 1, shape[1] - 1)] = -2
    dout[row, col] = 1
    return dout


def _examine(name: str, returned: Any, shapes: tuple[tuple[int, ...], ...]) -> Outcome:
    """Join dx, dw and db, flat, or say what is odd about them."""
    if returned is None:
        return Outcome(None, f"{name} returned None; end it with return dx, dw, db.")
    if not isinstance(returned, (tuple, list)) or len(returned) != 3:
        size = f" of {len(returned)}" if isinstance(returned, (tuple, list)) else ""
        kind = type(returned).__name__
        return Outcome(None, f"{name} returned a {kind}{size}, expected three: (dx, dw, db).")
    parts = []
    for what, value, shape in zip(("dx", "dw", "db"), returned, shapes, strict=True):
        try:
            array = np.asarray(value)
            kind = array.dtype.kind
        except Exception:  # ragged lists, odd objects: whatever NumPy raises, it is no array
            array, kind = np.empty(0), "O"
        if kind not in "buif":
            found = type(value).__name__
            return Outcome(None, f"{name}: {what} is a {found}, expected an array of real numbers.")
        if array.shape != shape:
            return Outcome(None, f"{name}: {what} has shape {array.shape}, expected {shape}.")
        parts.append(np.array(array, dtype=np.float64).ravel())
    return Outcome(np.concatenate(parts), "")
