"""PaddingLab in JupyterLab, by keyboard; and axe-core's opinion of it, in every theme."""

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
    run_python,
    set_theme,
    wait_for_position,
)
from tests.browser.test_kernel_studio import wait_for_python, wait_for_status

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
Shot = Callable[["Locator", str], None]

IN_FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-padding-lab[data-draws]"
PLAIN = """
import numpy as np
from course.widgets import PaddingLab
image = np.arange(1.0, 13).reshape(3, 4)
def pad(x, padding, mode):
    around = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    return np.pad(x, around, mode="edge")
"""


def lab_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(IN_FRONT)
    widget.wait_for()
    return widget


def arrow(widget: Locator) -> list[float]:
    """Return where the arrow on the padded image starts: x, y; empty where there is none."""
    paths = (
        widget.locator(".ccw-figure")
        .first.locator(".ccw-mark")
        .evaluate_all("all => all.map(path => path.getAttribute('d')).filter(d => d.includes('L'))")
    )
    return [float(n) for n in paths[0][1:].split("L")[0].split()] if paths else []


def test_each_padded_cell_says_what_it_copies(open_notebook: Open) -> None:
    page = open_notebook(PLAIN, "lab = PaddingLab(image, mode='reflect', row=-1, col=0); lab")
    widget = lab_of(page)
    wait_for_status(widget, "row −1, column 0, padding: copies row 1, column 0, 5 (mirrored")
    assert arrow(widget) == [1.5, 0.8]  # from the cell downwards
    widget.get_by_role("slider", name="padded image, 5 × 6").focus()
    page.keyboard.press("ArrowLeft")
    wait_for_status(widget, "row −1, column −1, padding: copies row 1, column 1, 6")
    mode = widget.get_by_role("combobox", name="padding mode")
    for name, words in (
        ("replicate", "copies row 0, column 0, 1 (the nearest pixel)"),
        ("circular", "copies row 2, column 3, 12 (from the opposite side)"),
        ("zeros", "padding: 0, a number of its own that copies no pixel"),
    ):
        mode.select_option(name)
        wait_for_status(widget, words)
    assert arrow(widget) == []
    widget.get_by_role("slider", name="padded image, 5 × 6").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    wait_for_position(widget, "0,0")
    wait_for_status(widget, "row 0, column 0, a pixel of the image: 1. It is in 4 windows")
    wait_for_python(page, "lab.row, lab.col, lab.mode", "0 0 zeros")


def test_sides_are_set_together_or_one_by_one(open_notebook: Open) -> None:
    page = open_notebook(PLAIN, "lab = PaddingLab(image); lab")
    widget = lab_of(page)
    widget.get_by_role("slider", name="padding, every side").focus()
    page.keyboard.press("ArrowRight")
    wait_for_python(page, "lab.padding", "(2, 2, 2, 2)")
    box = widget.get_by_role("spinbutton", name="padding, right")
    box.focus()
    page.keyboard.press("ArrowUp")
    wait_for_python(page, "lab.padding", "(2, 3, 2, 2)")
    widget.get_by_role("slider", name="padded image, 7 × 9").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("99")
    page.wait_for_function("() => document.activeElement.hasAttribute('aria-invalid')")
    page.keyboard.press("Tab")
    page.wait_for_timeout(200)
    # The 9 on the way to 99 was a number; 99 is more than the box takes.
    assert box.input_value() == "9"
    wait_for_python(page, "lab.padding", "(2, 9, 2, 2)")


def test_it_refuses_what_pytorch_refuses_and_says_why(open_notebook: Open) -> None:
    page = open_notebook(PLAIN, "lab = PaddingLab(image, mode='reflect', padding=2); lab")
    widget = lab_of(page)
    widget.get_by_role("slider", name="padding, every side").focus()
    page.keyboard.press("ArrowRight")
    wait_for_status(widget, "PyTorch refuses: reflect at the top needs 3 rows besides the edge")
    mode = widget.get_by_role("combobox", name="padding mode")
    mode.select_option("circular")
    wait_for_status(widget, "copies row")
    widget.get_by_role("slider", name="padding, every side").focus()
    page.keyboard.press("ArrowRight")
    wait_for_status(
        widget, "PyTorch refuses: circular at the top needs 4 rows, and the image has 3"
    )
    mode.select_option("replicate")
    wait_for_status(widget, "(the nearest pixel)")


def test_the_map_tells_which_of_its_cells_see_padding(open_notebook: Open) -> None:
    page = open_notebook(PLAIN, "PaddingLab(image)")
    widget = lab_of(page)
    widget.get_by_text("10 of its 12 cells (dashed) depend on padding").wait_for()
    widget.get_by_role("slider", name="map, 3 × 4").focus()
    page.keyboard.press("Control+Home")
    wait_for_position(widget, "map 0,0")
    wait_for_status(widget, "map, row 0, column 0: 8. 5 of its window's 9 numbers are padding")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    wait_for_status(widget, "map, row 1, column 1: 6. Its window sees no padding")


def test_the_windows_over_each_pixel_are_counted(open_notebook: Open) -> None:
    page = open_notebook(PLAIN, "PaddingLab(image, mode='replicate')")
    widget = lab_of(page)
    widget.get_by_role("slider", name="windows over each pixel").focus()
    page.keyboard.press("Control+Home")
    wait_for_position(widget, "0,0")
    # The corner's three copies lie in 1 + 2 + 2 windows of their own.
    wait_for_status(widget, "It is in 4 windows, and its copies are read 5 times more")
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    wait_for_status(widget, "row 1, column 3, a pixel of the image: 8. It is in 6 windows")


def test_my_function_opens_on_the_first_cell_that_differs(open_notebook: Open) -> None:
    page = open_notebook(PLAIN, "lab = PaddingLab(image, mode='reflect', function=pad); lab")
    widget = lab_of(page)
    wait_for_position(widget, "-1,-1")
    wait_for_status(widget, "First difference: expected 6, pad gave 1")
    widget.get_by_text("18 cells of 30 differ from the reference.").wait_for()
    widget.get_by_role("combobox", name="padding mode").select_option("replicate")
    widget.get_by_text("before the last change").wait_for()
    widget.get_by_role("button", name="Run my function again").press("Enter")
    widget.get_by_text("All 30 cells agree with the reference.").wait_for()
    run_python(page, "lab._function = lambda x, padding, mode: x[0]; lab.rerun()")
    widget.get_by_text("returned shape (1, 3, 4), expected (1, 1, 5, 6).").wait_for()


def test_a_kernel_that_does_not_fit_leaves_the_padding_to_look_at(open_notebook: Open) -> None:
    page = open_notebook(PLAIN, "lab = PaddingLab(image, padding=0); lab")
    widget = lab_of(page)
    run_python(page, "lab.kernel = np.ones((4, 4))")
    widget.get_by_text("The kernel does not fit: it is 4 × 4 and the image is 3 × 4.").wait_for()
    wait_for_status(widget, "row 0, column 0, a pixel of the image: 1")
    widget.get_by_role("slider", name="padding, every side").focus()
    page.keyboard.press("ArrowRight")
    widget.get_by_role("slider", name="map, 2 × 3").wait_for()


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
    cells = (
        "PaddingLab()",
        "PaddingLab(mode='reflect', function=pad, note='A note.')",
        "PaddingLab(mode='circular', padding=(0, 3, 1, 2), kernel=np.ones((3, 3)) / 9)",
        "PaddingLab(mode='reflect', padding=6)",
    )
    page = open_notebook(PLAIN, *cells)
    widgets = page.locator(IN_FRONT)
    widgets.nth(len(cells) - 1).wait_for()
    set_theme(page, theme)
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"padding-{theme.split()[-1].lower()}-{i}")
    assert accessibility_problems(page, ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw") == []
    focusable = widgets.locator("button, input, select, [tabindex]")
    without = focusable.evaluate_all(
        "all => all.filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"
    )
    assert without == []
