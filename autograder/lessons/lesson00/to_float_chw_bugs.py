# mypy: disable-error-code="no-any-return"
"""Mistakes in `to_float_chw` that have a name."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _needs_axis_2(image: np.ndarray) -> np.ndarray:
    return np.moveaxis(image, 2, 0).astype(np.float32) / 255


def _moves_the_last_axis(image: np.ndarray) -> np.ndarray:
    return np.moveaxis(image, -1, 0).astype(np.float32) / 255


def _reverses_all_axes(image: np.ndarray) -> np.ndarray:
    return image.T.astype(np.float32) / 255


def _only_divides(image: np.ndarray) -> np.ndarray:
    return image / 255


_MOVE = "image.transpose(2, 0, 1)"
_CONTIGUOUS = f"np.ascontiguousarray({_MOVE})"
_NEW_AXIS = "image = image[:, :, np.newaxis]"
_RETURN = "channels_first.astype(np.float32) / 255"

BUGS = (
    Bug(
        "not_contiguous",
        "The numbers are right and in their old places in memory: `transpose` moves axes by reading "
        "in another order. A network reads fastest from memory in the new order: "
        "`np.ascontiguousarray` copies it there.",
        {_CONTIGUOUS: _MOVE},
    ),
    Bug(
        "reshape_not_transpose",
        "The shape is right, but the picture is scrambled: `reshape` reads the same numbers in the "
        "same order and cuts them up differently. Moving an axis is `transpose` or `moveaxis`.",
        {_MOVE: "image.reshape(image.shape[2], image.shape[0], image.shape[1])"},
    ),
    Bug(
        "swaps_H_and_W",
        "Height and width are exchanged: `.T` reverses all axes. Only the channel axis moves.",
        {_MOVE: "image.transpose(2, 1, 0)"},
    ),
    Bug(
        "stays_HWC",
        "The channels are still last. PyTorch, and this course, want (C, H, W).",
        {_MOVE: "image"},
    ),
    Bug(
        "channels_in_the_middle",
        "The channels ended up between rows and columns: (H, C, W). They come first.",
        {_MOVE: "image.transpose(0, 2, 1)"},
    ),
    Bug(
        "divides_by_256",
        "White becomes 0.996. There are 256 values, but the largest is 255, so 255 is the divisor.",
        {"/ 255": "/ 256"},
    ),
    Bug(
        "no_scaling",
        "The values still run to 255. White is to be 1.",
        {" / 255": ""},
    ),
    Bug(
        "divides_before_cast_uint8",
        "Almost everything became 0: a whole-number division came before the conversion to float.",
        {_RETURN: "(channels_first // 255).astype(np.float32)"},
    ),
    Bug(
        "float64_result",
        "Right numbers in the type float64 instead of float32: twice the memory, and PyTorch "
        "refuses to mix the two. Dividing a uint8 array gives float64; convert first, or at the "
        "end.",
        {"np.float32": "np.float64"},
    ),
    Bug(
        "BGR_order",
        "The channels are reversed: blue comes first. Red is channel 0.",
        {_MOVE: "image.transpose(2, 0, 1)[::-1]"},
    ),
    Bug(
        "divides_by_largest_value",
        "You divided by this image's own largest value, so every image is stretched to full "
        "brightness, and a black one divides by 0. The divisor is always 255.",
        {"/ 255": "/ channels_first.max()"},
    ),
    Bug(
        "stretches_contrast",
        "Each image was stretched from its own darkest to its own brightest value. Scaling here is "
        "the same for every image: 0 stays 0 and 255 becomes 1.",
        {
            _RETURN: "(channels_first.astype(np.float32) - channels_first.min())"
            " / (channels_first.max() - channels_first.min())"
        },
    ),
    Bug(
        "scales_to_minus_one_one",
        "Values run from -1 to 1. That is a common choice in other code; here black stays 0.",
        {"/ 255": "/ 127.5 - 1"},
    ),
    Bug(
        "negative_image",
        "Dark and bright are exchanged: 255 became 0.",
        {_RETURN: "1 - " + _RETURN},
    ),
    Bug(
        "grey_without_channel_axis",
        "A grey image came back with two axes. It has one channel, so the shape is (1, H, W).",
        {_NEW_AXIS: f"return {_RETURN}".replace("channels_first", "image")},
    ),
    Bug(
        "grey_repeated_three_times",
        "A grey image came back with three equal channels. It has one.",
        {_NEW_AXIS: "image = np.repeat(image[:, :, np.newaxis], 3, axis=2)"},
    ),
    Bug(
        "forgets_grey",
        "An image with two axes is not handled: there is no third axis to move. Give it one first.",
        {"image.ndim == 2": "False"},
    ),
    Bug(
        "forgets_grey_moveaxis",
        "An image with two axes is not handled: it has no axis 2 to move. Give it one first.",
        function=_needs_axis_2,
    ),
    Bug(
        "moves_the_width_of_grey",
        "For a grey image the last axis is the width, and that is what you moved to the front: "
        "rows and columns are exchanged. Add the channel axis first.",
        function=_moves_the_last_axis,
    ),
    Bug(
        "keeps_only_three_channels",
        "A fourth channel was dropped. Keep as many channels as there are.",
        {_MOVE: "image[:, :, :3].transpose(2, 0, 1)"},
    ),
    Bug(
        "first_channel_only",
        "Only channel 0 came back.",
        {_MOVE: "image[:, :, :1].transpose(2, 0, 1)"},
    ),
    Bug(
        "adds_batch_axis",
        "There is one axis too many in front. A single image is (C, H, W); the batch comes later.",
        {"return channels_first": "return channels_first[np.newaxis]"},
    ),
    Bug(
        "squeezes_single_channel",
        "An axis of length 1 was squeezed away. Keep it: (1, H, W) has three axes.",
        {_CONTIGUOUS: f"{_CONTIGUOUS}.squeeze()"},
    ),
    Bug(
        "uint8_result",
        "The result was turned back into whole numbers (uint8): only 0 and 1 are left.",
        {_RETURN: "(channels_first / 255).astype(np.uint8)"},
    ),
    Bug(
        "half_precision",
        "Off in the fourth digit: somewhere on the way the numbers were float16.",
        {_RETURN: "(channels_first.astype(np.float16) / 255).astype(np.float32)"},
    ),
    Bug(
        "reverses_all_axes",
        "`.T` reverses all axes: (C, W, H), and (W, H) for a grey image. Only the channel axis "
        "moves, and a grey image needs one first.",
        function=_reverses_all_axes,
    ),
    Bug(
        "only_divides",
        "You divided, and that is one of three changes: the channels are still last, and dividing "
        "uint8 numbers gives float64, not float32.",
        function=_only_divides,
    ),
)
