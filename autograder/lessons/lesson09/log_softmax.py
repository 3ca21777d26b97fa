# mypy: disable-error-code="no-any-return"
"""The logarithm of softmax, without taking the logarithm of a 0."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson08.samples import compares
from autograder.lessons.lesson09.log_softmax_bugs import BUGS
from autograder.lessons.lesson09.log_softmax_styles import ACCEPT
from autograder.lessons.lesson09.scores import probes_along_an_axis, row_of, rows_apart


def log_softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    """Take the logarithm of `softmax(z, axis)`, exactly even where softmax itself is 0.

    Parameters
    ----------
    z : np.ndarray, any shape
        Scores (logits); floats or whole numbers, as large as you like. A score of -inf beside
        finite ones is allowed, and gets -inf.
    axis : int
        The axis of the classes; may be negative.

    Returns
    -------
    np.ndarray, float64, the shape of z
        A new array of log-probabilities: 0 or below. They are as far apart as the scores were.

    Examples
    --------
    In the first row the sum of exp(z) is 1 + 3 = 4, so log 4 is taken from each score; in the
    second, softmax would give 0 for the score 0, and its logarithm is -1000:

    >>> log_softmax(np.array([[0.0, np.log(3)], [0, 1000]])).round(3)
    array([[-1.386e+00, -2.880e-01],
           [-1.000e+03,  0.000e+00]])
    """
    z = z.astype(np.float64)
    shifted = z - z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def probes(rng: np.random.Generator) -> list[Probe]:
    """Scores of every kind, two classes at least."""
    return probes_along_an_axis(rng, fewest=2)


_Z = np.array([[-3.1, -0.7, 0.0, 1.9], [2.4, 2.4, -1.3, 0.6]])

PROPERTIES = (
    compares(
        "exp adds up to 1",
        "`exp` of the results must add up to 1 along a row; with yours it does not.",
        lambda f: bool(np.allclose(np.exp(f(_Z)).sum(axis=1), 1)),
    ),
    compares(
        "same distances",
        "The results must be as far apart as the scores were, since one number is taken from all "
        "scores of a row; yours are not.",
        lambda f: bool(np.allclose(np.diff(f(_Z)), np.diff(_Z))),
    ),
    compares(
        "a small share keeps its logarithm",
        "Beside a score of 1000, a score of 0 must get about -1000. Yours gets another number: was "
        "a probability clipped, or something added to it, before the logarithm?",
        lambda f: bool(np.allclose(f(np.array([[0.0, 1000.0]])), [[-1000, 0]])),
    ),
    compares(
        "only differences count",
        "The same number was added to all scores of a row, and the result changed. It must cancel.",
        lambda f: bool(np.allclose(f(_Z), f(_Z + 2.5))),
    ),
    rows_apart(),
)

HINTS = (
    "The logarithm of a fraction is a difference: log(exp(z) / S) = log exp(z) - log S. What is "
    "log exp(z)?",
    "Subtract the maximum of each row, as in `softmax`. From what is left subtract the logarithm "
    "of the row's sum of powers. No fraction is ever formed, so nothing can become 0 before a "
    "logarithm is taken.",
    "```text\nz as float64\nshifted = z minus its maximum along axis, keeping the axis\n"
    "log_sum = log of the sum of ...\nreturn ...\n```",
)

SYMPTOMS = (
    Symptom("-inf for a finite score", "the logarithm of a share that was rounded to 0"),
    Symptom("never below about -27", "an epsilon inside the logarithm, or a clipped probability"),
    Symptom(
        "off by the largest score of the row", "the maximum left the sum and stayed in the score"
    ),
    Symptom("nan", "`exp` of scores near 1000: subtract the maximum of each row first"),
    Symptom("operands could not be broadcast", "`keepdims=True` for the maximum and for the sum"),
)

EXERCISE = Exercise(
    id="log_softmax",
    points=3,
    card=Card("The logarithm, first", 2, 4, 8, needs=("softmax",)),
    reference=log_softmax,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "scipy.special.log_softmax",
        "scipy.special.logsumexp",
        "torch.log_softmax",
        "torch.logsumexp",
        "torch.nn.functional.log_softmax",
    ),
    locate=row_of,
    properties=PROPERTIES,
    play='LogitsToLoss.on_failing_case("log_softmax", log_softmax)',
)
