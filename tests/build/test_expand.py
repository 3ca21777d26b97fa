"""From the author's cells to nbgrader's."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from nbformat import NotebookNode, validate

from autograder.build.expand import expand
from autograder.build.problem import BuildError
from autograder.build.source import same_text, to_notebook, to_text
from tests.build.miniature import FIRST_TEXT, LESSONS, SECOND_TEXT

LESSON = LESSONS["01-second"]


def expanded(text: str = SECOND_TEXT) -> NotebookNode:
    return expand(to_notebook(text), LESSON)


def marked(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }


@pytest.mark.parametrize("text", [FIRST_TEXT, SECOND_TEXT])
def test_text_to_notebook_to_text_is_the_identity(text: str) -> None:
    assert same_text(to_text(to_notebook(text)), text)


def test_windows_line_ends_make_no_difference() -> None:
    assert expanded(SECOND_TEXT.replace("\n", "\r\n")) == expanded()


def test_other_words_are_not_the_same_text() -> None:
    assert not same_text(FIRST_TEXT, FIRST_TEXT.replace("Digits", "digits"))


def test_a_task_becomes_its_cells_in_their_order() -> None:
    ids = list(marked(expanded()))
    assert ids == [
        *("question-recall_tens", "recall_tens", "check-recall_tens"),
        *("card-double", "double", "check-double", "symptoms-double"),
        *("card-area", "area", "check-area", "symptoms-area"),
        *("question-sum_3_4", "sum_3_4", "check-sum_3_4"),
    ]


def test_the_graded_cell_is_exactly_the_check_and_has_the_declared_points() -> None:
    cells = marked(expanded())
    for name, points in {"double": 2, "area": 3, "sum_3_4": 1, "recall_tens": 0}.items():
        check = cells[f"check-{name}"]
        marks = check.metadata.nbgrader
        assert check.source == f'check("{name}", {name})'
        assert (marks.grade, marks.locked, marks.solution) == (True, True, False)
        assert marks.points == points
        solution = cells[name].metadata.nbgrader
        assert (solution.grade, solution.locked, solution.solution) == (False, False, True)


def test_expansion_is_pure_and_valid() -> None:
    source = to_notebook(SECOND_TEXT)
    before = copy.deepcopy(source)
    first, second = expand(source, LESSON), expand(source, LESSON)
    assert source == before
    assert first == second
    validate(first)
    ids = [cell.id for cell in first.cells]
    assert len(set(ids)) == len(ids)


def test_no_notebook_metadata_of_the_authors_machine_remains() -> None:
    assert "jupytext" not in expanded().metadata
    assert expanded().metadata.kernelspec.name == "python3"
    assert "version" not in expanded().metadata.language_info


def test_ids_of_ordinary_cells_do_not_depend_on_their_neighbours() -> None:
    longer = SECOND_TEXT.replace(
        "# %% [markdown]\n# Again.", "# %%\n1 + 1\n\n# %% [markdown]\n# Again.", 1
    )
    ids = {cell.id for cell in expanded().cells}
    assert ids < {cell.id for cell in expanded(longer).cells}


def test_an_authors_tags_stay() -> None:
    assert marked(expanded())["double"].metadata.tags == ["keep-me"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'exercise="double"',
            'exercise="doubel"',
            "does not declare; declare it there; did you mean",
        ),
        ('exercise="area"', 'exercise="double"', "is there twice, first as cell 4; remove one"),
        ('[markdown] question="sum_3_4"', "[markdown]", "no cell for question 'sum_3_4'"),
        ('# %% exercise="double"', '# %% question="double"', "is declared as an exercise"),
        ('# %% exercise="area"', '# %% [markdown] exercise="area"', "take [markdown] out"),
        ('[markdown] question="sum_3_4"', 'question="sum_3_4"', "put [markdown] into its header"),
        ("    ### END SOLUTION\n", "", "has `### BEGIN SOLUTION` on line"),
        ('print("between the tasks")', "### BEGIN SOLUTION", "belongs to no task"),
        ('print("between the tasks")', "def area(s): ...", "defines area, which students must"),
        ("import check, choose", "import check", "no cell imports choose"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(old: str, new: str, says: str) -> None:
    assert old in SECOND_TEXT
    with pytest.raises(BuildError) as caught:
        expanded(SECOND_TEXT.replace(old, new, 1))
    (sentence,) = [line for line in caught.value.problems if says in line]
    assert sentence.startswith("solutions/01-second/01-second.py: ")
    assert "\n" not in sentence


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(BuildError) as caught:
        expand(to_notebook("# %%\nx = 1\n"), replace(LESSON, exercises=LESSON.exercises[:1]))
    assert len(caught.value.problems) == 5
