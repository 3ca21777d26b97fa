"""A course folder that nbgrader works in: release, grade, feedback, export, as an instructor would."""

from __future__ import annotations

import contextlib
import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.plugins import CsvExportPlugin
from traitlets.config import Config

import autograder
from autograder.build import release
from autograder.classroom.grade import Progress, grade, quiet_log
from autograder.jail.layers import walls

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
        self.walls = ""
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

    def grade_all(self, slug: str, students: Sequence[str], progress: Progress) -> dict[str, str]:
        """Grade every submission and write the feedback pages.

        The submissions are contained as far as this machine can. Where it can't, they run all the
        same: an example class is our own code.

        Returns
        -------
        dict of str to str
            Why there is no score, by student; empty when all have one.
        """
        with Gradebook(self.db_url) as gradebook:  # first, so that exports keep this order
            for student in students:
                gradebook.update_or_create_student(student)
        sandbox = "jail" if walls().sufficient else "none"
        with self._environment(), self._api() as api, warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="nbgrader|sqlalchemy")
            graded = grade(
                self.root, slug, sandbox=sandbox, config=self._config(), progress=progress
            )
            problems = dict(graded.failed)
            for number, student in enumerate(students, 1):
                if student not in problems:
                    result = api.generate_feedback(slug, student, force=True)
                    if not result["success"]:
                        problems[student] = f"nbgrader's feedback failed: {_reason(result)}"
                progress("writing feedback", number, len(students))
        self.walls = graded.walls
        return {one: f"{one}: {why} (all of it: {self.log})" for one, why in problems.items()}

    def export(self, slug: str) -> None:
        """Write the scores as nbgrader exports them, a row a student."""
        plugin = CsvExportPlugin(to=str(self.csv), assignment=[slug], log=quiet_log())
        with Gradebook(self.db_url) as gradebook:
            plugin.export(gradebook)

    def _config(self) -> Config:
        config = release.configuration(self.root, here_only=True)
        config.CourseDirectory.db_url = self.db_url
        return config

    @contextlib.contextmanager
    def _api(self) -> Iterator[Any]:
        log = quiet_log()
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


def _reason(result: dict[str, Any]) -> str:
    lines = str(result.get("log", "")).splitlines() or str(result.get("error", "")).splitlines()
    errors = [line for line in lines if "Error" in line.split(":")[0] and not line.startswith(" ")]
    return (errors or lines or ["no reason was given"])[-1].strip()
