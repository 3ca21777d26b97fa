"""Correct answers to `avg_pool2d` in other styles: each must earn full marks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson07.geometry import pair

Size = Any
"""int or tuple of int."""


def _clipped_windows(
    x: np.ndarray,
    kernel_size: Size,
    stride: Size = None,
    padding: Size = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if ph > kh / 2 or pw > kw / 2:
        raise ValueError("too much padding")
    rows = range(-ph, x.shape[2] + ph - kh + 1, sh)
    cols = range(-pw, x.shape[3] + pw - kw + 1, sw)
    out = np.empty((*x.shape[:2], len(rows), len(cols)))
    for i, top in enumerate(rows):
        for j, left in enumerate(cols):
            window = x[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw]
            mean = window.mean(axis=(2, 3), dtype=float)
            real = window.shape[2] * window.shape[3]
            out[:, :, i, j] = mean * real / (kh * kw) if count_include_pad else mean
    return out


def _picture_of_ones(
    x: np.ndarray,
    kernel_size: Size,
    stride: Size = None,
    padding: Size = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    def means(values: np.ndarray) -> np.ndarray:
        wide = np.pad(values, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
        windows = sliding_window_view(wide, (kh, kw), axis=(2, 3))[:, :, ::sh, ::sw]
        return np.asarray(windows.mean(axis=(4, 5)))

    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError("padding")
    plain = means(x.astype(np.float64))
    return plain if count_include_pad else plain / means(np.ones(x.shape))


def _shift_and_add(
    x: np.ndarray,
    kernel_size: Size,
    stride: Size = None,
    padding: Size = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError("padding")
    n, c, h, w = x.shape
    wide = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    wide[:, :, ph : ph + h, pw : pw + w] = x
    real = np.zeros(wide.shape)
    real[:, :, ph : ph + h, pw : pw + w] = 1
    rows, cols = wide.shape[2] - kh + 1, wide.shape[3] - kw + 1
    total = np.zeros((n, c, -(-rows // sh), -(-cols // sw)))
    count = np.zeros(total.shape)
    for a in range(kh):
        for b in range(kw):
            total += wide[:, :, a : a + rows : sh, b : b + cols : sw]
            count += real[:, :, a : a + rows : sh, b : b + cols : sw]
    return total / (kh * kw) if count_include_pad else total / count


def _running_sums(
    x: np.ndarray,
    kernel_size: Size,
    stride: Size = None,
    padding: Size = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError("padding")

    def sums(values: np.ndarray) -> np.ndarray:
        sides = ((0, 0), (0, 0), (ph + 1, ph), (pw + 1, pw))
        table = np.pad(values.astype(float), sides).cumsum(axis=2).cumsum(axis=3)
        tall = table[:, :, kh:] - table[:, :, :-kh]
        return (tall[..., kw:] - tall[..., :-kw])[:, :, ::sh, ::sw]

    cells = kh * kw if count_include_pad else sums(np.ones(x.shape))
    return np.ascontiguousarray(sums(x) / cells)


def _two_matrices(
    x: np.ndarray,
    kernel_size: Size,
    stride: Size = None,
    padding: Size = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    def matrix(size: int, window: int, step: int, pad: int) -> np.ndarray:
        if pad > window // 2:
            raise ValueError("padding")
        starts = np.arange(-pad, size + pad - window + 1, step)[:, np.newaxis]
        cells = np.arange(size)
        rows = ((cells >= starts) & (cells < starts + window)).astype(float)
        divisor = window if count_include_pad else rows.sum(axis=1, keepdims=True)
        return np.asarray(rows / divisor)

    height, width = pair(kernel_size)
    down, across = pair(kernel_size if stride is None else stride)
    above, beside = pair(padding)
    left = matrix(x.shape[2], height, down, above)
    right = matrix(x.shape[3], width, across, beside)
    return np.asarray(np.einsum("ih,nchw,jw->ncij", left, x.astype(float), right))


def _pure_python(
    x: np.ndarray,
    kernel_size: Size,
    stride: Size = None,
    padding: Size = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(stride or kernel_size)
    if ph > kh // 2 or pw > kw // 2:
        raise ValueError("padding")
    n, c, h, w = x.shape
    out = np.zeros((n, c, (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1))
    for image, channel, i, j in np.ndindex(*out.shape):
        found = [
            float(x[image, channel, r, s])
            for r in range(i * sh - ph, i * sh - ph + kh)
            for s in range(j * sw - pw, j * sw - pw + kw)
            if 0 <= r < h and 0 <= s < w
        ]
        out[image, channel, i, j] = sum(found) / (kh * kw if count_include_pad else len(found))
    return out


ACCEPT = (
    Alternative("windows clipped at the border", _clipped_windows),
    Alternative(
        "sliding_window_view, and a picture of ones",
        _picture_of_ones,
        "Pooling a picture of ones tells which part of each window is real: an elegant correction.",
    ),
    Alternative("shift and add", _shift_and_add),
    Alternative(
        "running sums",
        _running_sums,
        "A table of running sums (an integral image) makes the cost independent of the window.",
    ),
    Alternative(
        "one matrix for rows, one for columns",
        _two_matrices,
        "Average pooling is linear, so it is a matrix product on each axis.",
    ),
    Alternative("plain Python numbers", _pure_python),
)
