"""The demonstration: an example class, graded by nbgrader from first to last, in a folder of its own.

Nothing outside that folder is written: it has its own course, settings, gradebook and feedback.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder import lessons
from autograder.build import BuildError, files
from autograder.build.builder import source_files
from autograder.build.release import CONFIG_NAME
from autograder.classroom import summary
from autograder.classroom.course_folder import CourseFolder
from autograder.classroom.example_class import Submission, make_class
from autograder.classroom.scores import StudentScores, read_scores, table, to_json
from autograder.exercise import Lesson

MEMORY = "demo.json"
"""In the demo's folder: what was graded, and from what. Also the sign that the folder is ours."""

WIDTH = 150
"""Columns of the table where the output is not a terminal."""

ROOM_FOR_WORDS = 120
"""Columns from which the table also says what each submission is."""

SETTINGS = """

# The example class has a gradebook and an exchange of its own, and waits less for endless cells.
c.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
c.Exchange.root = str(root / "exchange")
c.JailExecute.timeout = 20
"""


class NotOurs(Exception):
    """The folder holds something that is not a demo, and stays as it is."""


def run(root: Path, out: Path, lesson: str, console: Console | None = None) -> int:
    """Make an example class, grade it, print scores and mistakes.

    Parameters
    ----------
    root : Path
        The repository.
    out : Path
        Folder to work in; a demo already there is made anew, or kept where nothing has changed.
    lesson : str
        Slug of the lesson that the class hands in.
    console : Console, optional
        Where to print.

    Returns
    -------
    int
        0 when every submission ended in a score, and in the score that it should have.
    """
    console = console or Console()
    if not console.is_terminal:
        console.width = max(console.width, WIDTH)
    out = out.resolve()
    declared = lessons.lesson(lesson)
    try:
        course = _set_up(root.resolve(), out, declared)
    except (BuildError, NotOurs) as error:
        console.print(f"[bold]demo:[/] {escape(str(error))}")
        return 1
    submissions = make_class(course.released(lesson), declared, course.submitted)
    problems = _grade(course, declared, submissions, console)
    scores = read_scores(course.db_url, declared, course.autograded)
    what = {one.student: one.what for one in submissions}
    console.print(table(scores, declared, what if console.width >= ROOM_FOR_WORDS else None))
    console.print(summary.mistakes(scores, declared), "")
    console.print(summary.repairs(scores), "")
    (out / "scores.json").write_text(to_json(scores, declared), encoding="utf-8")
    _say_where(course, console)
    problems += _differences(scores, submissions)
    for sentence in _unnamed(scores, submissions):
        console.print(f"[yellow]![/] {escape(sentence)}")
    for problem in problems:
        console.print(f"[bold red]x[/] {escape(problem)}")
    if not problems:
        console.print(f"{len(scores)} submissions, {len(scores)} scores, each as it should be.")
    return 1 if problems else 0


def _set_up(root: Path, out: Path, lesson: Lesson) -> CourseFolder:
    """The demo's course, released; made anew unless it was made from the same files."""
    source = source_files(root, lesson.slug, lessons)
    settings = (root / CONFIG_NAME).read_text(encoding="utf-8") + SETTINGS
    key = _key(root, source, settings)
    if out.is_dir() and any(out.iterdir()):
        if not (out / MEMORY).is_file():
            raise NotOurs(
                f"{out} is not empty and was not made by the demo; empty it, or name another folder"
            )
        if _remembered(out).key != key:
            shutil.rmtree(out)
    course = CourseFolder(out, import_from=root)
    files.write(out / CONFIG_NAME, settings.encode())
    if _remembered(out).key != key:
        _remember(out, _Memory())  # ours from now on, and not finished
        (out / "exchange").mkdir(exist_ok=True)
        files.mirror(course.source / lesson.slug, source)
        course.release(lesson.slug)
        _remember(out, _Memory(key))
    return course


def _grade(
    course: CourseFolder, lesson: Lesson, submissions: Sequence[Submission], console: Console
) -> list[str]:
    """Grade who is not graded yet, one tick each; sentences about those it failed for."""
    memory = _remembered(course.root)
    digests = {
        one.student: hashlib.sha256(one.path.read_bytes()).hexdigest() for one in submissions
    }
    waiting = [
        student for student, digest in digests.items() if memory.graded.get(student) != digest
    ]
    if not waiting:
        console.print("Nothing has changed since the last demo: all scores are kept.")
        return []
    start = time.perf_counter()
    with _progress(console) as progress:
        ticks = progress.add_task("reading", total=len(submissions))

        def show(phase: str, done: int, total: int) -> None:
            progress.update(ticks, description=phase, completed=done, total=total)

        problems = course.grade_all(lesson.slug, list(digests), show)
    seconds = time.perf_counter() - start
    memory.graded.update({one: digests[one] for one in digests if one not in problems})
    _remember(course.root, memory)
    course.export(lesson.slug)
    count = len(submissions)
    console.print(f"{count} graded in {seconds:.0f} s ({seconds / count:.2f} s each).")
    console.print(f"What contained them: {course.walls}.", soft_wrap=True)
    return list(problems.values())


def _progress(console: Console) -> Progress:
    description = TextColumn("{task.description}")
    return Progress(
        description, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )


def _differences(scores: Iterable[StudentScores], submissions: Iterable[Submission]) -> list[str]:
    """A sentence for every submission without a score, or with another than it should have."""
    by_student = {one.student: one for one in scores}
    sentences = []
    for submission in submissions:
        found = by_student.get(submission.student)
        if found is None or not found.graded:
            sentences.append(f"{submission.student} ({submission.what}) did not end in a score.")
            continue
        points = {task.task: task.points for task in found.tasks}
        for task, expected in submission.expected.items():
            if abs(points.get(task, 0.0) - expected) > 1e-6:
                sentences.append(
                    f"{submission.student} ({submission.what}) has {points.get(task, 0.0):g} points "
                    f"in {task}; {expected:g} are expected."
                )
    return sentences


def _unnamed(scores: Iterable[StudentScores], submissions: Iterable[Submission]) -> list[str]:
    """A sentence for every mistake that the feedback called by another name, or by none."""
    named = {one.student: one.named for one in scores}
    return [
        f"{one.student} ({one.what}): the feedback names {', '.join(got) or 'no mistake'} in {task}; "
        f"{', '.join(bugs)} is expected."
        for one in submissions
        for task, bugs in one.names.items()
        if (got := named.get(one.student, {}).get(task, ())) != bugs
    ]


def _say_where(course: CourseFolder, console: Console) -> None:
    for what, path in (
        ("Feedback pages", course.feedback),
        ("Scores as a table", course.csv),
        ("Scores and mistakes as data", course.root / "scores.json"),
        ("nbgrader's log", course.log),
    ):
        console.print(f"{what}: {_short(path)}", soft_wrap=True)
    command = f"cd {_short(course.root)} && nbgrader db student list"
    console.print(f"The folder is a whole nbgrader course: {command}", soft_wrap=True)


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _key(root: Path, source: Mapping[str, bytes], settings: str) -> str:
    """A digest of everything that the grading of this class depends on."""
    digest = hashlib.sha256(settings.encode())
    for name, content in sorted(source.items()):
        digest.update(name.encode() + content)
    package = Path(__file__).resolve().parents[1]
    for folder in (package, root / "course"):
        for path in sorted(folder.rglob("*.py")):
            if "node_modules" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    versions = {
        name: importlib.metadata.version(name) for name in ("nbgrader", "numpy", "ipykernel")
    }
    digest.update(repr((sys.version_info[:3], versions)).encode())
    return digest.hexdigest()


@dataclass
class _Memory:
    """What was graded: the key of the course, and the digest of each graded notebook by student."""

    key: str = ""
    graded: dict[str, str] = field(default_factory=dict)


def _remembered(out: Path) -> _Memory:
    try:
        content = json.loads((out / MEMORY).read_text(encoding="utf-8"))
        return _Memory(content["key"], content["graded"])
    except (OSError, ValueError, KeyError, TypeError):
        return _Memory()


def _remember(out: Path, memory: _Memory) -> None:
    files.write(out / MEMORY, json.dumps(asdict(memory), indent=1).encode())
