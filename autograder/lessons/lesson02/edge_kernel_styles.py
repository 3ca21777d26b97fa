"""Correct answers to `edge_kernel` in other styles: each must earn full marks."""

from __future__ import annotations

from typing import Literal

import numpy as np

from autograder.exercise import Alternative

Direction = Literal["vertical", "horizontal"]


def _two_arrays(direction: Direction) -> np.ndarray:
    if direction == "vertical":
        return np.array([[-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]])
    if direction == "horizontal":
        return np.array([[-1.0, -1.0, -1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]])
    raise ValueError(f"unknown direction: {direction}")


def _dictionary(direction: Direction) -> np.ndarray:
    steps = np.array([-1.0, 0.0, 1.0])
    kernels = {"vertical": np.tile(steps, (3, 1)), "horizontal": np.repeat(steps, 3).reshape(3, 3)}
    if direction not in kernels:
        raise ValueError(f"direction must be one of {list(kernels)}, not {direction}")
    return kernels[direction]


def _outer_product(direction: Direction) -> np.ndarray:
    ones, steps = np.ones(3), np.array([-1.0, 0, 1])
    if direction == "vertical":
        return np.outer(ones, steps)
    if direction == "horizontal":
        return np.outer(steps, ones)
    raise ValueError(direction)


def _loops(direction: Direction) -> np.ndarray:
    if direction != "vertical" and direction != "horizontal":
        raise ValueError(f"edge_kernel can't make {direction} edges")
    kernel = np.zeros((3, 3))
    for row in range(3):
        for col in range(3):
            kernel[row, col] = col - 1 if direction == "vertical" else row - 1
    return kernel


def _filled_by_side(direction: Direction) -> np.ndarray:
    kernel = np.zeros((3, 3))
    if direction == "vertical":
        kernel[:, 0], kernel[:, 2] = -1, 1
    elif direction == "horizontal":
        kernel[0], kernel[2] = -1, 1
    else:
        raise ValueError(f"direction={direction!r}")
    return kernel


def _index_grid(direction: Direction) -> np.ndarray:
    rows, cols = np.mgrid[-1:2, -1:2]
    match direction:
        case "vertical":
            return np.asarray(cols, dtype=float)
        case "horizontal":
            return np.asarray(rows, dtype=float)
    raise ValueError(f"{direction} is neither vertical nor horizontal")


ACCEPT = (
    Alternative("two arrays", _two_arrays),
    Alternative("a dictionary of tiles", _dictionary),
    Alternative(
        "outer product",
        _outer_product,
        "A column times a row: the exercise `separate` takes kernels apart in this way.",
    ),
    Alternative("two loops", _loops),
    Alternative("sides filled in", _filled_by_side),
    Alternative("mgrid and match", _index_grid),
)
