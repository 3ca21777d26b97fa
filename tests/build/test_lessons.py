"""Every lesson of the course fits its declaration, and course/ is what the build makes of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from autograder import lessons
from autograder.build import build
from autograder.build.expand import expand, grade_ids
from autograder.build.source import same_text, source_file, to_notebook, to_text
from tests.build.miniature import REPOSITORY

WRITTEN = [slug for slug in lessons.LESSONS if source_file(REPOSITORY, slug).exists()]


def test_every_lesson_is_written() -> None:
    assert list(lessons.LESSONS) == WRITTEN


def test_the_course_in_the_repository_is_what_the_build_makes() -> None:
    assert build(REPOSITORY, check=True).stale == []


@pytest.mark.parametrize("slug", WRITTEN)
def test_text_to_notebook_to_text_is_the_identity(slug: str) -> None:
    text = source_file(REPOSITORY, slug).read_text(encoding="utf-8")
    assert same_text(to_text(to_notebook(text)), text)


@pytest.mark.parametrize("slug", WRITTEN)
def test_every_task_stands_in_the_notebook_once(slug: str) -> None:
    lesson = lessons.lesson(slug)
    notebook = to_notebook(source_file(REPOSITORY, slug).read_text(encoding="utf-8"))
    cells = expand(notebook, lesson).cells
    found = [cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata]
    declared = [name for task in lesson.tasks for name in grade_ids(task)]
    assert sorted(found) == sorted(declared)


@pytest.mark.parametrize("slug", WRITTEN)
def test_no_solution_and_no_output_reaches_students(slug: str, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "solutions" / slug, tmp_path / "solutions" / slug)
    build(tmp_path, [slug])
    source = (tmp_path / "build/source" / slug / f"{slug}.ipynb").read_text(encoding="utf-8")
    released = (tmp_path / "course" / slug / f"{slug}.ipynb").read_text(encoding="utf-8")
    assert "SOLUTION" in source and "SOLUTION" not in released
    assert not re.search(r"answer=\\\"[a-f]", released)
    assert '"outputs": [\n' not in released
    for body in re.findall(r"BEGIN SOLUTION\\n\",\n(.*?)END SOLUTION", source, flags=re.DOTALL):
        assert body not in released
