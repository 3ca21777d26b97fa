"""Mistakes in `dilate_kernel`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_DILATION = "down, across = dilation\n"
_SIZE = "(down * (rows - 1) + 1, across * (cols - 1) + 1)"
_ZEROS = f"np.zeros({_SIZE})"
_PUT = "out[::down, ::across] = kernel"
_RETURN = "return out\n"

BUGS = (
    Bug(
        "zeros_after_the_last_cell",
        "The size is d k: there are zeros after the last row and column too. Holes lie between "
        "cells, so it is d(k - 1) + 1.",
        {_SIZE: "(down * rows, across * cols)"},
    ),
    Bug(
        "dilation_is_number_of_zeros",
        "d zeros stand between neighbours, so they are d + 1 apart. The dilation is the distance: "
        "d - 1 zeros.",
        {_DILATION: "down, across = dilation[0] + 1, dilation[1] + 1\n"},
    ),
    Bug(
        "swaps_dilation",
        "The two dilations are exchanged: (2, 3) pulls rows 2 apart and columns 3.",
        {_DILATION: "across, down = dilation\n"},
    ),
    Bug(
        "first_dilation_on_both_axes",
        "The first dilation was used on both axes. The second one belongs to the columns.",
        {_DILATION: "down, across = dilation[0], dilation[0]\n"},
    ),
    Bug(
        "rows_only",
        "The columns stayed close together. They have a dilation too.",
        {_DILATION: "down, across = dilation[0], 1\n"},
    ),
    Bug(
        "columns_only",
        "The rows stayed close together. They have a dilation too.",
        {_DILATION: "down, across = 1, dilation[1]\n"},
    ),
    Bug(
        "ignores_dilation",
        "The kernel came back as it was.",
        {_DILATION: "down, across = 1, 1\n"},
    ),
    Bug(
        "repeats_cells",
        "Each number fills a block: that enlarges the kernel as a picture is enlarged. A dilated "
        "kernel has zeros in its holes.",
        {
            _RETURN: "return np.repeat(np.repeat(kernel, down, axis=0), across, axis=1).astype(float)\n"
        },
    ),
    Bug(
        "fills_holes_with_neighbours",
        "The size is right, but the holes hold copies of the cells beside them. They hold zeros.",
        {
            _PUT: "for (a, b), value in np.ndenumerate(out):\n"
            "        out[a, b] = kernel[a // down, b // across]"
        },
    ),
    Bug(
        "interpolates",
        "The holes are filled with numbers between their neighbours. They hold zeros: pixels under "
        "a hole do not count.",
        {
            _RETURN: "for a in range(out.shape[0]):\n"
            "        for b in range(out.shape[1]):\n"
            "            top, left = a // down, b // across\n"
            "            low, right = min(top + 1, rows - 1), min(left + 1, cols - 1)\n"
            "            v, u = a / down - top, b / across - left\n"
            "            out[a, b] = (1 - v) * ((1 - u) * kernel[top, left] + u * kernel[top, "
            "right])\n"
            "            out[a, b] += v * ((1 - u) * kernel[low, left] + u * kernel[low, right])\n"
            "    return out\n"
        },
    ),
    Bug(
        "holes_of_ones",
        "The holes hold ones, so the pixels under them are added. They hold zeros.",
        {_ZEROS: f"np.ones({_SIZE})"},
    ),
    Bug(
        "zeros_around_not_between",
        "The zeros are around the kernel: that is padding. They belong between its cells.",
        {
            _PUT: "above, before = (down - 1) * (rows - 1) // 2, (across - 1) * (cols - 1) // 2\n"
            "    out[above : above + rows, before : before + cols] = kernel"
        },
    ),
    Bug(
        "cells_in_the_corner",
        "The size is right, but the cells stand together in the top-left corner. Each moves to "
        "(down * a, across * b).",
        {_PUT: "out[:rows, :cols] = kernel"},
    ),
    Bug(
        "zeros_before_the_first_cell",
        "There are zeros above and to the left of the first cell. It stays in the corner, at "
        "[0, 0].",
        {
            _SIZE: "(down * rows, across * cols)",
            _PUT: "out[down - 1 :: down, across - 1 :: across] = kernel",
        },
    ),
    Bug(
        "flips_kernel",
        "The kernel was flipped on both axes. Its cells keep their order.",
        {_PUT: "out[::down, ::across] = kernel[::-1, ::-1]"},
    ),
    Bug(
        "returns_transposed",
        "The result is transposed: its rows are your columns.",
        {_RETURN: "return out.T\n"},
    ),
    Bug(
        "keeps_the_sum_per_cell",
        "The numbers grew by the size of the holes. They only move apart.",
        {_PUT: "out[::down, ::across] = kernel * down * across"},
    ),
    Bug(
        "keeps_dtype",
        "The result took the kernel's dtype. This course's NumPy functions return float64.",
        {_ZEROS: f"np.zeros({_SIZE}, dtype=kernel.dtype)"},
    ),
    Bug(
        "returns_the_kernel_itself",
        "Without holes the very kernel comes back, and whoever writes into the result changes it. "
        "Return a new array, even then.",
        {_DILATION: f"{_DILATION}    if down == across == 1:\n        return kernel\n"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_RETURN: "return out.tolist()\n"},
    ),
)
