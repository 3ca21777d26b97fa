"""axe-core finds nothing, in any theme; every control can be reached and keeps its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.jupyter import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NODE_MODULES,
    accessibility_problems,
    drawn,
    set_theme,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
Shot = Callable[["Locator", str], None]

ALL = """
import numpy as np
from course.widgets import KernelSlider, PixelInspector, choose
def flipped(x, kernel):
    k = kernel[::-1, ::-1]
    return np.array([[np.sum(x[r:r + 3, c:c + 3] * k) for c in range(x.shape[1] - 2)]
                     for r in range(x.shape[0] - 2)])
"""
CELLS = (
    "KernelSlider()",
    "KernelSlider(mode='predict')",
    "KernelSlider(function=flipped)",
    "KernelSlider(np.arange(-8.0, 8.0).reshape(4, 4), [[1, 2], [0, -1]], padding=1)",
    "KernelSlider(np.eye(7), np.eye(2), stride=2, dilation=3)",
    "KernelSlider(np.eye(2), np.eye(3))",
    "PixelInspector()",
    "q = choose('abcd', answer='b')",
)


@pytest.fixture
def light_again(page: Page) -> Iterator[None]:
    """Leave the shared page in its light theme."""
    yield
    set_theme(page, LIGHT)


@pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_CONTRAST])
@pytest.mark.usefixtures("light_again")
def test_axe_finds_nothing(open_notebook: Open, screenshot: Shot, theme: str) -> None:
    if not (NODE_MODULES / "axe-core").is_dir():
        pytest.skip("needs axe-core: npm ci in course/widgets")
    page = open_notebook(ALL, *CELLS)
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widgets.nth(len(CELLS) - 1).wait_for()
    before = drawn(widgets.first)
    set_theme(page, theme)
    if theme != LIGHT:
        assert drawn(widgets.first) > before, "the theme changed and nothing was drawn anew"
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"{theme.split()[-1].lower()}-{i}")
    problems = accessibility_problems(page, ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw")
    assert problems == []


def test_everything_that_takes_the_focus_keeps_its_keys(open_notebook: Open) -> None:
    page = open_notebook(ALL, *CELLS)
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widgets.nth(len(CELLS) - 1).wait_for()
    focusable = widgets.locator("button, input, select, [tabindex]")
    assert focusable.count() > 50
    without = focusable.evaluate_all(
        "all => all.filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"
    )
    assert without == []


def test_every_control_can_be_reached_with_the_tab_key(open_notebook: Open) -> None:
    page = open_notebook("from course.widgets import KernelSlider\nKernelSlider()")
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widget.wait_for()
    widget.get_by_role("button", name="Back").focus()
    names = []
    for _ in range(8):
        names.append(
            page.evaluate(
                "() => document.activeElement.getAttribute('aria-label')"
                " || document.activeElement.textContent || document.activeElement.className"
            )
        )
        page.keyboard.press("Tab")
    assert names[:5] == ["◀ Back", "Play", "Step ▶", "output cell, in reading order", "mode"]
    assert names[5] == "weight, row 0, column 0"
    assert names[6:8] == ["preset kernel", "Flip"]
    assert page.evaluate("() => document.activeElement.getAttribute('role')") == "slider"


def test_arrow_keys_go_through_the_kernel(open_notebook: Open) -> None:
    page = open_notebook("from course.widgets import KernelSlider\nKernelSlider()")
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widget.wait_for()
    name = "() => document.activeElement.getAttribute('aria-label')"
    widget.get_by_role("textbox", name="weight, row 0, column 0").focus()
    for key, place in (
        ("ArrowDown", "row 1, column 0"),
        ("ArrowRight", "row 1, column 1"),
        ("ArrowRight", "row 1, column 2"),
        ("ArrowRight", "row 1, column 2"),
        ("ArrowUp", "row 0, column 2"),
        ("ArrowLeft", "row 0, column 1"),
    ):
        page.keyboard.press(key)
        assert page.evaluate(name) == f"weight, {place}"
    page.keyboard.type("12")
    page.keyboard.press("ArrowLeft")  # within the number
    assert page.evaluate(name) == "weight, row 0, column 1"
    page.keyboard.press("Tab")
    assert page.evaluate(name) == "preset kernel"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(name) == "weight, row 0, column 1"
    assert widget.get_by_role("textbox", name="weight, row 0, column 1").input_value() == "12"
