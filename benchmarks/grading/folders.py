"""Course folders to grade in: the same release, gradebook and submissions for every way of grading.

nbgrader makes the release and the gradebook once for each assignment. Every measured run gets a
fresh copy of them, with nothing graded yet; the copies differ in `nbgrader_config.py` only.
"""

from __future__ import annotations

import os
import shutil
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

import autograder
from autograder import lessons
from autograder.build import files, release
from autograder.build.builder import source_files
from autograder.classroom.course_folder import CourseFolder
from benchmarks.grading import torch_lesson
from benchmarks.grading.classes import Class, lesson_class, torch_class

REPOSITORY = Path(autograder.__file__).resolve().parents[1]

HERE = """

from pathlib import Path

here = Path(__file__).resolve().parent
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_url = f"sqlite:///{here / 'gradebook.db'}"
c.Exchange.root = str(here / "exchange")
"""

PLAIN = f"""
c = get_config()
c.CourseDirectory.course_id = "benchmark"
c.CourseDirectory.source_directory = {release.SOURCE!r}
c.CourseDirectory.release_directory = {release.RELEASE!r}
{HERE}"""
"""nbgrader as it comes: its own steps and its own kernel."""

Scores = dict[str, dict[str, float]]
"""Points by student and graded cell."""


class Folders:
    """Makes and removes the folders of one assignment.

    Parameters
    ----------
    root : Path
        Folder to work in; what is in it is lost.
    slug : str
        A lesson's, or that of the notebook on PyTorch.
    """

    def __init__(self, root: Path, slug: str) -> None:
        self.root = root
        self.slug = slug
        shutil.rmtree(root, ignore_errors=True)
        self._settings = {
            "plain": PLAIN,
            "ours": (REPOSITORY / release.CONFIG_NAME).read_text(encoding="utf-8") + HERE,
        }
        template = CourseFolder(root / "template", import_from=REPOSITORY)
        files.write(template.root / release.CONFIG_NAME, self._settings["ours"].encode())
        files.mirror(template.source / slug, _source(slug))
        (template.root / "exchange").mkdir()
        template.release(slug)
        self._template = template.root
        self.handed_in: Class = (
            torch_class()
            if slug == torch_lesson.SLUG
            else lesson_class(lessons.lesson(slug), template.released(slug))
        )

    @property
    def kind(self) -> str:
        """Which warm process the notebook runs in."""
        if self.slug == torch_lesson.SLUG:
            return "any, torch"
        return "torch" if lessons.lesson(self.slug).torch else "numpy"

    @contextmanager
    def fresh(self, settings: str, count: int) -> Iterator[Path]:
        """A course in which `count` students have handed in and nothing is graded; then removed.

        Parameters
        ----------
        settings : {"plain", "ours"}
        count : int
        """
        folder = self.root / f"{settings}-{count}"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._template, folder)
        files.write(folder / release.CONFIG_NAME, self._settings[settings].encode())
        # By these two `autograder` knows a repository of the course.
        (folder / "solutions").mkdir()
        (folder / "pyproject.toml").touch()
        self.handed_in.hand_in(folder / "submitted", count)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def scores(self, folder: Path) -> Scores:
        """What the gradebook says, by student and graded cell."""
        found: Scores = {}
        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            for submission in gradebook.assignment_submissions(self.slug):
                found[submission.student.id] = {
                    grade.name: float(grade.auto_score or 0.0)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
        return found


def environment(root: Path) -> dict[str, str]:
    """What every measured command gets: one thread, our packages, nobody's own settings."""
    paths = [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
    commands = [sysconfig.get_path("scripts"), os.environ.get("PATH", "")]
    return {
        **os.environ,
        "PATH": os.pathsep.join(filter(None, commands)),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "JUPYTER_CONFIG_DIR": str(root / "jupyter"),
        "IPYTHONDIR": str(root / "ipython"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }


def _source(slug: str) -> dict[str, bytes]:
    """The instructor's version of an assignment, as files."""
    if slug != torch_lesson.SLUG:
        return dict(source_files(REPOSITORY, slug, lessons))
    text = nbformat.writes(torch_lesson.notebook(), version=4)
    return {f"{slug}.ipynb": text.encode()}
