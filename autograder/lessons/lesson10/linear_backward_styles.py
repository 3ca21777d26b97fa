"""Correct answers to `linear_backward` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative

Three = tuple[np.ndarray, np.ndarray, np.ndarray]


def _loops(dout: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Three:
    dx, dw, db = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for n in range(x.shape[0]):
        for m in range(weight.shape[0]):
            db[m] += dout[n, m]
            for d in range(x.shape[1]):
                dx[n, d] += float(dout[n, m]) * float(weight[m, d])
                dw[m, d] += float(dout[n, m]) * float(x[n, d])
    return dx, dw, db


def _einsum(dout: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Three:
    dout = dout.astype(np.float64)
    dx = np.einsum("nm,md->nd", dout, weight)
    return dx, np.einsum("nm,nd->md", dout, x), np.einsum("nm->m", dout)


def _input_by_input(dout: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Three:
    dx = np.array([np.dot(d.astype(float), weight) for d in dout])
    dw = sum(
        (np.outer(d.astype(float), v) for d, v in zip(dout, x, strict=True)), np.zeros(weight.shape)
    )
    return dx, dw, dout.astype(float).sum(0)


def _with_a_one_appended(dout: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Three:
    longer = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    both = (longer.T @ dout).T
    dx = (weight.T.astype(np.float64) @ dout.T).T
    return dx, both[:, :-1], both[:, -1]


def _tensordot(dout: np.ndarray, x: np.ndarray, weight: np.ndarray) -> Three:
    dout = dout * 1.0 if dout.dtype.kind == "i" else dout.astype(float)
    dx = np.tensordot(dout, weight, axes=1)
    dw = np.tensordot(dout, x, axes=(0, 0))
    return dx, dw, np.add.reduce(dout, axis=0)


ACCEPT = (
    Alternative("three loops", _loops),
    Alternative("einsum", _einsum),
    Alternative("outer products, one input after the other", _input_by_input),
    Alternative(
        "the bias as a weight of an input that is always 1",
        _with_a_one_appended,
        "You treated the bias as one weight more, whose input is always 1. That is why db looks "
        "like dw with ones for x.",
    ),
    Alternative("tensordot", _tensordot),
)
