"""Correct answers to `input_gradient_as_conv` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson05.conv2d import conv2d


def _padded_by_hand(dout: np.ndarray, weight: np.ndarray) -> np.ndarray:
    high, wide = weight.shape[2] - 1, weight.shape[3] - 1
    wider = np.pad(dout, ((0, 0), (0, 0), (high, high), (wide, wide)))
    return conv2d(wider, np.flip(weight, (2, 3)).swapaxes(0, 1))


def _rot90(dout: np.ndarray, weight: np.ndarray) -> np.ndarray:
    turned = np.rot90(weight, 2, axes=(2, 3))
    return conv2d(
        dout, np.moveaxis(turned, 1, 0), None, 1, (turned.shape[2] - 1, turned.shape[3] - 1)
    )


def _scatter(dout: np.ndarray, weight: np.ndarray) -> np.ndarray:
    images, filters, rows, cols = dout.shape
    _, channels, high, wide = weight.shape
    dx = np.zeros((images, channels, rows + high - 1, cols + wide - 1))
    for n, o, i, j in np.ndindex(*dout.shape):
        dx[n, :, i : i + high, j : j + wide] += float(dout[n, o, i, j]) * weight[o]
    return dx


def _kernel_cells(dout: np.ndarray, weight: np.ndarray) -> np.ndarray:
    rows, cols = dout.shape[2:]
    shape = len(dout), weight.shape[1], rows + weight.shape[2] - 1, cols + weight.shape[3] - 1
    dx = np.zeros(shape)
    for a, b in np.ndindex(*weight.shape[2:]):
        dx[:, :, a : a + rows, b : b + cols] += np.einsum("noij,oc->ncij", dout, weight[:, :, a, b])
    return dx


def _windows(dout: np.ndarray, weight: np.ndarray) -> np.ndarray:
    high, wide = weight.shape[2] - 1, weight.shape[3] - 1
    wider = np.pad(dout.astype(np.float64), ((0, 0), (0, 0), (high, high), (wide, wide)))
    windows = sliding_window_view(wider, weight.shape[2:], axis=(2, 3))
    return np.einsum("noijab,ocab->ncij", windows, weight[:, :, ::-1, ::-1])


def _channel_by_channel(dout: np.ndarray, weight: np.ndarray) -> np.ndarray:
    padding = weight.shape[2] - 1, weight.shape[3] - 1
    parts = [
        conv2d(dout, weight[:, c, ::-1, ::-1][np.newaxis], padding=padding)[:, 0]
        for c in range(weight.shape[1])
    ]
    return np.stack(parts, axis=1)


ACCEPT = (
    Alternative("padded by hand, np.flip and swapaxes", _padded_by_hand),
    Alternative("np.rot90 twice", _rot90),
    Alternative(
        "scatter, no convolution at all",
        _scatter,
        "Right. It is the scatter of `conv2d_backward`; can you find the single convolution too?",
    ),
    Alternative("one kernel cell after the other", _kernel_cells),
    Alternative("sliding_window_view and einsum", _windows),
    Alternative("one input channel after the other", _channel_by_channel),
)
