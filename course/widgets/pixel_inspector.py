"""PixelInspector: one pixel's numbers, where they are in both layouts, and what reshape does."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets.arrays import MOST_PIXELS, Array
from course.widgets.failing import Case, Opening
from course.widgets.function_widget import FunctionWidget
from course.widgets.samples import landscape
from course.widgets.student_function import Outcome, name_of

__all__ = ["PixelInspector"]

_STATIC = pathlib.Path(__file__).parent / "static"


def _picture(value: Any, where: str) -> npt.NDArray[np.uint8]:
    array = np.asarray(value)
    if array.dtype != np.uint8:
        advice = (
            "multiply by 255, round and use .astype(np.uint8)"
            if array.dtype.kind == "f"
            else "use .astype(np.uint8) if it holds 0 to 255"
        )
        raise TypeError(f"{where} must be uint8, got dtype {array.dtype}; {advice}.")
    if array.ndim != 2 and (array.ndim != 3 or array.shape[2] != 3):
        channels_first = array.ndim == 3 and array.shape[0] == 3
        advice = "; use .transpose(1, 2, 0)" if channels_first else ""
        raise ValueError(f"{where} must have shape (H, W) or (H, W, 3), got {array.shape}{advice}.")
    if array.size == 0 or max(array.shape) > MOST_PIXELS:
        raise ValueError(
            f"{where} must have 1 to {MOST_PIXELS} rows and columns, got shape {array.shape}."
        )
    copy = np.array(array)
    copy.setflags(write=False)
    return copy


class PixelInspector(FunctionWidget):
    """Pick a pixel with the arrow keys; see its numbers, its index, and a wrong reshape.

    .. image:: /docs/images/pixel-inspector.png
        :alt: A small colour picture beside a scrambled copy; a pixel's three numbers are in a table.

    Parameters
    ----------
    image : array_like of uint8, (H, W) or (H, W, 3), optional
        At most 512 x 512. Default: a drawn landscape.
    row, col : int
        The pixel to open on. Default: the middle.
    function : callable, optional
        Your own ``function(image)``, a `to_float_chw`. It runs once, here, on a copy; what it has
        at the pixel stands in the table, beside the reference. After a change, call `rerun`.
    size : int
        Room for one picture, in pixels.

    Raises
    ------
    TypeError, ValueError
        If the image is not as described; the message says what to do.

    Examples
    --------
    >>> PixelInspector().image.shape
    (16, 20, 3)
    """

    _esm = _STATIC / "pixel_inspector.js"
    _css = _STATIC / "widgets.css"

    image = Array(_picture)
    row = traitlets.Int(0, min=0).tag(sync=True)
    col = traitlets.Int(0, min=0).tag(sync=True)
    size = traitlets.Int(280, min=80, max=800).tag(sync=True)

    _returned = ("image",)

    def __init__(
        self,
        image: npt.ArrayLike | None = None,
        *,
        row: int | None = None,
        col: int | None = None,
        function: Callable[..., Any] | None = None,
        **traits: Any,
    ) -> None:
        unknown = set(traits) - {"size", "note", "layout"}
        if unknown:
            raise TypeError(
                f"PixelInspector: no argument {sorted(unknown)[0]!r}; see its docstring."
            )
        picture = _picture(landscape() if image is None else image, "PixelInspector: image")
        height, width = picture.shape[:2]
        super().__init__(
            function,
            ("image",),
            image=picture,
            row=height // 2 if row is None else row,
            col=width // 2 if col is None else col,
            **traits,
        )

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        return Opening({"image": case["image"]})

    def _outcome(self, function: Callable[..., Any]) -> Outcome:
        name = name_of(function)
        height, width, channels = (*self.image.shape, 1)[:3]
        try:
            returned = function(self.image.copy())
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return Outcome(None, f"{name} is not written yet{reason}.")
        except Exception as error:  # a student's function may raise anything; it is shown
            reason = f": {error}" if str(error) else ""
            return Outcome(None, f"{name} raised {type(error).__name__}{reason}")
        return _examine(name, returned, (channels, height, width))

    @traitlets.validate("row", "col")
    def _inside(self, proposal: Any) -> int:
        name, value = proposal["trait"].name, int(proposal["value"])
        count = self.image.shape[0 if name == "row" else 1]
        if value >= count:
            raise traitlets.TraitError(
                f"PixelInspector: {name} must be 0 to {count - 1}, got {value}."
            )
        return value


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
        said = f"{name} returned shape {array.shape}, expected {expected} (C, H, W)."
        return Outcome(None, said)
    return Outcome(np.array(array, dtype=np.float64), "")
