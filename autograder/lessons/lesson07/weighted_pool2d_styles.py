"""Correct answers to `weighted_pool2d` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative


def _float_windows(x: np.ndarray, weights: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    windows = sliding_window_view(x.astype(float), weights.shape, axis=(2, 3))
    thinned = windows[:, :, :: stride[0], :: stride[1]]
    total = weights.sum(dtype=float)
    return np.asarray(np.einsum("ncijab,ab->ncij", thinned, weights.astype(float)) / total)


def _tensordot(x: np.ndarray, weights: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    share = weights / weights.sum()
    windows = sliding_window_view(x, weights.shape, axis=(2, 3))
    return np.tensordot(windows[:, :, :: stride[0], :: stride[1]] * 1.0, share, ((4, 5), (0, 1)))


def _np_average(x: np.ndarray, weights: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    (kh, kw), (sh, sw) = weights.shape, stride
    rows = []
    for top in range(0, x.shape[2] - kh + 1, sh):
        starts = range(0, x.shape[3] - kw + 1, sw)
        flat = [x[:, :, top : top + kh, s : s + kw].reshape(*x.shape[:2], -1) for s in starts]
        rows.append([np.average(f.astype(float), axis=-1, weights=weights.ravel()) for f in flat])
    return np.array(rows).transpose(2, 3, 0, 1).copy()


def _shift_and_add(x: np.ndarray, weights: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    (kh, kw), (sh, sw) = weights.shape, stride
    rows, cols = x.shape[2] - kh + 1, x.shape[3] - kw + 1
    out = np.zeros((*x.shape[:2], -(-rows // sh), -(-cols // sw)))
    for (a, b), weight in np.ndenumerate(weights):
        out += float(weight) * x[:, :, a : a + rows : sh, b : b + cols : sw]
    return out / float(np.sum(weights))


def _each_number(x: np.ndarray, weights: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    (kh, kw), (sh, sw) = weights.shape, stride
    out = np.zeros((*x.shape[:2], (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1))
    for n, c, i, j in np.ndindex(*out.shape):
        total = weight = 0.0
        for a in range(kh):
            for b in range(kw):
                total += float(x[n, c, i * sh + a, j * sw + b]) * float(weights[a, b])
                weight += float(weights[a, b])
        out[n, c, i, j] = total / weight
    return out


ACCEPT = (
    Alternative("windows and einsum, divided at the end", _float_windows),
    Alternative("tensordot", _tensordot),
    Alternative("np.average", _np_average),
    Alternative(
        "shift and add",
        _shift_and_add,
        "You loop over weights, not positions: far fewer turns, the same sums.",
    ),
    Alternative("each number by itself", _each_number),
)
