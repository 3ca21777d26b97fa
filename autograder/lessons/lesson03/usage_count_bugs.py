"""Mistakes in `usage_count`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_SIDES = "(height, width), (kernel_height, kernel_width) = input_shape, kernel_shape"
_PADDING = "pad_height, pad_width = padding"
_ZEROS = "np.zeros((height + 2 * pad_height, width + 2 * pad_width))"
_ROWS = "range(height + 2 * pad_height - kernel_height + 1)"
_COLS = "range(width + 2 * pad_width - kernel_width + 1)"
_WINDOW = "counts[row : row + kernel_height, col : col + kernel_width]"
_CROP = "counts[pad_height : pad_height + height, pad_width : pad_width + width].copy()"

BUGS = (
    Bug(
        "ignores_padding",
        "Padding has no effect: the kernel stays inside the image. It may hang over by the padding, "
        "and border pixels are seen more often.",
        {_PADDING: "pad_height, pad_width = 0, 0"},
    ),
    Bug(
        "keeps_the_rim",
        "The counts of the padded cells came along. Only the pixels of the image are asked for.",
        {_CROP: "counts"},
    ),
    Bug(
        "slice_-0_bug",
        "It works until the padding is 0: `counts[p:-p]` is empty then, since -0 is 0.",
        {_CROP: "counts[pad_height:-pad_height, pad_width:-pad_width].copy()"},
    ),
    Bug(
        "crops_from_top_left",
        "The right size, cut from the top-left corner of the padded counts. The image starts at "
        "(p, p) there.",
        {_CROP: "counts[:height, :width].copy()"},
    ),
    Bug(
        "overwrites_instead_of_adding",
        "Every count is 1 or 0: a later window replaced the count of an earlier one. Add with "
        "`+=`.",
        {f"{_WINDOW} += 1": f"{_WINDOW} = 1"},
    ),
    Bug(
        "counts_starts",
        "This marks where windows start. A window covers all cells under the kernel.",
        {_WINDOW: "counts[row, col]"},
    ),
    Bug(
        "stops_one_early",
        "The last row and column of windows are missing. n cells hold n - k + 1 positions.",
        {_ROWS: _ROWS.replace(" + 1", ""), _COLS: _COLS.replace(" + 1", "")},
    ),
    Bug(
        "windows_hang_over",
        "There are windows that hang over the border of the padded image. The kernel fits into it.",
        {_ROWS: "range(height + 2 * pad_height)", _COLS: "range(width + 2 * pad_width)"},
    ),
    Bug(
        "padding_on_one_side",
        "The padding was counted on one side: on the others the pixels are seen too seldom.",
        {
            _ROWS: "range(height + pad_height - kernel_height + 1)",
            _COLS: "range(width + pad_width - kernel_width + 1)",
        },
    ),
    Bug(
        "double_pad_2p_each_side",
        "There are 2p cells on each side. The 2p of the formula is p on one side and p on the "
        "other.",
        {_PADDING: "pad_height, pad_width = 2 * padding[0], 2 * padding[1]"},
    ),
    Bug(
        "swaps_ph_pw",
        "The two paddings are exchanged: (rows, columns).",
        {_PADDING: "pad_width, pad_height = padding"},
    ),
    Bug(
        "first_of_pair_for_both",
        "The first padding was used for columns too.",
        {_PADDING: "pad_height, pad_width = padding[0], padding[0]"},
    ),
    Bug(
        "reads_shape_as_width_height",
        "The image's shape was read as (width, height). Height comes first.",
        {_SIDES: "(width, height), (kernel_height, kernel_width) = input_shape, kernel_shape"},
    ),
    Bug(
        "swaps_kh_kw",
        "Height and width of the kernel are exchanged. Square kernels hide it.",
        {_SIDES: "(height, width), (kernel_width, kernel_height) = input_shape, kernel_shape"},
    ),
    Bug(
        "returns_transposed",
        "The counts are transposed: rows are columns.",
        {_CROP: f"{_CROP[:-7]}.T.copy()"},
    ),
    Bug(
        "full_kernel_everywhere",
        "Every pixel got the number of kernel cells. That is right in the middle of a large image; "
        "near the border there are fewer windows.",
        {f"return {_CROP}": "return np.full((height, width), float(kernel_height * kernel_width))"},
    ),
    Bug(
        "windows_do_not_overlap",
        "The windows lie side by side. The kernel moves by one cell, so they overlap.",
        {_ROWS: f"{_ROWS[:-1]})[::kernel_height]", _COLS: f"{_COLS[:-1]})[::kernel_width]"},
    ),
    Bug(
        "adds_the_kernels_size",
        "Each window added the number of its cells. It adds 1: the pixel was seen once more.",
        {f"{_WINDOW} += 1": f"{_WINDOW} += kernel_height * kernel_width"},
    ),
    Bug(
        "divides_by_the_largest",
        "These are parts of the largest count. The counts themselves are asked for.",
        {f"return {_CROP}": f"counts /= counts.max()\n    return {_CROP}"},
    ),
    Bug(
        "counts_windows",
        "Every pixel got the number of all windows. Most of them lie elsewhere.",
        {_WINDOW: "counts[:]"},
    ),
    Bug(
        "whole_number_dtype",
        "The counts are right, and of a whole-number dtype. This course's NumPy functions return "
        "float64.",
        {_ZEROS: _ZEROS[:-1] + ", dtype=int)"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_CROP: _CROP.replace(".copy()", ".tolist()")},
    ),
)
