"""What `course.plots` draws with: panels to a PNG, to words, and numbers to short text."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[int, int, int, int]
"""A frame round some cells: first row, first column, height, width."""

MOST_CELLS = 8
"""Numbers are printed in arrays of up to this many rows and columns, unless told."""

_DPI = 100
_INK, _FRAME, _BAD = "#333333", "#E69F00", "#D55E00"  # the last two from Okabe and Ito's palette


@dataclass(frozen=True)
class Panel:
    """One array with all that is needed to draw it.

    Attributes
    ----------
    array : np.ndarray, shape (H, W) or (H, W, 3)
    title : str
    values : bool
        Whether the numbers are printed in the cells.
    boxes : tuple of Box
    limits : tuple of float or None
        What black and white stand for; None for colour.
    """

    array: np.ndarray
    title: str
    values: bool
    boxes: tuple[Box, ...]
    limits: tuple[float, float] | None = None

    @property
    def rows(self) -> int:
        """Height in cells."""
        return int(self.array.shape[0])

    @property
    def cols(self) -> int:
        """Width in cells."""
        return int(self.array.shape[1])


def words(panel: Panel, number: int) -> str:
    """What a panel shows, as a sentence without a full stop."""
    kind = "colour" if panel.array.ndim == 3 else "grey"
    numbers = panel.array[np.isfinite(panel.array)]
    span = f"{short(numbers.min())} to {short(numbers.max())}" if numbers.size else "none"
    text = (
        f"{panel.title or f'Image {number + 1}'}: {kind}, "
        f"{_count(panel.rows, 'row')} by {_count(panel.cols, 'column')}, {panel.array.dtype} values {span}"
    )
    if panel.values and panel.rows * panel.cols <= MOST_CELLS**2:
        for index, row in enumerate(panel.array):
            text += f"; row {index}: " + ", ".join(_cell(value, " ") for value in row)
    for row, col, high, wide in panel.boxes:
        text += f"; framed: rows {row} to {row + high - 1}, columns {col} to {col + wide - 1}"
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def short(value: Any) -> str:
    """A number in a few characters.

    Examples
    --------
    >>> [short(v) for v in (-3, 0.125, 2.50, 1 / 3, 1234.56, 2e7, 0.0)]
    ['-3', '0.125', '2.5', '0.333', '1235', '2e+07', '0']
    """
    if isinstance(value, (bool, int, np.bool_, np.integer)):
        return str(int(value))
    size = abs(float(value))
    if not 1 <= size < 1e5:
        return f"{float(value) + 0.0:.3g}"
    text = f"{float(value):.{0 if size >= 1000 else 2}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cell(value: Any, between: str) -> str:
    """One number, or the three of a colour."""
    return between.join(short(part) for part in np.atleast_1d(value))


def png(panels: Sequence[Panel], columns: int, height: float) -> bytes:
    """The panels side by side; drawn with two pixels for each that it takes on the page."""
    with _silent():
        from matplotlib.figure import Figure

        rows = -(-len(panels) // columns)
        sizes = [_inches(panel, height) for panel in panels]
        wide, high = max(w for w, _ in sizes), max(h for _, h in sizes)
        top = 0.3 if any(panel.title for panel in panels) else 0.1
        figure = Figure(figsize=(columns * (wide + 0.3), rows * (high + top + 0.25)), dpi=_DPI)
        for number, panel in enumerate(panels):
            axes = figure.add_subplot(rows, columns, number + 1)
            _paint(axes, panel)
        _write_keys(figure.axes, panels, columns)
        edge = 1e-3
        figure.subplots_adjust(edge, edge, 1 - edge, 1 - edge, 0.3 / wide, (top + 0.25) / high)
        buffer = io.BytesIO()
        figure.savefig(buffer, dpi=2 * _DPI, bbox_inches="tight", pad_inches=0.05, facecolor="w")
    return buffer.getvalue()


def _inches(panel: Panel, height: float) -> tuple[float, float]:
    """Width and height of a panel: large enough for its numbers, never wider than 3 heights."""
    if panel.values:
        widest = max(len(short(value)) for value in panel.array.ravel())
        lines = 3 if panel.array.ndim == 3 else 1
        height = max(height, panel.rows * max(0.3, 0.085 * widest + 0.12, 0.16 * lines + 0.1))
        return height * panel.cols / panel.rows, height
    width = min(height * panel.cols / panel.rows, 3 * height)
    return width, width * panel.rows / panel.cols


def _paint(axes: Axes, panel: Panel) -> None:
    from matplotlib import colormaps

    grey = colormaps["gray"].with_extremes(bad=_BAD)
    low, high = panel.limits or (0.0, 1.0)
    axes.imshow(panel.array, cmap=grey, vmin=low, vmax=high, interpolation="nearest")
    axes.set_title(panel.title, fontsize=10, color=_INK)
    small = panel.values or max(panel.rows, panel.cols) <= MOST_CELLS
    axes.set_xticks(range(panel.cols) if small else [])
    axes.set_yticks(range(panel.rows) if small else [])
    axes.tick_params(length=0, labelsize=8, labelcolor="#666666")
    for spine in axes.spines.values():
        spine.set_color("#999999")
    if panel.values:
        _print_numbers(axes, panel, low, high)
    for row, col, tall, wide in panel.boxes:
        _draw_frame(axes, row, col, tall, wide)


def _print_numbers(axes: Axes, panel: Panel, low: float, high: float) -> None:
    white = 255.0 if panel.array.dtype == np.uint8 else 1.0
    for row in range(panel.rows):
        for col in range(panel.cols):
            value = panel.array[row, col]
            if panel.array.ndim == 3:
                light = float(value @ np.array((0.299, 0.587, 0.114))) / white
            else:
                light = (float(value) - low) / (high - low)
            ink = "white" if light < 0.45 else "black"
            text = _cell(value, "\n")
            axes.text(col, row, text, ha="center", va="center", fontsize=8, color=ink)


def _draw_frame(axes: Axes, row: int, col: int, tall: int, wide: int) -> None:
    """A frame that stands out from black, from white and from grey."""
    from matplotlib.patches import Rectangle

    for width, colour in ((4.0, "black"), (2.2, _FRAME)):
        corner = (col - 0.5, row - 0.5)
        frame = Rectangle(corner, wide, tall, fill=False, linewidth=width, edgecolor=colour)
        axes.add_patch(frame).set_zorder(3)


def _write_keys(axes: Sequence[Axes], panels: Sequence[Panel], columns: int) -> None:
    """Say what the greys stand for: once where all agree, else under every panel."""
    grey = [number for number, panel in enumerate(panels) if panel.limits is not None]
    one_scale = len({panels[number].limits for number in grey}) == 1
    if one_scale:
        bottom = [number for number in grey if number + columns >= len(panels)]
        grey = (bottom or grey)[:1]
    for number in grey:
        low, high = panels[number].limits or (0.0, 1.0)
        middle = ", mid-grey 0" if low < 0 else ""
        text = f"black {short(low)}{middle}, white {short(high)}"
        axes[number].set_xlabel(text, fontsize=8, color=_INK, loc="left")


@contextmanager
def _silent() -> Iterator[None]:
    """Keep Matplotlib's notes (a font cache to build, say) out of the notebook."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
