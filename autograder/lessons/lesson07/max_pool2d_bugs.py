"""Mistakes in `max_pool2d`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_KERNEL = "kernel_height, kernel_width = pair(kernel_size)"
_STRIDE = "stride_height, stride_width = pair("
_STRIDES = "stride_height, stride_width = pair(kernel_size if stride is None else stride)"
_PADDING = "padding_height, padding_width = pair(padding)"
_CHECK = "padding_height > kernel_height // 2 or padding_width > kernel_width // 2"
_RAISE = 'raise ValueError(f"padding {padding} is more than half of the kernel {kernel_size}")'
_SIDES = "(padding_height, padding_height), (padding_width, padding_width)"
_FILL = "constant_values=-np.inf"
_HEIGHT = "(padded.shape[2] - kernel_height) // stride_height + 1"
_WIDTH = "(padded.shape[3] - kernel_width) // stride_width + 1"
_START = "top, left = row * stride_height, col * stride_width"
_WINDOW = "padded[:, :, top : top + kernel_height, left : left + kernel_width]"
_MAX = "np.max(window, axis=(2, 3))"
_OUT = "np.zeros((x.shape[0], x.shape[1], out_height, out_width))"
_RETURN = "\n    return out"

PADDING = (
    Bug(
        "zero_padding_beats_negatives",
        "A padded 0 beat negative numbers at the border. In a maximum, padding must lose every "
        "comparison: minus infinity.",
        {_FILL: "constant_values=0"},
    ),
    Bug(
        "pads_with_large_number",
        "The padding is a fixed number, about minus a billion, and here it won. Whatever number "
        "you pick, a picture can go below it; infinity has no such limit.",
        {_FILL: "constant_values=-1e9"},
    ),
    Bug(
        "ignores_padding",
        "The padding has no effect. It adds rows above and below, and columns on both sides.",
        {_SIDES: "(0, 0), (0, 0)"},
    ),
    Bug(
        "pads_one_side_only",
        "Rows were added above and columns on the left, none below or on the right. Padding 1 "
        "means one on each side.",
        {_SIDES: "(padding_height, 0), (padding_width, 0)"},
    ),
    Bug(
        "swaps_pad_H_W",
        "Padding (1, 0) means one row above and below, no column. Yours is the other way round.",
        {_PADDING: "padding_width, padding_height = pair(padding)"},
    ),
    Bug(
        "padding_read_as_before_after",
        "The pair was read as (before, after) for both axes. It is (height, width), the same on "
        "both sides, as in lesson 03.",
        {_SIDES: "(padding_height, padding_width), (padding_height, padding_width)"},
    ),
    Bug(
        "no_padding_check",
        "Too much padding was accepted. Beyond half of the kernel, windows at the border would be "
        "mostly padding, or nothing else: raise ValueError, as PyTorch does.",
        {_CHECK: "False"},
    ),
    Bug(
        "checks_padding_height_only",
        "Too much padding above and below is refused, beside the picture it is not. Check both "
        "axes.",
        {f" or {_CHECK.partition(' or ')[2]}": ""},
    ),
    Bug(
        "checks_against_whole_kernel",
        "Padding is refused only when it is wider than the kernel. The limit is half of that: 3 "
        "allows 1, and 2 is too much.",
        {_CHECK: "padding_height > kernel_height or padding_width > kernel_width"},
    ),
    Bug(
        "refuses_exactly_half",
        "Padding of exactly half of the kernel was refused. It is allowed (3 allows 1, 4 allows "
        "2): compare with `>`, not `>=`.",
        {_CHECK: _CHECK.replace(">", ">=")},
    ),
    Bug(
        "raises_another_error",
        "Too much padding is refused, with another error than promised. The docstring says "
        "ValueError.",
        {_RAISE: _RAISE.replace("ValueError", "IndexError")},
    ),
)

STRIDE = (
    Bug(
        "default_stride_1",
        "Without a stride, windows moved by one cell. In pooling `stride=None` means by the "
        "kernel's size, so that windows lie side by side.",
        {f"{_STRIDE}kernel_size if": f"{_STRIDE}1 if"},
    ),
    Bug(
        "default_stride_from_height",
        "Without a stride, windows moved by the kernel's height both down and across. Across they "
        "move by its width.",
        {f"{_STRIDE}kernel_size if": f"{_STRIDE}kernel_height if"},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect: windows always move by the kernel's size. That is the default "
        "only.",
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
        "moves_by_kernel_size",
        "The number of windows is right, but each starts kernel_size, not stride, after the one "
        "before.",
        {_START: "top, left = row * kernel_height, col * kernel_width"},
    ),
)

SIZES = (
    Bug(
        "ceil_mode",
        "One window too many: the last one hangs over the end. Incomplete windows are dropped "
        "(floor); PyTorch takes them only with `ceil_mode=True`.",
        {
            _HEIGHT: "-((kernel_height - padded.shape[2]) // stride_height) + 1",
            _WIDTH: "-((kernel_width - padded.shape[3]) // stride_width) + 1",
        },
    ),
    Bug(
        "forgets_plus_one",
        "The last row and column of windows are missing: the first window counts too, so it is "
        "the quotient plus 1.",
        {_HEIGHT: _HEIGHT.removesuffix(" + 1"), _WIDTH: _WIDTH.removesuffix(" + 1")},
    ),
    Bug(
        "size_over_stride",
        "The size was computed as n // stride. That is right only when the window is as long as "
        "the stride; the formula of lesson 04 subtracts the kernel first.",
        {
            _HEIGHT: "padded.shape[2] // stride_height",
            _WIDTH: "padded.shape[3] // stride_width",
        },
    ),
    Bug(
        "size_without_padding",
        "The windows were counted on the picture without its padding, so the last ones are "
        "missing.",
        {
            _HEIGHT: _HEIGHT.replace("padded", "x"),
            _WIDTH: _WIDTH.replace("padded", "x"),
        },
    ),
    Bug(
        "swaps_kernel_H_W",
        "(3, 2) is 3 high and 2 wide. Yours is the other way round.",
        {_KERNEL: "kernel_width, kernel_height = pair(kernel_size)"},
    ),
    Bug(
        "square_windows",
        "The windows are square: the kernel's height was used for its width too.",
        {_KERNEL: f"{_KERNEL}\n    kernel_width = kernel_height"},
    ),
    Bug(
        "window_one_too_small",
        "Each window lacks its last row and column: a slice leaves its end out already.",
        {_WINDOW: "padded[:, :, top : top + kernel_height - 1, left : left + kernel_width - 1]"},
    ),
    Bug(
        "window_one_too_large",
        "Each window has a row and a column too many. A slice's end is left out, so `top + kh` is "
        "the end.",
        {_WINDOW: "padded[:, :, top : top + kernel_height + 1, left : left + kernel_width + 1]"},
    ),
)

REDUCTION = (
    Bug(
        "accumulator_starts_at_0",
        "No result is below 0, even where all pixels are: a running maximum that starts at 0 "
        "never goes below it. Start at minus infinity, or at the window's first pixel.",
        {_MAX: f"np.maximum({_MAX}, 0)"},
    ),
    Bug(
        "averages",
        "This is the mean of each window. The largest number is asked for.",
        {_MAX: "np.mean(window, axis=(2, 3))"},
    ),
    Bug(
        "takes_minimum",
        "This is the smallest number of each window; the largest is asked for.",
        {_MAX: "np.min(window, axis=(2, 3))"},
    ),
    Bug(
        "takes_last_element",
        "This is the bottom-right pixel of each window. In a picture whose numbers rise it is "
        "the largest; in others it need not be.",
        {_MAX: "window[:, :, -1, -1]"},
    ),
    Bug(
        "takes_first_element",
        "This is the top-left pixel of each window: the picture was thinned out, nothing was "
        "compared.",
        {_MAX: "window[:, :, 0, 0]"},
    ),
    Bug(
        "largest_absolute_value",
        "Numbers far below zero won by their size. The maximum looks at the sign: -9 is less than "
        "1.",
        {_MAX: "np.max(np.abs(window), axis=(2, 3))"},
    ),
    Bug(
        "returns_position",
        "These are positions in the window, not numbers of the picture: `argmax` says where, "
        "`max` says what.",
        {_MAX: "np.argmax(window.reshape(*window.shape[:2], -1), axis=2)"},
    ),
    Bug(
        "pools_across_channels",
        "All channels show the same values: the maximum was taken over the channels too. Each "
        "channel is pooled for itself.",
        {_MAX: "np.max(window, axis=(1, 2, 3))[:, np.newaxis]"},
    ),
    Bug(
        "pools_across_images",
        "All images of the batch show the same values: the maximum was taken over the batch too.",
        {_MAX: "np.max(window, axis=(0, 2, 3))"},
    ),
    Bug(
        "maximum_without_axes",
        "One maximum for all images and channels: a maximum without `axis` looks at everything. "
        "Name the window's two axes.",
        {_MAX: "np.max(window)"},
    ),
    Bug(
        "reduces_leading_axes",
        "The maximum was taken over axes 0 and 1, which are images and channels in NCHW. The "
        "window's rows and columns are the last two.",
        {_MAX: "np.max(window, axis=(0, 1))"},
    ),
)

RESULT = (
    Bug(
        "swaps_output_indices",
        "Results are stored at [col, row]. NumPy's order is [row, col].",
        {"out[:, :, row, col]": "out[:, :, col, row]"},
    ),
    Bug(
        "returns_after_first_row",
        "Only the first row of windows is filled: the `return` stands inside the loop over rows.",
        {_RETURN: "\n        return out"},
    ),
    Bug(
        "stops_one_early",
        "The last row and column stayed 0: `range(n)` already leaves out n.",
        {"range(out_height)": "range(out_height - 1)", "range(out_width)": "range(out_width - 1)"},
    ),
    Bug(
        "keeps_dtype",
        "The values are right, in the picture's own dtype. This course's NumPy functions return "
        "float64.",
        {_OUT: _OUT.removesuffix(")") + ", dtype=x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {_RETURN: "\n    return out.astype(np.float32)"},
    ),
    Bug(
        "pads_before_converting",
        "Whole numbers have no infinity, so padding them with it fails. Convert to float64 before "
        "padding.",
        {"x.astype(np.float64)": "x"},
    ),
    Bug(
        "squeezes_axes",
        "Axes of length 1 are gone. A batch of one image is still a batch: keep all four axes.",
        {_RETURN: "\n    return np.squeeze(out)"},
    ),
    Bug(
        "channels_last",
        "The channels came out last. The layout is NCHW, in and out.",
        {_RETURN: "\n    return out.transpose(0, 2, 3, 1)"},
    ),
)

BUGS = (*PADDING, *STRIDE, *SIZES, *REDUCTION, *RESULT)
