# mypy: disable-error-code="no-any-return"
"""Per channel: subtract the mean, divide by the standard deviation."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through
from autograder.lessons.lesson00.standardize_bugs import BUGS
from autograder.lessons.lesson00.standardize_styles import ACCEPT


def standardize(x: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """Shift and scale each channel of a batch: `(x - mean) / std`.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Never modified. Whole numbers are welcome too.
    mean, std : np.ndarray, float64, shape (C,)
        One number per channel, measured beforehand. No std is 0.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H, W)
        A new array. Nothing is clipped: values below the mean come out negative.

    Examples
    --------
    One image, two channels, one row, two columns:

    >>> batch = np.array([[[[1.0, 5.0]], [[0.0, 2.0]]]])
    >>> standardize(batch, np.array([3.0, 2.0]), np.array([2.0, 1.0])).tolist()
    [[[[-1.0, 1.0]], [[-2.0, 0.0]]]]
    """
    per_channel = (1, -1, 1, 1)
    return (x - mean.reshape(per_channel)) / std.reshape(per_channel)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Halves and quarters first; then sizes that let wrong broadcasting pass in silence."""
    small = rng.integers(-9, 10, size=(1, 2, 1, 3)).astype(float)
    pictures = rng.integers(0, 256, size=(2, 3, 4, 5)) / 255
    mean, std = rng.uniform(0.3, 0.6, size=3), rng.uniform(0.15, 0.3, size=3)
    counts = rng.integers(0, 256, size=(2, 3, 2, 4))
    return [
        Probe(
            "1 image, 2 channels of 1x3",
            "core",
            (small, np.array([1.0, -3.0]), np.array([2.0, 4.0])),
        ),
        Probe("2 pictures of 3x4x5", "core", (pictures, mean, std)),
        Probe("as wide as it has channels", "generality", _case(rng, (2, 3, 4, 3))),
        Probe("as high as it has channels", "generality", _case(rng, (1, 2, 2, 4))),
        Probe("3 images of 3x3x3: all sizes equal", "generality", _case(rng, (3, 3, 3, 3))),
        Probe("one channel", "generality", _case(rng, (2, 1, 3, 2))),
        Probe("uint8 pictures", "robustness", (counts.astype(np.uint8), 255 * mean, 255 * std)),
        Probe("whole numbers", "robustness", (counts, 255 * mean, 255 * std)),
        Probe("spread of a thousandth", "robustness", (0.5 + 1e-3 * small, *_small_spread())),
    ]


def _case(
    rng: np.random.Generator, shape: tuple[int, int, int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    channels = shape[1]
    x = rng.integers(-9, 10, size=shape).astype(float)
    mean = rng.permutation([1.0, -2.0, 3.5])[:channels]
    return x, mean, rng.permutation([0.5, 2.0, 4.0])[:channels]


def _small_spread() -> tuple[np.ndarray, np.ndarray]:
    return np.array([0.25, 0.75]), np.array([1e-3, 2e-3])


def images_do_not_mix(function: Function, rng: np.random.Generator) -> str:
    """Image 0 comes out the same whatever image 1 is."""
    x, mean, std = _case(rng, (2, 3, 4, 5))
    other = x.copy()
    other[1] += 10
    if np.allclose(
        call_through(function, (x, mean, std))[:1], call_through(function, (other, mean, std))[:1]
    ):
        return ""
    return (
        "Image 0 of the result changes when only image 1 of the batch changes. The mean and the "
        "std are given: nothing is to be measured from x."
    )


def channels_do_not_mix(function: Function, rng: np.random.Generator) -> str:
    """Channel 0 comes out the same whatever mean[1] is."""
    x, mean, std = _case(rng, (2, 3, 4, 5))
    other = mean.copy()
    other[1] += 10
    before, after = (call_through(function, (x, m, std)) for m in (mean, other))
    if before.shape != x.shape or after.shape != x.shape:
        return ""
    moved = [c for c in range(3) if not np.allclose(before[:, c], after[:, c])]
    if moved == [1]:
        return ""
    which = f"channels {moved} changed" if moved else "nothing changed"
    return f"I changed mean[1] only, so channel 1 should change and no other; {which}."


EXERCISE = Exercise(
    id="standardize",
    points=3,
    card=Card("One scale for every channel", 2, 4, 8),
    reference=standardize,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "`x` has shape (N, C, H, W) and `mean` has shape (C,). NumPy lines shapes up from the "
        "right: which axis of `x` does `mean` meet?",
        "Give `mean` and `std` a shape with four axes in which only axis 1 is longer than 1. Then "
        "subtract, and divide the difference.",
        "```\nmean = mean with shape (1, ..., ..., ...)\nstd = std with the same shape\n"
        "return (x minus mean) divided by std      # where do the brackets go?\n```",
    ),
    symptoms=(
        Symptom(
            "operands could not be broadcast together",
            "reshape `mean` so that its numbers lie along axis 1",
        ),
        Symptom(
            "right for most sizes, values off when W equals C",
            "without a reshape `mean` runs along the width",
        ),
        Symptom("the argument `x` was modified", "`x -= ...` writes into the caller's array"),
        Symptom(
            "whole-number batches come out cut off", "`np.empty_like(x)` takes the dtype of `x`"
        ),
        Symptom("all values a little off", "brackets: `x - mean / std` divides first"),
    ),
    properties=(
        Property("images do not mix", images_do_not_mix),
        Property("channels do not mix", channels_do_not_mix),
    ),
)
