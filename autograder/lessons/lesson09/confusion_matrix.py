"""Which class was taken for which, counted."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through
from autograder.lessons.lesson09.confusion_matrix_bugs import BUGS
from autograder.lessons.lesson09.confusion_matrix_styles import ACCEPT


def confusion_matrix(labels: np.ndarray, predictions: np.ndarray, num_classes: int) -> np.ndarray:
    """Count how often each class was taken for each.

    Parameters
    ----------
    labels : np.ndarray, whole numbers, shape (N,)
        The true class of each picture, from 0 to num_classes - 1.
    predictions : np.ndarray, whole numbers, shape (N,)
        The class that was predicted for it, from 0 to num_classes - 1.
    num_classes : int
        There may be classes that occur in neither.

    Returns
    -------
    np.ndarray, int64, shape (num_classes, num_classes)
        Rows are the truth, columns the prediction: cell [a, b] counts the pictures of class a that
        were taken for b. The diagonal counts what was right.

    Examples
    --------
    Two pictures of class 0 were taken for class 2:

    >>> confusion_matrix(np.array([0, 1, 0, 2]), np.array([2, 1, 2, 2]), 3)
    array([[0, 0, 2],
           [0, 1, 0],
           [0, 0, 1]])
    """
    counts = np.zeros((num_classes, num_classes), dtype=np.int64)
    for label, prediction in zip(labels, predictions, strict=True):
        counts[label, prediction] += 1
    return counts


def probes(rng: np.random.Generator) -> list[Probe]:
    """Few classes and many repeats; classes that do not occur; more pictures than a byte counts."""

    def case(n: int, classes: int, absent: int = 0) -> tuple[np.ndarray, np.ndarray, int]:
        """One mistake is made three times; half of the other pictures are right."""
        some = classes - absent
        labels = rng.permutation(np.arange(n) % some)
        guesses = np.where(rng.random(n) < 0.5, labels, rng.integers(0, some, size=n))
        pair = rng.permutation(some)[:2] if some > 1 else np.zeros(2, dtype=int)
        labels[:3], guesses[:3] = pair[0], pair[1]
        guesses[3:5] = 0, some - 1
        return labels, guesses, classes

    most = case(7, 4)
    one_sided = (np.full(5, 2), rng.permutation([0, 1, 1, 3, 3]), 4)
    crowd = np.repeat(rng.permutation(3)[:2], [300, 20])
    return [
        Probe("six pictures, three classes", "core", case(6, 3)),
        Probe("twelve pictures, four classes", "core", case(12, 4)),
        Probe("two classes", "core", case(9, 2)),
        Probe("the last classes are absent", "generality", case(8, 6, absent=2)),
        Probe("all of one class, none found", "generality", one_sided),
        Probe("all right", "generality", (most[0], most[0].copy(), 5)),
        Probe("one picture", "generality", (rng.permutation(4)[:1], rng.permutation(4)[:1], 4)),
        Probe("one class", "generality", (np.zeros(4, dtype=int), np.zeros(4, dtype=int), 1)),
        Probe("as many pictures as classes", "generality", case(5, 5)),
        Probe("320 pictures", "generality", (crowd, rng.permutation(crowd), 3), show=False),
        Probe("ten classes", "generality", case(90, 10), show=False),
        Probe(
            "int32",
            "robustness",
            (most[1].astype(np.int32), most[0].astype(np.int32), 4),
        ),
    ]


def _counts_every_picture(function: Function, rng: np.random.Generator) -> str:
    labels, guesses = rng.integers(0, 4, size=(2, 30))
    total = call_through(function, (labels, guesses, 4)).sum()
    if total == 30:
        return ""
    return f"30 pictures went in, and your counts add up to {total:g}."


def _rows_count_the_truth(function: Function, rng: np.random.Generator) -> str:
    labels, guesses = np.repeat([0, 1, 2], [9, 4, 2]), rng.integers(0, 3, size=15)
    rows = call_through(function, (labels, guesses, 3)).sum(axis=-1).ravel().tolist()
    if rows == [9, 4, 2]:
        return ""
    return f"9, 4 and 2 pictures belong to the classes, and your rows add up to {rows}."


EXERCISE = Exercise(
    id="confusion_matrix",
    points=2,
    card=Card("Who is taken for whom", 1, 3, 8),
    reference=confusion_matrix,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "A picture of class 3 was taken for class 8. Which one cell of the table grows, and by how "
        "much?",
        "Start with a square table of zeros, whole numbers. Go through the pictures, the true "
        "class and the predicted one side by side, and count each in its cell.",
        "```text\ncounts = zeros, num_classes x num_classes, int64\n"
        "for each label with its prediction:\n    counts at ... += 1\nreturn counts\n```",
    ),
    symptoms=(
        Symptom("no count above 1", "`counts[a, b] += 1` with arrays adds once to each cell"),
        Symptom("mirrored at the diagonal", "rows are the truth"),
        Symptom("too small a table", "classes may be absent: the size is `num_classes`"),
        Symptom("counts have decimals", "`np.zeros` gives float64 unless told otherwise"),
    ),
    forbids=("sklearn.metrics.confusion_matrix",),
    properties=(
        Property("every picture counts", _counts_every_picture),
        Property("rows are the truth", _rows_count_the_truth),
    ),
)
