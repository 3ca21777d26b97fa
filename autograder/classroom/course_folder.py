"""A course folder that nbgrader works in: release, grade, feedback, export, as an instructor would."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.plugins import CsvExportPlugin
from traitlets.config import Config

import autograder
from autograder.build import release

MAX_WORKERS = 4
"""Submissions that are graded at the same time; each takes a kernel and about 300 MB."""

PATIENCE = 60
"""Seconds that one process waits for another to finish writing to the gradebook."""


class CourseFolder:
    """nbgrader's own steps in one folder, with the settings that lie in it and no others.

    Parameters
    ----------
    root : Path
        Holds `nbgrader_config.py`.
    import_from : Path
        Where kernels find `course`, also when it is not installed.
    """

    def __init__(self, root: Path, import_from: Path) -> None:
        self.root = root
        self.import_from = import_from
        self.source = root / release.SOURCE
        self.submitted = root / "submitted"
        self.autograded = root / "autograded"
        self.feedback = root / "feedback"
        self.csv = root / "grades.csv"
        self.log = root / "nbgrader.log"
        self.db_url = f"sqlite:///{root / 'gradebook.db'}?timeout={PATIENCE}"

    def released(self, slug: str) -> Path:
        """The notebook that students get."""
        return self.root / release.RELEASE / slug / f"{slug}.ipynb"

    def release(self, slug: str) -> None:
        """Write the students' notebook, and its cells into the gradebook.

        Raises
        ------
        BuildError
        """
        release.generate(slug, self._config())

    def grade(self, slug: str, student: str) -> str:
        """Autograde one submission and write its feedback page.

        Returns
        -------
        str
            Why it did not end in a score, in a sentence; "" when it did.
        """
        with self._environment(), self._api() as api, warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="nbgrader|sqlalchemy")
            for step, call in (("autograde", api.autograde), ("feedback", api.generate_feedback)):
                result = call(slug, student, force=True)
                if not result["success"]:
                    return f"{student}: nbgrader's {step} failed: {_reason(result)} (all of it: {self.log})"
        return ""

    def grade_all(self, slug: str, students: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Grade submissions side by side; yields each student, and why there is no score or "".

        Each process runs nbgrader's own steps on one submission at a time. They write to the
        gradebook in turn: SQLite lets one in, and the others wait.
        """
        with Gradebook(self.db_url) as gradebook:  # first, so that exports keep this order
            for student in students:
                gradebook.update_or_create_student(student)
        workers = min(len(students), MAX_WORKERS, os.cpu_count() or 1)
        context = multiprocessing.get_context("spawn")  # forking beside running threads may hang
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            tasks = {pool.submit(self.grade, slug, student): student for student in students}
            for task in as_completed(tasks):
                try:
                    yield tasks[task], task.result()
                except Exception as error:  # whatever happens to one, the others are graded
                    yield tasks[task], f"{tasks[task]}: grading failed: {error!r}"

    def export(self, slug: str) -> None:
        """Write the scores as nbgrader exports them, a row a student."""
        plugin = CsvExportPlugin(to=str(self.csv), assignment=[slug], log=_quiet_log())
        with Gradebook(self.db_url) as gradebook:
            plugin.export(gradebook)

    def _config(self) -> Config:
        config = release.configuration(self.root, here_only=True)
        config.CourseDirectory.db_url = self.db_url
        return config

    @contextlib.contextmanager
    def _api(self) -> Iterator[Any]:
        log = _quiet_log()
        handler = logging.FileHandler(self.log, encoding="utf-8")
        handler.setLevel(logging.INFO)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        try:
            yield NbGraderAPI(config=self._config(), log=log)
        finally:
            handler.close()

    @contextlib.contextmanager
    def _environment(self) -> Iterator[None]:
        """What kernels started here find: our packages, and nobody's start-up files."""
        package = Path(autograder.__file__).resolve().parents[1]
        paths = [str(self.import_from), str(package), os.environ.get("PYTHONPATH", "")]
        changes = {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "IPYTHONDIR": str(self.root / "build" / "ipython"),
        }
        before = {name: os.environ.get(name) for name in changes}
        os.environ.update(changes)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def _quiet_log() -> logging.Logger:
    """A log of its own, that reaches no terminal."""
    log = logging.Logger("autograder.classroom")
    log.addHandler(logging.NullHandler())
    return log


def _reason(result: dict[str, Any]) -> str:
    lines = str(result.get("log", "")).splitlines() or str(result.get("error", "")).splitlines()
    errors = [line for line in lines if "Error" in line.split(":")[0] and not line.startswith(" ")]
    return (errors or lines or ["no reason was given"])[-1].strip()
