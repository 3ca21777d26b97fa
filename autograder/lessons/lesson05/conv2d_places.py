"""Mistakes in `conv2d`: stride, padding and sizes, as edits of the reference."""

from __future__ import annotations

from autograder.exercise import Bug

_STRIDE = "stride_height, stride_width = (stride, stride) if isinstance(stride, int) else stride"
_PADDING = "pad_height, pad_width = (padding, padding) if isinstance(padding, int) else padding"
_TOP, _LEFT = "row * stride_height", "col * stride_width"
_START = f"top, left = {_TOP}, {_LEFT}"
_WINDOW = "padded[n, :, top : top + kernel_height, left : left + kernel_width]"
_DOWN = "(height + 2 * pad_height - kernel_height) // stride_height + 1"
_ACROSS = "(width + 2 * pad_width - kernel_width) // stride_width + 1"
_ZEROS = "np.zeros((images, channels, height + 2 * pad_height, width + 2 * pad_width))"
_MIDDLE = "padded[:, :, pad_height : pad_height + height, pad_width : pad_width + width] = x"
_BEFORE = "((0, 0), (0, 0), ({}), ({}))"

STRIDE = (
    Bug(
        "swaps_stride_H_W",
        "The two strides are exchanged: (2, 3) means 2 down and 3 across.",
        {_STRIDE: _STRIDE.replace("stride_height, stride_width", "stride_width, stride_height")},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect: the window moved one cell at a time.",
        {_STRIDE: "stride_height, stride_width = 1, 1"},
    ),
    Bug(
        "first_stride_for_both",
        "The first stride of the pair was used on both axes.",
        {_STRIDE: f"{_STRIDE}\n    stride_width = stride_height"},
    ),
    Bug(
        "strides_down_only",
        "The stride moves the window down, but it still moves one cell across.",
        {_STRIDE: f"{_STRIDE}\n    stride_width = 1"},
    ),
    Bug(
        "stride_must_be_a_pair",
        "A single number was refused. stride=2 means (2, 2), and 1 is the default.",
        {_STRIDE: "stride_height, stride_width = stride"},
    ),
    Bug(
        "stride_must_be_a_number",
        "A pair was refused. stride=(2, 3) means 2 down and 3 across.",
        {_STRIDE: "stride_height, stride_width = int(stride), int(stride)"},
    ),
    Bug(
        "stride_in_size_but_not_in_index",
        "The output has the right size, but windows still start at row and col, not at row * "
        "stride and col * stride.",
        {_START: "top, left = row, col"},
    ),
    Bug(
        "stride_applied_inside_kernel",
        "The stride moved the pixels *inside* the window apart (that is dilation). It moves the "
        "window.",
        {
            _START: "top, left = row, col",
            _WINDOW: "padded[n, :, top::stride_height, left::stride_width]"
            "[:, :kernel_height, :kernel_width]",
        },
    ),
    Bug(
        "window_jumps_by_its_size",
        "The windows lie side by side: each moved by its own size, not by the stride.",
        {
            _STRIDE: "stride_height, stride_width = weight.shape[2:]",
        },
    ),
    Bug(
        "skips_instead_of_moving",
        "The window moved one cell too far each time. Stride 2 means: move by two, skip one.",
        {
            _STRIDE: f"{_STRIDE}\n    stride_height, stride_width = stride_height + 1, stride_width + 1"
        },
    ),
)

SIZES = (
    Bug(
        "ceil_output_size",
        "One row or column too many when the stride does not divide: the last window hangs over "
        "the border. Round down.",
        {
            _DOWN: "-(-(height + 2 * pad_height - kernel_height) // stride_height) + 1",
            _ACROSS: "-(-(width + 2 * pad_width - kernel_width) // stride_width) + 1",
            _ZEROS: _ZEROS.replace("2 * pad_height", "2 * pad_height + stride_height").replace(
                "2 * pad_width", "2 * pad_width + stride_width"
            ),
        },
    ),
    Bug(
        "output_one_too_small",
        "One row and one column are missing: the first position counts too, + 1.",
        {_DOWN: _DOWN[: -len(" + 1")], _ACROSS: _ACROSS[: -len(" + 1")]},
    ),
    Bug(
        "plus_one_inside_the_division",
        "The + 1 was divided by the stride as well. It counts the first position and comes after "
        "the division.",
        {
            _DOWN: "(height + 2 * pad_height - kernel_height + 1) // stride_height",
            _ACROSS: "(width + 2 * pad_width - kernel_width + 1) // stride_width",
        },
    ),
    Bug(
        "swaps_kh_kw_in_size",
        "The number of rows was computed from the kernel's width, and the other way round. Square "
        "kernels hide it.",
        {
            _DOWN: _DOWN.replace("kernel_height", "kernel_width"),
            _ACROSS: _ACROSS.replace("kernel_width", "kernel_height"),
        },
    ),
    Bug(
        "size_forgets_the_padding",
        "The output size was computed without the padding, so the last windows are missing.",
        {
            _DOWN: "(height - kernel_height) // stride_height + 1",
            _ACROSS: "(width - kernel_width) // stride_width + 1",
        },
    ),
    Bug(
        "size_counts_padding_once",
        "The output size counts the padding on one side. There are two: 2 * padding.",
        {_DOWN: _DOWN.replace("2 * ", ""), _ACROSS: _ACROSS.replace("2 * ", "")},
    ),
    Bug(
        "rows_for_both_sizes",
        "The number of rows was used for the columns too: the maps come out square.",
        {f"out_width = {_ACROSS}": "out_width = out_height"},
    ),
)

PADDING = (
    Bug(
        "swaps_pad_H_W",
        "The two paddings are exchanged: (1, 2) means 1 row and 2 columns on each side.",
        {_PADDING: _PADDING.replace("pad_height, pad_width", "pad_width, pad_height")},
    ),
    Bug(
        "ignores_padding",
        "The padding has no effect.",
        {_PADDING: "pad_height, pad_width = 0, 0"},
    ),
    Bug(
        "first_padding_for_both",
        "The first padding of the pair was used on both axes.",
        {_PADDING: f"{_PADDING}\n    pad_width = pad_height"},
    ),
    Bug(
        "padding_must_be_a_pair",
        "A single number was refused. padding=1 means (1, 1), and 0 is the default.",
        {_PADDING: "pad_height, pad_width = padding"},
    ),
    Bug(
        "padding_must_be_a_number",
        "A pair was refused. padding=(1, 2) means 1 row and 2 columns on each side.",
        {_PADDING: "pad_height, pad_width = int(padding), int(padding)"},
    ),
    Bug(
        "pads_only_top_left",
        "All zeros went before the image: it lies in the bottom right corner. Half of them belong "
        "after it.",
        {_MIDDLE: "padded[:, :, 2 * pad_height :, 2 * pad_width :] = x"},
    ),
    Bug(
        "pads_only_bottom_right",
        "All zeros went after the image: it lies in the top left corner. Half of them belong "
        "before it.",
        {_MIDDLE: "padded[:, :, :height, :width] = x"},
    ),
    Bug(
        "tuple_read_as_before_after",
        "The pair was read as (before, after) on both axes. It is (height, width).",
        {
            _MIDDLE: f"{_MIDDLE}\n    first, last = pad_height, pad_width\n"
            f"    padded = np.pad(x.astype(float), {_BEFORE.format('first, last', 'first, last')})",
            _DOWN: "(padded.shape[2] - kernel_height) // stride_height + 1",
            _ACROSS: "(padded.shape[3] - kernel_width) // stride_width + 1",
        },
    ),
    Bug(
        "double_pad_2p_each_side",
        "Twice the padding went on each side. The formula's 2p is p before and p after.",
        {
            _PADDING: f"{_PADDING}\n    pad_height, pad_width = 2 * pad_height, 2 * pad_width",
        },
    ),
    Bug(
        "repeats_the_border",
        "The border pixels were repeated outwards. Padding means zeros here.",
        {
            _MIDDLE: "padded[:] = np.pad(x, ((0, 0), (0, 0), (pad_height, pad_height), "
            '(pad_width, pad_width)), mode="edge")'
        },
    ),
    Bug(
        "pads_the_result",
        "The zeros stand around the *result*. Pad the images, before the kernel slides.",
        {
            _PADDING: f"{_PADDING}\n    outer = {_BEFORE.format('pad_height,', 'pad_width,')}\n"
            "    pad_height, pad_width = 0, 0",
            "\n    return out": "\n    return np.pad(out, outer)",
        },
    ),
    Bug(
        "overwrites_the_border",
        "The border of the image became zeros: pixels were lost. Zeros go around it, and the "
        "padded image is larger.",
        {
            _PADDING: f"{_PADDING}\n    x = x.copy()\n"
            "    x[:, :, :pad_height] = x[:, :, x.shape[2] - pad_height :] = 0\n"
            "    x[..., :pad_width] = x[..., x.shape[3] - pad_width :] = 0\n"
            "    pad_height, pad_width = 0, 0"
        },
    ),
)

PLACES = (*STRIDE, *SIZES, *PADDING)
