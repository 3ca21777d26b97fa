"""The lessons: one package each, one module per exercise, found by name and loaded when asked for."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pathlib import Path

from autograder.exercise import Exercise, Lesson, Question

_SLUGS = (
    "00-images",
    "01-sliding",
    "02-kernels",
    "03-padding",
    "04-stride",
    "05-channels",
    "07-pooling",
    "08-activations",
    "09-loss",
    "10-backprop",
    "13-pytorch",
    "14-lenet",
)
_HERE = Path(__file__).parent

LESSONS: tuple[str, ...] = tuple(
    slug for slug in _SLUGS if (_HERE / f"lesson{slug[:2]}" / "__init__.py").exists()
)
"""Slugs in order. Lesson "01-sliding" is declared in `autograder.lessons.lesson01`."""


class UnknownTask(KeyError):
    """No lesson has an exercise or question of that name."""

    def __str__(self) -> str:
        return str(self.args[0])


def lesson(slug: str) -> Lesson:
    """The lesson of that slug.

    Raises
    ------
    KeyError
        When there is no such lesson; the message lists those that exist.
    """
    if slug not in LESSONS:
        raise KeyError(f"there is no lesson {slug!r}; the lessons are {', '.join(LESSONS)}")
    found: Lesson = import_module(f"{__name__}.lesson{slug[:2]}").LESSON
    return found


@lru_cache(maxsize=256)
def find(task_id: str) -> Exercise | Question:
    """The exercise or question of that id. Only lessons that may hold it are loaded.

    Raises
    ------
    UnknownTask
    """
    slugs = [slug for slug in LESSONS if (_folder(slug) / f"{task_id}.py").exists()] or LESSONS
    for slug in slugs:
        for task in lesson(slug).tasks:
            if task.id == task_id:
                return task
    raise UnknownTask(f"no lesson has an exercise or question called {task_id!r}")


def lesson_of(task_id: str) -> Lesson:
    """The lesson an exercise or question belongs to."""
    task = find(task_id)
    for slug in LESSONS:
        found = lesson(slug)
        if task in found.tasks:
            return found
    raise UnknownTask(f"no lesson has {task_id!r}")


def _folder(slug: str) -> Path:
    return _HERE / f"lesson{slug[:2]}"
