"""Mistakes in `gradient_magnitude`, as edits of the reference."""

from __future__ import annotations

from autograder.exercise import Bug

_SOBEL = "np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])"
_LENGTH = "np.sqrt(across**2 + down**2)"
_DOWN = "cross_correlate2d(x, sobel.T)"
_ACROSS = "across = cross_correlate2d(x, sobel)\n"

BUGS = (
    Bug(
        "geometric_mean",
        "This is sqrt(|gx gy|), a geometric mean, as some texts have it. Along a straight vertical "
        "edge gy is 0, and so is the product: the strongest edges vanish.",
        {_LENGTH: "np.sqrt(np.abs(across * down))"},
    ),
    Bug(
        "sum_of_absolute_values",
        "The absolute values were added: the way round two sides of the triangle instead of the "
        "direct one. Slanted edges come out up to 1.4 times too strong.",
        {_LENGTH: "np.abs(across) + np.abs(down)"},
    ),
    Bug(
        "sum_without_squares",
        "The two maps were added with their signs, so that opposite ones cancel.",
        {_LENGTH: "across + down"},
    ),
    Bug(
        "absolute_sum",
        "The two maps were added before the squares (or absolute value) were taken, so that "
        "opposite signs cancel. Square each of them first.",
        {_LENGTH: "np.sqrt((across + down) ** 2)"},
    ),
    Bug(
        "no_root",
        "This is the square of the strength: the root is missing. Twice the contrast gives four "
        "times the number.",
        {_LENGTH: "across**2 + down**2"},
    ),
    Bug(
        "root_of_mean",
        "The squares were averaged. The length of (gx, gy) has their sum under the root.",
        {_LENGTH: "np.sqrt((across**2 + down**2) / 2)"},
    ),
    Bug(
        "difference_of_squares",
        "One square was subtracted from the other. Both directions add to the strength.",
        {_LENGTH: "np.sqrt(np.abs(across**2 - down**2))"},
    ),
    Bug(
        "larger_of_the_two",
        "Only the stronger of the two directions counts. On slanted edges both do.",
        {_LENGTH: "np.maximum(np.abs(across), np.abs(down))"},
    ),
    Bug(
        "vertical_edges_only",
        "Only changes from left to right count: horizontal edges are missing.",
        {_DOWN: "0 * across"},
    ),
    Bug(
        "horizontal_edges_only",
        "Only changes from top to bottom count: vertical edges are missing.",
        {_ACROSS: "across = 0 * cross_correlate2d(x, sobel)\n"},
    ),
    Bug(
        "same_direction_twice",
        "The same kernel was used for both directions (or its mirror image, which only changes "
        "signs). For the other one, exchange rows and columns.",
        {_DOWN: "cross_correlate2d(x, sobel)"},
    ),
    Bug(
        "prewitt",
        "These are Prewitt's kernels, without the 2 in the middle. Sobel's weigh the middle row "
        "twice.",
        {_SOBEL: "np.array([[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]])"},
    ),
    Bug(
        "scharr",
        "These are Scharr's kernels (3, 10, 3). Sobel's weights are 1, 2, 1.",
        {_SOBEL: "np.array([[-3.0, 0, 3], [-10, 0, 10], [-3, 0, 3]])"},
    ),
    Bug(
        "plain_differences",
        "Only the two direct neighbours are compared. Sobel's kernel also asks the rows above and "
        "below.",
        {_SOBEL: "np.array([[0.0, 0, 0], [-1, 0, 1], [0, 0, 0]])"},
    ),
    Bug(
        "one_sign_slipped",
        "One sign in the kernel is off, so its cells no longer sum to 0 and flat parts light up.",
        {_SOBEL: "np.array([[-1.0, 0, 1], [-2, 0, 2], [1, 0, 1]])"},
    ),
    Bug(
        "two_in_the_first_row",
        "The 2 stands in the first row. Sobel gives the middle row double weight.",
        {_SOBEL: "np.array([[-2.0, 0, 2], [-1, 0, 1], [-1, 0, 1]])"},
    ),
    Bug(
        "divides_by_eight",
        "Everything is an eighth: the kernel was scaled so that it gives the slope per pixel. "
        "Sensible, but the weights here are 1 and 2.",
        {_LENGTH: "np.sqrt(across**2 + down**2) / 8"},
    ),
    Bug(
        "divides_by_the_maximum",
        "The result was divided by its maximum, for display. Then two pictures cannot be compared.",
        {_LENGTH: "np.sqrt(across**2 + down**2) / max(np.hypot(across, down).max(), 1e-9)"},
    ),
    Bug(
        "clips_to_255",
        "Values above 255 were cut off, as in a stored picture. Strengths are not pixels.",
        {_LENGTH: "np.minimum(np.sqrt(across**2 + down**2), 255)"},
    ),
    Bug(
        "drops_negative_sides",
        "Edges towards dark are missing: negative numbers were set to 0 before the squares.",
        {_LENGTH: "np.hypot(np.maximum(across, 0), np.maximum(down, 0))"},
    ),
    Bug(
        "adds_epsilon",
        "A small constant was added under the root: useful where one divides by it later, but "
        "flat parts of the picture have strength 0.",
        {_LENGTH: "np.sqrt(across**2 + down**2 + 1e-6)"},
    ),
    Bug(
        "returns_angle",
        "This is the direction of the edge. Its strength is asked for.",
        {_LENGTH: "np.arctan2(down, across)"},
    ),
    Bug(
        "returns_both_maps",
        "Two maps came back. Make one of them: at each cell the length of the pair.",
        {_LENGTH: "(across, down)"},
    ),
    Bug(
        "keeps_the_size",
        "The picture was padded so that the result keeps its size. Here the kernel stays inside, "
        "and the border of zeros makes edges that are not there.",
        {_ACROSS: "x = np.pad(x, 1)\n    across = cross_correlate2d(x, sobel)\n"},
    ),
    Bug(
        "uint8_wraparound",
        "The picture's own dtype was kept for the sums, and uint8 counts modulo 256.",
        {
            _LENGTH: "np.sqrt(across.astype(x.dtype).astype(float) ** 2"
            " + down.astype(x.dtype).astype(float) ** 2)"
        },
    ),
    Bug(
        "whole_number_output",
        "Fractions are cut off: the result became whole numbers on the way.",
        {_LENGTH: "np.sqrt(across**2 + down**2).astype(int)"},
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_LENGTH: "np.sqrt(across**2 + down**2).astype(np.float32)"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_LENGTH: "np.sqrt(across**2 + down**2).tolist()"},
    ),
)
