"""Classes of any size, made by code: correct answers in several styles among ones with a mistake.

No endless loops and no crashes are in them: those would measure the time-out. Every notebook
differs from every other by the student's number in its answers, so that nothing can be found by
its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.classroom import answers
from autograder.classroom.example_class import Plan, plans
from autograder.classroom.worksheet import Worksheet
from autograder.exercise import Lesson, Question
from benchmarks.grading import torch_lesson

STAMP = "student-00000"
"""Stands in a text where the student's number goes."""


@dataclass(frozen=True)
class Class:
    """A class of any size that hands in one notebook each.

    Attributes
    ----------
    slug : str
        Name of the assignment.
    texts : tuple of str
        What is handed in, as files' text with `STAMP` in them; student after student, round and
        round, so that small and large classes are the same mixture.
    """

    slug: str
    texts: tuple[str, ...]

    def student(self, number: int) -> str:
        """The name of a student, counted from 1."""
        return f"student-{number:05}"

    def text(self, number: int) -> str:
        """The notebook that a student hands in."""
        return self.texts[(number - 1) % len(self.texts)].replace(STAMP, self.student(number))

    def hand_in(self, submitted: Path, count: int) -> None:
        """Write the first `count` students' notebooks into nbgrader's folder of submissions."""
        for number in range(1, count + 1):
            folder = submitted / self.student(number) / self.slug
            folder.mkdir(parents=True)
            (folder / f"{self.slug}.ipynb").write_text(self.text(number), encoding="utf-8")


def lesson_class(lesson: Lesson, released: Path) -> Class:
    """The class of one of our lessons, from its released notebook and its declarations."""
    sheet = Worksheet.read(released)
    known = sheet.names()
    texts = [_text(sheet, plan, lesson, known) for plan in plans(lesson, known) if _plain(plan)]
    return Class(lesson.slug, tuple(_mixed(texts)))


def torch_class() -> Class:
    """The class of the notebook on PyTorch."""
    stamped = [f"{answer}\n\n\n# {STAMP}" for answer in torch_lesson.answers()]
    return Class(torch_lesson.SLUG, tuple(_mixed([torch_lesson.text(one) for one in stamped])))


def _plain(plan: Plan) -> bool:
    """Whether a plan of the example class only writes answers, right or mistaken."""
    return plan.disturb is None and not plan.texts and not plan.lost and plan.newline == "\n"


def _text(sheet: Worksheet, plan: Plan, lesson: Lesson, known: set[str]) -> str:
    mine = Worksheet(sheet.notebook, sheet.origin)
    for task in lesson.tasks:
        if isinstance(task, Question):
            mine.choose(task.id, plan.letters.get(task.id, task.right))
            continue
        bugs = plan.bugs.get(task.id)
        mine.write(
            task.id,
            answers.mistaken(task, bugs, known)
            if bugs
            else answers.correct(task, plan.style, known)[0],
        )
        cell = mine.cells[mine.place(task.id).answer]
        cell.source += f"\n\n\n# {STAMP}"
    return str(nbformat.writes(mine.notebook, version=4)) + "\n"


def _mixed(texts: list[str]) -> Iterator[str]:
    """The correct ones, which come first, spread among the others."""
    half = (len(texts) + 1) // 2
    for early, late in zip(texts[:half], [*texts[half:], ""], strict=False):
        yield early
        if late:
            yield late
