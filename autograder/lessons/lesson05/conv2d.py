"""The heart of the course: a whole convolutional layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson05.conv2d_bugs import BUGS
from autograder.lessons.lesson05.conv2d_probes import probes
from autograder.lessons.lesson05.conv2d_properties import PROPERTIES
from autograder.lessons.lesson05.conv2d_styles import ACCEPT


def conv2d(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    """Apply a convolutional layer to a batch: every filter, to every image, at every position.

    Parameters
    ----------
    x : np.ndarray, shape (N, C_in, H, W)
        Floats or whole numbers. Never modified, like the other arguments.
    weight : np.ndarray, shape (C_out, C_in, kH, kW)
        One filter for each output channel. It fits into the padded image.
    bias : np.ndarray, shape (C_out,), optional
        One number for each output channel; None adds nothing.
    stride : int or tuple of int
        How far the window moves, (down, across); a single number is both.
    padding : int or tuple of int
        Zeros on each side, (above and below, left and right); a single number is both.

    Returns
    -------
    np.ndarray, float64, shape (N, C_out, H', W')
        A new array, `H' = (H + 2 * padding - kH) // stride + 1`, W' likewise. No flip; windows
        that do not fit are left out.

    Raises
    ------
    ValueError
        When weight has not as many input channels as x.

    Examples
    --------
    One image of two channels (one row each); one filter; 1*1 + 2*2 + 5*10 + 0.5 comes first:

    >>> x = np.array([[[[1, 2, 3]], [[5, 6, 7]]]])
    >>> weight = np.array([[[[1, 2]], [[10, 0]]]])
    >>> conv2d(x, weight, np.array([0.5])).tolist()
    [[[[55.5, 68.5]]]]
    >>> conv2d(x, weight, stride=(1, 2), padding=(0, 1)).tolist()
    [[[[2.0, 68.0]]]]
    """
    stride_height, stride_width = (stride, stride) if isinstance(stride, int) else stride
    pad_height, pad_width = (padding, padding) if isinstance(padding, int) else padding
    images, channels, height, width = x.shape
    filters, depth, kernel_height, kernel_width = weight.shape
    if depth != channels:
        raise ValueError(f"weight has {depth} input channels but x has {channels}")
    padded = np.zeros((images, channels, height + 2 * pad_height, width + 2 * pad_width))
    padded[:, :, pad_height : pad_height + height, pad_width : pad_width + width] = x
    out_height = (height + 2 * pad_height - kernel_height) // stride_height + 1
    out_width = (width + 2 * pad_width - kernel_width) // stride_width + 1
    out = np.zeros((images, filters, out_height, out_width))
    for n in range(images):
        for o in range(filters):
            for row in range(out_height):
                for col in range(out_width):
                    top, left = row * stride_height, col * stride_width
                    window = padded[n, :, top : top + kernel_height, left : left + kernel_width]
                    out[n, o, row, col] = np.sum(window * weight[o])
            if bias is not None:
                out[n, o] += bias[o]
    return out


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The part of the window that lies on the image, the weights that meet it, and the bias."""
    image, number, *place = index
    rows, cols = (
        _meeting(*sizes)
        for sizes in zip(
            place,
            arguments["x"].shape[2:],
            arguments["weight"].shape[2:],
            _pair(arguments.get("stride", 1)),
            _pair(arguments.get("padding", 0)),
            strict=True,
        )
    )
    regions: dict[str, Any] = {
        "x": (image, slice(None), rows[0], cols[0]),
        "weight": (number, slice(None), rows[1], cols[1]),
    }
    if arguments.get("bias") is not None:
        regions["bias"] = (slice(number, number + 1),)
    return regions


def _pair(setting: int | tuple[int, int]) -> tuple[int, int]:
    return (setting, setting) if isinstance(setting, int) else setting


def _meeting(place: int, size: int, kernel: int, stride: int, pad: int) -> tuple[slice, slice]:
    """On one axis: the pixels under the kernel, and the kernel's cells above them."""
    start = place * stride - pad
    first, last = max(start, 0), max(min(start + kernel, size), 0)
    return slice(first, max(first, last)), slice(first - start, max(first, last) - start)


HINTS = (
    "`out` has four axes. Which of the arguments' axes does each of them come from? And which axis "
    "of `x` is in none of them: what became of it?",
    "Make both settings pairs and check the channels. Copy the images into a larger array of "
    "zeros. Compute the two output sizes. Then visit every image, every filter and every position: "
    "cut a window through *all* channels, multiply it by the whole filter, add everything up, and "
    "add that filter's bias once.",
    "```text\nif the channels of weight and x differ: raise ValueError\n"
    "padded = zeros, larger by the padding on each side, with x in the middle\n"
    "out = zeros(images, filters, positions down, positions across)\n"
    "for each image n, each filter o, each row, each col:\n"
    "    window = padded[n, all channels, ...two slices that know the stride...]\n"
    "    out[n, o, row, col] = sum of window * filter o\n"
    "    add the bias of filter o, if there is a bias\nreturn out\n```",
)

SYMPTOMS = (
    Symptom("right without padding only", "where does the image lie in the array of zeros?"),
    Symptom("right with stride 1 only", "where does the window of `out[.., 1, 1]` start?"),
    Symptom("truth value of an array is ambiguous", "ask whether the bias is None, not `if bias`"),
    Symptom("cannot unpack non-iterable int", "stride and padding may be one number or a pair"),
    Symptom("right for square settings only", "pairs are (height, width), as in `shape`"),
)

EXERCISE = Exercise(
    id="conv2d",
    points=10,
    card=Card("The full layer", 4, 5, 40, needs=("conv2d_one_filter",)),
    reference=conv2d,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "scipy.signal.correlate",
        "scipy.signal.convolve",
        "scipy.signal.correlate2d",
        "scipy.signal.convolve2d",
        "scipy.signal.fftconvolve",
        "scipy.signal.oaconvolve",
        "scipy.ndimage.correlate",
        "scipy.ndimage.convolve",
        "torch.nn.functional.conv2d",
        "torch.conv2d",
    ),
    locate=locate,
    properties=PROPERTIES,
    play='ChannelMixer.on_failing_case("conv2d", conv2d)',
)
