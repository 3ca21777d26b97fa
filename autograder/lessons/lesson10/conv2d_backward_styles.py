"""Correct answers to `conv2d_backward` in other styles: each must earn full marks."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson05.conv2d import conv2d

Setting = int | tuple[int, int]
Three = tuple[np.ndarray, np.ndarray, np.ndarray]


def _pair(setting: Setting) -> tuple[int, int]:
    return (setting, setting) if isinstance(setting, int) else setting


def _windows(x: np.ndarray, weight: np.ndarray, stride: Setting, padding: Setting) -> np.ndarray:
    (down, across), (high, wide) = _pair(stride), _pair(padding)
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), (high, high), (wide, wide)))
    return sliding_window_view(padded, weight.shape[2:], axis=(2, 3))[:, :, ::down, ::across]


def _seven_loops(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray, stride: Setting = 1, padding: Setting = 0
) -> Three:
    (down, across), (high, wide) = _pair(stride), _pair(padding)
    height, width = x.shape[2:]
    dx, dw, db = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for n, o, i, j in product(*map(range, dout.shape)):
        d = float(dout[n, o, i, j])
        db[o] += d
        for c, a, b in product(*map(range, weight.shape[1:])):
            row, col = i * down - high + a, j * across - wide + b
            if 0 <= row < height and 0 <= col < width:
                dx[n, c, row, col] += d * weight[o, c, a, b]
                dw[o, c, a, b] += d * x[n, c, row, col]
    return dx, dw, db


def _position_by_position(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray, stride: Setting = 1, padding: Setting = 0
) -> Three:
    dout = dout.astype(np.float64)
    (down, across), (high, wide) = _pair(stride), _pair(padding)
    kh, kw = weight.shape[2:]
    image = np.pad(x, ((0, 0), (0, 0), (high, high), (wide, wide))).astype(np.float64)
    back = np.zeros_like(image)
    dw = np.zeros(weight.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            here = np.s_[:, :, i * down : i * down + kh, j * across : j * across + kw]
            back[here] += np.tensordot(dout[:, :, i, j], weight, axes=1)
            dw += np.tensordot(dout[:, :, i, j], image[here], axes=(0, 0))
    height, width = back.shape[2] - high, back.shape[3] - wide
    return back[:, :, high:height, wide:width].copy(), dw, dout.sum((0, 2, 3))


def _einsum_and_kernel_cells(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray, stride: Setting = 1, padding: Setting = 0
) -> Three:
    (down, across), (high, wide) = _pair(stride), _pair(padding)
    dout = dout.astype(np.float64)
    rows, cols = dout.shape[2:]
    back = np.zeros((*x.shape[:2], x.shape[2] + 2 * high, x.shape[3] + 2 * wide))
    for a, b in np.ndindex(*weight.shape[2:]):
        part = np.einsum("noij,oc->ncij", dout, weight[:, :, a, b])
        back[:, :, a : a + rows * down : down, b : b + cols * across : across][
            :, :, :rows, :cols
        ] += part
    dw = np.einsum("noij,ncijab->ocab", dout, _windows(x, weight, stride, padding))
    dx = back[:, :, high : high + x.shape[2], wide : wide + x.shape[3]]
    return np.ascontiguousarray(dx), dw, np.einsum("noij->o", dout)


def _as_two_convolutions(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray, stride: Setting = 1, padding: Setting = 0
) -> Three:
    (down, across), (high, wide) = _pair(stride), _pair(padding)
    kh, kw = weight.shape[2:]
    images, filters, rows, cols = dout.shape
    spread = np.zeros((images, filters, (rows - 1) * down + 1, (cols - 1) * across + 1))
    spread[:, :, ::down, ::across] = dout
    turned = np.flip(weight, axis=(2, 3)).swapaxes(0, 1)
    back = conv2d(spread, turned, padding=(kh - 1, kw - 1))
    full = np.zeros((*x.shape[:2], x.shape[2] + 2 * high, x.shape[3] + 2 * wide))
    full[:, :, : back.shape[2], : back.shape[3]] = back
    image = np.pad(x, ((0, 0), (0, 0), (high, high), (wide, wide))).swapaxes(0, 1)
    dw = conv2d(image, spread.swapaxes(0, 1)).swapaxes(0, 1)[:, :, :kh, :kw]
    dx = full[:, :, high : high + x.shape[2], wide : wide + x.shape[3]]
    return dx, dw, spread.sum(axis=(0, 2, 3))


def _by_columns(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray, stride: Setting = 1, padding: Setting = 0
) -> Three:
    (high, wide), filters = _pair(padding), len(weight)
    shape = (*x.shape[:2], x.shape[2] + 2 * high, x.shape[3] + 2 * wide)
    places = _windows_of(np.arange(np.prod(shape)).reshape(shape), weight, stride)
    image = np.pad(x.astype(float), ((0, 0), (0, 0), (high, high), (wide, wide)))
    columns = image.ravel()[places]
    flat = dout.astype(float).transpose(1, 0, 2, 3).reshape(filters, -1)
    dw = (flat @ columns).reshape(weight.shape)
    shares = flat.T @ weight.reshape(filters, -1)
    back = np.bincount(places.ravel(), shares.ravel(), minlength=image.size).reshape(shape)
    dx = back[:, :, high : high + x.shape[2], wide : wide + x.shape[3]]
    return dx.copy(), dw, flat.sum(axis=1)


def _windows_of(numbers: np.ndarray, weight: np.ndarray, stride: Setting) -> np.ndarray:
    down, across = _pair(stride)
    windows = sliding_window_view(numbers, weight.shape[2:], axis=(2, 3))[:, :, ::down, ::across]
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(-1, weight[0].size)


def _image_by_image(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray, stride: Setting = 1, padding: Setting = 0
) -> Three:
    if len(x) > 1:
        first = _image_by_image(dout[:1], x[:1], weight, stride, padding)
        rest = _image_by_image(dout[1:], x[1:], weight, stride, padding)
        return np.concatenate([first[0], rest[0]]), first[1] + rest[1], first[2] + rest[2]
    return _position_by_position(dout, x, weight, stride, padding)


def _by_unit_weights(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray, stride: Setting = 1, padding: Setting = 0
) -> Three:
    dout = dout.astype(np.float64)
    dw = np.zeros(weight.shape)
    for c, a, b in np.ndindex(*weight.shape[1:]):
        pick = np.zeros((1, *weight.shape[1:]))
        pick[0, c, a, b] = 1
        seen = conv2d(x, pick, None, stride, padding)
        dw[:, c, a, b] = (dout * seen).sum(axis=(0, 2, 3))
    dx = np.zeros(x.shape)
    for c, i, j in np.ndindex(*x.shape[1:]):
        spot = np.zeros((1, *x.shape[1:]))
        spot[0, c, i, j] = 1
        reached = conv2d(spot, weight, None, stride, padding)
        dx[:, c, i, j] = (dout * reached).sum(axis=(1, 2, 3))
    return dx, dw, dout.sum(axis=0).sum(axis=1).sum(axis=1)


ACCEPT = (
    Alternative("seven loops, padding never built", _seven_loops),
    Alternative("all images and filters at each position", _position_by_position),
    Alternative("einsum, one kernel cell after the other", _einsum_and_kernel_cells),
    Alternative(
        "two convolutions",
        _as_two_convolutions,
        "Both gradients as convolutions, with zeros between the numbers of dout for the stride. "
        "That is how some libraries do it.",
    ),
    Alternative(
        "columns, one matrix product, and bincount",
        _by_columns,
        "Lesson 11 builds these columns; your `bincount` is its `col2im`.",
    ),
    Alternative("recursion along the batch", _image_by_image),
    Alternative(
        "conv2d of one lit weight or pixel at a time",
        _by_unit_weights,
        "Right, and slow: one forward pass for each weight and pixel. A backward pass gets them "
        "all at once.",
    ),
)
