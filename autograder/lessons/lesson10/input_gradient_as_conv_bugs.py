"""Mistakes in `input_gradient_as_conv`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_FLIP = "weight[:, :, ::-1, ::-1]"
_SWAP = ".transpose(1, 0, 2, 3)"
_PADDING = "padding=(kernel_height - 1, kernel_width - 1)"
_CALL = "conv2d(dout, turned, padding=(kernel_height - 1, kernel_width - 1))"

TURNS = (
    Bug(
        "no_flip",
        "The kernel was not turned: the left neighbour in dout met the weight it should leave to "
        "the right one.",
        {_FLIP: "weight"},
    ),
    Bug(
        "flips_cols_only",
        "The kernel was mirrored left-right only. Half a turn reverses its rows too.",
        {_FLIP: "weight[:, :, :, ::-1]"},
    ),
    Bug(
        "flips_rows_only",
        "The kernel was mirrored up-down only. Half a turn reverses its columns too.",
        {_FLIP: "weight[:, :, ::-1]"},
    ),
    Bug(
        "flips_channels_too",
        "All axes of weight were reversed, the channels too. Only rows and columns are.",
        {_FLIP: "weight[::-1, ::-1, ::-1, ::-1]"},
    ),
    Bug(
        "flips_channels_only",
        "The channel axes were reversed instead of rows and columns.",
        {_FLIP: "weight[::-1, ::-1]"},
    ),
    Bug(
        "transposes_kernel",
        "Rows and columns of the kernel were exchanged as well (`.T` reverses the order of *all* "
        "axes). Half a turn keeps a 2x3 kernel 2x3.",
        {_FLIP: "weight[:, :, ::-1, ::-1].transpose(0, 1, 3, 2)"},
    ),
    Bug(
        "transposes_instead_of_turning",
        "Rows and columns of the kernel were exchanged, and nothing was reversed.",
        {_FLIP: "weight.transpose(0, 1, 3, 2)"},
    ),
    Bug(
        "flips_dout",
        "dout was turned instead of the kernel, so the whole result is turned.",
        {_FLIP: "weight", _CALL: _CALL.replace("dout,", "dout[:, :, ::-1, ::-1],")},
    ),
    Bug(
        "flips_both",
        "dout was turned as well as the kernel: the whole result is mirrored.",
        {_CALL: _CALL.replace("dout,", "dout[:, :, ::-1, ::-1],")},
    ),
)

CHANNELS = (
    Bug(
        "no_channel_swap",
        "The first two axes of weight were not exchanged: where they have equal sizes, channels "
        "got mixed up; elsewhere conv2d refuses. dout's channels are the filters.",
        {_SWAP: ""},
    ),
    Bug(
        "swap_by_reshape",
        "The channel axes were exchanged by `reshape`, which scrambles the filters. Moving an axis "
        "is `transpose` or `swapaxes`.",
        {_SWAP: ".reshape(weight.shape[1], weight.shape[0], kernel_height, kernel_width)"},
    ),
    Bug(
        "input_channels_reversed",
        "The channels of the result come in reverse order.",
        {_SWAP: ".transpose(1, 0, 2, 3)[::-1]"},
    ),
    Bug(
        "averages_over_filters",
        "The result is a mean over the filters. What they send back adds up.",
        {_CALL: f"{_CALL} / len(weight)"},
    ),
    Bug(
        "first_filter_only",
        "Only filter 0 sent something back. All of them used the pixel.",
        {
            _CALL: "conv2d(dout[:, :1], turned[:, :1], padding=(kernel_height - 1, kernel_width - 1))"
        },
    ),
)

SIZES = (
    Bug(
        "no_padding",
        "The result is too small, or the kernel does not fit: dout was not padded. Pixels at the "
        "border were used too.",
        {f", {_PADDING}": ""},
    ),
    Bug(
        "padding_of_same",
        "dout was padded by half the kernel, which keeps its size. The image was larger than dout: "
        "pad by the kernel less one.",
        {_PADDING: "padding=(kernel_height // 2, kernel_width // 2)"},
    ),
    Bug(
        "padding_one_too_many",
        "The result has a rim too many: at the outermost positions the kernel no longer touches "
        "dout. Pad by the kernel less one.",
        {_PADDING: "padding=(kernel_height, kernel_width)"},
    ),
    Bug(
        "padding_swapped",
        "The padding's two numbers are exchanged: rows come first. Square kernels hide it.",
        {_PADDING: "padding=(kernel_width - 1, kernel_height - 1)"},
    ),
    Bug(
        "padding_from_height",
        "Columns were padded as far as rows. The kernel has a width of its own.",
        {_PADDING: "padding=kernel_height - 1"},
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_CALL: f"{_CALL}.astype(np.float32)"},
    ),
    Bug(
        "turns_the_callers_weight",
        "`weight` was turned in place: the layer itself has other filters now. Work on a view or a "
        "copy.",
        {
            "turned = weight[:, :, ::-1, ::-1]": (
                "weight[...] = weight[:, :, ::-1, ::-1].copy()\n    turned = weight"
            )
        },
    ),
)

BUGS = (*TURNS, *CHANNELS, *SIZES)
