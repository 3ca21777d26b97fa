# mypy: disable-error-code="no-any-return"
"""Correct answers to `dead_units` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative


def _largest(y: np.ndarray) -> np.ndarray:
    return y.max(axis=(0, *range(2, y.ndim))) <= 0


def _loop(y: np.ndarray) -> np.ndarray:
    out = np.zeros(y.shape[1], dtype=bool)
    for channel in range(y.shape[1]):
        out[channel] = not (y[:, channel] > 0).any()
    return out


def _all_below(y: np.ndarray) -> np.ndarray:
    flat = y.reshape(y.shape[0], y.shape[1], -1)
    return np.all(flat <= 0, axis=(0, 2))


def _two_cases(y: np.ndarray) -> np.ndarray:
    alive = (y > 0).any(axis=0) if y.ndim == 2 else (y > 0).any(axis=(0, 2, 3))
    return np.logical_not(alive)


def _channels_first(y: np.ndarray) -> np.ndarray:
    channels = np.moveaxis(y, 1, 0)
    return np.array([bool((channel <= 0).all()) for channel in channels])


def _counted(y: np.ndarray) -> np.ndarray:
    rows = np.swapaxes(y, 0, 1).reshape(y.shape[1], -1)
    return np.count_nonzero(rows > 0, axis=1) == 0


def _rectified_sum(y: np.ndarray) -> np.ndarray:
    return np.maximum(y, 0).sum(axis=tuple(a for a in range(y.ndim) if a != 1)) == 0


ACCEPT = (
    Alternative("the largest output", _largest),
    Alternative("a loop over channels", _loop),
    Alternative("all at or below 0", _all_below),
    Alternative("two cases", _two_cases),
    Alternative("channels moved to the front", _channels_first),
    Alternative("a count", _counted),
    Alternative("the sum after a rectifier", _rectified_sum),
)
