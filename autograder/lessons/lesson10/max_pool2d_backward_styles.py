"""Correct answers to `max_pool2d_backward` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative

Setting = int | tuple[int, int]


def _pair(setting: Setting) -> tuple[int, int]:
    return setting if isinstance(setting, tuple) else (setting, setting)


def _running_maximum(
    dout: np.ndarray, x: np.ndarray, kernel_size: Setting, stride: Setting | None = None
) -> np.ndarray:
    high, wide = _pair(kernel_size)
    down, across = _pair(kernel_size if stride is None else stride)
    dx = np.zeros(x.shape)
    for n in range(dout.shape[0]):
        for c in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    best, place = -np.inf, (0, 0)
                    for row in range(i * down, i * down + high):
                        for col in range(j * across, j * across + wide):
                            if x[n, c, row, col] > best:
                                best, place = x[n, c, row, col], (row, col)
                    dx[n, c, place[0], place[1]] += dout[n, c, i, j]
    return dx


def _divmod(
    dout: np.ndarray, x: np.ndarray, kernel_size: Setting, stride: Setting | None = None
) -> np.ndarray:
    if stride is None:
        stride = kernel_size
    (high, wide), (down, across) = _pair(kernel_size), _pair(stride)
    dx = np.zeros_like(x, dtype=np.float64)
    for index, value in np.ndenumerate(dout):
        top, left = index[2] * down, index[3] * across
        row, col = divmod(int(x[index[:2]][top : top + high, left : left + wide].argmax()), wide)
        dx[index[0], index[1], top + row, left + col] += value
    return dx


def _mask_once(
    dout: np.ndarray, x: np.ndarray, kernel_size: Setting, stride: Setting | None = None
) -> np.ndarray:
    high, wide = _pair(kernel_size)
    down, across = _pair(stride or kernel_size)
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*dout.shape[2:]):
        here = np.s_[:, :, i * down : i * down + high, j * across : j * across + wide]
        flat = x[here].reshape(*x.shape[:2], -1)
        won = flat == flat.max(axis=-1, keepdims=True)
        won &= np.cumsum(won, axis=-1) == 1
        dx[here] += won.reshape(x[here].shape) * dout[:, :, i, j][..., None, None]
    return dx


def _add_at(
    dout: np.ndarray, x: np.ndarray, kernel_size: Setting, stride: Setting | None = None
) -> np.ndarray:
    (high, wide), (down, across) = _pair(kernel_size), _pair(stride or kernel_size)
    windows = sliding_window_view(x, (high, wide), axis=(2, 3))[:, :, ::down, ::across]
    place = windows.reshape(*dout.shape, high * wide).argmax(axis=-1)
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros(x.shape)
    np.add.at(dx, (n, c, i * down + place // wide, j * across + place % wide), dout)
    return dx


def _bincount(
    dout: np.ndarray, x: np.ndarray, kernel_size: Setting, stride: Setting | None = None
) -> np.ndarray:
    (high, wide), (down, across) = _pair(kernel_size), _pair(stride or kernel_size)
    numbers = np.arange(x.size).reshape(x.shape)
    cut = [
        sliding_window_view(a, (high, wide), axis=(2, 3))[:, :, ::down, ::across]
        for a in (x, numbers)
    ]
    values, cells = (a.reshape(dout.size, high * wide) for a in cut)
    winners = cells[np.arange(dout.size), values.argmax(axis=1)]
    return np.bincount(winners, dout.ravel(), minlength=x.size).reshape(x.shape)


def _cell_by_cell(
    dout: np.ndarray, x: np.ndarray, kernel_size: Setting, stride: Setting | None = None
) -> np.ndarray:
    (high, wide), (down, across) = _pair(kernel_size), _pair(stride or kernel_size)
    rows, cols = dout.shape[2:]
    dx, left_over = np.zeros(x.shape), dout.astype(np.float64)
    cut = sliding_window_view(x, (high, wide), axis=(2, 3))[:, :, ::down, ::across]
    largest = cut.max(axis=(4, 5))
    for a, b in np.ndindex(high, wide):
        won = cut[:, :, :, :, a, b] == largest
        share = np.where(won, left_over, 0)
        for i, j in np.ndindex(rows, cols):
            dx[:, :, i * down + a, j * across + b] += share[:, :, i, j]
        left_over = np.where(won, 0, left_over)
    return dx


ACCEPT = (
    Alternative("six loops and a running maximum", _running_maximum),
    Alternative("argmax and divmod", _divmod),
    Alternative("a mask for each position, first winner only", _mask_once),
    Alternative("sliding_window_view and np.add.at", _add_at),
    Alternative("bincount", _bincount),
    Alternative("one cell of the window after the other", _cell_by_cell),
)
