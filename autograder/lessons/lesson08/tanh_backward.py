"""The slope of tanh, from its height."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson08.samples import cell, cell_by_cell, tenths


def tanh_backward(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Send a gradient back through `tanh`, given what came out of it.

    Parameters
    ----------
    dout : np.ndarray, the shape of y
        The upstream gradient; floats or whole numbers.
    y : np.ndarray, any shape
        The *output* y = tanh(x), from -1 to 1, both ends included.

    Returns
    -------
    np.ndarray, float64, the shape of y
        A new array, dout times the slope of the curve. You find the slope from `sigmoid`'s, or
        from a table.

    Examples
    --------
    The slope is steepest, 1, where y is 0, and 0 where y is -1:

    >>> tanh_backward(np.array([4.0, 4.0, 4.0]), np.array([0.0, 0.5, -1.0]))
    array([4., 3., 0.])
    """
    return dout.astype(np.float64) * (1 - y**2)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Outputs all over the range from -1 to 1, the ends and 0 too."""

    def case(*shape: int) -> tuple[np.ndarray, np.ndarray]:
        return tenths(rng, *shape), heights(rng, *shape)

    flat = heights(rng, 3, 4)
    flat.flat[rng.permutation(12)[:6]] = rng.permutation([0.0, 0, 1, 1, -1, -1])
    falling = -np.sort(rng.permutation(np.arange(1, 95))[:12] / 10).reshape(4, 3)
    return [
        Probe("two rows of three", "core", case(2, 3)),
        Probe("five rows of three", "core", case(5, 3)),
        Probe("half of it saturated, or 0", "core", (tenths(rng, 3, 4), flat)),
        Probe("a gradient below 0 everywhere", "generality", (falling, heights(rng, 4, 3))),
        Probe("a square, 3x3", "generality", case(3, 3)),
        Probe("one axis", "generality", case(7)),
        Probe("two images of two channels", "generality", case(2, 2, 3, 2)),
        Probe(
            "real numbers",
            "generality",
            (rng.standard_normal((3, 2, 5, 7)), rng.uniform(-1, 1, (3, 2, 5, 7))),
            show=False,
        ),
        Probe(
            "a gradient of whole numbers",
            "robustness",
            (rng.permutation(np.arange(-7, 8)).reshape(3, 5), heights(rng, 3, 5)),
        ),
    ]


def heights(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Hundredths of both signs, all of different size, none of them 0 or 1 in size."""
    return tenths(rng, *shape, zeros=0, most=98) / 10


def _loops(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    out = np.zeros(y.shape)
    for index, value in np.ndenumerate(y):
        out[index] = dout[index] * (1 - value * value)
    return out


def _two_factors(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(dout * (1 - y) * (1 + y))


def _expanded(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(dout - dout * np.square(y), dtype=float)


def _by_sigmoid(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    s = (y + 1) / 2
    return np.asarray(4 * dout * s * (1 - s))


def _lists(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    rows = zip(dout.ravel().tolist(), y.ravel().tolist(), strict=True)
    return np.array([float(d) * (1 - v**2) for d, v in rows]).reshape(y.shape)


def _in_place(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    dout[...] = dout * (1 - y**2)
    return dout


def _dtype_of_dout(dout: np.ndarray, y: np.ndarray) -> np.ndarray:
    out = np.empty_like(dout)
    out[...] = dout * (1 - y**2)
    return out


_DOUT = "dout.astype(np.float64)"
_SLOPE = "(1 - y**2)"
_RESULT = f"{_DOUT} * {_SLOPE}"

BUGS = (
    Bug(
        "takes_y_for_x",
        "tanh was applied once more: y is already the output. Its slope needs no further curve.",
        {"y**2": "np.tanh(y) ** 2"},
    ),
    Bug(
        "slope_of_sigmoid",
        "This is y(1 - y), the slope of the sigmoid. Where y is negative it would fall; tanh rises "
        "everywhere.",
        {_SLOPE: "y * (1 - y)"},
    ),
    Bug(
        "ignores_upstream",
        "dout had no part in the result: this is the slope alone. By the chain rule it is "
        "multiplied by dout.",
        {_RESULT: "1.0 - y**2"},
    ),
    Bug(
        "forgets_the_square",
        "1 - y in place of 1 - y squared: at y = -1 the curve is flat, and yours gives a slope of "
        "2.",
        {"y**2": "y"},
    ),
    Bug(
        "absolute_value_not_square",
        "1 - |y| in place of 1 - y squared: right at 0 and at the ends, too small between.",
        {"y**2": "np.abs(y)"},
    ),
    Bug(
        "squares_the_bracket",
        "The whole bracket was squared, where only y is: (1 - y) squared is 4 at y = -1.",
        {_SLOPE: "(1 - y) ** 2"},
    ),
    Bug(
        "doubles_instead_of_squaring",
        "1 - 2y in place of 1 - y squared: `y**2` is y times y.",
        {"y**2": "y * 2"},
    ),
    Bug(
        "adds_the_square",
        "The slope is above 1: the square is subtracted, not added.",
        {"1 - y": "1 + y"},
    ),
    Bug(
        "sign_reversed",
        "Right up to the sign: tanh rises, so its slope is positive.",
        {_SLOPE: "(y**2 - 1)"},
    ),
    Bug(
        "forgets_brackets",
        "Without brackets dout was multiplied by 1, and then y squared was subtracted.",
        {_SLOPE: "1 - y**2"},
    ),
    Bug(
        "adds_upstream",
        "dout was added to the slope. By the chain rule the two are multiplied.",
        {_RESULT: f"{_DOUT} + (1 - y**2)"},
    ),
    Bug(
        "passes_everything",
        "dout came back as it was. Where y is near 1 or -1 the curve is flat, and little passes.",
        {_SLOPE: "1"},
    ),
    Bug(
        "quarter_of_it",
        "Everything is a quarter of what it should be: the sigmoid's slope at s = (y + 1) / 2 is "
        "there, the stretching by 2 and the squeezing by 2 are not.",
        {_SLOPE: "(1 - y**2) / 4"},
    ),
    Bug(
        "half_of_it",
        "Everything is half of what it should be: tanh is stretched by 2 *and* squeezed by 2.",
        {_SLOPE: "(1 - y**2) / 2"},
    ),
    Bug(
        "arguments_exchanged",
        "The slope was computed from dout and multiplied by y: the order is (dout, y).",
        {_RESULT: f"y * (1 - {_DOUT} ** 2)"},
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
    id="tanh_backward",
    points=1,
    card=Card("Back through tanh", 2, 3, 4, needs=("tanh", "sigmoid_backward")),
    reference=tanh_backward,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("a loop", _loops),
        Alternative("(1 - y)(1 + y)", _two_factors),
        Alternative("multiplied out", _expanded),
        Alternative("from the sigmoid's slope", _by_sigmoid),
        Alternative("plain Python lists", _lists),
    ),
    hints=(
        "tanh(x) = 2 s - 1, where s = sigmoid(2x). The slope of s along its own argument is "
        "s(1 - s). Which two factors of 2 come from the stretching and the squeezing?",
        "So the slope is 4 s (1 - s). Solve y = 2s - 1 for s, put it in, and multiply out: a very "
        "short expression in y is left. Then comes the chain rule.",
        "```text\ns = ...from y...\nslope = 4 s (1 - s), or what it becomes in y\n"
        "return ...the chain rule...\n```",
    ),
    symptoms=(
        Symptom("right for positive y only", "is the square there? What happens at y = -1?"),
        Symptom("all results too small by one factor", "stretching and squeezing both count"),
        Symptom("not 0 where y is 1 or -1", "at the ends the curve is flat: try your slope there"),
    ),
    locate=cell("y"),
    properties=(linear(0, "dout", _two), cell_by_cell(_two)),
    play='ActivationZoo.on_failing_case("tanh_backward", tanh_backward)',
)
