"""Cut the patch under the kernel out of the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom


def window_at(x: np.ndarray, row: int, col: int, kernel_shape: tuple[int, int]) -> np.ndarray:
    """Cut out the patch of an image whose top-left cell is (row, col).

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers.
    row, col : int
        Where the patch starts. Negative numbers do not count from the end here.
    kernel_shape : tuple of int
        (kH, kW), height first.

    Returns
    -------
    np.ndarray, float64, shape (kH, kW)
        A new array: writing into it leaves `x` as it is.

    Raises
    ------
    IndexError
        When the patch does not fit, on any of the four sides.

    Examples
    --------
    >>> window_at(np.array([[1, 2, 3], [4, 5, 6]]), 0, 1, (2, 2))
    array([[2., 3.],
           [5., 6.]])
    """
    height, width = kernel_shape
    if row < 0 or col < 0 or row + height > x.shape[0] or col + width > x.shape[1]:
        raise IndexError(f"a {height}x{width} window at ({row}, {col}) does not fit into {x.shape}")
    return x[row : row + height, col : col + width].astype(np.float64)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Windows inside, at the corners, of extreme sizes; whole numbers; then four that hang over."""
    x = rng.permutation(np.arange(-14.0, 16.0)).reshape(5, 6)
    tall = rng.permutation(np.arange(28.0)).reshape(7, 4) / 4
    return [
        Probe("2x3 window at (1, 2)", "core", (x, 1, 2, (2, 3))),
        Probe("3x2 window at (0, 3)", "core", (x, 0, 3, (3, 2))),
        Probe("2x3 window in the last corner", "core", (x, 3, 3, (2, 3))),
        Probe("4x2 window of a tall image", "generality", (tall, 2, 1, (4, 2))),
        Probe("3x3 window", "generality", (tall, 3, 0, (3, 3))),
        Probe("1x1 window", "generality", (x, 2, 4, (1, 1))),
        Probe("window as large as the image", "generality", (x, 0, 0, (5, 6))),
        Probe("image of whole numbers", "generality", (_picture(rng), 1, 0, (2, 3))),
        Probe("one row too low", "robustness", (x, 4, 1, (2, 3))),
        Probe("one column too far right", "robustness", (x, 1, 4, (2, 3))),
        Probe("below the last row", "robustness", (x, 7, 1, (1, 2))),
        Probe("row -1", "robustness", (x, -1, 2, (1, 3))),
        Probe("column -1", "robustness", (x, 2, -1, (3, 2))),
    ]


def _picture(rng: np.random.Generator) -> np.ndarray:
    return rng.permutation(np.arange(236, 256)).astype(np.uint8).reshape(4, 5)


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The pixel that belongs at this place of the window."""
    row, col = arguments["row"] + index[0], arguments["col"] + index[1]
    return {"x": (slice(row, row + 1), slice(col, col + 1))}


def _rows_then_columns(
    x: np.ndarray, row: int, col: int, kernel_shape: tuple[int, int]
) -> np.ndarray:
    bottom, right = row + kernel_shape[0], col + kernel_shape[1]
    if min(row, col) < 0 or bottom > len(x) or right > len(x[0]):
        raise IndexError("outside")
    return np.array(x[row:bottom][:, col:right], dtype=float)


def _cell_by_cell(x: np.ndarray, row: int, col: int, kernel_shape: tuple[int, int]) -> np.ndarray:
    if row < 0 or col < 0:
        raise IndexError("a window starts at 0 or later")
    window = np.zeros(kernel_shape)
    for i in range(kernel_shape[0]):
        for j in range(kernel_shape[1]):
            window[i, j] = x[row + i, col + j]
    return window


def _cut_and_compare(
    x: np.ndarray, row: int, col: int, kernel_shape: tuple[int, int]
) -> np.ndarray:
    window = np.float64(1) * x[row : row + kernel_shape[0], col : col + kernel_shape[1]]
    if row < 0 or col < 0 or window.shape != tuple(kernel_shape):
        raise IndexError(f"{kernel_shape} at ({row}, {col}) leaves the image")
    return window


def _one_of_all_windows(
    x: np.ndarray, row: int, col: int, kernel_shape: tuple[int, int]
) -> np.ndarray:
    if row < 0 or col < 0:
        raise IndexError(f"({row}, {col}) lies outside")
    return sliding_window_view(x, kernel_shape)[row, col].astype(float)


def _list_of_lists(x: np.ndarray, row: int, col: int, kernel_shape: tuple[int, int]) -> np.ndarray:
    rows, cols = range(row, row + kernel_shape[0]), range(col, col + kernel_shape[1])
    inside = rows[0] in range(x.shape[0]) and rows[-1] in range(x.shape[0])
    if not (inside and cols[0] in range(x.shape[1]) and cols[-1] in range(x.shape[1])):
        raise IndexError("the window leaves the image")
    return np.array([[float(x[i, j]) for j in cols] for i in rows])


_NEGATIVE = "row < 0 or col < 0 or "
_TOO_FAR = "row + height > x.shape[0] or col + width > x.shape[1]"
_CUT = "x[row : row + height, col : col + width]"
_RETURN = f"{_CUT}.astype(np.float64)"

BUGS = (
    Bug(
        "returns_view",
        "This is a view: writing into the window changes the image, and whole numbers stay whole "
        "numbers. Return a new float64 array.",
        {".astype(np.float64)": ""},
    ),
    Bug(
        "asarray_keeps_the_view",
        "For a float64 image this is a view: `asarray` copies only when it has to. Writing into "
        "the window changes the image. Make a copy.",
        {_RETURN: f"np.asarray({_CUT}, dtype=np.float64)"},
    ),
    Bug(
        "keeps_integer_dtype",
        "A copy, but with the image's own dtype. The result is float64 for every image.",
        {".astype(np.float64)": ".copy()"},
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {"np.float64": "np.float32"},
    ),
    Bug(
        "negative_index_wraps",
        "A negative row or column was accepted, and Python counts those from the end. A window "
        "that starts outside does not fit: IndexError.",
        {_NEGATIVE: ""},
    ),
    Bug(
        "checks_only_rows",
        "Rows are checked, columns are not. A slice that is too long is cut without a word.",
        {"row < 0 or col < 0 or ": "row < 0 or ", " or col + width > x.shape[1]": ""},
    ),
    Bug(
        "slice_cut_silently",
        "A window that hangs over the border comes back smaller: slices are cut without a word. "
        "Compare row + kH with H (and columns too) and raise IndexError.",
        {_TOO_FAR: "False"},
    ),
    Bug(
        "checks_only_the_start",
        "The start is inside, but the end is not: a window at the last row has room for one row. "
        "Compare its end with the size.",
        {_TOO_FAR: "row >= x.shape[0] or col >= x.shape[1]"},
    ),
    Bug(
        "no_check_at_all",
        "Windows that do not fit come back cut or empty. Raise IndexError for them.",
        {f"{_NEGATIVE}{_TOO_FAR}": "False"},
    ),
    Bug(
        "refuses_the_last_window",
        "The last window was refused, though it fits: its end may equal the size (`>` not `>=`).",
        {"row + height > x": "row + height >= x", "col + width > x": "col + width >= x"},
    ),
    Bug(
        "raises_value_error",
        "It is refused, with another error than promised: the docstring says IndexError.",
        {"IndexError": "ValueError"},
    ),
    Bug(
        "pads_with_zeros",
        "A window that hangs over came back filled up with zeros. It does not fit: IndexError.",
        {
            "        raise IndexError(": "        x = np.pad(x, ((max(-row, 0), height), "
            "(max(-col, 0), width)))\n        row, col = max(row, 0), max(col, 0)\n        str("
        },
    ),
    Bug(
        "swaps_row_and_col",
        "Row and column are exchanged: (row, col) counts down first, then right.",
        {_CUT: "x[col : col + height, row : row + width]"},
    ),
    Bug(
        "swaps_height_and_width",
        "Height and width are exchanged: (2, 3) is 2 rows and 3 columns.",
        {"height, width = kernel_shape": "width, height = kernel_shape"},
    ),
    Bug(
        "centres_the_window",
        "The window is centred on (row, col). Here (row, col) is its top-left cell.",
        {_CUT: "x[row - height // 2 :, col - width // 2 :][:height, :width]"},
    ),
    Bug(
        "end_without_start",
        "The slice ends at kH instead of row + kH, so the window shrinks as it moves.",
        {_CUT: "x[row:height, col:width]"},
    ),
    Bug(
        "end_is_included",
        "One row and one column too many: a slice's end is left out already.",
        {_CUT: "x[row : row + height + 1, col : col + width + 1]"},
    ),
    Bug(
        "one_row_and_col_short",
        "The last row and column are missing: a slice's end is left out, so it is row + kH.",
        {_CUT: "x[row : row + height - 1, col : col + width - 1]"},
    ),
    Bug(
        "returns_transposed",
        "Rows and columns of the window are exchanged (`.T`).",
        {_RETURN: f"{_RETURN}.T"},
    ),
    Bug(
        "returns_flat",
        "The right numbers in one row. The result has the shape (kH, kW).",
        {_RETURN: f"{_RETURN}.ravel()"},
    ),
)

EXERCISE = Exercise(
    id="window_at",
    points=2,
    card=Card("Cut out a window", 1, 4, 5, tools="slices, loops, what you like"),
    reference=window_at,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("rows first, then columns", _rows_then_columns),
        Alternative("cell by cell", _cell_by_cell),
        Alternative("cut, then compare shapes", _cut_and_compare),
        Alternative("one of sliding_window_view's windows", _one_of_all_windows),
        Alternative("list of lists", _list_of_lists),
    ),
    hints=(
        "Take `x[1:3]` in a spare cell. How many rows are in it? Which is the first that is left "
        "out? And what does `x[4:99]` do on an image with five rows?",
        "First decide whether the window fits: its start is not negative and its end is not "
        "beyond the size, for rows and for columns. If not, raise. If so, cut it with two slices "
        "and return a float64 copy.",
        "```text\nheight, width = kernel_shape\nif it starts before 0, or ends beyond the size:\n"
        '    raise IndexError("...")\nwindow = x[...two slices...]\n'
        "return a float64 copy of window\n```",
    ),
    symptoms=(
        Symptom(
            "the shape is right inside, too small at the border", "what slices do past the end"
        ),
        Symptom("an empty window for row -1", "what a negative index means to Python"),
        Symptom("shares memory with `x`", "which operations copy: `.copy()`, `.astype()`"),
        Symptom("the last window is refused", "may the end be equal to the size?"),
    ),
    locate=locate,
    play='KernelSlider.on_failing_case("window_at", window_at)',
)
