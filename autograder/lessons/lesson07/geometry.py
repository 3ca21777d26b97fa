"""What lesson 07 hands out, what its probes are made of, and the window behind one output cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """Read 3 as (3, 3); a pair stays as it is. The notebook hands this function out."""
    return (value, value) if isinstance(value, int) else value


def shift2d(x: np.ndarray, dy: int, dx: int) -> np.ndarray:
    """Move pictures dy cells down and dx to the right; zeros enter.

    The notebook hands this function out.

    Examples
    --------
    >>> shift2d(np.array([[1, 2, 3]]), 0, 1)
    array([[0, 1, 2]])
    """
    height, width = x.shape[-2:]
    border = [(0, 0)] * (x.ndim - 2) + [(abs(dy), abs(dy)), (abs(dx), abs(dx))]
    top, left = abs(dy) - dy, abs(dx) - dx
    return np.pad(x, border)[..., top : top + height, left : left + width]


def distinct(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Whole numbers of both signs, all different, as floats."""
    size = int(np.prod(shape))
    return rng.permutation(np.arange(size) - size // 2).reshape(shape).astype(float)


def ties(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Few different numbers, zeros among them."""
    values = rng.choice((-3.0, -1.0, 0.0, 0.0, 2.0, 4.0), size=shape)
    values.flat[:3] = rng.permutation((0.0, -3.0, 4.0))
    return values


def falling(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers that fall in reading order, from above zero to below."""
    size = int(np.prod(shape))
    steps = np.cumsum(rng.integers(1, 4, size=size)).astype(float)
    return (steps[size // 2] - steps).reshape(shape)


def real(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Real numbers of some size."""
    return 1e2 * rng.standard_normal(shape)


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The cells of x under the window of one output cell; those in the padding are left out."""
    image, channel, row, col = index
    kernel = arguments["weights"].shape if "weights" in arguments else arguments["kernel_size"]
    steps = arguments.get("stride")
    sides = zip(
        (row, col),
        pair(kernel),
        pair(kernel if steps is None else steps),
        pair(arguments.get("padding", 0)),
        strict=True,
    )
    spans = []
    for place, size, step, before in sides:
        start = place * step - before
        spans.append(slice(max(start, 0), start + size))
    regions: dict[str, Any] = {"x": (image, channel, *spans)}
    if "weights" in arguments:
        regions["weights"] = (slice(None), slice(None))
    return regions
