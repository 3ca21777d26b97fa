"""Mistakes in `avg_pool2d`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_KERNEL = "kernel_height, kernel_width = pair(kernel_size)"
_STRIDE = "stride_height, stride_width = pair("
_STRIDES = "stride_height, stride_width = pair(kernel_size if stride is None else stride)"
_PADDING = "padding_height, padding_width = pair(padding)"
_CHECK = "padding_height > kernel_height // 2 or padding_width > kernel_width // 2"
_BORDER = "border = ((padding_height, padding_height), (padding_width, padding_width))"
_PAD = "np.pad(x.astype(np.float64), ((0, 0), (0, 0), *border))"
_HEIGHT = "(padded.shape[2] - kernel_height) // stride_height + 1"
_WIDTH = "(padded.shape[3] - kernel_width) // stride_width + 1"
_START = "top, left = row * stride_height, col * stride_width"
_CELLS = "cells = kernel_height * kernel_width if count_include_pad else real_cells"
_SUM = "np.sum(padded[:, :, rows, cols], axis=(2, 3))"
_MEAN = f"{_SUM} / cells"
_OUT = "np.zeros((x.shape[0], x.shape[1], out_height, out_width))"
_RETURN = "\n    return out"

COUNTING = (
    Bug(
        "always_counts_padding",
        "With `count_include_pad=False` the border still comes out too small: divide by the "
        "number of real pixels in the window, not by all its cells.",
        {_CELLS: "cells = kernel_height * kernel_width"},
    ),
    Bug(
        "never_counts_padding",
        "By default padded zeros count as cells: each sum is divided by kH * kW, at the border "
        "too.",
        {_CELLS: "cells = real_cells"},
    ),
    Bug(
        "flag_inverted",
        "The flag works backwards: True divides by all cells, False by the real ones.",
        {"if count_include_pad": "if not count_include_pad"},
    ),
    Bug(
        "counts_pixels_that_are_not_zero",
        "Real pixels were told from padding by not being 0. A real pixel may be 0 as well: count "
        "by position, not by value.",
        {
            _CELLS: "real_cells = np.count_nonzero(padded[:, :, rows, cols], axis=(2, 3))\n"
            f"            {_CELLS}"
        },
    ),
    Bug(
        "one_count_for_all_windows",
        "All windows were divided by one count of real cells, that of the corner. Each window has "
        "its own.",
        {
            _CELLS: f"{_CELLS.replace('real_cells', 'np.sum(inside[:kernel_height, :kernel_width])')}"
        },
    ),
    Bug(
        "divides_by_kh_squared",
        "The sums were divided by kH squared. A window has kH * kW cells.",
        {"kernel_height * kernel_width": "kernel_height**2"},
    ),
    Bug(
        "divides_by_kw_squared",
        "The sums were divided by kW squared. A window has kH * kW cells.",
        {"kernel_height * kernel_width": "kernel_width**2"},
    ),
    Bug(
        "sums",
        "These are the sums of the windows: nothing was divided.",
        {_MEAN: _SUM},
    ),
    Bug(
        "sum_divided_by_height_only",
        "The sums were divided by the number of rows, kH. A window has kH * kW cells.",
        {"kernel_height * kernel_width": "kernel_height"},
    ),
    Bug(
        "integer_division",
        "The means were cut down to whole numbers. Divide with `/`.",
        {_MEAN: f"{_SUM} // cells"},
    ),
    Bug(
        "rounds",
        "The means were rounded to whole numbers. Keep the fractions.",
        {_MEAN: f"np.round({_MEAN})"},
    ),
)

REDUCTION = (
    Bug(
        "max_instead",
        "This is the maximum of each window (and of the padded zeros). The mean is asked for.",
        {_MEAN: "np.max(padded[:, :, rows, cols], axis=(2, 3))"},
    ),
    Bug(
        "median_instead",
        "This is the median of each window. The mean is the sum over the number of cells.",
        {_MEAN: "np.median(padded[:, :, rows, cols], axis=(2, 3))"},
    ),
    Bug(
        "middle_of_smallest_and_largest",
        "This is halfway between the smallest and the largest number. The mean counts every cell.",
        {
            _MEAN: "(np.max(padded[:, :, rows, cols], axis=(2, 3)) "
            "+ np.min(padded[:, :, rows, cols], axis=(2, 3))) / 2"
        },
    ),
    Bug(
        "averages_sizes",
        "Negative numbers were counted by their size. The mean lets them cancel positive ones.",
        {_SUM: "np.sum(np.abs(padded[:, :, rows, cols]), axis=(2, 3))"},
    ),
    Bug(
        "averages_across_channels",
        "All channels show the same values: the mean was taken over the channels too.",
        {_SUM: "np.mean(np.sum(padded[:, :, rows, cols], axis=(2, 3)), axis=1, keepdims=True)"},
    ),
    Bug(
        "averages_across_images",
        "All images of the batch show the same values: the mean was taken over the batch too.",
        {_SUM: "np.mean(np.sum(padded[:, :, rows, cols], axis=(2, 3)), axis=0)"},
    ),
    Bug(
        "padding_repeats_edge",
        "The edge pixels were repeated outward. Here the padding consists of zeros.",
        {_PAD: _PAD.removesuffix(")") + ', mode="edge")'},
    ),
    Bug(
        "pads_with_minus_infinity",
        "The border is minus infinity. That padding is neutral for a maximum only; a sum needs "
        "zeros.",
        {_PAD: _PAD.removesuffix(")") + ", constant_values=-np.inf)"},
    ),
)

GEOMETRY = (
    Bug(
        "ignores_padding",
        "The padding has no effect. It adds rows and columns of zeros on all four sides.",
        {_BORDER: "border = ((0, 0), (0, 0))"},
    ),
    Bug(
        "pads_one_side_only",
        "Zeros were added above and on the left only. Padding 1 means one on each side.",
        {_BORDER: "border = ((padding_height, 0), (padding_width, 0))"},
    ),
    Bug(
        "swaps_pad_H_W",
        "Padding (1, 0) means one row above and below, no column. Yours is the other way round.",
        {_PADDING: "padding_width, padding_height = pair(padding)"},
    ),
    Bug(
        "no_padding_check",
        "Too much padding was accepted. Beyond half of the kernel, windows at the border would be "
        "mostly padding, or nothing else: raise ValueError, as `max_pool2d` does.",
        {_CHECK: "False"},
    ),
    Bug(
        "refuses_exactly_half",
        "Padding of exactly half of the kernel was refused. It is allowed: compare with `>`.",
        {_CHECK: _CHECK.replace(">", ">=")},
    ),
    Bug(
        "default_stride_1",
        "Without a stride, windows moved by one cell. `stride=None` means by the kernel's size.",
        {f"{_STRIDE}kernel_size if": f"{_STRIDE}1 if"},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect: windows always move by the kernel's size.",
        {f"{_STRIDE}kernel_size if stride is None else stride)": f"{_STRIDE}kernel_size)"},
    ),
    Bug(
        "swaps_stride_H_W",
        "A stride of (2, 3) is 2 down and 3 across. Yours is the other way round.",
        {_STRIDES: _STRIDES.replace("stride_height, stride_width", "stride_width, stride_height")},
    ),
    Bug(
        "stride_in_size_but_not_in_index",
        "The result has the right size, but window [row, col] starts at (row, col). It starts "
        "stride times as far.",
        {_START: "top, left = row, col"},
    ),
    Bug(
        "swaps_kernel_H_W",
        "(3, 2) is 3 high and 2 wide. Yours is the other way round.",
        {_KERNEL: "kernel_width, kernel_height = pair(kernel_size)"},
    ),
    Bug(
        "ceil_mode",
        "One window too many: the last one hangs over the end. Incomplete windows are dropped.",
        {
            _HEIGHT: "-((kernel_height - padded.shape[2]) // stride_height) + 1",
            _WIDTH: "-((kernel_width - padded.shape[3]) // stride_width) + 1",
        },
    ),
    Bug(
        "forgets_plus_one",
        "The last row and column of windows are missing: the first window counts too.",
        {_HEIGHT: _HEIGHT.removesuffix(" + 1"), _WIDTH: _WIDTH.removesuffix(" + 1")},
    ),
)

RESULT = (
    Bug(
        "keeps_dtype",
        "Fractions are cut off: the result took the picture's dtype. Allocate float64.",
        {_OUT: _OUT.removesuffix(")") + ", dtype=x.dtype)"},
    ),
    Bug(
        "adds_in_the_pictures_dtype",
        "Sums went round at 256: they were added up in uint8. Convert to float64 first.",
        {
            "x.astype(np.float64)": "x",
            _SUM: "np.sum(padded[:, :, rows, cols], axis=(2, 3), dtype=x.dtype)",
        },
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {_RETURN: "\n    return out.astype(np.float32)"},
    ),
    Bug(
        "returns_after_first_row",
        "Only the first row of windows is filled: the `return` stands inside the loop over rows.",
        {_RETURN: "\n        return out"},
    ),
    Bug(
        "squeezes_axes",
        "Axes of length 1 are gone. A batch of one image is still a batch: keep all four axes.",
        {_RETURN: "\n    return np.squeeze(out)"},
    ),
)

BUGS = (*COUNTING, *REDUCTION, *GEOMETRY, *RESULT)
