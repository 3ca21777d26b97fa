"""Mistakes in `confusion_matrix`; most frequent first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _fancy(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    counts = np.zeros((num_classes, num_classes), dtype=np.int64)
    counts[labels, predictions] += 1
    return counts


def _by_largest(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    size = int(max(labels.max(), predictions.max())) + 1
    counts = np.zeros((size, size), dtype=np.int64)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def _lists(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> list[list[int]]:
    counts = [[0] * num_classes for _ in range(num_classes)]
    for label, prediction in zip(labels, predictions, strict=True):
        counts[label][prediction] += 1
    return counts


def _one_row_many_times(
    labels: np.ndarray, predictions: np.ndarray, num_classes: int
) -> np.ndarray:
    rows = [[0] * num_classes] * num_classes
    for label, prediction in zip(labels, predictions, strict=True):
        rows[label][prediction] += 1
    return np.array(rows, dtype=np.int64)


_SHAPE = "(num_classes, num_classes)"
_DTYPE = "dtype=np.int64"
_ADD = "counts[label, prediction] += 1"
_RETURN = "return counts"

BUGS = (
    Bug(
        "transposed",
        "The table is mirrored at its diagonal: rows are the truth here, columns the prediction. "
        "(Some books do it the other way; say which when you show one.)",
        {"[label, prediction]": "[prediction, label]"},
    ),
    Bug(
        "repeats_count_once",
        "No cell is above 1. `counts[labels, predictions] += 1` reads all cells, adds 1, and writes "
        "them back: a pair that occurs three times is written three times with the same number.",
        function=_fancy,
    ),
    Bug(
        "float_counts",
        "The counts are right, and floats: `np.zeros` makes those unless you ask for whole numbers.",
        {_DTYPE: "dtype=np.float64"},
    ),
    Bug(
        "size_from_the_data",
        "The table has as many rows as the largest class that occurs. Classes may be absent: its "
        "size is num_classes.",
        function=_by_largest,
    ),
    Bug(
        "rows_are_shares",
        "Each row adds up to 1: counts were divided by the number of pictures of their class. "
        "Return the counts.",
        {_RETURN: "return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)"},
    ),
    Bug(
        "shares_of_all",
        "The whole table adds up to 1: counts were divided by the number of pictures.",
        {_RETURN: "return counts / len(labels)"},
    ),
    Bug(
        "hits_only",
        "Only the diagonal is filled: mistakes were left out, and they are the point of the table.",
        {_ADD: "counts[label, prediction] += label == prediction"},
    ),
    Bug(
        "mistakes_only",
        "The diagonal is empty: what was right is counted too.",
        {_ADD: "counts[label, prediction] += label != prediction"},
    ),
    Bug(
        "both_ways",
        "Each picture was counted in two cells, [a, b] and [b, a]. Taking a 4 for a 9 is another "
        "mistake than taking a 9 for a 4.",
        {_ADD: f"{_ADD}\n        counts[prediction, label] += 1"},
    ),
    Bug(
        "classes_from_1",
        "Everything is one row up and one column to the left, as if classes began at 1. They begin "
        "at 0.",
        {"[label, prediction]": "[label - 1, prediction - 1]"},
    ),
    Bug(
        "truth_with_truth",
        "Each picture was counted in the cell of its true class: the predictions have no effect.",
        {"[label, prediction]": "[label, label]"},
    ),
    Bug(
        "drops_the_first",
        "One picture is missing, the first.",
        {"zip(labels, predictions": "zip(labels[1:], predictions[1:]"},
    ),
    Bug(
        "drops_the_last",
        "One picture is missing, the last.",
        {"zip(labels, predictions": "zip(labels[:-1], predictions[:-1]"},
    ),
    Bug(
        "every_pair",
        "Every label was paired with every prediction: two loops, one inside the other. Go through "
        "both side by side.",
        {
            "for label, prediction in zip(labels, predictions, strict=True)": (
                "for label, prediction in [(a, b) for a in labels for b in predictions]"
            )
        },
    ),
    Bug(
        "bytes_overflow",
        "A count above 255 started again at 0: bytes were used to count.",
        {_DTYPE: "dtype=np.uint8"},
    ),
    Bug(
        "one_row_shared",
        "All rows are the same: `[[0] * C] * C` is one list, C times. Make a row for each class.",
        function=_one_row_many_times,
    ),
    Bug(
        "nested_lists",
        "The counts are right, in lists of lists. An array is expected.",
        function=_lists,
    ),
    Bug(
        "one_long_row",
        "The counts are right and stand in one long row. Rows are the truth, columns the "
        "prediction.",
        {_RETURN: "return counts.ravel().copy()"},
    ),
    Bug(
        "accuracy_instead",
        "One number came back: the part that was right. The table says more.",
        {_RETURN: "return float(np.trace(counts) / counts.sum())"},
    ),
)
