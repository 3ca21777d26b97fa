"""Verdicts to render: from the real judge where that is possible, made by hand where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Bug, Card, Exercise, Option, Probe, Question, Symptom
from autograder.judge import judge
from autograder.target import LocalTarget, Outcome
from autograder.verdict import Case, Finding, Named, Verdict

HIDDEN = 123456.75
"""Stands in every hidden argument and expected value, and must never be shown."""


def correlate(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Cross-correlate."""
    rows, cols = x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1
    out = np.zeros((rows, cols))
    for row in range(rows):
        for col in range(cols):
            window = x[row : row + kernel.shape[0], col : col + kernel.shape[1]]
            out[row, col] = np.sum(window * kernel)
    return out


X = np.array([[3.0, 1, 0, -2], [-2, -4, -4, -4], [-3, 3, 1, 4]])
KERNEL = np.array([[1.0, 2], [3, -4]])


def probes(rng: np.random.Generator) -> list[Probe]:
    hidden = np.full((5, 6), HIDDEN)
    return [
        Probe("3x4 image, 2x2 kernel", "core", (X, KERNEL)),
        Probe("6x5 image", "generality", (np.arange(30.0).reshape(6, 5) % 7, KERNEL)),
        Probe("large numbers", "robustness", (hidden, np.ones((2, 3))), show=False),
    ]


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    row, col = index
    return {"x": (slice(row, row + 2), slice(col, col + 2)), "kernel": (slice(None), slice(None))}


FLIPS = Bug(
    "flips_kernel",
    "The kernel was flipped on both axes: look at `kernel`.",
    {"window * kernel": "window * kernel[::-1, ::-1]"},
)
AVERAGES = Bug("mean_not_sum", "The products were averaged.", {"np.sum(": "np.mean("})

EXERCISE = Exercise(
    id="correlate",
    points=8,
    card=Card("Slide, multiply, sum", 2, 5, 25),
    reference=correlate,
    probes=probes,
    bugs=(FLIPS, AVERAGES),
    hints=("What does **one** cell need?", "Two loops:\n\n- rows\n- columns", "```\nfor row\n```"),
    symptoms=(Symptom("Differs at the border only?", "Where does the last window start?"),),
    locate=locate,
    play='KernelSlider.on("correlate")',
)

QUESTION = Question(
    "size",
    "How large?",
    (
        Option("`(6, 8)`", "The kernel covers `2` rows.", True),
        Option("(7, 9)", "That needs padding."),
    ),
)
RECALL = Question("again", "?", QUESTION.options, points=1.0, recall=True)


def judged(answer: Any, task: Exercise | Question = EXERCISE) -> Verdict:
    """The real judge's verdict."""
    return judge(task, LocalTarget(answer, ("x", "kernel")))


def flipped() -> Verdict:
    return judged(EXERCISE.buggy(FLIPS))


def by_hand(
    value: Any,
    expected: Any,
    arguments: Mapping[str, Any] | None = None,
    named: Named | None = None,
    saw: str = "the values differ.",
    printed: str = "",
    **case: Any,
) -> Verdict:
    """A partial verdict about this value."""
    return Verdict(
        task="correlate",
        points=1.6,
        max_points=8,
        status="partial",
        families={"contract": True, "core": False, "generality": False, "robustness": False},
        findings=(Finding("values", "value", saw, "a case"),),
        named=named,
        case=Case("a case", arguments or {}, expected, Outcome(value, printed=printed), **case),
        printed=printed,
        probes=3,
    )
