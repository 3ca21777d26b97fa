"""Correct answers to `cross_correlate2d_strided` in other styles: each must earn full marks."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from autograder.exercise import Alternative

Two = tuple[int, int]


def _four_loops(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    p, q = padding
    big = np.pad(x.astype(float), ((p, p), (q, q)))
    rows = (big.shape[0] - kernel.shape[0]) // stride[0] + 1
    cols = (big.shape[1] - kernel.shape[1]) // stride[1] + 1
    out = np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    out[i, j] += big[i * stride[0] + a, j * stride[1] + b] * float(kernel[a, b])
    return out


def _starts_from_ranges(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    (p, q), (height, width) = padding, kernel.shape
    big = np.pad(x, ((p,), (q,))).astype(np.float64)
    tops = range(0, big.shape[0] - height + 1, stride[0])
    lefts = range(0, big.shape[1] - width + 1, stride[1])
    return np.array(
        [[(big[t : t + height, c : c + width] * kernel).sum() for c in lefts] for t in tops]
    )


def _windows_and_einsum(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    big = np.pad(x.astype(float), [(p, p) for p in padding])
    windows = sliding_window_view(big, kernel.shape)[:: stride[0], :: stride[1]]
    return np.einsum("ijab,ab->ij", windows, kernel)


def _windows_and_tensordot(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    big = np.pad(x.astype(float), [(p, p) for p in padding])
    windows = sliding_window_view(big, kernel.shape)[:: stride[0], :: stride[1]]
    return np.tensordot(windows, kernel, axes=2)


def _all_positions_then_thinned(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    (p, q), (height, width) = padding, kernel.shape
    big = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * q))
    big[p : big.shape[0] - p, q : big.shape[1] - q] = x
    out = np.zeros((big.shape[0] - height + 1, big.shape[1] - width + 1))
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(big[i : i + height, j : j + width] * kernel)
    return out[:: stride[0], :: stride[1]]


def _shift_and_add(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    (s, t), (p, q) = stride, padding
    big = np.pad(x.astype(float), ((p, p), (q, q)))
    rows = 1 + (big.shape[0] - kernel.shape[0]) // s
    cols = 1 + (big.shape[1] - kernel.shape[1]) // t
    out = np.zeros((rows, cols))
    for (a, b), weight in np.ndenumerate(kernel):
        out += weight * big[a : a + s * rows : s, b : b + t * cols : t][:rows, :cols]
    return out


def _im2col(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    (p, q), (height, width) = padding, kernel.shape
    big = np.pad(x.astype(float), ((p, p), (q, q)))
    tops = range(0, len(big) - height + 1, stride[0])
    lefts = range(0, big.shape[1] - width + 1, stride[1])
    rows = [big[i : i + height, j : j + width].ravel() for i, j in itertools.product(tops, lefts)]
    return (np.stack(rows) @ kernel.ravel()).reshape(len(tops), len(lefts))


def _numpy_strides(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    big = np.pad(x.astype(float), [(p, p) for p in padding])
    shape = tuple((n - k) // s + 1 for n, k, s in zip(big.shape, kernel.shape, stride, strict=True))
    steps = tuple(step * s for step, s in zip(big.strides, stride, strict=True))
    windows = as_strided(big, (*shape, *kernel.shape), (*steps, *big.strides), writeable=False)
    return np.asarray((windows * kernel).sum(axis=(2, 3)))


def _recursive(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    if padding != (0, 0):
        return _recursive(np.pad(x, [(p, p) for p in padding]), kernel, stride)
    if len(x) < len(kernel):
        return np.zeros((0, (x.shape[1] - kernel.shape[1]) // stride[1] + 1))
    width = kernel.shape[1]
    starts = range(0, x.shape[1] - width + 1, stride[1])
    band = x[: len(kernel)].astype(float)
    first = [np.sum(band[:, start : start + width] * kernel) for start in starts]
    return np.vstack([[first], _recursive(x[stride[0] :], kernel, stride)])


def _virtual_padding(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    image, weights = x.tolist(), kernel.tolist()
    out = []
    for top in range(-padding[0], len(image) + padding[0] - len(weights) + 1, stride[0]):
        line = []
        for left in range(-padding[1], len(image[0]) + padding[1] - len(weights[0]) + 1, stride[1]):
            total = 0.0
            for a, row in enumerate(weights):
                for b, weight in enumerate(row):
                    i, j = top + a, left + b
                    if 0 <= i < len(image) and 0 <= j < len(image[0]):
                        total += image[i][j] * weight
            line.append(total)
        out.append(line)
    return np.array(out)


def _flipped_fourier(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    big = np.pad(x.astype(float), [(p, p) for p in padding])
    turned = np.fft.fft2(kernel[::-1, ::-1], s=big.shape)
    wrapped = np.fft.ifft2(np.fft.fft2(big) * turned).real
    valid = wrapped[kernel.shape[0] - 1 :, kernel.shape[1] - 1 :]
    return np.array(valid[:: stride[0], :: stride[1]])


def _scatters(
    x: np.ndarray, kernel: np.ndarray, stride: Two = (1, 1), padding: Two = (0, 0)
) -> np.ndarray:
    sizes = [
        (n + 2 * p - k) // s + 1
        for n, k, s, p in zip(x.shape, kernel.shape, stride, padding, strict=True)
    ]
    out = np.zeros(sizes)
    for (i, j), pixel in np.ndenumerate(x):
        for (a, b), weight in np.ndenumerate(kernel):
            row, down = divmod(i + padding[0] - a, stride[0])
            col, right = divmod(j + padding[1] - b, stride[1])
            if down == right == 0 and 0 <= row < sizes[0] and 0 <= col < sizes[1]:
                out[row, col] += float(pixel) * float(weight)
    return out


ACCEPT = (
    Alternative("four loops", _four_loops),
    Alternative("starts from ranges with a step", _starts_from_ranges),
    Alternative("sliding_window_view and einsum", _windows_and_einsum),
    Alternative("sliding_window_view and tensordot", _windows_and_tensordot),
    Alternative(
        "every position, then every s-th kept",
        _all_positions_then_thinned,
        "Right, and it computes s * s times as many sums as it keeps.",
    ),
    Alternative("one shifted, strided image a kernel cell", _shift_and_add),
    Alternative(
        "windows as rows of a matrix",
        _im2col,
        "One row a window, then one matrix product: this is im2col, the subject of lesson 11.",
    ),
    Alternative("as_strided", _numpy_strides),
    Alternative("recursion down the image", _recursive),
    Alternative("plain lists, padding by asking", _virtual_padding),
    Alternative("Fourier transform of the turned kernel", _flipped_fourier),
    Alternative("each pixel sent to the windows that see it", _scatters),
)
