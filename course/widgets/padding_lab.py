"""PaddingLab: where each padded number comes from, and what padding does to a map's border."""

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
from course.widgets.student_function import Outcome, name_of

__all__ = ["PaddingLab"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MOST_PIXELS = 64
_MOST_WEIGHTS = 15
_MOST_PADDING = 32
_VERTICAL_EDGE = ((-1.0, 0.0, 1.0),) * 3
_BAND = "344321 234432 123443 212344 321234 432123"
_MODES = ("zeros", "reflect", "replicate", "circular")

Sides = tuple[int, int, int, int]
"""Left, right, top, bottom: the order of torch.nn.functional.pad."""


def _image(value: Any, where: str) -> npt.NDArray[np.float64]:
    return grey_image(value, where, most=_MOST_PIXELS)


def _kernel(value: Any, where: str) -> npt.NDArray[np.float64]:
    return grey_image(value, where, most=_MOST_WEIGHTS)


def _is_int(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _sides(value: Any) -> Sides:
    """Read an int, (height, width) or (left, right, top, bottom)."""
    where = "PaddingLab: padding"
    many = (value,) if _is_int(value) else value
    if not isinstance(many, (tuple, list)) or not all(map(_is_int, many)):
        many = ()
    numbers = [int(n) for n in many]
    if len(numbers) == 1:
        numbers *= 4
    elif len(numbers) == 2:
        numbers = [numbers[1], numbers[1], numbers[0], numbers[0]]
    elif len(numbers) != 4:
        raise TypeError(
            f"{where} must be an int, (height, width) or (left, right, top, bottom), got {value!r}."
        )
    if min(numbers) < 0 or max(numbers) > _MOST_PADDING:
        raise ValueError(f"{where} must be 0 to {_MOST_PADDING} on every side, got {value!r}.")
    left, right, top, bottom = numbers
    return left, right, top, bottom


class _Sides(traitlets.TraitType[Any, Any]):
    """Padding of the four sides; assigning an int sets all."""

    def validate(self, obj: Any, value: Any) -> Sides:
        return _sides(value)


def _band() -> npt.NDArray[np.float64]:
    """A bright band on grey, bright at the border too; in quarters, so that numbers are short."""
    return np.array([[int(level) / 4 for level in row] for row in _BAND.split()])


class PaddingLab(FunctionWidget):
    """Pad an image; see which pixel each padded cell copies, and what the border of a map sees.

    .. image:: /docs/images/padding-lab.png
        :alt: A small picture in a frame of padding; an arrow shows which pixel a padded cell copies.

    Arrow keys, Home and End move over the padded image, the map and the count of windows. Rows
    and columns count from 0 in the image, so those of the padding are negative or past its end.

    Parameters
    ----------
    image : array_like, 2-D, optional
        Real numbers, at most 64 x 64. Default: a bright band.
    padding : int, (int, int) or (int, int, int, int)
        Every side; (height, width); or (left, right, top, bottom), as
        ``torch.nn.functional.pad`` counts them.
    mode : {"zeros", "reflect", "replicate", "circular"}
        As in ``torch.nn.Conv2d``. What PyTorch refuses is refused here, and the widget says why.
    kernel : array_like, 2-D, optional
        Slides over the padded image. Default: a 3 x 3 vertical edge kernel.
    function : callable, optional
        Your own ``function(x, padding, mode)`` with x of shape (1, 1, H, W); one without a mode is
        run with zeros only. Padding is an int where all sides are equal, else (height, width) or
        (left, right, top, bottom). It runs once, here, on a float64 copy. After a change, call
        `rerun`.
    size : int
        Room for one picture, in pixels.

    Attributes
    ----------
    row, col : int or None
        The current cell, counted in the image. None until shown.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> lab = PaddingLab(padding=(2, 1), mode="reflect")
    >>> lab.image.shape, lab.padding
    ((6, 6), (1, 1, 2, 2))
    """

    _esm = _STATIC / "padding_lab.js"
    _css = _STATIC / "widgets.css"

    image = Array(_image)
    padding = _Sides((1, 1, 1, 1)).tag(sync=True)
    mode = traitlets.Enum(_MODES, "zeros").tag(sync=True)
    kernel = Array(_kernel, lists=True)
    row = traitlets.Int(None, allow_none=True).tag(sync=True)
    col = traitlets.Int(None, allow_none=True).tag(sync=True)
    size = traitlets.Int(260, min=80, max=800).tag(sync=True)

    _returned = ("x", "padding")

    def __init__(
        self,
        image: npt.ArrayLike | None = None,
        *,
        padding: int | tuple[int, int] | Sides = 1,
        mode: str = "zeros",
        kernel: npt.ArrayLike | None = None,
        function: Callable[..., Any] | None = None,
        **traits: Any,
    ) -> None:
        if mode not in _MODES:
            raise ValueError(f"PaddingLab: mode must be one of {', '.join(_MODES)}, got {mode!r}.")
        unknown = set(traits) - {"size", "row", "col", "note", "layout"}
        if unknown:
            raise TypeError(f"PaddingLab: no argument {sorted(unknown)[0]!r}; see its docstring.")
        super().__init__(
            function,
            ("image", "padding", "mode"),
            image=_band() if image is None else image,
            padding=padding,
            mode=mode,
            kernel=_VERTICAL_EDGE if kernel is None else kernel,
            **traits,
        )

    @property
    def refused(self) -> bool:
        """Whether PyTorch refuses this padding in this mode.

        reflect copies at most n - 1 pixels a side (the edge is its mirror), circular at most n.
        """
        height, width = self.image.shape
        left, right, top, bottom = self.padding
        sides = ((left, width), (right, width), (top, height), (bottom, height))
        room = {"reflect": -1, "circular": 0}.get(self.mode)
        return room is not None and any(amount > n + room for amount, n in sides)

    def _outcome(self, function: Callable[..., Any]) -> Outcome:
        name = name_of(function)
        x = self.image.copy()[np.newaxis, np.newaxis]
        try:
            amount = _amount(self.padding)
            if _takes_mode(function):
                returned = function(x, amount, self.mode)
            elif self.mode == "zeros":
                returned = function(x, amount)
            else:
                return Outcome(None, f"{name} takes no mode: it is compared for zeros only.")
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return Outcome(None, f"{name} is not written yet{reason}.")
        except Exception as error:  # a student's function may raise anything; it is shown
            what = f"{name} raised {type(error).__name__}" + (f": {error}" if str(error) else "")
            too = f"{what.rstrip('.')}. PyTorch refuses this padding too."
            return Outcome(None, too if self.refused else what)
        if self.refused:
            return Outcome(None, f"{name} returned a value, but PyTorch refuses this padding.")
        height, width = self.image.shape
        left, right, top, bottom = self.padding
        return _examine(name, returned, (1, 1, height + top + bottom, width + left + right))

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        if "kernel_size" in case:  # the answer is the padding of an axis, before and after
            reach = int(case.get("dilation", 1)) * (int(case["kernel_size"]) - 1) + 1
            before, after = answer
            traits = {"padding": (before, after, before, after)}
            return Opening({**traits, "kernel": np.full((reach, reach), 1 / reach**2)})
        if "input_shape" in case:
            height, width = case["input_shape"]
            image = np.arange(height * width).reshape(height, width) % 7
            kernel = np.ones(case["kernel_shape"])
            return Opening({"image": image, "kernel": kernel, "padding": case["padding"]})
        image, cut = first_plane(case["x"], _MOST_PIXELS)
        given = {name: case[name] for name in ("padding", "mode") if name in case}
        return Opening({"image": image, **given}, cut)


def _amount(sides: Sides) -> int | tuple[int, int] | Sides:
    """Say the padding in the plainest of its three forms."""
    left, right, top, bottom = sides
    if left != right or top != bottom:
        return sides
    return left if left == top else (top, left)


def _takes_mode(function: Callable[..., Any]) -> bool:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return True
    kinds = [p.kind for p in parameters]
    places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return inspect.Parameter.VAR_POSITIONAL in kinds or sum(k in places for k in kinds) > 2


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
    message = (
        ""
        if array.shape == expected
        else f"{name} returned shape {array.shape}, expected {expected}."
    )
    if array.ndim != 4 or array.shape[:2] != (1, 1) or max(array.shape) > 4 * _MOST_PIXELS:
        return Outcome(None, message)
    return Outcome(np.array(array[0, 0], dtype=np.float64), message)
