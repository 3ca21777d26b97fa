"""Measure how much a pooling changes when the picture moves, instead of asserting that it does not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson07.geometry import distinct, falling, real, shift2d, ties
from autograder.lessons.lesson07.pools import (
    absolute_2x2,
    all_positions,
    every_other,
    largest_2x2,
    mean_1x3,
    mean_3x2,
    nothing,
    whole_sums,
)
from autograder.lessons.lesson07.shift_sensitivity_bugs import BUGS
from autograder.lessons.lesson07.shift_sensitivity_styles import ACCEPT


def shift_sensitivity(
    pool: Callable[[np.ndarray], np.ndarray], x: np.ndarray, shift: tuple[int, int]
) -> float:
    """Measure how much a pooling's output changes when its input moves.

    Parameters
    ----------
    pool : callable
        Takes an array of the shape of `x` and returns an array of any shape, the same each time.
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers; `pool` gets them as float64.
    shift : tuple of int
        (dy, dx): cells down and to the right, negative for up and left. Zeros enter at the border,
        and what moves out is lost, as `shift2d` does it.

    Returns
    -------
    float
        `||pool(shifted x) - pool(x)|| / ||pool(x)||`, where the norm of an array is the root of
        the sum of the squares of all its numbers. 0.0 means: nothing changed. When `pool(x)` is
        zero everywhere, there is nothing to compare with, and the result is 0.0.

    Examples
    --------
    Keep every other column. One step to the right, and zeros stand in place of 3 and 4:

    >>> def thin(x):
    ...     return x[:, :, :, ::2]
    >>> shift_sensitivity(thin, np.array([[[[3.0, 0, 4, 0]]]]), (0, 1))
    1.0
    >>> shift_sensitivity(thin, np.array([[[[3.0, 0, 4, 0]]]]), (0, 0))
    0.0
    """
    x = x.astype(np.float64)
    before = pool(x)
    change = pool(shift2d(x, shift[0], shift[1])) - before
    size = np.linalg.norm(before)
    return float(np.linalg.norm(change) / size) if size > 0 else 0.0


def probes(rng: np.random.Generator) -> list[Probe]:
    """Maximum, mean and thinning under small shifts; then both axes, signs, and nothing to see."""
    picture = rng.integers(0, 50, size=(1, 2, 4, 5)).astype(np.uint8)
    picture[:, :, 1] += 60  # a step down makes some maxima smaller, by less than 128
    corner = np.zeros((1, 1, 4, 5))
    corner[0, 0, 1, 1] = 3
    small = distinct(rng, 1, 1, 4, 6)
    batch = distinct(rng, 2, 2, 5, 6)
    far = distinct(rng, 1, 2, 4, 7)
    return [
        Probe("2x2 maximum, one to the right", "core", (largest_2x2, small, (0, 1))),
        Probe("3x2 mean, one down", "core", (mean_3x2, distinct(rng, 1, 2, 6, 5), (1, 0))),
        Probe("every other pixel, (1, 2)", "core", (every_other, batch, (1, 2))),
        Probe("1x3 mean, (1, -2)", "generality", (mean_1x3, far, (1, -2))),
        Probe("2x2 maximum, up and left", "generality", (largest_2x2, batch, (-2, -1))),
        Probe("nothing pooled, one up", "generality", (nothing, falling(rng, 1, 1, 5, 4), (-1, 0))),
        Probe("mean of each channel, (2, 1)", "generality", (all_positions, batch, (2, 1))),
        Probe("no shift", "generality", (largest_2x2, ties(rng, 1, 2, 5, 4), (0, 0))),
        Probe("absolute 2x2 maximum, 3x3", "generality", (absolute_2x2, _square(rng), (1, 1))),
        Probe("moved out of sight", "generality", (mean_3x2, distinct(rng, 1, 2, 5, 4), (0, 4))),
        Probe(
            "small real numbers",
            "generality",
            (mean_3x2, 1e-4 * real(rng, 3, 2, 9, 8), (1, 1)),
            show=False,
        ),
        Probe("uint8 picture", "robustness", (largest_2x2, picture, (1, 0))),
        Probe("whole numbers", "robustness", (whole_sums, far.astype(int), (0, -1))),
        Probe("float32", "robustness", (mean_1x3, (far / 4).astype(np.float32), (1, 1))),
        Probe("a black picture", "robustness", (largest_2x2, np.zeros((1, 1, 4, 6)), (0, 1))),
        Probe("black before the shift", "robustness", (every_other, corner, (1, 1))),
    ]


def _square(rng: np.random.Generator) -> np.ndarray:
    return distinct(rng, 3, 3, 3, 3)


HINTS = (
    "A picture's pooled numbers are 3 and 4, after the shift they are 3 and 9. By how much did "
    "they change, and how large is that beside what was there before?",
    "Pool the picture, and pool the shifted picture. Take the difference of the two results; its "
    "norm says how much changed. Divide by the norm of the result before the shift. If that norm "
    "is 0, return 0.0.",
    "```text\nx as float64\nbefore, after = pool(x), pool(...)\n"
    "size = root of the sum of squares of before\nif size is 0: return 0.0\n"
    "return ...\n```",
)

SYMPTOMS = (
    Symptom("nan", "0 / 0: what if the pooled picture is black?"),
    Symptom("0 for a picture that wraps round", "zeros enter: `np.roll` brings the far side in"),
    Symptom("a picture twice as bright gives twice as much", "divide by the size before the shift"),
    Symptom("far too large for a stored picture", "3 - 5 does not exist in uint8"),
)

EXERCISE = Exercise(
    id="shift_sensitivity",
    points=2,
    card=Card(
        "Measure it",
        2,
        3,
        8,
        needs=("max_pool2d", "avg_pool2d"),
        tools="`shift2d` from the cell above",
    ),
    reference=shift_sensitivity,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    play='PoolLab.on_failing_case("shift_sensitivity", said=shift_sensitivity)',
)
