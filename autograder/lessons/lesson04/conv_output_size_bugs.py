"""Mistakes in `conv_output_size`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_SPAN = "dilation * (k - 1) + 1"
_ROOM = "room = n + 2 * padding - span"
_RETURN = "return room // stride + 1"
_CHECK = "if room < 0:"
_ERROR = 'raise ValueError(f"a kernel spans {span} cells; the padded row has {n + 2 * padding}")'
_REFUSAL = f"    {_CHECK}\n        {_ERROR}\n"

ROUNDING = (
    Bug(
        "ceil_not_floor",
        "You rounded up. A window that hangs over the end is not taken: 32 cells, a kernel of 5 "
        "and stride 2 give 14.",
        {_RETURN: "return -(-room // stride) + 1"},
    ),
    Bug(
        "round_half_even",
        "You rounded to the nearest, and Python's `round` sends .5 to the even neighbour. Leftover "
        "cells are dropped, however many: round down.",
        {_RETURN: "return round(room / stride) + 1"},
    ),
    Bug(
        "no_floor",
        "A size with a fraction: no array has 14.5 rows. What is left over after the last whole "
        "step is dropped.",
        {_RETURN: "return room / stride + 1"},
    ),
    Bug(
        "float_result",
        "Right number, but a float: an array cannot have 4.0 rows. Divide so that whole numbers "
        "stay whole.",
        {_RETURN: "return float(room // stride + 1)"},
    ),
    Bug(
        "refuses_leftovers",
        "It refuses rows on which the stride leaves cells over. That is legal, and frequent: those "
        "cells are ignored.",
        {_CHECK: "if room < 0 or room % stride:"},
    ),
)

COUNTING = (
    Bug(
        "plus_one_inside_division",
        "The + 1 went inside the division by the stride. It stands for the first window, which "
        "needs no step.",
        {_RETURN: "return (room + 1) // stride"},
    ),
    Bug(
        "forgets_plus_one",
        "One too few: you counted steps. There is a window before the first step.",
        {_RETURN: "return room // stride"},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect: this is the count for a kernel that moves by 1.",
        {_RETURN: "return room + 1"},
    ),
    Bug(
        "stride_is_cells_skipped",
        "Too few, as if stride 2 meant skipping two cells. It means moving by two, which skips "
        "one.",
        {_RETURN: "return room // (stride + 1 if stride > 1 else 1) + 1"},
    ),
    Bug(
        "same_formula_ceil_n_over_s",
        "ceil(n / s) is the rule of TensorFlow's SAME mode, which chooses the padding itself. Here "
        "kernel and padding are given, and both count.",
        {_RETURN: "return -(-n // stride)"},
    ),
    Bug(
        "n_over_stride",
        "This is n // stride. It happens to be right for even n, stride 2 and a kernel that fits "
        "its padding; in general kernel and padding matter.",
        {_RETURN: "return n // stride"},
    ),
    Bug(
        "kernel_not_divided",
        "The row's length was divided by the stride and the kernel subtracted afterwards. Subtract "
        "first: steps are counted in the room that is left.",
        {_RETURN: "return (n + 2 * padding) // stride - span + 1"},
    ),
    Bug(
        "no_padding_keeps_size",
        "Without padding the count shrinks by k - 1; you returned n. A popular myth says so too.",
        {
            f"span = {_SPAN}": f"if padding == 0 and stride == 1:\n        return n\n    span = {_SPAN}"
        },
    ),
)

SPANS = (
    Bug(
        "ignores_dilation",
        "The dilation has no effect. A kernel with holes covers more cells, so it fits less often.",
        {_SPAN: "k"},
    ),
    Bug(
        "span_is_d_times_k",
        "A dilated kernel covers d(k - 1) + 1 cells, not d k: the holes lie between its cells, "
        "none after the last.",
        {_SPAN: "dilation * k"},
    ),
    Bug(
        "dilation_is_cells_skipped",
        "The kernel came out too long, as if dilation 2 left two cells out between neighbours. It "
        "is the distance: one cell is left out.",
        {_SPAN: "k + dilation * (k - 1)"},
    ),
    Bug(
        "one_hole_in_all",
        "The dilation was added once. There is a hole between each two neighbouring cells, k - 1 "
        "of them.",
        {_SPAN: "k + dilation - 1"},
    ),
    Bug(
        "ignores_padding",
        "The padding has no effect.",
        {_ROOM: "room = n - span"},
    ),
    Bug(
        "pads_one_end",
        "The padding was counted once. It is added at both ends: 2p cells.",
        {_ROOM: "room = n + padding - span"},
    ),
    Bug(
        "pads_twice_too_much",
        "2p cells were added at each end; 2p is both ends together.",
        {_ROOM: "room = n + 4 * padding - span"},
    ),
)

ERRORS = (
    Bug(
        "no_value_error",
        "It gives a number, 0 or less, where the kernel does not fit. No layer has such an output: "
        "raise a ValueError.",
        {_REFUSAL: ""},
    ),
    Bug(
        "int_truncates_towards_zero",
        "`int` cuts towards zero, so a kernel that does not fit gets a window. It agrees with the "
        "floor for legal sizes; for the others raise a ValueError.",
        {_REFUSAL: "", _RETURN: "return int(room / stride) + 1"},
    ),
    Bug(
        "zero_when_it_does_not_fit",
        "It says 0 where the kernel does not fit. PyTorch refuses; raise a ValueError.",
        {_ERROR: "return 0"},
    ),
    Bug(
        "raises_another_error",
        "The right moment for an error, but of another type. A value that cannot be used is a "
        "ValueError.",
        {"raise ValueError(": "raise IndexError("},
    ),
    Bug(
        "refuses_exact_fit",
        "It refuses a kernel exactly as long as the padded row. That one has one window.",
        {_CHECK: "if room <= 0:"},
    ),
    Bug(
        "refuses_before_padding",
        "It compares the kernel with the row before padding. What must hold the kernel is the "
        "padded row.",
        {_CHECK: "if span > n:"},
    ),
    Bug(
        "fit_checked_without_dilation",
        "The kernel fits without its holes, and that was checked. With them it covers d(k - 1) + 1 "
        "cells.",
        {_CHECK: "if k > n + 2 * padding:"},
    ),
)

BUGS = (*ROUNDING, *COUNTING, *SPANS, *ERRORS)
