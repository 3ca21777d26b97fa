"""Correct answers to `lp_pool2d` in other styles: each must earn full marks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson07.geometry import pair

Size = Any
"""int or tuple of int."""


def _windows_and_norm(
    x: np.ndarray, p: float, kernel_size: Size, stride: Size = None
) -> np.ndarray:
    sh, sw = pair(kernel_size if stride is None else stride)
    windows = sliding_window_view(x.astype(float), pair(kernel_size), axis=(2, 3))[:, :, ::sh, ::sw]
    return np.asarray(np.linalg.norm(windows.reshape(*windows.shape[:4], -1), ord=p, axis=-1))


def _mean_times_cells(
    x: np.ndarray, p: float, kernel_size: Size, stride: Size = None
) -> np.ndarray:
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride or kernel_size)
    rows, cols = range(0, x.shape[2] - kh + 1, sh), range(0, x.shape[3] - kw + 1, sw)
    means = [
        [
            np.mean(np.abs(x[:, :, i : i + kh, j : j + kw].astype(float)) ** p, axis=(2, 3))
            for j in cols
        ]
        for i in rows
    ]
    return np.ascontiguousarray(np.moveaxis((kh * kw * np.array(means)) ** (1 / p), (2, 3), (0, 1)))


def _largest_factored_out(
    x: np.ndarray, p: float, kernel_size: Size, stride: Size = None
) -> np.ndarray:
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    sizes = np.abs(x.astype(np.float64))
    out = np.zeros((*x.shape[:2], (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1))
    for n, c, i, j in np.ndindex(*out.shape):
        window = sizes[n, c, i * sh : i * sh + kh, j * sw : j * sw + kw]
        largest = window.max()
        if largest > 0:
            out[n, c, i, j] = largest * ((window / largest) ** p).sum() ** (1 / p)
    return out


def _shift_and_add(x: np.ndarray, p: float, kernel_size: Size, stride: Size = None) -> np.ndarray:
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    rows, cols = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    total = np.zeros((*x.shape[:2], -(-rows // sh), -(-cols // sw)))
    for a, b in np.ndindex(kh, kw):
        total += np.power(np.fabs(x[:, :, a : a + rows : sh, b : b + cols : sw], dtype=float), p)
    return np.asarray(total ** (1 / p))


def _plain_numbers(x: np.ndarray, p: float, kernel_size: Size, stride: Size = None) -> np.ndarray:
    (kh, kw), (sh, sw) = pair(kernel_size), pair(kernel_size if stride is None else stride)
    out = np.zeros((*x.shape[:2], (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1))
    for n, c, i, j in np.ndindex(*out.shape):
        total = 0.0
        for a, b in np.ndindex(kh, kw):
            total += abs(float(x[n, c, i * sh + a, j * sw + b])) ** p
        out[n, c, i, j] = total ** (1 / p)
    return out


ACCEPT = (
    Alternative("sliding_window_view and np.linalg.norm", _windows_and_norm),
    Alternative(
        "the mean of the powers, times the number of cells",
        _mean_times_cells,
        "So Lp pooling is average pooling of |x| ** p, but for a factor and a root.",
    ),
    Alternative(
        "the largest number factored out",
        _largest_factored_out,
        "With the largest factored out no power can overflow, even for p = 1000.",
    ),
    Alternative("shift and add", _shift_and_add),
    Alternative("plain numbers", _plain_numbers),
)
