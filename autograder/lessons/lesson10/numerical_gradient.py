"""Measure a gradient instead of deriving it: the check that all backward functions must pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson05.numbers import real, whole
from autograder.lessons.lesson10.functions import (
    column_powers,
    cubes,
    curved,
    every_other,
    itself,
    running_total,
    small_layer,
    times_neighbour,
)
from autograder.lessons.lesson10.numbers import upstream
from autograder.lessons.lesson10.numerical_gradient_bugs import BUGS
from autograder.lessons.lesson10.numerical_gradient_styles import ACCEPT


def numerical_gradient(
    f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, dout: np.ndarray, eps: float = 1e-6
) -> np.ndarray:
    """Measure how fast a loss grows with each number of x, by nudging one number at a time.

    Parameters
    ----------
    f : callable
        Takes a float64 array of the shape of x and returns an array of the shape of dout. It may
        return the very array it was given, or a view of it.
    x : np.ndarray, any shape
        Where to measure; floats or whole numbers. Never modified.
    dout : np.ndarray
        The upstream gradient: how fast the loss grows with each number that f returns.
    eps : float
        The size of a nudge.

    Returns
    -------
    np.ndarray, float64, the shape of x
        In cell i: `sum(dout * (f(up) - f(down))) / (2 * eps)`, where `up` is x with eps added to
        cell i alone, and `down` is x with eps taken from it.

    Examples
    --------
    (3.5**2 - 2.5**2) / 1 is 6, and ((-0.5)**2 - (-1.5)**2) / 1 is -2; times the upstream gradient:

    >>> numerical_gradient(np.square, np.array([3, -1]), np.array([10.0, 1.0]), eps=0.5)
    array([60., -2.])
    """
    x = x.astype(np.float64)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        gradient[index] = np.sum(dout * (f(up) - f(down))) / (2 * eps)
    return gradient


def probes(rng: np.random.Generator) -> list[Probe]:
    """Cell by cell first; then outputs that share inputs, other shapes, small nudges and views."""
    total = rng.permutation([-3.0, 2.0, 0.0, 5.0, -1.0])
    return [
        Probe("third powers, 2x3", "core", (cubes, whole(rng, 2, 3), upstream(rng, 2, 3), 0.5)),
        Probe(
            "each number times its right neighbour, 3x4",
            "core",
            (times_neighbour, whole(rng, 3, 4), upstream(rng, 3, 3), 0.25),
        ),
        Probe(
            "sums of columns, 4x2",
            "core",
            (column_powers, whole(rng, 4, 2), upstream(rng, 2), 0.125),
        ),
        Probe(
            "running totals, 5 numbers", "generality", (running_total, total, upstream(rng, 5), 0.5)
        ),
        Probe(
            "running totals, 3x2",
            "generality",
            (running_total, whole(rng, 3, 2), upstream(rng, 6)),
            rtol=1e-5,
        ),
        Probe(
            "a curve, 3x3", "generality", (curved, whole(rng, 3, 3) / 4, upstream(rng, 3, 3), 0.1)
        ),
        Probe(
            "eps given by name",
            "generality",
            (cubes, whole(rng, 4, 3), upstream(rng, 4, 3)),
            {"eps": 0.05},
        ),
        Probe(
            "the default eps",
            "generality",
            (cubes, whole(rng, 3, 2), upstream(rng, 3, 2)),
            rtol=1e-5,
        ),
        Probe(
            "two images of two channels",
            "generality",
            (small_layer, whole(rng, 2, 2, 4, 3), upstream(rng, 2, 2, 2, 3), 0.5),
        ),
        Probe(
            "real numbers",
            "generality",
            (small_layer, real(rng, 2, 3, 5, 4), real(rng, 2, 3, 3, 4), 1e-3),
            rtol=1e-6,
            show=False,
        ),
        Probe(
            "whole numbers",
            "robustness",
            (times_neighbour, whole(rng, 2, 5).astype(int), upstream(rng, 2, 4), 0.25),
        ),
        Probe(
            "float32",
            "robustness",
            (curved, (whole(rng, 3, 4) / 4).astype(np.float32), upstream(rng, 3, 4), 0.25),
        ),
        Probe(
            "f returns what it was given",
            "robustness",
            (itself, real(rng, 2, 3), upstream(rng, 2, 3)),
            rtol=1e-5,
        ),
        Probe(
            "f returns a view",
            "robustness",
            (every_other, whole(rng, 2, 5), upstream(rng, 2, 3), 0.5),
        ),
    ]


def _linear(rng: np.random.Generator) -> tuple[Any, ...]:
    return cubes, real(rng, 2, 3), real(rng, 2, 3), 0.5


HINTS = (
    "f squares each number, x is [3, -1], and eps is 0.5. What are f(up) and f(down) for the first "
    "cell? If the loss grows 10 times as fast as the first output, what is its slope?",
    "Turn x into float64. Visit each of its cells. Make two fresh copies, nudge that one cell up "
    "in the first and down in the second, and call f on both. Subtract the results, weight them by "
    "dout, add everything up, and divide by the distance between the two nudges.",
    "```text\nx as float64; gradient = zeros, the shape of x\n"
    "for each index of x:\n    up, down = two copies of x\n"
    "    add eps to up[index], take it from down[index]\n"
    "    gradient[index] = sum of ...what, weighted by what... / ...how far apart...\n"
    "return gradient\n```",
)

SYMPTOMS = (
    Symptom("all zeros", "whole numbers cannot hold a nudge; and did f return a view of x?"),
    Symptom("right for the first cell only", "is each nudge taken back before the next?"),
    Symptom("off by a little, less with a small eps", "nudge both ways: up and down"),
    Symptom("twice as large", "how far apart are up and down?"),
    Symptom("the shapes do not fit", "f may return another shape; dout has that shape"),
)

EXERCISE = Exercise(
    id="numerical_gradient",
    points=4,
    card=Card("Measure a slope", 3, 5, 15, tools="loops welcome; `np.ndindex` visits every cell"),
    reference=numerical_gradient,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    properties=(linear(2, "dout", _linear),),
    play="GradientFlow()",
)
