# mypy: disable-error-code="no-any-return"
"""Mistakes in `softmax`; most frequent first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _in_place(z: np.ndarray, axis: int = -1) -> np.ndarray:
    wide = z.astype(np.float64)
    powers = np.exp(wide - wide.max(axis=axis, keepdims=True))
    z -= z.max(axis=axis, keepdims=True)
    return powers / powers.sum(axis=axis, keepdims=True)


def _dtype_of_z(z: np.ndarray, axis: int = -1) -> np.ndarray:
    wide = z.astype(np.float64)
    powers = np.exp(wide - wide.max(axis=axis, keepdims=True))
    out = np.zeros_like(z)
    out[...] = powers / powers.sum(axis=axis, keepdims=True)
    return out


_FLOAT = "z = z.astype(np.float64)"
_MAX = "z.max(axis=axis, keepdims=True)"
_SHIFTED = f"z - {_MAX}"
_POWERS = f"np.exp({_SHIFTED})"
_SUM = "powers.sum(axis=axis, keepdims=True)"
_RESULT = f"powers / {_SUM}"

BUGS = (
    Bug(
        "no_max_subtraction",
        "Near 1000 yours gives nan: `exp` overflowed, and infinity over infinity is no number. "
        "(Near -1000 it is 0 over 0.) Subtract the largest score of each row first; it cancels.",
        {_SHIFTED: "z"},
    ),
    Bug(
        "global_max",
        "Some rows are nan: one maximum was subtracted from the whole array. In rows far below it "
        "every `exp` is 0, and 0 over 0 is no number. Each row has a maximum of its own.",
        {_MAX: "z.max()"},
    ),
    Bug(
        "sums_over_everything",
        "All results together add up to 1, the rows do not: the sum went over the whole array.",
        {_SUM: "powers.sum()"},
    ),
    Bug(
        "axis_0",
        "The columns add up to 1: pictures compete instead of classes. Normalise along the axis "
        "that was asked for; by default that is the last.",
        {"axis=axis": "axis=0"},
    ),
    Bug(
        "ignores_axis",
        "Right along the last axis, and the argument `axis` has no effect.",
        {"axis=axis": "axis=-1"},
    ),
    Bug(
        "always_axis_1",
        "Axis 1 was used whatever was asked for. That is the axis of the classes in (N, C), and "
        "not in every array.",
        {"axis=axis": "axis=min(1, z.ndim - 1)"},
    ),
    Bug(
        "keepdims_missing",
        "The sums have lost their axis, so they meet the columns instead of the rows: an error, or "
        "on square arrays other numbers without an error. Look at `keepdims`.",
        {_SUM: "powers.sum(axis=axis)"},
    ),
    Bug(
        "keepdims_missing_at_the_maximum",
        "The maxima have lost their axis: each row had other numbers subtracted from its scores. On "
        "square arrays no error says so. Look at `keepdims`.",
        {_MAX: "z.max(axis=axis)"},
    ),
    Bug(
        "maximum_along_another_axis",
        "The maximum was taken down the columns. What is subtracted must be one number for all "
        "scores that compete, or it does not cancel.",
        {_MAX: "z.max(axis=0, keepdims=True)"},
    ),
    Bug(
        "subtracts_mean",
        "Subtracting the mean cancels too, but does not tame a score far above the others: `exp` "
        "overflows. The largest score is what must become harmless.",
        {_MAX: "z.mean(axis=axis, keepdims=True)"},
    ),
    Bug(
        "subtracts_minimum",
        "The smallest score was subtracted, so all are 0 or more and the largest may overflow. It "
        "is the largest that must become 0.",
        {_MAX: "z.min(axis=axis, keepdims=True)"},
    ),
    Bug(
        "clips_scores",
        "Scores were cut off at a limit. No nan any more, but different large scores get the same "
        "share.",
        {_SHIFTED: "np.clip(z, -700, 700)"},
    ),
    Bug(
        "divides_by_the_maximum",
        "Scores were divided by the largest instead of having it subtracted. Dividing changes "
        "the differences; subtracting cancels.",
        {_SHIFTED: f"z / {_MAX}"},
    ),
    Bug(
        "base_two",
        "Powers of 2 instead of e: the order is right, the shares are too even.",
        {"np.exp(": "np.exp2("},
    ),
    Bug(
        "normalises_linearly",
        "Scores were divided by their sum, without `exp`: negative ones give negative shares, and "
        "a sum of 0 gives nan.",
        {_POWERS: "z"},
    ),
    Bug(
        "squares_instead_of_exp",
        "The squares of the scores were shared out: -2 gets as much as 2. `exp` keeps the order.",
        {_POWERS: "z**2"},
    ),
    Bug(
        "prefers_small_scores",
        "The smallest score gets the largest share: the sign inside `exp` is turned round.",
        {_SHIFTED: "z.min(axis=axis, keepdims=True) - z"},
    ),
    Bug(
        "all_to_the_largest",
        "The largest score gets all and the others nothing: that is the argmax, as zeros and ones. "
        "Softmax leaves each class a share.",
        {_POWERS: f"(z == {_MAX}).astype(np.float64)"},
    ),
    Bug(
        "forgets_to_divide",
        "The largest result of each row is 1: these are the powers. Divide by their sum.",
        {_RESULT: "powers"},
    ),
    Bug(
        "divides_by_the_others",
        "Each power was divided by the sum of the *others*: these are odds, and rows do not add up "
        "to 1. Its own power belongs to the sum.",
        {_SUM: f"({_SUM} - powers)"},
    ),
    Bug(
        "mean_not_sum",
        "Rows add up to the number of classes: powers were divided by their mean.",
        {_SUM: "powers.mean(axis=axis, keepdims=True)"},
    ),
    Bug(
        "divides_by_length",
        "The squares of a row add up to 1: powers were divided by the length of the row as a "
        "vector. It is the numbers themselves that must add up to 1.",
        {_SUM: "np.sqrt((powers**2).sum(axis=axis, keepdims=True))"},
    ),
    Bug(
        "sigmoid_instead",
        "Each score was squashed by itself: this is the sigmoid. Softmax compares the scores of a "
        "row.",
        {_RESULT: "1 / (1 + np.exp(-z))"},
    ),
    Bug(
        "returns_logarithm",
        "The results are negative: these are the logarithms, which the next exercise asks for.",
        {_RESULT: f"np.log(powers / {_SUM})"},
    ),
    Bug(
        "adds_eps_to_denominator",
        "Rows add up to a little less than 1: something was added below the line. With the maximum "
        "subtracted the sum is at least 1, so nothing needs protection.",
        {_SUM: f"({_SUM} + 1e-6)"},
    ),
    Bug(
        "computes_in_the_dtype_of_z",
        "Small whole numbers wrapped round, or float32 came out: 3 - 5 does not exist in uint8. "
        "Convert to float64 before the subtraction.",
        {_FLOAT: "z = z + z.dtype.type(0)"},
    ),
    Bug(
        "keeps_integer_dtype",
        "Whole numbers give only 0 and 1: the result array took the dtype of the scores.",
        function=_dtype_of_z,
    ),
    Bug(
        "mutates_input",
        "The scores were overwritten: `z -= ...` works on the array that was passed in. Make a new "
        "one.",
        function=_in_place,
    ),
    Bug(
        "float32_result",
        "Computed in float32: half of the digits. This course uses float64.",
        {_FLOAT: "z = z.astype(np.float32)"},
    ),
)
