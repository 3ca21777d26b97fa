"""PixelInspector: one pixel's numbers, where they are in both layouts, and what reshape does."""

from __future__ import annotations

import pathlib
from typing import Any

import anywidget
import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets.arrays import MOST_PIXELS, Array
from course.widgets.samples import landscape

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


class PixelInspector(anywidget.AnyWidget):
    """Pick a pixel with the arrow keys; see its numbers, its index, and a wrong reshape.

    Parameters
    ----------
    image : array_like of uint8, (H, W) or (H, W, 3), optional
        At most 512 x 512. Default: a drawn landscape.
    row, col : int
        The pixel to open on. Default: the middle.
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

    def __init__(
        self,
        image: npt.ArrayLike | None = None,
        *,
        row: int | None = None,
        col: int | None = None,
        size: int = 280,
    ) -> None:
        picture = _picture(landscape() if image is None else image, "PixelInspector: image")
        height, width = picture.shape[:2]
        super().__init__(
            image=picture,
            row=height // 2 if row is None else row,
            col=width // 2 if col is None else col,
            size=size,
        )

    @traitlets.validate("row", "col")
    def _inside(self, proposal: Any) -> int:
        name, value = proposal["trait"].name, int(proposal["value"])
        count = self.image.shape[0 if name == "row" else 1]
        if value >= count:
            raise traitlets.TraitError(
                f"PixelInspector: {name} must be 0 to {count - 1}, got {value}."
            )
        return value
