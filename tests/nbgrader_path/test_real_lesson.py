"""A lesson of the course itself, graded by nbgrader alone: with its solutions, and as handed out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder import lessons
from autograder.build import build
from tests.build.miniature import REPOSITORY
from tests.build.test_lessons import WRITTEN

pytestmark = pytest.mark.nbgrader

LESSON = "01-sliding" if "01-sliding" in WRITTEN else (WRITTEN or ["01-sliding"])[0]


def test_the_solutions_earn_all_points_and_an_unwritten_lesson_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "settings"))
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    shutil.copytree(REPOSITORY / "solutions" / LESSON, tmp_path / "solutions" / LESSON)
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    build(tmp_path, [LESSON])
    shutil.copytree(tmp_path / "build/source" / LESSON, tmp_path / "submitted/solved" / LESSON)
    shutil.copytree(tmp_path / "course" / LESSON, tmp_path / "submitted/unwritten" / LESSON)
    command = [sys.executable, "-m", "nbgrader", "autograde", LESSON]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        solved, unwritten = (
            gradebook.find_submission(LESSON, who) for who in ("solved", "unwritten")
        )
        assert solved.max_score == lessons.lesson(LESSON).points
        missed = {
            grade.name: (grade.score, grade.max_score)
            for notebook in solved.notebooks
            for grade in notebook.grades
            if grade.score != grade.max_score
        }
        assert missed == {}
        assert unwritten.score == 0
