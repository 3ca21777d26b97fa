"""Mistakes in `edge_kernel`, as edits of the reference."""

from __future__ import annotations

from autograder.exercise import Bug

_ARRAY = "np.array([[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]])"
_CHOICE = 'vertical if direction == "vertical" else vertical.T'
_HORIZONTAL = "else vertical.T"
_KNOWN = 'direction not in ("vertical", "horizontal")'
_RAISE = 'ValueError(f"edge_kernel: no direction {direction!r}; vertical or horizontal?")'

BUGS = (
    Bug(
        "swaps_directions",
        "The two kernels are exchanged. The direction is that of the edge: a vertical edge is a "
        "line from top to bottom, and the picture changes from left to right across it.",
        {_CHOICE: 'vertical.T if direction == "vertical" else vertical'},
    ),
    Bug(
        "sign_flipped",
        "Every sign is the other way round: this kernel is positive where the picture grows "
        "darker. The bright side gets the + 1, as the kernel slides without a flip.",
        {_CHOICE: '-vertical if direction == "vertical" else -vertical.T'},
    ),
    Bug(
        "vertical_sign_flipped",
        "The vertical kernel is positive where the picture grows darker to the right. The + 1 "
        "belongs to the right column.",
        {_CHOICE: '-vertical if direction == "vertical" else vertical.T'},
    ),
    Bug(
        "horizontal_sign_flipped",
        "The horizontal kernel is positive where the picture grows brighter upwards. Rows count "
        "from the top, so the + 1 belongs to the last row.",
        {_HORIZONTAL: "else -vertical.T"},
    ),
    Bug(
        "same_kernel_for_both",
        "Both directions give the vertical kernel. The horizontal one asks about up and down.",
        {_HORIZONTAL: "else vertical"},
    ),
    Bug(
        "sobel_weights",
        "These are Sobel's weights, with a 2 in the middle. They come later in this lesson; "
        "Prewitt's rows all weigh the same.",
        {_ARRAY: "np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])"},
    ),
    Bug(
        "scharr_weights",
        "These are Scharr's weights (3, 10, 3). Prewitt's cells are -1, 0 and 1.",
        {_ARRAY: "np.array([[-3.0, 0, 3], [-10, 0, 10], [-3, 0, 3]])"},
    ),
    Bug(
        "one_row_only",
        "Only the middle row compares left and right. Prewitt asks all three rows, so that one "
        "odd pixel matters less.",
        {_ARRAY: "np.array([[0.0, 0, 0], [-1, 0, 1], [0, 0, 0]])"},
    ),
    Bug(
        "no_middle_column",
        "The kernel has no middle: two columns side by side. Here it is 3x3 with zeros between.",
        {_ARRAY: "np.array([[-1.0, 1], [-1, 1], [-1, 1]])"},
    ),
    Bug(
        "no_negative_side",
        "Both sides are positive, so the kernel adds them up and a bright flat window wins. An "
        "edge is a difference: one side minus the other.",
        {_ARRAY: "np.array([[1.0, 0, 1], [1, 0, 1], [1, 0, 1]])"},
    ),
    Bug(
        "middle_not_zero",
        "The middle column has weight as well, so the cells no longer sum to 0 and flat parts of "
        "the picture light up.",
        {_ARRAY: "np.array([[-1.0, 1, 1], [-1, 1, 1], [-1, 1, 1]])"},
    ),
    Bug(
        "laplacian",
        "This kernel compares the centre with all its neighbours and answers to edges of every "
        "direction. One direction is asked for.",
        {_ARRAY: "np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]])"},
    ),
    Bug(
        "diagonal",
        "This kernel looks for a slanted edge: one corner against the other.",
        {_ARRAY: "np.array([[-1.0, -1, 0], [-1, 0, 1], [0, 1, 1]])"},
    ),
    Bug(
        "divides_by_three",
        "Every cell is a third: the mean over the rows. That is a sensible kernel, but here the "
        "cells are -1, 0 and 1.",
        {_CHOICE: f"({_CHOICE}) / 3"},
    ),
    Bug(
        "divides_by_six",
        "Every cell is a sixth, so that the absolute values sum to 1. Here the cells are -1, 0 "
        "and 1.",
        {_CHOICE: f"({_CHOICE}) / 6"},
    ),
    Bug(
        "whole_numbers",
        "Right numbers in an array of whole numbers. A decimal point on one of them makes it "
        "float64.",
        {"-1.0, 0, 1": "-1, 0, 1"},
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_CHOICE: f"({_CHOICE}).astype(np.float32)"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_CHOICE: f"({_CHOICE}).tolist()"},
    ),
    Bug(
        "takes_any_word",
        "A direction that does not exist gets a kernel all the same. A typing mistake should "
        "stop the program: raise a ValueError.",
        {_KNOWN: "False"},
    ),
    Bug(
        "key_error",
        "An unknown direction raises a KeyError, as a dictionary does. The docstring promises a "
        "ValueError, which tells the caller which argument to look at.",
        {_RAISE: "KeyError(direction)"},
    ),
    Bug(
        "error_without_the_word",
        "The error does not say which direction it did not understand. Name the value: the "
        "reader of the message may not be the one who typed it.",
        {_RAISE: 'ValueError("edge_kernel: vertical or horizontal?")'},
    ),
    Bug(
        "returns_none_for_others",
        "An unknown direction gives None, and the mistake shows up somewhere else, later. Raise a "
        "ValueError on the spot.",
        {f"raise {_RAISE}": "return None"},
    ),
)
