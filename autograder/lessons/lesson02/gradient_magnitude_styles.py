"""Correct answers to `gradient_magnitude` in other styles: each must earn full marks."""

from __future__ import annotations

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d


def _hypot(x: np.ndarray) -> np.ndarray:
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    return np.hypot(cross_correlate2d(x, across), cross_correlate2d(x, across.T))


def _both_written_out(x: np.ndarray) -> np.ndarray:
    gx = cross_correlate2d(x, np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]]))
    gy = cross_correlate2d(x, np.array([[1.0, 2, 1], [0, 0, 0], [-1, -2, -1]]))
    return (gx * gx + gy * gy) ** 0.5


def _complex_numbers(x: np.ndarray) -> np.ndarray:
    sobel = np.outer([1.0, 2, 1], [-1.0, 0, 1])
    return np.abs(cross_correlate2d(x, sobel) + 1j * cross_correlate2d(x, sobel.T))


def _shifted_slices(x: np.ndarray) -> np.ndarray:
    x = x.astype(np.float64)
    smooth_rows = x[:-2] + 2 * x[1:-1] + x[2:]
    smooth_cols = x[:, :-2] + 2 * x[:, 1:-1] + x[:, 2:]
    across = smooth_rows[:, 2:] - smooth_rows[:, :-2]
    down = smooth_cols[2:] - smooth_cols[:-2]
    return np.sqrt(np.square(across) + np.square(down))


def _loops(x: np.ndarray) -> np.ndarray:
    image = x.tolist()
    out = []
    for i in range(len(image) - 2):
        line = []
        for j in range(len(image[0]) - 2):
            gx = gy = 0.0
            for a, weight in enumerate((1, 2, 1)):
                gx += weight * (image[i + a][j + 2] - image[i + a][j])
                gy += weight * (image[i + 2][j + a] - image[i][j + a])
            line.append(math.hypot(gx, gy))
        out.append(line)
    return np.array(out)


def _windows_and_einsum(x: np.ndarray) -> np.ndarray:
    windows = sliding_window_view(x.astype(np.float64), (3, 3))
    sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    both = np.einsum("ijab,kab->kij", windows, np.stack([sobel, sobel.T]))
    return np.asarray(np.linalg.norm(both, axis=0))


def _two_passes(x: np.ndarray) -> np.ndarray:
    smooth, step = np.array([[1.0, 2, 1]]), np.array([[-1.0, 0, 1]])
    gx = cross_correlate2d(cross_correlate2d(x, smooth.T), step)
    gy = cross_correlate2d(cross_correlate2d(x, smooth), step.T)
    return np.sqrt(gx**2 + gy**2)


ACCEPT = (
    Alternative("hypot", _hypot),
    Alternative("both kernels written out, signs exchanged", _both_written_out),
    Alternative("complex numbers", _complex_numbers),
    Alternative("shifted slices", _shifted_slices),
    Alternative("loops over lists", _loops),
    Alternative("sliding_window_view and einsum", _windows_and_einsum),
    Alternative(
        "two passes for each direction",
        _two_passes,
        "You took Sobel's kernel apart into a column and a row: that is the next exercise.",
    ),
)
