# mypy: disable-error-code="no-any-return"
"""Correct answers to `log_softmax` in other styles: each must earn full marks."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Alternative


def _loops(z: np.ndarray, axis: int = -1) -> np.ndarray:
    rows = np.moveaxis(z, axis, -1)
    out = np.zeros(rows.shape)
    for index in np.ndindex(*rows.shape[:-1]):
        row = [float(v) for v in rows[index]]
        largest = max(row)
        log_sum = largest + math.log(sum(math.exp(v - largest) for v in row))
        out[index] = [v - log_sum for v in row]
    return np.moveaxis(out, -1, axis)


def _logaddexp(z: np.ndarray, axis: int = -1) -> np.ndarray:
    z = z.astype(np.float64)
    return z - np.expand_dims(np.logaddexp.reduce(z, axis=axis), axis)


def _softmax_helps(z: np.ndarray, axis: int = -1) -> np.ndarray:
    shifted = z.astype(float) - z.astype(float).max(axis, keepdims=True)
    total = np.exp(shifted).sum(axis, keepdims=True)
    return np.subtract(shifted, np.log(total))


def _log_sum_exp_first(z: np.ndarray, axis: int = -1) -> np.ndarray:
    z = np.array(z, dtype=np.float64)
    largest = np.max(z, axis=axis, keepdims=True)
    return z - (largest + np.log(np.sum(np.exp(z - largest), axis=axis, keepdims=True)))


def _twice(z: np.ndarray, axis: int = -1) -> np.ndarray:
    return _logaddexp(_softmax_helps(z, axis), axis)


def _along_axis(z: np.ndarray, axis: int = -1) -> np.ndarray:
    def one(row: np.ndarray) -> np.ndarray:
        row = row - row.max()
        return row - np.log(np.exp(row).sum())

    return np.apply_along_axis(one, axis, z.astype(float))


def _where_it_is_zero(z: np.ndarray, axis: int = -1) -> np.ndarray:
    z = z.astype(float)
    shifted = z - z.max(axis=axis, keepdims=True)
    sums = np.exp(shifted).sum(axis=axis, keepdims=True)
    shares = np.exp(shifted) / sums
    return np.where(shares > 1e-100, np.log(np.maximum(shares, 1e-100)), shifted - np.log(sums))


def _log1p_of_the_others(z: np.ndarray, axis: int = -1) -> np.ndarray:
    rows = np.moveaxis(z.astype(np.float64), axis, -1)
    first = rows.argmax(-1)[..., np.newaxis]
    shifted = rows - np.take_along_axis(rows, first, -1)
    powers = np.exp(shifted)
    np.put_along_axis(powers, first, 0, -1)
    return np.moveaxis(shifted - np.log1p(powers.sum(-1, keepdims=True)), -1, axis)


def _some_other_shift(z: np.ndarray, axis: int = -1) -> np.ndarray:
    shifted = z.astype(float) - (z.astype(float).max(axis=axis, keepdims=True) - 1.7)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


ACCEPT = (
    Alternative("loops and math.log", _loops),
    Alternative("logaddexp.reduce", _logaddexp),
    Alternative("maximum, sum, logarithm in three lines", _softmax_helps),
    Alternative("log-sum-exp first", _log_sum_exp_first),
    Alternative(
        "applied twice",
        _twice,
        "The second round changes nothing: a log-softmax of log-probabilities gives them back.",
    ),
    Alternative("apply_along_axis", _along_axis),
    Alternative("a shift that is not the maximum", _some_other_shift),
    Alternative("the fraction where it is safe, the difference elsewhere", _where_it_is_zero),
    Alternative(
        "log1p of the other powers",
        _log1p_of_the_others,
        "This one keeps digits even where the largest share is nearly 1.",
    ),
)
