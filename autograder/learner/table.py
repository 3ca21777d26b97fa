"""Progress for a terminal: one line for a lesson, a table for the course."""

from __future__ import annotations

from autograder.learner.overview import LessonLine, Overview


def lesson_text(seen: Overview, line: LessonLine | None) -> str:
    """One or two lines: a lesson's points and where to go on; the course's without a lesson."""
    if line is None:
        return f"{seen.points:g} of {seen.most:g} points in the course."
    done = f"{line.done} of {len(line.tasks)} done, {line.points:g} of {line.most:g} points"
    after = f"; go on with {line.next.id}" if line.next is not None else "; this lesson is done"
    return f"{line.slug}: {done}{after}."


def show(seen: Overview, problem: str = "") -> None:
    """Print a table of all lessons with rich, and where to go on."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title="Your progress")
    table.add_column("lesson")
    for heading in ("done", "points", "hints"):
        table.add_column(heading, justify="right")
    table.add_column("", width=20)
    for line in seen.lessons:
        filled = round(20 * line.points / line.most) if line.most else 0
        table.add_row(
            f"{line.slug[:2]} {line.title}",
            f"{line.done} of {len(line.tasks)}",
            f"{line.points:g} of {line.most:g}",
            str(line.hints or ""),
            "\u2588" * filled + "\u2591" * (20 - filled),
        )
    table.add_section()
    table.add_row("all", "", f"{seen.points:g} of {seen.most:g}", "", "")
    console.print(table)
    there = seen.next
    if there is None:
        console.print("Everything that earns points is done.")
    else:
        lesson, task = there
        console.print(f"Go on with {task.id} in {lesson.slug}.", highlight=False)
    if problem:
        console.print(problem, highlight=False)
