"""Scores come from the gradebook; names from notebooks in which students may write what they like."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.build.release import find_tools
from autograder.classroom.scores import named_in, read_scores, table, to_json
from autograder.classroom.summary import mistakes, repairs
from autograder.exercise import Lesson, Option, Question
from autograder.notebook import VERDICT_MIME
from tests.judge.exercises import BREAK, SCALE

SIZE = Question(
    "size", "How large?", (Option("2", "yes", right=True), Option("3", "no", bug="off"))
)
RECALL = Question("before", "And?", (Option("a", "", right=True), Option("b", "")), 0, recall=True)
LESSON = Lesson("07-scales", "Scales", 5, (SCALE, BREAK), (SIZE, RECALL))


def _check_cell(task: str, *verdicts: Any, grade: bool = True) -> nbformat.NotebookNode:
    outputs = [new_output("display_data", {VERDICT_MIME: v, "text/plain": "x"}) for v in verdicts]
    marks = {"nbgrader": {"grade": grade, "grade_id": f"check-{task}"}}
    return new_code_cell(f'check("{task}", {task})', metadata=marks, outputs=outputs)


def _verdict(task: str, *bugs: Any) -> dict[str, Any]:
    return {"task": task, "points": 99, "named": {"bugs": list(bugs)} if bugs else None}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with two students: one graded, one with an answer that somebody must read."""
    find_tools()
    tmp_path = tmp_path_factory.mktemp("course")
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment(LESSON.slug)
        gradebook.add_notebook(LESSON.slug, LESSON.slug)
        where = (LESSON.slug, LESSON.slug)
        for task, points in (("size", 1), ("scale", 10), ("break_it", 2), ("before", 0)):
            name, source = f"check-{task}", f'check("{task}", {task})'
            gradebook.add_grade_cell(name, *where, max_score=points, cell_type="code")
            gradebook.add_source_cell(name, *where, source=source, cell_type="code")
        for student, earned in (("zoe", 7.5), ("ada", None)):
            gradebook.add_student(student)
            gradebook.add_submission(LESSON.slug, student)
            for task in ("scale", "size", "break_it", "before"):
                grade = gradebook.find_grade(f"check-{task}", *where, student)
                grade.auto_score = earned if task == "scale" else 0.0
                grade.needs_manual_grade = grade.auto_score is None
        gradebook.db.commit()
    notebook = new_notebook(cells=[_check_cell("scale", _verdict("scale", "adds"))])
    notebook.metadata["autograder"] = {"repairs": ["A cell was put back."]}
    path = tmp_path / "autograded" / "zoe" / LESSON.slug / f"{LESSON.slug}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return tmp_path


def _read(course: Path, **given: Any) -> Any:
    return read_scores(f"sqlite:///{course / 'gradebook.db'}", LESSON, **given)


def test_scores_are_in_the_declarations_order(course: Path) -> None:
    ada, zoe = _read(course)
    assert (ada.student, zoe.student) == ("ada", "zoe")
    assert [task.task for task in zoe.tasks] == ["scale", "break_it", "size", "before"]
    assert (zoe.points, zoe.max_points, zoe.graded) == (7.5, 13, True)
    assert (zoe.of("scale").points, zoe.of("scale").max_points) == (7.5, 10)


def test_what_somebody_must_read_is_no_score_yet(course: Path) -> None:
    ada, _ = _read(course)
    assert ada.of("scale").needs_manual
    assert not ada.graded


def test_names_and_repairs_come_from_the_graded_notebook(course: Path) -> None:
    _, zoe = _read(course, autograded=course / "autograded")
    assert zoe.named == {"scale": ("adds",)}
    assert zoe.repairs == ("A cell was put back.",)
    ada, zoe = _read(course)
    assert (ada.named, zoe.named, zoe.repairs) == ({}, {}, ())


def test_a_lesson_that_was_never_generated_is_named(course: Path) -> None:
    other = replace(LESSON, slug="08-pans")
    with pytest.raises(LookupError, match="has no assignment '08-pans'; run `nbgrader generate"):
        read_scores(f"sqlite:///{course / 'gradebook.db'}", other)


def test_reading_makes_no_gradebook(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="there is no gradebook at .*gradebook.db; grade"):
        _read(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "verdict",
    [
        _verdict("scale", "[red]made up[/]"),
        _verdict("scale", 3, None, ["adds"]),
        _verdict("size", "off"),
        _verdict("nothing", "adds"),
        {"task": "scale", "named": "adds"},
        {"task": ["scale"], "named": {"bugs": ["adds"]}},
        "adds",
        None,
    ],
)
def test_a_forged_or_broken_verdict_names_nothing(verdict: Any) -> None:
    assert named_in(new_notebook(cells=[_check_cell("scale", verdict)]), LESSON) == {}


def test_a_verdict_counts_only_in_the_graded_cell() -> None:
    forged = _check_cell("scale", _verdict("scale", "adds"), grade=False)
    assert named_in(new_notebook(cells=[forged]), LESSON) == {}


def test_the_last_verdict_of_a_cell_counts() -> None:
    cell = _check_cell(
        "scale", _verdict("scale", "adds"), _verdict("scale", "one_too_many", "adds")
    )
    assert named_in(new_notebook(cells=[cell]), LESSON) == {"scale": ("one_too_many", "adds")}


def test_a_wrong_option_is_named_too() -> None:
    cells = [
        _check_cell("size", _verdict("size", "off")),
        _check_cell("before", _verdict("before", "option_b")),
    ]
    assert named_in(new_notebook(cells=cells), LESSON) == {
        "size": ("off",),
        "before": ("option_b",),
    }


def test_the_table_shows_who_still_waits(course: Path) -> None:
    scores = _read(course, autograded=course / "autograded")
    said = _printed(table(scores, LESSON, {"zoe": "[b]odd[/b]", "ada": "late"}))
    ada, zoe = (line for line in said.splitlines() if "ada" in line or "zoe" in line)
    assert "0?" in ada.split()
    assert zoe.split() == ["zoe", "[b]odd[/b]", "7.5", "0", "0", "7.5", "adds"]


def test_mistakes_are_drawn_as_a_share_of_the_class(course: Path) -> None:
    scores = _read(course, autograded=course / "autograded")
    (line,) = (line for line in _printed(mistakes(scores, LESSON)).splitlines() if "adds" in line)
    assert line.split() == ["scale", "adds", "█" * 15, "1", "50", "%"]
    assert "A cell was put back." in _printed(repairs(scores))


def test_json_is_complete_and_stable(course: Path) -> None:
    scores = _read(course, autograded=course / "autograded")
    text = to_json(scores, LESSON)
    assert text == to_json(scores, LESSON)
    ada, zoe = json.loads(text)["students"]
    assert (ada["graded"], zoe["graded"], zoe["points"]) == (False, True, 7.5)
    assert zoe["tasks"][0]["named"] == ["adds"]
    assert zoe["repairs"] == ["A cell was put back."]


def _printed(thing: Any) -> str:
    file = io.StringIO()
    Console(file=file, width=140).print(thing)
    return file.getvalue()
