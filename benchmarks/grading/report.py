"""From measurements to rows, ratios and targets: `tables` shows them.

The cost of a submission is told twice: *marginal*, what one more costs, and *raw*, n students / n,
which has the start in it. The start is a class of one, or of k with k jobs, so that each process is
started; marginal is (n students - k students) / (n - k). Ratios are medians over the repeats of the
ratio within a repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, median

from benchmarks.grading import torch_lesson
from benchmarks.grading.rounds import Measurement, Options, start

NOT_OTTER = "not measured: no interpreter with otter-grader given (--otter-python)"
SKIPPED_FIRST = 0.2
"""Part of a class after which the rate is taken: by then every process is warm."""


@dataclass(frozen=True)
class Row:
    """One way of grading on one class; seconds and bytes, None where there is no such number."""

    lesson: str
    way: str
    students: int
    cpu: float | None = None
    cpu_raw: float | None = None
    wall: float | None = None
    wall_raw: float | None = None
    start_cpu: float | None = None
    peak: int | None = None
    plain_to_this: float | None = None
    plain_to_this_raw: float | None = None
    to_floor: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Target:
    """Something promised, and what was found; `met` is None when it was not measured."""

    what: str
    limit: str
    found: float | None
    met: bool | None


class Lesson:
    """The measurements on one assignment, and the numbers made of them."""

    def __init__(self, slug: str, taken: Sequence[Measurement], options: Options) -> None:
        self.slug = slug
        self.options = options
        self.taken = [one for one in taken if one.slug == slug]

    def find(
        self, way: str, students: int, jobs: int = 0, growth: bool = False
    ) -> list[Measurement]:
        """Measurements of a way and size, in the order of the repeats."""
        return [
            one
            for one in self.taken
            if (one.step.way, one.step.students, one.step.jobs) == (way, students, jobs)
            and (one.step.repeat < 0) == growth
        ]

    def marginal(self, way: str, students: int, jobs: int, what: str) -> list[float]:
        """What one submission more costs, in each repeat; `what` is "cpu" or "wall"."""
        few = start(jobs)
        pairs = zip(self.find(way, few, jobs), self.find(way, students, jobs), strict=False)
        return [
            (getattr(many.usage, what) - getattr(least.usage, what)) / (students - few)
            for least, many in pairs
            if students > few
        ]

    def grown(self, students: int, jobs: int, what: str = "wall") -> float | None:
        """What one submission more costs in a class that was measured once."""
        begun, found = self.begun("ours", jobs, what), self.find("ours", students, jobs, True)
        few = start(jobs)
        if begun is None or not found or students <= few:
            return None
        return float((getattr(found[0].usage, what) - begun) / (students - few))

    def begun(self, way: str, jobs: int, what: str) -> float | None:
        """What the start costs."""
        found = self.find(way, start(jobs), jobs)
        return _median([float(getattr(one.usage, what)) for one in found])

    def to_plain(self, jobs: int) -> float | None:
        """How many of our submissions one of plain nbgrader's pays for, in processor time."""
        n = self.options.plain
        return _ratio(self.marginal("plain", n, 0, "cpu"), self.marginal("ours", n, jobs, "cpu"))

    def to_floor(self, jobs: int) -> float | None:
        """Processor time of the sandboxed part over that of the students' cells alone."""
        n = self.options.sandboxed
        few = start(jobs)
        # The first students are in the start that was taken off, so off the floor as well.
        floors = [mean(one.each[few:]) for one in self.find("floor", n) if len(one.each) > few]
        return _ratio(self.marginal("sandboxed", n, jobs, "cpu"), floors)

    def speed_up(self, jobs: int) -> float | None:
        """Rate of the sandboxed part with so many jobs over that with one."""
        n = self.options.sandboxed
        many, one = ([rate(m) for m in self.find("sandboxed", n, j)] for j in (jobs, 1))
        return _ratio([r for r in many if r], [r for r in one if r])

    def growth(self, jobs: int, number: Callable[[int, int], float | None]) -> float | None:
        """A number, by students and jobs, of the largest class over that of the next smaller."""
        sizes = sorted(self.options.students)
        if len(sizes) < 2:
            return None
        large, small = number(sizes[-1], jobs), number(sizes[-2], jobs)
        # Below zero is noise, of classes too small to tell: no promise is met by it.
        return large / small if large and small and min(large, small) > 0 else None

    def rows(self) -> Iterator[Row]:
        """The table's rows."""
        yield self._row("plain", self.options.plain, 0)
        if self.options.otter_python:
            for one in self.find("otter", self.options.otter):
                yield self._otter(one)
        else:
            yield Row(self.slug, "otter", 0, note=NOT_OTTER)
        for jobs in self.options.jobs:
            yield self._row("ours", self.options.plain, jobs)
        for students in sorted(self.options.students):
            for jobs in self.options.jobs:
                yield from self._growth_row(students, jobs)
        for jobs in self.options.jobs:
            yield self._row("sandboxed", self.options.sandboxed, jobs)
        for one in self.find("floor", self.options.sandboxed)[:1]:
            seconds = mean(mean(m.each) for m in self.find("floor", one.step.students))
            yield Row(self.slug, "floor", one.step.students, seconds, seconds, to_floor=1.0)

    def _row(self, way: str, students: int, jobs: int) -> Row:
        found = self.find(way, students, jobs)
        plain = self.find("plain", self.options.plain)
        raw, compared = [one.usage.cpu / students for one in found], way == "ours"
        return Row(
            self.slug,
            _titled(way, jobs),
            students,
            cpu=_median(self.marginal(way, students, jobs, "cpu")),
            cpu_raw=_median(raw),
            wall=_median(self.marginal(way, students, jobs, "wall")),
            wall_raw=_median([one.usage.wall / students for one in found]),
            start_cpu=self.begun(way, jobs, "cpu"),
            peak=max((one.usage.peak for one in found), default=0) or None,
            plain_to_this=self.to_plain(jobs) if compared else None,
            plain_to_this_raw=(
                _ratio([one.usage.cpu / students for one in plain], raw) if compared else None
            ),
            to_floor=self.to_floor(jobs) if way == "sandboxed" else None,
        )

    def _growth_row(self, students: int, jobs: int) -> Iterator[Row]:
        for one in self.find("ours", students, jobs, growth=True):
            yield Row(
                self.slug,
                _titled("ours", jobs),
                students,
                cpu=self.grown(students, jobs, "cpu"),
                cpu_raw=one.usage.cpu / students,
                wall=self.grown(students, jobs, "wall"),
                wall_raw=one.usage.wall / students,
                start_cpu=self.begun("ours", jobs, "cpu"),
                peak=one.usage.peak,
                note="once",
            )

    def _otter(self, one: Measurement) -> Row:
        students, usage = one.step.students, one.usage
        cpu, wall = usage.cpu / students, usage.wall / students
        plain = _median(self.marginal("plain", self.options.plain, 0, "cpu"))
        return Row(
            self.slug,
            "otter",
            students,
            cpu,
            cpu,
            wall,
            wall,
            peak=usage.peak,
            plain_to_this=plain / cpu if plain else None,
            note="once; a command each, so all of it is start",
        )

    def targets(self) -> Iterator[Target]:
        """What was promised, and whether it holds here."""
        torch = self.slug == torch_lesson.SLUG
        options = self.options
        most = 12 if torch else 8
        for jobs in options.jobs:
            yield _least(
                f"{self.slug}: plain / ours, CPU, {jobs} job(s)", most, self.to_plain(jobs)
            )
        if torch:
            for jobs in options.jobs:
                yield _most(
                    f"{self.slug}: sandboxed / floor, {jobs} job(s)", 1.6, self.to_floor(jobs)
                )
        if {1, 2} <= {*options.jobs}:
            yield _least(f"{self.slug}: rate of 2 jobs / 1 job, sandboxed", 1.7, self.speed_up(2))
        for jobs in options.jobs:
            sizes = " / ".join(str(n) for n in sorted(options.students)[:-3:-1])
            title = f"{self.slug}: {sizes} students, {jobs} job(s)"
            yield _most(f"{title}: time per submission", 1.2, self.growth(jobs, self.grown))
            yield _most(f"{title}: peak memory", 1.2, self.growth(jobs, self._peak))

    def _peak(self, students: int, jobs: int) -> float | None:
        found = self.find("ours", students, jobs, growth=True)
        return float(found[0].usage.peak) if found else None


def rate(one: Measurement) -> float | None:
    """Notebooks a second, once the processes are warm; None for a class too small to tell."""
    first = max(2 * one.step.jobs, int(SKIPPED_FIRST * len(one.each))) - 1
    if first >= len(one.each) - 1:
        return None
    return (len(one.each) - 1 - first) / (one.each[-1] - one.each[first])


def _titled(way: str, jobs: int) -> str:
    return f"{way}, {jobs} job" + "s" * (jobs > 1) if jobs else way


def _least(what: str, limit: float, found: float | None) -> Target:
    return Target(what, f"at least {limit:g}", found, None if found is None else found >= limit)


def _most(what: str, limit: float, found: float | None) -> Target:
    return Target(what, f"at most {limit:g}", found, None if found is None else found <= limit)


def _median(numbers: Sequence[float]) -> float | None:
    return median(numbers) if numbers else None


def _ratio(above: Sequence[float], below: Sequence[float]) -> float | None:
    """Median of the ratios within each repeat."""
    return _median([a / b for a, b in zip(above, below, strict=False) if min(a, b) > 0])
