"""Correct answers to `conv2d` without a Python loop over cells: each must earn full marks."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson05.conv2d_padding import padded, pair, plus


def _windows_and_einsum(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    down, across = pair(stride)
    windows = sliding_window_view(padded(x, weight, padding), weight.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::down, ::across]
    return plus(np.einsum("ncijab,ocab->noij", windows, weight), bias)


def _windows_and_tensordot(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    down, across = pair(stride)
    windows = sliding_window_view(padded(x, weight, padding), weight.shape[2:], axis=(2, 3))
    maps = np.tensordot(windows[:, :, ::down, ::across], weight, axes=((1, 4, 5), (1, 2, 3)))
    return plus(np.moveaxis(maps, -1, 1), bias)


def _columns(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    (down, across), image = pair(stride), padded(x, weight, padding)
    high, wide = weight.shape[2:]
    out_height = (image.shape[2] - high) // down + 1
    out_width = (image.shape[3] - wide) // across + 1
    starts = product(range(out_height), range(out_width))
    columns = np.stack(
        [
            image[:, :, i * down : i * down + high, j * across : j * across + wide].reshape(
                len(x), -1
            )
            for i, j in starts
        ],
        axis=2,
    )
    maps = weight.reshape(len(weight), -1) @ columns
    return plus(maps.reshape(len(x), len(weight), out_height, out_width), bias)


def _shift_and_add(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    (down, across), image = pair(stride), padded(x, weight, padding)
    high, wide = weight.shape[2:]
    out_height = (image.shape[2] - high) // down + 1
    out_width = (image.shape[3] - wide) // across + 1
    out = np.zeros((len(x), len(weight), out_height, out_width))
    for a, b in np.ndindex(high, wide):
        seen = image[:, :, a::down, b::across][:, :, :out_height, :out_width]
        out += np.einsum("nchw,oc->nohw", seen, weight[:, :, a, b])
    return plus(out, bias)


def _memory_strides(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    (down, across), image = pair(stride), padded(x, weight, padding)
    high, wide = weight.shape[2:]
    step_n, step_c, step_h, step_w = image.strides
    sizes = (image.shape[2] - high) // down + 1, (image.shape[3] - wide) // across + 1
    shape = (len(x), *sizes, x.shape[1], high, wide)
    steps = (step_n, step_h * down, step_w * across, step_c, step_h, step_w)
    windows = as_strided(image, shape, steps, writeable=False)
    maps = windows.reshape(*shape[:3], -1) @ weight.reshape(len(weight), -1).T
    return plus(maps.transpose(0, 3, 1, 2), bias)


def _fourier(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    (down, across), image = pair(stride), padded(x, weight, padding)
    size, (high, wide) = image.shape[2:], weight.shape[2:]
    turned = np.fft.rfft2(weight[:, :, ::-1, ::-1].astype(float), s=size)
    spectrum = np.einsum("ncij,ocij->noij", np.fft.rfft2(image), turned)
    wrapped = np.fft.irfft2(spectrum, s=size)
    return plus(wrapped[:, :, high - 1 :: down, wide - 1 :: across], bias)


def _big_matrix(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    (down, across), image = pair(stride), padded(x, weight, padding)
    filters, channels, high, wide = weight.shape
    rows = range(0, image.shape[2] - high + 1, down)
    cols = range(0, image.shape[3] - wide + 1, across)
    matrix = np.zeros((filters, len(rows), len(cols), channels, *image.shape[2:]))
    for (i, top), (j, left) in product(enumerate(rows), enumerate(cols)):
        matrix[:, i, j, :, top : top + high, left : left + wide] = weight
    flat = image.reshape(len(x), -1) @ matrix.reshape(-1, image[0].size).T
    return plus(flat.reshape(len(x), filters, len(rows), len(cols)), bias)


ARRAYS = (
    Alternative(
        "sliding_window_view and einsum",
        _windows_and_einsum,
        "No Python loop at all: lesson 11 shows what these windows are.",
    ),
    Alternative("sliding_window_view and tensordot", _windows_and_tensordot),
    Alternative(
        "windows as columns, one matrix product",
        _columns,
        "One column a window, then one matrix product: this is im2col, the subject of lesson 11.",
    ),
    Alternative(
        "loop over the kernel's cells only",
        _shift_and_add,
        "You loop over kernel cells, not positions: each turn is a 1x1 convolution.",
    ),
    Alternative("as_strided and matmul", _memory_strides),
    Alternative("Fourier transform of the turned filters", _fourier),
    Alternative(
        "the layer written out as one matrix",
        _big_matrix,
        "Every layer of this kind is a matrix with many zeros: lesson 06 looks at it.",
    ),
)
