# mypy: disable-error-code="no-any-return"
"""Mistakes in `log_softmax`; most frequent first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _in_place(z: np.ndarray, axis: int = -1) -> np.ndarray:
    shifted = z.astype(np.float64) - z.max(axis=axis, keepdims=True).astype(np.float64)
    z -= z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def _dtype_of_z(z: np.ndarray, axis: int = -1) -> np.ndarray:
    shifted = z.astype(np.float64) - z.max(axis=axis, keepdims=True).astype(np.float64)
    out = np.zeros_like(z)
    with np.errstate(invalid="ignore"):
        out[...] = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return out


def _log_sum_exp(z: np.ndarray, axis: int = -1) -> np.ndarray:
    return np.logaddexp.reduce(z.astype(np.float64), axis=axis)


_FLOAT = "z = z.astype(np.float64)"
_MAX = "z.max(axis=axis, keepdims=True)"
_SHIFTED = f"z - {_MAX}"
_SUM = "np.exp(shifted).sum(axis=axis, keepdims=True)"
_RESULT = f"shifted - np.log({_SUM})"
_SHARE = f"np.exp(shifted) / {_SUM}"

BUGS = (
    Bug(
        "log_of_softmax",
        "Where softmax is 0 yours gives -inf: a share of e to the minus 1000 was rounded to 0 "
        "before its logarithm was taken. Take the logarithm of the fraction on paper first.",
        {_RESULT: f"np.log({_SHARE})"},
    ),
    Bug(
        "eps_inside_log",
        "Small shares all get the same number, the logarithm of the epsilon that was added (log "
        "1e-12 is -27.6). With the fraction taken apart nothing becomes 0, and none is needed.",
        {_RESULT: f"np.log({_SHARE} + 1e-12)"},
    ),
    Bug(
        "clips_the_share",
        "Small shares all get the same number: they were cut off at a limit before the logarithm "
        "was taken. What was cut off differed.",
        {_RESULT: f"np.log(np.maximum({_SHARE}, 1e-15))"},
    ),
    Bug(
        "no_max_subtraction",
        "Near 1000 `exp` overflows, and the result is -inf or nan. Near -1000 every `exp` is 0. "
        "Subtract the largest score of each row first.",
        {_SHIFTED: "z"},
    ),
    Bug(
        "global_max",
        "One maximum was subtracted from the whole array: in rows far below it every `exp` is 0, "
        "and the logarithm of their sum is -inf. Each row has a maximum of its own.",
        {_MAX: "z.max()"},
    ),
    Bug(
        "maximum_taken_once_only",
        "Results are too large by the maximum of their row: it was subtracted inside the sum, and "
        "not from the score beside it.",
        {_RESULT: f"z - np.log({_SUM})"},
    ),
    Bug(
        "maximum_taken_twice",
        "Results are too small by the maximum of their row: it was subtracted once more than it "
        "should be.",
        {_RESULT: f"shifted - {_MAX} - np.log({_SUM})"},
    ),
    Bug(
        "returns_softmax",
        "The results add up to 1: this is softmax itself, without the logarithm.",
        {_RESULT: _SHARE},
    ),
    Bug(
        "sign_reversed",
        "The results are positive: a share is at most 1, so its logarithm is 0 or below. (The minus "
        "sign comes with the loss, in the next exercise.)",
        {_RESULT: f"np.log({_SUM}) - shifted"},
    ),
    Bug(
        "adds_log_sum",
        "The logarithm of the sum was added. The logarithm of a fraction is a difference.",
        {_RESULT: f"shifted + np.log({_SUM})"},
    ),
    Bug(
        "forgets_the_sum",
        "The largest result of each row is 0: the maximum was subtracted and no more. The "
        "logarithm of the sum is missing.",
        {_RESULT: "shifted + 0.0"},
    ),
    Bug(
        "forgets_the_logarithm_of_the_sum",
        "The sum itself was subtracted. Its logarithm belongs there.",
        {f"np.log({_SUM})": _SUM},
    ),
    Bug(
        "forgets_exp",
        "The scores were added up as they are: inside the logarithm belongs the sum of their "
        "powers.",
        {"np.exp(shifted).sum": "shifted.sum"},
    ),
    Bug(
        "logarithm_before_sum",
        "The sum of the logarithms was taken: that is the sum of the scores again. First add up "
        "the powers, then take one logarithm.",
        {f"np.log({_SUM})": "np.log(np.exp(shifted)).sum(axis=axis, keepdims=True)"},
    ),
    Bug(
        "log_of_scores",
        "Each score's logarithm was taken, minus that of their sum: negative scores have none. "
        "`exp` comes first.",
        {_RESULT: "np.log(z) - np.log(z.sum(axis=axis, keepdims=True))"},
    ),
    Bug(
        "mean_not_sum",
        "Results are too large by the logarithm of the number of classes: the mean of the powers "
        "was taken, not their sum.",
        {_SUM: "np.exp(shifted).mean(axis=axis, keepdims=True)"},
    ),
    Bug(
        "log1p_of_sum",
        "One too much stands inside the logarithm. `log1p(s)` is the logarithm of 1 + s; the "
        "largest score's power, which is 1, is in the sum already.",
        {"np.log(": "np.log1p("},
    ),
    Bug(
        "log_base_two",
        "The logarithm to base 2 went with powers of e. `np.log` is the natural one.",
        {"np.log(": "np.log2("},
    ),
    Bug(
        "log_base_ten",
        "The logarithm to base 10 went with powers of e. `np.log` is the natural one.",
        {"np.log(": "np.log10("},
    ),
    Bug(
        "sums_over_everything",
        "The sum went over the whole array: each row is shared out by itself.",
        {_SUM: "np.exp(shifted).sum()"},
    ),
    Bug(
        "axis_0",
        "The shares of a column add up to 1: pictures compete instead of classes. Take the axis "
        "that was asked for; by default that is the last.",
        {"axis=axis": "axis=0"},
    ),
    Bug(
        "ignores_axis",
        "Right along the last axis, and the argument `axis` has no effect.",
        {"axis=axis": "axis=-1"},
    ),
    Bug(
        "keepdims_missing",
        "The sums have lost their axis, so they meet the columns instead of the rows: an error, or "
        "on square arrays other numbers without an error. Look at `keepdims`.",
        {_SUM: "np.exp(shifted).sum(axis=axis)"},
    ),
    Bug(
        "keepdims_missing_at_the_maximum",
        "The maxima have lost their axis: each row had other numbers subtracted from its scores. On "
        "square arrays no error says so. Look at `keepdims`.",
        {_MAX: "z.max(axis=axis)"},
    ),
    Bug(
        "subtracts_mean",
        "Subtracting the mean cancels too, but does not tame a score far above the others: `exp` "
        "overflows. The largest score is what must become harmless.",
        {_MAX: "z.mean(axis=axis, keepdims=True)"},
    ),
    Bug(
        "returns_log_sum",
        "The axis of the classes is gone: this is the logarithm of the sum alone. Subtract it from "
        "each score.",
        function=_log_sum_exp,
    ),
    Bug(
        "keeps_integer_dtype",
        "The fractions are gone: the result array took the dtype of the scores.",
        function=_dtype_of_z,
    ),
    Bug(
        "computes_in_the_dtype_of_z",
        "Small whole numbers wrapped round, or float32 came out: 3 - 5 does not exist in uint8. "
        "Convert to float64 before the subtraction.",
        {_FLOAT: "z = z + z.dtype.type(0)"},
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
