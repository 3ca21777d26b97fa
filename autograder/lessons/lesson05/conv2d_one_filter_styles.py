"""Correct answers to `conv2d_one_filter` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d


def _five_loops(x: np.ndarray, weight: np.ndarray, bias: float = 0.0) -> np.ndarray:
    if x.shape[0] != weight.shape[0]:
        raise ValueError("x and weight differ in their channels")
    out = np.zeros((x.shape[1] - weight.shape[1] + 1, x.shape[2] - weight.shape[2] + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            total = bias
            for c in range(weight.shape[0]):
                for a in range(weight.shape[1]):
                    for b in range(weight.shape[2]):
                        total += float(x[c, i + a, j + b]) * float(weight[c, a, b])
            out[i, j] = total
    return out


def _window_through_all_channels(
    x: np.ndarray, weight: np.ndarray, bias: float = 0.0
) -> np.ndarray:
    channels, height, width = weight.shape
    if channels != len(x):
        raise ValueError(f"{channels} slices, {len(x)} channels")
    out = np.empty((x.shape[1] - height + 1, x.shape[2] - width + 1))
    for row, col in np.ndindex(*out.shape):
        out[row, col] = (x[:, row : row + height, col : col + width] * weight).sum() + bias
    return out


def _running_total(x: np.ndarray, weight: np.ndarray, bias: float = 0.0) -> np.ndarray:
    total = np.array(bias, dtype=np.float64)
    for channel, kernel in zip(x, weight, strict=True):
        total = total + cross_correlate2d(channel, kernel)
    return total


def _einsum(x: np.ndarray, weight: np.ndarray, bias: float = 0.0) -> np.ndarray:
    if len(x) != len(weight):
        raise ValueError("unlike channels")
    windows = sliding_window_view(x.astype(np.float64), weight.shape[1:], axis=(1, 2))
    return np.einsum("cijab,cab->ij", windows, weight) + bias


def _tensordot(x: np.ndarray, weight: np.ndarray, bias: float = 0.0) -> np.ndarray:
    windows = sliding_window_view(np.asarray(x, dtype=float), weight.shape[1:], axis=(1, 2))
    return bias + np.tensordot(windows, weight, axes=((0, 3, 4), (0, 1, 2)))


def _one_matrix_product(x: np.ndarray, weight: np.ndarray, bias: float = 0.0) -> np.ndarray:
    if x.shape[0] - weight.shape[0]:
        raise ValueError("unlike channels")
    height, width = weight.shape[1:]
    shape = x.shape[1] - height + 1, x.shape[2] - width + 1
    cut = [x[:, i : i + height, j : j + width].ravel() for i, j in np.ndindex(*shape)]
    return (np.array(cut, dtype=float) @ weight.ravel() + bias).reshape(shape)


def _shift_and_add(x: np.ndarray, weight: np.ndarray, bias: float = 0.0) -> np.ndarray:
    if len(x) != len(weight):
        raise ValueError(f"channels: {len(x)} and {len(weight)}")
    height, width = x.shape[1] - weight.shape[1] + 1, x.shape[2] - weight.shape[2] + 1
    out = np.full((height, width), bias, dtype=np.float64)
    for (c, a, b), value in np.ndenumerate(weight):
        out += float(value) * x[c, a : a + height, b : b + width]
    return out


ACCEPT = (
    Alternative("five loops", _five_loops),
    Alternative(
        "one window through all channels",
        _window_through_all_channels,
        "You never made the separate maps: one window cuts through all channels, and one sum does.",
    ),
    Alternative("running total of maps", _running_total),
    Alternative("sliding_window_view and einsum", _einsum),
    Alternative("sliding_window_view and tensordot", _tensordot),
    Alternative("windows as rows of a matrix", _one_matrix_product),
    Alternative("shift and add", _shift_and_add),
)
