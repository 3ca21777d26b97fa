# mypy: disable-error-code="no-any-return"
"""Mistakes in `to_grayscale` that have a name."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _forgets_to_sum(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    return image * np.reshape(weights, (3, 1, 1))


def _weighs_in_place(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    image[0] *= weights[0]
    image[1] *= weights[1]
    image[2] *= weights[2]
    return image.sum(axis=0, keepdims=True)


def _weighs_the_width(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    grey: np.ndarray = image @ np.array(weights)
    return grey[np.newaxis]


_OPEN = "red, green, blue = image\n"
_MIX = "weights[0] * red + weights[1] * green + weights[2] * blue"
_RETURN = "grey[np.newaxis]"

BUGS = (
    Bug(
        "drops_channel_axis",
        "The numbers are there, but the channel axis is gone: the shape is (H, W). A grey image "
        "has one channel, so (1, H, W).",
        {_RETURN: "grey"},
    ),
    Bug(
        "plain_mean",
        "This is the plain mean of the three channels. The eye sees green as brighter than blue, "
        "and the weights say by how much.",
        {_MIX: "(red + green + blue) / 3"},
    ),
    Bug(
        "unweighted_sum",
        "The channels were added without their weights.",
        {_MIX: "red + green + blue"},
    ),
    Bug(
        "ignores_weights_argument",
        "The default weights were used, whatever the caller gave. Use the argument.",
        {_OPEN: "weights = (0.299, 0.587, 0.114)\n    " + _OPEN},
    ),
    Bug(
        "other_default_weights",
        "Those are the weights of a later television standard (0.2126, 0.7152, 0.0722). The "
        "signature states the default: 0.299, 0.587, 0.114.",
        {"0.299, 0.587, 0.114": "0.2126, 0.7152, 0.0722"},
    ),
    Bug(
        "BGR_order",
        "Red and blue got each other's weight. Channel 0 is red, channel 2 is blue.",
        {_OPEN: "blue, green, red = image\n"},
    ),
    Bug(
        "normalises_weights",
        "The weights were divided by their sum (`np.average` does that). Use them as they are.",
        {_OPEN: "weights = tuple(w / sum(weights) for w in weights)\n    " + _OPEN},
    ),
    Bug(
        "weighted_mean_over_three",
        "Every value is three times too small: the weighted channels were averaged. Add them up.",
        {_OPEN: "red, green, blue = image / 3\n"},
    ),
    Bug(
        "expects_channels_last",
        "The weights were applied along the last axis, the width. In CHW the channels are axis 0; "
        "this is hidden when an image is three pixels wide.",
        {_OPEN: "red, green, blue = image[:, :, 0], image[:, :, 1], image[:, :, 2]\n"},
    ),
    Bug(
        "weights_along_width",
        "The weights were applied along the last axis, the width: `image @ weights` sums over the "
        "last axis. In CHW the channels are axis 0.",
        function=_weighs_the_width,
    ),
    Bug(
        "forgets_to_sum",
        "There are still three channels: each has its weight, but they were not added.",
        function=_forgets_to_sum,
    ),
    Bug(
        "keeps_three_channels",
        "The grey picture came back three times. One channel is asked for.",
        {_RETURN: "np.stack([grey, grey, grey])"},
    ),
    Bug(
        "red_only",
        "Only the red channel came back.",
        {_MIX: "1 * red"},
    ),
    Bug(
        "swaps_H_and_W",
        "Rows and columns are exchanged.",
        {_RETURN: "grey.T[np.newaxis]"},
    ),
    Bug(
        "channel_axis_last",
        "The axis of length 1 came last: (H, W, 1). Channels are first: (1, H, W).",
        {_RETURN: "grey[:, :, np.newaxis]"},
    ),
    Bug(
        "rounds",
        "The values were rounded to whole numbers. A picture between 0 and 1 loses everything.",
        {"return grey": "return np.round(grey)"},
    ),
    Bug(
        "uint8_result",
        "The result was turned into uint8. Brightness is a fraction here: float64.",
        {_RETURN: "grey[np.newaxis].astype(np.uint8)"},
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {_RETURN: "grey[np.newaxis].astype(np.float32)"},
    ),
    Bug(
        "modifies_image",
        "Your function overwrote the picture it was given: `image[0] *= ...` writes into the "
        "caller's array. Make new arrays: `weights[0] * image[0]`.",
        function=_weighs_in_place,
    ),
)
