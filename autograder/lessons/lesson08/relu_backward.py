"""Where the rectifier lets a gradient through."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson08.samples import cell, cell_by_cell, tenths


def relu_backward(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Send a gradient back through `relu`: it passes where the input was above 0.

    Parameters
    ----------
    dout : np.ndarray, float64, the shape of x
        The upstream gradient: how fast the loss grows with each output of `relu`.
    x : np.ndarray, any shape
        What went into `relu`; floats or whole numbers.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array: how fast the loss grows with each input. Where x is exactly 0 there are two
        slopes to choose from; take 0, as PyTorch does.

    Examples
    --------
    >>> relu_backward(np.array([5.0, -7.0, 2.0, 3.0]), np.array([1, 4, 0, -6]))
    array([ 5., -7.,  0.,  0.])
    """
    return np.where(x > 0, dout.astype(np.float64), 0.0)


def probes(rng: np.random.Generator) -> list[Probe]:
    """All four pairs of signs first; then zeros, where conventions differ, and whole numbers."""

    def case(*shape: int, zeros: int = 2) -> tuple[np.ndarray, np.ndarray]:
        return tenths(rng, *shape, zeros=0), tenths(rng, *shape, zeros=zeros)

    whole = rng.permutation(np.arange(-7, 8)).reshape(3, 5)
    falling = -np.sort(rng.permutation(np.arange(1, 95))[:12] / 10).reshape(4, 3)
    after = np.maximum(tenths(rng, 3, 4, zeros=0), 0)
    return [
        Probe("two rows of three", "core", case(2, 3, zeros=0)),
        Probe("five rows of three", "core", case(5, 3, zeros=0)),
        Probe("a gradient below 0 everywhere", "core", (falling, tenths(rng, 4, 3, zeros=0))),
        Probe("a square, 3x3", "generality", case(3, 3)),
        Probe("one axis", "generality", case(7)),
        Probe("many zeros", "generality", case(3, 6, zeros=9)),
        Probe("x after a rectifier: half of it is 0", "generality", (tenths(rng, 3, 4), after)),
        Probe("tiny numbers on both sides of 0", "generality", (falling.T, 1e-9 * after - 3e-9)),
        Probe("two images of two channels", "generality", case(2, 2, 3, 2)),
        Probe(
            "real numbers",
            "generality",
            (rng.standard_normal((3, 2, 5, 7)), rng.standard_normal((3, 2, 5, 7))),
            show=False,
        ),
        Probe("x of whole numbers", "robustness", (tenths(rng, 3, 5, zeros=0), whole)),
    ]


def _mask(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.asarray(dout * (x > 0))


def _copy_and_assign(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    out = dout.copy()
    out[x <= 0] = 0
    return out


def _loops(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    out = np.zeros(x.shape)
    for index, value in np.ndenumerate(x):
        if value > 0:
            out[index] = dout[index]
    return out


def _where_output(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    y = np.maximum(x, 0)
    return np.where(y == 0, 0.0, dout)


def _sign(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.asarray(dout * np.maximum(np.sign(x), 0))


def _heaviside(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.asarray(dout * np.heaviside(x, 0))


def _in_place(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    dout[x <= 0] = 0
    return dout


def _dtype_of_x(dout: np.ndarray, x: np.ndarray) -> np.ndarray:
    out = np.zeros_like(x)
    out[x > 0] = dout[x > 0]
    return out


_RESULT = "np.where(x > 0, dout.astype(np.float64), 0.0)"
_DOUT = "dout.astype(np.float64)"

BUGS = (
    Bug(
        "gradient_1_at_zero",
        "Right, except where x is exactly 0: there the convention here, and in PyTorch, is that "
        "nothing passes. Look at the comparison.",
        {"x > 0": "x >= 0"},
    ),
    Bug(
        "half_gradient_at_zero",
        "Right, except where x is exactly 0: half of the gradient passes there. Any number from 0 "
        "to 1 is a lawful slope of the corner; the convention here is 0.",
        {_RESULT: f"np.where(x > 0, 1.0, np.where(x == 0, 0.5, 0.0)) * {_DOUT}"},
    ),
    Bug(
        "masks_by_gradient_sign",
        "Negative gradients are gone too. A known way to draw pictures (guided backpropagation), "
        "and not the derivative: only x decides what passes.",
        {"x > 0": "(x > 0) & (dout > 0)"},
    ),
    Bug(
        "looks_at_the_gradient_only",
        "What passes was decided by the sign of dout. It is x that decides: the gate was set on "
        "the way forward.",
        {"x > 0": "dout > 0"},
    ),
    Bug(
        "ignores_upstream",
        "Only zeros and ones came back: this is the slope of `relu` itself. By the chain rule it "
        "is multiplied by dout.",
        {_DOUT: "1.0"},
    ),
    Bug(
        "passes_everything",
        "All of dout came back. Where x was negative, `relu` was flat: nothing passes.",
        {"x > 0": "x == x"},
    ),
    Bug(
        "mask_turned_round",
        "The gradient passed where x was negative, and stopped where it was positive.",
        {"x > 0": "x < 0"},
    ),
    Bug(
        "multiplies_by_output",
        "The gradient was multiplied by relu(x), the height of the curve. Multiply by its slope.",
        {_DOUT: f"x * {_DOUT}"},
    ),
    Bug(
        "returns_forward",
        "This is relu(x), the way forward; dout had no part in it.",
        {_DOUT: "x.astype(np.float64)"},
    ),
    Bug(
        "arguments_exchanged",
        "x came back where dout was positive: the two arguments are exchanged. The order is "
        "(dout, x).",
        {_RESULT: "np.where(dout > 0, x.astype(np.float64), 0.0)"},
    ),
    Bug(
        "leaks",
        "Where x is negative, a hundredth of the gradient passes: that belongs to `leaky_relu`.",
        {", 0.0)": ", 0.01 * dout)"},
    ),
    Bug(
        "small_numbers_count_as_zero",
        "Small positive x let nothing through: a margin was put around 0. Compare with 0 itself.",
        {"x > 0": "x > 1e-6"},
    ),
    Bug(
        "sign_lost",
        "The gradient lost its sign.",
        {_DOUT: "np.abs(dout)"},
    ),
    Bug(
        "mutates_upstream_in_place",
        "dout was overwritten: whoever sent it still needs it. Make a new array.",
        function=_in_place,
    ),
    Bug(
        "takes_dtype_of_x",
        "The fractions of the gradient are gone: the result array took its dtype from x, which "
        "held whole numbers. Gradients are floats.",
        function=_dtype_of_x,
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_RESULT: "np.where(x > 0, dout, 0.0).astype(np.float32)"},
    ),
)


def _two(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return tenths(rng, 3, 4), tenths(rng, 3, 4)


EXERCISE = Exercise(
    id="relu_backward",
    points=2,
    card=Card("Back through the rectifier", 2, 5, 6, needs=("relu",)),
    reference=relu_backward,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("times a mask", _mask),
        Alternative("copy, then assign", _copy_and_assign),
        Alternative("a loop", _loops),
        Alternative(
            "decided by the output",
            _where_output,
            "You asked the output instead of the input: both are positive in the same cells. That "
            "is why frameworks may overwrite the input of a ReLU.",
        ),
        Alternative("np.sign", _sign),
        Alternative("np.heaviside", _heaviside),
    ),
    hints=(
        "Change one input by a hair. How much does the output of `relu` move if that input is 3? "
        "If it is -3? And how much does the loss move, if it grows 5 times as fast as the output?",
        "Make an array of the shape of x. Where x is above 0, put the number from dout, whatever "
        "its sign. Everywhere else put 0, and that includes x = 0.",
        "```text\nopen = ...which cells of x...\nreturn dout where open, 0.0 elsewhere\n```",
    ),
    symptoms=(
        Symptom("off only where x is 0", "`>` or `>=`"),
        Symptom("negative gradients are missing", "which array is compared with 0?"),
        Symptom("only zeros and ones", "the slope of `relu` is multiplied by dout"),
        Symptom("dout changed", "you assigned into it: copy first"),
    ),
    locate=cell("x"),
    properties=(linear(0, "dout", _two), cell_by_cell(_two)),
    play='ActivationZoo.on_failing_case("relu_backward", relu_backward)',
)
