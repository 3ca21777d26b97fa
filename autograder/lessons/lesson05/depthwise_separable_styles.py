"""Correct answers to `depthwise_separable` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d
from autograder.lessons.lesson05.conv2d import conv2d


def _one_combined_filter(
    x: np.ndarray, depth_weight: np.ndarray, point_weight: np.ndarray, padding: int
) -> np.ndarray:
    combined = point_weight * depth_weight.transpose(1, 0, 2, 3)
    return conv2d(x, combined, padding=padding)


def _diagonal_filters(
    x: np.ndarray, depth_weight: np.ndarray, point_weight: np.ndarray, padding: int
) -> np.ndarray:
    channels = x.shape[1]
    full = np.zeros((channels, channels, *depth_weight.shape[2:]))
    full[np.arange(channels), np.arange(channels)] = depth_weight[:, 0]
    return conv2d(conv2d(x, full, None, 1, padding), point_weight)


def _map_by_map(
    x: np.ndarray, depth_weight: np.ndarray, point_weight: np.ndarray, padding: int
) -> np.ndarray:
    out = []
    for image in x:
        maps = [
            cross_correlate2d(np.pad(channel, padding), kernel[0])
            for channel, kernel in zip(image, depth_weight, strict=True)
        ]
        out.append(
            [sum(w * m for w, m in zip(row[:, 0, 0], maps, strict=True)) for row in point_weight]
        )
    return np.array(out, dtype=np.float64)


def _one_einsum(
    x: np.ndarray, depth_weight: np.ndarray, point_weight: np.ndarray, padding: int
) -> np.ndarray:
    sides = (padding, padding)
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), sides, sides))
    windows = sliding_window_view(padded, depth_weight.shape[2:], axis=(2, 3))
    return np.einsum("ncijab,cab,oc->noij", windows, depth_weight[:, 0], point_weight[:, :, 0, 0])


def _two_steps_by_broadcasting(
    x: np.ndarray, depth_weight: np.ndarray, point_weight: np.ndarray, padding: int
) -> np.ndarray:
    images, channels, height, width = x.shape
    padded = np.zeros((images, channels, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = x
    high, wide = depth_weight.shape[2:]
    out_height, out_width = padded.shape[2] - high + 1, padded.shape[3] - wide + 1
    middle = np.zeros((images, channels, out_height, out_width))
    for a, b in np.ndindex(high, wide):
        kernel_cell = depth_weight[:, 0, a, b].reshape(1, -1, 1, 1)
        middle += padded[:, :, a : a + out_height, b : b + out_width] * kernel_cell
    mixed = np.tensordot(point_weight[:, :, 0, 0], middle, axes=(1, 1))
    return np.moveaxis(mixed, 0, 1)


ACCEPT = (
    Alternative(
        "the two steps combined into one full filter",
        _one_combined_filter,
        "True: two linear steps are one. But the combined filter has lost all the savings.",
    ),
    Alternative("full filters with zeros off the diagonal", _diagonal_filters),
    Alternative("map by map, padded with np.pad", _map_by_map),
    Alternative("one einsum", _one_einsum),
    Alternative("loop over kernel cells, then tensordot", _two_steps_by_broadcasting),
)
