"""PixelInspector in JupyterLab, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.jupyter import run_python, wait_for_position

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]

COLOUR = """
import numpy as np
from course.widgets import PixelInspector
image = np.arange(5 * 4 * 3, dtype=np.uint8).reshape(5, 4, 3)
inspector = PixelInspector(image, row=1, col=2)
inspector
"""


def inspector_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-pixel-inspector[data-draws]")
    widget.wait_for()
    return widget


def table(widget: Locator) -> dict[str, list[str]]:
    """Return the rows of its table by name."""
    return {
        row.locator("th").inner_text(): row.locator("td").all_inner_texts()
        for row in widget.locator("tbody tr").all()
    }


def test_a_pixel_is_shown_in_both_dtypes_and_both_layouts(open_notebook: Open) -> None:
    page = open_notebook(COLOUR)
    rows = table(inspector_of(page))
    assert rows["uint8, 0 to 255"] == ["18", "19", "20"]
    assert rows["float = uint8 / 255"] == ["0.071", "0.075", "0.078"]
    assert rows["image (H, W, C)"] == ["image[1, 2, 0]", "image[1, 2, 1]", "image[1, 2, 2]"]
    assert rows["transposed: chw (C, H, W)"] == ["chw[0, 1, 2]", "chw[1, 1, 2]", "chw[2, 1, 2]"]


def test_what_reshape_puts_there_is_what_numpy_says(open_notebook: Open) -> None:
    page = open_notebook(COLOUR)
    rows = table(inspector_of(page))
    wrong = run_python(page, "print(*image.reshape(3, 5, 4)[:, 1, 2])").split()
    assert rows["reshaped: the same place has"] == wrong
    places = ", ".join(rows["which comes from"])
    assert run_python(page, f"print(*[{places}])").split() == wrong


def test_arrow_keys_pick_a_pixel_and_python_sees_it(open_notebook: Open) -> None:
    page = open_notebook(COLOUR)
    widget = inspector_of(page)
    widget.get_by_role("slider", name="image.transpose(2, 0, 1)").focus()
    for key, position in (("ArrowDown", "2,2"), ("End", "2,3"), ("Home", "2,0")):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    widget.get_by_role("slider", name="row", exact=True).focus()
    page.keyboard.press("ArrowRight")
    wait_for_position(widget, "3,0")
    page.wait_for_timeout(300)
    assert run_python(page, "print(inspector.row, inspector.col)") == "3 0"


def test_my_array_stands_beside_the_reference(open_notebook: Open) -> None:
    page = open_notebook(
        COLOUR,
        "def mine(image):\n    return image.reshape(3, 5, 4) / 255\n"
        "inspector = PixelInspector(image, row=0, col=0, function=mine)\ninspector",
    )
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-pixel-inspector").nth(1)
    widget.get_by_text("58 of 60 numbers differ from the reference.").wait_for()
    row = table(widget)["mine gave (yours)"]
    assert row[0] == "0"
    assert row[1] == "0.078, expected 0.004"


def test_a_grey_image_has_one_channel_and_nothing_to_transpose(open_notebook: Open) -> None:
    page = open_notebook(
        "import numpy as np\nfrom course.widgets import PixelInspector\n"
        "PixelInspector(np.eye(3, dtype=np.uint8) * 255)"
    )
    widget = inspector_of(page)
    assert table(widget)["image (H, W, C)"] == ["image[1, 1]"]
    assert widget.get_by_text("reshape and transpose agree").is_visible()
