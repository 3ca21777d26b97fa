"""An exercise's probes for one seed, with what the reference and the bugs make of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from autograder.exercise import Bug, Exercise, Function, Probe
from autograder.judge.comparison import agree
from autograder.judge.modules import Experiment, Record, alike
from autograder.modules import LocalModules
from autograder.target import LocalTarget, Outcome, Target
from autograder.trials import Task, Trial

BUG_SECONDS = 2.0
"""Time limit of one call of a bug; a bug may loop for ever."""


class Suite:
    """What is tried in one exercise for one seed; outcomes are computed once and kept.

    Attributes
    ----------
    probes : tuple of Probe
    tried : tuple of Probe, Trial and Task
        The probes, then what is tried on modules. Outcomes are numbered in this order.
    expected : tuple of Outcome
        What the reference makes of each.
    """

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.exercise = exercise
        self.parameters = tuple(exercise.signature.parameters)
        self.probes: tuple[Probe, ...] = tuple(exercise.probes(np.random.default_rng(seed)))
        trials = tuple(exercise.trials(np.random.default_rng(seed)))
        self.tried: tuple[Probe | Trial | Task, ...] = (*self.probes, *trials)
        self._experiments = [
            Experiment(exercise.reference, trial, seed + number)
            for number, trial in enumerate(trials)
        ]
        functions = [self.run(exercise.reference, probe) for probe in self.probes]
        self.expected = (*functions, *(_told(made.expected) for made in self._experiments))
        self._sources: dict[tuple[str, ...], str | None] = {}
        self._functions: dict[tuple[str, ...], Function] = {}
        self._kept: dict[tuple[tuple[str, ...], int], Outcome] = {}

    def run(self, function: Function, probe: Probe) -> Outcome:
        """Outcome of a function of ours on a probe."""
        return LocalTarget(function, self.parameters).call(probe, BUG_SECONDS)

    def answers(self, target: Target, seconds: float) -> Iterator[Outcome]:
        """What an answer does, one after the other."""
        forbids = self.exercise.forbids
        yield from target.calls(self.probes, seconds, forbids)
        if self._experiments:
            modules = target.modules(seconds, forbids=forbids)
            for made in self._experiments:
                yield _told(made.run(modules))

    def agree(self, a: Outcome, b: Outcome, index: int, rtol: float) -> bool:
        """Whether two outcomes are the same, for the purpose of telling mistakes apart.

        `rtol` is for functions; what modules do is compared with their own tolerance.
        """
        probe = self.tried[index]
        if isinstance(probe, Probe):
            return agree(a, b, probe, rtol)
        return alike(a.value, b.value, probe.rtol)

    def source(self, bugs: tuple[Bug, ...]) -> str | None:
        """Source of these bugs together, or None where they can't be combined."""
        ids = tuple(bug.id for bug in bugs)
        if ids not in self._sources:
            try:
                source = self.exercise.buggy_source(*bugs)
                ast.parse(source)
            except (ValueError, SyntaxError):  # two edits touch the same text, or spoil each other
                source = None
            self._sources[ids] = source
        return self._sources[ids]

    def of_bugs(self, bugs: tuple[Bug, ...], index: int) -> Outcome:
        """Outcome of these bugs together on probe number `index`."""
        ids = tuple(bug.id for bug in bugs)
        if ids not in self._functions:
            self._functions[ids] = self.exercise.buggy(*bugs)
        if (ids, index) not in self._kept:
            self._kept[ids, index] = self._run(self._functions[ids], index)
        return self._kept[ids, index]

    def _run(self, function: Function, index: int) -> Outcome:
        probe = self.tried[index]
        if isinstance(probe, Probe):
            return self.run(function, probe)
        made = self._experiments[index - len(self.probes)]
        return _told(made.run(LocalModules(function, seconds=BUG_SECONDS)))


def _told(record: Record) -> Outcome:
    """A record as an outcome: all that was seen is its value, and how it ended its failure."""
    return Outcome(value=record, failure=record[-1].failure)


@lru_cache(maxsize=64)
def suite(exercise: Exercise, seed: int) -> Suite:
    """The suite of an exercise for a seed, kept between checks."""
    return Suite(exercise, seed)
