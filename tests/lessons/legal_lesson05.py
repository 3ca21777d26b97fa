"""Legal arguments for the exercises of lesson 05, drawn differently from the probes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

DTYPES = (np.float64, np.float64, np.int64, np.uint8, np.float32)


def _array(rng: np.random.Generator, *shape: int) -> np.ndarray:
    dtype = DTYPES[rng.integers(len(DTYPES))]
    if dtype is np.uint8:
        return rng.integers(0, 256, size=shape).astype(dtype)
    return (rng.integers(-40, 41, size=shape) / 4).astype(dtype)


def _sizes(rng: np.random.Generator, count: int, most: int) -> list[int]:
    return [int(n) for n in rng.integers(1, most, size=count)]


def _setting(rng: np.random.Generator, low: int, high: int) -> int | tuple[int, int]:
    first, second = (int(n) for n in rng.integers(low, high, size=2))
    return first if rng.random() < 0.4 else (first, second)


def pair(setting: int | tuple[int, int]) -> tuple[int, int]:
    """(height, width) of a setting given as a number or a pair."""
    return setting if isinstance(setting, tuple) else (setting, setting)


def layer(rng: np.random.Generator, mismatch: float = 0.0) -> tuple[Any, ...]:
    """x, weight, bias, stride and padding; now and then a filter of another depth."""
    images, channels, filters = _sizes(rng, 3, 5)
    height, width = _sizes(rng, 2, 8)
    stride, padding = _setting(rng, 1, 4), _setting(rng, 0, 3)
    most = [n + 2 * p for n, p in zip((height, width), pair(padding), strict=True)]
    kernel = [int(rng.integers(1, min(n, 4) + 1)) for n in most]
    depth = channels
    if rng.random() < mismatch:
        depth = int(rng.integers(1, 5))
    weight = _array(rng, filters, depth, *kernel).astype(np.float64)
    bias = None if rng.random() < 0.3 else rng.standard_normal(filters)
    return _array(rng, images, channels, height, width), weight, bias, stride, padding


def one_filter(rng: np.random.Generator, mismatch: float = 0.0) -> tuple[Any, ...]:
    """x, weight and bias of `conv2d_one_filter`."""
    x, weight, *_ = layer(rng, mismatch)
    kernel = weight[0][:, : x.shape[2], : x.shape[3]]
    return x[0], kernel, float(rng.standard_normal())


def cost(rng: np.random.Generator, mismatch: float = 0.0) -> tuple[Any, ...]:
    """Sizes, groups and bias; now and then channels that groups do not divide."""
    inside, filters, groups = _sizes(rng, 3, 6)
    a, b, c, d = _sizes(rng, 4, 9)
    extra = int(rng.integers(1, groups + 1)) if rng.random() < mismatch else 0
    channels = inside * groups + (extra if rng.random() < 0.5 else 0)
    outputs = filters * groups + (extra if rng.random() < 0.5 else 0)
    return channels, outputs, (a, b), (c, d), groups, bool(rng.random() < 0.5)


def pointwise(rng: np.random.Generator, mismatch: float = 0.0) -> tuple[Any, ...]:
    """x, weight and bias of `conv1x1`."""
    images, channels, filters, height, width = _sizes(rng, 5, 6)
    weight = _array(rng, filters, channels, 1, 1).astype(np.float64)
    return _array(rng, images, channels, height, width), weight, rng.standard_normal(filters)


def separable(rng: np.random.Generator, mismatch: float = 0.0) -> tuple[Any, ...]:
    """x, both weights and the padding of `depthwise_separable`."""
    x, weight, *_ = layer(rng)
    kernel = weight[0][:, np.newaxis, : x.shape[2], : x.shape[3]]
    point = rng.standard_normal((int(rng.integers(1, 5)), x.shape[1], 1, 1))
    return x, kernel, point, int(rng.integers(0, 3))


LEGAL: dict[str, Callable[..., tuple[Any, ...]]] = {
    "conv2d_one_filter": one_filter,
    "conv2d": layer,
    "conv_cost": cost,
    "conv1x1": pointwise,
    "depthwise_separable": separable,
}
