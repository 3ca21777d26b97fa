"""A weighted mean of each window, such as one that trusts the centre most."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import gives, linear
from autograder.lessons.lesson07.geometry import distinct, falling, locate, real, ties
from autograder.lessons.lesson07.properties import first_window_only, per_channel, per_image
from autograder.lessons.lesson07.weighted_pool2d_bugs import BUGS
from autograder.lessons.lesson07.weighted_pool2d_styles import ACCEPT


def weighted_pool2d(x: np.ndarray, weights: np.ndarray, stride: tuple[int, int]) -> np.ndarray:
    """Average each window with a weight for each of its cells, channel by channel.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.
    weights : np.ndarray, shape (kH, kW)
        How much each cell of a window counts; none is negative, at least one is above 0. They are
        divided by their sum here, so `[[1, 1]]` and `[[5, 5]]` mean the same. The window fits.
    stride : tuple of int
        How far windows move down and across.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H', W')
        The weighted means; H' = floor((H - kH) / stride) + 1, W' likewise. A new array.

    Examples
    --------
    >>> weighted_pool2d(np.array([[[[0, 8, 4]]]]), np.array([[1, 2, 1]]), (1, 1))
    array([[[[5.]]]])
    """
    kernel_height, kernel_width = weights.shape
    stride_height, stride_width = stride
    share = weights.astype(np.float64) / np.sum(weights)
    out_height = (x.shape[2] - kernel_height) // stride_height + 1
    out_width = (x.shape[3] - kernel_width) // stride_width + 1
    out = np.zeros((x.shape[0], x.shape[1], out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * stride_height, col * stride_width
            window = x[:, :, top : top + kernel_height, left : left + kernel_width]
            out[:, :, row, col] = np.sum(window * share, axis=(2, 3))
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """Weights that are symmetric under nothing first; the centre-heavy kind; sizes and types."""
    row = np.array([[1.0, 3.0]])
    lopsided = rng.permutation([0.5, 1.5, 2.0, 4.0, 5.0, 7.0])
    square = rng.permutation([0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 6.0, 8.0, 9.0]).reshape(3, 3)
    centre = 1 / (1 + np.hypot(*np.mgrid[-1:2, -1:2]))
    picture = rng.integers(150, 256, size=(1, 3, 4, 5)).astype(np.uint8)
    whole = rng.permutation(np.arange(1, 7)).reshape(2, 3)
    floats = (rng.integers(-40, 41, size=(2, 2, 4, 5)) / 4).astype(np.float32)
    return [
        Probe("one row, weights 1 and 3", "core", (distinct(rng, 1, 1, 2, 6), row, (1, 2))),
        Probe(
            "2x3 weights, stride (2, 1)",
            "core",
            (distinct(rng, 2, 2, 4, 5), lopsided.reshape(2, 3), (2, 1)),
        ),
        Probe("3x3 weights", "core", (distinct(rng, 1, 2, 5, 6), square, (1, 2))),
        Probe(
            "weights by distance from the centre",
            "core",
            (falling(rng, 1, 1, 6, 5), centre, (1, 1)),
        ),
        Probe(
            "3x2 weights, stride (2, 3)",
            "generality",
            (distinct(rng, 2, 2, 5, 6), lopsided.reshape(3, 2), (2, 3)),
        ),
        Probe(
            "weights that sum to 1", "generality", (_real_small(rng), square / square.sum(), (3, 1))
        ),
        Probe(
            "a weight of 0",
            "generality",
            (ties(rng, 1, 2, 5, 4), np.array([[0, 1.5], [2, 4]]), (2, 2)),
        ),
        Probe(
            "3 images, 3 channels, 3x3",
            "generality",
            (distinct(rng, 3, 3, 3, 3), lopsided[:4].reshape(2, 2), (1, 1)),
        ),
        Probe(
            "window as large as the picture",
            "generality",
            (distinct(rng, 2, 2, 2, 3), lopsided.reshape(2, 3), (1, 1)),
        ),
        Probe("one weight", "generality", (distinct(rng, 1, 2, 5, 4), np.array([[0.3]]), (2, 3))),
        Probe(
            "real numbers",
            "generality",
            (real(rng, 2, 3, 11, 8), rng.random((3, 2)), (2, 1)),
            show=False,
        ),
        Probe(
            "uint8 picture, whole weights",
            "robustness",
            (picture, whole.astype(np.uint8) * 20, (1, 2)),
        ),
        Probe(
            "whole numbers everywhere",
            "robustness",
            (distinct(rng, 1, 2, 5, 4).astype(int), whole, (2, 1)),
        ),
        Probe("float32", "robustness", (floats, square, (1, 2))),
    ]


def _real_small(rng: np.random.Generator) -> np.ndarray:
    return np.round(rng.standard_normal((1, 2, 6, 5)), 2)


def _legal(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    return real(rng, 2, 3, 6, 7), 0.1 + rng.random((2, 3)), (2, 1)


def _sevens(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    return np.full((1, 2, 6, 7), 7.0), 0.1 + rng.random((2, 3)), (2, 1)


EXERCISE = Exercise(
    id="weighted_pool2d",
    points=3,
    card=Card("Trust the centre", 3, 2, 10, needs=("avg_pool2d",), tools="loops welcome"),
    reference=weighted_pool2d,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "The window holds 0, 8 and 4, the weights are 1, 2 and 1. What is their weighted mean? "
        "What would it be with weights 5, 10 and 5?",
        "Divide the weights by their sum, into a new array of floats. Then slide as before: "
        "multiply each window by these shares, cell by cell, and add up over the window's axes.",
        "```text\nkh, kw = shape of the weights; sh, sw = stride\nshare = ...weights, summing to 1...\n"
        "for each row, col of out:\n    window = the part of x under the weights\n"
        "    out[:, :, row, col] = ...\nreturn out\n```",
    ),
    symptoms=(
        Symptom("off by one factor everywhere", "pool a flat picture: it should stay as it is"),
        Symptom("right for symmetric weights only", "weight [0, 0] meets the top-left cell"),
        Symptom("it works once, then differs", "does `/=` change what you were given?"),
        Symptom("mostly zeros for whole numbers", "the dtype of the weights after dividing"),
    ),
    forbids=("torch.nn.functional.conv2d", "scipy.ndimage.correlate", "scipy.ndimage.convolve"),
    locate=locate,
    properties=(
        gives(
            "keeps a flat picture",
            _sevens,
            lambda args: np.full((1, 2, 3, 5), 7.0),
            "A picture that is 7 everywhere has the weighted mean {expected} in every window; "
            "yours gives {got}.",
        ),
        per_channel(_legal),
        per_image(_legal),
        first_window_only(_legal, 2, 3),
        linear(0, "x", _legal),
    ),
    play='PoolLab.on_failing_case("weighted_pool2d", weighted_pool2d, mode="weighted")',
)
