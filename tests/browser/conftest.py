"""Fixtures for tests in a real JupyterLab: `lab`, `page`, `open_notebook`, `screenshot`."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import jupyter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[jupyter.Lab]:
    """One JupyterLab for the session, with its own settings, serving an empty folder."""
    pytest.importorskip("jupyterlab", reason="needs JupyterLab: pip install jupyterlab")
    with jupyter.running_lab(tmp_path_factory.mktemp("jupyter")) as running:
        yield running


@pytest.fixture(scope="session")
def lab_page(browser: Browser, lab: jupyter.Lab) -> Page:
    """The page all tests share; use `page`, which tidies it."""
    return jupyter.new_page(browser, lab)


@pytest.fixture
def page(lab_page: Page) -> Iterator[Page]:
    """JupyterLab, in its light theme; a test fails if a request left the machine."""
    outside: list[str] = []

    def note(request: object) -> None:
        url = str(getattr(request, "url", ""))
        if url.startswith(("http", "ws")) and "//127.0.0.1:" not in url:
            outside.append(url)

    lab_page.on("request", note)
    yield lab_page
    lab_page.remove_listener("request", note)
    assert not outside, f"requests left the machine: {outside}"


@pytest.fixture
def open_notebook(page: Page, lab: jupyter.Lab) -> Iterator[Callable[..., Page]]:
    """Open a notebook of the given cells (or a path in the lab's folder), run it, tidy up after."""
    opened: list[str] = []

    def open_it(*sources: str, path: str | None = None, run: bool = True) -> Page:
        name = path or lab.write(f"test-{os.urandom(4).hex()}.ipynb", *sources)
        opened.append(name)
        jupyter.open_document(page, name)
        if run:
            jupyter.run_all(page)
        return page

    yield open_it
    for name in opened:
        jupyter.close_document(page, name)


@pytest.fixture
def screenshot(tmp_path: pathlib.Path) -> Callable[[Locator, str], None]:
    """Keep a picture of an element, in $CNN_COURSE_SCREENSHOTS or the test's folder."""
    folder = pathlib.Path(os.environ.get("CNN_COURSE_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def take(element: Locator, name: str) -> None:
        element.screenshot(path=folder / f"{name}.png")

    return take
