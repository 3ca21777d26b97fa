"""Mistakes in `shift_sensitivity`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_SHIFTED = "shift2d(x, shift[0], shift[1])"
_CHANGE = "pool(shift2d(x, shift[0], shift[1])) - before"
_SIZE = "size = np.linalg.norm(before)"
_RATIO = "np.linalg.norm(change) / size"
_RESULT = "float(np.linalg.norm(change) / size) if size > 0 else 0.0"

SHIFTS = (
    Bug(
        "wraps_around",
        "What left the picture on one side came in on the other: that is `np.roll`. Here zeros "
        "enter.",
        {_SHIFTED: "np.roll(x, shift, axis=(2, 3))"},
    ),
    Bug(
        "swaps_dy_and_dx",
        "(1, 2) is one down and two to the right. Yours moved the other way round.",
        {_SHIFTED: "shift2d(x, shift[1], shift[0])"},
    ),
    Bug(
        "moves_backwards",
        "The picture moved up and left where it should move down and right.",
        {_SHIFTED: "shift2d(x, -shift[0], -shift[1])"},
    ),
    Bug(
        "moves_down_only",
        "The picture moved down and not to the right: the second number of the shift was not used.",
        {_SHIFTED: "shift2d(x, shift[0], 0)"},
    ),
    Bug(
        "moves_right_only",
        "The picture moved to the right and not down: the first number of the shift was not used.",
        {_SHIFTED: "shift2d(x, 0, shift[1])"},
    ),
    Bug(
        "shifts_the_output",
        "The pooled picture was moved, not the picture. Move first, then pool.",
        {_CHANGE: "(shift2d(before, shift[0], shift[1]) if before.ndim == 4 else before) - before"},
    ),
    Bug(
        "measures_equivariance",
        "The shifted output was compared with the output of the shifted input. That measures "
        "equivariance; here the output is compared with itself before the shift.",
        {
            _CHANGE: "pool(shift2d(x, shift[0], shift[1])) - "
            "(shift2d(before, shift[0], shift[1]) if before.ndim == 4 else before)"
        },
    ),
    Bug(
        "does_not_pool",
        "The pictures themselves were compared: `pool` was never called.",
        {"before = pool(x)": "before = x", _CHANGE: "shift2d(x, shift[0], shift[1]) - before"},
    ),
    Bug(
        "never_shifts",
        "The result is always 0: the same picture was pooled twice.",
        {_SHIFTED: "x"},
    ),
)

MEASURES = (
    Bug(
        "not_relative",
        "This is the change itself. Divide by the size of the output before the shift, or a "
        "picture twice as bright counts twice.",
        {_RATIO: "np.linalg.norm(change)"},
    ),
    Bug(
        "relative_to_after",
        "The change was divided by the size of the output after the shift. Compare with before.",
        {_SIZE: "size = np.linalg.norm(pool(shift2d(x, shift[0], shift[1])))"},
    ),
    Bug(
        "relative_to_both",
        "The change was divided by the sizes before and after, added. Compare with before alone.",
        {_SIZE: "size = np.linalg.norm(before) + np.linalg.norm(before + change)"},
    ),
    Bug(
        "relative_to_input",
        "The change was divided by the size of the picture. Divide by that of the pooled picture.",
        {_SIZE: "size = np.linalg.norm(x)"},
    ),
    Bug(
        "squared",
        "This is the square of what is asked for: the root of the sums of squares is missing.",
        {_RATIO: "(np.linalg.norm(change) / size) ** 2"},
    ),
    Bug(
        "sum_of_sizes",
        "Absolute values were added up. The norm here is the root of the sum of squares.",
        {_SIZE: "size = np.sum(np.abs(before))", _RATIO: "np.sum(np.abs(change)) / size"},
    ),
    Bug(
        "largest_change",
        "The largest change was divided by the largest number. All numbers count: the root of the "
        "sum of squares.",
        {_SIZE: "size = np.max(np.abs(before))", _RATIO: "np.max(np.abs(change)) / size"},
    ),
    Bug(
        "changes_cancel",
        "Positive and negative changes cancelled each other: they were added up with their signs.",
        {_SIZE: "size = abs(np.sum(before))", _RATIO: "abs(np.sum(change)) / size"},
    ),
    Bug(
        "difference_of_norms",
        "The two norms were subtracted. An output that is shuffled keeps its norm, and has "
        "changed: take the norm of the difference.",
        {_RATIO: "abs(np.linalg.norm(before + change) - size) / size"},
    ),
    Bug(
        "mean_of_relative_changes",
        "Each number's own relative change was averaged, so small numbers count most. Compare "
        "the norms.",
        {_RATIO: "np.mean(np.abs(change) / np.maximum(np.abs(before), 1e-12))"},
    ),
    Bug(
        "fraction_of_numbers",
        "This is the share of numbers that changed at all. It is asked how much they changed.",
        {_RATIO: "np.mean(change != 0)"},
    ),
    Bug(
        "percent",
        "This is a percentage: 100 times too large.",
        {_RATIO: "100 * np.linalg.norm(change) / size"},
    ),
    Bug(
        "similarity",
        "This is 1 minus the change: large where little moved. The change itself is asked for.",
        {_RATIO: "1 - np.linalg.norm(change) / size"},
    ),
    Bug(
        "first_image_only",
        "Only the first image of the batch was measured. All numbers of the output count.",
        {_SIZE: "before, change = before[:1], change[:1]\n    size = np.linalg.norm(before)"},
    ),
    Bug(
        "one_number_an_image",
        "The result has one number for each image. One number for all of them is asked for.",
        {_RESULT: "np.array([float(np.linalg.norm(c) / size) if size else 0.0 for c in change])"},
    ),
)

EDGES = (
    Bug(
        "divides_by_zero",
        "A black picture gave nan: 0 / 0. When the output before the shift is zero everywhere, "
        "return 0.0.",
        {_RESULT: "float(np.linalg.norm(change) / size)"},
    ),
    Bug(
        "adds_epsilon",
        "A small number was added to the divisor to keep it from 0. That makes a huge number of "
        "what should be 0.0: look whether the divisor is 0 instead.",
        {_RESULT: "float(np.linalg.norm(change) / (size + 1e-12))"},
    ),
    Bug(
        "infinite_from_black",
        "The output was black before the shift, and yours is infinite. The docstring says 0.0.",
        {
            _RESULT: "float(np.linalg.norm(change) / size) if size else (np.inf if change.any() else 0.0)"
        },
    ),
    Bug(
        "one_for_black",
        "For an output that is zero everywhere yours is 1. The docstring says 0.0.",
        {"else 0.0": "else 1.0"},
    ),
    Bug(
        "subtracts_in_uint8",
        "Differences went round at 256: they were computed in uint8. Convert x to float64 first.",
        {"x = x.astype(np.float64)\n    ": ""},
    ),
    Bug(
        "moves_the_callers_picture",
        "The picture you were given was moved as well: your function wrote into it. Work on a new "
        "array.",
        {
            "x = x.astype(np.float64)\n": "original = x\n    x = x.astype(np.float64)\n",
            _SIZE: f"original[...] = {_SHIFTED}\n    {_SIZE}",
        },
    ),
)

BUGS = (*SHIFTS, *MEASURES, *EDGES)
