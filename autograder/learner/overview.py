"""Progress added up: by task, by lesson, over the course, and where to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.learner.store import Entry
from autograder.lessons.catalogue import Kind, LessonName, catalogue

State = Literal["done", "begun", "open"]


@dataclass(frozen=True)
class TaskLine:
    """One exercise or question.

    Attributes
    ----------
    id : str
    kind : {"exercise", "question", "recall"}
    state : {"done", "begun", "open"}
    points, most : float
    hints : int
    """

    id: str
    kind: Kind
    state: State
    points: float
    most: float
    hints: int


@dataclass(frozen=True)
class LessonLine:
    """One lesson: its tasks in the order of its declaration."""

    slug: str
    title: str
    tasks: tuple[TaskLine, ...]

    @property
    def points(self) -> float:
        """Points earned so far."""
        return sum(task.points for task in self.tasks)

    @property
    def most(self) -> float:
        """Points that can be earned."""
        return sum(task.most for task in self.tasks)

    @property
    def done(self) -> int:
        """Tasks that are done."""
        return sum(task.state == "done" for task in self.tasks)

    @property
    def hints(self) -> int:
        """Hints that were taken."""
        return sum(task.hints for task in self.tasks)

    @property
    def finished(self) -> bool:
        """Whether nothing that earns points is left."""
        return all(task.state == "done" or not task.most for task in self.tasks)

    @property
    def next(self) -> TaskLine | None:
        """Where to go on: what was begun and not finished, else the first that is open."""
        left = [task for task in self.tasks if task.state != "done" and task.most]
        begun = [task for task in left if task.state == "begun"]
        return (begun or left or [None])[0]  # type: ignore[list-item]


@dataclass(frozen=True)
class Overview:
    """All lessons in order."""

    lessons: tuple[LessonLine, ...]

    def lesson(self, slug: str) -> LessonLine | None:
        """The line of a lesson, or None where there is no such lesson."""
        return next((line for line in self.lessons if line.slug == slug), None)

    @property
    def points(self) -> float:
        """Points earned so far."""
        return sum(line.points for line in self.lessons)

    @property
    def most(self) -> float:
        """Points that can be earned."""
        return sum(line.most for line in self.lessons)

    @property
    def next(self) -> tuple[LessonLine, TaskLine] | None:
        """Where to go on: in a lesson that was begun, else in the first that is not finished."""
        left = [line for line in self.lessons if not line.finished]
        begun = [line for line in left if any(task.state != "open" for task in line.tasks)]
        for line in begun or left:
            task = line.next
            if task is not None:
                return line, task
        return None


def overview(entries: Mapping[str, Entry], lessons: Sequence[LessonName] | None = None) -> Overview:
    """Add up entries over these lessons; over all of them when none are named."""
    return Overview(tuple(_lesson(one, entries) for one in lessons or catalogue()))


def _lesson(lesson: LessonName, entries: Mapping[str, Entry]) -> LessonLine:
    lines = []
    for task in lesson.tasks:
        entry = entries.get(task.id, Entry())
        state: State = "done" if entry.passed else "begun" if entry.checks else "open"
        points = task.points if entry.passed else min(entry.best, task.points)
        lines.append(TaskLine(task.id, task.kind, state, points, task.points, entry.hints))
    return LessonLine(lesson.slug, lesson.title, tuple(lines))
