# mypy: disable-error-code="no-any-return"
"""Scores to positive numbers that add up to 1."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson08.samples import compares
from autograder.lessons.lesson09.scores import probes_along_an_axis, row_of, rows_apart
from autograder.lessons.lesson09.softmax_bugs import BUGS
from autograder.lessons.lesson09.softmax_styles import ACCEPT


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    """Turn scores into positive numbers that add up to 1: `exp(z) / sum(exp(z))`.

    Parameters
    ----------
    z : np.ndarray, any shape
        Scores (logits); floats or whole numbers, as large as you like: scores near 1000 or -1000
        give no nan. A score of -inf beside finite ones is allowed, and gets 0.
    axis : int
        The axis of the classes. Along it the results add up to 1; may be negative.

    Returns
    -------
    np.ndarray, float64, the shape of z
        A new array.

    Examples
    --------
    In the first row exp(z) is 1, 3 and 4, with the sum 8; in the second all are alike:

    >>> softmax(np.array([[0.0, np.log(3), np.log(4)], [1000, 1000, -np.inf]]))
    array([[0.125, 0.375, 0.5  ],
           [0.5  , 0.5  , 0.   ]])
    """
    z = z.astype(np.float64)
    powers = np.exp(z - z.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Scores of every kind, a single class among them."""
    return probes_along_an_axis(rng, fewest=1)


_Z = np.array([[-3.1, -0.7, 0.0, 1.9], [2.4, 2.4, -1.3, 0.6]])

PROPERTIES = (
    compares(
        "adds up to 1",
        "Along a row the results must add up to 1; yours do not. What do you divide by?",
        lambda f: bool(np.allclose(f(_Z).sum(axis=1), 1)),
    ),
    compares(
        "nothing negative",
        "Results below 0 or above 1 came out. `exp` is positive, and a part is at most the whole.",
        lambda f: bool((f(_Z) >= 0).all() and (f(_Z) <= 1).all()),
    ),
    compares(
        "keeps the order",
        "A larger score must get a larger share; yours does not.",
        lambda f: bool((np.diff(f(np.array([[-3.0, -1.0, 0.5, 2.0]]))[0]) > 0).all()),
    ),
    compares(
        "only differences count",
        "The same number was added to all scores of a row, and the result changed. exp(z + c) is "
        "exp(c) exp(z), so it cancels.",
        lambda f: bool(np.allclose(f(_Z), f(_Z + 2.5))),
    ),
    compares(
        "powers of e",
        "Two scores that differ by log 3 must get shares whose ratio is 3; yours have another "
        "ratio.",
        lambda f: bool(np.allclose(f(np.array([[0.0, np.log(3)]])), [[0.25, 0.75]])),
    ),
    rows_apart(),
)

HINTS = (
    "What is exp(1000) in float64? You may add the same number to every score of a row without "
    "changing the result: which number makes all of them harmless?",
    "Along the axis of the classes, take the maximum and subtract it; take `exp`; divide by the "
    "sum along the same axis. Maximum and sum must keep that axis, with length 1, so that each row "
    "is met by its own.",
    "```text\nz as float64\nlargest = maximum along axis, keeping the axis\n"
    "powers = exp of ...\nreturn powers divided by ...\n```",
)

SYMPTOMS = (
    Symptom("nan", "infinity over infinity (scores near 1000), or 0 over 0 (scores near -1000)"),
    Symptom(
        "nan in some rows only", "one maximum for all rows: in the low rows `exp` gives only 0"
    ),
    Symptom("operands could not be broadcast", "`keepdims=True` for the maximum and for the sum"),
    Symptom("rows do not add up to 1", "along which axis is the sum? is it the one asked for?"),
    Symptom("right, but the scores changed", "`z -= ...` writes into the argument"),
)

EXERCISE = Exercise(
    id="softmax",
    points=4,
    card=Card("Shares from scores", 2, 5, 12),
    reference=softmax,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("scipy.special.softmax", "torch.softmax", "torch.nn.functional.softmax"),
    locate=row_of,
    properties=PROPERTIES,
    play='LogitsToLoss.on_failing_case("softmax", softmax)',
)
