"""The rectifier: what is negative becomes 0."""

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


def relu(x: np.ndarray) -> np.ndarray:
    """Replace every negative number by 0 and keep the others: the rectified linear unit.

    Parameters
    ----------
    x : np.ndarray, any shape
        Floats or whole numbers.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array, `max(x, 0)` cell by cell.

    Examples
    --------
    >>> relu(np.array([[-2, 0, 3], [1.5, -0.5, 7]]))
    array([[0. , 0. , 3. ],
           [1.5, 0. , 7. ]])
    """
    return np.maximum(x.astype(np.float64), 0.0)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Both signs and zeros in several shapes and dtypes."""
    return elementwise_probes(rng)


def _loops(x: np.ndarray) -> np.ndarray:
    out = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        if x[index] > 0:
            out[index] = x[index]
    return out


def _where(x: np.ndarray) -> np.ndarray:
    return np.where(x > 0, x, 0.0).astype(float)


def _mask(x: np.ndarray) -> np.ndarray:
    return np.array(x, dtype=float) * (x > 0)


def _copy_and_assign(x: np.ndarray) -> np.ndarray:
    out = np.array(x, dtype=np.float64)
    out[out < 0] = 0
    return out


def _half_sum(x: np.ndarray) -> np.ndarray:
    return np.asarray((x + np.abs(x)) / 2.0, dtype=np.float64)


def _clip(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(x, 0, None), dtype=float)


def _lists(x: np.ndarray) -> np.ndarray:
    return np.array([max(float(value), 0.0) for value in x.ravel()]).reshape(x.shape)


def _in_place(x: np.ndarray) -> np.ndarray:
    x[x < 0] = 0
    return x


def _whole_array(x: np.ndarray) -> np.ndarray:
    return x.astype(np.float64) if x.sum() > 0 else np.zeros(x.shape)


_RESULT = "np.maximum(x.astype(np.float64), 0.0)"

BUGS = (
    Bug(
        "np_max_takes_an_axis",
        "`np.max(x, 0)` is the largest number along axis 0, so an axis is gone. `np.maximum` "
        "compares two things cell by cell.",
        {_RESULT: "np.max(x.astype(np.float64), 0)"},
    ),
    Bug(
        "modifies_x",
        "Your function wrote zeros into the array it was given: the caller's numbers are gone. "
        "Make a new array.",
        function=_in_place,
    ),
    Bug(
        "returns_mask",
        "Only zeros and ones came back: that says where x is positive. Keep the positive numbers.",
        {_RESULT: "(x > 0).astype(np.float64)"},
    ),
    Bug(
        "absolute_value",
        "The negative numbers came back without their sign. They become 0.",
        {_RESULT: "np.abs(x.astype(np.float64))"},
    ),
    Bug(
        "keeps_the_negatives",
        "The negative numbers stayed and the positive ones are 0: the other half was cut.",
        {"np.maximum": "np.minimum"},
    ),
    Bug(
        "rectifies_the_mirror_image",
        "Where x was negative there is a positive number, and 0 where it was positive: x changed "
        "its sign first.",
        {"x.astype": "(-x).astype"},
    ),
    Bug(
        "subtracts_the_minimum",
        "Everything moved up until the smallest number was 0. That makes numbers positive, and it "
        "bends nothing. Each number is treated by itself.",
        {_RESULT: "x.astype(np.float64) - x.min()"},
    ),
    Bug(
        "decides_for_the_whole_array",
        "All numbers passed or none did. The question 'is it above 0?' is asked for each number.",
        function=_whole_array,
    ),
    Bug(
        "throws_negatives_away",
        "The shape is gone: indexing with a mask returns the chosen cells in a row. A 0 stays in "
        "the place of a negative number.",
        {_RESULT: "x[x > 0].astype(np.float64)"},
    ),
    Bug(
        "caps_at_one",
        "Nothing is above 1: positive numbers pass as they are, however large.",
        {_RESULT: "np.clip(x.astype(np.float64), 0, 1)"},
    ),
    Bug(
        "caps_at_six",
        "Nothing is above 6: that is ReLU6, made for phones that compute in few bits. Here there is "
        "no ceiling.",
        {_RESULT: "np.clip(x.astype(np.float64), 0, 6)"},
    ),
    Bug(
        "threshold_at_one",
        "Nothing is below 1. The bend lies at 0.",
        {"0.0)": "1.0)"},
    ),
    Bug(
        "leaks",
        "Negative numbers came through at a hundredth of their size. That is the leaky one, which "
        "comes next.",
        {", 0.0)": ", 0.01 * x)"},
    ),
    Bug(
        "softplus_instead",
        "The curve is smooth: this is softplus, log(1 + exp(x)). ReLU has a corner at 0.",
        {_RESULT: "np.log1p(np.exp(x.astype(np.float64)))"},
    ),
    Bug(
        "keeps_integer_dtype",
        "Right numbers in the dtype of x. In this course such functions return float64, whatever "
        "comes in.",
        {_RESULT: "np.maximum(x, 0)"},
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_RESULT: "np.maximum(x.astype(np.float32), 0)"},
    ),
)

PROPERTIES = (
    compares(
        "leaves positive numbers alone",
        "Positive numbers do not come back as they were. They pass unchanged.",
        lambda f: bool(np.allclose(f(np.array([[0.3, 2.7, 41.0]])), [[0.3, 2.7, 41.0]])),
    ),
    compares(
        "sends negative numbers to 0",
        "Negative numbers do not become 0.",
        lambda f: bool(np.allclose(f(np.array([[-0.3, -2.7, -41.0]])), 0)),
    ),
    cell_by_cell(lambda rng: (tenths(rng, 3, 4),)),
)

EXERCISE = Exercise(
    id="relu",
    points=1,
    card=Card("The rectifier", 1, 5, 3),
    reference=relu,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("a loop over all indices", _loops),
        Alternative("np.where", _where),
        Alternative("times a mask", _mask),
        Alternative("copy, then assign", _copy_and_assign),
        Alternative("half of x + |x|", _half_sum),
        Alternative("np.clip", _clip),
        Alternative("plain Python lists", _lists),
    ),
    hints=(
        "Write -2, 0 and 3 on paper, and below each what should come out. Which two numbers are "
        "compared each time?",
        "Compare each number with 0 and keep the larger of the two. NumPy has one function that "
        "compares two arrays cell by cell, and another that finds the largest number of one array; "
        "you want the first.",
        "```text\nmake the numbers float64\nreturn, cell by cell, ...the larger of x and 0...\n```",
    ),
    symptoms=(
        Symptom(
            "the shape is smaller", "`np.max` and `x[x > 0]` drop cells; `np.maximum` does not"
        ),
        Symptom("x changed", "you assigned into x: copy it first"),
        Symptom("right, but the dtype is int64", "make float64 before you compare"),
    ),
    locate=cell("x"),
    properties=PROPERTIES,
    play='ActivationZoo.on_failing_case("relu", relu)',
)
