"""A class in nbgrader's own folders, graded by nbgrader's own command with our steps in it."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from autograder.build.release import find_tools
from autograder.classroom.executor import JailExecute
from autograder.classroom.intake import restore_name, sanitize_preprocessors
from autograder.classroom.pages import feedback_preprocessors
from tests.attacks.declared import IMPORTS, solution
from tests.attacks.stage import MARKER, check_cell

LESSON = "lesson"
UNWRITTEN = "    ### BEGIN SOLUTION\n    ### END SOLUTION\n    raise NotImplementedError\n"
EXERCISES = ("window_at", "cross_correlate2d")
HEADS = {
    "window_at": "def window_at(x, row, col, kernel_shape):\n",
    "cross_correlate2d": "def cross_correlate2d(x, kernel):\n",
}


class Classroom:
    """A course of one lesson with two exercises.

    Attributes
    ----------
    log : str
        What nbgrader said while it graded.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = ""
        self.db_url = f"sqlite:///{root / 'gradebook.db'}"
        source = root / "source" / LESSON
        source.mkdir(parents=True)
        (root / "secret.txt").write_text(MARKER)
        cells = [new_code_cell(IMPORTS)]
        for name in EXERCISES:
            cells += [self._to_write(name), check_cell(name, grade_id=f"check-{name}")]
        nbformat.write(new_notebook(cells=cells), source / f"{LESSON}.ipynb")
        find_tools()
        self._converted(GenerateAssignment)
        self.released = json.loads((root / "release" / LESSON / f"{LESSON}.ipynb").read_text())

    def _to_write(self, name: str) -> Any:
        marks = {"grade": False, "grade_id": name, "solution": True, "locked": False}
        marks |= {"task": False, "schema_version": 3, "cell_type": "code"}
        return new_code_cell(HEADS[name] + UNWRITTEN, metadata={"nbgrader": marks})

    def config(self) -> Config:
        """Settings as in the course's own, with folders of this class."""
        steps = Autograde.class_traits()["autograde_preprocessors"].default()
        config = Config()
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = self.db_url
        config.Autograde.sanitize_preprocessors = sanitize_preprocessors()
        config.Autograde.autograde_preprocessors = [
            JailExecute if step is Execute else step for step in steps
        ]
        config.OverwriteCells.add_missing_cells = True
        config.GenerateFeedback.preprocessors = feedback_preprocessors()
        config.JailExecute.secret_file = str(self.root / "grading-secret")
        config.JailExecute.results_directory = str(self.root / "results")
        config.JailExecute.timeout = 5.0
        return config

    def notebook(self, **answers: str) -> dict[str, Any]:
        """A submission: the released notebook with answers filled in."""
        notebook: dict[str, Any] = json.loads(json.dumps(self.released))
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name in answers:
                cell["source"] = answers[name]
        return notebook

    def honest(self) -> dict[str, Any]:
        return self.notebook(**{name: solution(name) for name in EXERCISES})

    def folder(self, student: str) -> Path:
        """Where a student's files lie; made when missing."""
        place = self.root / "submitted" / student / LESSON
        place.mkdir(parents=True, exist_ok=True)
        return place

    def hand_in(self, student: str, notebook: Any, name: str = f"{LESSON}.ipynb") -> Path:
        """Write a submission: a notebook as data, or as text."""
        place = self.folder(student)
        text = notebook if isinstance(notebook, str) else json.dumps(notebook)
        (place / name).write_text(text, encoding="utf-8")
        return place

    def grade(self) -> None:
        """nbgrader's autograde of everybody, in one batch."""
        for folder in (self.root / "submitted").glob(f"*/{LESSON}"):
            restore_name(folder, LESSON)
        self.log += self._converted(Autograde)

    def feedback(self, student: str) -> str:
        """nbgrader's feedback page for one student; "" when there is none."""
        self._converted(GenerateFeedback, student)
        page = self.root / "feedback" / student / LESSON / f"{LESSON}.html"
        return page.read_text(encoding="utf-8") if page.exists() else ""

    def _converted(self, step: Any, student: str = "*") -> str:
        config = self.config()
        log = logging.Logger("classroom")
        with tempfile.NamedTemporaryFile("r", suffix=".log") as said:
            log.addHandler(logging.FileHandler(said.name, errors="backslashreplace"))
            course = CourseDirectory(config=config, log=log)
            course.assignment_id, course.student_id = LESSON, student
            converter = step(coursedir=course, config=config, log=log)
            converter.force = True
            try:
                converter.start()
            except NbGraderException:
                pass  # some submission was refused; the log says which and why
            return said.read()

    def points(self, student: str) -> dict[str, float] | None:
        """Points by exercise, None when the submission was refused."""
        with Gradebook(self.db_url) as gradebook:
            try:
                notebook = gradebook.find_submission_notebook(LESSON, LESSON, student)
            except MissingEntry:
                return None
            return {
                grade.name.removeprefix("check-"): float(grade.auto_score or 0.0)
                for grade in notebook.grades
            }

    def written(self) -> Iterable[Path]:
        """Every file that grading and feedback have written."""
        for step in ("autograded", "feedback", "results"):
            yield from (path for path in (self.root / step).rglob("*") if path.is_file())


def cell_named(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """The cell with that grade id."""
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
            found: dict[str, Any] = cell
            return found
    raise KeyError(name)


def code_cell(source: str) -> dict[str, Any]:
    """A plain code cell as data."""
    return dict(new_code_cell(source))


def text_cell(source: str) -> dict[str, Any]:
    """A plain text cell as data."""
    return dict(new_markdown_cell(source))
