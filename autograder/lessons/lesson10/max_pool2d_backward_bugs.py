"""Mistakes in `max_pool2d_backward`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_STRIDES = "stride_height, stride_width = pair(kernel_size if stride is None else stride)"
_KERNEL = "kernel_height, kernel_width = pair(kernel_size)"
_DX = "dx = np.zeros(x.shape)"
_START = "top, left = row * stride_height, col * stride_width"
_WINDOW = "window = x[n, c, top : top + kernel_height, left : left + kernel_width]"
_PLACE = "down, across = np.unravel_index(np.argmax(window), window.shape)"
_ADD = "dx[n, c, top + down, left + across] += dout[n, c, row, col]"
_UNDER = "dx[n, c, top : top + kernel_height, left : left + kernel_width]"
_RETURN = "return dx"

TIES = (
    Bug(
        "all_ties_get_full_gradient",
        "Where several pixels of a window are equally large, each got the whole gradient: `x == "
        "max` marks them all. After ReLU whole windows are ties at 0. The first one takes it.",
        {_ADD: f"{_UNDER} += dout[n, c, row, col] * (window == window.max())"},
    ),
    Bug(
        "ties_share_gradient",
        "Where several pixels of a window are equally large, they shared the gradient. A lawful "
        "choice, and not the one asked for: the first takes all.",
        {
            _ADD: f"won = window == window.max()\n        {_UNDER} += dout[n, c, row, col] * won "
            "/ won.sum()"
        },
    ),
    Bug(
        "last_tie_wins",
        "Of several equally large pixels the last one got the gradient. `>=` in a running maximum "
        "does that; `>` keeps the first.",
        {
            _PLACE: "place = window.size - 1 - np.argmax(window[::-1, ::-1])\n"
            "        down, across = np.unravel_index(place, window.shape)"
        },
    ),
    Bug(
        "first_tie_by_columns",
        "Of several equally large pixels you took the first one counted down the columns. Reading "
        "order goes along the rows.",
        {_PLACE: "across, down = np.unravel_index(np.argmax(window.T), window.T.shape)"},
    ),
    Bug(
        "zeros_get_nothing",
        "A window in which everything is 0 sent its gradient nowhere. The pooling does not know "
        "what 0 means: its first pixel won.",
        {_ADD: f"if window.max() != 0:\n            {_ADD}"},
    ),
)

OVERLAPS = (
    Bug(
        "assign_not_accumulate",
        "A pixel that wins in two windows kept the last gradient only. It gets both: `+=`.",
        {_ADD: _ADD.replace("+=", "=")},
    ),
    Bug(
        "window_overwrite",
        "Each window erased what earlier windows had left under it: all of it was assigned. Touch "
        "the winner only, and add.",
        {_ADD: f"{_UNDER} = 0\n        {_ADD}"},
    ),
    Bug(
        "window_offset_forgotten",
        "All gradient landed in the top left window: argmax counts from the window's corner, not "
        "the picture's. Add where the window starts.",
        {_ADD: _ADD.replace("top + down, left + across", "down, across")},
    ),
    Bug(
        "counts_wins",
        "The result counts how many windows a pixel won. Each win is worth its number in dout.",
        {_ADD: _ADD.replace("dout[n, c, row, col]", "1")},
    ),
)

ROUTES = (
    Bug(
        "spreads_evenly",
        "Each window's gradient was shared out evenly: that is the way back through an average. A "
        "maximum listens to one pixel.",
        {_ADD: f"{_UNDER} += dout[n, c, row, col] / window.size"},
    ),
    Bug(
        "whole_window_gets_it",
        "Every pixel of a window got its gradient. Only the one that was kept moves the output.",
        {_ADD: f"{_UNDER} += dout[n, c, row, col]"},
    ),
    Bug(
        "to_the_smallest",
        "The gradient went to the smallest pixel of each window.",
        {"np.argmax": "np.argmin"},
    ),
    Bug(
        "largest_magnitude",
        "The gradient went to the pixel farthest from 0. Among negative numbers that is the "
        "smallest.",
        {"np.argmax(window)": "np.argmax(np.abs(window))"},
    ),
    Bug(
        "first_pixel_always",
        "The gradient went to the top left pixel of each window, whoever won.",
        {_PLACE: "down, across = 0, 0"},
    ),
    Bug(
        "multiplied_by_x",
        "The gradient was multiplied by the pixel's value. A maximum passes its winner on as it "
        "is: the slope is 1.",
        {_ADD: f"{_ADD} * window.max()"},
    ),
    Bug(
        "row_and_column_of_winner_exchanged",
        "Row and column of the winner were exchanged inside the window.",
        {_PLACE: _PLACE.replace("down, across", "across, down")},
    ),
    Bug(
        "dout_transposed",
        "Row and column of dout were exchanged: window [i, j] got the gradient of [j, i], or none.",
        {_START: "top, left = col * stride_height, row * stride_width"},
    ),
    Bug(
        "one_winner_for_all_channels",
        "Channel 0 chose the winner for all channels. Each channel is pooled for itself.",
        {_WINDOW: _WINDOW.replace("x[n, c", "x[n, 0")},
    ),
    Bug(
        "one_winner_for_all_images",
        "Image 0 chose the winners for all images. Each image is pooled for itself.",
        {_WINDOW: _WINDOW.replace("x[n, c", "x[0, c")},
    ),
    Bug(
        "all_into_first_image",
        "All gradients went into image 0; the others stayed empty.",
        {_ADD: _ADD.replace("dx[n", "dx[0")},
    ),
    Bug(
        "masks_negative_winners",
        "A window whose largest number is negative sent nothing back: that is the way back through "
        "ReLU. Pooling passes its winner on whatever its sign.",
        {_ADD: f"if window.max() >= 0:\n            {_ADD}"},
    ),
)

SIZES = (
    Bug(
        "default_stride_1",
        "Without a stride, windows moved by one cell. `stride=None` means by the kernel's size.",
        {_STRIDES: _STRIDES.replace("kernel_size if", "1 if")},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect: windows always move by the kernel's size.",
        {_STRIDES: "stride_height, stride_width = pair(kernel_size)"},
    ),
    Bug(
        "swaps_stride_H_W",
        "A stride of (1, 2) is 1 down and 2 across. Yours is the other way round.",
        {_STRIDES: _STRIDES.replace("stride_height, stride_width", "stride_width, stride_height")},
    ),
    Bug(
        "swaps_kernel_H_W",
        "Windows of (3, 2) are 3 high and 2 wide. Yours are the other way round.",
        {_KERNEL: "kernel_width, kernel_height = pair(kernel_size)"},
    ),
    Bug(
        "default_stride_from_height",
        "Without a stride, windows moved by the kernel's height both down and across. Across they "
        "move by its width.",
        {_STRIDES: _STRIDES.replace("pair(kernel_size if", "pair(kernel_height if")},
    ),
    Bug(
        "dtype_of_x",
        "With a whole-number picture the fractions of the gradient are gone: the result took its "
        "dtype from x. Gradients are floats.",
        {
            _DX: "dx = np.zeros_like(x)",
            "+= dout[n, c, row, col]": "+= dx.dtype.type(dout[n, c, row, col])",
        },
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_RETURN: "return dx.astype(np.float32)"},
    ),
    Bug(
        "returns_after_first_window",
        "Only the first number of dout went back: the `return` stands inside the loop.",
        {f"\n    {_RETURN}": f"\n        {_RETURN}"},
    ),
)

BUGS = (*TIES, *OVERLAPS, *ROUTES, *SIZES)
