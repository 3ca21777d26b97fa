"""Mistakes in `conv2d_one_filter`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_EACH = "cross_correlate2d(x[c], weight[c])"
_MAPS = "[cross_correlate2d(x[c], weight[c]) for c in range(len(x))]"
_SUM = "np.sum(maps, axis=0)"
_RETURN = "return np.sum(maps, axis=0) + bias"
_CHECK = (
    "    if len(weight) != len(x):\n"
    '        raise ValueError(f"weight has {len(weight)} channels but x has {len(x)}")\n'
)

BUGS = (
    Bug(
        "forgets_to_sum_channels",
        "There is one map for each channel. The maps are added cell by cell, and a single one is "
        "left.",
        {_SUM: "np.array(maps)"},
    ),
    Bug(
        "only_first_channel",
        "Only channel 0 contributes. The filter has a slice for every channel, and their maps are "
        "added.",
        {_SUM: "maps[0]"},
    ),
    Bug(
        "only_last_channel",
        "Only the last channel contributes: each map replaced the one before. Add with `+=`.",
        {_SUM: "maps[-1]"},
    ),
    Bug(
        "first_slice_for_all_channels",
        "Slice 0 was used on every channel. Each channel has a slice of its own.",
        {_EACH: "cross_correlate2d(x[c], weight[0])"},
    ),
    Bug(
        "reverses_channels",
        "The slices meet the channels in reverse order. Slice c belongs to channel c.",
        {_EACH: "cross_correlate2d(x[c], weight[-1 - c])"},
    ),
    Bug(
        "averages_over_channels",
        "The maps were averaged: every value is too small by the number of channels. Add them up.",
        {_SUM: "np.mean(maps, axis=0)"},
    ),
    Bug(
        "takes_maximum_over_channels",
        "The largest of the channels' values was taken. They are added.",
        {_SUM: "np.max(maps, axis=0)"},
    ),
    Bug(
        "multiplies_channels",
        "The maps were multiplied with each other. They are added.",
        {_SUM: "np.prod(maps, axis=0)"},
    ),
    Bug(
        "adds_channels_before_multiplying",
        "The channels were added up first, and the slices too. Multiply each channel by its own "
        "slice, then add.",
        {_RETURN: "return cross_correlate2d(x.sum(axis=0), weight.sum(axis=0)) + bias"},
    ),
    Bug(
        "sums_over_rows",
        "The sum ran along the rows of the maps. It runs over the channels: the first axis.",
        {_SUM: "np.sum(maps, axis=1)"},
    ),
    Bug(
        "sums_everything",
        "One number came out for the whole image. Sum over the channels only; rows and columns "
        "stay.",
        {_SUM: "np.sum(maps)"},
    ),
    Bug(
        "flips_kernel",
        "The slices were flipped: that is true convolution. A layer lays them down as they are.",
        {_EACH: "cross_correlate2d(x[c], weight[c, ::-1, ::-1])"},
    ),
    Bug(
        "transposes_kernel",
        "Rows and columns of the slices are exchanged.",
        {_EACH: "cross_correlate2d(x[c], weight[c].T)"},
    ),
    Bug(
        "forgets_bias",
        "The bias has no effect. It is added to every value of the map.",
        {f"{_SUM} + bias": _SUM},
    ),
    Bug(
        "bias_added_per_channel",
        "The bias was added once for every channel. Sum the channels first, then add it once.",
        {f"{_SUM} + bias": f"{_SUM} + bias * len(x)"},
    ),
    Bug(
        "bias_added_per_multiplication",
        "The bias was added for every product. It is added once to each value.",
        {f"{_SUM} + bias": f"{_SUM} + bias * weight.size"},
    ),
    Bug(
        "bias_subtracted",
        "The bias was subtracted. It is added.",
        {f"{_SUM} + bias": f"{_SUM} - bias"},
    ),
    Bug(
        "bias_rounded",
        "The bias lost its fraction: it became a whole number on the way.",
        {f"{_SUM} + bias": f"{_SUM} + int(bias)"},
    ),
    Bug(
        "applies_relu",
        "Negative values became 0. They mean something (the opposite pattern): keep them.",
        {_RETURN: f"return np.maximum({_SUM} + bias, 0)"},
    ),
    Bug(
        "takes_the_images_dtype",
        "The result has the number type of the image: fractions are cut off for whole-number "
        "pictures. Keep float64.",
        {_RETURN: f"return ({_SUM} + bias).astype(x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {_RETURN: f"return ({_SUM} + bias).astype(np.float32)"},
    ),
    Bug(
        "keeps_the_channel_axis",
        "The map still has a channel axis of length 1. One filter gives one map: (H', W').",
        {_SUM: "np.sum(maps, axis=0, keepdims=True)"},
    ),
    Bug(
        "no_check_of_channels",
        "Unlike channels were not noticed, or ended in an error about an index. Compare the two "
        "numbers of channels first and raise ValueError.",
        {_CHECK: ""},
    ),
    Bug(
        "drops_channels_without_a_partner",
        "Channels without a partner were left out in silence. A filter as deep as its input is "
        "part of the deal: raise ValueError otherwise.",
        {
            _CHECK: "",
            _MAPS: "[cross_correlate2d(a, b) for a, b in zip(x, weight)]",
        },
    ),
    Bug(
        "stretches_a_single_channel",
        "One channel met all slices of a deeper filter: NumPy stretches an axis of length 1 "
        "without a word. Compare the channels and raise ValueError.",
        {
            "len(weight) != len(x)": "len(x) > 1 and len(weight) != len(x)",
            _MAPS: "[cross_correlate2d(x[c % len(x)], weight[c]) for c in range(len(weight))]",
        },
    ),
    Bug(
        "raises_another_error",
        "Unlike channels are refused, with another error than promised: the docstring says "
        "ValueError.",
        {"raise ValueError": "raise IndexError"},
    ),
)
