"""What many alternatives to `conv2d` begin and end with."""

from __future__ import annotations

from typing import Any

import numpy as np


def pair(setting: Any) -> tuple[int, int]:
    """(height, width) of a setting given as a number or a pair."""
    return setting if isinstance(setting, tuple) else (setting, setting)


def padded(x: np.ndarray, weight: np.ndarray, padding: Any) -> np.ndarray:
    """The images as floats with zeros around them; ValueError for unlike channels."""
    if x.shape[1] != weight.shape[1]:
        raise ValueError(f"{weight.shape[1]} channels in weight, {x.shape[1]} in x")
    high, wide = pair(padding)
    return np.pad(x.astype(np.float64), ((0, 0), (0, 0), (high, high), (wide, wide)))


def plus(out: np.ndarray, bias: np.ndarray | None) -> np.ndarray:
    """The maps with each filter's bias."""
    return np.ascontiguousarray(out) if bias is None else out + bias.reshape(1, -1, 1, 1)
