"""Correct answers to `max_pool2d` in other styles: each must earn full marks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson07.geometry import pair

Size = Any
"""int or tuple of int."""


def _six_loops(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw), (ph, pw) = pair(kernel_size), pair(stride), pair(padding)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError("too much padding")
    n, c, h, w = x.shape
    out = np.full((n, c, (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1), -np.inf)
    for image, channel, i, j in np.ndindex(*out.shape):
        for a in range(kh):
            for b in range(kw):
                row, col = i * sh + a - ph, j * sw + b - pw
                if 0 <= row < h and 0 <= col < w:
                    value = float(x[image, channel, row, col])
                    if value > out[image, channel, i, j]:
                        out[image, channel, i, j] = value
    return out


def _clipped_windows(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(stride) if stride is not None else (kh, kw)
    if ph > kh / 2 or pw > kw / 2:
        raise ValueError("a window could lie in the padding")
    rows = range(-ph, x.shape[2] + ph - kh + 1, sh)
    cols = range(-pw, x.shape[3] + pw - kw + 1, sw)
    out = np.empty((*x.shape[:2], len(rows), len(cols)))
    for i, top in enumerate(rows):
        for j, left in enumerate(cols):
            window = x[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw]
            out[:, :, i, j] = window.max(axis=-1).max(axis=-1)
    return out


def _windows_view(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    kernel, (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel if stride is None else stride)
    if ph > kernel[0] // 2 or pw > kernel[1] // 2:
        raise ValueError(f"padding {padding}")
    padded = np.full((*x.shape[:2], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw), -np.inf)
    padded[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]] = x
    windows = sliding_window_view(padded, kernel, axis=(2, 3))
    return np.asarray(windows[:, :, ::sh, ::sw].max(axis=(4, 5)))


def _memory_strides(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if ph * 2 > kh or pw * 2 > kw:
        raise ValueError("padding")
    lowest = np.finfo(np.float64).min
    wide = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=lowest)
    shape = (*x.shape[:2], (wide.shape[2] - kh) // sh + 1, (wide.shape[3] - kw) // sw + 1, kh, kw)
    a, b, c, d = wide.strides
    return np.asarray(as_strided(wide, shape, (a, b, c * sh, d * sw, c, d)).max((-2, -1)))


def _shift_and_compare(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError("padding")
    sides = ((0, 0), (0, 0), (ph, ph), (pw, pw))
    wide = np.pad(x.astype(np.float64), sides, mode="edge")
    rows, cols = wide.shape[2] - kh + 1, wide.shape[3] - kw + 1
    best = wide[:, :, :rows:sh, :cols:sw].copy()
    for a, b in np.ndindex(kh, kw):
        best = np.maximum(best, wide[:, :, a : a + rows : sh, b : b + cols : sw])
    return best


def _rows_then_columns(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    def along_last(values: np.ndarray, size: int, step: int, pad: int) -> np.ndarray:
        if pad > size // 2:
            raise ValueError(f"padding {pad} for a window of {size}")
        length = values.shape[-1]
        starts = range(-pad, length + pad - size + 1, step)
        return np.stack([values[..., max(s, 0) : s + size].max(axis=-1) for s in starts], axis=-1)

    sizes = zip(
        pair(kernel_size),
        pair(kernel_size if stride is None else stride),
        pair(padding),
        strict=True,
    )
    down, across = sizes
    return np.ascontiguousarray(
        along_last(along_last(x.astype(float), *across).swapaxes(2, 3), *down).swapaxes(2, 3)
    )


def _nan_padding(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError("padding")
    wide = np.pad(x.astype(float), ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=np.nan)
    columns = []
    for i in range((wide.shape[2] - kh) // sh + 1):
        for j in range((wide.shape[3] - kw) // sw + 1):
            columns.append(wide[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw])
    stacked = np.stack(columns, axis=2)
    shape = *x.shape[:2], -1, (wide.shape[3] - kw) // sw + 1
    return np.asarray(np.nanmax(stacked, axis=(3, 4)).reshape(shape))


def _minus_the_minimum(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError("padding")
    sides = ((0, 0), (0, 0), (ph, ph), (pw, pw))
    turned = np.pad(-x.astype(np.float64), sides, constant_values=np.inf)
    rows = range(0, turned.shape[2] - kh + 1, sh)
    cols = range(0, turned.shape[3] - kw + 1, sw)
    return -np.array(
        [
            [
                [[channel[i : i + kh, j : j + kw].min() for j in cols] for i in rows]
                for channel in image
            ]
            for image in turned
        ]
    )


def _pure_python(
    x: np.ndarray, kernel_size: Size, stride: Size = None, padding: Size = 0
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(stride or kernel_size)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError("padding")
    height, width = x.shape[2:]

    def pooled(plane: list[list[float]]) -> list[list[float]]:
        return [
            [
                max(
                    plane[r][c]
                    for r in range(max(top, 0), min(top + kh, height))
                    for c in range(max(left, 0), min(left + kw, width))
                )
                for left in range(-pw, width + pw - kw + 1, sw)
            ]
            for top in range(-ph, height + ph - kh + 1, sh)
        ]

    return np.array([[pooled(plane) for plane in image] for image in x.tolist()], dtype=float)


ACCEPT = (
    Alternative("six loops and a comparison", _six_loops),
    Alternative(
        "windows clipped at the border",
        _clipped_windows,
        "You never pad: a window at the border is cut to its real cells, which says the same.",
    ),
    Alternative("sliding_window_view", _windows_view),
    Alternative("as_strided, padding with the lowest float", _memory_strides),
    Alternative(
        "shift and compare, edge values repeated",
        _shift_and_compare,
        "You repeat the edge instead of padding with minus infinity. That is safe: as long as the "
        "padding is at most half of the kernel, the edge itself is in the window too.",
    ),
    Alternative(
        "columns first, then rows",
        _rows_then_columns,
        "A maximum of maxima is the maximum: you need kh + kw comparisons, not kh * kw.",
    ),
    Alternative("nan as padding and nanmax", _nan_padding),
    Alternative("minus the smallest of the negatives", _minus_the_minimum),
    Alternative("plain Python lists", _pure_python),
)
