"""The rectifier that lets a little of the negative side through."""

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


def leaky_relu(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    """Keep positive numbers and multiply negative ones by a small slope.

    Parameters
    ----------
    x : np.ndarray, any shape
        Floats or whole numbers.
    slope : float
        From 0 to 1. With 0 this is `relu`.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array, x where x > 0 and slope * x elsewhere.

    Examples
    --------
    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), slope=0.25)
    array([-0.5,  0. ,  3. ])
    """
    x = x.astype(np.float64)
    return np.where(x > 0, x, slope * x)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Several slopes, the default among them, and a slope of 0."""
    odd = float(rng.integers(11, 90)) / 100
    slopes: list[dict[str, float]] = [{"slope": 0.3}, {}, {"slope": odd}, {"slope": 0.0}]
    return elementwise_probes(rng, slopes)


def _maximum(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    x = np.array(x, dtype=float)
    return np.maximum(x, slope * x)


def _two_rectifiers(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    up = np.maximum(x.astype(float), 0)
    down = np.maximum(-x.astype(float), 0)
    return np.asarray(up - slope * down)


def _loops(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        out[index] = value if value >= 0 else slope * value
    return out


def _copy_and_scale(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    out = x.astype(np.float64)
    out[out < 0] *= slope
    return out


def _factor(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    factor = np.full(x.shape, slope)
    factor[x > 0] = 1.0
    return np.asarray(factor * x, dtype=np.float64)


def _in_place(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    for index, value in np.ndenumerate(x):
        if value < 0:
            x[index] = slope * value
    return x


def _dtype_of_x(x: np.ndarray, slope: float = 0.01) -> np.ndarray:
    out = x.copy()
    for index, value in np.ndenumerate(x):
        if value < 0:
            out[index] = slope * value
    return out


_SLOPED = "slope * x)"
_FLOAT = "x = x.astype(np.float64)"

BUGS = (
    Bug(
        "ignores_slope",
        "The slope is always 0.01: the argument has no effect.",
        {_SLOPED: "0.01 * x)"},
    ),
    Bug(
        "another_default",
        "Without a slope given, yours is 0.1 where 0.01 was asked for. Libraries differ here: "
        "PyTorch says 0.01, Keras 0.3.",
        {"slope: float = 0.01": "slope: float = 0.1"},
    ),
    Bug(
        "plain_relu",
        "Negative numbers became 0: nothing leaks.",
        {_SLOPED: "0.0 * x)"},
    ),
    Bug(
        "slope_on_the_positive_side",
        "The positive numbers were multiplied by the slope, the negative ones kept. The other way "
        "round.",
        {"x > 0": "x <= 0"},
    ),
    Bug(
        "slope_on_both_sides",
        "All numbers were multiplied by the slope: a straight line, with no corner in it.",
        {"x, slope": "slope * x, slope"},
    ),
    Bug(
        "returns_the_slope",
        "Every negative number became the slope itself. Multiply it by x.",
        {_SLOPED: "slope + 0 * x)"},
    ),
    Bug(
        "divides_by_slope",
        "Negative numbers grew: they were divided by the slope. Multiply.",
        {_SLOPED: "x / slope)"},
    ),
    Bug(
        "adds_slope",
        "The slope was added to the negative numbers. Multiply.",
        {_SLOPED: "slope + x)"},
    ),
    Bug(
        "sign_lost",
        "What leaks came out positive: the curve is a lopsided V. The result for a negative number "
        "is negative, or 0.",
        {_SLOPED: "slope * np.abs(x))"},
    ),
    Bug(
        "smooth_below_zero",
        "Below 0 the curve is bent, and levels off: this is ELU. Here it is a straight line.",
        {_SLOPED: "slope * np.expm1(np.minimum(x, 0)))"},
    ),
    Bug(
        "passes_everything",
        "Nothing was scaled: negative numbers came back whole.",
        {_SLOPED: "x)"},
    ),
    Bug(
        "modifies_x",
        "Your function wrote into the array it was given. Make a new one.",
        function=_in_place,
    ),
    Bug(
        "keeps_integer_dtype",
        "The result took the dtype of x: a small negative number among whole numbers is rounded "
        "to 0. The result is float64.",
        function=_dtype_of_x,
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_FLOAT: "x = x.astype(np.float32)"},
    ),
)

PROPERTIES = (
    compares(
        "leaves positive numbers alone",
        "Positive numbers do not come back as they were. They pass unchanged.",
        lambda f: bool(np.allclose(f(np.array([[0.3, 2.7, 41.0]])), [[0.3, 2.7, 41.0]])),
    ),
    compares(
        "a straight line below 0",
        "Below 0 twice the number does not give twice the result: there the curve is a straight "
        "line through 0.",
        lambda f: bool(np.allclose(2 * f(np.array([[-0.3, -2.7]])), f(np.array([[-0.6, -5.4]])))),
    ),
    cell_by_cell(lambda rng: (tenths(rng, 3, 4),)),
)

EXERCISE = Exercise(
    id="leaky_relu",
    points=1,
    card=Card("The rectifier that leaks", 1, 3, 3, needs=("relu",)),
    reference=leaky_relu,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative(
            "the larger of x and slope * x",
            _maximum,
            "This works because the slope is at most 1. With a slope of 2 the larger one would be "
            "the other.",
        ),
        Alternative("two rectifiers", _two_rectifiers),
        Alternative("a loop", _loops),
        Alternative("copy, then scale the negatives", _copy_and_scale),
        Alternative("an array of factors", _factor),
    ),
    hints=(
        "What comes out for 3, and what for -2, if the slope is 0.25? Which of the two depends on "
        "the slope?",
        "Make float64 first. Where the number is above 0, take it as it is; elsewhere take the "
        "slope times the number. `np.where` chooses between two arrays, cell by cell.",
        "```text\nx = x as float64\nreturn where(x > 0, ..., ...)\n```",
    ),
    symptoms=(
        Symptom("right with the default slope only", "does the name `slope` appear in your code?"),
        Symptom("whole numbers give zeros", "the result needs float64 before anything is stored"),
        Symptom("negative input, positive result", "a slope keeps the sign"),
    ),
    locate=cell("x"),
    properties=PROPERTIES,
    play='ActivationZoo.on_failing_case("leaky_relu", leaky_relu)',
)
