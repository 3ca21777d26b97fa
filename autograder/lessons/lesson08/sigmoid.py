"""The logistic curve, computed so that no number overflows and no digit is lost."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson08.samples import (
    cell,
    cell_by_cell,
    compares,
    elementwise_probes,
    tenths,
)
from autograder.lessons.lesson08.sigmoid_bugs import BUGS
from autograder.lessons.lesson08.sigmoid_styles import ACCEPT


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Squash every number into the range from 0 to 1: `1 / (1 + exp(-x))`.

    Parameters
    ----------
    x : np.ndarray, any shape
        Floats or whole numbers, as large as you like: -1000 and 1000 give no overflow warning.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array. Small results keep their digits: sigmoid(-40) is 4.248e-18, and
        sigmoid(-720) is 2.032e-313; neither is 0.

    Examples
    --------
    exp(-0) is 1, so sigmoid(0) = 1 / (1 + 1); and if exp(-x) is 3, the result is 1/4:

    >>> sigmoid(np.array([-1000.0, -np.log(3), 0.0, 1000.0]))
    array([0.  , 0.25, 0.5 , 1.  ])
    """
    x = x.astype(np.float64)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Ordinary numbers; then large ones of both signs, and results so small that digits go.

    A formula in which exp overflows still gives the right 0 at -1000, with a warning. At -720 the
    true value is not yet 0, and there the overflow shows in the numbers too.
    """
    large = rng.permutation([-1000.0, 1000.0, -800.5, 750.25, -3.7, 2.3]).reshape(2, 3)
    low = -rng.permutation(np.arange(400, 600))[:8].reshape(4, 2) / 10
    lowest = -rng.permutation(np.arange(7120, 7250))[:6].reshape(2, 3) / 10
    return [
        *elementwise_probes(rng, most=60),
        Probe("numbers near 1000 and -1000", "generality", (large,), silent=True),
        Probe("from -60 to -40: tiny results", "generality", (low,)),
        Probe("near -720: the tiniest results", "generality", (lowest,), rtol=1e-6),
        Probe("whole numbers near 1000", "robustness", (large.astype(np.int64),)),
    ]


PROPERTIES = (
    compares(
        "mirror image",
        "sigmoid(-x) and sigmoid(x) must add up to 1; yours do not.",
        lambda f: bool(
            np.allclose(
                f(np.array([[-3.1, -0.7, 0.0, 1.9]])) + f(np.array([[3.1, 0.7, 0.0, -1.9]])), 1
            )
        ),
    ),
    compares(
        "rises",
        "A larger x must give a larger result; yours falls, or stays where it is.",
        lambda f: bool((np.diff(f(np.array([[-9.0, -3.0, -1.0, 0.0, 0.5, 2.0, 8.0]]))) > 0).all()),
    ),
    compares(
        "keeps small results apart",
        "Far down, from x = -700 to x = -30, different numbers give the same result. Was x clipped, "
        "or a small number added to a large one?",
        lambda f: bool((np.diff(f(np.array([[-700.0, -600.0, -300.0, -90.0, -30.0]]))) > 0).all()),
    ),
    cell_by_cell(lambda rng: (tenths(rng, 3, 4),)),
)

HINTS = (
    "What is exp(-x) for x = -1000, and what for x = 1000? For which sign of the number inside can "
    "`exp` never be larger than 1?",
    "There are two ways to write the curve: 1 / (1 + exp(-x)), and the same fraction with both "
    "parts multiplied by exp(x), exp(x) / (exp(x) + 1). One is harmless for x >= 0, the other for "
    "x < 0. Take `exp` once, of a number that is never above 0, and use it in both.",
    "```text\nx = x as float64\nsmall = exp of ...something that is never above 0...\n"
    "top = 1 where x >= 0, ... elsewhere\nreturn top divided by (1 + small)\n```",
)

SYMPTOMS = (
    Symptom("nan", "infinity divided by infinity: `exp` of a large number stands above and below"),
    Symptom("overflow warning, numbers right", "`np.where` computes both of its branches first"),
    Symptom("0 near x = -720", "`exp(720)` is infinity; 1 over it is 0, too early"),
    Symptom(
        "0 near x = -40", "a tiny number was added to 1, or taken from it: its digits are gone"
    ),
    Symptom("rises where it should fall", "the sign inside `exp`"),
)

EXERCISE = Exercise(
    id="sigmoid",
    points=3,
    card=Card("The S-curve, without overflow", 2, 4, 12),
    reference=sigmoid,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("scipy.special.expit", "torch.sigmoid"),
    locate=cell("x"),
    properties=PROPERTIES,
    play='ActivationZoo.on_failing_case("sigmoid", sigmoid)',
)
