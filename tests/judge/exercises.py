"""A small exercise with every feature of the judge, for its tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Bug, Card, Exercise, Fault, NormalForm, Probe
from autograder.judge.properties import linear


def scale(x: np.ndarray, factor: float) -> np.ndarray:
    """Multiply by a positive factor; ValueError otherwise."""
    if factor <= 0:
        raise ValueError(f"scale: factor must be positive, not {factor}")
    out = x * factor
    return out + 0.0


def probes(rng: np.random.Generator) -> list[Probe]:
    return [
        Probe("three", "core", (np.array([1.0, -2.0, 3.0]), 2.0)),
        Probe("square", "generality", (rng.standard_normal((2, 2)), 3.0), show=False),
        Probe("whole numbers", "robustness", (np.array([1, 2]), 2.0)),
        Probe("negative factor", "robustness", (np.ones(2), -1.0), mentions=("-1.0",)),
    ]


SCALE = Exercise(
    id="scale",
    points=10,
    card=Card("Scale", 1, 1, 1),
    reference=scale,
    probes=probes,
    bugs=(
        Bug("adds", "Added, not multiplied.", {"x * factor": "x + factor"}),
        Bug("one_too_many", "One too many.", {"out + 0.0": "out + 1.0"}),
        Bug("accepts_all", "Refuse it.", {"factor <= 0": "False"}),
    ),
    properties=(linear(0, "x", lambda rng: (rng.standard_normal(4), 2.0)),),
)


def break_it() -> int:
    return 3


def examine(value: Any) -> Fault | None:
    if not isinstance(value, int):
        return Fault("", f"an int, not {value!r}", "contract")
    return Fault("even", f"{value} is even") if value % 2 == 0 else None


def even() -> int:
    return 2


BREAK = Exercise(
    id="break_it",
    points=2,
    card=Card("Break", 1, 1, 1),
    reference=break_it,
    probes=lambda rng: [Probe("yours", "core", ())],
    bugs=(Bug("even", "Even numbers hide it.", function=even),),
    examine=examine,
)


def halves(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays whose sum is x: any two will do."""
    out = x / 2
    return out, x - out


def total(value: Any) -> Any:
    return value[0] + value[1] if isinstance(value, tuple) and len(value) == 2 else value


HALVES = Exercise(
    id="halves",
    points=2,
    card=Card("Halves", 1, 1, 1),
    reference=halves,
    probes=lambda rng: [
        Probe("three", "core", (np.array([1.0, -2.0, 3.0]),)),
        Probe("drawn", "generality", (rng.standard_normal(4),)),
    ],
    bugs=(Bug("twice", "One half too many.", {"x - out": "2 * x - out"}),),
    normal_form=NormalForm("first + second", total),
)
