"""PoolLab in JupyterLab, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from course.widgets import PoolLab
from tests.browser.jupyter import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NODE_MODULES,
    accessibility_problems,
    drawn,
    run_python,
    set_theme,
    wait_for_position,
)
from tests.browser.test_kernel_slider import status, wait_for_python, wait_for_status
from tests.browser.test_plain_page import plain, show

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
Shot = Callable[["Locator", str], None]
__all__ = ["plain"]  # a fixture

SPOT = """
import numpy as np
from course.widgets import PoolLab
spot = np.zeros((2, 8)); spot[0, 2] = 1
edges = np.arange(36.0).reshape(6, 6) % 7 - 3
calls = []
def max_pool2d(x, kernel_size, stride=None, padding=0, start=-np.inf):
    calls.append(x.shape)
    k, s = kernel_size, stride or kernel_size
    out = np.zeros((1, 1, (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1))
    for r, c in np.ndindex(out.shape[2:]):
        out[0, 0, r, c] = max(start, x[0, 0, r * s:r * s + k, c * s:c * s + k].max())
    return out
def clipped(x, kernel_size, stride, padding):
    return max_pool2d(x, kernel_size, stride, padding, start=0)
"""
STATES = (
    "PoolLab(edges, function=max_pool2d)",
    "PoolLab(edges, function=clipped, jitter=1)",
    "PoolLab(spot, jitter=2)",
    "PoolLab(mode='weighted', kernel_size=3, stride=1)",
    "PoolLab(mode='L2')",
    "PoolLab(kernel_size=3, padding=1, row=0, col=0)",
    "PoolLab(padding=2)",
    "PoolLab(edges, predict=True)",
)


def lab_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-pool-lab[data-draws]")
    widget.wait_for()
    return widget


def test_predict_hides_the_number_and_its_place_until_one_is_typed(open_notebook: Open) -> None:
    page = open_notebook(SPOT, "lab = PoolLab(edges, row=0, col=0); lab")
    widget = lab_of(page)
    assert "largest" in widget.locator(".ccw-products tbody").inner_text()
    widget.get_by_role("checkbox", name="predict").press("Space")
    wait_for_status(widget, "row 0, column 0: what is the largest?")
    assert "largest" not in widget.locator(".ccw-products tbody").inner_text()
    assert widget.locator(".ccw-total").inner_text() == "?"
    guess = widget.get_by_role("textbox", name="What is the largest?")
    guess.focus()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    wait_for_status(widget, "Off by 6: you typed 9, the largest is 3.")
    page.keyboard.press("Enter")
    wait_for_position(widget, "0,1")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    wait_for_status(widget, "Right: the largest is 0.")
    widget.get_by_text("1 right of 2 predictions; 1 of 2 in this lesson").wait_for()
    wait_for_python(page, "lab.score, lab.attempts, lab.answered, lab.lesson", "1 2 [0, 1] (1, 2)")
    widget.get_by_role("combobox", name="pooling").select_option("average")
    wait_for_python(page, "lab.answered, lab.attempts", "[] 2")
    wait_for_status(widget, "what is the mean?")


def test_the_steps_the_keys_and_python_agree_on_the_cell(open_notebook: Open) -> None:
    page = open_notebook(SPOT, "lab = PoolLab(edges, row=0, col=0); lab")
    widget = lab_of(page)
    widget.get_by_role("slider", name="pooled, 3 × 3").focus()
    for key, position in (
        ("ArrowRight", "0,1"),
        ("ArrowDown", "1,1"),
        ("End", "1,2"),
        ("ArrowRight", "1,2"),
        ("Control+End", "2,2"),
        ("Home", "2,0"),
        ("Control+Home", "0,0"),
    ):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    # -3 -2 over 3 -3: the largest of the window is its lower left
    assert status(widget) == "row 0, column 0: largest = 3, at row 1, column 0"
    widget.get_by_role("button", name="Step").press("Enter")
    wait_for_position(widget, "0,1")
    wait_for_python(page, "lab.row, lab.col", "0 1")


def test_each_mode_shows_its_arithmetic(open_notebook: Open) -> None:
    page = open_notebook(SPOT, "lab = PoolLab([[3.0, -4.0], [0.0, 0.0]], row=0, col=0); lab")
    widget = lab_of(page)
    cells, total = widget.locator(".ccw-products tbody strong"), widget.locator(".ccw-total")
    assert cells.all_inner_texts() == ["3", "−4", "0", "0"]
    assert widget.locator(".ccw-won").inner_text().split() == ["3", "largest"]
    for mode, result, products, told in (
        ("average", "mean", ["0.75", "−1", "0", "0"], "−0.25"),
        ("L2 norm", "L2 norm", ["9", "16", "0", "0"], "√25 = 5"),
        ("distance-weighted", "weighted mean", ["0.75", "−1", "0", "0"], "−0.25"),
    ):
        widget.get_by_role("combobox", name="pooling").select_option(mode)
        wait_for_status(widget, f"{result} =")
        assert cells.all_inner_texts() == products
        assert total.inner_text() == told
    assert widget.get_by_text("all cells weigh the same").is_visible()
    wait_for_python(page, "lab.mode", "weighted")


def test_the_jitter_slider_leaves_the_output_alone_and_then_it_leaps(open_notebook: Open) -> None:
    page = open_notebook(SPOT, "lab = PoolLab(spot, function=max_pool2d); lab")
    widget = lab_of(page)
    jitter = widget.get_by_role("slider", name="jitter")
    jitter.focus()
    page.keyboard.press("ArrowRight")
    widget.get_by_text("0 of 4 output cells changed; relative change 0.").wait_for()
    page.keyboard.press("ArrowRight")
    words = widget.get_by_text("2 of 4 output cells changed; relative change 1.414.")
    words.wait_for()
    assert "From 1 to 2, 1 of 4 maxima crossed its window's border." in words.inner_text()
    assert jitter.get_attribute("aria-valuetext") == words.inner_text()
    chart = widget.get_by_role("img", name="Relative change of the output, max, by shift")
    assert "0 at 0, 0 at 1, 1.414 at 2, 1.414 at 3" in (chart.get_attribute("aria-label") or "")
    wait_for_python(page, "lab.jitter, len(calls)", "2 4")
    assert widget.get_by_text("All 4 cells agree with the reference.").is_visible()


def test_my_function_opens_on_the_first_cell_that_differs(open_notebook: Open) -> None:
    page = open_notebook(
        SPOT, "x = -np.ones((4, 4)); x[:2] = 1; lab = PoolLab(x, function=clipped); lab"
    )
    widget = lab_of(page)
    widget.get_by_text("2 cells of 4 differ from the reference.").wait_for()
    wait_for_position(widget, "1,0")
    wait_for_status(
        widget,
        "First difference: expected −1, clipped gave 0. "
        "The window was rows 2 to 3, columns 0 to 1 of the picture.",
    )
    widget.get_by_role("combobox", name="pooling").select_option("average")
    widget.get_by_text("clipped is compared with max pooling; choose it above.").wait_for()
    widget.get_by_role("combobox", name="pooling").select_option("max")
    widget.get_by_role("button", name="First difference").wait_for()


def test_another_window_makes_it_stale_until_it_is_run_again(open_notebook: Open) -> None:
    page = open_notebook(SPOT, "lab = PoolLab(edges, function=max_pool2d); lab")
    widget = lab_of(page)
    widget.get_by_role("combobox", name="window").select_option("3")
    widget.get_by_text("before the last change").wait_for()
    wait_for_python(page, "lab.kernel_size", "(3, 3)")  # a button's message may overtake a value
    widget.get_by_role("button", name="Run my function again").press("Enter")
    widget.get_by_text("All 4 cells agree with the reference.").wait_for()
    assert run_python(page, "print(len(calls), lab.kernel_size, lab.stale)") == "8 (3, 3) False"


def test_padding_is_refused_in_words(open_notebook: Open) -> None:
    page = open_notebook(SPOT, "lab = PoolLab(edges); lab")
    widget = lab_of(page)
    padding = widget.get_by_role("combobox", name="padding")
    padding.select_option("2")
    wait_for_status(widget, "more than half of the 2 × 2 window; PyTorch refuses that.")
    padding.select_option("1")
    wait_for_status(widget, "largest =")
    widget.get_by_role("combobox", name="pooling").select_option("L2 norm")
    wait_for_status(widget, "L2 pooling takes no padding: PyTorch's lp_pool2d has none.")
    wait_for_python(page, "lab.padding, lab.output_shape", "(1, 1) None")


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
    page = open_notebook(SPOT, *STATES)
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widgets.nth(len(STATES) - 1).wait_for()
    before = drawn(widgets.first)
    set_theme(page, theme)
    if theme != LIGHT:
        assert drawn(widgets.first) > before, "the theme changed and nothing was drawn anew"
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"pool-{theme.split()[-1].lower()}-{i}")
    problems = accessibility_problems(page, ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw")
    assert problems == []
    without = widgets.locator("button, input, select, [tabindex]").evaluate_all(
        "all => all.filter(e => !e.hasAttribute('data-lm-suppress-shortcuts')).map(e => e.outerHTML)"
    )
    assert without == []


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_system_colours(plain: Page, scheme: Any, forced: Any) -> None:
    if not (NODE_MODULES / "axe-core").is_dir():
        pytest.skip("needs axe-core: npm ci in course/widgets")
    plain.emulate_media(color_scheme=scheme, forced_colors=forced)
    plain.add_style_tag(content=":root { color-scheme: light dark; }")
    for widget in (PoolLab(), PoolLab(padding=2)):
        show(plain, widget)
        assert accessibility_problems(plain, ".ccw") == []


def test_a_step_and_a_shift_are_painted_within_two_frames(plain: Page) -> None:
    import numpy as np

    image = np.random.default_rng(0).standard_normal((64, 64))
    widget = show(plain, PoolLab(image, row=3, col=0))
    spent = plain.evaluate(
        """async () => {
            const target = document.querySelector('[role="slider"][tabindex]');
            const jitter = document.querySelectorAll('input[type=range]')[1];
            const painted = () => new Promise(
                done => requestAnimationFrame(() => setTimeout(done)));
            const step = key => target.dispatchEvent(new KeyboardEvent('keydown', {key}));
            const shift = i => { jitter.value = i % 4; jitter.dispatchEvent(new Event('input')); };
            const times = {step: [], shift: []};
            for (let i = 0; i < 20; i++) {
                for (const [name, act] of [['step', () => step('ArrowRight')], ['shift', () => shift(i)]]) {
                    const start = performance.now();
                    act();
                    await painted();
                    times[name].push(performance.now() - start);
                }
            }
            const median = all => all.sort((a, b) => a - b)[10];
            return [median(times.step), median(times.shift)];
        }"""
    )
    wait_for_position(widget, "3,20")
    assert max(spent) < 100, f"{spent[0]:.0f} ms a step, {spent[1]:.0f} ms a shift"
    print(f"\n{spent[0]:.1f} ms a step, {spent[1]:.1f} ms a shift")
