"""A lesson in Notebook 7, by its menus, as one who prefers it to JupyterLab would run it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.browser.jupyter import RUN_MS, TIMEOUT_MS, Lab, wait_for_position
from tests.browser.lesson_files import place, widgets_shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def notebook7(browser: Browser) -> Iterator[Page]:
    """An empty page; a test fails if a request left the machine."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(TIMEOUT_MS)
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    yield page
    page.close()
    assert not [
        url for url in outside if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url)
    ]


@pytest.mark.parametrize("version", ["released", "solved"])
def test_a_lesson_runs_top_to_bottom_in_notebook_7(notebook7: Page, lab: Lab, version: str) -> None:
    pytest.importorskip("notebook", minversion="7", reason="needs Notebook 7: pip install notebook")
    path = place(lab, "01-sliding", version)
    page = notebook7
    page.goto(f"{lab.url}/notebooks/{quote(path)}")
    page.get_by_text("Python 3 (ipykernel)").first.wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => {
            const cells = Array.from(document.querySelectorAll('.jp-CodeCell'));
            return cells.length > 0 && cells.every(cell =>
                /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').textContent));
        }""",
        timeout=RUN_MS,
    )
    assert page.locator("[data-mime-type$='error'], [data-mime-type$='stderr']").count() == 0
    assert page.locator(".jupyter-widgets-error").count() == 0
    for name, count in widgets_shown(lab.root / path).items():
        page.locator(f".ccw-{name}[data-draws]").nth(count - 1).wait_for()
    slider = page.locator(".ccw-kernel-slider[data-draws]").first
    slider.get_by_role("slider", name=re.compile("^output, ")).focus()
    for key, position in (("Control+Home", "0,0"), ("ArrowRight", "0,1"), ("ArrowDown", "1,1")):
        page.keyboard.press(key)
        wait_for_position(slider, position)
