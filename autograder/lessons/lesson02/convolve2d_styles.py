"""Correct answers to `convolve2d` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d


def _np_flip(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return cross_correlate2d(x, np.flip(kernel))


def _two_quarter_turns(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return cross_correlate2d(x, np.rot90(np.rot90(kernel)))


def _both_flips_by_name(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return cross_correlate2d(x, np.fliplr(np.flipud(kernel)))


def _reversed_flat(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return cross_correlate2d(x, kernel.ravel()[::-1].reshape(kernel.shape))


def _turns_image_and_result(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return cross_correlate2d(x[::-1, ::-1], kernel)[::-1, ::-1]


def _four_loops(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    high, wide = kernel.shape
    out = np.zeros((x.shape[0] - high + 1, x.shape[1] - wide + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for a in range(high):
                for b in range(wide):
                    out[i, j] += float(x[i + high - 1 - a, j + wide - 1 - b]) * kernel[a, b]
    return out


def _windows_and_einsum(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    windows = sliding_window_view(x.astype(np.float64), kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel[::-1, ::-1])


def _stamps(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    high, wide = kernel.shape
    full = np.zeros((x.shape[0] + high - 1, x.shape[1] + wide - 1))
    for (row, col), pixel in np.ndenumerate(x):
        full[row : row + high, col : col + wide] += float(pixel) * kernel
    return full[high - 1 : x.shape[0], wide - 1 : x.shape[1]].copy()


def _fourier(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    product = np.fft.rfft2(x) * np.fft.rfft2(kernel, s=x.shape)
    wrapped = np.fft.irfft2(product, s=x.shape)
    return np.asarray(wrapped[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :])


def _row_by_row(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    high = kernel.shape[0]
    out = []
    for i in range(x.shape[0] - high + 1):
        lines = [np.convolve(x[i + high - 1 - a], kernel[a], mode="valid") for a in range(high)]
        out.append(np.sum(lines, axis=0, dtype=np.float64))
    return np.array(out)


ACCEPT = (
    Alternative("np.flip", _np_flip),
    Alternative("two quarter turns", _two_quarter_turns),
    Alternative("fliplr and flipud", _both_flips_by_name),
    Alternative("the flat kernel reversed", _reversed_flat),
    Alternative("image and result turned", _turns_image_and_result),
    Alternative("four loops", _four_loops),
    Alternative("sliding_window_view and einsum", _windows_and_einsum),
    Alternative(
        "a stamp for each pixel",
        _stamps,
        "Every pixel stamps the kernel onto the result: lesson 10 meets this picture again.",
    ),
    Alternative("Fourier transform", _fourier),
    Alternative("np.convolve row by row", _row_by_row),
)
