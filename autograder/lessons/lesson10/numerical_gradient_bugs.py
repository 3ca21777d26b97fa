"""Mistakes in `numerical_gradient`, as edits of the reference; most frequent first."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.exercise import Bug

_FLOATS = "x = x.astype(np.float64)"
_COPIES = "up, down = x.copy(), x.copy()"
_UP = "up[index] += eps"
_DOWN = "down[index] -= eps"
_CHANGE = "(f(up) - f(down))"
_SUM = "np.sum(dout * (f(up) - f(down))) / (2 * eps)"
_RETURN = "return gradient"


def _one_working_copy(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    work = x.astype(np.float64)
    gradient = np.zeros(work.shape)
    for index in np.ndindex(*work.shape):
        kept = work[index]
        work[index] = kept + eps
        high = f(work)
        work[index] = kept - eps
        low = f(work)
        work[index] = kept
        gradient[index] = np.sum(dout * (high - low)) / (2 * eps)
    return gradient


def _nudges_the_callers_array(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        high = f(x.astype(np.float64))
        x[index] -= 2 * eps
        low = f(x.astype(np.float64))
        gradient[index] = np.sum(dout * (high - low)) / (2 * eps)
    return gradient


NUDGES = (
    Bug(
        "forward_difference",
        "Near, and off by more for a larger eps: you went up from x and not down. Between f(x + "
        "eps) and f(x - eps) the curve's bend cancels.",
        {_SUM: "np.sum(dout * (f(up) - f(x))) / eps"},
    ),
    Bug(
        "backward_difference",
        "Near, and off by more for a larger eps: you went down from x and not up. Nudge both ways.",
        {_SUM: "np.sum(dout * (f(x) - f(down))) / eps"},
    ),
    Bug(
        "nudges_everything",
        "All cells were nudged at once, so every cell got the same total. Nudge one, and leave the "
        "others as they are.",
        {_UP: "up += eps", _DOWN: "down -= eps"},
    ),
    Bug(
        "nudges_a_whole_row",
        "Each row was nudged as one, and its cells share a number. `for i in range(len(x))` visits "
        "rows; `np.ndindex(x.shape)` visits cells.",
        {"np.ndindex(x.shape)": "range(len(x))"},
    ),
    Bug(
        "nudges_are_not_taken_back",
        "The first cell is right, and later ones are measured at another place: earlier nudges "
        "were still there. Start each cell from x as it came.",
        {_COPIES: "up, down = x, x.copy()"},
    ),
    Bug(
        "relative_nudge",
        "The nudge was eps times the number in the cell, and the division was by eps. Where x is "
        "0 nothing moved at all. Add eps itself.",
        {_UP: "up[index] *= 1 + eps", _DOWN: "down[index] *= 1 - eps"},
    ),
    Bug(
        "eps_is_fixed",
        "The argument eps has no effect: a nudge of another size was used.",
        {"x = x.astype": "eps = 1e-5\n    x = x.astype"},
    ),
    Bug(
        "down_only_in_name",
        "Both copies were nudged up, so their difference is 0. One goes up, the other down.",
        {_DOWN: "down[index] += eps"},
    ),
    Bug(
        "directions_exchanged",
        "Every sign is turned round: f(down) - f(up) was taken. A slope is what happens on the way "
        "up.",
        {_CHANGE: "(f(down) - f(up))"},
    ),
)

SUMS = (
    Bug(
        "forgets_dout",
        "dout has no effect, as if the loss were the sum of all outputs. Weight each output's "
        "change by its number in dout before you add.",
        {_SUM: "np.sum(f(up) - f(down)) / (2 * eps)"},
    ),
    Bug(
        "own_output_only",
        "Only the output in the same cell was looked at. One input may move many outputs, or an "
        "output elsewhere: sum over all of them.",
        {_SUM: "(dout * (f(up) - f(down)))[index] / (2 * eps)"},
    ),
    Bug(
        "divides_by_eps",
        "Twice as large as it should be: up and down lie 2 * eps apart.",
        {"/ (2 * eps)": "/ eps"},
    ),
    Bug(
        "does_not_divide",
        "This is by how much the loss changed. Its slope is that, divided by how far apart the two "
        "nudges are.",
        {" / (2 * eps)": ""},
    ),
    Bug(
        "multiplies_in_the_denominator",
        "`/ 2 * eps` divides by 2 and then multiplies by eps. The distance needs brackets.",
        {"/ (2 * eps)": "/ 2 * eps"},
    ),
    Bug(
        "mean_not_sum",
        "The changes were averaged over the outputs. The loss adds them up, weighted by dout.",
        {_SUM: _SUM.replace("np.sum", "np.mean")},
    ),
    Bug(
        "sizes_only",
        "Changes lost their sign before they were added, so that opposite ones no longer cancel.",
        {_SUM: "np.sum(np.abs(dout * (f(up) - f(down)))) / (2 * eps)"},
    ),
    Bug(
        "largest_change",
        "One output's change was picked out, the largest. All of them count.",
        {_SUM: _SUM.replace("np.sum", "np.max")},
    ),
    Bug(
        "dout_summed_apart",
        "dout and the changes were each added up, and then multiplied. Multiply cell by cell "
        "first.",
        {_SUM: "np.sum(dout) * np.sum(f(up) - f(down)) / (2 * eps)"},
    ),
)

ARRAYS = (
    Bug(
        "whole_numbers_swallow_the_nudge",
        "With whole numbers the result is 0, or the call fails: a nudge does not fit into an "
        "integer. Make x float64 first.",
        {
            _FLOATS: "pass",
            _UP: "up[index] = up[index] + eps",
            _DOWN: "down[index] = down[index] - eps",
        },
    ),
    Bug(
        "keeps_a_view",
        "All zeros where f returns the array it was given: both results are one piece of memory, "
        "and your second nudge changed the first result too. Give f a fresh copy each time.",
        function=_one_working_copy,
    ),
    Bug(
        "nudges_the_callers_array",
        "The array you were given was nudged and not put back: whoever called you still needs it.",
        function=_nudges_the_callers_array,
    ),
    Bug(
        "float32_inside",
        "The digits are few: float32 has about seven, and the difference of two near numbers loses "
        "most of them. Measure in float64.",
        {_FLOATS: "x = x.astype(np.float32)"},
    ),
    Bug(
        "flat_result",
        "The numbers stand in one row: give them the shape of x.",
        {_RETURN: "return gradient.ravel()"},
    ),
    Bug(
        "returns_float32",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_RETURN: "return gradient.astype(np.float32)"},
    ),
    Bug(
        "shape_of_dout",
        "The result has the shape of dout, the outputs. It should have one number for each input.",
        {"np.zeros(x.shape)": "np.zeros(dout.shape)"},
    ),
)

BUGS = (*NUDGES, *SUMS, *ARRAYS)
