"""Lesson 01's notebook: it runs, its solutions pass, and it keeps the house's style."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import lessons
from autograder.exercise import Exercise
from autograder.mutation import verdict_on

SOURCE = Path(__file__).parents[2] / "solutions" / "01-sliding" / "01-sliding.py"
EXERCISES = lessons.lesson("01-sliding").exercises


def cells() -> list[tuple[str, str]]:
    """Header and body of each cell of the notebook."""
    return re.findall(r"^# %%(.*)\n((?:(?!# %%).*\n?)*)", SOURCE.read_text(), re.M)


def solutions() -> Iterator[tuple[str, str]]:
    """Exercise id and source of each solution cell of the notebook."""
    for header, body in cells():
        found = re.search(r'exercise="(\w+)"', header)
        if found:
            yield found[1], body


@pytest.mark.parametrize("released", [True, False], ids=["released", "solved"])
def test_the_notebook_runs_from_top_to_bottom(released: bool) -> None:
    pytest.importorskip("course.widgets")
    names: dict[str, Any] = {}
    for header, body in cells():
        if "[markdown]" in header:
            continue
        if released:
            body = re.sub(
                "### BEGIN SOLUTION.*### END SOLUTION",
                "raise NotImplementedError",
                body,
                flags=re.S,
            )
        exec(compile(body, header, "exec"), names)
    assert names["cross_correlate2d"](names["x"], names["kernel"])[0].tolist() == [6, 3, 2]
    assert names["best_match"](names["scene"], names["template"]) == (14, 5)


def test_the_notebook_s_cells_are_short_and_its_figures_described() -> None:
    prose = [body.split() for header, body in cells() if "[markdown]" in header]
    plain = [body for header, body in cells() if "[markdown]" not in header]
    lines = [len(body.strip().splitlines()) for body in plain if "### BEGIN" not in body]
    assert max(len(words) - words.count("#") for words in prose) <= 80
    assert max(lines) <= 15
    assert sorted(lines)[len(lines) // 2] <= 6
    text = SOURCE.read_text()
    assert text.count("plots.show(") == text.count("alt=")


@pytest.mark.parametrize("word", ["simply", "just", "obviously", "wrong", "easy", "trivial"])
def test_the_notebook_does_not_say(word: str) -> None:
    assert re.findall(rf"\b{word}\b", SOURCE.read_text().lower()) == []
    assert "!" not in "".join(body for header, body in cells() if "[markdown]" in header)


def test_the_notebook_has_one_solution_cell_an_exercise() -> None:
    assert [name for name, _ in solutions()] == [exercise.id for exercise in EXERCISES]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_notebook_s_solution_earns_full_marks(exercise: Exercise) -> None:
    names: dict[str, Any] = {"np": np}
    for task, source in solutions():
        assert source.count("### BEGIN SOLUTION") == source.count("### END SOLUTION") == 1
        exec(compile(source, task, "exec"), names)
    for seed in range(10):
        assert verdict_on(exercise, names[exercise.id], seed).passed


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_the_notebook_s_signature_and_example_are_the_reference_s(exercise: Exercise) -> None:
    source = dict(solutions())[exercise.id]
    written = ast.parse(source).body[0]
    assert isinstance(written, ast.FunctionDef)
    signature = str(exercise.signature).replace("'", "")
    assert (
        f"({ast.unparse(written.args)}) -> {ast.unparse(written.returns or written)}" == signature
    )
    assert "Example" in (ast.get_docstring(written) or "")


def test_every_question_stands_in_the_notebook_once() -> None:
    found = re.findall(r'question="(\w+)"', SOURCE.read_text())
    assert found == [question.id for question in lessons.lesson("01-sliding").questions]
