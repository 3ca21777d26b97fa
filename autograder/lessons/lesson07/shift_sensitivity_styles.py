"""Correct answers to `shift_sensitivity` in other styles: each must earn full marks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.exercise import Alternative
from autograder.lessons.lesson07.geometry import shift2d


def _two_slices(
    pool: Callable[[np.ndarray], np.ndarray], x: np.ndarray, shift: tuple[int, int]
) -> float:
    (dy, dx), (height, width) = shift, x.shape[2:]
    moved = np.zeros(x.shape)
    moved[:, :, max(dy, 0) : max(height + dy, 0), max(dx, 0) : max(width + dx, 0)] = x[
        :, :, max(-dy, 0) : max(height - dy, 0), max(-dx, 0) : max(width - dx, 0)
    ]
    before, after = pool(x.astype(float)), pool(moved)
    if not before.any():
        return 0.0
    return float(np.sqrt(np.sum((after - before) ** 2) / np.sum(before**2)))


def _pixel_by_pixel(
    pool: Callable[[np.ndarray], np.ndarray], x: np.ndarray, shift: tuple[int, int]
) -> float:
    height, width = x.shape[2:]
    moved = np.zeros_like(x, dtype=np.float64)
    for row in range(height):
        for col in range(width):
            down, right = row + shift[0], col + shift[1]
            if 0 <= down < height and 0 <= right < width:
                moved[:, :, down, right] = x[:, :, row, col]
    first = pool(np.array(x, dtype=float)).ravel().tolist()
    second = pool(moved).ravel().tolist()
    size = sum(a * a for a in first) ** 0.5
    change = sum((b - a) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
    return change / size if size else 0.0


def _flat_norms(
    pool: Callable[[np.ndarray], np.ndarray], x: np.ndarray, shift: tuple[int, int]
) -> float:
    before = pool(x * 1.0).flatten()
    after = pool(shift2d(x * 1.0, *shift)).flatten()
    difference = after - before
    if np.allclose(before, 0):
        return 0.0
    return float((difference @ difference / (before @ before)) ** 0.5)


def _roll_and_clear(
    pool: Callable[[np.ndarray], np.ndarray], x: np.ndarray, shift: tuple[int, int]
) -> float:
    moved = np.roll(x.astype(float), shift, axis=(2, 3))
    for axis, step in zip((2, 3), shift, strict=True):
        lines = np.moveaxis(moved, axis, 0)
        if step > 0:
            lines[:step] = 0
        if step < 0:
            lines[step:] = 0
    before = pool(x.astype(float))
    size = np.sqrt(np.sum(np.square(before)))
    return float(np.sqrt(np.sum(np.square(pool(moved) - before))) / size) if size else 0.0


def _numpy_number(
    pool: Callable[[np.ndarray], np.ndarray], x: np.ndarray, shift: tuple[int, int]
) -> float:
    with np.errstate(all="ignore"):
        still = pool(x.astype(np.float64))
        moved = pool(shift2d(x, shift[0], shift[1]).astype(np.float64))
        ratio = np.linalg.norm((moved - still).ravel()) / np.linalg.norm(still.ravel())
    return ratio if np.isfinite(ratio) else np.float64(0)


ACCEPT = (
    Alternative("two slices", _two_slices),
    Alternative("pixel by pixel, Python numbers", _pixel_by_pixel),
    Alternative("flat vectors and their products", _flat_norms),
    Alternative("roll, then clear what came in", _roll_and_clear),
    Alternative("divide first, look for nan after", _numpy_number),
)
