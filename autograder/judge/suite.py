"""An exercise's probes for one seed, with what the reference and the bugs make of them."""

from __future__ import annotations

import ast
from functools import lru_cache

import numpy as np

from autograder.exercise import Bug, Exercise, Function, Probe
from autograder.target import LocalTarget, Outcome

BUG_SECONDS = 2.0
"""Time limit of one call of a bug; a bug may loop for ever."""


class Suite:
    """Probes of one exercise for one seed; outcomes are computed once and kept."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self.exercise = exercise
        self.parameters = tuple(exercise.signature.parameters)
        self.probes: tuple[Probe, ...] = tuple(exercise.probes(np.random.default_rng(seed)))
        self.expected = tuple(self.run(exercise.reference, probe) for probe in self.probes)
        self._sources: dict[tuple[str, ...], str | None] = {}
        self._functions: dict[tuple[str, ...], Function] = {}
        self._kept: dict[tuple[tuple[str, ...], int], Outcome] = {}

    def run(self, function: Function, probe: Probe) -> Outcome:
        """Outcome of a function of ours on a probe."""
        return LocalTarget(function, self.parameters).call(probe, BUG_SECONDS)

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
            self._kept[ids, index] = self.run(self._functions[ids], self.probes[index])
        return self._kept[ids, index]


@lru_cache(maxsize=64)
def suite(exercise: Exercise, seed: int) -> Suite:
    """The suite of an exercise for a seed, kept between checks."""
    return Suite(exercise, seed)
