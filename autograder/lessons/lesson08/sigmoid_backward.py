"""The slope of the S-curve, from its height."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson08.samples import cell, cell_by_cell, tenths


def sigmoid_backward(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Send a gradient back through `sigmoid`, given what came out of it.

    Parameters
    ----------
    dout : np.ndarray, the shape of y
        The upstream gradient; floats or whole numbers.
    y : np.ndarray, any shape
        The *output* y = sigmoid(x), from 0 to 1, both ends included (float64 has no number
        between 1 and sigmoid(40)).

    Returns
    -------
    np.ndarray, float64, the shape of y
        A new array, dout times the slope of the curve; the slope is `y * (1 - y)`.

    Examples
    --------
    The slope is steepest, 1/4, where y is 1/2, and 0 where y is 1:

    >>> sigmoid_backward(np.array([8.0, -8.0, 8.0]), np.array([0.5, 0.25, 1.0]))
    array([ 2. , -1.5,  0. ])
    """
    return dout.astype(np.float64) * y * (1 - y)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Outputs all over the range from 0 to 1, the ends too; upstream gradients of both signs."""

    def case(*shape: int) -> tuple[np.ndarray, np.ndarray]:
        return tenths(rng, *shape), heights(rng, *shape)

    flat = heights(rng, 3, 4)
    flat.flat[rng.permutation(12)[:6]] = rng.permutation([0.0, 0, 0, 1, 1, 1])
    falling = -np.sort(rng.permutation(np.arange(1, 95))[:12] / 10).reshape(4, 3)
    return [
        Probe("two rows of three", "core", case(2, 3)),
        Probe("five rows of three", "core", case(5, 3)),
        Probe("half of it saturated", "core", (tenths(rng, 3, 4), flat)),
        Probe("a gradient below 0 everywhere", "generality", (falling, heights(rng, 4, 3))),
        Probe("a square, 3x3", "generality", case(3, 3)),
        Probe("one axis", "generality", case(7)),
        Probe("two images of two channels", "generality", case(2, 2, 3, 2)),
        Probe("close to 0", "generality", (tenths(rng, 2, 5), 1e-6 * heights(rng, 2, 5))),
        Probe(
            "real numbers",
            "generality",
            (rng.standard_normal((3, 2, 5, 7)), rng.random((3, 2, 5, 7))),
            show=False,
        ),
        Probe(
            "a gradient of whole numbers",
            "robustness",
            (rng.permutation(np.arange(-7, 8)).reshape(3, 5), heights(rng, 3, 5)),
        ),
    ]


def heights(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Hundredths from 0.01 to 0.99 without 0.5, all different."""
    values = np.delete(np.arange(1, 100), 49)
    return np.asarray(rng.permutation(values)[: int(np.prod(shape))].reshape(shape) / 100)


def _loops(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    out = np.empty(y.shape)
    for index in np.ndindex(*y.shape):
        out[index] = dout[index] * y[index] * (1 - y[index])
    return out


def _expanded(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(dout * (y - y**2))


def _slope_first(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    slope = y * (1.0 - y)
    return np.multiply(slope, dout)


def _einsum(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("...,...,...->...", dout, y, 1 - y))


def _lists(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    rows = zip(dout.ravel().tolist(), y.ravel().tolist(), strict=True)
    return np.array([float(d) * v * (1 - v) for d, v in rows]).reshape(y.shape)


def _in_place(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    dout[...] = dout * y * (1 - y)
    return dout


def _dtype_of_dout(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    out = np.empty_like(dout)
    out[...] = dout * y * (1 - y)
    return out


_DOUT = "dout.astype(np.float64)"
_SLOPE = "y * (1 - y)"
_RESULT = f"{_DOUT} * {_SLOPE}"

BUGS = (
    Bug(
        "takes_y_for_x",
        "The sigmoid was applied once more: y is already the output. Its slope needs no `exp`.",
        {_SLOPE: "(1 / (1 + np.exp(-y))) * (1 - 1 / (1 + np.exp(-y)))"},
    ),
    Bug(
        "ignores_upstream",
        "dout had no part in the result: this is the slope alone. By the chain rule it is "
        "multiplied by dout.",
        {_RESULT: "1.0 * y * (1 - y)"},
    ),
    Bug(
        "slope_of_tanh",
        "This is 1 - y squared, the slope of tanh.",
        {_SLOPE: "(1 - y**2)"},
    ),
    Bug(
        "forgets_one_minus_y",
        "The factor 1 - y is missing: where y is near 1 the curve is flat, and the result must be "
        "near 0.",
        {_SLOPE: "y"},
    ),
    Bug(
        "forgets_y",
        "The factor y is missing: where y is near 0 the curve is flat, and the result must be near "
        "0.",
        {_SLOPE: "(1 - y)"},
    ),
    Bug(
        "sign_reversed",
        "Right up to the sign: the sigmoid rises, so its slope is positive.",
        {"(1 - y)": "(y - 1)"},
    ),
    Bug(
        "adds_instead_of_subtracting",
        "The slope grows with y: the second factor should fall from 1 to 0.",
        {"(1 - y)": "(1 + y)"},
    ),
    Bug(
        "forgets_brackets",
        "`y * 1 - y` is 0 times nothing: without brackets the product comes first.",
        {_RESULT: f"{_DOUT} * y * 1 - y"},
    ),
    Bug(
        "adds_upstream",
        "dout was added to the slope. By the chain rule the two are multiplied.",
        {_RESULT: f"{_DOUT} + y * (1 - y)"},
    ),
    Bug(
        "slope_at_the_middle_everywhere",
        "Every number of dout was divided by 4. That is the slope at the middle only.",
        {_SLOPE: "0.25"},
    ),
    Bug(
        "slope_of_relu",
        "dout came back as it was: y is positive everywhere, so a rectifier's mask stops nothing. "
        "The sigmoid has a slope of its own.",
        {_SLOPE: "(y > 0)"},
    ),
    Bug(
        "arguments_exchanged",
        "The slope was computed from dout and multiplied by y: the order is (dout, y).",
        {_RESULT: f"y * {_DOUT} * (1 - {_DOUT})"},
    ),
    Bug(
        "sums_up",
        "One number came back, or the same everywhere. Each cell keeps its own gradient.",
        {_RESULT: f"np.zeros(y.shape) + np.sum({_RESULT})"},
    ),
    Bug(
        "mutates_upstream_in_place",
        "dout was overwritten: whoever sent it still needs it. Make a new array.",
        function=_in_place,
    ),
    Bug(
        "takes_dtype_of_dout",
        "The fractions are gone: the result array took its dtype from a gradient of whole numbers.",
        function=_dtype_of_dout,
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_RESULT: f"({_RESULT}).astype(np.float32)"},
    ),
)


def _two(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return tenths(rng, 3, 4), heights(rng, 3, 4)


EXERCISE = Exercise(
    id="sigmoid_backward",
    points=1,
    card=Card("Back through the sigmoid", 2, 4, 5, needs=("sigmoid",)),
    reference=sigmoid_backward,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("a loop", _loops),
        Alternative("y minus y squared", _expanded),
        Alternative("the slope first", _slope_first),
        Alternative("einsum", _einsum),
        Alternative("plain Python lists", _lists),
    ),
    hints=(
        "At y = 1/2 the curve is steepest, with slope 1/4. At y near 0 and near 1 it is flat. "
        "Which product of two simple factors behaves like that?",
        "The docstring names the slope, written with y alone. Compute it cell by cell, then apply "
        "the chain rule: what does the slope do to the gradient that comes from above?",
        "```text\nslope = ...from y, nothing else...\nreturn ...the chain rule...\n```",
    ),
    symptoms=(
        Symptom("all results are near a quarter of dout", "did you apply `sigmoid` to y again?"),
        Symptom("not 0 where y is 1", "one factor of the slope is missing"),
        Symptom("a multiple of -1", "y - 1 or 1 - y?"),
    ),
    locate=cell("y"),
    properties=(linear(0, "dout", _two), cell_by_cell(_two)),
    play='ActivationZoo.on_failing_case("sigmoid_backward", sigmoid_backward)',
)
