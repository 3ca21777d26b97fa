"""KernelSlider in JupyterLab, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.jupyter import TIMEOUT_MS, run_python, wait_for_position

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]

PLAIN = """
import numpy as np
from course.widgets import KernelSlider
image = np.arange(36.0).reshape(6, 6)
slider = KernelSlider(image, [[1, 0], [0, -2]], row=0, col=0)
slider
"""

FLIPPED = """
import numpy as np
from course.widgets import KernelSlider

def correlate(x, kernel, flip):
    kernel = kernel[::-1, ::-1] if flip else kernel
    rows, cols = x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1
    out = np.zeros((rows, cols))
    for r in range(rows):
        for c in range(cols):
            out[r, c] = np.sum(x[r:r + kernel.shape[0], c:c + kernel.shape[1]] * kernel)
    return out

calls = []
def mine(x, kernel):
    calls.append(x.shape)
    return correlate(x, kernel, flip=True)
"""


def slider_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-kernel-slider[data-draws]")
    widget.wait_for()
    return widget


def status(widget: Locator) -> str:
    """Return the sentence under the pictures."""
    return widget.locator(".ccw-status").inner_text()


def wait_for_status(widget: Locator, words: str) -> None:
    """Wait until the sentence holds some words."""
    widget.locator(".ccw-status", has_text=words).wait_for()


def wait_for_python(page: Page, expression: str, expected: str) -> None:
    """Wait until an expression in the kernel prints as expected."""
    for _ in range(TIMEOUT_MS // 100):
        found = run_python(page, f"print({expression})")
        if found == expected:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{expression} is {found}, not {expected}")


def test_it_opens_on_an_edge_of_the_digit(open_notebook: Open) -> None:
    widget = slider_of(open_notebook("from course.widgets import KernelSlider\nKernelSlider()"))
    assert "sum = 3" in status(widget) or "sum = −3" in status(widget)


def test_arrow_keys_move_the_window_and_python_sees_it(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = slider_of(page)
    widget.get_by_role("slider", name="output, 5 × 5").focus()
    for key, position in (
        ("ArrowRight", "0,1"),
        ("ArrowDown", "1,1"),
        ("End", "1,4"),
        ("ArrowRight", "1,4"),
        ("Control+End", "4,4"),
        ("Home", "4,0"),
        ("ArrowUp", "3,0"),
        ("Control+Home", "0,0"),
        ("ArrowLeft", "0,0"),
        ("ArrowRight", "0,1"),
    ):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    assert status(widget) == "row 0, column 1: sum = −15"  # 1 x 1 + 8 x -2
    wait_for_python(page, "slider.row, slider.col", "0 1")


def test_the_slider_scrubs_through_the_cells_in_reading_order(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = slider_of(page)
    scrub = widget.get_by_role("slider", name="output cell, in reading order")
    scrub.focus()
    for position in ("0,1", "0,2", "0,3", "0,4", "1,0"):
        page.keyboard.press("ArrowRight")
        wait_for_position(widget, position)
    assert scrub.get_attribute("aria-valuetext") == status(widget)
    page.keyboard.press("End")
    wait_for_position(widget, "4,4")


def test_the_products_are_a_table_that_adds_up(open_notebook: Open) -> None:
    widget = slider_of(open_notebook(PLAIN))
    table = widget.locator(".ccw-products")
    assert table.locator("thead th").all_inner_texts() == ["column 0", "column 1"]
    assert table.locator("tbody td strong").all_inner_texts() == ["0", "0", "0", "−14"]
    assert table.locator("tbody td span:first-child").all_inner_texts()[3] == "7 × −2"
    assert table.locator(".ccw-total").inner_text() == "−14"


def test_space_plays_and_pauses(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = slider_of(page)
    widget.get_by_role("slider", name="output, 5 × 5").focus()
    page.keyboard.press("Space")
    assert widget.locator(".ccw-status").get_attribute("aria-live") == "off"
    wait_for_position(widget, "0,2")
    page.keyboard.press("Space")
    assert widget.get_by_role("button", name="Play").is_visible()
    assert widget.locator(".ccw-status").get_attribute("aria-live") == "polite"


def test_editing_a_preset_makes_it_custom_and_reaches_python(open_notebook: Open) -> None:
    page = open_notebook("from course.widgets import KernelSlider\nslider = KernelSlider()\nslider")
    widget = slider_of(page)
    preset = widget.get_by_role("combobox", name="preset kernel")
    assert preset.input_value() == "vertical edge"
    box = widget.get_by_role("textbox", name="weight, row 1, column 1")
    box.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("-0.5")
    wait_for_python(page, "slider.kernel[1]", "[-1.  -0.5  1. ]")
    assert preset.input_value() == "custom"
    preset.select_option("horizontal edge")
    wait_for_python(page, "slider.kernel[0]", "[-1. -1. -1.]")
    widget.get_by_role("button", name="Flip").press("Enter")
    wait_for_python(page, "slider.kernel[0]", "[1. 1. 1.]")


def test_the_picture_follows_python(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = slider_of(page)
    run_python(page, "slider.padding = 1; slider.stride = (2, 3)")
    widget.get_by_role("slider", name="output, 4 × 3").wait_for()
    run_python(page, "slider.row, slider.col = 3, 2")
    wait_for_position(widget, "3,2")


def test_it_says_why_a_kernel_does_not_fit(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = slider_of(page)
    run_python(page, "slider.kernel = [[1.0] * 7]")
    wait_for_status(widget, "The kernel does not fit: it is 1 × 7 and the image is 6 × 6.")
    run_python(page, "slider.padding = (0, 1)")
    wait_for_status(widget, "row 0, column 0")


def test_predict_hides_the_sum_until_a_number_is_typed(open_notebook: Open) -> None:
    page = open_notebook(PLAIN)
    widget = slider_of(page)
    widget.get_by_role("combobox", name="mode").select_option("predict")
    wait_for_status(widget, "row 0, column 0: what is the sum?")
    assert "14" not in widget.inner_text()
    guess = widget.get_by_role("textbox", name="What is the sum?")
    guess.focus()
    page.keyboard.type("nothing")
    page.keyboard.press("Enter")
    widget.get_by_text("Type a number").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("-14")
    page.keyboard.press("Enter")
    wait_for_status(widget, "Right: the sum is −14.")
    page.keyboard.press("Enter")
    wait_for_position(widget, "0,1")
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    wait_for_status(widget, "Off by 30: you typed 15, the sum is −15. The size is right")
    assert widget.get_by_text("1 right of 2 predictions").is_visible()
    wait_for_python(page, "slider.score, slider.attempts, slider.answered", "1 2 [0, 1]")


def test_the_lesson_keeps_one_score_over_all_widgets(open_notebook: Open) -> None:
    page = open_notebook(
        "from course.widgets import KernelSlider\n"
        "first = KernelSlider([[1, 2, 3]], [[1]], row=0, col=0, mode='predict')\nfirst",
        "second = KernelSlider([[1, 2, 3]], [[2]], row=0, col=0, mode='predict')\nsecond",
    )
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-kernel-slider[data-draws]")
    widgets.nth(1).wait_for()
    for number, keys in enumerate(("1", "3")):
        widgets.nth(number).get_by_role("textbox", name="What is the sum?").focus()
        page.keyboard.type(keys)
        page.keyboard.press("Enter")
        widgets.nth(number).locator(".ccw-score", has_text="1 prediction;").wait_for()
    for number, words in enumerate(
        (
            "1 right of 1 prediction; 1 of 2 in this lesson",
            "0 right of 1 prediction; 1 of 2 in this lesson",
        )
    ):
        widgets.nth(number).get_by_text(words).wait_for()
    assert run_python(page, "print(first.lesson, second.lesson)") == "(1, 2) (1, 2)"


def test_my_function_plays_up_to_the_first_cell_that_differs(open_notebook: Open) -> None:
    case = "image = np.zeros((5, 5)); image[3, 3] = 1"
    show = "slider = KernelSlider(image, [[1, 2], [3, 4]], function=mine, row=0, col=0); slider"
    page = open_notebook(FLIPPED, f"{case}\n{show}")
    widget = slider_of(page)
    widget.get_by_text("4 cells of 16 differ from the reference.").wait_for()
    widget.get_by_role("button", name="First difference").press("Enter")
    wait_for_position(widget, "2,2")
    wait_for_status(
        widget,
        "First difference: expected 4, mine gave 1. "
        "The window was rows 2 to 3, columns 2 to 3 of the input.",
    )
    widget.get_by_role("slider", name="output, 4 × 4").focus()
    page.keyboard.press("Home")
    wait_for_position(widget, "2,0")
    page.keyboard.press("Space")
    wait_for_status(widget, "First difference")
    widget.get_by_role("button", name="Play").wait_for()
    assert run_python(page, "print(len(calls))") == "1"


def test_my_function_opens_where_it_differs(open_notebook: Open) -> None:
    page = open_notebook(FLIPPED, "KernelSlider(np.eye(4), [[0, 1], [0, 0]], function=mine)")
    wait_for_status(slider_of(page), "First difference")


def test_a_change_makes_the_comparison_stale_until_it_is_run_again(open_notebook: Open) -> None:
    page = open_notebook(FLIPPED, "slider = KernelSlider(function=mine); slider")
    widget = slider_of(page)
    widget.get_by_text("differ from the reference").wait_for()
    widget.get_by_role("combobox", name="preset kernel").select_option("blur (mean)")
    widget.get_by_text("before the last change").wait_for()
    widget.get_by_role("button", name="Run my function again").press("Enter")
    widget.get_by_text("All 100 cells agree with the reference.").wait_for()
    assert run_python(page, "print(len(calls), slider.stale)") == "2 False"


def test_running_again_waits_for_a_busy_cell(open_notebook: Open) -> None:
    page = open_notebook(FLIPPED, "slider = KernelSlider(function=mine); slider")
    widget = slider_of(page)
    widget.get_by_role("combobox", name="preset kernel").select_option("blur (mean)")
    page.evaluate(
        """() => {
            const kernel = panelInFront.sessionContext.session.kernel;
            const code = "import time; print('busy'); time.sleep(3); during = len(calls)";
            globalThis.busy = false;
            kernel.requestExecute({code}).onIOPub = message => {
                if (message.header.msg_type === 'stream') busy = true;
            };
        }"""
    )
    page.wait_for_function("() => busy")
    widget.get_by_role("button", name="Run my function again").press("Enter")
    widget.get_by_text("All 100 cells agree with the reference.").wait_for()
    assert run_python(page, "print(during, len(calls))") == "1 2"


def test_an_exception_and_a_shape_are_said_in_words(open_notebook: Open) -> None:
    page = open_notebook(
        FLIPPED,
        "slider = KernelSlider(np.eye(4), [[1, 0]], function=lambda x, kernel: x[9])\nslider",
    )
    widget = slider_of(page)
    widget.get_by_text("raised IndexError: index 9 is out of bounds").wait_for()
    run_python(page, "slider._function = lambda x, kernel: x; slider.rerun()")
    widget.get_by_text("returned shape (4, 4), expected (4, 3).").wait_for()


def test_the_pixels_are_on_the_signed_scale(open_notebook: Open) -> None:
    page = open_notebook(
        "from course.widgets import KernelSlider\n"
        "KernelSlider([[-2.0, 0.0, 2.0]], [[1.0]], row=0, col=2)"
    )
    colours = slider_of(page).evaluate(
        """element => {
            const canvas = element.querySelector('canvas');
            const context = canvas.getContext('2d'), cell = canvas.width / 3;
            return [0, 1, 2].map(i => Array.from(
                context.getImageData((i + 0.12) * cell, 0.85 * canvas.height, 1, 1).data.slice(0, 3)));
        }"""
    )
    assert colours[:2] == [[0, 34, 78], [127, 127, 127]]
