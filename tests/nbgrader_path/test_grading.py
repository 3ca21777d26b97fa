"""From release to feedback, as an instructor and a student type it."""

from __future__ import annotations

import csv

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.build.miniature import FIRST, SECOND
from tests.nbgrader_path.conftest import COURSE_ID, Classroom
from tests.nbgrader_path.students import ME, STUDENTS

pytestmark = pytest.mark.nbgrader


@pytest.mark.parametrize(
    "student", [name for name, (_, score) in STUDENTS.items() if score is not None]
)
def test_every_submission_gets_the_score_it_deserves(graded: Classroom, student: str) -> None:
    with Gradebook(f"sqlite:///{graded.root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(SECOND, student)
        assert submission.score == STUDENTS[student][1]
        assert submission.max_score == 6
        assert not submission.needs_manual_grade


def test_repairs_are_noted_in_the_graded_notebook(graded: Classroom) -> None:
    noted = {}
    for student in (ME, "cleo", "eve"):
        path = graded.root / "autograded" / student / SECOND / f"{SECOND}.ipynb"
        noted[student] = nbformat.read(path, as_version=4).metadata.autograder.repairs
    assert noted[ME] == []
    assert len(noted["cleo"]) == 3
    assert any("points of check-double had been changed to 1000" in line for line in noted["eve"])


def test_a_check_that_was_deleted_stands_below_its_function_again(graded: Classroom) -> None:
    path = graded.root / "autograded" / "dan" / SECOND / f"{SECOND}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    assert ids[ids.index("sum_3_4") + 1] == "check-sum_3_4"
    (output,) = cells[ids.index("check-area")].outputs
    assert output.ename == "NameError"


def test_the_instructor_sees_lessons_and_not_the_toolkit(graded: Classroom) -> None:
    said = graded.succeed(f"list --course {COURSE_ID}", ME)
    assert f"{COURSE_ID} {SECOND}" in said
    for name in ("widgets", "data", FIRST):
        assert f"{COURSE_ID} {name}" not in said


def test_feedback_reaches_the_student_and_scores_leave_as_csv(graded: Classroom) -> None:
    graded.succeed(f"generate_feedback {SECOND} --student {ME}")
    graded.succeed(f"release_feedback {SECOND} --student {ME}")
    graded.succeed(f"fetch_feedback {SECOND} --course {COURSE_ID}", ME)
    (page,) = (graded.home(ME) / SECOND / "feedback").rglob("*.html")
    assert "Score: 6.0 / 6.0" in page.read_text(encoding="utf-8")
    graded.succeed("export --to grades.csv")
    with (graded.root / "grades.csv").open() as file:
        rows = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}
    for student, (_, score) in STUDENTS.items():
        assert float(rows[SECOND, student]["score"]) == (score or 0)
        assert float(rows[SECOND, student]["max_score"]) == 6
