"""A class graded in parallel: resumed after a kill, on a cluster, and with one writer."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder import lessons
from autograder.build import files
from autograder.build.builder import source_files
from autograder.build.release import CONFIG_NAME, configuration
from autograder.classroom.course_folder import CourseFolder
from autograder.classroom.example_class import make_class
from autograder.classroom.grade import Graded, grade
from autograder.jail.layers import walls

pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.skipif(not walls().sufficient, reason=f"no sandbox here: {walls()}"),
]

ROOT = Path(__file__).resolve().parents[2]
SLUG = "01-sliding"
STUDENTS = ("student-01", "student-07", "student-12", "student-15", "student-16", "student-22")
Scores = dict[tuple[str, str], tuple[float | None, bool]]


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with six submissions, not graded yet."""
    root = tmp_path_factory.mktemp("class")
    shutil.copy(ROOT / CONFIG_NAME, root)
    course = CourseFolder(root, ROOT)
    files.mirror(course.source / SLUG, source_files(ROOT, SLUG, lessons))
    course.release(SLUG)
    make_class(course.released(SLUG), lessons.lesson(SLUG), course.submitted)
    for folder in course.submitted.iterdir():
        if folder.name not in STUDENTS:
            shutil.rmtree(folder)
    return root


@pytest.fixture
def course(submitted: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    root = tmp_path / "course"
    shutil.copytree(submitted, root)
    (root / ".grading-secret").write_text("the same in every test")
    return root


def graded(root: Path, jobs: int = 2, scheduler: str = "") -> Graded:
    config = configuration(root, here_only=True)
    return grade(root, SLUG, jobs=jobs, scheduler=scheduler, config=config)


def scores(root: Path) -> Scores:
    """All that the gradebook knows."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            (submission.student.id, one.name): (one.auto_score, one.needs_manual_grade)
            for submission in gradebook.assignment_submissions(SLUG)
            for notebook in submission.notebooks
            for one in notebook.grades
        }


def totals(found: Scores) -> dict[str, float]:
    return {
        one: round(sum(v[0] or 0 for (s, _), v in found.items() if s == one), 3) for one in STUDENTS
    }


EXPECTED = dict(zip(STUDENTS, (22, 15.6, 14, 0, 14, 22), strict=True))


def test_a_class_is_graded_and_nothing_is_run_twice(course: Path) -> None:
    first = graded(course)
    assert (first.run, first.kept, first.failed) == (6, 0, {})
    assert sorted(first.students) == sorted(STUDENTS)
    assert totals(scores(course)) == EXPECTED
    before = scores(course)
    second = graded(course)
    assert (second.run, second.kept) == (0, 6)
    assert scores(course) == before


def test_a_changed_submission_is_run_again(course: Path) -> None:
    graded(course)
    path = course / "submitted" / "student-15" / SLUG / f"{SLUG}.ipynb"
    shutil.copy(course / "submitted" / "student-01" / SLUG / f"{SLUG}.ipynb", path)
    again = graded(course)
    assert again.run == 0, "an equal notebook was judged already"
    assert totals(scores(course))["student-15"] == 22
    path.write_text(path.read_text().replace("import numpy as np", "import numpy as np # mine", 1))
    assert graded(course).run == 1


def test_one_unreadable_submission_does_not_stop_the_class(course: Path) -> None:
    (course / "submitted" / "student-12" / SLUG / f"{SLUG}.ipynb").write_text("{not json")
    result = graded(course)
    assert set(result.failed) == {"student-12"}
    assert totals(scores(course)) == {**EXPECTED, "student-12": 0}


def test_a_killed_grader_continues_where_it_stopped(course: Path, tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(course, undisturbed)
    graded(undisturbed)
    command = [sys.executable, "-c", _GRADE, str(course)]
    results = course / "build" / "results"
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list(results.glob("*.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = len(list(results.glob("*.json")))
    assert kept >= 1
    _wait_until_gone(process.pid)
    result = graded(course)
    assert result.kept >= kept
    assert result.run + result.kept == 6
    assert scores(course) == scores(undisturbed)


@pytest.mark.parametrize("moment", [0.5, 0.8, 0.95])
def test_killed_at_any_moment_the_gradebook_ends_the_same(
    course: Path, tmp_path: Path, moment: float
) -> None:
    """Also while nbgrader writes: a submission is recorded whole or not at all."""
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(course, undisturbed)
    command = [sys.executable, "-c", _GRADE]
    start = time.monotonic()
    subprocess.run([*command, str(undisturbed)], cwd=ROOT, check=True)
    seconds = (time.monotonic() - start) * moment * random.uniform(0.9, 1.1)
    process = subprocess.Popen([*command, str(course)], cwd=ROOT, start_new_session=True)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    for rows in _rows_by_student(course).values():
        assert rows in (0, len(EXPECTED_TASKS)), "a submission was recorded in part"
    graded(course)
    assert scores(course) == scores(undisturbed), f"killed after {seconds:.2f} s"


EXPECTED_TASKS = [task.id for task in lessons.lesson(SLUG).tasks]


def _rows_by_student(root: Path) -> dict[str, int]:
    """How many tasks of each student have an automatic score."""
    found = dict.fromkeys(STUDENTS, 0)
    for (student, _), (score, _) in scores(root).items():
        found[student] += score is not None
    return found


_GRADE = f"""
import sys
from pathlib import Path
from autograder.build.release import configuration
from autograder.classroom.grade import grade
if __name__ == "__main__":
    root = Path(sys.argv[1])
    grade(root, {SLUG!r}, jobs=1, config=configuration(root, here_only=True))
"""


def _wait_until_gone(session: int) -> None:
    """No process of the killed grader outlives it for long."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if not _processes_of(session):
            return
        time.sleep(0.1)
    raise AssertionError(f"still running: {_processes_of(session)}")


def _processes_of(session: int) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session:
                    found.append((entry / "cmdline").read_text().replace("\0", " "))
            except (ProcessLookupError, FileNotFoundError, PermissionError):
                continue
    return [one for one in found if one]


def test_on_a_cluster_a_lost_worker_costs_nothing(course: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="needs Dask: pip install distributed")
    alone = tmp_path / "alone"
    shutil.copytree(course, alone)
    graded(alone)
    results = course / "build" / "results"
    lost: list[str] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        killer = Thread(target=_kill_a_busy_worker, args=(cluster, results, lost))
        killer.start()
        result = graded(course, scheduler=cluster.scheduler_address)
        killer.join()
    assert lost, "the worker was killed while it had nothing to do"
    assert result.run == 6 and not result.failed
    assert len(list(results.glob("*.json"))) == 6
    assert scores(course) == scores(alone)


def _kill_a_busy_worker(cluster: Any, results: Path, lost: list[str]) -> None:
    """Kill a worker that has tasks, once one result is there; the tasks go into `lost`."""
    import distributed

    by_address = {worker.worker_address: worker.pid for worker in cluster.workers.values()}
    with distributed.Client(cluster, set_as_default=False) as client:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            busy = {address: tasks for address, tasks in client.processing().items() if tasks}
            if busy and list(results.glob("*.json")):
                address, tasks = next(iter(busy.items()))
                os.kill(by_address[address], signal.SIGKILL)
                lost += tasks
                return
            time.sleep(0.02)
