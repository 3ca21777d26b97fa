"""The lessons' notebooks as tests read them: their cells, and what is left when they have run."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from autograder.build.solution import cleared

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
    with without_data():
        for cell in cells(slug):
            header, body = cell
            if is_prose(cell):
                continue
            if released:
                body = cleared(body, "this")
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                exec(compile(body, f"{slug}: {header}", "exec"), names)
    return names


@contextlib.contextmanager
def without_data() -> Iterator[None]:
    """In a folder of its own, with no data set in reach and none to be fetched: all is quick."""
    before, home = dict(os.environ), os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(CNN_COURSE_DATA=folder, XDG_CACHE_HOME=folder, HOME=folder)
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(home)
            os.environ.clear()
            os.environ.update(before)


def printed(slug: str, beginning: str, names: dict[str, Any]) -> str:
    """What the cell that begins so prints when it runs with these names."""
    (body,) = (body for _, body in cells(slug) if body.startswith(beginning))
    lines: list[str] = []
    exec(
        compile(body, slug, "exec"),
        {**names, "print": lambda *values: lines.append(" ".join(map(str, values)))},
    )
    return "\n".join(lines)
