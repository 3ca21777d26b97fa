"""One gradebook that stays open for a class.

nbgrader opens its gradebook thirteen times for each submission, asks it for every cell apart, and
commits after each answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SourceCell,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import autograde
from nbgrader.preprocessors import (
    latesubmissions,
    overwritecells,
    overwritekernelspec,
    saveautogrades,
)

from autograder.classroom import intake

_USERS = (autograde, latesubmissions, overwritecells, overwritekernelspec, saveautogrades, intake)
"""The modules that open a gradebook while a submission is graded."""


class OpenGradebook(Gradebook):
    """A gradebook that is neither closed nor committed by those who use it in turn.

    What they change is visible to the next at once, and kept by `keep()`, all or nothing.
    """

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(db_url)
        self.check_course(course_id)
        self.course_id = course_id
        self._grades: dict[Any, dict[str, Any]] = {}
        self._comments: dict[Any, dict[str, Any]] = {}
        self._cells: dict[Any, dict[str, Any]] = {}
        self._released: dict[tuple[str, ...], Any] = {}
        self._changed = False
        self.db.commit = self._settle
        self.db().expire_on_commit = False

    def __exit__(self, *exception: object) -> None:
        """The next user reads anew what may have changed, as from a gradebook of its own."""
        if exception[0] is None:
            self._changed = self._changed or self._pending()
            self.db.flush()
        if self._changed or exception[0] is not None:
            self._read_anew()

    def close(self) -> None:
        """It stays open; see `shut`."""

    def keep(self) -> None:
        """Commit all that changed since the last time."""
        self.db().commit()
        self._read_anew()

    def _read_anew(self) -> None:
        """Forget what was read of submissions; what was released stays the same for a class."""
        self._grades.clear()
        self._comments.clear()
        for one in self.db.identity_map.values():
            if isinstance(one, (Assignment, Notebook)):
                self.db.expire(one, ["submissions"])
            elif not isinstance(one, (BaseCell, SourceCell)):
                self.db.expire(one)
        self._changed = False

    def _pending(self) -> bool:
        return bool(self.db.new or self.db.dirty or self.db.deleted)

    def _settle(self) -> None:
        """In place of a commit. What is new is written; what was changed is, with all the rest."""
        self._changed = self._changed or self._pending()
        if self.db.new or self.db.deleted:
            self.db.flush()

    def forget(self) -> None:
        """Undo all that changed since `keep`."""
        self.db.rollback()

    def shut(self) -> None:
        """Close it; what was not kept is lost."""
        self.forget()
        super().close()

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Any:
        found = self._of_submission(self._grades, Grade, (notebook, assignment, student))
        return found.get(grade_cell) or super().find_grade(
            grade_cell, notebook, assignment, student
        )

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Any:
        found = self._of_submission(self._comments, Comment, (notebook, assignment, student))
        return found.get(solution_cell) or super().find_comment(
            solution_cell, notebook, assignment, student
        )

    def find_assignment(self, name: str) -> Any:
        if (name,) not in self._released:
            self._released[name,] = super().find_assignment(name)
        return self._released[name,]

    def find_notebook(self, name: str, assignment: str) -> Any:
        if (name, assignment) not in self._released:
            self._released[name, assignment] = super().find_notebook(name, assignment)
        return self._released[name, assignment]

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> Any:
        found = self._of_notebook(SourceCell, notebook, assignment).get(name)
        return found or super().find_source_cell(name, notebook, assignment)

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> Any:
        found = self._of_notebook(GradeCell, notebook, assignment).get(name)
        return found or super().find_graded_cell(name, notebook, assignment)

    def _of_submission(
        self, kept: dict[Any, dict[str, Any]], kind: Any, key: tuple[str, str, str]
    ) -> dict[str, Any]:
        """Grades or comments of one submitted notebook by the name of their cell."""
        if key not in kept:
            notebook, assignment, student = key
            rows = (
                self.db.query(BaseCell.name, kind)
                .join(kind, kind.cell_id == BaseCell.id)
                .join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
                .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
                .join(
                    SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id
                )
                .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
                .filter(
                    Notebook.name == notebook,
                    Assignment.name == assignment,
                    SubmittedAssignment.student_id == student,
                )
            )
            kept[key] = dict(rows.all())
        return kept[key]

    def _of_notebook(self, kind: Any, notebook: str, assignment: str) -> dict[str, Any]:
        """Cells of the released notebook by name: the same for the whole class."""
        key = (kind, notebook, assignment)
        if key not in self._cells:
            found = (
                self.db.query(kind)
                .join(Notebook, Notebook.id == kind.notebook_id)
                .join(Assignment, Assignment.id == Notebook.assignment_id)
                .filter(Notebook.name == notebook, Assignment.name == assignment)
                .all()
            )
            for cell in found:
                self.db.expunge(cell)
            self._cells[key] = {cell.name: cell for cell in found}
        return self._cells[key]


@contextmanager
def one_gradebook(db_url: str, course_id: str) -> Iterator[OpenGradebook]:
    """While the block runs, nbgrader's steps share one open gradebook."""
    book = OpenGradebook(db_url, course_id)

    def opened(url: str, *args: Any, **kwargs: Any) -> Gradebook:
        return book if url == db_url else Gradebook(url, *args, **kwargs)

    before = [vars(module)["Gradebook"] for module in _USERS]
    read_masters = intake.read_masters
    try:
        for module in _USERS:
            vars(module)["Gradebook"] = opened
        vars(intake)["read_masters"] = cache(read_masters)  # a release does not change meanwhile
        yield book
    finally:
        vars(intake)["read_masters"] = read_masters
        for module, own in zip(_USERS, before, strict=True):
            vars(module)["Gradebook"] = own
        book.shut()
