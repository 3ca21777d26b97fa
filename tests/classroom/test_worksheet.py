"""A student's copy of a notebook: tasks are found by what is checked, answers land where they belong."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.classroom import answers, disturbances
from autograder.classroom.worksheet import NoSuchTask, Worksheet
from tests.judge.exercises import SCALE

SKELETON = '''import math

def scale(x, factor):
    """Multiply.

    >>> scale(2, 3)
    6
    """
    raise NotImplementedError("scale: yours to write")

after = 1'''

WRITTEN = '''import math

def scale(a, b):
    """Multiply.

    >>> scale(2, 3)
    6
    """
    return a * b

after = 1'''


def _marks(**marks: object) -> dict[str, object]:
    return {"nbgrader": {"grade": False, "solution": False, "locked": False, **marks}}


@pytest.fixture
def sheet() -> Worksheet:
    cells = [
        new_code_cell("import numpy as np\nfrom autograder import check, use"),
        new_markdown_cell("Write it."),
        new_code_cell(SKELETON, metadata=_marks(solution=True)),
        new_code_cell('check("scale", scale)', metadata=_marks(grade=True, locked=True)),
        new_code_cell('scale = use("scale", scale)'),
        new_code_cell('size = choose("abc", answer="")', metadata=_marks(solution=True)),
        new_code_cell('check("size", size)', metadata=_marks(grade=True, locked=True)),
        new_code_cell("%timeit scale(1, 2)"),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return Worksheet(new_notebook(cells=cells, nbformat_minor=5))


def test_tasks_are_found_by_their_checks(sheet: Worksheet) -> None:
    places = [(place.task, place.answer, place.check) for place in sheet.places()]
    assert places == [("scale", 2, 3), ("size", 5, 6)]


def test_names_are_those_the_cells_define(sheet: Worksheet) -> None:
    assert sheet.names() == {"math", "np", "check", "use", "scale", "after", "size"}


def test_a_function_goes_under_the_skeletons_docstring(sheet: Worksheet) -> None:
    sheet.write("scale", "def scale(a, b):\n    return a * b\n")
    assert sheet.cells[2].source == WRITTEN


def test_a_function_on_one_line_is_written_as_it_is(sheet: Worksheet) -> None:
    sheet.write("scale", "def scale(a, b): return a * b\n")
    assert "def scale(a, b): return a * b" in sheet.cells[2].source


def test_helpers_go_above_the_function(sheet: Worksheet) -> None:
    sheet.write(
        "scale", "def twice(a):\n    return 2 * a\n\ndef scale(a, b):\n    return twice(a)\n"
    )
    assert sheet.cells[2].source.index("def twice") < sheet.cells[2].source.index("def scale")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('size = choose("abc", answer="")', 'size = choose("abc", answer="b")'),
        ('size = choose("abc")', 'size = choose("abc", answer="b")'),
        ('size = ""  # a, b or c', 'size = "b"  # a, b or c'),
    ],
)
def test_a_letter_is_chosen(sheet: Worksheet, before: str, after: str) -> None:
    sheet.cells[5].source = before
    sheet.choose("size", "b")
    assert sheet.cells[5].source == after


def test_an_unknown_task_is_named(sheet: Worksheet) -> None:
    with pytest.raises(NoSuchTask, match='check\\("shrink"'):
        sheet.write("shrink", "def shrink(): ...\n")


def test_a_lesson_that_is_not_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="build the lessons first"):
        Worksheet.read(tmp_path / "01-sliding.ipynb")


def test_the_released_notebook_stays_as_it_is(sheet: Worksheet) -> None:
    mine = Worksheet(sheet.notebook)
    mine.write("scale", "def scale(a, b):\n    return a * b\n")
    disturbances.delete_check("size")(mine)
    assert sheet.cells[2].source == SKELETON
    assert len(sheet.cells) == len(mine.cells) + 1


def test_a_pasted_cell_keeps_its_marks_and_gets_an_id_of_its_own(sheet: Worksheet) -> None:
    disturbances.paste_check("scale")(sheet)
    assert sheet.cells[3].metadata == sheet.cells[4].metadata
    assert sheet.cells[3]["id"] != sheet.cells[4]["id"]
    nbformat.validate(sheet.notebook)


def test_a_syntax_error_is_one(sheet: Worksheet) -> None:
    disturbances.syntax_error("scale")(sheet)
    with pytest.raises(SyntaxError):
        compile(sheet.cells[2].source, "cell", "exec")


def test_swapped_exercises_keep_their_checks_below_them(sheet: Worksheet) -> None:
    disturbances.swap("scale", "size")(sheet)
    assert [place.task for place in sheet.places()] == ["size", "scale"]


def test_windows_line_ends_are_in_the_file_and_in_the_cells(
    sheet: Worksheet, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "lesson.ipynb"
    sheet.save(path, newline="\r\n")
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 10
    assert "\r\n" in nbformat.reads(content.decode(), as_version=4).cells[2].source


def test_an_answer_brings_what_it_needs() -> None:
    text, style = answers.correct(SCALE, 0, known={"np"})
    assert (text.startswith("def scale("), style) == (True, "the reference")
    text, _ = answers.correct(SCALE, 0, known=set())
    assert text.startswith("import numpy as np\ndef scale(")


def test_a_renamed_function_still_calls_itself() -> None:
    source = "def _down(n):\n    return n and _down(n - 1)\n"
    assert answers.renamed(source, "_down", "down") == (
        "def down(n):\n    return n and down(n - 1)\n"
    )


def test_noise_stands_inside_the_function() -> None:
    noisy = answers.noisy("def f(x):\n    return x\n", "f")
    names: dict[str, object] = {}
    exec(compile(noisy, "cell", "exec"), names)
    assert "stderr" in noisy
    assert noisy.splitlines()[0] == "def f(x):"
    assert noisy.splitlines()[-1] == "    return x"
