"""From a failed check, the keyboard alone opens the widget on the failing case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.jupyter import accessibility_problems

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MISTAKEN = """from autograder import check, failing_case
import numpy as np
from course.widgets import KernelSlider
def cross_correlate2d(x, kernel):
    kh, kw = kernel.shape
    rows = range(x.shape[0] - kh + 1)
    cols = range(x.shape[1] - kw + 1)
    return np.array([[(x[i:i + kh, j:j + kw] * kernel[::-1, ::-1]).sum() for j in cols] for i in rows])
check("cross_correlate2d", cross_correlate2d)"""

FORGOTTEN = """from autograder import check
import numpy as np
from course.widgets import PaddingLab
def zero_pad2d(x, padding):
    high, wide = (padding, padding) if isinstance(padding, int) else padding
    out = np.ones((*x.shape[:2], x.shape[2] + 2 * high, x.shape[3] + 2 * wide))
    out[:, :, high:high + x.shape[2], wide:wide + x.shape[3]] = x
    return out
check("zero_pad2d", zero_pad2d)"""


def test_one_key_opens_the_widget_on_the_failing_case(open_notebook: Callable[..., Page]) -> None:
    page = open_notebook(MISTAKEN)
    button = page.get_by_role("button", name="Play with this case")
    button.wait_for()
    assert not accessibility_problems(page, ".jp-OutputArea .widget-vbox")
    button.focus()
    page.keyboard.press("Enter")
    widget = page.locator(".ccw[data-draws]")
    widget.wait_for()
    assert "differ" in widget.inner_text() or "first" in widget.inner_text()


def test_the_widget_has_my_function_in_it(open_notebook: Callable[..., Page]) -> None:
    page = open_notebook(FORGOTTEN)
    page.get_by_role("button", name="Play with this case").press("Enter")
    widget = page.locator(".ccw-padding-lab[data-draws]")
    widget.wait_for()
    widget.get_by_text("The smallest case that your zero_pad2d failed.").wait_for()
    widget.get_by_text("zero_pad2d").nth(1).wait_for()
    assert "differ" in widget.inner_text()


def test_what_does_not_open_says_why(open_notebook: Callable[..., Page]) -> None:
    page = open_notebook(MISTAKEN.replace("from course.widgets import KernelSlider\n", ""))
    page.get_by_role("button", name="Play with this case").press("Enter")
    page.get_by_text("does not open here (NameError").wait_for()
