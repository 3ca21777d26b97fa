# mypy: disable-error-code="no-any-return"
"""Three channels to one: a weighted sum per pixel."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson00.to_grayscale_bugs import BUGS
from autograder.lessons.lesson00.to_grayscale_styles import ACCEPT


def to_grayscale(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    """Mix red, green and blue into one channel of brightness.

    Parameters
    ----------
    image : np.ndarray, float64, shape (3, H, W)
        Whole numbers are welcome too.
    weights : three floats, for red, green and blue
        Used as they are: they need not add up to 1.

    Returns
    -------
    np.ndarray, float64, shape (1, H, W)
        A new array: at each pixel, the sum of the three channels, each times its weight. The
        channel axis stays, with length 1.

    Examples
    --------
    One pixel with red 4, green 8 and blue 2: 0.5 * 4 + 0.25 * 8 + 1 * 2 = 6.

    >>> to_grayscale(np.array([[[4.0]], [[8.0]], [[2.0]]]), (0.5, 0.25, 1.0)).tolist()
    [[[6.0]]]
    """
    red, green, blue = image
    grey = weights[0] * red + weights[1] * green + weights[2] * blue
    return grey[np.newaxis]


def probes(rng: np.random.Generator) -> list[Probe]:
    """Weights that give whole numbers first; then the default ones, equal sizes, extremes."""
    small = rng.permutation(np.arange(18.0)).reshape(3, 2, 3)
    picture = rng.integers(0, 256, size=(3, 4, 5)) / 255
    cube = rng.integers(-9, 10, size=(3, 3, 3)).astype(float)
    tall = rng.integers(0, 10, size=(3, 6, 4)).astype(float)
    return [
        Probe("3 channels of 2x3, weights (0.5, 0.25, 1)", "core", (small, (0.5, 0.25, 1.0))),
        Probe("4x5 picture, default weights", "core", (picture,)),
        Probe("6x4 picture, weights (2, -1, 0.5)", "generality", (tall, (2.0, -1.0, 0.5))),
        Probe("three channels of 3x3: all sizes equal", "generality", (cube, (1.0, 10.0, 100.0))),
        Probe("weights by name", "generality", (small,), {"weights": (0.25, 0.5, 0.25)}),
        Probe("all white", "robustness", (np.ones((3, 2, 4)),)),
        Probe(
            "uint8 picture",
            "robustness",
            (rng.integers(100, 256, size=(3, 3, 5)).astype(np.uint8),),
        ),
    ]


EXERCISE = Exercise(
    id="to_grayscale",
    points=2,
    card=Card("Brightness from colour", 1, 3, 5),
    reference=to_grayscale,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "`image[0]` is the red channel. What is its shape, and what shape has three of these "
        "added?",
        "Take the three channels, multiply each by its own weight, add the three products. The sum "
        "has two axes: put the channel axis back, in front.",
        "```\nred, green, blue = the three channels of image\n"
        "grey = ...                 # each channel with its weight\n"
        "return grey with a new axis of length 1 in front\n```",
    ),
    symptoms=(
        Symptom(
            "the shape is (H, W)", "the channel axis: `np.newaxis`, or a slice such as `image[0:1]`"
        ),
        Symptom("the shape is (3, H, W)", "were the weighted channels added?"),
        Symptom("right with the default weights only", "is the argument `weights` used?"),
        Symptom(
            "right for some pictures, shapes clash for others",
            "which axis do the weights run along?",
        ),
    ),
    properties=(
        linear(0, "image", lambda rng: (rng.integers(-9, 10, size=(3, 2, 4)).astype(float),)),
    ),
)
