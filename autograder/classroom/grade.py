"""Grades a class: the sandboxed part in parallel, then nbgrader, one submission after the other.

nbgrader's own autograde finds every run already done (by content hash), so that it stays the only
writer of the gradebook and does what it always does. A killed run continues where it stopped.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde
from traitlets.config import Config

from autograder import lessons
from autograder.build.release import configuration, find_tools
from autograder.classroom.executor import JailExecute, NoSandbox, plain_cells, read_secret
from autograder.classroom.exporter import LeanExporter
from autograder.classroom.gradebook import OpenGradebook, one_gradebook
from autograder.classroom.intake import restore_name
from autograder.classroom.results import ResultStore, content_key, files_beside
from autograder.classroom.run import Options
from autograder.classroom.tasks import Task, run_here, run_on_dask
from autograder.jail.layers import walls

Progress = Callable[[str, int, int], None]
"""Called with the phase's name, how much is done, and of how much."""


@dataclass
class Graded:
    """What grading a class gave.

    Attributes
    ----------
    students : list of str
        All that have a submission.
    failed : dict of str to str
        Submissions that could not be graded, with the reason.
    run, kept : int
        Notebooks run now, and results of earlier runs that were used.
    sandbox_seconds, nbgrader_seconds : float
        Wall-clock time of the two phases.
    walls : str
        Layers of the jail.
    """

    students: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    run: int = 0
    kept: int = 0
    sandbox_seconds: float = 0.0
    nbgrader_seconds: float = 0.0
    walls: str = ""


def grade(
    root: Path,
    lesson: str,
    jobs: int = 0,
    scheduler: str = "",
    sandbox: str = "jail",
    student: str = "*",
    config: Config | None = None,
    progress: Progress = lambda phase, done, total: None,
) -> Graded:
    """Grade all submissions of a lesson into the gradebook.

    Parameters
    ----------
    root : Path
        The course's folder, with `nbgrader_config.py`.
    lesson : str
        Assignment's name, such as "01-sliding".
    jobs : int
        Processes for the sandboxed part; 0 is one for each core.
    scheduler : str
        Address of a Dask scheduler, which then runs the sandboxed part.
    sandbox : {"jail", "none"}
        "none" runs submissions without walls: for code you trust.
    student : str
        One student, or a pattern.
    config : Config, optional
        Settings of nbgrader; those of the course's folder, the user and the machine when not given.
    progress : callable

    Raises
    ------
    NoSandbox
        When this machine can't contain untrusted code and `sandbox` is "jail".
    NoTestSet
        When the lesson's checkpoints are counted on data that is not on this machine.
    """
    if sandbox == "jail" and not scheduler and not walls().sufficient:
        raise NoSandbox(f"Untrusted code is not run on this machine: {walls()}.")
    for exercise in lessons.lesson(lesson).exercises if lesson in lessons.LESSONS else ():
        if exercise.artefact is not None:
            exercise.artefact.require()
    find_tools()
    with _inside(root), tempfile.TemporaryDirectory(prefix="grading-") as scratch:
        app = _application(config or configuration(root), lesson, student, sandbox)
        graded = Graded(walls=str(walls()) if sandbox == "jail" else "none")
        with one_gradebook(app.coursedir.db_url, app.coursedir.course_id) as book:
            start = time.monotonic()
            class_ = _Class(app, Path(scratch))
            class_.read(graded, progress)
            book.keep()
            contained, missing = set(), []
            for one in class_.notebooks:
                kept = class_.store.get(one.key)
                missing += [one] if kept is None else []
                contained |= {kept.walls} if kept is not None else set()
            graded.kept = len(class_.notebooks) - len(missing)
            tasks = (class_.task(one) for one in missing)
            runs = (
                run_on_dask(tasks, scheduler, class_.store)
                if scheduler
                else run_here(tasks, min(jobs or _cores(), len(missing)), class_.store)
            )
            progress("running", graded.kept, len(class_.notebooks))
            for by_what in runs if missing else ():
                contained.add(by_what)
                graded.run += 1
                progress("running", graded.kept + graded.run, len(class_.notebooks))
            graded.walls = " / ".join(sorted(contained - {""})) or graded.walls
            graded.sandbox_seconds = time.monotonic() - start
            start = time.monotonic()
            _record(app, class_, book, graded, progress)
            graded.nbgrader_seconds = time.monotonic() - start
    return graded


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _application(config: Config, lesson: str, student: str, sandbox: str) -> NbGraderAPI:
    """What nbgrader's own commands work with."""
    settings = deepcopy(config)
    settings.CourseDirectory.assignment_id = lesson
    settings.CourseDirectory.student_id = student
    settings.JailExecute.sandbox = sandbox
    settings.Autograde.force = True
    return NbGraderAPI(config=settings, log=quiet_log())


def quiet_log() -> logging.Logger:
    """A log of its own, that reaches no terminal."""
    log = logging.Logger("autograder.classroom")
    log.addHandler(logging.NullHandler())
    return log


@dataclass(frozen=True)
class _Notebook:
    """A submitted notebook that was sanitised: where its cells are, and the key of its result."""

    folder: Path
    cells: Path
    key: str


class _Class:
    """The submissions of a class, sanitised as nbgrader does it, in a folder of their own."""

    def __init__(self, app: NbGraderAPI, scratch: Path) -> None:
        self.converter = Autograde(coursedir=app.coursedir, parent=app)
        self.scratch = scratch
        self.notebooks: list[_Notebook] = []
        self.sanitised: dict[str, Path] = {}
        execute = JailExecute(parent=self.converter)
        self.sandbox = execute.sandbox
        self.options = Options(execute.timeout, secret=read_secret(Path(execute.secret_file)))
        self.store = ResultStore(Path(execute.results_directory))
        course = app.coursedir
        self.source = Path(course.format_path(course.source_directory, ".", course.assignment_id))

    def read(self, graded: Graded, progress: Progress) -> None:
        """Sanitise every submission. One that can't be read is noted and left out."""
        converter, course = self.converter, self.converter.coursedir
        for folder in Path(course.submitted_directory).glob(
            f"{course.student_id}/{course.assignment_id}"
        ):
            restore_name(folder, course.assignment_id)
        try:
            converter.init_notebooks()
        except Exception as error:
            raise FileNotFoundError(f"{course.assignment_id}: {error}") from error
        converter.exporter = LeanExporter(  # type: ignore[no-untyped-call]
            parent=converter, config=converter.config
        )
        converter.exporter.draft = True
        converter._sanitizing = True
        converter._init_preprocessors()
        rows = sorted(converter.assignments.items())
        for number, (folder, notebooks) in enumerate(rows, 1):
            student = Path(folder).parent.name
            graded.students.append(student)
            for notebook in notebooks:
                try:
                    self._sanitise(Path(folder), notebook)
                except Exception as error:  # one unreadable submission must not stop the class
                    graded.failed[student] = f"{type(error).__name__}: {str(error)[:200]}"
            progress("reading", number, len(rows))

    def _sanitise(self, folder: Path, notebook: str) -> None:
        resources = self.converter.init_single_notebook_resources(notebook)
        text, _ = self.converter.exporter.from_filename(notebook, resources=resources)
        cells = plain_cells(self.converter.exporter.last)
        key = content_key(cells, self._files(folder), self.options, self.sandbox)
        place = self.scratch / str(len(self.notebooks))
        place.with_suffix(".ipynb").write_text(text, encoding="utf-8")
        place.with_suffix(".json").write_text(json.dumps(cells), encoding="utf-8")
        self.sanitised[notebook] = place.with_suffix(".ipynb")
        self.notebooks.append(_Notebook(folder, place.with_suffix(".json"), key))

    def _files(self, folder: Path) -> dict[str, bytes]:
        return files_beside(folder, self.source)

    def task(self, notebook: _Notebook) -> Task:
        """What a worker needs to run a notebook."""
        cells = json.loads(notebook.cells.read_text(encoding="utf-8"))
        files = self._files(notebook.folder)
        return Task(notebook.key, cells, files, self.options, self.sandbox == "jail")


def _record(
    app: NbGraderAPI, class_: _Class, book: OpenGradebook, graded: Graded, progress: Progress
) -> None:
    """Nbgrader's autograde over the class; every sanitised text and every run is there already."""

    class Recorder(Autograde):
        done = 0
        exporter_class = type("Finished", (LeanExporter,), {"finished": class_.sanitised})

        def init_destination(self, assignment_id: str, student_id: str) -> bool:
            book.forget()
            return bool(super().init_destination(assignment_id, student_id))

        def init_assignment(self, assignment_id: str, student_id: str) -> None:
            type(self).done += 1
            progress("recording", type(self).done, len(self.assignments))
            super().init_assignment(assignment_id, student_id)
            book.keep()  # what was handed in is known, also where it can't be graded

        def set_permissions(self, assignment_id: str, student_id: str) -> None:
            super().set_permissions(assignment_id, student_id)
            book.keep()

    recorder = Recorder(coursedir=app.coursedir, parent=app)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="nbgrader|sqlalchemy")
            recorder.start()
    except Exception as error:
        for student in graded.students:
            folder = Path(recorder._format_dest(app.coursedir.assignment_id, student))
            if not folder.exists():
                graded.failed.setdefault(student, str(error)[:200])


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
