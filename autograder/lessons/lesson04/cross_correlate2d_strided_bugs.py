"""Mistakes in `cross_correlate2d_strided`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_STRIDE, _PADDING = "down, across = stride\n", "pad_rows, pad_cols = padding\n"
_PADDED = "np.zeros((height + 2 * pad_rows, width + 2 * pad_cols))"
_PLACE = "padded[pad_rows : pad_rows + height, pad_cols : pad_cols + width]"
_PAD = f"padded = {_PADDED}\n    {_PLACE} = x\n"
_HEIGHT = "(padded.shape[0] - kernel_height) // down + 1"
_WIDTH = "(padded.shape[1] - kernel_width) // across + 1"
_OUT = "np.zeros((out_height, out_width))"
_START = "top, left = row * down, col * across"
_WINDOW = "padded[top : top + kernel_height, left : left + kernel_width]"
_PRODUCTS = "window * kernel"
_RETURN = "\n    return out\n"

STEPS = (
    Bug(
        "swaps_stride",
        "The two strides are exchanged: (2, 3) moves 2 down and 3 across. Rows come first, as in "
        "`shape`.",
        {_STRIDE: "across, down = stride\n"},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect: the window moves by one cell, as in lesson 01.",
        {_STRIDE: "down, across = 1, 1\n"},
    ),
    Bug(
        "stride_in_size_but_not_in_index",
        "The map is small enough, but its windows still start at (row, col). Output cell row looks "
        "at the window that starts row strides further down.",
        {_START: "top, left = row, col"},
    ),
    Bug(
        "stride_applied_inside_kernel",
        "The stride moved the pixels inside the window apart. That is dilation; a stride moves the "
        "window.",
        {
            _WINDOW: "padded[row::down, col::across][:kernel_height, :kernel_width]",
            f"            {_START}\n": "",
        },
    ),
    Bug(
        "image_thinned_before_sliding",
        "The image was thinned out first, and then the kernel slid over what was left. Windows use "
        "neighbouring pixels; only their starts are thinned out.",
        {
            _PAD: f"{_PAD}    padded = padded[::down, ::across]\n",
            _HEIGHT: "padded.shape[0] - kernel_height + 1",
            _WIDTH: "padded.shape[1] - kernel_width + 1",
            _START: "top, left = row, col",
        },
    ),
    Bug(
        "stride_is_cells_skipped",
        "The window moved one cell too far each time, as if stride 2 meant skipping two cells. It "
        "moves two and skips one.",
        {_STRIDE: "down, across = (s + 1 if s > 1 else 1 for s in stride)\n"},
    ),
    Bug(
        "first_stride_on_both_axes",
        "The first stride was used on both axes. The second one belongs to the columns.",
        {_STRIDE: "down, across = stride[0], stride[0]\n"},
    ),
    Bug(
        "rows_only_strided",
        "Rows move by their stride, columns by one.",
        {_STRIDE: "down, across = stride[0], 1\n"},
    ),
    Bug(
        "ceil_output_size",
        "One row or column too many where the stride leaves cells over: the last window hangs over "
        "the border. Round down.",
        {
            _HEIGHT: "-(-(padded.shape[0] - kernel_height) // down) + 1",
            _WIDTH: "-(-(padded.shape[1] - kernel_width) // across) + 1",
        },
    ),
    Bug(
        "forgets_plus_one",
        "The last row and column of the map are missing. Steps were counted, and the first window "
        "needs none.",
        {
            _HEIGHT: "(padded.shape[0] - kernel_height) // down",
            _WIDTH: "(padded.shape[1] - kernel_width) // across",
        },
    ),
    Bug(
        "size_is_image_over_stride",
        "The map's size is the image's divided by the stride. The kernel takes its part first: "
        "what counts is the room it has to move.",
        {_HEIGHT: "padded.shape[0] // down", _WIDTH: "padded.shape[1] // across"},
    ),
    Bug(
        "last_windows_first",
        "The windows are lined up with the last row and column, and the leftover cells are at the "
        "top left. The first window starts at (0, 0).",
        {
            _START: "top = padded.shape[0] - kernel_height - (out_height - 1 - row) * down\n"
            "            left = padded.shape[1] - kernel_width - (out_width - 1 - col) * across"
        },
    ),
    Bug(
        "keeps_unstrided_shape",
        "Most of the map is zero: it has room for every position, though the window visits only "
        "some. Its size shrinks with the stride.",
        {
            _OUT: "np.zeros((padded.shape[0] - kernel_height + 1, padded.shape[1] - kernel_width "
            "+ 1))",
            "out[row, col]": "out[top, left]",
        },
    ),
)

PADS = (
    Bug(
        "swaps_padding",
        "The paddings are exchanged: (1, 2) adds 1 row above and below, 2 columns left and right.",
        {_PADDING: "pad_cols, pad_rows = padding\n"},
    ),
    Bug(
        "ignores_padding",
        "The padding has no effect.",
        {_PADDING: "pad_rows, pad_cols = 0, 0\n"},
    ),
    Bug(
        "pads_only_top_left",
        "Zeros were added above and to the left only. Each side gets its share.",
        {_PADDED: "np.zeros((height + pad_rows, width + pad_cols))"},
    ),
    Bug(
        "pads_only_bottom_right",
        "Zeros were added below and to the right only. Each side gets its share.",
        {
            _PADDED: "np.zeros((height + pad_rows, width + pad_cols))",
            _PLACE: "padded[:height, :width]",
        },
    ),
    Bug(
        "image_in_the_corner",
        "The padded image has the right size, but the picture stands in its top-left corner. It "
        "belongs in the middle.",
        {_PLACE: "padded[:height, :width]"},
    ),
    Bug(
        "pads_twice_too_much",
        "Twice the padding was added on each side. The formula's 2p is p on one side and p on the "
        "other.",
        {_PADDING: "pad_rows, pad_cols = 2 * padding[0], 2 * padding[1]\n"},
    ),
    Bug(
        "first_padding_on_both_axes",
        "The first padding was used on both axes. The second one belongs to the columns.",
        {_PADDING: "pad_rows, pad_cols = padding[0], padding[0]\n"},
    ),
    Bug(
        "edge_values_not_zero",
        "The border pixels were repeated outwards. Here the padding is zeros; lesson 03 has the "
        "other modes.",
        {
            _PAD: "padded = np.pad(x, ((pad_rows,) * 2, (pad_cols,) * 2), mode='edge')"
            ".astype(float)\n"
        },
    ),
    Bug(
        "overwrites_border_keeps_size",
        "The border of the image was overwritten by zeros. Padding adds cells; no pixel is lost.",
        {
            _PAD: "padded = np.zeros((height, width))\n"
            "    inside = (slice(pad_rows, height - pad_rows), slice(pad_cols, width - pad_cols))\n"
            "    padded[inside] = x[inside]\n"
        },
    ),
    Bug(
        "slice_minus_0",
        "It fails where a padding is 0: `[p:-p]` is empty then. Count from the start: `[p:p + H]`.",
        {_PLACE: "padded[pad_rows:-pad_rows, pad_cols:-pad_cols]"},
    ),
    Bug(
        "size_forgets_padding",
        "The map is too small: its size was computed from the image before padding.",
        {
            _HEIGHT: "(height - kernel_height) // down + 1",
            _WIDTH: "(width - kernel_width) // across + 1",
        },
    ),
    Bug(
        "pads_the_result",
        "The zeros are around the map instead of around the image: pad first, then slide.",
        {
            _PAD: "padded = x\n",
            _RETURN: "\n    return np.pad(out, ((pad_rows,) * 2, (pad_cols,) * 2))\n",
        },
    ),
)

REST = (
    Bug(
        "flips_kernel",
        "This is true convolution: the kernel was flipped on both axes. It slides as it is.",
        {_PRODUCTS: "window * kernel[::-1, ::-1]"},
    ),
    Bug(
        "transposes_kernel",
        "Rows and columns of the kernel are exchanged.",
        {_PRODUCTS: "window * kernel.T"},
    ),
    Bug(
        "swaps_kernel_sides",
        "The kernel's shape was read as (width, height). A NumPy shape is (rows, columns).",
        {
            "kernel_height, kernel_width = kernel.shape": "kernel_width, kernel_height = "
            "kernel.shape"
        },
    ),
    Bug(
        "returns_transposed",
        "The result is transposed: its rows are your columns.",
        {_RETURN: "\n    return out.T\n"},
    ),
    Bug(
        "mean_not_sum",
        "The products were averaged, so every value is too small by the number of kernel cells. "
        "Add them up.",
        {"np.sum(": "np.mean("},
    ),
    Bug(
        "divides_by_stride",
        "Every value is too small: it was divided by the strides. A stride says where the window "
        "goes, and leaves the sums alone.",
        {"np.sum(window * kernel)": "np.sum(window * kernel) / (down * across)"},
    ),
    Bug(
        "int_output_truncates",
        "Fractions are cut off: the map took the whole-number dtype of the image. Allocate "
        "float64.",
        {_OUT: "np.zeros((out_height, out_width), dtype=x.dtype)"},
    ),
    Bug(
        "uint8_wraparound",
        "Results wrapped modulo 256, since the padded image and the products are uint8. Pad with "
        "floats.",
        {
            _PADDED: "np.zeros((height + 2 * pad_rows, width + 2 * pad_cols), dtype=x.dtype)",
            _PRODUCTS: "window * kernel.astype(x.dtype)",
        },
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_RETURN: "\n    return out.astype(np.float32)\n"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_RETURN: "\n    return out.tolist()\n"},
    ),
    Bug(
        "overwrites_padded_image",
        "The padded image was overwritten by the products (`*=` works in place), so windows that "
        "overlap see the damage. Keep the products in a new array.",
        {"np.sum(window * kernel)": "np.sum(np.multiply(window, kernel, out=window))"},
    ),
)

BUGS = (*STEPS, *PADS, *REST)
