"""Every report says which layers contained the submissions."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from nbformat.v4 import new_code_cell, new_notebook
from rich.console import Console

from autograder import lessons
from autograder.classroom import demo, show
from autograder.classroom.grade import Graded
from autograder.classroom.pages import SanitizeFeedback
from autograder.doctor import sandbox
from autograder.jail.layers import Walls, walls

TOLD = str(Walls(6, True, without="it is not installed"))


def console() -> Console:
    return Console(record=True, width=200, file=io.StringIO())


def test_grade_ends_with_them() -> None:
    said = console()
    show._summary(Graded(students=["ada"], run=1, walls=TOLD), said)
    assert f"What contained them: {TOLD}." in said.export_text()


def test_demo_tells_them(tmp_path: Path) -> None:
    (tmp_path / "notebook.ipynb").write_text(json.dumps(new_notebook()))
    handed_in: Any = SimpleNamespace(student="ada", path=tmp_path / "notebook.ipynb")
    course: Any = SimpleNamespace(
        root=tmp_path, grade_all=lambda *_: {}, export=lambda *_: None, walls=TOLD
    )
    said = console()
    demo._grade(course, lessons.lesson("01-sliding"), [handed_in], said)
    assert f"What contained them: {TOLD}." in said.export_text()


def test_a_feedback_page_ends_with_them() -> None:
    forged = "<script>alert(1)</script>"
    for walls_told, shown in ((TOLD, TOLD), (forged, "&lt;script&gt;alert(1)&lt;/script&gt;")):
        notebook = new_notebook(cells=[new_code_cell("1")])
        notebook.metadata["autograder"] = {"sandbox": walls_told}
        page, _ = cast(Any, SanitizeFeedback()).preprocess(notebook, {})
        assert f"while it ran: {shown}." in page.cells[-1].source


def test_a_feedback_page_of_plain_nbgrader_has_no_such_line() -> None:
    page, _ = cast(Any, SanitizeFeedback()).preprocess(new_notebook(cells=[new_code_cell("1")]), {})
    assert len(page.cells) == 1


def test_the_doctor_names_each() -> None:
    lines = {check.name: check for check in sandbox.sandbox()}
    offered = walls()
    assert (lines["bubblewrap"].status == "ok") is offered.bubblewrap
    assert offered.bubblewrap or lines["bubblewrap"].found == offered.without
    assert (lines["Landlock"].status == "ok") is (offered.landlock > 0)
