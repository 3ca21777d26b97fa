"""One filter: a slice for every input channel, one map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import gives, linear
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d
from autograder.lessons.lesson05.conv2d_one_filter_bugs import BUGS
from autograder.lessons.lesson05.conv2d_one_filter_styles import ACCEPT
from autograder.lessons.lesson05.numbers import real, weights, whole


def conv2d_one_filter(x: np.ndarray, weight: np.ndarray, bias: float = 0.0) -> np.ndarray:
    """Slide one filter over an image with channels: one map comes out.

    Parameters
    ----------
    x : np.ndarray, shape (C, H, W)
        Floats or whole numbers.
    weight : np.ndarray, shape (C, kH, kW)
        The filter, one slice for each channel of x. It fits: kH <= H and kW <= W.
    bias : float
        Added once to every value of the map.

    Returns
    -------
    np.ndarray, float64, shape (H - kH + 1, W - kW + 1)
        The sum over all channels of the channel cross-correlated with its slice, plus the bias.

    Raises
    ------
    ValueError
        When weight has not as many channels as x.

    Examples
    --------
    Two channels of one row; at the first place 1*1 + 2*2 + 5*10 + 0.5:

    >>> x = np.array([[[1, 2, 3]], [[5, 6, 7]]])
    >>> conv2d_one_filter(x, np.array([[[1, 2]], [[10, 0]]]), 0.5)
    array([[55.5, 68.5]])
    """
    if len(weight) != len(x):
        raise ValueError(f"weight has {len(weight)} channels but x has {len(x)}")
    maps = [cross_correlate2d(x[c], weight[c]) for c in range(len(x))]
    return np.sum(maps, axis=0) + bias


def probes(rng: np.random.Generator) -> list[Probe]:
    """Few channels first; then special sizes, number types, and channels that do not fit."""
    stored = rng.integers(100, 256, size=(3, 3, 5)).astype(np.uint8)
    single = np.zeros((3, 2, 2))
    single[2, 0, 1] = 1
    return [
        Probe("2x3x4 image, 2x2x2 filter", "core", (whole(rng, 2, 3, 4), weights(rng, 2, 2, 2))),
        Probe(
            "3x5x4 image, 3x3x2 filter, bias",
            "core",
            (whole(rng, 3, 5, 4), weights(rng, 3, 3, 2), -7.5),
        ),
        Probe(
            "4x4x6 image, 4x2x3 filter, bias by name",
            "core",
            (whole(rng, 4, 4, 6), weights(rng, 4, 2, 3)),
            {"bias": 2.25},
        ),
        Probe(
            "3x3x3 image, 3x3x3 filter: all sizes equal",
            "generality",
            (whole(rng, 3, 3, 3), weights(rng, 3, 3, 3), 4),
        ),
        Probe(
            "3 channels, a 3x3 map",
            "generality",
            (whole(rng, 3, 4, 5), weights(rng, 3, 2, 3), -3.5),
        ),
        Probe("one channel", "generality", (whole(rng, 1, 4, 5), weights(rng, 1, 3, 2), 30.5)),
        Probe("1x1 kernel", "generality", (whole(rng, 3, 4, 3), weights(rng, 3, 1, 1), -1.5)),
        Probe(
            "kernel as large as the image",
            "generality",
            (whole(rng, 2, 5, 2), weights(rng, 2, 5, 2), 1.5),
        ),
        Probe("a single 1 in the last slice", "generality", (whole(rng, 3, 5, 4), single)),
        Probe(
            "real numbers",
            "generality",
            (real(rng, 3, 7, 8), real(rng, 3, 3, 2), float(rng.standard_normal())),
            show=False,
        ),
        Probe(
            "uint8 image, fractional filter",
            "robustness",
            (stored, weights(rng, 3, 2, 2) / 8, -100.5),
        ),
        Probe(
            "whole numbers and a fractional bias",
            "robustness",
            (whole(rng, 2, 4, 3).astype(int), weights(rng, 2, 2, 1).astype(int), 0.5),
        ),
        Probe(
            "float32 image and filter",
            "robustness",
            ((whole(rng, 2, 4, 3) / 4).astype(np.float32), single[1:].astype(np.float32), 0.75),
        ),
        Probe(
            "image has 3 channels, filter 2",
            "robustness",
            (whole(rng, 3, 4, 5), weights(rng, 2, 2, 3)),
        ),
        Probe(
            "image has 1 channel, filter 3",
            "robustness",
            (whole(rng, 1, 4, 5), weights(rng, 3, 2, 3)),
        ),
    ]


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The window through all channels, and the whole filter."""
    (row, col), (_, height, width) = index, arguments["weight"].shape
    every = slice(None)
    return {
        "x": (every, slice(row, row + height), slice(col, col + width)),
        "weight": (every, every, every),
    }


def _pair(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return real(rng, 3, 5, 6), real(rng, 3, 2, 3)


HINTS = (
    "A red slice slides over the red channel: that is a function you have. What do you do with "
    "the maps of red, green and blue to get a single one?",
    "Compare the numbers of channels first, and refuse if they differ. Then make one map a "
    "channel, each with its own slice of the filter. Add the maps cell by cell. The bias comes "
    "last, and once.",
    "```text\nif the numbers of channels differ: raise ValueError\n"
    "maps = one cross-correlation for each channel, with its own slice\n"
    "return ...the maps, added up along the right axis... plus the bias\n```",
)

SYMPTOMS = (
    Symptom("three axes come out, not two", "along which axis are the maps added?"),
    Symptom("right for one channel only", "which slice of the filter met channel 1?"),
    Symptom("too large by a multiple of the bias", "how often is it added?"),
    Symptom("no error for unlike channels", "`zip` stops at the shorter one without a word"),
)

EXERCISE = Exercise(
    id="conv2d_one_filter",
    points=3,
    card=Card("One filter, all channels", 2, 5, 12, needs=("cross_correlate2d",)),
    reference=conv2d_one_filter,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    locate=locate,
    properties=(
        gives(
            "black image shows the bias",
            lambda rng: (np.zeros((3, 4, 5)), real(rng, 3, 2, 2), 2.5),
            lambda args: np.full((3, 4), 2.5),
            "A black image gives the bias and nothing else: {expected} is expected, yours gives "
            "{got}.",
        ),
        linear(0, "x", _pair),
        linear(1, "weight", _pair),
    ),
    play='ChannelMixer.on_failing_case("conv2d_one_filter", conv2d_one_filter)',
)
