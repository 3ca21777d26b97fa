"""Mistakes in `conv2d_backward`: padding and stride, overlaps and crops."""

from __future__ import annotations

from autograder.exercise import Bug

_STRIDE = "stride_height, stride_width = (stride"
_PADDING = "pad_height, pad_width = (padding"
_START = "top, left = row * stride_height, col * stride_width"
_CROP = "dx = dpadded[:, :, pad_height : pad_height + height, pad_width : pad_width + width]"
_SCATTER = "dpadded[n, :, rows, cols] += dout"
_GATHER = "padded[n, :, rows, cols]\n    dx"
_SLICES = "slice(top, top + kernel_height), slice(left, left + kernel_width)"

PLACES = (
    Bug(
        "pad_slice_with_pad_0",
        "`dx` is empty where padding is 0: `[p:-p]` with p = 0 is `[0:0]`. Count from the front: "
        "`[p : p + H]`.",
        {_CROP: "dx = dpadded[:, :, pad_height:-pad_height, pad_width:-pad_width]"},
    ),
    Bug(
        "returns_padded_dx",
        "`dx` still has the padded size. The padding is not part of x: take it off on all sides.",
        {_CROP: "dx = dpadded"},
    ),
    Bug(
        "crops_from_top_left",
        "`dx` has the right size, and it was cut from the top left corner, border included. Leave "
        "out the padding on *each* side.",
        {_CROP: "dx = dpadded[:, :, :height, :width]"},
    ),
    Bug(
        "crops_from_bottom_right",
        "`dx` has the right size, and it was cut from the bottom right corner, border included. "
        "Leave out the padding on *each* side.",
        {_CROP: "dx = dpadded[:, :, 2 * pad_height :, 2 * pad_width :]"},
    ),
    Bug(
        "assigns_instead_of_accumulates_dx",
        "In `dx` overlapping windows, and the filters after one another, replaced what was there. "
        "A pixel that was used often hears from every use: `+=`.",
        {_SCATTER: "dpadded[n, :, rows, cols] = dout"},
    ),
    Bug(
        "dw_from_unpadded_x",
        "`dw` was made from windows of x without its padding. The layer saw the padded image.",
        {
            "padded[n, :, rows, cols]\n": (
                "np.pad(x, ((0, 0), (0, 0), (0, 2 * pad_height), (0, 2 * pad_width)))"
                "[n, :, rows, cols]\n"
            )
        },
    ),
    Bug(
        "ignores_padding",
        "Padding has no effect, so the gradients landed too far down and to the right, or outside. "
        "Pad x first, as the layer did.",
        {_PADDING: "pad_height, pad_width = (0, 0) if True else (padding"},
    ),
    Bug(
        "swaps_pad_H_W",
        "Padding (1, 2) means 1 row and 2 columns; yours is the other way round.",
        {_PADDING: "pad_width, pad_height = (padding"},
    ),
    Bug(
        "gradient_of_border_folded_back",
        "What landed on the padding was added to the pixels at the edge. The padding is no part of "
        "x: its gradient is dropped.",
        {
            _CROP: (
                "dx = np.zeros(x.shape)\n    for r, c in np.ndindex(*dpadded.shape[2:]):\n"
                "        i, j = r - pad_height, c - pad_width\n"
                "        dx[:, :, min(max(i, 0), height - 1), min(max(j, 0), width - 1)] += "
                "dpadded[:, :, r, c]"
            )
        },
    ),
    Bug(
        "ignores_stride",
        "Stride has no effect: the window of dout[.., i, j] starts at (i, j) for you. It starts at "
        "i times the stride.",
        {_START: "top, left = row, col"},
    ),
    Bug(
        "swaps_stride_H_W",
        "A stride of (2, 3) is 2 down and 3 across; yours is the other way round.",
        {_STRIDE: "stride_width, stride_height = (stride"},
    ),
    Bug(
        "stride_forgotten_across",
        "Windows move right by one column, whatever the stride. Both axes have one.",
        {_START: "top, left = row * stride_height, col"},
    ),
    Bug(
        "stride_forgotten_in_dx",
        "`dw` and `db` are right, and `dx` landed as if the stride were 1.",
        {_SCATTER: ("dpadded[n, :, row : row + kernel_height, col : col + kernel_width] += dout")},
    ),
    Bug(
        "moves_by_kernel_size",
        "Windows were taken side by side, a whole kernel apart. They move by the stride.",
        {_START: "top, left = row * kernel_height, col * kernel_width"},
    ),
    Bug(
        "row_and_column_exchanged",
        "Row and column of dout were exchanged when the window was looked up; square sizes hide "
        "the error message.",
        {_START: "top, left = col * stride_height, row * stride_width"},
    ),
    Bug(
        "dx_as_large_as_the_windows",
        "`dx` ends where the last window ends. Pixels that no window reaches have a gradient too: "
        "0. Its shape is that of x.",
        {
            "return dx": (
                "return dx[:, :, : (dout.shape[2] - 1) * stride_height + kernel_height - "
                "pad_height, : (dout.shape[3] - 1) * stride_width + kernel_width - pad_width]"
            )
        },
    ),
)
