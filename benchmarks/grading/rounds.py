"""What is measured, in which order, and each measurement as it is taken.

Ways that are compared take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder import lessons
from benchmarks.grading.folders import Folders, Scores, environment
from benchmarks.grading.meter import Usage, measure
from benchmarks.grading.otter import Otter

COMMAND = "from autograder.cli import main; main()"
"""`autograder`, also where its script is not installed."""

FOREIGN = """
import sys
from pathlib import Path
from autograder.classroom.show import grade_and_show
sys.exit(grade_and_show(Path.cwd(), sys.argv[2], jobs=int(sys.argv[4])))
"""
"""What `autograder grade` does, for a notebook that is none of the course's lessons."""

SANDBOX_STUDENTS = 100
"""Students, at most, that the sandboxed part is compared with its floor on."""


@dataclass(frozen=True)
class Options:
    """What the user asked for; see the command's help."""

    students: tuple[int, ...] = (10, 100, 1000)
    jobs: tuple[int, ...] = (1, 2)
    plain: int = 10
    otter: int = 10
    otter_python: str = ""
    repeats: int = 3

    @property
    def sandboxed(self) -> int:
        """Students that the sandboxed part is measured with."""
        return min(SANDBOX_STUDENTS, max(self.students))


@dataclass(frozen=True)
class Step:
    """One thing to measure.

    Attributes
    ----------
    way : {"plain", "ours", "sandboxed", "floor", "otter"}
    students : int
    jobs : int
        0 where it has no meaning.
    repeat : int
        Counted from 0; -1 for classes that only show how cost grows.
    """

    way: str
    students: int
    jobs: int = 0
    repeat: int = 0

    def __str__(self) -> str:
        jobs = f", {self.jobs} jobs" if self.jobs > 1 else ""
        return f"{self.way}, {self.students} student{'s' * (self.students > 1)}{jobs}"


@dataclass(frozen=True)
class Measurement:
    """What a step gave.

    Attributes
    ----------
    slug : str
    step : Step
    usage : Usage
    each : list of float
        "sandboxed": when each notebook was finished, in seconds; "floor": processor seconds of each.
    """

    slug: str
    step: Step
    usage: Usage
    each: list[float] = field(default_factory=list)


def start(jobs: int = 1) -> int:
    """Students in a class whose cost is that of the start: one for each process that is started."""
    return max(1, jobs)


def steps(options: Options) -> Iterator[Step]:
    """All that is measured on one assignment, in order."""
    for repeat in range(options.repeats):
        for students in (start(), options.plain):
            yield Step("plain", students, 0, repeat)
        for jobs in options.jobs:
            for students in (start(jobs), options.plain):
                yield Step("ours", students, jobs, repeat)
        yield Step("floor", options.sandboxed, 0, repeat)
        for jobs in options.jobs:
            for students in (start(jobs), options.sandboxed):
                yield Step("sandboxed", students, jobs, repeat)
    if options.otter_python:
        yield Step("otter", options.otter)
    for students in sorted(options.students):
        for jobs in options.jobs:
            yield Step("ours", students, jobs, -1)


class Bench:
    """Takes the measurements on one assignment.

    Parameters
    ----------
    root : Path
        Folder to work in; what is in it is lost.
    slug : str
    options : Options

    Attributes
    ----------
    problems : list of str
        Students whose scores differ between two ways of grading.
    """

    def __init__(self, root: Path, slug: str, options: Options) -> None:
        self.root = root
        self.slug = slug
        self.options = options
        self.problems: list[str] = []
        self._folders = Folders(root / slug, slug)
        self._env = environment(root)
        self._plain: Scores = {}

    def warm_up(self) -> None:
        """Run everything once, unmeasured: a first run writes bytecode and reads cold files."""
        most = start(max(self.options.jobs))
        for step in (Step("plain", most), Step("ours", most, most)):
            self.take(step)

    def take(self, step: Step) -> Measurement:
        """Measure one thing.

        Raises
        ------
        CommandFailed
        """
        if step.way == "otter":
            return self._otter(step)
        settings = "plain" if step.way == "plain" else "ours"
        with self._folders.fresh(settings, step.students) as folder:
            if step.way in ("sandboxed", "floor"):
                return self._part(step, folder)
            usage = measure(self._command(step), folder, self._env)
            if step.students <= self.options.plain:
                self._compare(step, self._folders.scores(folder))
        return Measurement(self.slug, step, usage)

    def _command(self, step: Step) -> list[str]:
        if step.way == "plain":
            return [sys.executable, "-m", "nbgrader", "autograde", self.slug]
        program = COMMAND if self.slug in lessons.LESSONS else FOREIGN
        return [sys.executable, "-c", program, "grade", self.slug, "--jobs", str(step.jobs)]

    def _part(self, step: Step, folder: Path) -> Measurement:
        report = folder / "report.json"
        third = str(step.jobs) if step.way == "sandboxed" else self._folders.kind
        module = f"benchmarks.grading.{step.way}"
        command = [sys.executable, "-m", module, str(folder / "submitted"), third, str(report)]
        # Rates are compared: nobody looks on, so that both cores are free.
        usage = measure(command, folder, self._env, memory=False)
        return Measurement(self.slug, step, usage, json.loads(report.read_text(encoding="utf-8")))

    def _otter(self, step: Step) -> Measurement:
        handed_in = self._folders.handed_in
        otter = Otter(self.options.otter_python, self.root / self.slug / "otter", handed_in.text(1))
        usages = []
        for number in range(1, step.students + 1):
            run = otter.grade(handed_in.text(number), self._env)
            usages.append(run.usage)
            student = handed_in.student(number)
            full = otter.full_marks(self._plain.get(student, {}))
            self.problems += [
                f"{self.slug}: {student}, {cell}: otter says {run.passed.get(cell)}, full marks by "
                f"plain nbgrader are {right}"
                for cell, right in full.items()
                if run.passed.get(cell) is not right
            ]
        return Measurement(self.slug, step, _sum(usages))

    def _compare(self, step: Step, scores: Scores) -> None:
        """Note a sentence for every score that is not plain nbgrader's."""
        if len(scores) != step.students or not all(scores.values()):
            self.problems.append(
                f"{self.slug}: {step}: {len(scores)} of {step.students} students have scores"
            )
        if step.way == "plain":
            self._plain.update(scores)
        for student, cells in scores.items():
            expected = self._plain.get(student, {})
            self.problems += [
                f"{self.slug}: {student}, {cell}: {step.way} gives {cells.get(cell)}, "
                f"plain nbgrader gives {expected.get(cell)}"
                for cell in sorted({*cells, *expected})
                if cells.get(cell) != expected.get(cell)
            ]


def _sum(usages: Sequence[Usage]) -> Usage:
    """Commands that ran one after the other, as one."""
    return Usage(
        cpu=sum(one.cpu for one in usages),
        sampled=sum(one.sampled for one in usages),
        wall=sum(one.wall for one in usages),
        peak=max(one.peak for one in usages),
        shared_twice=any(one.shared_twice for one in usages),
    )
