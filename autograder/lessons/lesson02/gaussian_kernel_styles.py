"""Correct answers to `gaussian_kernel` in other styles: each must earn full marks."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Alternative


def _two_loops(size: int, sigma: float) -> np.ndarray:
    if size % 2 != 1:
        raise ValueError(f"size must be odd, not {size}")
    centre = (size - 1) / 2
    kernel = np.zeros((size, size))
    for row in range(size):
        for col in range(size):
            squared = (row - centre) ** 2 + (col - centre) ** 2
            kernel[row, col] = math.exp(-squared / (2 * sigma * sigma))
    kernel /= kernel.sum()
    return kernel


def _outer_product(size: int, sigma: float) -> np.ndarray:
    if not size % 2:
        raise ValueError(f"even size {size}")
    steps = np.arange(size) - (size - 1) / 2
    line = np.exp(-0.5 * (steps / sigma) ** 2)
    line = line / line.sum()
    return np.outer(line, line)


def _mesh(size: int, sigma: float) -> np.ndarray:
    if size % 2 == 0:
        raise ValueError(f"{size} is even")
    half = size // 2
    down, across = np.mgrid[-half : half + 1, -half : half + 1]
    weights = np.exp(-(np.hypot(down, across) ** 2) / 2 / sigma**2)
    return np.asarray(weights / weights.sum())


def _density_first(size: int, sigma: float) -> np.ndarray:
    if size % 2 == 0:
        raise ValueError(f"gaussian_kernel needs an odd size, got {size}")
    steps = np.linspace(-(size // 2), size // 2, size)
    across, down = np.meshgrid(steps, steps)
    density = np.exp(-(across**2 + down**2) / (2 * sigma**2)) / (2 * np.pi * sigma**2)
    return np.asarray(density / np.sum(density))


def _plain_python(size: int, sigma: float) -> np.ndarray:
    if size % 2 == 0:
        raise ValueError(f"size={size}")
    steps = range(-(size // 2), size // 2 + 1)
    rows = [[math.exp(-(a * a + b * b) / (2 * sigma**2)) for b in steps] for a in steps]
    total = sum(sum(row) for row in rows)
    return np.array([[weight / total for weight in row] for row in rows])


def _softmax_of_exponents(size: int, sigma: float) -> np.ndarray:
    if size % 2 == 0:
        raise ValueError(f"no centre in {size} cells")
    squared = np.square(np.arange(size, dtype=float) - size // 2)
    exponents = -np.add.outer(squared, squared) / (2.0 * sigma * sigma)
    weights = np.exp(exponents - exponents.max())
    return np.asarray(weights / weights.sum())


ACCEPT = (
    Alternative("two loops", _two_loops),
    Alternative(
        "outer product of two bells",
        _outer_product,
        "A column times a row: the exercise `separate` finds such factors.",
    ),
    Alternative("mgrid and hypot", _mesh),
    Alternative("the density, then its sum", _density_first),
    Alternative("plain Python lists", _plain_python),
    Alternative("np.add.outer", _softmax_of_exponents),
)
