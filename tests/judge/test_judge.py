"""The judge: from an answer to a verdict."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder import lessons
from autograder.exercise import Bug, Exercise, Option, Probe, Question
from autograder.judge import judge
from autograder.judge.comparison import compare
from autograder.target import LocalTarget, Outcome
from autograder.verdict import Verdict
from tests.judge.exercises import BREAK, HALVES, SCALE, scale


def verdict(answer: Any, exercise: Exercise = SCALE, seed: int = 0) -> Verdict:
    return judge(exercise, LocalTarget(answer, tuple(exercise.signature.parameters)), seed)


def test_the_reference_earns_all_points() -> None:
    result = verdict(scale)
    assert result.passed and result.points == 10.0 and type(result.points) is float
    assert result.findings == () and result.probes == 4


def test_a_skeleton_is_unwritten() -> None:
    def skeleton(x: np.ndarray, factor: float) -> np.ndarray:
        raise NotImplementedError("scale: yours to write")

    result = verdict(skeleton)
    assert (result.status, result.points, result.findings) == ("unwritten", 0.0, ())


@pytest.mark.parametrize("bug", SCALE.bugs, ids=lambda bug: bug.id)
def test_each_bug_is_caught_and_named(bug: Bug) -> None:
    result = verdict(SCALE.buggy(bug))
    assert not result.passed
    assert result.named is not None
    assert (result.named.bugs, result.named.certainty) == ((bug.id,), "matches")


def test_two_bugs_together_are_named_as_a_pair() -> None:
    result = verdict(SCALE.buggy(SCALE.bug("adds"), SCALE.bug("one_too_many")))
    assert result.named is not None
    assert result.named.bugs == ("adds", "one_too_many")


def test_a_bug_on_some_inputs_only_looks_like_it() -> None:
    def sometimes(x: np.ndarray, factor: float) -> np.ndarray:
        return x + factor if x.ndim == 1 and x.dtype == float and factor > 0 else scale(x, factor)

    result = verdict(sometimes)
    assert result.named is not None
    assert (result.named.bugs, result.named.certainty) == (("adds",), "looks like")


def test_an_unknown_mistake_gets_a_property() -> None:
    result = verdict(lambda x, factor: np.abs(scale(x, factor)))
    assert result.named is None
    assert any(f.step == "property" and "not linear in `x`" in f.saw for f in result.findings)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda x, factor: None, "nothing"),
        (lambda x, factor: list(x), "type"),
        (lambda x, factor: np.matrix(scale(x, factor)), "type"),
        (lambda x, factor: scale(x, factor)[:1], "shape"),
        (lambda x, factor: scale(x, factor).astype(np.float32), "dtype"),
        (lambda x, factor: scale(x, factor) * np.inf, "finite"),
        (lambda x, factor: 1 / 0, "raises"),
        (lambda x: x, "raises"),
        (lambda x, factor: np.multiply(x, factor, out=x, casting="unsafe"), "changed"),
    ],
)
def test_the_kind_of_result_is_judged_before_its_values(answer: Any, code: str) -> None:
    result = verdict(answer)
    assert (result.findings[0].step, result.findings[0].code) == ("contract", code)
    assert not result.families["contract"]


def test_families_are_worth_their_shares() -> None:
    def no_error(x: np.ndarray, factor: float) -> np.ndarray:
        return x * factor + 0.0

    result = verdict(no_error)
    assert result.points == 9.0 and result.status == "partial"
    assert dict(result.families) == {
        "contract": True, "core": True, "generality": True, "robustness": False
    }  # fmt: skip


def test_the_wrong_dtype_costs_the_contract_and_no_more() -> None:
    result = verdict(lambda x, factor: scale(x, factor).astype(np.float32))
    assert dict(result.families) == {
        "contract": False, "core": True, "generality": True, "robustness": False
    }  # fmt: skip
    assert result.points == 7.0


def test_a_changed_argument_costs_the_contract_and_no_more() -> None:
    def spoils(x: np.ndarray, factor: float) -> np.ndarray:
        out = scale(x, factor)
        if x.ndim == 2:
            x[:] = 0
        return out

    assert verdict(spoils).points == 8.0


def test_an_array_that_is_not_contiguous_is_refused_only_where_that_is_asked_for() -> None:
    def turned(x: np.ndarray, factor: float) -> np.ndarray:
        return np.asfortranarray(scale(x, factor))

    assert verdict(turned).passed
    asked = verdict(turned, replace(SCALE, contiguous=True))
    assert asked.findings[0].code == "contiguous" and asked.points == 8.0


def test_refusing_everything_earns_nothing_for_robustness() -> None:
    def refuse(x: np.ndarray, factor: float) -> np.ndarray:
        raise ValueError(f"{factor}")

    assert verdict(refuse).points == 0.0


def test_an_error_must_mention_what_the_probe_asks_for() -> None:
    def vague(x: np.ndarray, factor: float) -> np.ndarray:
        if factor <= 0:
            raise ValueError("no")
        return x * factor + 0.0

    result = verdict(vague)
    assert result.findings[0].code == "message" and "-1.0" in result.findings[0].saw


def test_a_hidden_probe_never_shows_what_is_expected() -> None:
    def off(x: np.ndarray, factor: float) -> np.ndarray:
        out = scale(x, factor)
        return out + (x.ndim == 2)

    result = verdict(off)
    assert result.case is not None and not result.case.show and result.case.expected is None
    expected = scale(np.random.default_rng(0).standard_normal((2, 2)), 3.0)
    assert f"{expected[0, 0]:.4g}"[:5] not in result.findings[0].saw


def test_another_seed_draws_other_probes_and_the_reference_still_passes() -> None:
    assert all(verdict(scale, seed=seed).passed for seed in range(20))


def test_memorised_answers_fail_on_another_seed() -> None:
    kept = [scale(*p.args) for p in SCALE.probes(np.random.default_rng(0))[:3]]

    def memory(x: np.ndarray, factor: float) -> np.ndarray:
        scale(x, factor)
        return next(k for k in kept if k.shape == x.shape).copy()

    assert verdict(memory).points > verdict(memory, seed=12345).points


def test_small_relative_errors_are_found_and_rounding_is_forgiven() -> None:
    assert verdict(lambda x, f: scale(x, f) * (1 + 1e-12)).passed
    assert not verdict(lambda x, f: scale(x, f) * (1 + 1e-6)).passed


def test_breaking_exercises_are_all_or_nothing() -> None:
    assert verdict(lambda: 5, BREAK).points == 2.0
    even = verdict(lambda: 4, BREAK)
    assert even.points == 0.0 and even.named is not None and even.named.bugs == ("even",)
    assert verdict(lambda: "three", BREAK).findings[0].step == "contract"
    assert verdict(lambda: 1 / 0, BREAK).findings[0].code == "raises"


def test_a_value_nobody_thought_of_does_not_stop_the_judge() -> None:
    class Odd(int):
        def __mod__(self, other: int) -> int:
            raise RuntimeError("odd")

    assert verdict(lambda: Odd(3), BREAK).points == 0.0


def test_results_with_the_same_normal_form_are_equally_right() -> None:
    assert verdict(lambda x: (x - 7, np.full(x.shape, 7.0)), HALVES).passed
    twice = verdict(lambda x: (3 * x, -x), HALVES)
    assert twice.named is not None and twice.named.bugs == ("twice",)
    assert twice.findings[0].saw.startswith("in `first + second`, 3 of 3 values differ")
    assert twice.case is not None and twice.case.expected.tolist() == [1.0, -2.0, 3.0]
    assert twice.case.outcome.value.tolist() == [2.0, -4.0, 6.0]


def test_a_normal_form_leaves_the_kind_of_result_to_the_contract() -> None:
    assert verdict(lambda x: x, HALVES).findings[0].code == "type"
    short = verdict(lambda x: (x[:1], x[1:]), HALVES)
    assert short.findings[0].saw.startswith("item 0 of the result: its shape is (1,)")


QUESTION = Question(
    "which",
    "Which?",
    (Option("this", "No: that.", bug="this_one"), Option("that", "Yes.", right=True)),
)


@pytest.mark.parametrize(
    ("answer", "status", "points"),
    [
        ("b", "passed", 1.0),
        (" B ", "passed", 1.0),
        (SimpleNamespace(answer="b"), "passed", 1.0),
        ("a", "failed", 0.0),
        ("", "unwritten", 0.0),
        (None, "unwritten", 0.0),
        ("ab", "failed", 0.0),
        ("z", "failed", 0.0),
        (2, "failed", 0.0),
    ],
)
def test_questions(answer: Any, status: str, points: float) -> None:
    result = judge(QUESTION, LocalTarget(answer))
    assert (result.status, result.points) == (status, points)


def test_a_chosen_option_brings_its_own_explanation_and_never_the_right_letter() -> None:
    result = judge(QUESTION, LocalTarget("a"))
    assert result.named is not None
    assert (result.named.bugs, result.named.says) == (("this_one",), ("No: that.",))


def test_a_bug_that_fits_nowhere_is_an_error_of_the_declaration() -> None:
    with pytest.raises(ValueError, match="looks for 'nothing like it'"):
        SCALE.buggy_source(Bug("odd", "", {"nothing like it": ""}))
    with pytest.raises(ValueError, match="either edits or function"):
        Bug("empty", "")


def test_a_silent_probe_hears_a_warning_and_costs_the_contract_only() -> None:
    probe = Probe("", "core", (np.array([-1000.0, 1.0]),), silent=True)

    def right(x: np.ndarray) -> np.ndarray:
        return np.array([0.0 if v < -700 else 1 / (1 + math.exp(-v)) for v in x])

    def loud(x: np.ndarray) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(-x)))

    outcomes = [LocalTarget(function).call(probe, 1.0) for function in (right, loud)]
    found = compare(outcomes[0], outcomes[1], probe)
    assert [(one.step, one.code) for one in found] == [("contract", "warned")]
    assert "overflow" in found[0].saw
    assert not compare(outcomes[0], outcomes[0], probe)


@pytest.mark.parametrize("answer", [[], [2], [2, 3, 4]])
def test_a_list_of_numbers_of_another_length_is_a_wrong_value(answer: list[int]) -> None:
    found = compare(Outcome([2, 3]), Outcome(answer), Probe("", "core", ()))
    assert [one.step for one in found] == ["values"]
    assert f"a list of {len(answer)}" in found[0].saw and "[2, 3] is expected" in found[0].saw


def test_a_mistake_is_named_also_where_the_jail_gave_arguments_another_order() -> None:
    """A jail gets its arguments in C order, also where the probes have another."""
    exercise = lessons.find("dead_units")
    assert isinstance(exercise, Exercise)
    bug = exercise.buggy(exercise.bug("answers_for_each_image"))
    result = verdict(lambda y: np.ascontiguousarray(bug(y)), exercise)
    assert result.named is not None and result.named.bugs == ("answers_for_each_image",)
