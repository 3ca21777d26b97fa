"""The demonstration, on real nbgrader: every student of the example class ends in the right score."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from autograder import lessons
from autograder.classroom import demo
from autograder.classroom.example_class import Submission, make_class
from autograder.classroom.scores import StudentScores, read_scores
from autograder.classroom.summary import count_mistakes
from tests.classroom.expected import FULL, ROWS, SLUG

ROOT = Path(__file__).resolve().parents[2]
LESSON = lessons.lesson(SLUG)
STUDENTS = [f"student-{number:02}" for number in range(1, len(ROWS) + 1)]

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("demo")]


@dataclass(frozen=True)
class Ran:
    """One run of the demonstration and what it left."""

    root: Path
    out: Path
    code: int
    said: str
    seconds: float
    scores: dict[str, StudentScores]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the one lesson, and with an instructor's gradebook in it."""
    root = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "course", root / "course", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(ROOT / "solutions" / SLUG, root / "solutions" / SLUG)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    (root / "gradebook.db").write_bytes(b"the instructor's own")
    return root


@pytest.fixture(scope="module")
def before(root: Path) -> dict[str, str]:
    return _digests(root)


@pytest.fixture(scope="module")
def ran(root: Path, before: dict[str, str]) -> Ran:
    return _run(root, root / "build" / "demo")


def test_every_submission_ends_in_a_score(ran: Ran) -> None:
    assert ran.code == 0, ran.said
    assert list(ran.scores) == STUDENTS
    assert all(one.graded for one in ran.scores.values())


@pytest.mark.parametrize(("student", "what"), list(zip(STUDENTS, ROWS, strict=True)))
def test_the_score_is_the_expected_one(ran: Ran, student: str, what: str) -> None:
    one, row = ran.scores[student], ROWS[what]
    assert one.points == pytest.approx(row.total, abs=1e-3), what
    points = {task.task: task.points for task in one.tasks if task.max_points}
    assert points == pytest.approx(row.points, abs=1e-3), what


@pytest.mark.parametrize(("student", "what"), list(zip(STUDENTS, ROWS, strict=True)))
def test_the_mistakes_are_named(ran: Ran, student: str, what: str) -> None:
    assert ran.scores[student].named == ROWS[what].names


def test_the_gradebook_itself_says_the_same(ran: Ran) -> None:
    with Gradebook(f"sqlite:///{ran.out / 'gradebook.db'}") as gradebook:
        assert gradebook.find_assignment(SLUG).max_score == sum(FULL.values())
        totals = {s.student.id: s.score for s in gradebook.assignment_submissions(SLUG)}
    expected = dict(zip(STUDENTS, (row.total for row in ROWS.values()), strict=True))
    assert totals == pytest.approx(expected, abs=1e-3)


def test_the_exported_table_says_the_same(ran: Ran) -> None:
    with (ran.out / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert list(rows) == STUDENTS
    for student, row in zip(STUDENTS, ROWS.values(), strict=True):
        assert float(rows[student]["score"]) == pytest.approx(row.total, abs=1e-3)
        assert float(rows[student]["max_score"]) == 22


def test_scores_as_data_say_the_same(ran: Ran) -> None:
    content = json.loads((ran.out / "scores.json").read_text())
    assert (content["format"], content["lesson"]) == (1, SLUG)
    assert [one["student"] for one in content["students"]] == STUDENTS
    assert [one["points"] for one in content["students"]] == pytest.approx(
        [row.total for row in ROWS.values()], abs=1e-3
    )


def test_a_correct_notebook_runs_without_an_error(ran: Ran) -> None:
    graded = nbformat.read(
        ran.out / "autograded" / STUDENTS[0] / SLUG / f"{SLUG}.ipynb", as_version=4
    )
    errors = [
        f"{output.ename}: {output.evalue} in\n{cell.source}"
        for cell in graded.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert errors == []


def test_torn_pages_were_repaired_and_it_is_noted(ran: Ran) -> None:
    noted = {what for what, s in zip(ROWS, STUDENTS, strict=True) if ran.scores[s].repairs}
    torn = {what for what in ROWS if "check of window_at deleted" in what or "pasted twice" in what}
    assert noted >= torn
    assert not any("all correct" in what for what in noted)


def test_every_student_gets_a_feedback_page_that_names_the_mistake(ran: Ran) -> None:
    for student in STUDENTS:
        page = ran.out / "feedback" / student / SLUG / f"{SLUG}.html"
        assert page.stat().st_size > 10_000, student
    flipped = STUDENTS[list(ROWS).index("flips_kernel in cross_correlate2d")]
    page = ran.out / "feedback" / flipped / SLUG / f"{SLUG}.html"
    assert "the kernel was flipped on both axes" in " ".join(page.read_text("utf-8").split())


def test_the_table_and_the_bars_are_printed(ran: Ran) -> None:
    printed, _, rest = ran.said.partition("Named mistakes")
    for student, row in zip(STUDENTS, ROWS.values(), strict=True):
        (line,) = [line for line in printed.splitlines() if line.startswith(f" {student}  ")]
        assert f"{row.total:g}" in line.split()
    assert f"{len(ROWS)} submissions, {len(ROWS)} scores" in ran.said
    assert "feedback" in rest
    assert "█" in rest


def test_a_pair_counts_for_both_mistakes(ran: Ran) -> None:
    counts = count_mistakes(list(ran.scores.values()))
    assert counts["cross_correlate2d"]["flips_kernel"] == 3
    assert counts["cross_correlate2d"]["transposes_kernel"] == 1


def test_nothing_outside_the_folder_changed(ran: Ran, before: dict[str, str]) -> None:
    assert _digests(ran.root) == before


def test_again_gives_the_same_and_is_quick(ran: Ran) -> None:
    again = _run(ran.root, ran.out)
    assert again.code == 0, again.said
    assert again.scores == ran.scores
    assert "Nothing has changed" in again.said
    assert again.seconds < ran.seconds / 4


def test_a_changed_lesson_is_graded_anew(
    ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also: two students are enough for a class."""
    monkeypatch.setattr(f"{demo.__name__}.make_class", lambda *given: make_class(*given)[3:5])
    first = _run(ran.root, tmp_path / "demo")
    settings = ran.root / "nbgrader_config.py"
    text = settings.read_text()
    try:
        settings.write_text(text + "\nc.LimitOutput.max_lines = 900\n")
        second = _run(ran.root, tmp_path / "demo")
    finally:
        settings.write_text(text)
    assert "2 graded in" in first.said
    assert "2 graded in" in second.said
    assert second.code == 0, second.said
    assert second.scores == first.scores


def test_a_submission_that_cannot_be_graded_stops_nobody(
    ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two_and_one_of_them_broken(*given: Any) -> list[Submission]:
        broken, whole = make_class(*given)[3:5]
        broken.path.write_text("{not JSON")
        return [broken, whole]

    monkeypatch.setattr(f"{demo.__name__}.make_class", two_and_one_of_them_broken)
    run = _run(ran.root, tmp_path / "demo")
    assert run.code == 1
    assert "student-04: NotJSONError: " in run.said
    assert (
        "student-04 (all correct, sliding_window_view and einsum) did not end in a score"
        in run.said
    )
    assert run.scores["student-05"].graded
    assert not run.scores["student-04"].graded


def test_a_folder_that_is_not_a_demo_is_left_alone(root: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    said = io.StringIO()
    assert demo.run(root, tmp_path, SLUG, Console(file=said, width=200)) == 1
    assert "was not made by the demo" in said.getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def _run(root: Path, out: Path) -> Ran:
    said = io.StringIO()
    start = time.perf_counter()
    code = demo.run(root, out, SLUG, Console(file=said, width=160))
    seconds = time.perf_counter() - start
    scores = read_scores(f"sqlite:///{out / 'gradebook.db'}", LESSON, out / "autograded")
    return Ran(root, out, code, said.getvalue(), seconds, {one.student: one for one in scores})


def _digests(root: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in _files(root)}


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        within = path.relative_to(root).parts
        if path.is_file() and "__pycache__" not in within and within[:2] != ("build", "demo"):
            yield path
