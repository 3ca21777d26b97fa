"""The lessons' notebooks as tests read them: their cells, and what is left when they have run."""

from __future__ import annotations

import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any

SOLUTIONS = Path(__file__).parents[2] / "solutions"

Cell = tuple[str, str]
"""Header and body."""


def source(slug: str) -> str:
    """The text of a lesson, with its solutions."""
    return (SOLUTIONS / slug / f"{slug}.py").read_text(encoding="utf-8")


def cells(slug: str) -> list[Cell]:
    """All cells of a lesson."""
    return re.findall(r"^# %%(.*)\n((?:(?!# %%).*\n?)*)", source(slug), re.M)


def is_prose(cell: Cell) -> bool:
    """Whether a cell is Markdown."""
    return "[markdown]" in cell[0]


def solutions(slug: str) -> dict[str, str]:
    """Source of each solution cell by the exercise's id, in the notebook's order."""
    found = {}
    for header, body in cells(slug):
        task = re.search(r'exercise="(\w+)"', header)
        if task:
            found[task[1]] = body
    return found


@cache
def after(slug: str, released: bool) -> dict[str, Any]:
    """Names of a notebook after all of its cells ran, unwritten or with its solutions.

    No cell may raise or warn.
    """
    names: dict[str, Any] = {}
    hole = "### BEGIN SOLUTION.*### END SOLUTION"
    for cell in cells(slug):
        header, body = cell
        if is_prose(cell):
            continue
        if released:
            body = re.sub(hole, "raise NotImplementedError", body, flags=re.S)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(compile(body, f"{slug}: {header}", "exec"), names)
    return names


def printed(slug: str, beginning: str, names: dict[str, Any]) -> str:
    """What the cell that begins so prints when it runs with these names."""
    (body,) = (body for _, body in cells(slug) if body.startswith(beginning))
    lines: list[str] = []
    exec(
        compile(body, slug, "exec"),
        {**names, "print": lambda *values: lines.append(" ".join(map(str, values)))},
    )
    return "\n".join(lines)
