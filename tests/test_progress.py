"""Progress: kept in one small file, whatever happens to it, and shown."""

from __future__ import annotations

import json
import multiprocessing
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder import lessons
from autograder.cli import app
from autograder.learner import Entry, Store, folder_of, overview
from autograder.learner.page import panel
from autograder.learner.store import NAME
from autograder.lessons.catalogue import catalogue, written

LESSON = "01-sliding"


def work(folder: Path, task: str, times: int) -> None:
    store = Store(folder)
    for number in range(times):
        store.checked(task, float(number), passed=number == times - 1)


def test_two_notebooks_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    names = ["cross_correlate2d", "window_at", "cross_correlate2d"]
    workers = [context.Process(target=work, args=(tmp_path, name, 15)) for name in names]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    found = Store(tmp_path).read()
    assert found["cross_correlate2d"] == Entry(14.0, True, 30, 0)
    assert found["window_at"] == Entry(14.0, True, 15, 0)
    assert {path.name for path in tmp_path.iterdir()} <= {NAME, f"{NAME}.lock"}


def test_two_threads_lose_nothing(tmp_path: Path) -> None:
    threads = [threading.Thread(target=work, args=(tmp_path, "window_at", 20)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Store(tmp_path).read() == {"window_at": Entry(19.0, True, 60)}


def test_a_deleted_file_comes_back_with_what_this_notebook_knows(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.checked("window_at", 2.0, passed=True)
    store.path.unlink()
    assert store.read()["window_at"].passed
    store.hinted("best_match", 1)
    assert set(Store(tmp_path).read()) == {"window_at", "best_match"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tasks": 3}', "\0\0", '{"version": 1}'])
def test_a_damaged_file_is_put_aside_not_lost(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    store = Store(tmp_path)
    assert store.read() == {}
    store.checked("window_at", 1.0, passed=False)
    assert Store(tmp_path).read()["window_at"].best == 1.0
    assert (tmp_path / f"{NAME}.damaged").read_text() == text


def test_nonsense_among_the_entries_is_left_out(tmp_path: Path) -> None:
    tasks = {
        "window_at": {"best": "all", "passed": 1, "checks": -3, "hints": 2, "more": []},
        "best_match": 3,
        "size_7x9": {"best": float("nan"), "passed": True},
    }
    (tmp_path / NAME).write_text(json.dumps({"version": 9, "tasks": tasks}))
    assert Store(tmp_path).read() == {"window_at": Entry(hints=2), "size_7x9": Entry(passed=True)}


def test_where_nothing_can_be_written_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("no folder")
    store = Store(tmp_path / "a file")
    store.checked("window_at", 2.0, passed=True)
    assert "can't be written" in store.problem and store.read()["window_at"].passed
    assert store.problem in panel(overview(store.read()), LESSON, store.problem).text


def test_the_file_lies_beside_the_lessons(tmp_path: Path) -> None:
    assert folder_of(tmp_path / LESSON) == tmp_path
    assert folder_of(tmp_path) == tmp_path


def test_points_add_up_and_the_next_task_is_said(tmp_path: Path) -> None:
    first, second = lessons.lesson(LESSON).exercises[:2]
    entries = {first.id: Entry(first.points, True, 3, 2), second.id: Entry(0.5, False, 1, 0)}
    seen = overview(entries)
    line = seen.lesson(LESSON)
    assert line is not None and line.next is not None
    assert (line.points, line.hints, line.done) == (first.points + 0.5, 2, 1)
    assert line.next.id == second.id and seen.next == (line, line.next)
    page = panel(seen, LESSON)
    assert f"go on with {second.id}" in page.text and "2 hints used" in page.html


def test_a_finished_lesson_leads_to_the_next() -> None:
    done = {task.id: Entry(task.points, True, 1) for task in lessons.lesson(LESSON).tasks}
    seen = overview(done)
    line = seen.lesson(LESSON)
    assert line is not None and line.finished and line.points == line.most
    assert "This lesson is done. Go on with" in panel(seen, LESSON).html
    everything = {task.id: Entry(passed=True) for one in catalogue() for task in one.tasks}
    assert overview(everything).next is None
    assert "Everything that earns points is done" in panel(overview(everything), LESSON).html


def test_the_catalogue_is_what_the_lessons_declare() -> None:
    declared = written([lessons.lesson(slug) for slug in lessons.LESSONS])
    path = Path(lessons.__file__).with_name("catalogue.json")
    assert path.read_text(encoding="utf-8") == declared


def test_the_command_shows_the_table(tmp_path: Path) -> None:
    Store(tmp_path).checked("window_at", 2.0, passed=True)
    for folder in (tmp_path, tmp_path / LESSON):
        folder.mkdir(exist_ok=True)
        result = CliRunner().invoke(app, ["progress", str(folder)], env={"COLUMNS": "100"})
        assert result.exit_code == 0
        assert "Go on with" in result.stdout and LESSON in result.stdout
    assert CliRunner().invoke(app, ["progress", str(tmp_path / "none")]).exit_code == 2


NOTEBOOK = """
import autograder, numpy as np
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
autograder.progress("01-sliding")
autograder.check("window_at", lambda x, row, col, kernel_shape: None)
autograder.hint("window_at")
"""


def test_a_notebook_notes_checks_and_hints_and_a_grader_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    for graded in (False, True):
        folder = tmp_path / str(graded) / LESSON
        folder.mkdir(parents=True)
        if graded:
            monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
        done = subprocess.run(
            [sys.executable, "-c", NOTEBOOK], cwd=folder, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        kept = Store(folder.parent).read()
        assert kept == ({} if graded else {"window_at": Entry(0.0, False, 1, 1)})
