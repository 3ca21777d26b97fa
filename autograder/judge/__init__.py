"""The judge: one function from an answer to a verdict, wherever the answer runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise import SHARES, Exercise, Family, Fault, Probe, Question
from autograder.judge.artefact import judge_artefact
from autograder.judge.comparison import (
    SOFT,
    UNWRITTEN,
    compare,
    first_difference,
    in_normal_form,
)
from autograder.judge.fingerprint import fingerprint
from autograder.judge.modules import compare_records
from autograder.judge.properties import Inconclusive
from autograder.judge.suite import Suite, suite
from autograder.target import Outcome, Target, kind_of
from autograder.trials import Task, Trial
from autograder.verdict import Case, Finding, Named, Verdict

CALL_SECONDS = 5.0
"""Time limit of one call of the student's function."""

__all__ = ["judge"]

Tried = Probe | Trial | Task


def judge(
    task: Exercise | Question, target: Target, seed: int = 0, explain: bool = True
) -> Verdict:
    """Judge an answer.

    Parameters
    ----------
    task : Exercise or Question
    target : Target
        Calls the student's function, here or in a jail.
    seed : int
        Seed of the probes: 0 in the notebook, fresh and secret at grading.
    explain : bool
        False stops at the first probe that fails, for those who ask no more than `passed`.

    Returns
    -------
    Verdict
        Never raises for a wrong answer.
    """
    if isinstance(task, Question):
        return _judge_question(task, target)
    if task.artefact is not None:
        return judge_artefact(task, target, hidden=seed != 0)
    problem = target.problem()
    if problem:
        finding = Finding("contract", "not_callable", problem)
        return Verdict(task.id, 0.0, task.points, "failed", findings=(finding,))
    if task.examine is not None:
        return _judge_by_examining(task, target)
    return _judge_by_probes(task, target, suite(task, seed), seed, explain)


def _judge_by_probes(
    task: Exercise, target: Target, tried: Suite, seed: int, explain: bool
) -> Verdict:
    outcomes: list[Outcome | None] = []
    found: list[list[Finding]] = []
    calls = tried.answers(target, CALL_SECONDS)
    for probe, expected, outcome in zip(tried.tried, tried.expected, calls, strict=True):
        if not outcomes and outcome.failure is not None and outcome.failure.type == UNWRITTEN:
            return _unwritten(task)
        outcomes.append(outcome)
        found.append(_compared(task, expected, outcome, probe))
        if _stopped(outcome) or (found[-1] and not explain):
            break  # one endless call says enough; the student is waiting
    missing = len(tried.tried) - len(outcomes)
    outcomes += [None] * missing
    families = _families(tried.tried, found)
    failing = sorted((i for i, f in enumerate(found) if f), key=lambda i: _size(tried.tried[i]))
    findings = tuple(finding for i in failing for finding in found[i])
    points = _points(task.points, families)
    if not failing:
        return Verdict(
            task.id, points, task.points, "passed", families, probes=len(outcomes) - missing
        )
    if not explain:
        return Verdict(task.id, 0.0, task.points, "failed", families, findings)
    named = fingerprint(tried, outcomes, failing)
    if named is None and not _stopped(outcomes[len(found) - 1]):
        findings += tuple(_properties(task, target, seed))
    case = _smallest(task, tried, outcomes, failing)
    return Verdict(
        task=task.id,
        points=points,
        max_points=task.points,
        status="partial" if points > 0 else "failed",
        families=families,
        findings=findings,
        named=named,
        case=case,
        play=task.play,
        printed=case.outcome.printed if case else "",
        probes=len(outcomes) - missing,
    )


def _compared(task: Exercise, expected: Outcome, outcome: Outcome, probe: Tried) -> list[Finding]:
    if not isinstance(probe, Probe):
        return compare_records(expected.value, outcome.value, probe.label, probe.rtol)
    found = compare(expected, outcome, probe, task.contiguous)
    wanted, seen = in_normal_form(expected, outcome, task.normal_form)
    if task.normal_form is None or seen is outcome:
        return found
    found = [f for f in found if f.step == "contract"]
    for finding in compare(wanted, seen, probe):
        if finding.step == "values":
            found.append(replace(finding, saw=f"in `{task.normal_form.name}`, {finding.saw}"))
    return found


def _stopped(outcome: Outcome | None) -> bool:
    """Whether a call had to be ended from outside, or ended its process."""
    return (
        outcome is not None
        and outcome.failure is not None
        and outcome.failure.type in ("OutOfTime", "Crashed")
    )


def _families(probes: Sequence[Tried], found: Sequence[Sequence[Finding]]) -> Mapping[Family, bool]:
    """Which families pass. Probes that were not reached count as failed."""
    passed: dict[Family, bool] = {"contract": True}
    for probe in probes:
        passed.setdefault(probe.family, True)
    for index, probe in enumerate(probes):
        if index >= len(found):
            passed[probe.family] = passed["contract"] = False
            continue
        for finding in found[index]:
            if finding.step == "contract" and probe.family != "robustness":
                passed["contract"] = False
                if finding.code in SOFT:
                    continue
            if probe.family != "contract":
                passed[probe.family] = False
            elif finding.step == "values":
                passed["core"] = False
    if not passed.get("core", True) and "robustness" in passed:
        passed["robustness"] = False  # refusing bad input is worth nothing without the right answer
    return {family: passed[family] for family in SHARES if family in passed}


def _points(most: float, families: Mapping[Family, bool]) -> float:
    total = sum(SHARES[family] for family in families)
    earned = sum(SHARES[family] for family, passed in families.items() if passed)
    return round(float(most * earned / total), 3)


def _size(probe: Tried) -> tuple[bool, int]:
    if not isinstance(probe, Probe):
        return True, 0
    values = [*probe.args, *probe.kwargs.values()]
    return not probe.show, sum(_elements(value) for value in values)


def _elements(value: Any) -> int:
    if isinstance(value, (list, tuple)):
        return sum(_elements(item) for item in value)
    return int(np.size(value)) if isinstance(value, np.ndarray) else 1


def _smallest(
    task: Exercise, tried: Suite, outcomes: Sequence[Outcome | None], failing: Sequence[int]
) -> Case | None:
    for index in failing:
        probe, seen = tried.tried[index], outcomes[index]
        if seen is None or not isinstance(probe, Probe):
            continue
        expected, outcome = in_normal_form(tried.expected[index], seen, task.normal_form)
        values = [*probe.args, *probe.kwargs.values()]
        names = [*tried.parameters[: len(probe.args)], *probe.kwargs]
        arguments = dict(zip(names, values, strict=True))
        where = _where(expected, outcome, probe)
        regions: Mapping[str, Any] = {}
        if task.locate is not None and where is not None:
            try:
                regions = task.locate(arguments, where)
            except (IndexError, ValueError):
                regions = {}
        return Case(
            probe=probe.label,
            arguments=arguments,
            expected=expected.value if probe.show else None,
            outcome=outcome,
            index=where,
            regions=regions,
            show=probe.show,
            rtol=probe.rtol,
        )
    return None


def _where(expected: Outcome, outcome: Outcome, probe: Probe) -> tuple[int, ...] | None:
    if expected.failure is not None or outcome.failure is not None:
        return None
    e, v = expected.value, outcome.value
    if not (isinstance(e, np.ndarray) and isinstance(v, np.ndarray) and e.shape == v.shape):
        return None
    if v.dtype.kind not in "biufc":
        return None
    return first_difference(e, v.astype(e.dtype, copy=False), probe.rtol)


def _properties(task: Exercise, target: Target, seed: int) -> list[Finding]:
    def function(*args: Any, **kwargs: Any) -> Any:
        outcome = target.call(Probe("", "core", args, kwargs), CALL_SECONDS)
        if outcome.failure is not None:
            raise Inconclusive
        return outcome.value

    findings = []
    for wanted in task.properties:
        try:
            saw = wanted.test(function, np.random.default_rng(seed))
        except Exception:  # it raised, or returned something the property can't look at
            continue
        if saw:
            findings.append(Finding("property", "property", saw, wanted.name))
    return findings


def _judge_by_examining(task: Exercise, target: Target) -> Verdict:
    """A "break it" exercise: all or nothing, judged on the returned value."""
    assert task.examine is not None
    probe = Probe("the arguments you return", "core", ())
    outcome = target.call(probe, CALL_SECONDS)
    if outcome.failure is not None and outcome.failure.type == UNWRITTEN:
        return _unwritten(task)
    if outcome.failure is not None:
        findings = compare(Outcome(), outcome, probe)
        fault, named = None, None
    else:
        fault = _examined(task, outcome.value)
        if fault is None:
            return Verdict(task.id, task.points, task.points, "passed", {"core": True}, probes=1)
        findings = [Finding(fault.step, "answer", fault.saw, probe.label)]
        named = Named((fault.bug,), (task.bug(fault.bug).says,)) if fault.bug else None
    return Verdict(
        task=task.id,
        points=0.0,
        max_points=task.points,
        status="failed",
        families={"core": False},
        findings=tuple(findings),
        named=named,
        case=Case(probe.label, {}, None, outcome, show=False),
        play=task.play,
        printed=outcome.printed,
        probes=1,
    )


def _examined(task: Exercise, value: Any) -> Fault | None:
    assert task.examine is not None
    try:
        return task.examine(value)
    except Exception as error:  # a value nobody thought of must not stop the class
        return Fault("", f"the returned value could not be used: {error}", "contract")


def _judge_question(question: Question, target: Target) -> Verdict:
    answer = target.value()
    letter = answer.strip().lower() if isinstance(answer, str) else answer
    if letter is None or (isinstance(letter, str) and not letter):
        return Verdict(question.id, 0.0, question.points, "unwritten")
    if not isinstance(letter, str) or letter not in tuple(question.letters):
        letters = ", ".join(question.letters)
        given = repr(letter) if type(letter) in (str, int, float) else kind_of(letter)
        saw = f"the answer is {given[:80]}; one of {letters} is expected."
        finding = Finding("contract", "answer", saw)
        return Verdict(question.id, 0.0, question.points, "failed", findings=(finding,))
    option = question.options[question.letters.index(letter)]
    if option.right:
        return Verdict(question.id, question.points, question.points, "passed", note=option.why)
    finding = Finding("values", "answer", f"you chose {letter}: {option.text}")
    named = Named((option.bug or f"option_{letter}",), (option.why,))
    return Verdict(
        question.id, 0.0, question.points, "failed", findings=(finding,), named=named, probes=1
    )


def _unwritten(task: Exercise) -> Verdict:
    return Verdict(task.id, 0.0, task.points, "unwritten")
