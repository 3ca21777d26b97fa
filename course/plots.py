"""One way to show images, maps and kernels.

Numbers decide how a picture is drawn, and the drawing says how: black, white and (for data with a
sign) mid-grey stand for numbers that are written below. Arrays of up to 8 by 8 cells show their
numbers. Every picture carries a description for those who do not see it.
"""

from __future__ import annotations

import base64
import html
import os
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from course.painting import MOST_CELLS, Box, Panel, png, words

__all__ = ["Box", "Drawing", "draw", "show"]

Layout = Literal["HWC", "CHW"]


@dataclass(frozen=True)
class Drawing:
    """A finished picture.

    Attributes
    ----------
    panels : tuple of Panel
    columns : int
    height : float
        Of one image, in inches.
    alt : str
        What it shows, in words and numbers.
    """

    panels: tuple[Panel, ...]
    columns: int
    height: float
    alt: str

    @cached_property
    def png(self) -> bytes:
        """The picture itself, drawn when it is first asked for."""
        return png(self.panels, self.columns, self.height)

    @property
    def html(self) -> str:
        """An `img` element with the picture in it; drawn with twice as many pixels as it takes."""
        width = struct.unpack(">I", self.png[16:20])[0] // 2
        data = base64.b64encode(self.png).decode()
        return (
            f'<img alt="{html.escape(self.alt)}" width="{width}" style="max-width: 100%" '
            f'src="data:image/png;base64,{data}">'
        )


def show(*images: npt.ArrayLike, **options: Any) -> None:
    """Show arrays side by side, in the notebook; elsewhere print their description.

    Parameters
    ----------
    *images : array_like
        (H, W), or (H, W, 3) with red, green and blue: uint8, or float in [0, 1]. Channels may come
        first if `layout="CHW"` says so; one channel is drawn in grey.
    **options
        Those of `draw`.
    """
    drawing = draw(*images, **options)
    # nbgrader says so while it grades: nobody looks at the lesson's own pictures then, and drawing
    # them would be most of the work.
    graded = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    shell = sys.modules.get("IPython") and sys.modules["IPython"].get_ipython()
    if shell and not graded:
        from IPython.display import display

        plain = f"[picture: {drawing.alt}]"
        display({"text/html": drawing.html, "text/plain": plain}, raw=True)
    else:
        print(f"[picture: {drawing.alt}]")


def draw(
    *images: npt.ArrayLike,
    titles: Sequence[str] | str | None = None,
    layout: Layout = "HWC",
    signed: bool | None = None,
    share: bool = True,
    values: bool | None = None,
    boxes: Sequence[Box | Sequence[Box] | None] | None = None,
    columns: int | None = None,
    height: float = 2.2,
    alt: str = "",
) -> Drawing:
    """Draw arrays side by side.

    Parameters
    ----------
    *images : array_like
        See `show`.
    titles : str or sequence of str, optional
        One for each image.
    layout : {"HWC", "CHW"}
        Where the channels are in images of three axes.
    signed : bool, optional
        Draw 0 as mid-grey and scale both signs alike. Default: if there are negative numbers.
    share : bool
        Use one scale for all grey images, so that their greys can be compared.
    values : bool, optional
        Print the numbers in the cells. Default: in grey images of up to 8 by 8 cells.
    boxes : sequence, optional
        For each image a frame `(row, col, height, width)`, several of them, or None.
    columns : int, optional
        Images in a row; default: up to six.
    height : float
        Of one image, in inches; more where numbers need the room.
    alt : str
        Description for those who do not see it. Default: titles, shapes, ranges, and the numbers
        where they are printed.

    Raises
    ------
    ValueError
        For shapes and ranges that have no one right picture; the message says what to do.
    """
    if not images:
        raise ValueError("plots: there is nothing to show; pass at least one array")
    titles = [titles] if isinstance(titles, str) else list(titles or [""] * len(images))
    frames = list(boxes or [None] * len(images))
    for name, given in (("titles", titles), ("boxes", frames)):
        if len(given) != len(images):
            raise ValueError(f"plots: {len(images)} images but {len(given)} {name}; one for each")
    arrays = [_readable(np.asarray(image), layout) for image in images]
    limits = _limits(arrays, signed, share)
    panels = tuple(
        Panel(array, title, _prints(array, values), _frames(array, frame), limit)
        for array, title, frame, limit in zip(arrays, titles, frames, limits, strict=True)
    )
    described = ". ".join(words(panel, number) for number, panel in enumerate(panels))
    return Drawing(panels, min(columns or 6, len(panels)), height, alt or f"{described}.")


def _readable(array: np.ndarray, layout: Layout) -> np.ndarray:
    """The array as (H, W) or (H, W, 3), of numbers that can be drawn."""
    if layout not in ("HWC", "CHW"):
        raise ValueError(f'plots: layout is {layout!r}; "HWC" or "CHW" is expected')
    shape = array.shape
    if array.ndim == 3:
        array = array.transpose(1, 2, 0) if layout == "CHW" else array
        array = array[:, :, 0] if array.shape[2] == 1 else array
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] != 3) or array.size == 0:
        first = len(shape) == 3 and layout == "HWC" and shape[0] in (1, 3)
        advice = 'say layout="CHW"' if first else "pass one image or one channel at a time"
        raise ValueError(f"plots: an array of shape {shape} is not one picture; {advice}")
    if array.dtype.kind not in "biuf":
        raise ValueError(f"plots: numbers are expected, not dtype {array.dtype}")
    if array.ndim == 3 and array.dtype != np.uint8:
        low, high = float(np.nanmin(array)), float(np.nanmax(array))
        if low < 0 or high > 1:
            raise ValueError(
                f"plots: a colour image is uint8, or float from 0 to 1; this one is {array.dtype} "
                f"from {low:.4g} to {high:.4g}. Show its channels one by one"
            )
    return array


def _limits(
    arrays: Sequence[np.ndarray], signed: bool | None, share: bool
) -> list[tuple[float, float] | None]:
    """What black and white stand for in each array; None for colour."""
    grey = [array for array in arrays if array.ndim == 2]
    return [
        None if array.ndim == 3 else _range(grey if share else [array], signed) for array in arrays
    ]


def _range(arrays: Sequence[np.ndarray], signed: bool | None) -> tuple[float, float]:
    finite = np.concatenate([array[np.isfinite(array)].ravel().astype(float) for array in arrays])
    low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    if signed or (signed is None and low < 0):
        most = max(-low, high) or 1.0
        return -most, most
    if all(array.dtype == np.uint8 for array in arrays):
        return 0.0, 255.0
    return low, high if high > 1 or low < 0 else 1.0


def _prints(array: np.ndarray, values: bool | None) -> bool:
    if values is not None:
        return values
    return array.ndim == 2 and max(array.shape) <= MOST_CELLS


def _frames(array: np.ndarray, given: Box | Sequence[Box] | None) -> tuple[Box, ...]:
    several: Any = given or ()
    if several and isinstance(several[0], (int, np.integer)):
        several = (several,)
    frames = tuple((int(r), int(c), int(h), int(w)) for r, c, h, w in several)
    for row, col, high, wide in frames:
        if min(row, col, high - 1, wide - 1) < 0 or (
            row + high > array.shape[0] or col + wide > array.shape[1]
        ):
            box = (row, col, high, wide)
            raise ValueError(f"plots: box {box} does not fit into shape {array.shape[:2]}")
    return frames
