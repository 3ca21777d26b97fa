"""`autograder grade` in a terminal: progress while it works, then the table of scores."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder import lessons
from autograder.build.release import configuration
from autograder.classroom.executor import NoSandbox
from autograder.classroom.grade import Graded, grade
from autograder.classroom.scores import read_scores, table


def grade_and_show(
    root: Path,
    lesson: str,
    *,
    jobs: int = 0,
    scheduler: str = "",
    sandbox: str = "jail",
    student: str = "*",
    console: Console | None = None,
) -> int:
    """Grade a class and print what came of it.

    Parameters
    ----------
    root, lesson, jobs, scheduler, sandbox, student
        See `autograder.classroom.grade.grade`.
    console : Console, optional

    Returns
    -------
    int
        0 when every submission ended in a score, 1 otherwise.
    """
    console = console or Console()
    config = configuration(root)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    try:
        with Progress(*columns, console=console) as progress:
            ticks = progress.add_task("reading", total=None)

            def show(phase: str, done: int, total: int) -> None:
                progress.update(ticks, description=phase, completed=done, total=total)

            graded = grade(
                root,
                lesson,
                jobs=jobs,
                scheduler=scheduler,
                sandbox=sandbox,
                student=student,
                config=config,
                progress=show,
            )
    except (NoSandbox, FileNotFoundError, ModuleNotFoundError) as error:
        console.print(f"[bold red]x[/] {escape(str(error))}", soft_wrap=True)
        return 1
    _table(
        config.CourseDirectory.get("db_url", f"sqlite:///{root / 'gradebook.db'}"),
        lesson,
        root,
        graded,
        console,
    )
    _summary(graded, console)
    return 1 if graded.failed else 0


def _table(db_url: str, lesson: str, root: Path, graded: Graded, console: Console) -> None:
    if lesson not in lessons.LESSONS:
        return
    declared = lessons.lesson(lesson)
    scores = [
        one
        for one in read_scores(db_url, declared, root / "autograded")
        if one.student in graded.students
    ]
    console.print(table(scores, declared))


def _summary(graded: Graded, console: Console) -> None:
    seconds = graded.sandbox_seconds + graded.nbgrader_seconds
    console.print(
        f"{len(graded.students)} submissions in {seconds:.0f} s: {graded.run} run now, "
        f"{graded.kept} kept from earlier; {graded.sandbox_seconds:.0f} s to run them, "
        f"{graded.nbgrader_seconds:.0f} s to record."
    )
    console.print(f"What contained them: {graded.walls}.", soft_wrap=True)
    for student, why in sorted(graded.failed.items()):
        console.print(f"[bold red]x[/] {escape(student)} has no score: {escape(why)}")
