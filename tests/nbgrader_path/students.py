"""A class: what each student did to the lesson they were given, and the points it deserves."""

from __future__ import annotations

import copy
import json
import os
import pwd
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.build.miniature import SECOND

WRITTEN: Mapping[str, str] = {
    "double": "FACTOR = 2\n\n\ndef double(x):\n    return FACTOR * x",
    "area": "def area(shape):\n    return shape[0] * shape[1]",
    "sum_3_4": 'sum_3_4 = choose("abc", answer="b")',
    "recall_tens": 'recall_tens = choose("ab", answer="a")',
}


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The first cell with that mark."""
    return next(
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def solve(notebook: NotebookNode) -> None:
    for name, source in WRITTEN.items():
        cell_of(notebook, name).source = source


def all_right(notebook: NotebookNode) -> None:
    solve(notebook)


def half_right(notebook: NotebookNode) -> None:
    """Rounds, so that halves are wrong; leaves the next exercise unwritten."""
    cell_of(notebook, "double").source = "def double(x):\n    return int(2 * abs(x))"


def pasted_twice(notebook: NotebookNode) -> None:
    solve(notebook)
    for name in ("double", "check-double", "card-area"):
        cell = cell_of(notebook, name)
        notebook.cells.insert(notebook.cells.index(cell), copy.deepcopy(cell))


def deleted(notebook: NotebookNode) -> None:
    """One exercise is gone with its check; of another the check alone."""
    solve(notebook)
    for name in ("area", "check-area", "check-sum_3_4", "card-double"):
        notebook.cells.remove(cell_of(notebook, name))


def greedy(notebook: NotebookNode) -> None:
    """Edits points and checks, marks a check as a solution, adds a graded cell of their own."""
    cell_of(notebook, "check-double").metadata.nbgrader.points = 1000
    cell_of(notebook, "check-double").source = "1000.0"
    cell_of(notebook, "check-area").metadata.nbgrader.update(solution=True, grade=False)
    extra = copy.deepcopy(cell_of(notebook, "check-area"))
    extra.metadata.nbgrader.update(grade_id="bonus", grade=True, solution=False, points=1000)
    extra.source = "1000.0"
    notebook.cells.append(extra)


def confused(notebook: NotebookNode) -> None:
    """Turns code into markdown, renames a check, moves another above its function."""
    solve(notebook)
    cell = cell_of(notebook, "double")
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]
    cell_of(notebook, "check-area").metadata.nbgrader.grade_id = "check-mine"
    check = cell_of(notebook, "check-sum_3_4")
    notebook.cells.remove(check)
    notebook.cells.insert(0, check)


def unmarked(notebook: NotebookNode) -> None:
    """Copied everything into a new notebook, as text."""
    solve(notebook)
    for cell in notebook.cells:
        cell.metadata = NotebookNode()


def elsewhere(notebook: NotebookNode) -> None:
    """Wrote a function in a cell of their own, above the given one, which is deleted."""
    solve(notebook)
    given = cell_of(notebook, "area")
    mine = new_code_cell("def area(shape):\n    return helper(*shape)")
    notebook.cells[notebook.cells.index(given)] = mine
    helper = new_code_cell("import operator\n\nhelper = operator.mul")
    notebook.cells.insert(notebook.cells.index(mine), helper)


ME = pwd.getpwuid(os.getuid()).pw_name
"""nbgrader goes by the name of the user it runs as: so do the commands of the exchange here."""

STUDENTS: Mapping[str, tuple[Callable[[NotebookNode], None], float | None]] = {
    ME: (all_right, 6.0),
    "bob": (half_right, 1.5),
    "cleo": (pasted_twice, 6.0),
    "dan": (deleted, 3.0),
    "eve": (greedy, 0.0),
    "fay": (confused, 6.0),
    "gus": (unmarked, 6.0),
    "hal": (elsewhere, 6.0),
    "mal": (all_right, None),  # and the file is cut off
}
"""For each student what they did, and their score; None where there can be none."""


def hand_in(student: str, handed_out: Path, folder: Path) -> None:
    """Write a student's notebook, and the files beside it, into a folder."""
    notebook = nbformat.read(handed_out / f"{SECOND}.ipynb", as_version=4)
    STUDENTS[student][0](notebook)
    if folder != handed_out:
        shutil.copytree(handed_out, folder)
    path = folder / f"{SECOND}.ipynb"
    path.chmod(0o644)
    # As it is: nbformat would mend the ids of pasted cells on writing.
    text = json.dumps(notebook)
    path.write_text(text[: len(text) // 2] if student == "mal" else text, encoding="utf-8")
