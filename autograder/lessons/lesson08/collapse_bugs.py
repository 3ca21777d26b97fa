# mypy: disable-error-code="no-any-return"
"""Mistakes in `collapse`; most frequent first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _valid_only(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    height = max(k1.shape[0] - k2.shape[0] + 1, 1)
    width = max(k1.shape[1] - k2.shape[1] + 1, 1)
    out = np.zeros((height, width))
    for row in range(height):
        for col in range(width):
            window = k1[row : row + k2.shape[0], col : col + k2.shape[1]]
            out[row, col] = (window * k2[: window.shape[0], : window.shape[1]]).sum()
    return out


def _cyclic(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    shape = max(k1.shape[0], k2.shape[0]), max(k1.shape[1], k2.shape[1])
    return np.fft.ifft2(np.fft.fft2(k1, s=shape) * np.fft.fft2(k2, s=shape)).real


def _whole_dtype(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    shape = k1.shape[0] + k2.shape[0] - 1, k1.shape[1] + k2.shape[1] - 1
    out = np.zeros(shape, dtype=k1.dtype)
    for row in range(k2.shape[0]):
        for col in range(k2.shape[1]):
            piece = out[row : row + k1.shape[0], col : col + k1.shape[1]]
            piece[...] = piece + k2[row, col] * k1
    return out


_SHAPE = "(height + rows - 1, width + cols - 1)"
_WINDOW = "out[row : row + height, col : col + width]"
_WEIGHT = "float(k2[row, col])"
_ADD = f"{_WINDOW} += {_WEIGHT} * k1"
_RETURN = "    return out"

BUGS = (
    Bug(
        "flips_k2",
        "k2 came in turned by half a turn: this is the correlation of k1 with k2. Correlating "
        "twice adds up the shifts, and that makes a true convolution of the kernels.",
        {"k2[row, col]": "k2[rows - 1 - row, cols - 1 - col]"},
    ),
    Bug(
        "flips_k1",
        "k1 came in turned by half a turn. No kernel needs to be turned in this exercise: it is "
        "the shifts that add up.",
        {"* k1": "* k1[::-1, ::-1]"},
    ),
    Bug(
        "result_turned",
        "The right kernel came out turned by half a turn. That would be right if you slid it with "
        "a flip, as `convolve2d` does.",
        {_RETURN: "    return out[::-1, ::-1].copy()"},
    ),
    Bug(
        "overwrites_overlaps",
        "The copies of k1 overlap, and each erased a part of the one before. Add them up.",
        {" += ": " = "},
    ),
    Bug(
        "valid_positions_only",
        "The result is too small: k2 was slid over k1 where it fits, and k1 is not an image. One "
        "number after both steps depends on h1 + h2 - 1 rows of pixels.",
        function=_valid_only,
    ),
    Bug(
        "cropped_to_k1",
        "The result has the size of k1. Two steps look further than one: the kernel grows.",
        {_RETURN: "    return out[:height, :width].copy()"},
    ),
    Bug(
        "one_too_large",
        "There is a row and a column too many: the sizes add up to h1 + h2 - 1, since the first "
        "cells of both kernels fall on the same place.",
        {_SHAPE: "(height + rows, width + cols)"},
    ),
    Bug(
        "wraps_around",
        "What hangs over the end came in again at the front: the Fourier transform repeats its "
        "input. Give it room for h1 + h2 - 1 rows.",
        function=_cyclic,
    ),
    Bug(
        "kronecker_product",
        "Every cell of k2 became a block of its own, side by side: this is the Kronecker product. "
        "The copies of k1 are one cell apart, so they overlap.",
        {
            _SHAPE: "(height * rows, width * cols)",
            _WINDOW: "out[row * height : (row + 1) * height, col * width : (col + 1) * width]",
        },
    ),
    Bug(
        "adds_kernels",
        "The kernels were added cell by cell. That is two layers side by side, and not one after "
        "the other.",
        {_ADD: f"{_WINDOW} += 0\n    out[:height, :width] += k1\n    out[:rows, :cols] += k2"},
    ),
    Bug(
        "multiplies_cell_by_cell",
        "Cell [a, b] of one kernel met cell [a, b] of the other, and no other cell. Every cell of "
        "k1 meets every cell of k2.",
        {
            _ADD: f"{_WINDOW} += 0\n"
            "    least_rows, least_cols = min(height, rows), min(width, cols)\n"
            "    out[:least_rows, :least_cols] = (\n"
            "        1.0 * k1[:least_rows, :least_cols] * k2[:least_rows, :least_cols]\n"
            "    )"
        },
    ),
    Bug(
        "transposes_k2",
        "Rows and columns of k2 are exchanged: a cell to the right moved the copy down.",
        {
            _SHAPE: "(height + cols - 1, width + rows - 1)",
            _WINDOW: "out[col : col + height, row : row + width]",
        },
    ),
    Bug(
        "flips_one_axis",
        "k2 is mirrored left-right.",
        {"k2[row, col]": "k2[row, cols - 1 - col]"},
    ),
    Bug(
        "forgets_the_weights",
        "Every copy of k1 has the same weight: the numbers of k2 had no part in it.",
        {f"{_WEIGHT} * k1": "k1"},
    ),
    Bug(
        "adds_the_weights",
        "The numbers of k2 were added to the copies of k1. Multiply.",
        {f"{_WEIGHT} * k1": f"{_WEIGHT} + k1"},
    ),
    Bug(
        "copies_not_shifted",
        "All copies of k1 lie on top of each other in the corner. Each starts where its cell of "
        "k2 lies.",
        {_WINDOW: "out[:height, :width]"},
    ),
    Bug(
        "first_row_of_k2_only",
        "Only the first row of k2 was used.",
        {"range(rows)": "range(1)"},
    ),
    Bug(
        "averages",
        "Everything is too small by the number of cells of k2: the copies were averaged. Add them "
        "up.",
        {_RETURN: "    return out / (rows * cols)"},
    ),
    Bug(
        "normalised_to_one",
        "The kernel was divided by its sum. Nothing asks for a sum of 1.",
        {_RETURN: "    return out / out.sum()"},
    ),
    Bug(
        "integer_dtype",
        "Fractions are cut off: the result took the dtype of k1, which held whole numbers.",
        function=_whole_dtype,
    ),
    Bug(
        "returns_transposed",
        "The result is transposed: its rows are your columns.",
        {_RETURN: "    return out.T.copy()"},
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_RETURN: "    return out.astype(np.float32)"},
    ),
)
