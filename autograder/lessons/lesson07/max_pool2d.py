"""Keep the largest number of each window."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson07.geometry import distinct, falling, locate, pair, real, ties
from autograder.lessons.lesson07.max_pool2d_bugs import BUGS
from autograder.lessons.lesson07.max_pool2d_styles import ACCEPT
from autograder.lessons.lesson07.properties import (
    brighter,
    first_window_only,
    per_channel,
    per_image,
    scaled,
)


def max_pool2d(
    x: np.ndarray,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    """Keep the largest number of each window, channel by channel.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers, all finite.
    kernel_size : int or tuple of int
        Height and width of a window; one number stands for both.
    stride : int or tuple of int, optional
        How far windows move down and across; None means by `kernel_size`.
    padding : int or tuple of int
        Rows above and below, columns left and right. They never win, so they count as minus
        infinity.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H', W')
        A new array; H' = floor((H + 2 padding - kernel) / stride) + 1, W' likewise. The kernel
        fits: H' and W' are at least 1.

    Raises
    ------
    ValueError
        When the padding is more than half of the kernel on an axis (3 allows 1, 4 allows 2).

    Examples
    --------
    >>> max_pool2d(np.array([[[[1, 5, 2], [3, 4, 9]]]]), 2)
    array([[[[5.]]]])
    >>> max_pool2d(np.array([[[[1, 5, 2], [3, 4, 9]]]]), 2, stride=1)
    array([[[[5., 9.]]]])
    """
    kernel_height, kernel_width = pair(kernel_size)
    stride_height, stride_width = pair(kernel_size if stride is None else stride)
    padding_height, padding_width = pair(padding)
    if padding_height > kernel_height // 2 or padding_width > kernel_width // 2:
        raise ValueError(f"padding {padding} is more than half of the kernel {kernel_size}")
    border = ((0, 0), (0, 0), (padding_height, padding_height), (padding_width, padding_width))
    padded = np.pad(x.astype(np.float64), border, constant_values=-np.inf)
    out_height = (padded.shape[2] - kernel_height) // stride_height + 1
    out_width = (padded.shape[3] - kernel_width) // stride_width + 1
    out = np.zeros((x.shape[0], x.shape[1], out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * stride_height, col * stride_width
            window = padded[:, :, top : top + kernel_height, left : left + kernel_width]
            out[:, :, row, col] = np.max(window, axis=(2, 3))
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small pictures that fit on paper; then strides, padding, sizes, types and two refusals."""
    negative = -1 - rng.permutation(np.arange(40.0)).reshape(1, 2, 5, 4)
    deep = -1e12 * (1 + rng.random((1, 1, 3, 4)))
    picture = rng.integers(0, 256, size=(1, 3, 4, 5)).astype(np.uint8)
    whole = rng.integers(-30, 0, size=(2, 1, 5, 4))
    return [
        Probe("4x6 picture, 2x2 windows", "core", (distinct(rng, 1, 1, 4, 6), 2)),
        Probe("all negative, 3x3 windows, padding 1", "core", (negative, 3, 2, 1)),
        Probe("two images of three channels, 2x3 windows", "core", (_batch(rng), (2, 3))),
        Probe("windows that overlap", "core", (distinct(rng, 1, 2, 5, 6), 3, 1)),
        Probe("falling numbers", "core", (falling(rng, 1, 1, 6, 4), 2)),
        Probe(
            "windows 3 high and 2 wide, stride (2, 3), padding 1",
            "generality",
            (distinct(rng, 2, 2, 5, 6), (3, 2), (2, 3), 1),
        ),
        Probe("7x9 picture: a row and a column are left over", "generality", _leftover(rng)),
        Probe("stride (1, 2)", "generality", (distinct(rng, 2, 2, 5, 6), (2, 3), (1, 2))),
        Probe("padding above and below only", "generality", _one_axis(rng)),
        Probe("stride larger than the window", "generality", (distinct(rng, 1, 3, 8, 5), 2, 3)),
        Probe("padding of half an even window", "generality", _half(rng)),
        Probe("3 images, 3 channels, 3x3", "generality", (distinct(rng, 3, 3, 3, 3), 2, 1)),
        Probe("ties and zeros, padding 1", "generality", (ties(rng, 1, 2, 4, 5), 2, 1, 1)),
        Probe("1x1 windows", "generality", (distinct(rng, 1, 2, 3, 4), 1)),
        Probe("window as large as the picture", "generality", (distinct(rng, 2, 1, 4, 5), (4, 5))),
        Probe("real numbers", "generality", (real(rng, 2, 3, 11, 8), 3, 2, 1), show=False),
        Probe("uint8 picture, padding 1", "robustness", (picture, 3, 2, 1)),
        Probe("negative whole numbers, padding 1", "robustness", (whole, 2, 2, 1)),
        Probe("float32", "robustness", (_quarters(rng), (2, 3), (2, 1))),
        Probe("numbers far below zero, padding 1", "robustness", (deep, 2, 2, 1), show=False),
        Probe("padding 2 above a window of 3", "robustness", (negative, (3, 4), 1, (2, 1))),
        Probe("padding wider than the window", "robustness", (negative, 2, 1, 3)),
        Probe("padding 2 beside a window of 3", "robustness", (negative, (4, 3), 1, (1, 2))),
    ]


def _batch(rng: np.random.Generator) -> np.ndarray:
    return distinct(rng, 2, 3, 4, 5)


def _leftover(rng: np.random.Generator) -> tuple[np.ndarray, int]:
    return distinct(rng, 1, 1, 7, 9), 2


def _one_axis(rng: np.random.Generator) -> tuple[np.ndarray, tuple[int, int], int, tuple[int, int]]:
    return distinct(rng, 1, 2, 5, 7) - 20, (3, 2), 2, (1, 0)


def _half(rng: np.random.Generator) -> tuple[np.ndarray, tuple[int, int], int, tuple[int, int]]:
    return distinct(rng, 1, 2, 3, 7) - 15, (2, 4), 3, (1, 2)


def _quarters(rng: np.random.Generator) -> np.ndarray:
    return (rng.integers(-40, 41, size=(2, 2, 4, 5)) / 4).astype(np.float32)


def _legal(rng: np.random.Generator) -> tuple[np.ndarray, tuple[int, int]]:
    return real(rng, 2, 3, 6, 7), (2, 3)


PROPERTIES = (
    per_channel(_legal),
    per_image(_legal),
    first_window_only(_legal, 2, 3),
    brighter(_legal, "the largest number of each window"),
    scaled(_legal),
)

HINTS = (
    "Windows of 2x2 with stride 2 on a 4x6 picture: how many are there, and where does the window "
    "of `out[1, 2]` start? Now pad a picture of negative numbers: which number may stand in the "
    "padding without ever being the largest?",
    "Turn each size into a pair. Refuse too much padding. Put the picture, as float64, into a "
    "larger array filled with a number that loses against every other. Count the windows with "
    "lesson 04's formula. Visit each: cut it out of all images and channels at once, and take the "
    "maximum over the window's two axes only.",
    "```text\n(kh, kw), (sh, sw), (ph, pw) = pairs; stride None means kernel_size\n"
    "if ...too much padding...: raise ValueError\n"
    "padded = x with ph rows and pw columns of ... on each side\n"
    "for each row, col of out:\n    window = padded[:, :, row * sh up to + kh, ...]\n"
    "    out[:, :, row, col] = maximum of window over ...which axes...\nreturn out\n```",
)

SYMPTOMS = (
    Symptom("zeros at the border of a negative picture", "which number loses every comparison?"),
    Symptom("cannot convert float infinity to integer", "whole numbers cannot be infinite"),
    Symptom("one row or column too many", "a window that hangs over the end is not taken"),
    Symptom("every channel has the same values", "over which axes do you take the maximum?"),
    Symptom("the result is far too large without a stride", "what does `stride=None` stand for?"),
)

EXERCISE = Exercise(
    id="max_pool2d",
    points=6,
    card=Card(
        "Keep the largest",
        2,
        5,
        20,
        needs=("zero_pad2d", "conv_output_size"),
        tools="loops welcome, and `np.pad`, which you have earned in lesson 03",
    ),
    reference=max_pool2d,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "torch.nn.functional.max_pool2d",
        "torch.max_pool2d",
        "scipy.ndimage.maximum_filter",
        "scipy.ndimage.grey_dilation",
        "skimage.measure.block_reduce",
    ),
    locate=locate,
    properties=PROPERTIES,
    play='PoolLab.on_failing_case("max_pool2d", max_pool2d)',
)
