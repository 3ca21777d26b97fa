# mypy: disable-error-code="no-any-return"
"""Correct answers to `collapse` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d


def _four_loops(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    out = np.zeros((k1.shape[0] + k2.shape[0] - 1, k1.shape[1] + k2.shape[1] - 1))
    for a, b in np.ndindex(*k2.shape):
        for c, d in np.ndindex(*k1.shape):
            out[a + c, b + d] += float(k2[a, b]) * float(k1[c, d])
    return out


def _padded_and_flipped(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    rows, cols = k2.shape[0] - 1, k2.shape[1] - 1
    padded = np.pad(k1.astype(float), ((rows, rows), (cols, cols)))
    return cross_correlate2d(padded, k2[::-1, ::-1])


def _windows(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    rows, cols = k2.shape[0] - 1, k2.shape[1] - 1
    padded = np.zeros((k1.shape[0] + 2 * rows, k1.shape[1] + 2 * cols))
    padded[rows : rows + k1.shape[0], cols : cols + k1.shape[1]] = k1
    return np.einsum("ijab,ab->ij", sliding_window_view(padded, k2.shape), k2[::-1, ::-1])


def _fourier(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    shape = k1.shape[0] + k2.shape[0] - 1, k1.shape[1] + k2.shape[1] - 1
    product = np.fft.fft2(k1, s=shape) * np.fft.fft2(k2, s=shape)
    return np.ascontiguousarray(np.fft.ifft2(product).real)


def _outer_product(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    out = np.zeros((k1.shape[0] + k2.shape[0] - 1, k1.shape[1] + k2.shape[1] - 1))
    a, b, c, d = np.ogrid[: k1.shape[0], : k1.shape[1], : k2.shape[0], : k2.shape[1]]
    rows, cols = np.broadcast_arrays(a + c, b + d)
    np.add.at(out, (rows, cols), np.multiply.outer(k1, k2).astype(float))
    return out


def _watches_an_impulse(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    height, width = k1.shape[0] + k2.shape[0] - 1, k1.shape[1] + k2.shape[1] - 1
    out = np.zeros((height, width))
    for row, col in np.ndindex(height, width):
        lit = np.zeros((height, width))
        lit[row, col] = 1.0
        out[row, col] = cross_correlate2d(cross_correlate2d(lit, k1), k2)[0, 0]
    return out


def _rows_by_np_convolve(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    out = np.zeros((k1.shape[0] + k2.shape[0] - 1, k1.shape[1] + k2.shape[1] - 1))
    for a, first in enumerate(k1):
        for b, second in enumerate(k2):
            out[a + b] += np.convolve(first, second)
    return out


def _other_way_round(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    out = np.zeros((k1.shape[0] + k2.shape[0] - 1, k1.shape[1] + k2.shape[1] - 1))
    for (row, col), weight in np.ndenumerate(k1):
        out[row : row + k2.shape[0], col : col + k2.shape[1]] += float(weight) * k2
    return out


ACCEPT = (
    Alternative("four loops", _four_loops),
    Alternative(
        "padded, flipped, correlated",
        _padded_and_flipped,
        "You saw that the kernels are *convolved*, and built that from a correlation.",
    ),
    Alternative("windows and einsum", _windows),
    Alternative("Fourier transforms with room", _fourier),
    Alternative("outer product and np.add.at", _outer_product),
    Alternative(
        "watches what an impulse becomes",
        _watches_an_impulse,
        "A neat way: any linear map can be read off from what it does to single lit pixels.",
    ),
    Alternative("np.convolve, row by row", _rows_by_np_convolve),
    Alternative("copies of k2, placed by k1", _other_way_round),
)
