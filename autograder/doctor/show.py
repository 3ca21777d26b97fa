"""The doctor's report as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.doctor import Check, usable

COLOURS = {"ok": "green", "limited": "yellow", "missing": "bold red"}


def show(checks: list[Check], console: Console) -> None:
    """Print one row for each check, then the verdict in one sentence."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for check in checks:
        words = Text(check.found)
        words.append(f"\n{check.means}", style="dim")
        if check.do:
            words.append(f"\n{check.do}")
        table.add_row(Text(check.status, style=COLOURS[check.status]), check.name, words)
    console.print(table)
    console.print()
    console.print(verdict(checks), highlight=False, markup=False)


def verdict(checks: list[Check]) -> str:
    """The whole report in one sentence."""
    if not usable(checks):
        names = ", ".join(c.name for c in checks if c.essential and c.status == "missing")
        return f"The course cannot be used yet. To be put right first: {names}."
    limited = ", ".join(c.name for c in checks if c.status != "ok")
    if limited:
        return f"The course can be used. With limits: {limited}."
    return "The course can be used, all of it."


def as_json(checks: list[Check]) -> str:
    """`{"usable": ..., "checks": [...]}`, indented."""
    report = {"usable": usable(checks), "checks": [asdict(check) for check in checks]}
    return json.dumps(report, indent=2)
