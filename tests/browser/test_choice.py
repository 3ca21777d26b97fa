"""choose(): a click or a key answers, and the cell keeps the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.jupyter import run_all, run_python, source_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]

IMPORT = "from course.widgets import choose"
QUESTION = 'size_7x9 = choose("abcd", answer="")'


def choices_of(page: Page, count: int = 1) -> list[Locator]:
    """Return the rows of letters of the notebook in front."""
    rows = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-choice[data-draws]")
    rows.nth(count - 1).wait_for()
    found = rows.all()
    assert len(found) == count
    return found


def test_a_key_answers_and_the_cell_keeps_it(open_notebook: Open) -> None:
    page = open_notebook(IMPORT, QUESTION)
    (row,) = choices_of(page)
    row.get_by_role("radio", name="a", exact=True).focus()
    page.keyboard.press("ArrowRight")
    row.get_by_text("Answer b is kept in this cell.").wait_for()
    assert source_of(page, 1) == 'size_7x9 = choose("abcd", answer="b")'
    assert run_python(page, "print(size_7x9.answer)") == "b"


def test_the_answer_survives_running_the_cell_again(open_notebook: Open) -> None:
    page = open_notebook(IMPORT, QUESTION)
    choices_of(page)[0].get_by_role("radio", name="c", exact=True).check()
    page.wait_for_function(
        "() => panelInFront.content.model.cells.get(1).sharedModel.source.includes('\"c\"')"
    )
    page.evaluate("() => { jupyterapp.commands.execute('notebook:clear-all-cell-outputs'); }")
    run_all(page)
    (row,) = choices_of(page)
    assert row.get_by_role("radio", name="c", exact=True).is_checked()
    assert run_python(page, "print(size_7x9)") == "Choice('abcd', answer='c')"


def test_of_two_questions_in_a_cell_each_keeps_its_own(open_notebook: Open) -> None:
    page = open_notebook(IMPORT, 'a = choose("abc", answer="")\nb = choose("abc", answer="")')
    _, second = choices_of(page, 2)
    second.get_by_role("radio", name="b", exact=True).check()
    second.get_by_text("is kept in this cell").wait_for()
    assert source_of(page, 1) == 'a = choose("abc", answer="")\nb = choose("abc", answer="b")'


def test_a_call_on_the_last_line_is_shown_once(open_notebook: Open) -> None:
    choices_of(open_notebook(IMPORT, 'choose("ab", answer="")'), 1)


def test_it_says_what_to_type_where_the_cell_cannot_be_changed(open_notebook: Open) -> None:
    page = open_notebook(IMPORT, 'letters = "abc"\nq = choose(letters)')
    (row,) = choices_of(page)
    row.get_by_role("radio", name="b", exact=True).check()
    row.get_by_text('Now type answer="b" in the cell above.').wait_for()
    assert run_python(page, "print(q.answer)") == "b"
