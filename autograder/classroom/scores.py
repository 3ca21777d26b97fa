"""What a class scored: points from nbgrader's gradebook, mistakes' names from the graded notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table
from sqlalchemy.engine import make_url

from autograder.classroom.worksheet import checked_task
from autograder.exercise import Lesson, Question
from autograder.notebook import VERDICT_MIME

FORMAT = 1
"""Version of the JSON that `to_json` writes."""


@dataclass(frozen=True)
class TaskScore:
    """A student's score in one task.

    Attributes
    ----------
    task : str
    points, max_points : float
    needs_manual : bool
        Somebody has to look: nbgrader could not decide, or an earlier manual grade stands.
    named : tuple of str
        Ids of the bugs that the feedback named. Read from the notebook, where students can write
        too: good for a report, never for points.
    """

    task: str
    points: float
    max_points: float
    needs_manual: bool = False
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class StudentScores:
    """A student's scores in one lesson.

    Attributes
    ----------
    student : str
    tasks : tuple of TaskScore
        In the declaration's order; empty when the submission was not graded.
    penalty : float
        Points taken off for lateness.
    repairs : tuple of str
        What was mended in the notebook before grading, in sentences.
    """

    student: str
    tasks: tuple[TaskScore, ...]
    penalty: float = 0.0
    repairs: tuple[str, ...] = ()

    @property
    def graded(self) -> bool:
        """Whether every task ended in a score that nobody has to look at."""
        return bool(self.tasks) and not any(task.needs_manual for task in self.tasks)

    @property
    def points(self) -> float:
        """Points of all tasks, less the penalty."""
        return round(max(0.0, sum(task.points for task in self.tasks) - self.penalty), 3)

    @property
    def max_points(self) -> float:
        """What all tasks are worth."""
        return sum(task.max_points for task in self.tasks)

    @property
    def named(self) -> dict[str, tuple[str, ...]]:
        """Named bugs by task, for the tasks that have any."""
        return {task.task: task.named for task in self.tasks if task.named}

    def of(self, task_id: str) -> TaskScore:
        """The score in one task; KeyError when there is none."""
        for task in self.tasks:
            if task.task == task_id:
                return task
        raise KeyError(f"{self.student} has no score in {task_id!r}")


def read_scores(
    gradebook_url: str, lesson: Lesson, autograded: Path | None = None
) -> list[StudentScores]:
    """The scores of everybody who submitted a lesson, in the order of their ids.

    Parameters
    ----------
    gradebook_url : str
        As in `CourseDirectory.db_url`: "sqlite:///gradebook.db".
    lesson : Lesson
    autograded : Path, optional
        nbgrader's folder of graded notebooks. Without it no mistakes are named and no repairs noted.

    Raises
    ------
    LookupError
        When there is no gradebook, or it has no such lesson.
    """
    url = make_url(gradebook_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        # nbgrader would make one, and nobody would know that it was the wrong place.
        raise LookupError(f"there is no gradebook at {url.database}; grade the lesson first")
    with Gradebook(gradebook_url) as gradebook:
        try:
            notebooks = gradebook.find_assignment(lesson.slug).notebooks
            submissions = gradebook.assignment_submissions(lesson.slug)
        except MissingEntry:
            raise LookupError(
                f"{gradebook_url} has no assignment {lesson.slug!r}; run "
                f"`nbgrader generate_assignment {lesson.slug}` with this gradebook first"
            ) from None
        names = {cell.name: _task(cell) for nb in notebooks for cell in nb.source_cells}
        scores = []
        for submission in submissions:
            student = str(submission.student.id)
            named, repairs = _written(autograded, student, lesson)
            tasks = [
                TaskScore(
                    task=names.get(grade.name, grade.name),
                    points=float(grade.score),
                    max_points=float(grade.max_score),
                    needs_manual=bool(grade.needs_manual_grade or _open(grade)),
                    named=named.get(names.get(grade.name, ""), ()),
                )
                for notebook in submission.notebooks
                for grade in notebook.grades
            ]
            tasks.sort(key=_order(lesson))
            penalty = float(submission.late_submission_penalty or 0)
            scores.append(StudentScores(student, tuple(tasks), penalty, repairs))
    return sorted(scores, key=lambda one: one.student)


def table(
    scores: Sequence[StudentScores], lesson: Lesson, what: Mapping[str, str] | None = None
) -> Table:
    """Scores for a terminal: a row a student, a column an exercise, the questions together.

    Parameters
    ----------
    what : mapping of str to str, optional
        A phrase about each student.
    """
    chart = Table(
        title=f"{lesson.slug}: {lesson.title}",
        title_justify="left",
        header_style="bold",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    chart.add_column("student", no_wrap=True)
    if what:
        chart.add_column("what it is", min_width=16)
    for exercise in lesson.exercises:
        heading = exercise.id.replace("_", "_\n")
        chart.add_column(f"{heading}\n/{exercise.points:g}", justify="right", overflow="fold")
    questions = {question.id for question in lesson.questions}
    worth = sum(question.points for question in lesson.questions if not question.recall)
    if questions:
        chart.add_column(f"questions\n/{worth:g}", justify="right", overflow="fold")
    chart.add_column(f"total\n/{_worth(lesson):g}", justify="right", style="bold", no_wrap=True)
    chart.add_column("named mistakes", min_width=16, overflow="fold")
    for one in scores:
        row = [escape(one.student), *([escape(what.get(one.student, ""))] if what else [])]
        by_task = {task.task: task for task in one.tasks}
        row += [_points(by_task.get(exercise.id)) for exercise in lesson.exercises]
        if questions:
            answered = [task.points for task in one.tasks if task.task in questions]
            row.append(f"{sum(answered):g}" if answered else "-")
        row.append(f"{one.points:g}" if one.tasks else "-")
        bugs = dict.fromkeys(bug for task in one.tasks for bug in task.named)
        chart.add_row(*row, escape(", ".join(bugs)))
    return chart


def to_json(scores: Sequence[StudentScores], lesson: Lesson) -> str:
    """The same for programs; lists in a stable order."""
    students = [{**asdict(one), "points": one.points, "graded": one.graded} for one in scores]
    content = {"format": FORMAT, "lesson": lesson.slug, "students": students}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def named_in(notebook: nbformat.NotebookNode, lesson: Lesson) -> dict[str, tuple[str, ...]]:
    """Ids of the bugs that the checks in a graded notebook named, by task.

    Anything that the declaration does not know is dropped: the notebook is a student's.
    """
    found: dict[str, tuple[str, ...]] = {}
    for cell in notebook.cells:
        checked = checked_task(cell) if cell.metadata.get("nbgrader", {}).get("grade") else None
        for output in cell.get("outputs", []) if checked else []:
            verdict = output.get("data", {}).get(VERDICT_MIME)
            bugs = _bugs(verdict, lesson) if isinstance(verdict, dict) else ()
            if checked and bugs and verdict.get("task") == checked[0]:
                found[checked[0]] = bugs
    return found


def _bugs(verdict: Mapping[str, Any], lesson: Lesson) -> tuple[str, ...]:
    named = verdict.get("named")
    listed = named.get("bugs") if isinstance(named, dict) else None
    known = list(_known(lesson, verdict.get("task")))  # a list: what is looked up may be unhashable
    return tuple(bug for bug in listed if bug in known) if isinstance(listed, list) else ()


def _known(lesson: Lesson, task_id: object) -> Iterator[str]:
    for task in lesson.tasks:
        if task.id != task_id:
            continue
        if isinstance(task, Question):
            for letter, option in zip(task.letters, task.options, strict=True):
                yield option.bug or f"option_{letter}"
        else:
            yield from (bug.id for bug in task.bugs)


def _written(
    autograded: Path | None, student: str, lesson: Lesson
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Named bugs and repairs that stand in a graded notebook; nothing when it is not there."""
    if autograded is None:
        return {}, ()
    path = autograded / student / lesson.slug / f"{lesson.slug}.ipynb"
    if not path.is_file():
        return {}, ()
    notebook = nbformat.read(path, as_version=4)
    own = notebook.metadata.get("autograder", {})
    repairs = own.get("repairs", []) if isinstance(own, dict) else []
    return named_in(notebook, lesson), tuple(str(sentence) for sentence in repairs)


def _task(cell: Any) -> str:
    """The task that a cell of the gradebook checks; the cell's own name for any other."""
    checked = checked_task(nbformat.v4.new_code_cell(cell.source)) if cell.source else None
    return checked[0] if checked else str(cell.name)


def _open(grade: Any) -> bool:
    return grade.auto_score is None and grade.manual_score is None


def _order(lesson: Lesson) -> Any:
    position = {task.id: number for number, task in enumerate(lesson.tasks)}
    return lambda task: (position.get(task.task, len(position)), task.task)


def _worth(lesson: Lesson) -> float:
    return sum(t.points for t in lesson.tasks if not (isinstance(t, Question) and t.recall))


def _points(task: TaskScore | None) -> str:
    if task is None:
        return "-"
    return f"{task.points:g}{'?' if task.needs_manual else ''}"
