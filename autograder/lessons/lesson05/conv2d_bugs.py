"""Mistakes in `conv2d`, as edits of the reference: what is multiplied, and what is added."""

from __future__ import annotations

from autograder.exercise import Bug
from autograder.lessons.lesson05.conv2d_places import PLACES
from autograder.lessons.lesson05.conv2d_types import TYPES

_PRODUCTS = "window * weight[o]"
_SUM = "np.sum(window * weight[o])"
_STORE = "out[n, o, row, col] = np.sum(window * weight[o])"
_WINDOW = "padded[n, :, top : top + kernel_height, left : left + kernel_width]"
_ADD = "out[n, o] += bias[o]"
_BIAS = f"            if bias is not None:\n                {_ADD}\n"
_RETURN = "\n    return out"

ORIENTATION = (
    Bug(
        "true_convolution",
        "The outputs match a *flipped* kernel: this is the convolution of mathematics. A layer "
        "lays the kernel down as it is.",
        {_PRODUCTS: "window * weight[o, :, ::-1, ::-1]"},
    ),
    Bug(
        "flips_channels_too",
        "The filter is turned on every axis, the channels too: its last slice met the first "
        "channel. Slice c belongs to channel c.",
        {_PRODUCTS: "window * weight[o, ::-1, ::-1, ::-1]"},
    ),
    Bug(
        "flips_one_axis_only",
        "The kernel is mirrored left-right. Its first column meets the window's first column.",
        {_PRODUCTS: "window * weight[o, :, :, ::-1]"},
    ),
    Bug(
        "reverses_input_channels",
        "The slices of each filter meet the channels in reverse order. Slice c belongs to "
        "channel c.",
        {_PRODUCTS: "window * weight[o, ::-1]"},
    ),
    Bug(
        "transposes_kernel_HW",
        "The outputs match a kernel with rows and columns exchanged. A square kernel hides the "
        "error message, not the mistake.",
        {_PRODUCTS: "window * weight[o].transpose(0, 2, 1)"},
    ),
    Bug(
        "swaps_in_out_channels",
        "`weight[o, c]` was used as `weight[c, o]`: the filter's number comes first, the channel "
        "second. Equal channel counts hide the error message.",
        {_PRODUCTS: "window * weight[:, o]"},
    ),
    Bug(
        "reverses_filters",
        "The output channels come in reverse order. Filter o makes channel o.",
        {_PRODUCTS: "window * weight[filters - 1 - o]"},
    ),
    Bug(
        "first_filter_for_all",
        "All output channels are alike: filter 0 was used for each of them.",
        {_PRODUCTS: "window * weight[0]"},
    ),
)

CHANNELS = (
    Bug(
        "only_first_channel",
        "Only input channel 0 contributes. A filter has a slice for every input channel; the "
        "slices' results are summed.",
        {_PRODUCTS: "window[0] * weight[o, 0]"},
    ),
    Bug(
        "only_last_channel",
        "Only the last input channel contributes: each channel's sum replaced the one before. Add "
        "them with `+=`.",
        {_PRODUCTS: "window[-1] * weight[o, -1]"},
    ),
    Bug(
        "averages_over_channels",
        "The channels were averaged. They are summed, like everything else in the window.",
        {_SUM: f"{_SUM} / channels"},
    ),
    Bug(
        "mean_not_sum",
        "Every sum was divided by the number of products. A layer adds; a mean is a filter of its "
        "own.",
        {_SUM: f"np.mean({_PRODUCTS})"},
    ),
    Bug(
        "depthwise_by_mistake",
        "Output channel o saw one input channel only, the one with its own number: a *depthwise* "
        "convolution. Here every filter spans all channels.",
        {_PRODUCTS: "window[o % channels] * weight[o, o % channels]"},
    ),
    Bug(
        "first_slice_for_all_channels",
        "One slice of the filter was used on all channels. Each input channel has a slice of its "
        "own.",
        {_PRODUCTS: "window * weight[o, 0]"},
    ),
    Bug(
        "adds_channels_before_multiplying",
        "The channels were added up first, then multiplied. Multiply each channel by its own slice "
        "of the filter, then add.",
        {_PRODUCTS: "np.sum(window, axis=0) * np.sum(weight[o], axis=0)"},
    ),
)

BATCH = (
    Bug(
        "reuses_first_image",
        "Every image in the batch got image 0's result.",
        {"padded[n, :, top": "padded[0, :, top"},
    ),
    Bug(
        "adds_up_the_images",
        "All images of the batch were added into each result. Images never mix.",
        {"padded[n, :, top": "padded[:, :, top"},
    ),
    Bug(
        "returns_after_first_image",
        "Only image 0 has a result, the others stayed 0: the `return` stands inside the loop over "
        "images.",
        {_RETURN: "\n        return out"},
    ),
    Bug(
        "returns_after_first_filter",
        "Only the first channel of image 0 is filled: the `return` stands inside the loop over "
        "filters.",
        {_RETURN: "\n            return out"},
    ),
    Bug(
        "adds_filters_together",
        "Each output channel also holds the maps of the filters before it. The running total "
        "starts at 0 for every filter.",
        {_RETURN: "\n    return np.cumsum(out, axis=1)"},
    ),
    Bug(
        "forgets_to_reset_total",
        "The first value of each map is right, then every window is added to all those before. "
        "The total starts at 0 for every output cell.",
        {
            "for row in range(out_height)": "total = 0.0\n            for row in range(out_height)",
            _STORE: f"total += {_SUM}\n                    out[n, o, row, col] = total",
        },
    ),
)

BIAS = (
    Bug(
        "forgets_bias",
        "The bias has no effect. Each filter adds its own number to every cell of its map.",
        {_BIAS: ""},
    ),
    Bug(
        "bias_added_per_multiplication",
        "The bias was added for every product. It is added once to each output value.",
        {_ADD: "out[n, o] += bias[o] * weight[o].size"},
    ),
    Bug(
        "bias_added_per_channel",
        "The bias was added once for every input channel. Sum the channels first, then add it "
        "once.",
        {_ADD: "out[n, o] += bias[o] * channels"},
    ),
    Bug(
        "bias_sum_everywhere",
        "All channels got the same bias, the sum of all of them. Filter o adds `bias[o]`.",
        {_ADD: "out[n, o] += np.sum(bias)"},
    ),
    Bug(
        "first_bias_for_all",
        "All channels got the first bias. Filter o adds `bias[o]`.",
        {_ADD: "out[n, o] += bias[0]"},
    ),
    Bug(
        "bias_along_the_width",
        "The bias was spread along the columns: NumPy lines up *last* axes. It belongs to the "
        "channel axis; equal sizes hide the error message.",
        {_ADD: "out[n, o] += bias"},
    ),
    Bug(
        "bias_of_the_image",
        "The bias follows the number of the image. It belongs to the filter.",
        {_ADD: "out[n, o] += bias[n % filters]"},
    ),
    Bug(
        "bias_subtracted",
        "The bias was subtracted. It is added.",
        {_ADD: "out[n, o] -= bias[o]"},
    ),
    Bug(
        "bias_replaces_last_cell",
        "The bias went into one cell of each map: only the last one. It belongs to all of them.",
        {_ADD: "out[n, o, -1, -1] += bias[o]"},
    ),
    Bug(
        "needs_a_bias",
        "It fails when bias is None, which is the default. None adds nothing.",
        {_BIAS: f"            {_ADD}\n"},
    ),
    Bug(
        "truth_of_an_array",
        "`if bias` asks an array of several numbers whether it is true, and NumPy refuses to "
        "answer. Ask whether it is None.",
        {"if bias is not None": "if bias"},
    ),
)

AFTERWARDS = (
    Bug(
        "applies_relu",
        "Negative values became 0: there is no activation inside the layer (lesson 08).",
        {_RETURN: "\n    return np.maximum(out, 0)"},
    ),
    Bug(
        "takes_absolute_value",
        "The signs are gone. A negative value means the opposite pattern: keep it.",
        {_RETURN: "\n    return np.abs(out)"},
    ),
    Bug(
        "takes_maximum",
        "This is the largest product in each window. All products are added.",
        {_SUM: f"np.max({_PRODUCTS})"},
    ),
    Bug(
        "overwrites_windows",
        "`*=` multiplied the pixels in place, so overlapping windows and later filters see the "
        "damage. Keep the products in a new array.",
        {_STORE: "window *= weight[o]\n                    out[n, o, row, col] = np.sum(window)"},
    ),
    Bug(
        "NHWC_output",
        "The channels came out last. This course keeps (N, C, H, W).",
        {_RETURN: "\n    return out.transpose(0, 2, 3, 1).copy()"},
    ),
    Bug(
        "filters_before_images",
        "The first two axes are exchanged: images come first, then channels.",
        {_RETURN: "\n    return out.transpose(1, 0, 2, 3).copy()"},
    ),
    Bug(
        "returns_transposed_maps",
        "Rows and columns of every map are exchanged.",
        {_RETURN: "\n    return out.transpose(0, 1, 3, 2).copy()"},
    ),
)

BUGS = (*ORIENTATION, *CHANNELS, *BATCH, *BIAS, *AFTERWARDS, *PLACES, *TYPES)
