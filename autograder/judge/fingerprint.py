"""Names a mistake by what it does: the same outputs on the probes as a bug of the catalogue."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from autograder.exercise import Bug, Probe
from autograder.judge.comparison import in_normal_form
from autograder.judge.suite import Suite
from autograder.target import Outcome
from autograder.verdict import Named

PAIR_SECONDS = 0.4
"""Processor time for trying pairs; the student is waiting."""

RTOL = 1e-6
"""Tolerance between a student's and a bug's outputs; looser than the judge's, since two
implementations of one mistake may round differently."""


def fingerprint(
    suite: Suite, outcomes: Sequence[Outcome | None], failing: Sequence[int]
) -> Named | None:
    """The bug, or the pair of bugs, whose outputs are those that were seen.

    Parameters
    ----------
    suite : Suite
    outcomes : sequence of Outcome or None
        What the student's function did on each probe; None where it was not tried.
    failing : sequence of int
        Indices of the probes that failed, smallest first.
    """
    if not failing:
        return None
    looks_like: tuple[Bug, ...] | None = None
    for bugs in _singles(suite):
        match = _match(suite, bugs, outcomes, failing)
        if match == "matches":
            return _named(bugs, "matches")
        if match == "looks like" and looks_like is None:
            looks_like = bugs
    deadline = time.thread_time() + PAIR_SECONDS
    for bugs in _pairs(suite):
        if time.thread_time() > deadline:
            break
        if _match(suite, bugs, outcomes, failing) == "matches":
            return _named(bugs, "matches")
    return _named(looks_like, "looks like") if looks_like else None


def _match(
    suite: Suite, bugs: tuple[Bug, ...], outcomes: Sequence[Outcome | None], failing: Sequence[int]
) -> str:
    evidence = False
    for index in failing:
        seen = outcomes[index]
        if seen is None:
            continue
        made = suite.of_bugs(bugs, index)
        if not _alike(suite, made, seen, index):
            return ""
        # Two functions that both raise a TypeError have little in common; values are evidence.
        both = made.failure, seen.failure
        evidence = evidence or both == (None, None) or _same_text(made, seen)
        evidence = evidence or suite.expected[index].failure is not None
    if not evidence:
        return ""
    rest = [i for i, seen in enumerate(outcomes) if seen is not None and i not in failing]
    for index in rest:
        seen = outcomes[index]
        assert seen is not None
        if not _alike(suite, suite.of_bugs(bugs, index), seen, index):
            return "looks like"
    return "matches"


def _alike(suite: Suite, made: Outcome, seen: Outcome, index: int) -> bool:
    """Whether two outcomes agree on a probe in all that the exercise asks for."""
    probe = suite.tried[index]
    if not isinstance(probe, Probe):
        return suite.agree(made, seen, index, RTOL)
    if not _in_c_order(probe):  # which is lost on the way to a jail
        made, seen = replace(made, contiguous=True), replace(seen, contiguous=True)
    pair = in_normal_form(made, seen, suite.exercise.normal_form)
    return suite.agree(*pair, index, RTOL)


def _in_c_order(probe: Probe) -> bool:
    values = [*probe.args, *probe.kwargs.values()]
    return all(v.flags.c_contiguous for v in values if isinstance(v, np.ndarray))


def _same_text(a: Outcome, b: Outcome) -> bool:
    return a.failure is not None and b.failure is not None and a.failure.text == b.failure.text


def _singles(suite: Suite) -> Iterator[tuple[Bug, ...]]:
    for bug in suite.exercise.bugs:
        yield (bug,)


def _pairs(suite: Suite) -> Iterator[tuple[Bug, ...]]:
    for first, second in combinations(suite.exercise.bugs, 2):
        if first.function is not None or second.function is not None:
            continue
        source = suite.source((first, second))
        if source is not None and source not in (suite.source((first,)), suite.source((second,))):
            yield (first, second)


def _named(bugs: tuple[Bug, ...], certainty: str) -> Named:
    ids, says = tuple(bug.id for bug in bugs), tuple(bug.says for bug in bugs)
    return Named(ids, says, "matches" if certainty == "matches" else "looks like")
