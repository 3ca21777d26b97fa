"""From solutions/ to course/, with nbgrader's own generate_assignment."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.build import BuildError, build, files
from tests.build.miniature import CATALOGUE, FIRST, LESSONS, SECOND, Catalogue

RELEASED = f"course/{SECOND}/{SECOND}.ipynb"


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        name: (data, (root / "course" / name).stat().st_mtime_ns)
        for name, data in files.read_folder(root / "course").items()
    }


def test_a_released_lesson_has_no_solutions_and_no_outputs(course: Path) -> None:
    text = (course / RELEASED).read_text(encoding="utf-8")
    for secret in ("SOLUTION", "secret_product", "height * width", "SECRET WHY", 'answer=\\"b'):
        assert secret not in text
    for cell in nbformat.reads(text, as_version=4).cells:
        assert cell.cell_type == "markdown" or (not cell.outputs and cell.execution_count is None)
    assert 'NotImplementedError(\\"double: yours to write\\")' in text
    assert (course / f"build/source/{SECOND}/{SECOND}.ipynb").read_text().count(
        "BEGIN SOLUTION"
    ) == 4


def test_what_lies_beside_the_source_is_carried_over(course: Path) -> None:
    for name in ("square.svg", "stand_in.py"):
        source, released = (course / top / SECOND / name for top in ("solutions", "course"))
        assert source.read_bytes() == released.read_bytes()
    assert not (course / "course" / SECOND / f"{SECOND}.py").exists()


def test_the_gradebook_knows_the_points(course: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_assignment(SECOND).max_score == LESSONS[SECOND].points == 6


def test_building_twice_changes_no_byte_and_no_time(course: Path) -> None:
    before = snapshot(course)
    report = build(course, catalogue=CATALOGUE)
    assert report.written == []
    assert snapshot(course) == before


def test_building_elsewhere_gives_the_same_bytes(course: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    (elsewhere / "solutions").parent.mkdir()
    (course / "solutions").rename(elsewhere / "solutions")
    build(elsewhere, catalogue=CATALOGUE)
    assert files.read_folder(elsewhere / "course") == files.read_folder(course / "course")


def test_nbgraders_own_command_makes_the_same_bytes(course: Path) -> None:
    before = files.read_folder(course / "course")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", SECOND, "--force"]
    subprocess.run(command, cwd=course, check=True, capture_output=True)
    assert files.read_folder(course / "course") == before


def test_one_lesson_can_be_built_alone(course: Path) -> None:
    assert build(course, [FIRST], catalogue=CATALOGUE).lessons == [FIRST]


def test_progress_is_told_lesson_by_lesson(course: Path) -> None:
    lines: list[str] = []
    build(course, progress=lines.append, catalogue=CATALOGUE)
    assert lines == [f"{FIRST}: up to date", f"{SECOND}: up to date"]


def test_a_course_just_built_is_not_stale_and_a_check_leaves_no_trace(course: Path) -> None:
    before = snapshot(course), (course / "gradebook.db").read_bytes(), set(course.rglob("*"))
    assert build(course, check=True, catalogue=CATALOGUE).stale == []
    assert (
        snapshot(course),
        (course / "gradebook.db").read_bytes(),
        set(course.rglob("*")),
    ) == before


def test_every_way_to_be_stale_is_named(course: Path) -> None:
    lesson = course / "course" / SECOND
    released = lesson / f"{SECOND}.ipynb"
    released.write_text(released.read_text().replace("Doubling", "Halving"))
    (lesson / "square.svg").unlink()
    (lesson / "notes.txt").write_text("mine")
    (course / "course" / "07-gone").mkdir()
    (course / "course" / "widgets").mkdir()
    stale = build(course, check=True, catalogue=CATALOGUE).stale
    assert [line.split(";")[0] for line in stale] == [
        f"course/{SECOND}/{SECOND}.ipynb differs from what the build makes",
        f"course/{SECOND}/notes.txt is not made by the build",
        f"course/{SECOND}/square.svg is missing",
        "course/07-gone belongs to no lesson",
    ]


def test_a_changed_source_is_stale_until_it_is_built(course: Path) -> None:
    source = course / "solutions" / SECOND / f"{SECOND}.py"
    source.write_text(source.read_text().replace("# # Doubling", "# # Twice"))
    assert len(build(course, check=True, catalogue=CATALOGUE).stale) == 1
    assert build(course, catalogue=CATALOGUE).written == [RELEASED]
    assert build(course, check=True, catalogue=CATALOGUE).stale == []


def test_work_found_in_a_released_notebook_is_kept(course: Path) -> None:
    released = course / RELEASED
    worked = released.read_text().replace(
        'raise NotImplementedError(\\"double: ', 'return 2 * x  # (\\"'
    )
    released.write_text(worked)
    (kept,) = build(course, catalogue=CATALOGUE).kept
    assert kept.startswith(f"build/kept/{SECOND}/{SECOND}-")
    assert (course / kept).read_text() == worked
    assert "return 2 * x" not in released.read_text()


def test_a_lesson_that_fails_does_not_keep_others_from_being_built(course: Path) -> None:
    (course / "solutions" / FIRST / f"{FIRST}.py").unlink()
    (course / RELEASED).unlink()
    with pytest.raises(BuildError, match=r"00-first\.py does not exist; write it"):
        build(course, catalogue=CATALOGUE)
    assert (course / RELEASED).exists()


def test_unknown_slugs_are_told_with_the_known_ones(course: Path) -> None:
    with pytest.raises(
        BuildError, match="no lesson '09-none'; the lessons are 00-first, 01-second"
    ):
        build(course, ["09-none"], catalogue=CATALOGUE)


def test_solutions_in_a_neighbouring_file_stop_the_build(course: Path) -> None:
    (course / "solutions" / FIRST / "more.py").write_text("### BEGIN SOLUTION\n### END SOLUTION\n")
    with pytest.raises(BuildError, match=r"solutions/00-first/more\.py has solution markers"):
        build(course, [FIRST], catalogue=CATALOGUE)


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_tasks_do_not_change_under_submissions(course: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission(SECOND, "ada")
    assert build(course, catalogue=CATALOGUE).written == []
    source = course / "solutions" / SECOND / f"{SECOND}.py"
    source.write_text(source.read_text().replace('# %% [markdown] question="recall_tens"\n', ""))
    fewer = replace(LESSONS[SECOND], questions=LESSONS[SECOND].questions[:1])
    with pytest.raises(BuildError, match="already holds submissions"):
        build(course, [SECOND], catalogue=Catalogue({**LESSONS, SECOND: fewer}))
    assert (course / RELEASED).exists()
