"""The example class of lesson 01: what is made, and, in this process, what it scores."""

from __future__ import annotations

import ast
import contextlib
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from autograder import lessons
from autograder.classroom.example_class import Submission, make_class, nameable_pair
from autograder.classroom.worksheet import Worksheet
from autograder.exercise import Exercise
from autograder.judge import judge
from autograder.target import LocalTarget
from tests.classroom.expected import FULL, ROWS, SLUG

ROOT = Path(__file__).resolve().parents[2]
RELEASED = ROOT / "course" / SLUG / f"{SLUG}.ipynb"
LESSON = lessons.lesson(SLUG)


@pytest.fixture(scope="session")
def example_class(tmp_path_factory: pytest.TempPathFactory) -> list[Submission]:
    return make_class(RELEASED, LESSON, tmp_path_factory.mktemp("class"))


def test_the_class_is_the_one_in_the_table(example_class: list[Submission]) -> None:
    assert [one.what for one in example_class] == list(ROWS)
    students = [one.student for one in example_class]
    assert students == [f"student-{number:02}" for number in range(1, len(ROWS) + 1)]
    assert len(students) >= 18


@pytest.mark.parametrize(("number", "what"), list(enumerate(ROWS)))
def test_the_stated_scores_are_those_in_the_table(
    example_class: list[Submission], number: int, what: str
) -> None:
    one, row = example_class[number], ROWS[what]
    assert dict(one.expected) == pytest.approx(row.points)
    assert one.total == pytest.approx(row.total)
    assert dict(one.names) == row.names


def test_the_table_adds_up() -> None:
    assert sum(FULL.values()) == LESSON.points == 22
    for what, row in ROWS.items():
        assert sum(row.points.values()) == pytest.approx(row.total), what


@pytest.mark.parametrize(("number", "what"), list(enumerate(ROWS)))
def test_judged_in_this_process_an_answer_scores_what_is_stated(
    example_class: list[Submission], number: int, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.judge.CALL_SECONDS", 0.3)
    one, row = example_class[number], ROWS[what]
    answers = _answers(one.path)
    for task in LESSON.tasks:
        if task.id not in answers:
            assert row.points[task.id] == 0, f"{task.id} is not in the notebook"
            continue
        parameters = tuple(task.signature.parameters) if isinstance(task, Exercise) else ()
        verdict = judge(task, LocalTarget(answers[task.id], parameters))
        assert verdict.points == pytest.approx(row.points.get(task.id, verdict.points)), task.id
        named = verdict.named.bugs if verdict.named else ()
        assert named == row.names.get(task.id, ()), task.id


def test_every_notebook_is_valid_and_has_its_own_cell_ids(example_class: list[Submission]) -> None:
    for one in example_class:
        notebook = nbformat.read(one.path, as_version=4)
        nbformat.validate(notebook)
        ids = [cell["id"] for cell in notebook.cells]
        assert len(ids) == len(set(ids)), one.what


def test_the_class_is_the_same_every_time(example_class: list[Submission], tmp_path: Path) -> None:
    again = make_class(RELEASED, LESSON, tmp_path)
    for one, other in zip(example_class, again, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes(), one.what
        assert (one.expected, one.names) == (other.expected, other.names)


def test_no_two_submissions_are_alike(example_class: list[Submission]) -> None:
    assert len({one.path.read_bytes() for one in example_class}) == len(example_class)


def test_the_unwritten_one_is_the_released_notebook(example_class: list[Submission]) -> None:
    mine = nbformat.read(_path(example_class, "handed in as it was released"), as_version=4)
    assert mine == nbformat.read(RELEASED, as_version=4)


def test_pages_differ_as_they_say(example_class: list[Submission]) -> None:
    complete = _cells(example_class, "all correct, the reference's style")
    short = _cells(example_class, "the check of window_at deleted")
    assert complete - short == {'check("window_at", window_at)'}
    short = _cells(example_class, "the cell of break_constant_kernel deleted")
    (gone,) = complete - short
    assert "def break_constant_kernel" in gone
    for what in ("the cell of", "the check of"):
        path = _path(example_class, f"{what} cross_correlate2d pasted twice")
        assert len(Worksheet.read(path).cells) == len(Worksheet.read(RELEASED).cells) + 1
    noise = "".join(_cells(example_class, "prints and warnings"))
    assert "file=sys.stderr" in noise
    assert "warnings.warn" in noise
    assert _cells_that_do_not_parse(example_class, "all correct, the reference's style") == []
    (broken,) = _cells_that_do_not_parse(example_class, "a syntax error in cross_correlate2d")
    assert "def cross_correlate2d" in broken
    windows = _path(example_class, "Windows line ends").read_bytes()
    assert windows.count(b"\n") == windows.count(b"\r\n")
    assert b"scipy." in _path(example_class, "a comment that names").read_bytes()
    order = Worksheet.read(_path(example_class, "two exercises in another order")).places()
    assert [place.task for place in order] != [p.task for p in Worksheet.read(RELEASED).places()]


def test_locked_cells_are_as_released_unless_the_page_was_disturbed(
    example_class: list[Submission],
) -> None:
    locked = _locked(RELEASED)
    disturbed = ("deleted", "pasted", "order", "Windows")
    for one in example_class:
        if not any(word in one.what for word in disturbed):
            assert _locked(one.path) == locked, one.what


def test_a_pair_is_named_as_both() -> None:
    main = next(e for e in LESSON.exercises if e.id == "cross_correlate2d")
    pair = nameable_pair(main)
    assert pair is not None
    assert [bug.id for bug in pair] == ["flips_kernel", "transposes_kernel"]


def _answers(path: Path) -> dict[str, Any]:
    """What the student's own cells leave in the kernel; cells that fail leave nothing."""
    names: dict[str, Any] = {
        "np": np,
        "choose": lambda letters, answer="": answer,
        "print": lambda *texts, **where: None,
    }
    for cell in Worksheet.read(path).cells:
        solution = cell.metadata.get("nbgrader", {}).get("solution")
        own = cell["id"].startswith("own-") and "while True" not in cell.source
        if cell.cell_type == "code" and (solution or own):
            with contextlib.suppress(Exception):
                exec(compile(cell.source, cell["id"], "exec"), names)
    return {task.id: names[task.id] for task in LESSON.tasks if task.id in names}


def _path(example_class: list[Submission], what: str) -> Path:
    (path,) = [one.path for one in example_class if one.what.startswith(what)]
    return path


def _cells(example_class: list[Submission], what: str) -> set[str]:
    notebook = nbformat.read(_path(example_class, what), as_version=4)
    return {cell.source for cell in notebook.cells if cell.cell_type == "code"}


def _cells_that_do_not_parse(example_class: list[Submission], what: str) -> list[str]:
    broken = []
    for source in _cells(example_class, what):
        try:
            ast.parse(source)
        except SyntaxError:
            broken.append(source)
    return broken


def _locked(path: Path) -> list[str]:
    notebook = nbformat.read(path, as_version=4)
    return [c.source for c in notebook.cells if c.metadata.get("nbgrader", {}).get("locked")]
