"""The other S-curve, made from the first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom
from autograder.lessons.lesson08.samples import (
    cell,
    cell_by_cell,
    compares,
    elementwise_probes,
    tenths,
)
from autograder.lessons.lesson08.sigmoid import sigmoid


def tanh(x: np.ndarray) -> np.ndarray:
    """Squash every number into the range from -1 to 1, by stretching and shifting `sigmoid`.

    Parameters
    ----------
    x : np.ndarray, any shape
        Floats or whole numbers, as large as you like.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array, `(exp(x) - exp(-x)) / (exp(x) + exp(-x))` cell by cell. Compute it from
        `sigmoid` alone, without `np.tanh` and without `np.exp`.

    Examples
    --------
    Here exp(x) is 3, so the result is (3 - 1/3) / (3 + 1/3) = 0.8:

    >>> tanh(np.array([-1000.0, 0.0, np.log(3)]))
    array([-1. ,  0. ,  0.8])
    """
    return 2 * sigmoid(2.0 * x) - 1


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small numbers, where the curve is nearly straight, and numbers that overflow exp."""
    large = rng.permutation([-1000.0, 1000.0, -0.3, 0.7, -20.5, 1.9]).reshape(2, 3)
    return [
        *elementwise_probes(rng, most=40),
        Probe("numbers near 1000 and -1000", "generality", (large,)),
    ]


def _difference(x: np.ndarray) -> np.ndarray:
    return sigmoid(2.0 * x) - sigmoid(-2.0 * x)


def _from_above(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 - 2 * sigmoid(-2.0 * x))


def _half_up(x: np.ndarray) -> np.ndarray:
    return np.asarray((sigmoid(x * 2.0) - 0.5) / 0.5)


def _sum(x: np.ndarray) -> np.ndarray:
    s = sigmoid(x.astype(float) + x)
    return np.asarray(s - (1 - s))


def _loop(x: np.ndarray) -> np.ndarray:
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = 2 * sigmoid(np.array([2.0 * value]))[0] - 1
    return out


def _quotient(x: np.ndarray) -> np.ndarray:
    s = sigmoid(x)
    return np.asarray((s**2 - (1 - s) ** 2) / (s**2 + (1 - s) ** 2))


def _in_place(x: np.ndarray) -> np.ndarray:
    x[:] = 2 * sigmoid(2.0 * x) - 1
    return x


_RESULT = "2 * sigmoid(2.0 * x) - 1"

BUGS = (
    Bug(
        "forgets_the_inner_two",
        "The range is right and the curve too flat: at 0 its slope is 0.5, not 1. It must be "
        "squeezed along x as well as stretched along y.",
        {"2.0 * x": "x"},
    ),
    Bug(
        "forgets_the_outer_two",
        "Results run from -1 to 0: the curve was moved down and not stretched.",
        {"2 * sigmoid": "sigmoid"},
    ),
    Bug(
        "forgets_minus_one",
        "Results run from 0 to 2: the curve was stretched and not moved down. tanh(0) is 0.",
        {" - 1": ""},
    ),
    Bug(
        "squeezed_sigmoid",
        "Results run from 0 to 1: the curve was squeezed along x, and neither stretched nor moved.",
        {_RESULT: "sigmoid(2.0 * x)"},
    ),
    Bug(
        "plain_sigmoid",
        "This is `sigmoid` itself: results run from 0 to 1.",
        {_RESULT: "sigmoid(1.0 * x)"},
    ),
    Bug(
        "halves_x",
        "The curve is far too flat: x was halved. It must be doubled.",
        {"2.0 * x": "x / 2.0"},
    ),
    Bug(
        "squares_x",
        "Positive and negative x give the same: x was squared. Double it.",
        {"2.0 * x": "1.0 * x**2"},
    ),
    Bug(
        "sign_reversed",
        "The curve falls: tanh is negative for negative x.",
        {"2.0 * x": "-2.0 * x"},
    ),
    Bug(
        "moved_by_half",
        "Results run from -0.5 to 1.5: 1 is to be subtracted after the stretching, not 0.5.",
        {" - 1": " - 0.5"},
    ),
    Bug(
        "overflow_by_exp",
        "For large x yours gives nan: `exp` overflowed above and below the line. Your `sigmoid` "
        "knows how to avoid that; build on it.",
        {_RESULT: "(np.exp(1.0 * x) - np.exp(-1.0 * x)) / (np.exp(1.0 * x) + np.exp(-1.0 * x))"},
    ),
    Bug(
        "derivative",
        "The result is a bell with a top of 1: this is the derivative, 1 - tanh squared.",
        {_RESULT: f"1 - ({_RESULT}) ** 2"},
    ),
    Bug(
        "hard_tanh",
        "Three straight pieces: x clipped to [-1, 1]. tanh bends smoothly.",
        {_RESULT: "np.clip(1.0 * x, -1, 1)"},
    ),
    Bug(
        "softsign",
        "The right range, but it arrives there too slowly: this is x / (1 + |x|).",
        {_RESULT: "x / (1.0 + np.abs(x))"},
    ),
    Bug(
        "scaled_as_in_1998",
        "This is 1.7159 tanh(2x / 3), the activation of the first LeNet-5. Plain tanh is asked.",
        {_RESULT: "1.7159 * (2 * sigmoid(4.0 / 3.0 * x) - 1)"},
    ),
    Bug(
        "absolute_value",
        "The sign is gone: tanh(-x) is -tanh(x).",
        {"2.0 * x": "2.0 * np.abs(x)"},
    ),
    Bug(
        "modifies_x",
        "Your function wrote into the array it was given. Make a new one.",
        function=_in_place,
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_RESULT: f"({_RESULT}).astype(np.float32)"},
    ),
)

PROPERTIES = (
    compares(
        "odd",
        "tanh(-x) must be -tanh(x), and tanh(0) must be 0; with yours they are not.",
        lambda f: bool(
            np.allclose(
                f(np.array([[-2.1, -0.7, 0.0, 1.3]])), -f(np.array([[2.1, 0.7, 0.0, -1.3]]))
            )
        ),
    ),
    compares(
        "steep as the diagonal at 0",
        "Close to 0 the curve must run along the diagonal: tanh(0.01) is very nearly 0.01.",
        lambda f: bool(np.allclose(f(np.array([[0.01, -0.01]])), [[0.01, -0.01]], rtol=1e-3)),
    ),
    compares(
        "ends at 1",
        "For large x the result must come close to 1, and for x far below 0 close to -1.",
        lambda f: bool(np.allclose(f(np.array([[30.0, -30.0]])), [[1.0, -1.0]])),
    ),
    cell_by_cell(lambda rng: (tenths(rng, 3, 4),)),
)

EXERCISE = Exercise(
    id="tanh",
    points=2,
    card=Card(
        "The other S-curve",
        2,
        2,
        8,
        needs=("sigmoid",),
        tools="your `sigmoid` and arithmetic; no `np.tanh`, no `np.exp`",
    ),
    reference=tanh,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("the difference of two sigmoids", _difference),
        Alternative("from above", _from_above),
        Alternative("move, then stretch", _half_up),
        Alternative("s minus its complement", _sum),
        Alternative("a loop", _loop),
        Alternative("squares of s and 1 - s", _quotient),
    ),
    hints=(
        "The sigmoid runs from 0 to 1, tanh from -1 to 1. How do you get from the first range to "
        "the second? And which of the two curves is steeper at 0?",
        "Divide both parts of the quotient in the docstring by exp(x): only exp(-2x) is left. "
        "Compare it with 1 / (1 + exp(-z)) for a suitable z. Then stretch the range and move it.",
        "```text\ns = sigmoid of ...a multiple of x...\nreturn ...stretch s to a range twice as "
        "long, then move it down...\n```",
    ),
    symptoms=(
        Symptom("range right, curve too flat", "the slope at 0 should be 1: squeeze along x too"),
        Symptom("tanh(0) is not 0", "sigmoid(0) is 0.5: follow it through your formula"),
        Symptom("nan for large x", "you called `exp` yourself; `sigmoid` does it safely"),
    ),
    forbids=("numpy.tanh", "math.tanh", "torch.tanh"),
    locate=cell("x"),
    properties=PROPERTIES,
    play='ActivationZoo.on_failing_case("tanh", tanh)',
)
