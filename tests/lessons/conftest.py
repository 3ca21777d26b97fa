"""Every exercise, bug, alternative and question of every lesson, as arguments of a test.

A test that asks for `any_exercise` runs once for each exercise; likewise `any_bug` (an exercise and
a bug of it), `any_alternative`, `any_question` and `any_lesson`. Lessons that are not written yet
are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from autograder import lessons
from autograder.exercise import Exercise, Lesson


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Spread a test over all that the lessons declare."""
    made: dict[str, list[tuple[Any, str]]] = {
        "any_lesson": [(found, found.slug) for found in _written()],
        "any_exercise": [(exercise, exercise.id) for exercise in _exercises()],
        "any_bug": [((e, bug), f"{e.id}-{bug.id}") for e in _exercises() for bug in e.bugs],
        "any_alternative": [
            ((e, other), f"{e.id}-{other.style}") for e in _exercises() for other in e.accept
        ],
        "any_question": [(q, q.id) for found in _written() for q in found.questions],
    }
    for name, values in made.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, [v for v, _ in values], ids=[label for _, label in values])


def _written() -> Iterator[Lesson]:
    for slug in lessons.LESSONS:
        if find_spec(f"autograder.lessons.lesson{slug[:2]}") is not None:
            yield lessons.lesson(slug)


def _exercises() -> Iterator[Exercise]:
    for found in _written():
        yield from found.exercises
