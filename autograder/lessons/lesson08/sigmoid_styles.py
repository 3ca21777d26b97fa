# mypy: disable-error-code="no-any-return"
"""Correct answers to `sigmoid` in other styles: each must earn full marks."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Alternative


def _masks(x: np.ndarray) -> np.ndarray:
    x = x.astype(float)
    out = np.empty(x.shape)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    rest = np.exp(x[~positive])
    out[~positive] = rest / (1 + rest)
    return out


def _math_loop(x: np.ndarray) -> np.ndarray:
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        if value >= 0:
            out[index] = 1 / (1 + math.exp(-value))
        else:
            out[index] = math.exp(value) / (1 + math.exp(value))
    return out


def _log_add_exp(x: np.ndarray) -> np.ndarray:
    return np.exp(-np.logaddexp(0, -x.astype(np.float64)))


def _clipped_halves(x: np.ndarray) -> np.ndarray:
    x = np.array(x, dtype=float)
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def _piecewise(x: np.ndarray) -> np.ndarray:
    def up(v: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-v))

    def down(v: np.ndarray) -> np.ndarray:
        return np.exp(v) / (1 + np.exp(v))

    return np.piecewise(x.astype(float), [x >= 0], [up, down])


def _silenced(x: np.ndarray) -> np.ndarray:
    x = x.astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


def _lists(x: np.ndarray) -> np.ndarray:
    out = []
    for value in x.ravel().tolist():
        small = math.exp(-abs(value))
        out.append((1 if value >= 0 else small) / (1 + small))
    return np.array(out, dtype=np.float64).reshape(x.shape)


def _softplus(x: np.ndarray) -> np.ndarray:
    x = x.astype(float)
    return np.exp(np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x))))


ACCEPT = (
    Alternative("two masks", _masks),
    Alternative("math.exp in a loop", _math_loop),
    Alternative(
        "logaddexp",
        _log_add_exp,
        "You took the logarithm first: log(1 + exp(-x)) is safe in one call. Lesson 09 lives on "
        "this.",
    ),
    Alternative("exp of min(x, 0) over 1 + exp(-|x|)", _clipped_halves),
    Alternative("np.piecewise", _piecewise),
    Alternative("both formulas, warnings silenced", _silenced),
    Alternative("plain Python lists", _lists),
    Alternative("through softplus", _softplus),
)
