"""Correct answers to `cross_correlate2d` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative


def _four_loops(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    out = np.zeros((x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    out[i, j] += float(x[i + a, j + b]) * float(kernel[a, b])
    return out


def _float_first(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    x, kernel = x.astype(np.float64), kernel.astype(np.float64)
    height, width = kernel.shape
    rows = []
    for i in range(x.shape[0] - height + 1):
        starts = range(x.shape[1] - width + 1)
        rows.append([(x[i : i + height, j : j + width] * kernel).sum() for j in starts])
    return np.array(rows)


def _windows_and_einsum(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    windows = sliding_window_view(x, kernel.shape)
    return np.einsum("ijab,ab->ij", windows.astype(np.float64), kernel)


def _windows_and_tensordot(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    windows = sliding_window_view(x.astype(np.float64), kernel.shape)
    return np.tensordot(windows, kernel, axes=((2, 3), (0, 1)))


def _shift_and_add(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    height = x.shape[0] - kernel.shape[0] + 1
    width = x.shape[1] - kernel.shape[1] + 1
    out = np.zeros((height, width))
    for (a, b), weight in np.ndenumerate(kernel):
        out += weight * x[a : a + height, b : b + width].astype(float)
    return out


def _im2col(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    height, width = kernel.shape
    shape = x.shape[0] - height + 1, x.shape[1] - width + 1
    rows = [x[i : i + height, j : j + width].ravel() for i, j in np.ndindex(*shape)]
    return (np.array(rows, dtype=float) @ kernel.ravel()).reshape(shape)


def _fromiter(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    shape = tuple(n - k + 1 for n, k in zip(x.shape, kernel.shape, strict=True))
    cut = (x[i:, j:][: kernel.shape[0], : kernel.shape[1]] for i, j in np.ndindex(*shape))
    return np.fromiter((np.sum(window * kernel) for window in cut), float).reshape(shape)


def _recursive(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    def one_kernel_row(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
        width = rows.shape[1] - len(weights) + 1
        if len(weights) == 1:
            return rows * float(weights[0])
        first = rows[:, :width] * float(weights[0])
        return np.asarray(first + one_kernel_row(rows[:, 1:], weights[1:]))

    height = x.shape[0] - kernel.shape[0] + 1
    parts = [one_kernel_row(x[a : a + height], weights) for a, weights in enumerate(kernel)]
    return np.asarray(sum(parts), dtype=float)


def _pure_python(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    image, weights = x.tolist(), kernel.tolist()
    out = []
    for i in range(len(image) - len(weights) + 1):
        line = []
        for j in range(len(image[0]) - len(weights[0]) + 1):
            total = 0.0
            for a, row in enumerate(weights):
                for b, weight in enumerate(row):
                    total += image[i + a][j + b] * weight
            line.append(total)
        out.append(line)
    return np.array(out, dtype=np.float64)


def _flipped_fourier(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    turned = np.fft.fft2(kernel[::-1, ::-1], s=x.shape)
    wrapped = np.fft.ifft2(np.fft.fft2(x) * turned).real
    return np.ascontiguousarray(wrapped[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :])


ACCEPT = (
    Alternative("four loops", _four_loops),
    Alternative("floats first, list comprehension", _float_first),
    Alternative(
        "sliding_window_view and einsum",
        _windows_and_einsum,
        "No Python loop over positions: lesson 11 shows what these windows are.",
    ),
    Alternative("sliding_window_view and tensordot", _windows_and_tensordot),
    Alternative(
        "shift and add",
        _shift_and_add,
        "You loop over kernel cells, not positions: far fewer turns, the same sums.",
    ),
    Alternative(
        "windows as rows of a matrix",
        _im2col,
        "One row a window, then one matrix product: this is im2col, the subject of lesson 11.",
    ),
    Alternative("np.fromiter", _fromiter),
    Alternative("recursion along the kernel's rows", _recursive),
    Alternative("plain Python lists", _pure_python),
    Alternative("Fourier transform of the turned kernel", _flipped_fourier),
)
