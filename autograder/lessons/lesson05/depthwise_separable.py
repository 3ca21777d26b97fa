"""Space first, channels second: a layer in two cheap steps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson05.conv1x1 import conv1x1
from autograder.lessons.lesson05.conv2d import conv2d
from autograder.lessons.lesson05.depthwise_separable_bugs import BUGS
from autograder.lessons.lesson05.depthwise_separable_styles import ACCEPT
from autograder.lessons.lesson05.numbers import real, weights, whole


def depthwise_separable(
    x: np.ndarray, depth_weight: np.ndarray, point_weight: np.ndarray, padding: int
) -> np.ndarray:
    """Filter every channel by itself, then mix the channels of each pixel; no bias.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.
    depth_weight : np.ndarray, shape (C, 1, kH, kW)
        One kernel for each channel: kernel c slides over channel c alone, with stride 1.
    point_weight : np.ndarray, shape (C_out, C, 1, 1)
        Filters of a 1x1 convolution.
    padding : int
        Zeros on each side of the image, before the first step.

    Returns
    -------
    np.ndarray, float64, shape (N, C_out, H + 2 * padding - kH + 1, W + 2 * padding - kW + 1)
        A new array; nothing happens between the two steps.

    Examples
    --------
    Channel 0 becomes [1 + 2, 2 + 3], channel 1 becomes [6 - 5, 7 - 6]; then 10 and 1 mix them:

    >>> x = np.array([[[[1, 2, 3]], [[5, 6, 7]]]])
    >>> depth_weight = np.array([[[[1, 1]]], [[[-1, 1]]]])
    >>> point_weight = np.array([[[[10]], [[1]]]])
    >>> depthwise_separable(x, depth_weight, point_weight, 0).tolist()
    [[[[31.0, 51.0]]]]
    """
    channels = range(x.shape[1])
    maps = [conv2d(x[:, [c]], depth_weight[[c]], padding=padding) for c in channels]
    return conv1x1(np.concatenate(maps, axis=1), point_weight, np.zeros(len(point_weight)))


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small and without padding first; then padding, sizes that coincide, and number types."""
    stored = rng.integers(100, 256, size=(2, 2, 3, 4)).astype(np.uint8)
    sparse = weights(rng, 3, 3, 1, 1)
    sparse[0, 1:] = sparse[1, 0] = 0
    return [
        Probe(
            "1 image of 2x2x3, kernels 2x2, 3 filters",
            "core",
            (whole(rng, 1, 2, 2, 3), weights(rng, 2, 1, 2, 2), weights(rng, 3, 2, 1, 1), 0),
        ),
        Probe(
            "2 images of 3x4x5, kernels 3x2, 2 filters",
            "core",
            (whole(rng, 2, 3, 4, 5), weights(rng, 3, 1, 3, 2), weights(rng, 2, 3, 1, 1), 0),
        ),
        Probe(
            "2 images of 2x5x4, kernels 3x3, padding 1",
            "core",
            (whole(rng, 2, 2, 5, 4), weights(rng, 2, 1, 3, 3), weights(rng, 4, 2, 1, 1), 1),
        ),
        Probe(
            "3 images of 3x3x3, kernels 3x3, 3 filters, padding 1",
            "generality",
            (whole(rng, 3, 3, 3, 3), weights(rng, 3, 1, 3, 3), weights(rng, 3, 3, 1, 1), 1),
        ),
        Probe(
            "padding 2, kernels 2x3",
            "generality",
            (whole(rng, 1, 3, 3, 5), weights(rng, 3, 1, 2, 3), weights(rng, 1, 3, 1, 1), 2),
        ),
        Probe(
            "one channel",
            "generality",
            (whole(rng, 2, 1, 5, 3), weights(rng, 1, 1, 2, 3), weights(rng, 3, 1, 1, 1), 0),
        ),
        Probe(
            "kernels 1x1",
            "generality",
            (whole(rng, 2, 3, 2, 4), weights(rng, 3, 1, 1, 1), weights(rng, 2, 3, 1, 1), 0),
        ),
        Probe(
            "some channels have weight 0",
            "generality",
            (whole(rng, 1, 3, 4, 3), weights(rng, 3, 1, 2, 2), sparse, 0),
        ),
        Probe(
            "real numbers",
            "generality",
            (real(rng, 2, 4, 6, 5), real(rng, 4, 1, 3, 2), real(rng, 3, 4, 1, 1), 1),
            show=False,
        ),
        Probe(
            "uint8 images, fractional weights",
            "robustness",
            (stored, weights(rng, 2, 1, 2, 3) / 8, weights(rng, 3, 2, 1, 1) / 4, 1),
        ),
        Probe(
            "whole numbers everywhere",
            "robustness",
            (
                whole(rng, 2, 2, 4, 3).astype(int),
                weights(rng, 2, 1, 3, 2).astype(int),
                weights(rng, 3, 2, 1, 1).astype(int),
                0,
            ),
        ),
    ]


def _layer(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    return real(rng, 2, 3, 4, 5), real(rng, 3, 1, 2, 3), real(rng, 2, 3, 1, 1), 1


HINTS = (
    "How would you use `conv2d` to slide one kernel over one channel only? What shapes must the "
    "image and the weights have, so that no channel sees another?",
    "Take channel c out of the batch without losing its axis, and kernel c out of `depth_weight` "
    "likewise; `conv2d` with padding gives one map. Put all these maps side by side on the channel "
    "axis. Then mix them with `conv1x1` and a bias of zeros.",
    "```text\nmaps = for each channel c: conv2d(channel c alone, kernel c alone, padding)\n"
    "middle = ...the maps, joined along which axis?...\n"
    "return conv1x1(middle, point_weight, zeros)\n```",
)

SYMPTOMS = (
    Symptom("weight has 1 input channels but x has 3", "how many channels goes into each step?"),
    Symptom("not enough values to unpack", "`x[:, c]` loses an axis; `x[:, [c]]` keeps it"),
    Symptom("too many images come out", "along which axis are the maps joined?"),
    Symptom("one filter's worth of channels", "what are the rows of `point_weight`?"),
)

EXERCISE = Exercise(
    id="depthwise_separable",
    points=4,
    card=Card("Space first, channels second", 3, 3, 15, needs=("conv2d", "conv1x1")),
    reference=depthwise_separable,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("torch.nn.functional.conv2d", "torch.conv2d"),
    properties=(
        linear(0, "x", _layer),
        linear(1, "depth_weight", _layer),
        linear(2, "point_weight", _layer),
    ),
    play='ChannelMixer.on_failing_case("depthwise_separable", depthwise_separable)',
)
