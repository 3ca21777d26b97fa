"""Correct answers to `cross_entropy` in other styles: each must earn full marks."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Alternative
from autograder.lessons.lesson09.log_softmax import log_softmax
from autograder.lessons.lesson09.softmax import softmax


def _loops(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    n, c = logits.shape
    total, grad = 0.0, np.zeros((n, c))
    for i in range(n):
        row = [float(v) for v in logits[i]]
        largest = max(row)
        log_sum = largest + math.log(sum(math.exp(v - largest) for v in row))
        total += log_sum - row[int(labels[i])]
        for k in range(c):
            grad[i, k] = (math.exp(row[k] - log_sum) - (k == labels[i])) / n
    return total / n, grad


def _one_hot(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    y = np.eye(logits.shape[1])[labels]
    log_p = log_softmax(logits)
    return -float((y * log_p).sum()) / len(y), (np.exp(log_p) - y) / len(y)


def _softmax_for_the_gradient(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    p, n = softmax(logits), len(logits)
    for row, label in enumerate(labels):
        p[row, label] -= 1
    return np.mean([-log_softmax(logits)[i, labels[i]] for i in range(n)]), p / n


def _log_softmax_twice(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    rows = np.arange(len(labels))
    log_p = log_softmax(log_softmax(logits))
    p = np.exp(log_p)
    p[rows, labels] -= 1.0
    return float(-log_p[rows, labels].mean()), p / len(rows)


def _take_along_axis(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    index = labels[:, np.newaxis]
    log_p = log_softmax(logits)
    grad = np.exp(log_p)
    np.put_along_axis(grad, index, np.take_along_axis(grad, index, 1) - 1, 1)
    return float(np.mean(-np.take_along_axis(log_p, index, 1))), grad / len(labels)


def _log_sum_exp(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    z = logits.astype(np.float64)
    true = z[range(len(z)), labels]
    log_sum = np.logaddexp.reduce(z, axis=1)
    y = labels[:, None] == np.arange(z.shape[1])
    return float(np.average(log_sum - true)), (np.exp(z - log_sum[:, None]) - y) / len(z)


def _margins(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    z = logits.astype(float)
    gaps = z - z[np.arange(len(z)), labels][:, None]
    loss = np.logaddexp.reduce(gaps, axis=1).mean()
    return float(loss), softmax(gaps) / len(z) - _hot(z.shape, labels) / len(z)


def _hot(shape: tuple[int, ...], labels: np.ndarray) -> np.ndarray:
    y = np.zeros(shape)
    y[np.arange(len(labels)), labels] = 1
    return y


def _flat_index(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    n, c = logits.shape
    log_p = log_softmax(logits).ravel()
    where = np.arange(n) * c + labels
    grad = np.exp(log_p)
    grad[where] -= 1
    return float(-log_p[where].sum() / n), grad.reshape(n, c) / n


def _einsum(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    y = _hot(logits.shape, labels)
    log_p = log_softmax(logits)
    return -float(np.einsum("nc,nc->", y, log_p)) / len(y), (np.exp(log_p) - y) * (1 / len(y))


ACCEPT = (
    Alternative("loops and math.exp", _loops),
    Alternative("a one-hot matrix", _one_hot),
    Alternative("softmax for the gradient, a list for the loss", _softmax_for_the_gradient),
    Alternative(
        "log-softmax twice",
        _log_softmax_twice,
        "Log-softmax of log-probabilities gives them back: the second is harmless, and wasted "
        "work. (Softmax twice is another matter.)",
    ),
    Alternative("take_along_axis", _take_along_axis),
    Alternative("log-sum-exp minus the true score", _log_sum_exp),
    Alternative("distances from the true score", _margins),
    Alternative("one flat index", _flat_index),
    Alternative("einsum with a one-hot matrix", _einsum),
)
