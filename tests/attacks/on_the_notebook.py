"""Attacks on the notebook itself, on the files around it, and on whoever reads the result."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.attacks.classroom import LESSON, Classroom, cell_named, code_cell, text_cell
from tests.attacks.declared import BROKEN, Kind, solution

Notebook = dict[str, Any]


@dataclass(frozen=True)
class HandedIn:
    """A submission whose file, not whose code, is the attack.

    Attributes
    ----------
    id : str
        Also the student's name.
    kind : Kind
    tries : str
    make : callable
        Writes the submission. Its `window_at` is right, its `cross_correlate2d` earns nothing.
    refusable : bool
        Whether no score at all, with a sentence in the log, is right too.
    """

    id: str
    kind: Kind
    tries: str
    make: Callable[[Classroom, str], object]
    refusable: bool = False

    def __str__(self) -> str:
        return self.id


def lazy(classroom: Classroom) -> Notebook:
    """A notebook with one exercise done and one undone."""
    return classroom.notebook(window_at=solution("window_at"), cross_correlate2d=BROKEN)


def changed(*changes: Callable[[Notebook], object]) -> Callable[[Classroom, str], object]:
    """Hand in that notebook after some changes."""

    def make(classroom: Classroom, student: str) -> None:
        notebook = lazy(classroom)
        for change in changes:
            change(notebook)
        classroom.hand_in(student, notebook)

    return make


def marks(notebook: Notebook, **changes: Any) -> None:
    cell_named(notebook, "check-cross_correlate2d")["metadata"]["nbgrader"].update(changes)


def edit(notebook: Notebook, **changes: Any) -> None:
    cell_named(notebook, "check-cross_correlate2d").update(changes)


def remove(notebook: Notebook, name: str) -> None:
    notebook["cells"].remove(cell_named(notebook, name))


def copy_of(notebook: Notebook, name: str, **changes: Any) -> Notebook:
    copied: Notebook = json.loads(json.dumps(cell_named(notebook, name)))
    return {**copied, **changes, "id": "copied"}


def put(notebook: Notebook, *cells: Notebook, at: int | None = None) -> None:
    place = len(notebook["cells"]) if at is None else at
    notebook["cells"][place:place] = cells


def extra_grade(notebook: Notebook) -> None:
    own = dict(cell_named(notebook, "check-window_at")["metadata"]["nbgrader"])
    own |= {"grade_id": "bonus", "points": 1000}
    put(notebook, {**code_cell("1000.0"), "metadata": {"nbgrader": own}})


def swapped_names(notebook: Notebook) -> None:
    right, wrong = (
        cell_named(notebook, "check-window_at"),
        cell_named(notebook, "check-cross_correlate2d"),
    )
    right["metadata"], wrong["metadata"] = wrong["metadata"], right["metadata"]


def as_markdown(notebook: Notebook) -> None:
    cell = cell_named(notebook, "check-cross_correlate2d")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def stripped(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def prefilled(notebook: Notebook) -> None:
    shown = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
    edit(notebook, outputs=[{**shown, "data": {"text/plain": "8.0"}}], execution_count=1)


DEEP = "x = " + "-" * 20_000 + "1"
LONG_SUM = "x = " + "1+" * 20_000 + "1"

NOTEBOOK = (
    HandedIn("points_in_metadata", "tamper with the notebook", "1000 points in the metadata",
             changed(lambda n: marks(n, points=1000))),
    HandedIn("points_beyond_floats", "tamper with the notebook", "more points than a float holds",
             changed(lambda n: marks(n, points=10**400))),
    HandedIn("points_that_are_text", "tamper with the notebook", "points that are no number",
             changed(lambda n: marks(n, points={"a": ["b"]}))),
    HandedIn("locked_cell_edited", "tamper with the notebook", "the check says 8.0",
             changed(lambda n: edit(n, source="8.0"))),
    HandedIn("check_deleted", "tamper with the notebook", "no check, no failure",
             changed(lambda n: remove(n, "check-cross_correlate2d"))),
    HandedIn("check_and_solution_deleted", "tamper with the notebook", "nothing to fail",
             changed(lambda n: remove(n, "check-cross_correlate2d"),
                     lambda n: remove(n, "cross_correlate2d"))),
    HandedIn("check_pasted_twice", "tamper with the notebook", "a copy of the check that says 8.0",
             changed(lambda n: put(n, copy_of(n, "check-cross_correlate2d", source="8.0"), at=0))),
    HandedIn("check_as_markdown", "tamper with the notebook", "a text cell is graded by hand",
             changed(as_markdown)),
    HandedIn("check_as_solution", "tamper with the notebook", "a solution is not overwritten",
             changed(lambda n: marks(n, solution=True, locked=False),
                     lambda n: edit(n, source="8.0"))),
    HandedIn("check_ungraded", "tamper with the notebook", "a cell without a grade cannot fail",
             changed(lambda n: marks(n, grade=False, locked=False))),
    HandedIn("extra_graded_cell", "tamper with the notebook", "a bonus of 1000 points",
             changed(extra_grade)),
    HandedIn("names_exchanged", "tamper with the notebook", "the right answer earns the other's points",
             changed(swapped_names)),
    HandedIn("marks_stripped", "tamper with the notebook", "no cell is marked at all",
             changed(stripped)),
    HandedIn("marks_of_odd_types", "tamper with the notebook", "marks that are lists and numbers",
             changed(lambda n: marks(n, grade_id=["x"], schema_version="nine"),
                     lambda n: n["cells"][0]["metadata"].update(nbgrader=[1]))),
    HandedIn("outputs_prefilled", "tamper with the notebook", "the check's output is there already",
             changed(prefilled)),
    HandedIn("our_own_metadata", "tamper with the notebook", "what we note is there already",
             changed(lambda n: n["metadata"].update(autograder="full marks"))),
    HandedIn("thousands_of_cells", "tamper with the notebook", "the check is never reached",
             changed(lambda n: put(n, *(code_cell("pass") for _ in range(2500)),
                                   at=len(n["cells"]) - 1))),
)  # fmt: skip


def text(content: str) -> Callable[[Classroom, str], object]:
    """Hand in a file that is no notebook."""
    return lambda classroom, student: classroom.hand_in(student, content)


def beside(
    name: str | bytes, fill: Callable[[bytes], object]
) -> Callable[[Classroom, str], object]:
    """Hand in the notebook with something else beside it."""

    def make(classroom: Classroom, student: str) -> None:
        place = classroom.hand_in(student, lazy(classroom))
        fill(os.path.join(os.fsencode(place), os.fsencode(name)))

    return make


def linked_notebook(classroom: Classroom, student: str) -> None:
    target = classroom.hand_in("00-honest", classroom.honest()) / f"{LESSON}.ipynb"
    (classroom.folder(student) / f"{LESSON}.ipynb").symlink_to(target)


def linked_secret(classroom: Classroom, student: str) -> None:
    notebook = lazy(classroom)
    put(notebook, code_cell("print(open('data.txt').read())"), at=1)
    place = classroom.hand_in(student, notebook)
    (place / "data.txt").symlink_to(classroom.root / "secret.txt")


def linked_folder(classroom: Classroom, student: str) -> None:
    notebook = lazy(classroom)
    put(
        notebook,
        code_cell("import glob\nfor p in glob.glob('more/*'): print(open(p).read())"),
        at=1,
    )
    place = classroom.hand_in(student, notebook)
    (classroom.root / "private").mkdir(exist_ok=True)
    (classroom.root / "private/secret.txt").write_text((classroom.root / "secret.txt").read_text())
    (place / "more").symlink_to(classroom.root / "private")


def shadowing(classroom: Classroom, student: str) -> None:
    place = classroom.hand_in(student, lazy(classroom))
    for name in ("numpy", "autograder", "json", "IPython", "nbgrader", "nbgrader_config", "site"):
        (place / f"{name}.py").write_text("check = lambda *a: 8.0\nraise SystemExit\n")


def write(content: bytes) -> Callable[[bytes], object]:
    def fill(path: bytes) -> None:
        with open(path, "wb") as file:
            file.write(content)

    return fill


def sparse(path: bytes) -> None:
    with open(path, "wb") as file:
        file.truncate(400 << 20)


FILES = (
    HandedIn("malformed_json", "tamper with files", "no JSON", text('{"cells": ['), refusable=True),
    HandedIn("empty_file", "tamper with files", "nothing", text(""), refusable=True),
    HandedIn("a_list", "tamper with files", "JSON, but a list", text("[1, 2]"), refusable=True),
    HandedIn("deep_json", "tamper with files", "lists in lists, too deep to read",
             text("[" * 200_000), refusable=True),
    HandedIn("other_format", "tamper with files", "a format of the future",
             changed(lambda n: n.update(nbformat=99)), refusable=True),
    HandedIn("cells_of_no_form", "tamper with files", "cells that are no cells",
             changed(lambda n: put(n, {"cell_type": "soup"}, {"source": 3}, at=0)), refusable=True),
    HandedIn("bogus_kernel", "tamper with files", "a kernel that is not there",
             changed(lambda n: n["metadata"].update(
                 kernelspec={"name": "../../evil", "display_name": "x", "language": "x"}))),
    HandedIn("half_characters", "tamper with files", "text that no file in UTF-8 can hold",
             changed(lambda n: put(n, text_cell("\ud800"), at=0)), refusable=True),
    HandedIn("large_cell", "tamper with files", "a cell of 10 MB",
             changed(lambda n: put(n, code_cell("x = '" + "x" * 10_000_000 + "'"), at=1))),
    HandedIn("deep_expression", "tamper with files", "a line that breaks parsers",
             changed(lambda n: put(n, code_cell(DEEP), code_cell(LONG_SUM), at=1), stripped)),
    HandedIn("long_list", "tamper with files", "a list that is a gigabyte to a parser, more than once",
             changed(lambda n: put(n, code_cell("x = [" + "1," * 1_000_000 + "]"), at=1), stripped)),
    HandedIn("linked_notebook", "tamper with files", "the notebook is a link to a classmate's",
             linked_notebook, refusable=True),
    HandedIn("linked_secret", "tamper with files", "a link to an instructor's file",
             linked_secret, refusable=True),
    HandedIn("linked_folder", "tamper with files", "a link to an instructor's folder",
             linked_folder, refusable=True),
    HandedIn("shadowing_modules", "tamper with files", "files named like modules", shadowing),
    HandedIn("pipe_beside", "tamper with files", "a named pipe, at which readers wait for ever",
             beside("pipe", lambda path: os.mkfifo(path)), refusable=True),
    HandedIn("name_without_encoding", "tamper with files", "a name that is no text",
             beside(b"caf\xe9.txt", write(b"hello"))),
    HandedIn("large_file_beside", "tamper with files", "a file of 400 MiB",
             beside("large.bin", sparse), refusable=True),
)  # fmt: skip

TOKEN = "attackTheReader"
HTML = (
    f"<script>{TOKEN}()</script><img src=x onerror='{TOKEN}()'><iframe srcdoc='{TOKEN}'></iframe>"
    f"<a href='javascript:{TOKEN}()'>a</a><svg onload='{TOKEN}()'></svg><style>{TOKEN}</style>"
    f"</pre></div></script><script>{TOKEN}()</script>"
)


def showing(*sources: str) -> Callable[[Classroom, str], object]:
    """Hand in a notebook with cells that show something."""
    return changed(lambda n: put(n, *(code_cell(source) for source in sources), at=2))


READER = (
    HandedIn("html_printed", "attack the reader", "HTML in printed text",
             showing(f"import sys\nprint({HTML!r})\nprint({HTML!r}, file=sys.stderr)")),
    HandedIn("html_displayed", "attack the reader", "HTML and scripts as rich output",
             showing(f"from IPython.display import HTML, display\ndisplay(HTML({HTML!r}))",
                     f"display({{'application/javascript': '{TOKEN}()', 'text/plain': ''}}, raw=True)",
                     f"display({{'image/svg+xml': {HTML!r}, 'text/plain': ''}}, raw=True)",
                     f"display({{'text/markdown': {HTML!r}, 'text/latex': {HTML!r}}}, raw=True)")),
    HandedIn("html_raised", "attack the reader", "HTML in an exception's name and text",
             showing(f"raise type({HTML!r}, (Exception,), {{}})({HTML!r})")),
    HandedIn("html_in_text", "attack the reader", "HTML in a text cell",
             changed(lambda n: put(n, text_cell(HTML), at=0))),
    HandedIn("html_returned", "attack the reader", "HTML in what the judged function returns",
             changed(lambda n: cell_named(n, "cross_correlate2d").update(
                 source=f"def cross_correlate2d(x, kernel):\n    raise ValueError({HTML!r})\n"))),
    HandedIn("html_in_metadata", "attack the reader", "HTML in names and metadata",
             changed(lambda n: n["metadata"].update(title=HTML, authors=[{"name": HTML}]),
                     lambda n: put(n, {**code_cell("1"), "metadata": {"nbgrader": {
                         "grade_id": HTML, "grade": True, "points": 1}}}))),
    HandedIn("terminal_codes", "attack the reader", "codes that act on a terminal",
             showing(r"print('\x1b]0;owned\x07\x1b[2J\x1b]8;;http://x\x07')")),
)  # fmt: skip

HANDED_IN = (*NOTEBOOK, *FILES, *READER)
