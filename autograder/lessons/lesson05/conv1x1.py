"""A 1x1 convolution is one matrix product at every pixel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import gives, linear
from autograder.lessons.lesson05.conv1x1_bugs import BUGS
from autograder.lessons.lesson05.conv1x1_styles import ACCEPT
from autograder.lessons.lesson05.numbers import real, weights, whole


def conv1x1(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Mix the channels of every pixel: `conv2d` with 1x1 kernels, as one matrix product.

    Parameters
    ----------
    x : np.ndarray, shape (N, C_in, H, W)
        Floats or whole numbers.
    weight : np.ndarray, shape (C_out, C_in, 1, 1)
        As `conv2d` takes it. Without its last two axes it is a matrix.
    bias : np.ndarray, shape (C_out,)
        One number for each output channel.

    Returns
    -------
    np.ndarray, float64, shape (N, C_out, H, W)
        A new array. The channels of a pixel depend on the channels of that pixel only.

    Examples
    --------
    One image of two channels, one row, two columns; the filter weighs the channels 10 and 1:

    >>> x = np.array([[[[1, 2]], [[3, 4]]]])
    >>> conv1x1(x, np.array([[[[10]], [[1]]]]), np.array([0.5])).tolist()
    [[[[13.5, 24.5]]]]
    """
    images, channels, height, width = x.shape
    matrix = weight.reshape(len(weight), channels)
    pixels = x.reshape(images, channels, height * width).astype(np.float64)
    out = matrix @ pixels + bias[:, np.newaxis]
    return out.reshape(images, len(weight), height, width)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small first; then sizes that coincide, where wrong broadcasting and reshaping are silent."""
    biases = rng.permutation([-11.5, 4.25, 30.0, -2.75])
    sparse = weights(rng, 2, 3, 1, 1) * np.array([[0], [1], [1]])[:, :, np.newaxis]
    stored = rng.integers(0, 256, size=(2, 3, 2, 4)).astype(np.uint8)
    return [
        Probe(
            "1 image of 2x2x3, 3 filters",
            "core",
            (whole(rng, 1, 2, 2, 3), weights(rng, 3, 2, 1, 1), biases[:3]),
        ),
        Probe(
            "2 images of 3x4x2, 2 filters",
            "core",
            (whole(rng, 2, 3, 4, 2), weights(rng, 2, 3, 1, 1), biases[:2]),
        ),
        Probe(
            "3 images of 2x3x5, 4 filters",
            "core",
            (whole(rng, 3, 2, 3, 5), weights(rng, 4, 2, 1, 1), biases),
        ),
        Probe(
            "3 images of 3x3x3, 3 filters: all sizes equal",
            "generality",
            (whole(rng, 3, 3, 3, 3), weights(rng, 3, 3, 1, 1), biases[:3]),
        ),
        Probe(
            "as wide as there are filters",
            "generality",
            (whole(rng, 2, 3, 2, 4), weights(rng, 4, 3, 1, 1), biases),
        ),
        Probe(
            "as high as there are channels",
            "generality",
            (whole(rng, 1, 4, 4, 3), weights(rng, 2, 4, 1, 1), biases[:2]),
        ),
        Probe(
            "one input channel",
            "generality",
            (whole(rng, 2, 1, 3, 2), weights(rng, 3, 1, 1, 1), biases[:3]),
        ),
        Probe(
            "one filter",
            "generality",
            (whole(rng, 2, 4, 3, 2), weights(rng, 1, 4, 1, 1), biases[:1]),
        ),
        Probe("channel 0 has weight 0", "generality", (whole(rng, 2, 3, 2, 5), sparse, biases[2:])),
        Probe(
            "real numbers",
            "generality",
            (real(rng, 2, 5, 6, 7), real(rng, 3, 5, 1, 1), real(rng, 3)),
            show=False,
        ),
        Probe(
            "uint8 images, fractional weights",
            "robustness",
            (stored, weights(rng, 4, 3, 1, 1) / 8, biases),
        ),
        Probe(
            "whole numbers everywhere",
            "robustness",
            (
                whole(rng, 2, 2, 4, 3).astype(int),
                weights(rng, 3, 2, 1, 1).astype(int),
                np.array([7, -3, 5]),
            ),
        ),
    ]


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The channels of the pixel, the filter, and its bias."""
    image, number, row, col = index
    every = slice(None)
    return {
        "x": (image, every, slice(row, row + 1), slice(col, col + 1)),
        "weight": (number, every, every, every),
        "bias": (slice(number, number + 1),),
    }


def _layer(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return real(rng, 2, 3, 4, 5), real(rng, 2, 3, 1, 1), np.zeros(2)


HINTS = (
    "Take a single pixel. It has C_in numbers; C_out numbers come out, each a weighted sum. Which "
    "operation of linear algebra is that? Which shapes do the matrix and the vector have?",
    "Drop the two axes of length 1 and the weights are a matrix. Lay the pixels of each image in a "
    "row, so that an image is a matrix too: channels down, pixels across. Multiply, give every row "
    "its bias, and restore rows and columns.",
    "```text\nmatrix = weight without its last two axes       (C_out, C_in)\n"
    "pixels = x with rows and columns in one axis    (N, C_in, H*W)\n"
    "out = ...which of the two comes first?... plus a bias for every row of a map\n"
    "return out with rows and columns apart again\n```",
)

SYMPTOMS = (
    Symptom("matmul: mismatch in its core dimension", "print both shapes: which axes meet?"),
    Symptom("right shape, scrambled picture", "`reshape` does not move axes"),
    Symptom("bias right for one filter only", "which axis of `out` are the filters?"),
    Symptom("right when C_in = C_out only", "is the matrix turned?"),
)

EXERCISE = Exercise(
    id="conv1x1",
    points=3,
    card=Card(
        "Mix the channels", 3, 4, 10, needs=("conv2d",), tools="one matrix product, no loops"
    ),
    reference=conv1x1,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    locate=locate,
    properties=(
        gives(
            "black images show the bias",
            lambda rng: (np.zeros((2, 3, 4, 5)), real(rng, 2, 3, 1, 1), np.array([2.0, -5.0])),
            lambda args: np.ones((2, 2, 4, 5)) * args[2].reshape(1, 2, 1, 1),
            "Black images give the bias and nothing else: {expected} is expected, yours gives "
            "{got}.",
        ),
        linear(0, "x", _layer),
        linear(1, "weight", _layer),
    ),
    play='ChannelMixer.on_failing_case("conv1x1", conv1x1)',
)
