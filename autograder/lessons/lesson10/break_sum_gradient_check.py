"""Find an upstream gradient that a mistake cannot hide from, unlike the gradient of a sum."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Fault, Probe, Symptom
from autograder.lessons.lesson10.conv2d_backward import conv2d_backward

X = np.array([[[[2.0, 0, 1, 3], [1, 4, 0, 2], [0, 3, 5, 1]]]])
"""The picture of the notebook; with a kernel of 2x2 its output is 2x3."""

WEIGHT = np.array([[[[1.0, -2], [3, 0.5]]]])
SHAPE = (1, 1, 2, 3)


def break_sum_gradient_check() -> np.ndarray:
    """Return an upstream gradient on which `hasty_dw` and the dw of `conv2d_backward` differ.

    Returns
    -------
    np.ndarray, shape (1, 1, 2, 3)
        Floats or whole numbers, one for each output of the layer in the cell above. There are many
        right answers.

    Examples
    --------
    This one does not show it, since both give the same dw: np.ones((1, 1, 2, 3)).
    """
    return np.array([[[[1.0, 0, 0], [0, 0, 0]]]])


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the gradient you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether a returned gradient exposes the turned one; what is missing otherwise."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        kind = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
        return Fault("not_an_array", f"it returned {kind}, not an array of numbers.", "contract")
    if value.shape != SHAPE:
        saw = f"its shape is {value.shape}; {SHAPE} is expected."
        return Fault("other_shape", saw, "contract")
    dout = value.astype(np.float64)
    if not np.isfinite(dout).all() or np.abs(dout).max() > 1e100:
        saw = "it holds nan, infinity, or numbers beyond 1e100."
        return Fault("not_finite", saw, "contract")
    return _blind_spot(dout)


def _blind_spot(dout: np.ndarray) -> Fault | None:
    right = conv2d_backward(dout, X, WEIGHT)[1]
    hers = conv2d_backward(dout[:, :, ::-1, ::-1], X, WEIGHT)[1]
    if not np.allclose(right, hers, rtol=1e-4, atol=0):
        return None
    saw = f"both give a dw that starts with {right[0, 0, 0, 0]:g}"
    if not dout.any():
        return Fault("all_zero", f"{saw}, since everything is 0.")
    if (dout == dout.flat[0]).all():
        return Fault("all_alike", f"{saw}; all numbers of dout are {dout.flat[0]:g}.")
    if np.array_equal(dout, dout[:, :, ::-1, ::-1]):
        return Fault("same_after_half_turn", f"{saw}; dout turned by half a turn is dout.")
    return Fault("hardly_different", f"{saw} in the first four digits, and agree elsewhere too.")


def _all_alike() -> np.ndarray:
    return np.full(SHAPE, 2.5)


def _same_after_half_turn() -> np.ndarray:
    return np.array([[[[1.0, 2, -3], [-3, 2, 1]]]])


def _all_zero() -> np.ndarray:
    return np.zeros(SHAPE)


def _hardly_different() -> np.ndarray:
    return 1 + 1e-7 * np.arange(6.0).reshape(SHAPE)


def _not_an_array() -> list[list[list[list[float]]]]:
    return [[[[1.0, 2, 3], [4, 5, 6]]]]


def _other_shape() -> np.ndarray:
    return np.array([[1.0, 2, 3], [4, 5, 6]])


def _not_finite() -> np.ndarray:
    return np.array([[[[np.nan, 0, 0], [0, 0, 1]]]])


def _random() -> np.ndarray:
    return np.random.default_rng(10).standard_normal(SHAPE)


def _ramp() -> np.ndarray:
    return np.arange(6).reshape(SHAPE)


def _opposite_corners() -> np.ndarray:
    return np.array([[[[1, 0, 0], [0, 0, -1]]]], dtype=np.float32)


def _one_number_off() -> np.ndarray:
    dout = np.ones(SHAPE)
    dout[0, 0, 1, 0] = 2
    return dout


def _one_row() -> np.ndarray:
    return np.array([[[[1, 1, 1], [0, 0, 0]]]], dtype=np.int8)


BUGS = (
    Bug(
        "all_alike",
        "Turned or not, a gradient of equal numbers is the same: that is the check by a sum again. "
        "Let outputs count differently.",
        function=_all_alike,
    ),
    Bug(
        "same_after_half_turn",
        "The numbers differ, and half a turn brings them onto each other: the last equals the "
        "first, and so on. Give opposite cells different numbers.",
        function=_same_after_half_turn,
    ),
    Bug(
        "all_zero",
        "A gradient of zeros makes every dw zero, right or not.",
        function=_all_zero,
    ),
    Bug(
        "hardly_different",
        "There is a difference, too small for the tolerance of any check. Use numbers of different "
        "size.",
        function=_hardly_different,
    ),
    Bug(
        "not_an_array",
        "Lists have no `shape`. Wrap it in `np.array(...)`.",
        function=_not_an_array,
    ),
    Bug(
        "other_shape",
        "dout has the shape of the layer's output: one image, one channel, 2 rows, 3 columns.",
        function=_other_shape,
    ),
    Bug(
        "not_finite",
        "nan and infinity swallow every difference. Small whole numbers are enough.",
        function=_not_finite,
    ),
)

EXERCISE = Exercise(
    id="break_sum_gradient_check",
    points=2,
    card=Card("Break it: a check that checks nothing", 2, 4, 8, needs=("conv2d_backward",)),
    reference=break_sum_gradient_check,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("random numbers", _random),
        Alternative("a ramp of whole numbers", _ramp),
        Alternative("opposite corners, float32", _opposite_corners),
        Alternative("ones, but for one", _one_number_off),
        Alternative("one row counts", _one_row),
    ),
    hints=(
        "What does `hasty_dw` do to dout before she uses it? Which arrays look the same after "
        "that?",
        "Write 2 rows of 3 numbers. Turn the page by half a turn and read them again. They must "
        "not read the same.",
        "```text\ndout = array of shape (1, 1, 2, 3), whose first and last number ...\n"
        "return dout\n```",
    ),
    symptoms=(
        Symptom("both give the same dw", "turn your dout by half a turn: is it another one?"),
        Symptom("the shape is not (1, 1, 2, 3)", "`.reshape(1, 1, 2, 3)`, or `[[[[...], [...]]]]`"),
        Symptom("hardly different", "1.0000001 is 1 for a check with a tolerance"),
    ),
    examine=examine,
    play="GradientFlow(x_small[0, 0], w_small[0, 0], function=conv2d_backward)",
)
