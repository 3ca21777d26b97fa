"""StrideRuler in JupyterLab, by keyboard; and what axe-core finds in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from course.widgets import StrideRuler
from tests.browser.jupyter import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NODE_MODULES,
    TIMEOUT_MS,
    accessibility_problems,
    run_python,
    set_theme,
    wait_for_position,
)
from tests.browser.test_plain_page import plain, show

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

__all__ = ["plain"]
pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
Shot = Callable[["Locator", str], None]

HEAD = """
from course.widgets import StrideRuler
def conv_output_size(n, k, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - dilation * (k - 1) - 1
    if room < 0:
        raise ValueError("does not fit")
    return room // stride + 1
def ceil(n, k, stride, padding, dilation):
    return -(-(n + 2 * padding - dilation * (k - 1) - 1) // stride) + 1
"""
CELLS = (
    "StrideRuler(10, 3, stride=2, function=conv_output_size)",
    "StrideRuler(10, 3, stride=2, function=ceil, rounding='ceil')",
    "StrideRuler(28, 3, stride=2, padding=1, goal=14)",
    "StrideRuler(3, 5, stride=1, dilation=2)",
    "StrideRuler(12, 3, stride=4, padding=1, dilation=2)",
    "StrideRuler(227, 11, stride=4)",
)


def ruler_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-stride-ruler[data-draws]")
    widget.wait_for()
    return widget


def wait_for_status(widget: Locator, words: str) -> None:
    """Wait until the sentence under the ruler holds some words."""
    widget.locator(".ccw-status", has_text=words).wait_for()


def wait_for_python(page: Page, expression: str, expected: str) -> None:
    """Wait until an expression in the kernel prints as expected."""
    for _ in range(TIMEOUT_MS // 100):
        found = run_python(page, f"print({expression})")
        if found == expected:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{expression} is {found}, not {expected}")


def test_numbers_change_by_slider_and_by_box(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "ruler = StrideRuler(10, 3, stride=2)\nruler")
    widget = ruler_of(page)
    wait_for_status(widget, "4 windows. Left over: cell 9.")
    widget.get_by_role("slider", name="row n").focus()
    page.keyboard.press("ArrowRight")
    wait_for_status(widget, "5 windows. Nothing is left over.")
    box = widget.get_by_role("spinbutton", name="stride s, typed")
    assert box.input_value() == "2"
    box.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    wait_for_status(widget, "3 windows. Left over: cells 9 to 10.")
    assert widget.get_by_role("slider", name="stride s").input_value() == "3"
    formula = widget.get_by_role("math").get_attribute("aria-label") or ""
    assert formula.endswith("floor of 8 / 3, plus 1 = 3")
    wait_for_python(page, "ruler.n, ruler.stride, ruler.count", "11 3 3")


def test_what_cannot_be_is_refused_in_words(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "ruler = StrideRuler(10, 3, stride=2)\nruler")
    widget = ruler_of(page)
    box = widget.get_by_role("spinbutton", name="stride s, typed")
    box.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("0")
    wait_for_status(widget, "The stride must be a whole number from 1 to 1000.")
    assert box.get_attribute("aria-invalid") == "true"
    page.keyboard.press("Tab")
    wait_for_status(widget, "4 windows.")
    assert (box.input_value(), box.get_attribute("aria-invalid")) == ("2", None)
    widget.get_by_role("slider", name="kernel k").focus()
    page.keyboard.press("End")
    wait_for_status(widget, "The kernel does not fit: it has 16 cells, and the row has 10 cells.")
    assert widget.get_attribute("data-pos") == ""


def test_arrow_keys_choose_a_window_and_python_sees_it(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "ruler = StrideRuler(10, 3, stride=2)\nruler")
    widget = ruler_of(page)
    wait_for_position(widget, "3")  # the last, beside the cell that is left over
    slider = widget.get_by_role("slider", name="window")
    slider.focus()
    for key, position in (
        ("Home", "0"),
        ("ArrowLeft", "0"),
        ("ArrowRight", "1"),
        ("ArrowDown", "2"),
        ("End", "3"),
        ("ArrowRight", "3"),
        ("ArrowUp", "2"),
    ):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    assert slider.get_attribute("aria-valuetext") == "window 2 reads cells 4 to 6"
    wait_for_python(page, "ruler.window", "2")


def test_ceil_adds_a_window_that_hangs_over(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "StrideRuler(10, 3, stride=2)")
    widget = ruler_of(page)
    widget.get_by_role("combobox", name="rounding").focus()
    page.keyboard.press("ArrowDown")
    wait_for_status(widget, "5 windows by ceil. Window 4 hangs over the end: it needs cell 10")
    assert widget.get_attribute("data-count") == "5"


def test_ways_to_a_goal_are_collected(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "ruler = StrideRuler(28, 3, stride=1, goal=14)\nruler")
    widget = ruler_of(page)
    goal = widget.locator(".ccw-goal .ccw-title")
    assert goal.inner_text() == "Reach 14 windows from 28 cells. No way found yet."
    widget.get_by_role("slider", name="stride s").focus()
    page.keyboard.press("ArrowRight")
    wait_for_status(widget, "13 windows.")
    widget.get_by_role("slider", name="padding p").focus()
    page.keyboard.press("ArrowRight")
    goal.get_by_text("Reached. 1 way found:").wait_for()
    widget.get_by_role("slider", name="kernel k").focus()
    page.keyboard.press("ArrowRight")
    goal.get_by_text("2 ways found:").wait_for()
    page.keyboard.press("ArrowLeft")
    wait_for_status(widget, "cell 28 (padding)")
    assert widget.locator(".ccw-ways li").all_inner_texts() == [
        "kernel 3, stride 2, padding 1, dilation 1",
        "kernel 4, stride 2, padding 1, dilation 1",
    ]
    wait_for_python(page, "ruler.ways", "[[3, 2, 1, 1], [4, 2, 1, 1]]")
    widget.get_by_role("slider", name="row n").focus()
    page.keyboard.press("ArrowLeft")
    goal.get_by_text("(The row has 27 now.)").wait_for()
    assert "Reached" not in goal.inner_text()


def test_your_function_stands_beside_the_reference_and_runs_again(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "ruler = StrideRuler(9, 3, stride=2, function=ceil)\nruler")
    widget = ruler_of(page)
    first = widget.get_by_text("First difference: for 6 cells the reference counts 2, ceil gave 3.")
    first.wait_for()
    rows = widget.locator(".ccw-counts tr").all_inner_texts()
    assert [row.split() for row in rows] == [
        ["cells", "n", "6", "7", "8", "9", "10", "11", "12"],
        ["reference", "2", "3", "3", "4", "4", "5", "5"],
        ["ceil", "3", "✗", "3", "4", "✗", "4", "5", "✗", "5", "6", "✗"],
    ]
    widget.get_by_role("slider", name="stride s").focus()
    page.keyboard.press("ArrowLeft")
    widget.get_by_text("ceil agrees with the reference for 6 to 12 cells.").wait_for()
    assert not widget.get_by_role("button", name="Run my function again").is_visible()


def test_without_a_kernel_it_says_that_your_number_is_old(plain: Page) -> None:
    widget = show(plain, StrideRuler(10, 3, stride=2, function=lambda n, *rest: n))
    widget.get_by_text("First difference: for 7 cells").wait_for()
    widget.get_by_role("slider", name="row n").press("ArrowRight")
    widget.get_by_text("A number changed").wait_for()
    plain.wait_for_function("() => model.sent.length === 1")
    widget.get_by_role("button", name="Run my function again").press("Enter")
    assert plain.evaluate("() => model.sent") == [{"type": "rerun"}] * 2


def test_the_pointer_chooses_a_window(plain: Page) -> None:
    widget = show(plain, StrideRuler(10, 3, stride=2))
    line = widget.locator(".ccw-ruler-window").nth(1).bounding_box()
    assert line is not None
    plain.mouse.click(line["x"] + 5, line["y"] + line["height"] / 2)
    wait_for_position(widget, "1")


def test_taken_off_the_page_it_stops_listening_and_asking(plain: Page) -> None:
    widget = show(plain, StrideRuler(function=lambda n, *rest: n))
    widget.get_by_role("slider", name="row n").press("ArrowRight")
    plain.evaluate("() => cleanup()")
    plain.wait_for_timeout(400)
    assert plain.evaluate("() => Object.values(model.listeners).flat().length") == 0
    assert plain.evaluate("() => model.sent.length") == 0


def test_a_key_is_painted_within_a_frame_or_two(plain: Page) -> None:
    widget = show(plain, StrideRuler(227, 11, stride=4, window=0))
    widget.get_by_role("slider", name="window").focus()
    spent = plain.evaluate(
        """async () => {
            const target = document.activeElement, start = performance.now();
            for (let i = 0; i < 40; i++) {
                target.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}));
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            }
            return (performance.now() - start) / 40;
        }"""
    )
    wait_for_position(widget, "40")
    print(f"{spent:.1f} ms a step")
    assert spent < 100, f"{spent:.0f} ms a step"


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
    page = open_notebook(HEAD, *CELLS)
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widgets.nth(len(CELLS) - 1).wait_for()
    set_theme(page, theme)
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"ruler-{theme.split()[-1].lower()}-{i}")
    assert accessibility_problems(page, ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw") == []
    without = widgets.locator("button, input, select, [tabindex]").evaluate_all(
        "all => all.filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"
    )
    assert without == []


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_system_colours(
    plain: Page, screenshot: Shot, scheme: str, forced: str
) -> None:
    if not (NODE_MODULES / "axe-core").is_dir():
        pytest.skip("needs axe-core: npm ci in course/widgets")
    plain.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
    plain.add_style_tag(content=":root { color-scheme: light dark; }")
    for i, goal in enumerate((None, 14)):
        widget = show(plain, StrideRuler(28, 3, padding=1, goal=goal, function=lambda n, *rest: n))
        assert accessibility_problems(plain, ".ccw") == []
        screenshot(widget, f"ruler-system-{scheme}-{forced}-{i}")
