# mypy: disable-error-code="no-any-return"
"""Correct answers to `confusion_matrix` in other styles: each must earn full marks."""

from __future__ import annotations

from collections import Counter

import numpy as np

from autograder.exercise import Alternative


def _add_at(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    counts = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def _bincount(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    cells = labels * num_classes + predictions
    counts = np.bincount(cells, minlength=num_classes**2).astype(np.int64)
    return counts.reshape(num_classes, num_classes)


def _one_hot(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    hot = np.eye(num_classes, dtype=np.int64)
    return hot[labels].T @ hot[predictions]


def _cell_by_cell(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    counts = np.empty((num_classes, num_classes), dtype=int)
    for a in range(num_classes):
        for b in range(num_classes):
            counts[a, b] = np.sum((labels == a) & (predictions == b))
    return counts.astype(np.int64)


def _counter(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    seen = Counter(zip(labels.tolist(), predictions.tolist(), strict=True))
    classes = range(num_classes)
    return np.array([[seen[a, b] for b in classes] for a in classes], dtype=np.int64)


def _histogram(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    edges = np.arange(num_classes + 1) - 0.5
    return np.histogram2d(labels, predictions, bins=(edges, edges))[0].astype(np.int64)


def _row_by_row(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    rows = [
        np.bincount(predictions[labels == a], minlength=num_classes) for a in range(num_classes)
    ]
    return np.stack(rows).astype(np.int64)


ACCEPT = (
    Alternative("np.add.at", _add_at),
    Alternative("bincount of one flat index", _bincount),
    Alternative("two one-hot matrices", _one_hot),
    Alternative("two loops over the cells", _cell_by_cell),
    Alternative("collections.Counter", _counter),
    Alternative("histogram2d", _histogram),
    Alternative("bincount for each true class", _row_by_row),
)
