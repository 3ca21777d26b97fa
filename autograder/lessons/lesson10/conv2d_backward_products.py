"""Mistakes in `conv2d_backward`: what is multiplied with what, and what is added up."""

from __future__ import annotations

from autograder.exercise import Bug

_DX = "dpadded[n, :, rows, cols] += dout[n, o, row, col] * weight[o]"
_DW = "dw[o] += dout[n, o, row, col] * padded[n, :, rows, cols]"
_RETURN = "return dx, dw, db"


def _dx(product: str) -> dict[str, str]:
    return {_DX: f"dpadded[n, :, rows, cols] += {product}"}


def _dw(product: str) -> dict[str, str]:
    return {_DW: f"dw[o] += {product}"}


INPUTS = (
    Bug(
        "dx_flips_kernel",
        "`dx` used the kernel turned by half a turn. While you *scatter*, the kernel lies as it "
        "is; the flip appears only when the same sum is written as a convolution.",
        _dx("dout[n, o, row, col] * weight[o, :, ::-1, ::-1]"),
    ),
    Bug(
        "dx_transposes_kernel",
        "`dx` used the kernel with rows and columns exchanged.",
        _dx("dout[n, o, row, col] * weight[o].transpose(0, 2, 1)"),
    ),
    Bug(
        "dx_swaps_in_out_channels",
        "`dx` used weight[:, o] for filter o: the filter's number comes first. Equal channel counts "
        "hide the error message.",
        _dx("dout[n, o, row, col] * weight[:, o]"),
    ),
    Bug(
        "dx_reverses_channels",
        "In `dx` the channels come in reverse order.",
        _dx("dout[n, o, row, col] * weight[o, ::-1]"),
    ),
    Bug(
        "dx_first_filter_only",
        "`dx` used filter 0 for every output channel. Channel o came from filter o.",
        _dx("dout[n, o, row, col] * weight[0]"),
    ),
    Bug(
        "dx_ignores_dout",
        "`dx` has the weights in it and nothing of dout: right only for a gradient of ones. "
        "Multiply by the upstream gradient.",
        _dx("weight[o]"),
    ),
    Bug(
        "dx_ignores_weight",
        "`dx` spread dout over the windows without its weights.",
        _dx("dout[n, o, row, col]"),
    ),
    Bug(
        "dx_averaged_over_filters",
        "`dx` is a mean over the output channels. A pixel reaches all of them, and what they send "
        "back adds up.",
        _dx("dout[n, o, row, col] * weight[o] / len(weight)"),
    ),
    Bug(
        "dx_averaged_over_batch",
        "`dx` was divided by the number of images. Each image has its own part of dout, and no "
        "other.",
        _dx("dout[n, o, row, col] * weight[o] / images"),
    ),
    Bug(
        "dx_averages_overlaps",
        "Where windows overlap, `dx` has the mean of what they send back. It is the sum: the pixel "
        "was used more than once.",
        {
            _RETURN: (
                "counts = np.zeros(dpadded.shape[2:])\n"
                "    for row, col in np.ndindex(*dout.shape[2:]):\n"
                "        top, left = row * stride_height, col * stride_width\n"
                "        counts[top : top + kernel_height, left : left + kernel_width] += 1\n"
                "    counts = counts[pad_height : pad_height + height, "
                "pad_width : pad_width + width]\n"
                "    return dx / np.maximum(counts, 1), dw, db"
            )
        },
    ),
    Bug(
        "dx_first_image_only",
        "Only image 0 has a gradient; the others stayed 0, or went into image 0.",
        {_DX: _DX.replace("dpadded[n", "dpadded[0")},
    ),
    Bug(
        "dx_reads_first_image",
        "Every image got the gradient of image 0.",
        _dx("dout[0, o, row, col] * weight[o]"),
    ),
    Bug(
        "dx_channels_mixed",
        "All input channels got the same gradient: the slices of the filter were added up first. "
        "Slice c belongs to channel c.",
        _dx("dout[n, o, row, col] * np.sum(weight[o], axis=0)"),
    ),
)

WEIGHTS = (
    Bug(
        "dw_transposed",
        "`dw` has rows and columns of each kernel exchanged. A mean over the kernel cannot see it; "
        "training can.",
        _dw("dout[n, o, row, col] * padded[n, :, rows, cols].transpose(0, 2, 1)"),
    ),
    Bug(
        "dw_flipped",
        "`dw` is turned by half a turn. Weight [a, b] met the pixel a rows down and b columns "
        "across from the window's corner; nothing is flipped here.",
        _dw("dout[n, o, row, col] * padded[n, :, rows, cols][:, ::-1, ::-1]"),
    ),
    Bug(
        "dw_reverses_channels",
        "In `dw` the input channels come in reverse order.",
        _dw("dout[n, o, row, col] * padded[n, ::-1, rows, cols]"),
    ),
    Bug(
        "dw_averaged_over_batch",
        "`dw` was divided by the number of images. Averaging belongs to the loss, and dout already "
        "knows of it.",
        _dw("dout[n, o, row, col] * padded[n, :, rows, cols] / images"),
    ),
    Bug(
        "dw_averaged_over_positions",
        "`dw` was divided by the number of positions. A weight was used at all of them: the "
        "gradients add.",
        _dw("dout[n, o, row, col] * padded[n, :, rows, cols] / dout[0, 0].size"),
    ),
    Bug(
        "dw_overwritten",
        "`dw` holds what the last position of the last image sent, nothing else: it was assigned. "
        "Every use counts: `+=`.",
        {_DW: _DW.replace("+=", "=")},
    ),
    Bug(
        "dw_reads_first_image",
        "`dw` met every image's gradient with the pixels of image 0.",
        _dw("dout[n, o, row, col] * padded[0, :, rows, cols]"),
    ),
    Bug(
        "dw_reads_first_gradient",
        "`dw` met every image's pixels with the gradient of image 0.",
        _dw("dout[0, o, row, col] * padded[n, :, rows, cols]"),
    ),
    Bug(
        "dw_mixes_filters",
        "All filters got the same `dw`: every output channel's gradient went to all of them. "
        "Filter o made channel o alone.",
        {_DW: _DW.replace("dw[o]", "dw[:]")},
    ),
    Bug(
        "dw_ignores_dout",
        "`dw` is a sum of windows; dout had no part in it. It is right only for a gradient of "
        "ones.",
        _dw("padded[n, :, rows, cols]"),
    ),
    Bug(
        "dw_adds_channels",
        "`dw` has the same numbers in all slices of a filter: the input channels were added up "
        "first.",
        _dw("dout[n, o, row, col] * np.sum(padded[n, :, rows, cols], axis=0)"),
    ),
    Bug(
        "dw_has_weight_in_it",
        "`dw` starts from the weights: the gradient was added to them. Start from zeros.",
        {"np.zeros(weight.shape)": "weight * 1.0"},
    ),
    Bug(
        "weights_updated",
        "`weight` was changed by the call. A backward function only reports; the update comes "
        "later, in the optimiser.",
        {_RETURN: "weight -= weight.dtype.type(1)\n    return dx, dw, db"},
    ),
)
