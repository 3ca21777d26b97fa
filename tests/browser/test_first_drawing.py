"""What a widget draws first has the page's font and colours already."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Small arrays, so that numbers are printed in the cells.
WIDGETS = """
import numpy as np
from course.widgets import *
x = np.arange(36.0).reshape(6, 6) - 9
k = [[1.0, -2], [3, 4]]
"""
MADE = {
    "KernelSlider": "KernelSlider(x, k)",
    "KernelStudio": "KernelStudio(x, k)",
    "PaddingLab": "PaddingLab(x)",
    "PoolLab": "PoolLab(x)",
    "ChannelMixer": "ChannelMixer(x[None, None], np.array(k)[None, None])",
    "StrideRuler": "StrideRuler(9, 3)",
    "GradientFlow": "GradientFlow()",
    "PixelInspector": "PixelInspector()",
    "DrawDigit": "DrawDigit()",
}
PICTURES = (
    """element => Array.from(element.querySelectorAll('canvas'), canvas => canvas.toDataURL())"""
)


@pytest.mark.parametrize("name", MADE)
def test_drawing_again_changes_nothing(open_notebook: Callable[..., Page], name: str) -> None:
    page = open_notebook(WIDGETS, MADE[name])
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widget.wait_for()
    page.wait_for_timeout(300)
    first, draws = widget.evaluate(PICTURES), widget.get_attribute("data-draws")
    # Widgets take this for a change of the theme.
    page.evaluate("() => { document.body.classList.toggle('ccw-nothing'); }")
    widget.page.wait_for_function(
        "([element, draws]) => element.dataset.draws !== draws",
        arg=[widget.element_handle(), draws],
    )
    page.wait_for_timeout(500)
    assert widget.evaluate(PICTURES) == first
