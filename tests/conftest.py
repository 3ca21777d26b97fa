"""What all tests share."""

from __future__ import annotations

import pytest


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
