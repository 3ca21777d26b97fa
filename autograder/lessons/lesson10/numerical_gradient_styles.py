"""Correct answers to `numerical_gradient` in other styles: each must earn full marks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.exercise import Alternative


def _put_back(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    work = x.astype(float)
    grad = np.zeros_like(work)
    cells = np.nditer(work, flags=["multi_index"])
    while not cells.finished:
        cell = cells.multi_index
        old = work[cell]
        work[cell] = old + eps
        high = np.array(f(work))
        work[cell] = old - eps
        low = np.array(f(work))
        work[cell] = old
        grad[cell] = np.sum((high - low) * dout) / (2 * eps)
        cells.iternext()
    return grad


def _flat(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    flat = x.astype(np.float64).ravel()
    slopes = []
    for number in range(flat.size):
        high, low = flat.copy(), flat.copy()
        high[number] += eps
        low[number] -= eps
        change = f(high.reshape(x.shape)) - f(low.reshape(x.shape))
        slopes.append(np.vdot(dout, change) / (2 * eps))
    return np.array(slopes).reshape(x.shape)


def _unit_nudges(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    nudges = eps * np.eye(x.size).reshape(x.size, *x.shape)
    jacobian = np.array([(f(x + nudge) - f(x - nudge)).ravel() for nudge in nudges]) / (2 * eps)
    return (jacobian @ dout.ravel()).reshape(x.shape)


def _losses(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    def change(nudge: np.ndarray) -> float:
        return float((dout * f(x + nudge)).sum() - (dout * f(x - nudge)).sum())

    grad = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[index] = eps
        grad[index] = change(nudge) / eps * 0.5
    return grad


def _two_halves(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    grad = np.zeros(x.shape)
    for sign in (1, -1):
        for index, value in np.ndenumerate(x):
            moved = np.array(x, dtype=np.float64)
            moved[index] = value + sign * eps
            grad[index] += sign * np.einsum("i,i->", dout.ravel(), f(moved).ravel())
    return grad / (2 * eps)


ACCEPT = (
    Alternative("one working copy, put back, and the results copied", _put_back),
    Alternative("flat indices and np.vdot", _flat),
    Alternative(
        "a matrix of all slopes, times dout",
        _unit_nudges,
        "The matrix of every output's slope against every input is called the Jacobian; backward "
        "functions multiply by it without ever building it.",
    ),
    Alternative("the change of the loss itself", _losses),
    Alternative("all cells up, then all cells down", _two_halves),
)
