# mypy: disable-error-code="no-any-return"
"""Correct answers to `softmax` in other styles: each must earn full marks."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Alternative


def _loops(z: np.ndarray, axis: int = -1) -> np.ndarray:
    rows = np.moveaxis(z, axis, -1)
    out = np.zeros(rows.shape)
    for index in np.ndindex(*rows.shape[:-1]):
        row = [float(v) for v in rows[index]]
        powers = [math.exp(v - max(row)) for v in row]
        out[index] = [power / sum(powers) for power in powers]
    return np.moveaxis(out, -1, axis)


def _along_axis(z: np.ndarray, axis: int = -1) -> np.ndarray:
    def one(row: np.ndarray) -> np.ndarray:
        powers = np.exp(row - row.max())
        return powers / powers.sum()

    return np.apply_along_axis(one, axis, z.astype(float))


def _log_sum_exp(z: np.ndarray, axis: int = -1) -> np.ndarray:
    z = z.astype(np.float64)
    return np.exp(z - np.expand_dims(np.logaddexp.reduce(z, axis=axis), axis))


def _subtracted_twice(z: np.ndarray, axis: int = -1) -> np.ndarray:
    z = np.array(z, dtype=np.float64)
    z -= np.amax(z, axis, keepdims=True)
    z -= np.log(np.sum(np.exp(z), axis, keepdims=True))
    return np.exp(z)


def _expand_dims(z: np.ndarray, axis: int = -1) -> np.ndarray:
    powers = np.exp(z.astype(float) - np.expand_dims(np.max(z, axis), axis))
    return np.divide(powers, np.expand_dims(np.sum(powers, axis), axis))


def _transposed(z: np.ndarray, axis: int = -1) -> np.ndarray:
    first = np.swapaxes(z, axis, 0).astype(np.float64)
    powers = np.exp(first - first.max(axis=0))
    return np.swapaxes(powers / powers.sum(axis=0), 0, axis)


def _some_other_shift(z: np.ndarray, axis: int = -1) -> np.ndarray:
    z = z - z.max(axis=axis, keepdims=True).astype(np.float64) + 1.5
    powers = math.e**z
    return powers * (1 / powers.sum(axis=axis, keepdims=True))


def _one_over_ratios(z: np.ndarray, axis: int = -1) -> np.ndarray:
    rows = np.moveaxis(z.astype(np.float64), axis, -1)
    gaps = rows[..., np.newaxis, :] - rows[..., np.newaxis]
    gaps[np.isnan(gaps)] = np.inf  # -inf - -inf: a class that is ruled out gets nothing
    with np.errstate(over="ignore"):
        shares = 1 / np.exp(gaps).sum(axis=-1)
    return np.moveaxis(shares, -1, axis)


def _einsum(z: np.ndarray, axis: int = -1) -> np.ndarray:
    rows = np.moveaxis(z.astype(np.float64), axis, -1)
    powers = np.exp(rows - rows.max(-1, keepdims=True))
    shares = np.einsum("...k,...->...k", powers, 1 / np.einsum("...k->...", powers))
    return np.moveaxis(shares, -1, axis)


ACCEPT = (
    Alternative("loops and math.exp", _loops),
    Alternative("apply_along_axis", _along_axis),
    Alternative(
        "exp of the logarithm, by logaddexp.reduce",
        _log_sum_exp,
        "You took the logarithm first: that is the next exercise, finished already.",
    ),
    Alternative("two subtractions, then exp", _subtracted_twice),
    Alternative("expand_dims in place of keepdims", _expand_dims),
    Alternative("axes exchanged, broadcast along the first", _transposed),
    Alternative("a shift that is not the maximum, np.e to a power", _some_other_shift),
    Alternative("one over the sum of ratios", _one_over_ratios),
    Alternative("moveaxis and einsum", _einsum),
)
