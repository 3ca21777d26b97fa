"""Functions that the probes of `shift_sensitivity` hand over.

Each stands alone: its source text and `import numpy as np` are all it needs, since that text is what
travels into the jail.
"""

from __future__ import annotations

import numpy as np


def largest_2x2(x: np.ndarray) -> np.ndarray:
    """Largest of each 2x2 window; windows lie side by side, an odd row or column is left over."""
    height, width = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    x = x[:, :, :height, :width]
    rows = np.maximum(x[:, :, 0::2], x[:, :, 1::2])
    return np.maximum(rows[:, :, :, 0::2], rows[:, :, :, 1::2])


def absolute_2x2(x: np.ndarray) -> np.ndarray:
    """Largest absolute value of each 2x2 window, at every position."""
    sizes = np.abs(x)
    rows = np.maximum(sizes[:, :, :-1], sizes[:, :, 1:])
    return np.maximum(rows[:, :, :, :-1], rows[:, :, :, 1:])


def mean_3x2(x: np.ndarray) -> np.ndarray:
    """Mean of each window, 3 high and 2 wide, at every position."""
    rows = (x[:, :, :-2] + x[:, :, 1:-1] + x[:, :, 2:]) / 3
    return (rows[:, :, :, :-1] + rows[:, :, :, 1:]) / 2


def mean_1x3(x: np.ndarray) -> np.ndarray:
    """Mean of three neighbours in a row, every other position."""
    means = (x[:, :, :, :-2] + x[:, :, :, 1:-1] + x[:, :, :, 2:]) / 3
    return means[:, :, :, ::2]


def every_other(x: np.ndarray) -> np.ndarray:
    """Every other pixel of every other row: a view."""
    return x[:, :, ::2, ::2]


def nothing(x: np.ndarray) -> np.ndarray:
    """The picture itself."""
    return x


def all_positions(x: np.ndarray) -> np.ndarray:
    """Mean of each channel, shape (N, C)."""
    return np.mean(x, axis=(2, 3))


def whole_sums(x: np.ndarray) -> np.ndarray:
    """Sum of two neighbours in a row, side by side; an odd column is left over."""
    width = x.shape[3] // 2 * 2
    return x[:, :, :, 0:width:2] + x[:, :, :, 1:width:2]


POOLS = (
    largest_2x2,
    absolute_2x2,
    mean_3x2,
    mean_1x3,
    every_other,
    nothing,
    all_positions,
    whole_sums,
)
