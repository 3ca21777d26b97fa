"""One two-dimensional piece of an array, as cells: which number, which colour, which marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.feedback.clean import number
from autograder.feedback.colour import Rgb, Scale

Array = NDArray[Any]

MAX_SIDE = 8
"""Rows and columns that are drawn in full; longer sides are cropped."""

MAX_SIDE_ROW = 12
"""The same for the only side of a one-dimensional array."""

CROPPED = 2
"""How much shorter than that a cropped side is, where the outline leaves room."""

FILTERS = ("weight", "weights", "kernel", "kernels", "filters", "w")
"""Names of parameters whose leading axes count filters, not images."""


@dataclass(frozen=True)
class Cell:
    """One number.

    Attributes
    ----------
    text : str
    fill : Rgb or None
        Its colour; None for what has none (NaN, infinities, complex numbers).
    edges : str
        Sides on which the outline runs, letters of "trbl"; "" when it passes elsewhere.
    outlined, differs : bool
        Inside the outline; not the value that is expected.
    """

    text: str
    fill: Rgb | None
    edges: str = ""
    outlined: bool = False
    differs: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of cells with the indices of its rows and columns; None stands for what is left out.

    Attributes
    ----------
    name : str
        Code: "x" or "x[0, 1]"; or "expected", "yours".
    detail : str
        Words: "image 0, channel 1, 12 x 14, cropped".
    rows, cols : tuple of int or None
    cells : tuple of tuple of Cell or None
    flat : bool
        One-dimensional: there is no row index to show.
    """

    name: str
    detail: str
    rows: tuple[int | None, ...]
    cols: tuple[int | None, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    flat: bool = False


def drawable(value: Any) -> bool:
    """Whether a value is an array of numbers that can be drawn."""
    return (
        type(value) is np.ndarray
        and value.dtype.kind in "biufc"
        and value.ndim >= 1
        and 0 < value.size <= 1_000_000
    )


def lead_words(name: str, lead: tuple[int, ...]) -> str:
    """What the leading indices count: "image 0, channel 1"."""
    outer = "filter" if name in FILTERS else "image"
    if len(lead) == 1:
        return f"channel {lead[0]}"
    return f"{outer} {lead[0]}, channel {lead[1]}" if len(lead) == 2 else ""


def make_grid(
    name: str,
    words: str,
    plane: Array,
    scale: Scale,
    outline: Array | None = None,
    differs: Array | None = None,
    decimals: Callable[[tuple[int, int]], int] = lambda cell: 3,
) -> Grid:
    """Cells of a one- or two-dimensional array, cropped around the outline.

    Parameters
    ----------
    name, words : str
    plane : ndarray, 1-D or 2-D
    scale : Scale
    outline, differs : ndarray of bool, optional
        Same shape as `plane`.
    decimals : callable
        From a cell's row and column to the decimals its number needs.
    """
    flat = plane.ndim == 1
    table = plane[None] if flat else plane
    inside = np.zeros(table.shape, bool) if outline is None else outline.reshape(table.shape)
    unlike = np.zeros(table.shape, bool) if differs is None else differs.reshape(table.shape)
    marked = np.argwhere(inside)
    first, last = (marked.min(0), marked.max(0)) if len(marked) else ((0, 0), (0, 0))
    rows = _span(table.shape[0], int(first[0]), int(last[0]), MAX_SIDE)
    cols = _span(table.shape[1], int(first[1]), int(last[1]), MAX_SIDE_ROW if flat else MAX_SIDE)
    framed = np.pad(inside, 1)

    def cell(row: int, col: int) -> Cell:
        value, edges = table[row, col], ""
        if inside[row, col]:
            r, c = row + 1, col + 1
            sides = {"t": (r - 1, c), "r": (r, c + 1), "b": (r + 1, c), "l": (r, c - 1)}
            edges = "".join(side for side, at in sides.items() if not framed[at])
        fill = None if table.dtype.kind == "c" else scale.colour(float(value))
        text = number(value, decimals((row, col)))
        return Cell(text, fill, edges, bool(inside[row, col]), bool(unlike[row, col]))

    cells = tuple(tuple(None if r is None or c is None else cell(r, c) for c in cols) for r in rows)
    size = f"{plane.shape[0]} values" if flat else f"{plane.shape[0]} x {plane.shape[1]}"
    parts = [words, size, "cropped" if None in (*rows, *cols) else ""]
    return Grid(name, ", ".join(part for part in parts if part), rows, cols, cells, flat)


def _span(length: int, first: int, last: int, most: int) -> tuple[int | None, ...]:
    """Indices to draw along one axis, around `first` to `last`; None where some are left out."""
    if length <= most:
        return tuple(range(length))
    extent = last - first + 1
    count = min(most, max(most - CROPPED, extent + 2))
    start = first - max(0, count - extent) // 2
    start = min(max(0, start), length - count)
    shown: list[int | None] = list(range(start, start + count))
    if start > 0:
        shown.insert(0, None)
    if start + count < length:
        shown.append(None)
    return tuple(shown)
