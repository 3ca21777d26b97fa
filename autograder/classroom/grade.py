"""Grades a class: the sandboxed part in parallel, then nbgrader, one submission after the other.

nbgrader's own autograde finds every run already done (by content hash), so that it stays the only
writer of the gradebook and does what it always does. A killed run continues where it stopped.
"""

from __future__ import annotations

import logging
import os
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde
from traitlets.config import Config

from autograder.build.release import configuration, find_tools
from autograder.classroom.executor import JailExecute, NoSandbox, plain_cells, read_secret
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
    """
    if sandbox == "jail" and not scheduler and not walls().sufficient:
        raise NoSandbox(f"Untrusted code is not run on this machine: {walls()}.")
    find_tools()
    with _inside(root):
        app = _application(config or configuration(root), lesson, student, sandbox)
        converter = Autograde(coursedir=app.coursedir, parent=app)
        graded = Graded(walls=str(walls()) if sandbox == "jail" else "none")
        start = time.monotonic()
        tasks = list(_tasks(converter, graded, progress))
        store = ResultStore(Path(JailExecute(parent=converter).results_directory))
        missing = [task for task in tasks if store.get(task.key) is None]
        graded.kept = len(tasks) - len(missing)
        results = (
            run_on_dask(missing, scheduler) if scheduler else run_here(missing, jobs or _cores())
        )
        progress("running", graded.kept, len(tasks))
        for task, ran in results:
            store.put(task.key, ran)
            graded.run += 1
            progress("running", graded.kept + graded.run, len(tasks))
        graded.sandbox_seconds = time.monotonic() - start
        start = time.monotonic()
        _record(app, graded, progress)
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
    return NbGraderAPI(config=settings, log=_quiet_log())


def _quiet_log() -> logging.Logger:
    """A log of its own, that reaches no terminal."""
    log = logging.Logger("autograder.classroom")
    log.addHandler(logging.NullHandler())
    return log


def _tasks(converter: Autograde, graded: Graded, progress: Progress) -> Iterator[Task]:
    """Sanitise every submission as nbgrader will, in memory."""
    course = converter.coursedir
    for folder in Path(course.submitted_directory).glob(
        f"{course.student_id}/{course.assignment_id}"
    ):
        restore_name(folder, course.assignment_id)
    try:
        converter.init_notebooks()
    except Exception as error:
        raise FileNotFoundError(f"{converter.coursedir.assignment_id}: {error}") from error
    execute = JailExecute(parent=converter)
    options = Options(execute.timeout, secret=read_secret(Path(execute.secret_file)))
    converter.exporter = converter.exporter_class(parent=converter, config=converter.config)
    converter._sanitizing = True
    converter._init_preprocessors()
    rows = sorted(converter.assignments.items())
    for number, (folder, notebooks) in enumerate(rows, 1):
        student = Path(folder).parent.name
        graded.students.append(student)
        for notebook in notebooks:
            try:
                cells = _sanitised(converter, notebook)
                source = converter.coursedir.format_path(
                    converter.coursedir.source_directory, ".", converter.coursedir.assignment_id
                )
                files = files_beside(Path(folder), Path(source))
            except Exception as error:  # one unreadable submission must not stop the class
                graded.failed[student] = f"{type(error).__name__}: {str(error)[:200]}"
                continue
            key = content_key(cells, files, options, execute.sandbox)
            yield Task(key, cells, files, options, execute.sandbox == "jail")
        progress("reading", number, len(rows))


def _sanitised(converter: Autograde, notebook: str) -> list[dict[str, Any]]:
    resources = converter.init_single_notebook_resources(notebook)
    text, _ = converter.exporter.from_filename(notebook, resources=resources)
    return plain_cells(nbformat.reads(text, as_version=4))


def _record(app: NbGraderAPI, graded: Graded, progress: Progress) -> None:
    """Nbgrader's autograde over the class; every run is found in the store."""

    class Recorder(Autograde):
        done = 0

        def init_assignment(self, assignment_id: str, student_id: str) -> None:
            type(self).done += 1
            progress("recording", type(self).done, len(self.assignments))
            super().init_assignment(assignment_id, student_id)

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
