"""The numbers in a terminal: a row for each way of grading, and the promises with their marks."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from benchmarks.grading.report import Row, Target

CAPTION = (
    "CPU and wall: what one submission more costs, (n students - start) / (n - k). raw: n students "
    "/ n, with the start in it. start: a class of k = 1, or k with k jobs. plain / this: processor "
    "time. Medians over the repeats; of ratios, over the ratios within each repeat."
)


def rows_table(rows: Sequence[Row]) -> Table:
    """The costs, a row for each way and class."""
    table = Table(title="One submission", caption=CAPTION)
    names = ("lesson", "way", "students", "CPU s", "raw", "wall s", "raw", "start CPU s")
    for name in (*names, "peak MB", "plain / this", "raw", "/ floor", ""):
        table.add_column(name, justify="left" if name in ("lesson", "way", "") else "right")
    for row in rows:
        seconds = (row.cpu, row.cpu_raw, row.wall, row.wall_raw, row.start_cpu)
        table.add_row(
            row.lesson,
            row.way,
            str(row.students or ""),
            *(_shown(number, 3) for number in seconds),
            _shown(row.peak / 1e6 if row.peak else None, 0),
            *(_shown(number, 1) for number in (row.plain_to_this, row.plain_to_this_raw)),
            _shown(row.to_floor, 2),
            row.note,
        )
    return table


def targets_table(targets: Sequence[Target]) -> Table:
    """The promises, each with a mark."""
    table = Table("", "target", "found", "", title="Targets")
    for one in targets:
        mark = {True: "[green]✓ met[/]", False: "[red]✗ missed[/]", None: "not measured"}[one.met]
        table.add_row(one.what, one.limit, _shown(one.found, 2), mark)
    return table


def _shown(number: float | None, digits: int) -> str:
    return "" if number is None else f"{number:.{digits}f}"
