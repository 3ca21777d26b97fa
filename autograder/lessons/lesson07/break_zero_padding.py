"""Find a picture that shows a maximum padded with zeros."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Fault, Probe, Symptom
from autograder.lessons.lesson07.max_pool2d import max_pool2d

MOST_PIXELS = 100_000
"""Larger pictures are not needed, and slow."""


def break_zero_padding() -> np.ndarray:
    """Return a picture on which padding with zeros changes `max_pool2d(x, 3, stride=2, padding=1)`.

    Returns
    -------
    np.ndarray, shape (N, C, H, W)
        Finite numbers. There are many right answers.

    Examples
    --------
    This one does not expose it, since both paddings give [[[[2.]]]]: x = [[[[-1, 2]]]].
    """
    return np.array([[[[-1.0, -2.0], [-3.0, -4.0]]]])


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the picture you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether a returned picture exposes the zeros; what is missing otherwise."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        found = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
        return Fault("not_an_array", f"it returned {found}, not an array of numbers.", "contract")
    if value.ndim != 4 or value.size == 0:
        saw = f"its shape is {value.shape}; four axes (N, C, H, W), none empty, are expected."
        return Fault("not_four_axes", saw, "contract")
    if value.size > MOST_PIXELS:
        return Fault("", f"its shape is {value.shape}: a few pixels will do.", "contract")
    if not np.isfinite(value).all():
        return Fault("not_finite", "the picture holds nan or infinity.", "contract")
    return _blind_spot(np.asarray(value, dtype=np.float64))


def _blind_spot(x: np.ndarray) -> Fault | None:
    right = max_pool2d(x, 3, 2, 1)
    zeros = max_pool2d(np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1))), 3, 2)
    if not np.array_equal(right, zeros):
        return None
    saw = f"both paddings give {right.flat[0]:g} at [0, 0, 0, 0], and agree everywhere else."
    if (x >= 0).all():
        return Fault("nothing_negative", f"the smallest number is {x.min():g}; {saw}")
    if (x <= 0).all() and (x == 0).any():
        return Fault("zeros_in_the_picture", f"{int((x == 0).sum())} pixels are 0; {saw}")
    if (max_pool2d(x, 3, 2) if min(x.shape[2:]) >= 3 else right).min() < 0:
        return Fault("negative_inside_only", saw)
    return Fault("a_positive_in_each_window", saw)


def _nothing_negative() -> np.ndarray:
    return np.arange(20.0).reshape(1, 1, 4, 5)


def _zeros_in_the_picture() -> np.ndarray:
    x = np.zeros((1, 1, 3, 4))
    x[0, 0, 1, 1] = -5
    return x


def _negative_inside_only() -> np.ndarray:
    x = np.full((1, 1, 7, 7), -1.0)
    x[0, 0, 0] = x[0, 0, -1] = 2
    x[0, 0, :, 0] = x[0, 0, :, -1] = 2
    return x


def _a_positive_in_each_window() -> np.ndarray:
    return np.array([[[[-1.0, 2.0, -1.0, 2.0], [3.0, -4.0, 3.0, -4.0]]]])


def _not_an_array() -> list[list[float]]:
    return [[-1.0, -2.0], [-3.0, -4.0]]


def _not_four_axes() -> np.ndarray:
    return np.array([[-1.0, -2.0], [-3.0, -4.0]])


def _not_finite() -> np.ndarray:
    return np.full((1, 1, 2, 3), -np.inf)


def _one_pixel() -> np.ndarray:
    return np.full((1, 1, 1, 1), -1)


def _one_dark_corner() -> np.ndarray:
    x = np.arange(30.0).reshape(1, 1, 5, 6)
    x[0, 0, :2, :2] = -0.5
    return x


def _second_channel() -> np.ndarray:
    x = np.ones((2, 3, 4, 5), dtype=np.float32)
    x[1, 2] = -1
    return x


def _random() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((2, 2, 6, 7)) - 2


def _whole_numbers() -> np.ndarray:
    return -np.arange(1, 13, dtype=np.int16).reshape(1, 1, 3, 4)


BUGS = (
    Bug(
        "nothing_negative",
        "No number is below 0, so a padded 0 never wins. What does 0 beat?",
        function=_nothing_negative,
    ),
    Bug(
        "zeros_in_the_picture",
        "There are numbers below 0, and each window at the border also holds a real 0, which "
        "gives what the padded one gives. Go below 0 in a whole window.",
        function=_zeros_in_the_picture,
    ),
    Bug(
        "negative_inside_only",
        "Windows inside are negative throughout, but none of them reaches into the padding. Do "
        "it at the border.",
        function=_negative_inside_only,
    ),
    Bug(
        "a_positive_in_each_window",
        "There are negative numbers, but each window at the border has a larger one beside them, "
        "and it beats the padded 0 as well. All of a window has to be negative.",
        function=_a_positive_in_each_window,
    ),
    Bug(
        "not_an_array",
        "Lists have no `shape`. Wrap it in `np.array(...)`.",
        function=_not_an_array,
    ),
    Bug(
        "not_four_axes",
        "The layout is NCHW: one image with one channel takes four pairs of brackets.",
        function=_not_four_axes,
    ),
    Bug(
        "not_finite",
        "Infinity is what the padding is made of. Small whole numbers are enough.",
        function=_not_finite,
    ),
)

EXERCISE = Exercise(
    id="break_zero_padding",
    points=1,
    card=Card("Break it: the zero that wins", 2, 3, 5, needs=("max_pool2d",)),
    reference=break_zero_padding,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("one pixel", _one_pixel),
        Alternative("one dark corner", _one_dark_corner),
        Alternative("the last channel of the second image", _second_channel),
        Alternative("random numbers below zero", _random),
        Alternative("whole numbers", _whole_numbers),
    ),
    hints=(
        "A window of nine lies over the corner: five cells are padding, four are real. When is a "
        "padded 0 the largest of the nine?",
        "Choose a picture in which some window at the border holds negative numbers only. A very "
        "small picture is enough. Mind the four axes.",
        "```text\nx = array with axes N, C, H, W, whose corner is ...\nreturn x\n```",
    ),
    symptoms=(
        Symptom("both paddings give the same", "which real numbers does a 0 beat?"),
        Symptom("there are negative numbers, and still", "look at the windows on the border"),
        Symptom("four axes are expected", "`np.array([[[[...]]]])`, or `.reshape(1, 1, H, W)`"),
    ),
    examine=examine,
    play="PoolLab.on_answer(break_zero_padding, kernel_size=3, padding=1)",
)
