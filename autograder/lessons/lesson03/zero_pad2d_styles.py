"""Correct answers to `zero_pad2d` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative


def _np_pad(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    rows, cols = padding if isinstance(padding, tuple) else (padding, padding)
    return np.pad(x.astype(float), [(0, 0), (0, 0), (rows, rows), (cols, cols)])


def _concatenate(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    rows, cols = (padding, padding) if np.isscalar(padding) else padding  # type: ignore[misc]
    side = np.zeros((*x.shape[:3], cols))
    wide = np.concatenate([side, x, side], axis=3)
    rim = np.zeros((*x.shape[:2], rows, wide.shape[3]))
    return np.concatenate([rim, wide, rim], axis=2)


def _four_loops(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    if isinstance(padding, int):
        padding = (padding, padding)
    rows, cols = padding
    out = np.zeros((len(x), len(x[0]), x.shape[2] + 2 * rows, x.shape[3] + 2 * cols))
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i in range(x.shape[2]):
                for j in range(x.shape[3]):
                    out[n, c, i + rows, j + cols] = x[n, c, i, j]
    return out


def _end_or_none(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    rows, cols = (padding, padding) if isinstance(padding, int) else padding
    height, width = x.shape[-2:]
    out = np.zeros(x.shape[:-2] + (height + rows + rows, width + cols + cols))
    out[..., rows : -rows or None, cols : -cols or None] = x
    return out


def _ring_by_ring(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    rows, cols = (padding, padding) if isinstance(padding, int) else padding
    if rows > 0:
        line = np.zeros((*x.shape[:2], 1, x.shape[3]))
        return _ring_by_ring(np.concatenate([line, x, line], axis=2), (rows - 1, cols))
    if cols > 0:
        line = np.zeros((*x.shape[:3], 1))
        return _ring_by_ring(np.concatenate([line, x, line], axis=3), (rows, cols - 1))
    return np.array(x, dtype=np.float64)


def _two_matrices(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    rows, cols = (padding, padding) if isinstance(padding, int) else padding
    height, width = x.shape[2:]
    down = np.eye(height + 2 * rows, height, -rows)
    across = np.eye(width, width + 2 * cols, cols)
    return down @ x.astype(np.float64) @ across


def _indices(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    rows, cols = (padding, padding) if isinstance(padding, int) else padding
    images, channels, height, width = x.shape
    out = np.zeros((images, channels, height + 2 * rows, width + 2 * cols))
    n, c, i, j = np.indices(x.shape)
    out[n, c, i + rows, j + cols] = x
    return out


def _plain_lists(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    rows, cols = (padding, padding) if isinstance(padding, int) else padding
    width = x.shape[3] + 2 * cols

    def padded(image: list[list[float]]) -> list[list[float]]:
        middle = [[0.0] * cols + row + [0.0] * cols for row in image]
        rim = [[0.0] * width] * rows
        return rim + middle + rim

    return np.array([[padded(image) for image in images] for images in x.tolist()], dtype=float)


ACCEPT = (
    Alternative(
        "np.pad",
        _np_pad,
        "`np.pad` does it in one call, once it knows that images and channels get no zeros.",
    ),
    Alternative("concatenate zeros on four sides", _concatenate),
    Alternative("four nested loops", _four_loops),
    Alternative("slices that end at -p or None", _end_or_none),
    Alternative("ring by ring, recursively", _ring_by_ring),
    Alternative(
        "a matrix from each side",
        _two_matrices,
        "Padding as two matrix products: it is linear, and lesson 06 makes much of that.",
    ),
    Alternative("index arrays", _indices),
    Alternative("plain Python lists", _plain_lists),
)
