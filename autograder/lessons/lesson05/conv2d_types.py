"""Mistakes in `conv2d`: number types, arguments that change, errors that should be raised."""

from __future__ import annotations

from autograder.exercise import Bug

_PRODUCTS = "window * weight[o]"
_OUT = "out = np.zeros((images, filters, out_height, out_width))"
_CHECK = "    if depth != channels:\n"
_RAISE = '        raise ValueError(f"weight has {depth} input channels but x has {channels}")\n'
_MIDDLE = "padded[:, :, pad_height : pad_height + height, pad_width : pad_width + width] = x"
_RETURN = "\n    return out"

TYPES = (
    Bug(
        "output_takes_the_images_dtype",
        "The result has the number type of the images: fractions are cut off for whole-number "
        "pictures. Allocate float64.",
        {_OUT: "out = np.zeros((images, filters, out_height, out_width), dtype=x.dtype)"},
    ),
    Bug(
        "weights_take_the_images_dtype",
        "The weights were converted to the number type of the images: fractions, and signs for "
        "uint8, are lost. Convert the images to float64 instead.",
        {_PRODUCTS: "window * weight[o].astype(x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {_RETURN: "\n    return out.astype(np.float32)"},
    ),
    Bug(
        "half_precision_accumulate",
        "Small differences everywhere: something on the way is float16, which holds three digits. "
        "Stay in float64.",
        {_PRODUCTS: "window.astype(np.float16) * weight[o].astype(np.float16)"},
    ),
    Bug(
        "low_precision",
        "Close, but only to seven digits: something on the way is float32. Stay in float64.",
        {_PRODUCTS: "window.astype(np.float32) * weight[o].astype(np.float32)"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_RETURN: "\n    return out.tolist()"},
    ),
    Bug(
        "squeezes_axes_of_one",
        "Axes of length 1 are gone. A batch of one image, or one channel, keeps its axis.",
        {_RETURN: "\n    return out.squeeze()"},
    ),
    Bug(
        "returns_positions_flat",
        "The right numbers, one row a map. Give them back their two axes, rows and columns.",
        {_RETURN: "\n    return out.reshape(images, filters, -1)"},
    ),
    Bug(
        "overwrites_x",
        "The images were changed by the call: they were scaled or filled in place. Copy them "
        "first.",
        {_MIDDLE: f"{_MIDDLE}\n    x[...] = 0"},
    ),
    Bug(
        "overwrites_weight",
        "The filters were changed by the call. The caller needs them again: work on a copy.",
        {_RETURN: "\n    weight[...] = weight[::-1]\n    return out"},
    ),
    Bug(
        "adds_bias_in_place",
        "The bias itself grew during the call, so that later images got more of it. An assignment "
        "to an argument's cells changes the caller's array.",
        {"out[n, o] += bias[o]": "out[n, o] += bias[o]; bias[o] += 1"},
    ),
    Bug(
        "broadcasts_a_single_channel",
        "Images and filters with unlike channels were combined: NumPy stretches an axis of length "
        "1 without a word. Compare the channels yourself and raise ValueError.",
        {_CHECK + _RAISE: ""},
    ),
    Bug(
        "ignores_extra_channels",
        "Channels without a partner were left out in silence. Unlike channels are a ValueError.",
        {
            _CHECK + _RAISE: "    common = min(depth, channels)\n",
            _PRODUCTS: "window[:common] * weight[o, :common]",
        },
    ),
    Bug(
        "raises_another_error",
        "Unlike channels are refused, with another error than promised: the docstring says "
        "ValueError.",
        {"raise ValueError": "raise TypeError"},
    ),
    Bug(
        "returns_none_for_a_mismatch",
        "Unlike channels gave None. An error that nobody hears comes back later: raise ValueError.",
        {_RAISE: "        return None\n"},
    ),
)
