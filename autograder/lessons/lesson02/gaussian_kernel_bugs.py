"""Mistakes in `gaussian_kernel`, as edits of the reference."""

from __future__ import annotations

from autograder.exercise import Bug

_EXPONENT = "-squared / (2 * sigma**2)"
_STEPS = "np.arange(size) - size // 2"
_SQUARED = "steps[:, np.newaxis] ** 2 + steps**2"
_RESULT = "weights / np.sum(weights)"
_EVEN = "size % 2 == 0"
_RAISE = 'ValueError(f"gaussian_kernel: size is {size}; an odd number has a centre")'

BUGS = (
    Bug(
        "not_normalised",
        "The centre weighs 1 and the sum is larger: this kernel makes the picture brighter. "
        "Divide by the sum of all weights.",
        {_RESULT: "weights"},
    ),
    Bug(
        "density_not_sum",
        "The weights were divided by 2 pi sigma squared, the constant of the continuous bell. A "
        "kernel is cut off and has few cells: only division by its own sum makes it add up to 1.",
        {_RESULT: "weights / (2 * np.pi * sigma**2)"},
    ),
    Bug(
        "divides_by_number_of_cells",
        "The weights were divided by how many there are. That makes a mean of equal weights; "
        "these differ, so divide by their sum.",
        {_RESULT: "weights / size**2"},
    ),
    Bug(
        "each_row_sums_to_one",
        "Each row adds up to 1, so the whole kernel adds up to its height. One sum, of the whole "
        "array.",
        {_RESULT: "weights / np.sum(weights, axis=1, keepdims=True)"},
    ),
    Bug(
        "subtracts_the_mean",
        "The cells sum to 0. That is what an edge kernel needs; a blur keeps the brightness, and "
        "its cells sum to 1.",
        {_RESULT: "weights - np.mean(weights)"},
    ),
    Bug(
        "sigma_not_squared",
        "The exponent is divided by 2 sigma; the formula has sigma squared. The two agree when "
        "sigma is 1.",
        {_EXPONENT: "-squared / (2 * sigma)"},
    ),
    Bug(
        "forgets_the_two",
        "The 2 below the fraction is missing, so the bell is too narrow.",
        {_EXPONENT: "-squared / sigma**2"},
    ),
    Bug(
        "square_of_two_sigma",
        "The 2 was squared together with sigma: (2 sigma)^2 is 4 sigma^2, and the bell is too "
        "wide.",
        {_EXPONENT: "-squared / (2 * sigma) ** 2"},
    ),
    Bug(
        "multiplies_by_sigma",
        "The exponent is divided by 2 and then multiplied by sigma squared: a pair of brackets is "
        "missing below the fraction. A larger sigma must make a wider bell.",
        {_EXPONENT: "-squared / 2 * sigma**2"},
    ),
    Bug(
        "forgets_the_minus",
        "The weights grow with the distance: the exponent's minus is missing, and the bell stands "
        "upside down.",
        {_EXPONENT: "squared / (2 * sigma**2)"},
    ),
    Bug(
        "whole_number_exponent",
        "Steps instead of a smooth bell: `//` rounded the exponent to whole numbers.",
        {_EXPONENT: "-squared // (2 * sigma**2)"},
    ),
    Bug(
        "ignores_sigma",
        "Sigma has no effect: every kernel is as wide as one with sigma 1.",
        {_EXPONENT: "-squared / 2"},
    ),
    Bug(
        "inverse_not_exponential",
        "The weights are 1 / (1 + squared distance / ...): they fall off too slowly. The bell is "
        "an exponential.",
        {f"np.exp({_EXPONENT})": "1 / (1 + squared / (2 * sigma**2))"},
    ),
    Bug(
        "distance_not_squared",
        "The distance went into the exponent as it is, which gives a tent with a sharp top. The "
        "bell has the distance squared.",
        {_SQUARED: "np.sqrt(steps[:, np.newaxis] ** 2 + steps**2)"},
    ),
    Bug(
        "city_block_distance",
        "Row and column steps were added and then squared, so diagonals fall off too fast. Square "
        "each, then add.",
        {_SQUARED: "(abs(steps[:, np.newaxis]) + abs(steps)) ** 2"},
    ),
    Bug(
        "larger_step_only",
        "Only the larger of the two steps counts, so the bell has square contours. Add both "
        "squares.",
        {_SQUARED: "np.maximum(steps[:, np.newaxis] ** 2, steps**2)"},
    ),
    Bug(
        "one_axis_only",
        "All rows are alike: only the column step counts, and the kernel blurs sideways.",
        {_SQUARED: "0 * steps[:, np.newaxis] ** 2 + steps**2"},
    ),
    Bug(
        "product_of_steps",
        "Row and column steps were multiplied, which leaves the middle row and column at full "
        "weight. Add their squares.",
        {_SQUARED: "steps[:, np.newaxis] ** 2 * steps**2"},
    ),
    Bug(
        "one_dimensional",
        "This is one row of weights. Blurring a picture takes a square: row steps and column "
        "steps.",
        {_SQUARED: "steps**2"},
    ),
    Bug(
        "centre_between_cells",
        "The centre lies between cells: `size / 2` is 2.5 for five cells, whose middle is 2.",
        {_STEPS: "np.arange(size) - size / 2"},
    ),
    Bug(
        "centre_one_too_far",
        "The centre is one cell too far down and right. Of five cells, counted from 0, the middle "
        "is 2.",
        {_STEPS: "np.arange(size) - (size + 1) // 2"},
    ),
    Bug(
        "peak_in_the_corner",
        "The largest weight is in the corner: distances were counted from cell [0, 0]. The "
        "centre's step is 0.",
        {_STEPS: "np.arange(size)"},
    ),
    Bug(
        "last_cell_missing",
        "The kernel lacks its last row and column: a range's end is left out.",
        {_STEPS: "np.arange(-(size // 2), size // 2)"},
    ),
    Bug(
        "size_as_radius",
        "The kernel reaches `size` cells to every side. `size` is its whole height and width.",
        {_STEPS: "np.arange(-size, size + 1)"},
    ),
    Bug(
        "steps_from_minus_one_to_one",
        "The steps run from -1 to 1 whatever the size, so sigma is no longer in cells.",
        {_STEPS: "np.linspace(-1, 1, size)"},
    ),
    Bug(
        "box",
        "All weights are equal: this is the box blur. Near cells should weigh more than far ones.",
        {f"np.exp({_EXPONENT})": "np.ones((size, size))"},
    ),
    Bug(
        "rounded",
        "The weights are rounded, so they no longer add up to 1. Rounding is for printing.",
        {_RESULT: "np.round(weights / np.sum(weights), 4)"},
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_RESULT: "(weights / np.sum(weights)).astype(np.float32)"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_RESULT: "(weights / np.sum(weights)).tolist()"},
    ),
    Bug(
        "takes_even_sizes",
        "An even size was accepted. It has no centre cell, and a picture blurred with it moves by "
        "half a pixel: raise a ValueError.",
        {_EVEN: "False"},
    ),
    Bug(
        "makes_even_sizes_odd",
        "An even size was rounded up without a word. Whoever asked for it would not know: raise a "
        "ValueError.",
        {f"raise {_RAISE}": "size += 1"},
    ),
    Bug(
        "refuses_odd_sizes",
        "Odd sizes are refused, and even ones taken. It is the odd ones that have a centre cell.",
        {_EVEN: "size % 2 == 1"},
    ),
    Bug(
        "error_without_the_size",
        "The error does not say which size it did not like. Name the value.",
        {_RAISE: 'ValueError("gaussian_kernel: the size must be odd")'},
    ),
)
