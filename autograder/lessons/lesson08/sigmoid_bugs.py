# mypy: disable-error-code="no-any-return"
"""Mistakes in `sigmoid`; most frequent first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _in_place(x: np.ndarray) -> np.ndarray:
    small = np.exp(-np.abs(x))
    negative = x < 0
    x[:] = 1 / (1 + small)
    x[negative] = (small / (1 + small))[negative]
    return x


def _dtype_of_x(x: np.ndarray) -> np.ndarray:
    small = np.exp(-np.abs(x.astype(np.float64)))
    out = np.zeros_like(x)
    out[...] = np.where(x >= 0, 1.0, small) / (1.0 + small)
    return out


def _zero_left_out(x: np.ndarray) -> np.ndarray:
    out = np.zeros(x.shape)
    out[x > 0] = 1 / (1 + np.exp(-x[x > 0].astype(float)))
    rest = np.exp(x[x < 0].astype(float))
    out[x < 0] = rest / (1 + rest)
    return out


_FLOAT = "x = x.astype(np.float64)"
_SMALL = "np.exp(-np.abs(x))"
_TOP = "np.where(x >= 0, 1.0, small)"
_RESULT = f"{_TOP} / (1.0 + small)"

BUGS = (
    Bug(
        "overflow_in_one_over",
        "Right almost everywhere, but near x = -720 yours gives 0: `exp(-x)` overflowed to "
        "infinity, and 1 over infinity is 0. At -1000 this happens to be right, and NumPy still "
        "warns.",
        {_RESULT: "1 / (1 + np.exp(-x))"},
    ),
    Bug(
        "overflow_exp",
        "For large x yours gives nan: `exp(x)` is infinity above and below the line, and infinity "
        "divided by infinity is not a number.",
        {_RESULT: "np.exp(x) / (1 + np.exp(x))"},
    ),
    Bug(
        "both_branches",
        "Every number is right, and NumPy warns of an overflow: `np.where` computes both of its "
        "branches for every x and throws one away. Give `exp` only numbers that are not above 0.",
        {_RESULT: "np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))"},
    ),
    Bug(
        "sign_error",
        "The curve falls: yours is 1 - sigmoid. Look at the sign inside exp, and at which side "
        "gets which formula.",
        {"x >= 0": "x <= 0"},
    ),
    Bug(
        "clips_x",
        "Below some number the results stay the same: x was clipped. No warning, but digits are "
        "lost; choose a formula that cannot overflow.",
        {_RESULT: "1 / (1 + np.exp(-np.clip(x, -500, 500)))"},
    ),
    Bug(
        "loses_tiny_results",
        "Below about -37 yours gives exactly 0. A number near 1 was subtracted from 1 (or -1 added "
        "to it), and the tiny rest had no room among its 16 digits.",
        {_RESULT: "0.5 * (1 + np.tanh(0.5 * x))"},
    ),
    Bug(
        "forgets_the_sign",
        "For negative x yours gives what belongs to -x: nothing is below 0.5. After `exp` of -|x| "
        "the two signs need different numerators.",
        {_TOP: "1.0"},
    ),
    Bug(
        "mirrored_for_positive_x",
        "For positive x yours gives what belongs to -x: nothing is above 0.5.",
        {_TOP: "small"},
    ),
    Bug(
        "zero_left_out",
        "x = 0 gives 0 where 0.5 belongs: neither `x > 0` nor `x < 0` holds there.",
        function=_zero_left_out,
    ),
    Bug(
        "tanh_instead",
        "Your results run from -1 to 1: this is tanh, the next exercise.",
        {_RESULT: "np.tanh(x)"},
    ),
    Bug(
        "returns_derivative",
        "The result is a bell with a top of 0.25: this is the derivative, s(1 - s).",
        {_RESULT: "small / (1.0 + small) ** 2"},
    ),
    Bug(
        "hard_sigmoid",
        "Three straight pieces: this is the hard sigmoid, a cheap approximation. Here the curve is "
        "smooth.",
        {_RESULT: "np.clip(x / 6 + 0.5, 0, 1)"},
    ),
    Bug(
        "step_instead",
        "Only 0 and 1 came out: a step. The sigmoid is a smooth one.",
        {_RESULT: "(x >= 0).astype(np.float64)"},
    ),
    Bug(
        "base_two",
        "A power of 2 where `exp` belongs: the curve has the right shape, and rises too slowly.",
        {_SMALL: "2.0 ** (-np.abs(x))"},
    ),
    Bug(
        "forgets_one_plus",
        "The 1 in the denominator is missing: results run above 1, or are 1 everywhere.",
        {"(1.0 + small)": "small"},
    ),
    Bug(
        "adds_epsilon",
        "Everything is a little too small: something was added below the line. 1 + exp is never 0, "
        "so nothing needs protection.",
        {"(1.0 + small)": "(1.0 + small + 1e-6)"},
    ),
    Bug(
        "softmax_instead",
        "Your results add up to 1 over the array: this is softmax, which compares numbers. An "
        "activation treats each number by itself.",
        {_RESULT: "np.exp(x - x.max()) / np.exp(x - x.max()).sum()"},
    ),
    Bug(
        "keeps_integer_dtype",
        "Whole numbers give only 0 and 1: the result array took the dtype of x.",
        function=_dtype_of_x,
    ),
    Bug(
        "modifies_x",
        "Your function wrote into the array it was given. Make a new one.",
        function=_in_place,
    ),
    Bug(
        "float32_result",
        "Computed in float32: half of the digits, and results below 1e-45 become 0. This course "
        "uses float64.",
        {_FLOAT: "x = x.astype(np.float32)"},
    ),
)
