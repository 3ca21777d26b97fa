"""Exercises whose answer is a class or works on a model: every mistake caught and named."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.feedback import html
from autograder.judge import judge
from autograder.mutation import score
from autograder.target import LocalTarget

pytest.importorskip("torch")
from torch import nn

from tests.judge.module_exercises import COUNT, GATE, Gate

EXERCISES = [GATE, COUNT]
SEEDS = (0, 1, 2, 3, 4)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_reference_earns_everything(exercise: Any) -> None:
    for seed in SEEDS:
        verdict = judge(exercise, LocalTarget(exercise.reference), seed)
        assert (verdict.status, verdict.points) == ("passed", exercise.points)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_every_mistake_is_caught_and_named(exercise: Any) -> None:
    found = score(exercise, SEEDS[:3])
    assert (found.survivors, found.unnamed, found.refused) == ((), (), ())
    assert found.pairs >= 10 and not found.harmless_pairs


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_what_is_said_about_a_mistake_has_its_message(exercise: Any) -> None:
    for bug in exercise.bugs:
        verdict = judge(exercise, LocalTarget(exercise.buggy(bug)), 1)
        assert bug.says in html.verdict_page(verdict, exercise, 0).text
        assert 0 <= verdict.points < exercise.points


def test_two_mistakes_at_once_are_both_named() -> None:
    both = GATE.bug("no_relu"), GATE.bug("no_scale")
    verdict = judge(GATE, LocalTarget(GATE.buggy(*both)), 2)
    assert verdict.named is not None and set(verdict.named.bugs) == {"no_relu", "no_scale"}


def test_an_unknown_mistake_says_what_differs_first() -> None:
    class Shifted(Gate):
        def forward(self, x: Any) -> Any:
            return super().forward(x) + 0.01

    verdict = judge(GATE, LocalTarget(Shifted), 2)
    assert verdict.named is None
    assert "values of the output differ; the first, at [0, 0, 0, 0]" in verdict.findings[0].saw


def test_a_class_with_an_unwritten_method_is_not_written_yet() -> None:
    class Unwritten(nn.Module):
        def __init__(self, channels: int, kernel_size: int = 3) -> None:
            raise NotImplementedError("Gate: yours to write")

    class Half(Gate):
        def forward(self, x: Any) -> Any:
            raise NotImplementedError("Gate.forward: yours to write")

    for answer in (Unwritten, Half):
        assert judge(GATE, LocalTarget(answer), 0).status == "unwritten"


def test_a_mistake_in_the_start_costs_its_own_part_only() -> None:
    verdict = judge(GATE, LocalTarget(GATE.buggy(GATE.bug("large_start"))), 3)
    assert verdict.named is not None and verdict.named.bugs == ("large_start",)
    assert verdict.points == pytest.approx(0.9 * GATE.points)


@pytest.mark.parametrize("answer", [None, 3, "Gate", lambda: None, Gate(2)])
def test_whatever_else_is_handed_over_ends_in_a_sentence(answer: Any) -> None:
    verdict = judge(GATE, LocalTarget(answer), 0)
    assert verdict.points == 0.0 and verdict.findings[0].saw
