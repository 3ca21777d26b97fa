"""Running nbgrader's own generate_assignment, with the course's settings."""

from __future__ import annotations

import logging
import os
import shutil
import sysconfig
from pathlib import Path
from typing import Any

from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions as NbgraderClearSolutions
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.build.clear import ClearSolutions
from autograder.build.problem import BuildError

CONFIG_NAME = "nbgrader_config.py"
SOURCE = "build/source"
RELEASE = "course"
STAGE = "build/release"
"""Folders of nbgrader's steps below the root; a build releases to the last one first."""


def release_preprocessors() -> list[type[Any]]:
    """The steps from source to release: nbgrader's own, and our way of taking solutions out."""
    own = GenerateAssignment.class_traits()["preprocessors"].default()
    return [ClearSolutions if step is NbgraderClearSolutions else step for step in own]


def configuration(root: Path, *, here_only: bool = False) -> Config:
    """The settings nbgrader's commands would use in that course.

    Parameters
    ----------
    root : Path
        The course; its own `nbgrader_config.py` has the last word, as it has for nbgrader.
    here_only : bool
        Leave out what is set for this user or machine.
    """
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.source_directory = SOURCE
    config.CourseDirectory.release_directory = RELEASE
    config.GenerateAssignment.preprocessors = release_preprocessors()
    if not here_only:
        app = NbGrader(log=_quiet())
        app.load_cwd_config = False
        app.load_config_file()
        config.merge(app.config)
    if (root / CONFIG_NAME).exists():
        config.merge(PyFileConfigLoader(CONFIG_NAME, path=str(root)).load_config())
    config.CourseDirectory.root = str(root)
    return config


def generate(slug: str, config: Config) -> Path:
    """Write a lesson's release, and its cells into the gradebook.

    Returns
    -------
    Path
        The folder that was written.

    Raises
    ------
    BuildError
        With nbgrader's reason in one sentence.
    """
    find_tools()
    heard = _Heard()
    log = _quiet(heard)
    course = CourseDirectory(config=config, log=log)
    course.assignment_id = slug
    converter = GenerateAssignment(coursedir=course, config=config, log=log)
    converter.force = True
    try:
        converter.start()
    except NbGraderException as error:
        raise BuildError([_reason(slug, heard.text or str(error))]) from error
    return Path(course.format_path(course.release_directory, ".", slug))


def find_tools() -> None:
    """Put the environment's scripts on the search path, if they are not.

    nbgrader makes a new gradebook by running `alembic`, which is found only where the environment
    is activated; not when a program was started by its full path, or by an IDE.
    """
    if shutil.which("alembic") is None:
        scripts = sysconfig.get_path("scripts")
        os.environ["PATH"] = os.pathsep.join(filter(None, [os.environ.get("PATH"), scripts]))


def _quiet(handler: logging.Handler | None = None) -> logging.Logger:
    log = logging.Logger("autograder.build")
    log.addHandler(handler or logging.NullHandler())
    return log


class _Heard(logging.Handler):
    """Keeps what nbgrader logs as an error; its exceptions only say where to read on."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += record.getMessage() + "\n"


def _reason(slug: str, heard: str) -> str:
    if "there are submissions associated with it" in " ".join(heard.split()):
        return (
            f"{slug}: its tasks have changed and the gradebook already holds submissions of it, "
            f"which nbgrader never mixes; keep the tasks as they were, or build with a new "
            f"gradebook (CourseDirectory.db_url in {CONFIG_NAME})"
        )
    lines = [line for line in heard.splitlines() if line.strip() and not line.startswith(" ")]
    errors = [line for line in lines if "Error" in line.split(":")[0]]
    last = (errors or lines or ["it gives no reason"])[-1]
    return f"{slug}: nbgrader's generate_assignment failed: {last}"
