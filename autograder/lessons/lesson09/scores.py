"""Scores for the probes of lesson 09, and properties that softmax and its logarithm share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Function, Probe, Property
from autograder.judge.properties import Inconclusive, call_through
from autograder.lessons.lesson08.samples import tenths

MOST = 40
"""Ordinary scores run from -4 to 4: in tenths."""


def rows_far_apart(rng: np.random.Generator) -> np.ndarray:
    """Five rows of three: some near 900, some near -900, one near 0."""
    levels = np.array([900.0, -900.0, 0.0, -905.0, 910.0])
    return np.asarray(rng.permutation(levels)[:, np.newaxis] + tenths(rng, 5, 3, most=MOST))


def one_far_above(rng: np.random.Generator) -> np.ndarray:
    """Two rows of five: one score near 1000, the others near -1000 and near 0."""
    rows = [[1000.0, -1000, -900.5, -800.25, 3.7], [990.5, -870.0, -1000, 2.3, -910.75]]
    return np.array([rng.permutation(row) for row in rows])


def from_minus_400_to_400(rng: np.random.Generator) -> np.ndarray:
    """Two rows of five, whose means are near 0: exp is still finite, but not for their range."""
    rows = [[400.7, -400.3, 12.5, -3.1, 2.2], [-395.0, 410.5, 0.0, 7.4, -15.9]]
    return np.array([rng.permutation(row) for row in rows])


def masked(rng: np.random.Generator) -> np.ndarray:
    """Four rows of three, in some of which one class is ruled out by a score of -inf."""
    z = tenths(rng, 4, 3, most=MOST)
    z[[0, 2, 3], rng.integers(0, 3, size=3)] = -np.inf
    return z


def probes_along_an_axis(rng: np.random.Generator, fewest: int) -> list[Probe]:
    """Ordinary scores along every axis; then far from 0, far from each other, ruled out.

    `fewest` is the smallest number of classes. With one class every log-probability is exactly 0,
    which leaves no room for rounding.
    """
    falling = -np.sort(rng.permutation(np.arange(1, MOST))[:15] / 10).reshape(5, 3)
    tied = tenths(rng, 4, 5, zeros=6, most=MOST)
    tied[1] = tied[1, 0]
    whole = rng.permutation(np.arange(-7, 8)).reshape(3, 5)
    stored = rng.permutation(np.arange(0, 12)).reshape(4, 3).astype(np.uint8)
    single = tenths(rng, 4, 3, most=MOST).astype(np.float32)

    def scores(*shape: int) -> np.ndarray:
        return tenths(rng, *shape, most=MOST)

    return [
        _probe("two rows of three", "core", scores(2, 3)),
        _probe("five rows of three", "core", scores(5, 3)),
        _probe("classes down the columns", "core", scores(3, 5), axis=0),
        _probe("all negative, falling", "generality", falling),
        _probe("a square, 3x3", "generality", scores(3, 3)),
        _probe("a square down the columns", "generality", scores(4, 4), axis=0),
        _probe("one axis", "generality", scores(7)),
        _probe("ties and zeros", "generality", tied),
        _probe(f"as few as {fewest} in a row", "generality", scores(4, fewest)),
        _probe("a map of scores, (N, C, H, W)", "generality", scores(2, 3, 2, 3), axis=1),
        _probe("the last axis but one", "generality", scores(2, 4, 3), axis=-2),
        _probe("all near 1000", "generality", 1000 + scores(3, 4)),
        _probe("all near -1000", "generality", -1000 + scores(4, 3)),
        _probe("rows far apart", "generality", rows_far_apart(rng)),
        _probe("columns far apart", "generality", rows_far_apart(rng).T.copy(), axis=0),
        _probe("one score far above the others", "generality", one_far_above(rng)),
        _probe("from -400 to 400", "generality", from_minus_400_to_400(rng)),
        _probe("some classes ruled out: -inf", "generality", masked(rng)),
        _probe("real numbers", "generality", 3 * rng.standard_normal((3, 4, 7, 5))),
        _probe("whole numbers", "robustness", whole),
        _probe("whole numbers below 256, uint8", "robustness", stored),
        _probe("float32", "robustness", single),
    ]


def _probe(label: str, family: Any, z: np.ndarray, **kwargs: int) -> Probe:
    named = ", ".join([label, *(f"{name} {value}" for name, value in kwargs.items())])
    return Probe(named, family, (z,), kwargs, rtol=1e-9, show=z.size <= 40)


def row_of(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """`locate`: the scores that compete with the one in this cell."""
    z, axis = arguments["z"], arguments.get("axis", -1)
    region = [slice(i, i + 1) for i in index]
    region[axis] = slice(0, z.shape[axis])
    return {"z": tuple(region)}


def rows_apart() -> Property:
    """Other scores in the second row leave the first row's result alone."""

    def test(function: Function, rng: np.random.Generator) -> str:
        z = tenths(rng, 3, 4, most=MOST)
        other = z.copy()
        other[1] = tenths(rng, 4, most=MOST)
        before, after = call_through(function, (z,)), call_through(function, (other,))
        if before.shape != z.shape or after.shape != z.shape:
            raise Inconclusive
        if np.allclose(before[[0, 2]], after[[0, 2]], rtol=1e-6, atol=1e-12):
            return ""
        return (
            "Other scores went into the second row alone, and results in other rows changed. Each "
            "row is one picture: it has a maximum and a sum of its own."
        )

    return Property("each row by itself", test)
