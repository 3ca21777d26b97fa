"""One number a channel: the mean over all positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson07.geometry import distinct, falling, real, ties
from autograder.lessons.lesson07.properties import brighter, per_channel, per_image


def global_avg_pool2d(x: np.ndarray) -> np.ndarray:
    """Average each channel over all of its positions.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.

    Returns
    -------
    np.ndarray, float64, shape (N, C)
        One mean for each channel of each image, whatever H and W are.

    Examples
    --------
    >>> global_avg_pool2d(np.array([[[[1, 5], [2, 4]], [[0, 0], [0, 8]]]]))
    array([[3., 2.]])
    """
    return x.mean(axis=(2, 3), dtype=np.float64)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Two axes that differ; batches; equal sizes; types."""
    picture = rng.integers(150, 256, size=(1, 3, 6, 7)).astype(np.uint8)
    coarse = (2.0**24 + rng.integers(1, 9, size=(1, 2, 3, 5))).astype(np.float32)
    return [
        Probe("one image, two channels of 3x4", "core", (_lopsided(rng, 1, 2, 3, 4),)),
        Probe("two images, three channels of 4x3", "core", (_lopsided(rng, 2, 3, 4, 3),)),
        Probe("falling numbers", "generality", (falling(rng, 1, 1, 5, 4),)),
        Probe("one row", "generality", (_lopsided(rng, 2, 3, 1, 5),)),
        Probe("one pixel", "generality", (distinct(rng, 3, 2, 1, 1),)),
        Probe("3 images, 3 channels, 3x3", "generality", (_lopsided(rng, 3, 3, 3, 3),)),
        Probe("ties and zeros", "generality", (ties(rng, 2, 3, 4, 5),)),
        Probe("real numbers", "generality", (real(rng, 4, 3, 11, 8),), show=False),
        Probe("uint8 picture", "robustness", (picture,)),
        Probe("whole numbers", "robustness", (_lopsided(rng, 2, 2, 5, 3).astype(int),)),
        Probe("float32, large numbers", "robustness", (coarse,)),
    ]


def _lopsided(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Distinct numbers, squared so that mean and median differ in every channel."""
    values = distinct(rng, *shape)
    return np.asarray(values * np.abs(values) + 1)


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The whole channel."""
    return {"x": (*index, slice(None), slice(None))}


def _legal(rng: np.random.Generator) -> tuple[np.ndarray]:
    return (real(rng, 2, 3, 6, 7),)


def _one_axis_at_a_time(x: np.ndarray) -> np.ndarray:
    return np.asarray(x.astype(float).mean(axis=-1).mean(axis=-1))


def _flat_channels(x: np.ndarray) -> np.ndarray:
    return np.asarray(x.reshape(x.shape[0], x.shape[1], -1).astype(np.float64).mean(axis=2))


def _two_loops(x: np.ndarray) -> np.ndarray:
    out = np.zeros(x.shape[:2])
    for image in range(x.shape[0]):
        for channel in range(x.shape[1]):
            total = 0.0
            for value in x[image, channel].ravel().tolist():
                total += value
            out[image, channel] = total / (x.shape[2] * x.shape[3])
    return out


def _einsum(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("nchw->nc", x.astype(np.float64)) / (x.shape[2] * x.shape[3]))


def _matrix_product(x: np.ndarray) -> np.ndarray:
    height, width = x.shape[2:]
    return np.asarray(x.reshape(-1, height * width) @ np.full(height * width, 1.0)).reshape(
        x.shape[:2]
    ) / (height * width)


_MEAN = "x.mean(axis=(2, 3), dtype=np.float64)"

BUGS = (
    Bug(
        "keeps_the_axes",
        "The means are right, in an array of shape (N, C, 1, 1). Two axes are asked for: (N, C).",
        {"dtype=np.float64": "dtype=np.float64, keepdims=True"},
    ),
    Bug(
        "averages_channels",
        "The mean was taken over the channels, so a map is left for each image. Average over "
        "positions, keep the channels.",
        {"axis=(2, 3)": "axis=1"},
    ),
    Bug(
        "one_number_an_image",
        "There is one number for each image: the channels were averaged too. Each channel keeps "
        "its own mean.",
        {"axis=(2, 3)": "axis=(1, 2, 3)"},
    ),
    Bug(
        "one_number_a_channel",
        "There is one number for each channel: the images of the batch were averaged too.",
        {"axis=(2, 3)": "axis=(0, 2, 3)"},
    ),
    Bug(
        "one_number_for_all",
        "One mean for everything: without `axis`, NumPy averages over all axes.",
        {"axis=(2, 3), ": ""},
    ),
    Bug(
        "channels_last_axes",
        "The mean was taken over axes 1 and 2, which are rows and columns in NHWC. In NCHW they "
        "are 2 and 3.",
        {"axis=(2, 3)": "axis=(1, 2)"},
    ),
    Bug(
        "averages_images_and_channels",
        "The mean was taken over axes 0 and 1, the images and the channels. Rows and columns are "
        "axes 2 and 3.",
        {"axis=(2, 3)": "axis=(0, 1)"},
    ),
    Bug(
        "averages_columns_only",
        "One axis is still there: the mean was taken over the last axis only.",
        {"axis=(2, 3)": "axis=3"},
    ),
    Bug(
        "averages_rows_only",
        "One axis is still there: the mean was taken over the rows only.",
        {"axis=(2, 3)": "axis=2"},
    ),
    Bug(
        "sums",
        "These are sums. Divide by the number of positions, or the result grows with the picture.",
        {_MEAN: "np.sum(x, axis=(2, 3), dtype=np.float64)"},
    ),
    Bug(
        "divides_by_height_squared",
        "The sums were divided by H squared. There are H * W positions.",
        {_MEAN: "np.sum(x, axis=(2, 3), dtype=np.float64) / x.shape[2] ** 2"},
    ),
    Bug(
        "global_maximum",
        "This is the largest number of each channel. The mean is asked for.",
        {_MEAN: "np.max(x, axis=(2, 3)).astype(np.float64)"},
    ),
    Bug(
        "median",
        "This is the median of each channel. The mean is the sum over the number of positions.",
        {_MEAN: "np.median(x, axis=(2, 3)).astype(np.float64)"},
    ),
    Bug(
        "transposed",
        "The result is (C, N). Images come first: (N, C).",
        {f"    return {_MEAN}": f"    return {_MEAN}.T"},
    ),
    Bug(
        "averages_in_float32",
        "Close, but only to seven digits: float32 pictures were averaged in float32. Say "
        "`dtype=np.float64`, or convert first.",
        {_MEAN: "np.mean(x.astype(np.float32), axis=(2, 3)).astype(np.float64)"},
    ),
    Bug(
        "keeps_float32",
        "A float32 picture gave a float32 result: `mean` keeps the dtype of floats. This course's "
        "NumPy functions return float64.",
        {", dtype=np.float64": ""},
    ),
    Bug(
        "cuts_fractions",
        "The means are whole numbers: the fractions were cut off.",
        {_MEAN: f"np.floor({_MEAN})"},
    ),
    Bug(
        "ignores_zeros",
        "Zeros were left out of the count. They are positions like all others.",
        {
            _MEAN: "np.sum(x, axis=(2, 3), dtype=np.float64) "
            "/ np.maximum(np.count_nonzero(x, axis=(2, 3)), 1)"
        },
    ),
)

EXERCISE = Exercise(
    id="global_avg_pool2d",
    points=1,
    card=Card("One number a channel", 1, 4, 3, tools="one line will do"),
    reference=global_avg_pool2d,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("one axis at a time", _one_axis_at_a_time),
        Alternative("channels laid flat", _flat_channels),
        Alternative("two loops and a running total", _two_loops),
        Alternative("einsum", _einsum),
        Alternative("matrix product with ones", _matrix_product),
    ),
    hints=(
        "The shape (N, C, H, W) becomes (N, C). Which axes vanish, and what are their numbers?",
        "Take the mean over rows and columns, in float64 whatever the picture's dtype is.",
        "```text\nreturn mean of x over ...which axes..., computed as float64\n```",
    ),
    symptoms=(
        Symptom("the shape is (N, C, 1, 1)", "does something keep the axes?"),
        Symptom("the shape is (N, W) or (C, W)", "count the axes of NCHW from 0"),
        Symptom("its dtype is float32", "what `np.mean` makes of float32, and its `dtype`"),
    ),
    forbids=("torch.nn.functional.adaptive_avg_pool2d",),
    locate=locate,
    properties=(
        per_channel(_legal),
        per_image(_legal),
        brighter(_legal, "the mean of each channel"),
        linear(0, "x", _legal),
    ),
    play='PoolLab.on_failing_case("global_avg_pool2d", global_avg_pool2d, mode="average", kernel_size=10)',
)
