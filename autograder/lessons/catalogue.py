"""What every lesson has, by name and points, without importing any: some need PyTorch.

`catalogue.json` is made by `autograder build` from the declarations.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from autograder.exercise import Exercise, Lesson

FILE = "autograder/lessons/catalogue.json"
"""Where the build writes it, below the repository's root."""

Kind = Literal["exercise", "question", "recall"]


@dataclass(frozen=True)
class TaskName:
    """An exercise or question: its id, its kind, and its points."""

    id: str
    kind: Kind
    points: float


@dataclass(frozen=True)
class LessonName:
    """A lesson and its tasks, exercises first."""

    slug: str
    title: str
    tasks: tuple[TaskName, ...]


@lru_cache(maxsize=1)
def catalogue() -> tuple[LessonName, ...]:
    """All lessons in order."""
    path = Path(__file__).with_name("catalogue.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        LessonName(slug, row["title"], tuple(TaskName(*task) for task in row["tasks"]))
        for slug, row in found.items()
    )


def written(lessons: list[Lesson]) -> str:
    """The file's text."""
    rows = {}
    for lesson in lessons:
        tasks = []
        for task in lesson.tasks:
            if isinstance(task, Exercise):
                tasks.append([task.id, "exercise", task.points])
            else:
                worth = 0.0 if task.recall else task.points
                tasks.append([task.id, "recall" if task.recall else "question", worth])
        rows[lesson.slug] = {"title": lesson.title, "tasks": tasks}
    lines = [
        f'{json.dumps(slug)}: {{\n  "title": {json.dumps(row["title"])},\n  "tasks": [\n    '
        + ",\n    ".join(json.dumps(task) for task in row["tasks"])
        + "\n  ]\n}"
        for slug, row in rows.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"
