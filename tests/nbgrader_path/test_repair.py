"""What becomes of a notebook that came back in another state than it was handed out."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from nbformat import NotebookNode, validate
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.classroom.repair import Master, repair

MASTERS = [
    Master("card-f", "markdown", "### F", "a" * 32, locked=True),
    Master("f", "code", "def f():\n    raise NotImplementedError", "b" * 32, solution=True),
    Master("check-f", "code", 'check("f", f)', "c" * 32, locked=True, points=2.0),
    Master("g", "code", "def g():\n    raise NotImplementedError", "d" * 32, solution=True),
    Master("check-g", "code", 'check("g", g)', "e" * 32, locked=True, points=3.0),
]

F, G = "def f():\n    return 1", "def g():\n    return f()"


def as_handed_in() -> NotebookNode:
    """A notebook with both functions written, one prose cell between them."""
    written = {"f": F, "g": G}
    cells = []
    for number, master in enumerate(MASTERS):
        new = new_code_cell if master.cell_type == "code" else new_markdown_cell
        source = written.get(master.name, master.source)
        cells.append(new(source, metadata={"nbgrader": master.metadata()}, id=f"cell-{number}"))
    cells.insert(3, new_markdown_cell("Prose.", id="prose"))
    return new_notebook(cells=cells, nbformat_minor=5)


def names(notebook: NotebookNode) -> list[str]:
    """Grade ids in order; the first line of the text for cells without."""
    return [
        cell.metadata.get("nbgrader", {}).get("grade_id") or "~" + cell.source.split("\n")[0]
        for cell in notebook.cells
    ]


WHOLE = ["card-f", "f", "check-f", "~Prose.", "g", "check-g"]


def repaired(*steps: Callable[[list[NotebookNode]], object]) -> tuple[NotebookNode, list[str]]:
    notebook = as_handed_in()
    for step in steps:
        step(notebook.cells)
    before = copy.deepcopy(notebook)
    result, sentences = repair(notebook, MASTERS)
    assert notebook == before, "the submission itself must not change"
    validate(result)
    again, nothing = repair(result, MASTERS)
    assert (again, nothing) == (result, []), "a repaired notebook needs no repair"
    for cell in result.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        master = next((master for master in MASTERS if master.name == name), None)
        if master:
            assert cell.metadata.nbgrader == master.metadata()
            assert not master.locked or cell.source == master.source
    return result, sentences


def test_a_notebook_in_order_stays_as_it_is_and_nothing_is_said() -> None:
    notebook, sentences = repaired()
    assert notebook.cells == as_handed_in().cells
    assert sentences == []


def test_of_a_solution_pasted_twice_the_last_above_the_check_is_kept() -> None:
    notebook, sentences = repaired(lambda cells: cells.insert(1, copy.deepcopy(cells[1])))
    assert names(notebook) == ["card-f", "~def f():", *WHOLE[1:]]
    assert sentences == [
        "The cell f was there 2 times; one was kept, and what was over was run as ordinary cells."
    ]


def test_a_copy_below_the_check_does_not_take_the_place_of_the_written_one() -> None:
    notebook, _ = repaired(lambda cells: cells.append(copy.deepcopy(cells[1])))
    assert names(notebook) == [*WHOLE, "~def f():"]


def test_a_solution_written_in_a_copy_below_is_checked_there() -> None:
    def write_below(cells: list[NotebookNode]) -> None:
        cells.append(copy.deepcopy(cells[1]))
        cells[1].source = MASTERS[1].source

    notebook, sentences = repaired(write_below)
    assert names(notebook)[-2:] == ["f", "check-f"]
    assert notebook.cells[-2].source == F
    assert "moved below" in sentences[-1]


def test_of_checks_pasted_twice_the_first_below_the_solution_is_kept() -> None:
    def paste(cells: list[NotebookNode]) -> None:
        cells.append(copy.deepcopy(cells[2]))
        cells.insert(0, copy.deepcopy(cells[2]))

    notebook, _ = repaired(paste)
    assert names(notebook) == ['~check("f", f)', *WHOLE, '~check("f", f)']


@pytest.mark.parametrize("gone", [[2], [5], [2, 5], [0, 2], [3, 2]])
def test_a_check_that_is_gone_returns_to_its_place(gone: list[int]) -> None:
    def delete(cells: list[NotebookNode]) -> None:
        for index in sorted(gone, reverse=True):
            del cells[index]

    notebook, sentences = repaired(delete)
    kept = [name for name in WHOLE if WHOLE.index(name) not in gone or name.startswith("check")]
    assert names(notebook) == kept
    assert len(sentences) == sum(WHOLE[index].startswith("check") for index in gone)


def test_the_order_in_which_a_database_lists_cells_does_not_matter() -> None:
    notebook = as_handed_in()
    del notebook.cells[5], notebook.cells[2]
    for masters in (MASTERS, MASTERS[::-1], MASTERS[2:] + MASTERS[:2]):
        assert names(repair(notebook, masters)[0]) == WHOLE


def test_several_checks_of_one_solution_return_in_their_order() -> None:
    second = Master("check-f2", "code", "assert f() == 1", "h" * 32, locked=True, points=1.0)
    notebook = as_handed_in()
    del notebook.cells[2]
    result, _ = repair(notebook, [*MASTERS[:3], second, *MASTERS[3:]])
    assert names(result) == [*WHOLE[:3], "check-f2", *WHOLE[3:]]


def test_with_the_solution_gone_too_the_check_is_still_there_to_fail() -> None:
    notebook, sentences = repaired(lambda cells: cells.__delitem__(slice(1, 3)))
    assert names(notebook) == ["card-f", "check-f", "~Prose.", "g", "check-g"]
    assert sentences == ["The graded cell check-f was missing and was put back."]


def test_an_empty_notebook_gets_every_check() -> None:
    notebook, _ = repaired(lambda cells: cells.clear())
    assert names(notebook) == ["check-f", "check-g"]


def test_a_function_moved_into_another_cell_still_counts() -> None:
    def move(cells: list[NotebookNode]) -> None:
        del cells[1:3]
        cells.append(new_code_cell(F, id="mine"))

    notebook, _ = repaired(move)
    assert names(notebook) == ["card-f", "~Prose.", "g", "check-g", "f", "check-f"]


def test_a_function_handed_on_by_use_does_not_count_as_written() -> None:
    def cheat(cells: list[NotebookNode]) -> None:
        del cells[1:3]
        cells.append(new_code_cell('f = use("f", None)', id="mine"))

    notebook, _ = repaired(cheat)
    assert names(notebook)[:2] == ["card-f", "check-f"]


def test_marks_lost_altogether_are_recognised() -> None:
    def strip(cells: list[NotebookNode]) -> None:
        for cell in cells:
            cell.metadata.pop("nbgrader", None)

    notebook, sentences = repaired(strip)
    assert names(notebook) == WHOLE
    assert len(sentences) == 5


def test_a_renamed_locked_cell_is_recognised_and_the_new_name_told() -> None:
    def rename(cells: list[NotebookNode]) -> None:
        cells[2].metadata.nbgrader.grade_id = "check-mine"

    notebook, sentences = repaired(rename)
    assert names(notebook) == WHOLE
    assert sentences[0].startswith("A cell marked 'check-mine', which this lesson does not have")


def test_an_edited_locked_cell_is_restored() -> None:
    def edit(cells: list[NotebookNode]) -> None:
        cells[2].source = "2.0"

    _, sentences = repaired(edit)
    assert sentences == ["The locked cell check-f had been edited and was restored."]


def test_line_ends_and_trailing_blanks_are_no_edits() -> None:
    def touch(cells: list[NotebookNode]) -> None:
        for cell in cells:
            cell.source = cell.source.replace("\n", "\r\n") + "  \r\n"

    assert repaired(touch)[1] == []


def test_edited_points_and_marks_are_reset() -> None:
    def edit(cells: list[NotebookNode]) -> None:
        cells[2].metadata.nbgrader.points = 1000
        cells[2].metadata.nbgrader.solution = True
        cells[2].metadata.nbgrader.schema_version = 99

    _, sentences = repaired(edit)
    assert sentences == [
        "The points of check-f had been changed to 1000 and are 2 again.",
        "The marks of check-f had been changed (solution) and were reset.",
    ]


@pytest.mark.parametrize("cell_type", ["markdown", "raw"])
def test_a_code_cell_turned_into_text_is_turned_back_with_its_text(cell_type: str) -> None:
    def turn(cells: list[NotebookNode]) -> None:
        for cell in (cells[1], cells[2]):
            del cell["outputs"], cell["execution_count"]
            cell.cell_type = cell_type
            cell.attachments = {}

    notebook, sentences = repaired(turn)
    assert notebook.cells[1].cell_type == "code" and notebook.cells[1].source == F
    assert all("turned back" in sentence for sentence in sentences) and len(sentences) == 2


def test_an_extra_graded_cell_is_ordinary() -> None:
    marks = {"grade": True, "grade_id": "bonus", "locked": False, "points": 1000, "solution": False}

    def add(cells: list[NotebookNode]) -> None:
        cells.append(new_code_cell("1000.0", metadata={"nbgrader": marks}, id="extra"))

    notebook, sentences = repaired(add)
    assert names(notebook) == [*WHOLE, "~1000.0"]
    assert "'bonus'" in sentences[0]


@pytest.mark.parametrize(
    "marks", [[], "graded", 7, {"grade_id": 3}, {"grade_id": ["f"]}, {"grade": True}]
)
def test_marks_that_make_no_sense_are_taken_off(marks: object) -> None:
    def spoil(cells: list[NotebookNode]) -> None:
        cells[3].metadata["nbgrader"] = marks

    assert names(repaired(spoil)[0]) == WHOLE


@pytest.mark.parametrize(
    "cell",
    [
        {},
        {"cell_type": "code"},
        {"cell_type": "cake", "source": ["a", "b"], "metadata": None, "id": 7},
        {"cell_type": "markdown", "source": {"a": 1}, "metadata": [], "attachments": "no"},
        {"cell_type": "code", "source": 5, "outputs": "none", "id": "cell-1"},
    ],
)
def test_cells_that_are_no_cells_do_no_harm(cell: dict[str, object]) -> None:
    notebook, _ = repaired(lambda cells: cells.append(NotebookNode(cell)))
    assert names(notebook)[:6] == WHOLE


@pytest.mark.parametrize("notebook", [{}, {"cells": None}, {"cells": 5, "metadata": 3}])
def test_a_notebook_that_is_none_gets_every_check(notebook: dict[str, object]) -> None:
    assert names(repair(notebook, MASTERS)[0]) == ["check-f", "check-g"]


def test_a_check_above_its_function_is_moved_below() -> None:
    notebook, sentences = repaired(lambda cells: cells.insert(0, cells.pop(2)))
    assert names(notebook) == WHOLE
    assert sentences == ["The cell check-f stood above the cell it checks and was moved below."]


def test_written_answers_and_tasks_graded_by_hand_return_too() -> None:
    masters = [
        Master("essay", "markdown", "YOUR ANSWER HERE", "f" * 32, solution=True, points=5.0),
        Master("task", "markdown", "Do it.", "g" * 32, task=True, locked=True, points=1.0),
    ]
    notebook, _ = repair(new_notebook(), masters)
    assert names(notebook) == ["essay", "task"]
    assert notebook.cells[0].metadata.nbgrader.points == 5
