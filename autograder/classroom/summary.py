"""A class at a glance: how often each named mistake occurs, drawn as bars, and what was repaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.bar import Bar
from rich.markup import escape
from rich.table import Table

from autograder.classroom.scores import StudentScores
from autograder.exercise import Lesson

WIDTH = 30
"""Columns of a bar that stands for the whole class."""


def count_mistakes(scores: Sequence[StudentScores]) -> dict[str, Counter[str]]:
    """For each task, how many students made each named mistake; a pair counts for both."""
    counts: dict[str, Counter[str]] = {}
    for one in scores:
        for task, bugs in one.named.items():
            counts.setdefault(task, Counter()).update(bugs)
    return counts


def mistakes(scores: Sequence[StudentScores], lesson: Lesson) -> Table:
    """The named mistakes of a class, most frequent first, in the order of the lesson's tasks."""
    counts = count_mistakes(scores)
    size = max(1, len(scores))
    chart = Table(
        title=f"Named mistakes, of {len(scores)} submissions",
        title_justify="left",
        show_header=False,
        box=None,
    )
    chart.add_column("task", no_wrap=True)
    chart.add_column("mistake", no_wrap=True)
    chart.add_column("bar", width=WIDTH)
    chart.add_column("share", justify="right", no_wrap=True)
    for task in lesson.tasks:
        found = counts.get(task.id, Counter())
        heading = escape(task.id)
        for bug, times in sorted(found.items(), key=lambda item: (-item[1], item[0])):
            share = f"{times}  {100 * times / size:.0f} %"
            chart.add_row(heading, escape(bug), Bar(size, 0, times, width=WIDTH), share)
            heading = ""
    if not chart.row_count:
        chart.add_row("none", "", "", "")
    return chart


def repairs(scores: Sequence[StudentScores]) -> Table:
    """What was mended in the notebooks before they were graded."""
    chart = Table(
        title="Repaired before grading", title_justify="left", show_header=False, box=None
    )
    for one in scores:
        for sentence in one.repairs:
            chart.add_row(escape(one.student), escape(sentence))
    if not chart.row_count:
        chart.add_row("nothing")
    return chart
