"""Correct answers to `usage_count` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d

Pair = tuple[int, int]


def _along_one_axis(n: int, k: int, p: int) -> list[int]:
    counts = []
    for place in range(p, p + n):
        first, last = max(0, place - k + 1), min(place, n + 2 * p - k)
        counts.append(last - first + 1)
    return counts


def _product_of_axes(input_shape: Pair, kernel_shape: Pair, padding: Pair) -> np.ndarray:
    down, across = (
        _along_one_axis(*sizes) for sizes in zip(input_shape, kernel_shape, padding, strict=True)
    )
    return np.outer(down, across).astype(np.float64)


def _asks_each_pixel(input_shape: Pair, kernel_shape: Pair, padding: Pair) -> np.ndarray:
    counts = np.zeros(input_shape)
    rows = range(-padding[0], input_shape[0] + padding[0] - kernel_shape[0] + 1)
    cols = range(-padding[1], input_shape[1] + padding[1] - kernel_shape[1] + 1)
    for i in range(input_shape[0]):
        for j in range(input_shape[1]):
            down = sum(1 for row in rows if row <= i < row + kernel_shape[0])
            across = sum(1 for col in cols if col <= j < col + kernel_shape[1])
            counts[i, j] = down * across
    return counts


def _correlates_ones(input_shape: Pair, kernel_shape: Pair, padding: Pair) -> np.ndarray:
    padded = [n + 2 * p for n, p in zip(input_shape, padding, strict=True)]
    windows = np.ones([n - k + 1 for n, k in zip(padded, kernel_shape, strict=True)])
    rim = [(k - 1, k - 1) for k in kernel_shape]
    counts = cross_correlate2d(np.pad(windows, rim), np.ones(kernel_shape))
    (top, left), (height, width) = padding, input_shape
    return np.array(counts[top : top + height, left : left + width])


def _writes_through_windows(input_shape: Pair, kernel_shape: Pair, padding: Pair) -> np.ndarray:
    size = np.array(input_shape) + 2 * np.array(padding)
    numbers = np.arange(size.prod()).reshape(size)
    seen = sliding_window_view(numbers, kernel_shape).ravel()
    counts = np.bincount(seen, minlength=numbers.size).reshape(size).astype(float)
    bottom, right = np.array(padding) + input_shape
    return np.copy(counts[padding[0] : bottom, padding[1] : right])


def _differences(input_shape: Pair, kernel_shape: Pair, padding: Pair) -> np.ndarray:
    axes = []
    for n, k, p in zip(input_shape, kernel_shape, padding, strict=True):
        changes = np.zeros(n + 2 * p + 1)
        for start in range(n + 2 * p - k + 1):
            changes[start] += 1
            changes[start + k] -= 1
        axes.append(np.cumsum(changes)[p : p + n])
    return np.einsum("i,j->ij", *axes)


def _np_convolve(input_shape: Pair, kernel_shape: Pair, padding: Pair) -> np.ndarray:
    axes = []
    for n, k, p in zip(input_shape, kernel_shape, padding, strict=True):
        axes.append(np.convolve(np.ones(n + 2 * p - k + 1), np.ones(k))[p:][:n])
    return axes[0][:, np.newaxis] * axes[1]


def _np_add_at(input_shape: Pair, kernel_shape: Pair, padding: Pair) -> np.ndarray:
    counts = np.zeros(input_shape)
    for a in range(kernel_shape[0]):
        for b in range(kernel_shape[1]):
            rows = np.arange(input_shape[0] + 2 * padding[0] - kernel_shape[0] + 1) + a - padding[0]
            cols = np.arange(input_shape[1] + 2 * padding[1] - kernel_shape[1] + 1) + b - padding[1]
            rows = rows[(rows >= 0) & (rows < input_shape[0])]
            cols = cols[(cols >= 0) & (cols < input_shape[1])]
            np.add.at(counts, np.ix_(rows, cols), 1)
    return counts


ACCEPT = (
    Alternative(
        "one axis times the other",
        _product_of_axes,
        "Rows and columns do not know of each other: the counts are a column times a row.",
    ),
    Alternative("asks each pixel", _asks_each_pixel),
    Alternative(
        "cross-correlates ones",
        _correlates_ones,
        "The counts are a cross-correlation themselves, with a kernel of ones and full padding.",
    ),
    Alternative("numbered pixels, counted", _writes_through_windows),
    Alternative("differences and a running sum", _differences),
    Alternative("np.convolve on each axis", _np_convolve),
    Alternative("a loop over kernel cells", _np_add_at),
)
