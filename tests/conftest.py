"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

# Several processes share the cores here: threads of torch's would wait for each other. Set before
# anything imports torch, and inherited by the notebooks that tests run.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest

from tests.browser import jupyter

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests stay together in one process when several share the work.

    Those of a file share costly fixtures, such as a graded class. Those in a browser share one
    JupyterLab, and measure times. A file may say otherwise with `pytest.mark.xdist_group`.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            in_browser = item.get_closest_marker("browser") is not None
            group = "browser" if in_browser else str(item.path)
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; Playwright can't be started twice in a process."""
    pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    try:
        running = jupyter.running_browser()
        chromium = running.__enter__()
    except Exception as error:
        if "Executable doesn't exist" not in str(error):
            raise
        pytest.skip("needs Chromium: install it, or run: playwright install chromium")
    try:
        yield chromium
    finally:
        running.__exit__(None, None, None)
