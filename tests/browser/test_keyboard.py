"""Lesson 01's widgets worked through by keys alone, from the cell above each, as its prose asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("playwright", reason="needs Playwright: pip install playwright")
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from autograder import lessons
from tests.browser.jupyter import Lab, run_python, wait_for_position
from tests.browser.lesson_files import place

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]

MOST_CELLS = 150
MOST_TABS = 25
_ACTIVE_CELL = "() => panelInFront.content.activeCellIndex"
_CELL_OF = """start => Array.from(panelInFront.content.model.cells)
    .findIndex(cell => cell.sharedModel.source.startsWith(start))"""
_NAME = """() => {
    const e = document.activeElement;
    const by = e.getAttribute('aria-labelledby');
    return e.getAttribute('aria-label')
        ?? (by ? document.getElementById(by).textContent : e.labels?.[0]?.textContent)
        ?? e.textContent;
}"""


def into_widget(page: Page, cell: str, inside: str) -> None:
    """From wherever the focus is to a part of the widget under a cell, by keys."""
    index = page.evaluate(_CELL_OF, cell)
    for _ in range(MOST_TABS):
        if not page.evaluate("() => document.activeElement.closest('.ccw')"):
            break
        page.keyboard.press("Tab")  # no widget keeps the focus
    page.keyboard.press("Escape")
    for _ in range(MOST_CELLS):
        if (now := page.evaluate(_ACTIVE_CELL)) == index:
            break
        page.keyboard.press("ArrowDown" if now < index else "ArrowUp")
    else:
        raise AssertionError(f"arrow keys stay at cell {now}, {page.evaluate(_NAME)[:80]!r}")
    tab_to(page, inside)


def tab_to(page: Page, inside: str) -> None:
    """Press Tab until the focus is on what has this name."""
    names = []
    for _ in range(MOST_TABS):
        names.append(str(page.evaluate(_NAME))[:60])
        if re.search(inside, names[-1]):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no {inside!r} within {MOST_TABS} tabs: {names}")


def widget_with_focus(page: Page) -> Locator:
    """The widget that has the focus."""
    return page.locator(".ccw:focus-within")


def test_the_tasks_of_lesson_01_are_done_by_keys(open_notebook: Open, lab: Lab) -> None:
    page = open_notebook(path=place(lab, "01-sliding", "solved"))
    page.keyboard.press("Control+Home")

    # "Step through it yourself", and find the two sides of the stroke.
    into_widget(page, "KernelSlider(seven, vertical_edge", "^output,")
    found = run_python(page, "print(np.argwhere(edges == edges.max())[0].tolist())")
    row, col = (int(number) for number in re.findall(r"\d+", found))
    for key, count in (("Control+Home", 1), ("ArrowDown", row), ("ArrowRight", col)):
        for _ in range(count):
            page.keyboard.press(key)
    strongest = float(run_python(page, "print(edges.max())"))
    said(page, rf"\b{strongest:g}\b")

    # "Five right answers in a row": the sums are worked out as a student does.
    into_widget(page, "KernelSlider(x, kernel", "^What is the sum")
    x = np.array([[1.0, 2, 0, 1], [3, 1, 1, 0], [0, 2, 4, 1]])
    kernel = np.array([[1.0, 0], [2, -1]])
    opening = str(widget_with_focus(page).get_attribute("data-pos"))
    first = np.ravel_multi_index([int(n) for n in opening.split(",")], (2, 3))
    for right in range(1, 6):
        r, c = np.unravel_index((first + right - 1) % 6, (2, 3))
        wait_for_position(widget_with_focus(page), f"{r},{c}")
        page.keyboard.type(f"{(x[r : r + 2, c : c + 2] * kernel).sum():g}")
        page.keyboard.press("Enter")
        widget_with_focus(page).get_by_text(f"{right} right of {right} prediction").wait_for()
        page.keyboard.press("Enter")

    # "Slide it, and watch the sums inside the rectangle": flat and bright, and yet 0.
    into_widget(page, "KernelSlider(scene, template - template.mean()", "^output,")
    flat = run_python(
        page,
        "h, w = template.shape\n"
        "patches = np.lib.stride_tricks.sliding_window_view(scene, (h, w)).min((2, 3))\n"
        "print(*np.argwhere(patches == scene.max())[0])",
    )
    row, col = (int(number) for number in flat.split())
    for key, count in (("Control+Home", 1), ("ArrowDown", row), ("ArrowRight", col)):
        for _ in range(count):
            page.keyboard.press(key)
    said(page, r"= 0\b")


def test_its_questions_are_answered_by_keys(open_notebook: Open, lab: Lab) -> None:
    page = open_notebook(path=place(lab, "01-sliding", "released"))
    for question in lessons.lesson("01-sliding").questions:
        into_widget(page, f"{question.id} = choose(", "^[a-d]$")
        for _ in range(question.letters.index(question.right)):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        widget_with_focus(page).get_by_text("is kept in this cell").wait_for()
        page.keyboard.press("Escape")


def said(page: Page, words: str) -> None:
    """Wait until the status of the widget with the focus says something."""
    status = widget_with_focus(page).locator(".ccw-status")
    try:
        status.filter(has_text=re.compile(words)).wait_for(timeout=10_000)
    except PlaywrightTimeoutError:
        raise AssertionError(f"{words!r} was not said, but {status.inner_text()!r}") from None
