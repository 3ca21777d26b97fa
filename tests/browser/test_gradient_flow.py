"""GradientFlow in JupyterLab, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from course.widgets import GradientFlow
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

SETUP = """
import numpy as np
from course.widgets import GradientFlow
calls = []
def conv2d_backward(dout, x, weight, stride=1, padding=0, add=True):
    calls.append(stride)
    dx, dw = np.zeros_like(x), np.zeros_like(weight)
    k, l = weight.shape[2:]
    for r, c in np.ndindex(dout.shape[2:]):
        s = np.s_[0, 0, r * stride:r * stride + k, c * stride:c * stride + l]
        copy = dout[0, 0, r, c] * weight[0, 0]
        dx[s] = dx[s] + copy if add else copy
        dw[0, 0] += dout[0, 0, r, c] * x[s]
    return dx, dw, dout.sum((0, 2, 3))
def overwriting(dout, x, weight, stride, padding):
    return conv2d_backward(dout, x, weight, stride, padding, add=False)
def averaging(dout, x, weight, stride, padding):
    dx, dw, db = conv2d_backward(dout, x, weight, stride)
    return dx, dw, db / dout.size
def missing(dout, x, weight, stride, padding):
    raise NotImplementedError("conv2d_backward: yours to write")
small = dict(x=[[1, 2, 3], [4, 5, 6]], weight=[[1, 0], [0, -1]])
"""
STATES = (
    "GradientFlow()",
    "GradientFlow(function=overwriting)",
    "GradientFlow(stride=2, part='dx', row=5, col=2, function=missing)",
    "GradientFlow(weight=[[1, 2, 0], [0, -1, 3]], part='dw', row=1, col=2, function=averaging)",
    "GradientFlow(np.ones((8, 8)), [[0.5]], partial=True, note='From your last check.')",
)


def widget_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-gradient-flow[data-draws]")
    widget.wait_for()
    return widget


def grid(widget: Locator, name: str) -> Locator:
    """Return a grid that takes the arrow keys."""
    return widget.get_by_role("slider", name=name, exact=True)


def test_arrow_keys_choose_a_cell_and_what_it_reaches_is_said(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "flow = GradientFlow(); flow")
    widget = widget_of(page)
    wait_for_position(widget, "dout,1,2")
    assert status(widget) == (
        "dout[1, 2] = 1 reaches x in rows 1 to 3, columns 2 to 4, all 9 weights, and db"
    )
    assert widget.get_by_text("4 of its 9 inputs are reached by other cells of dout").is_visible()
    grid(widget, "dout").focus()
    for key, position in (
        ("ArrowRight", "dout,1,3"),
        ("ArrowDown", "dout,2,3"),
        ("End", "dout,2,4"),
        ("ArrowRight", "dout,2,4"),
        ("Control+Home", "dout,0,0"),
        ("Control+End", "dout,3,4"),
    ):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    assert widget.get_by_text("It is 0, so nothing is added.").is_visible()
    wait_for_python(page, "flow.part, flow.row, flow.col", "dout 3 4")


def test_space_and_the_slider_set_a_cell_and_copies_add_up(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "flow = GradientFlow(**small); flow")
    widget = widget_of(page)
    assert run_python(page, "print(flow.dout.tolist())") == "[[1.0, -2.0]]"
    assert widget.get_by_text("db = 1 + (−2) = −1").is_visible()
    grid(widget, "dout").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    widget.get_by_text("db = sum of dout = 1").wait_for()
    page.keyboard.press("Space")
    widget.get_by_text("db = 1 + 1 = 2").wait_for()
    widget.get_by_role("slider", name="value of dout[0, 1]").press("End")
    widget.get_by_text("db = 1 + 3 = 4").wait_for()
    wait_for_python(page, "flow.dout.tolist()", "[[1.0, 3.0]]")
    grid(widget, "dx").focus()
    page.keyboard.press("ArrowDown")
    wait_for_position(widget, "dx,1,0")
    page.keyboard.press("ArrowRight")
    # dx[1, 1]: the first copy's −1, the second's 0
    wait_for_status(widget, "dx[1, 1] = −1, from 2 windows")
    assert widget.locator(".ccw-products tbody strong").all_inner_texts() == ["−1", "0"]
    assert widget.locator(".ccw-term-name").all_inner_texts() == [
        "dout[0, 0] × w[1, 1]",
        "dout[0, 1] × w[1, 0]",
    ]
    widget.get_by_role("button", name="Only this cell").press("Enter")
    wait_for_python(page, "flow.dout.tolist()", "[[0.0, 3.0]]")
    widget.get_by_role("button", name="All ones").press("Enter")
    wait_for_python(page, "flow.dout.tolist()", "[[1.0, 1.0]]")


def test_a_weights_gradient_is_a_sum_over_all_windows(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "flow = GradientFlow(**small, part='dw', row=0, col=0); flow")
    widget = widget_of(page)
    # 1 * 1 + (-2) * 2
    assert status(widget) == "dw[0, 0] = −3, from 2 windows"
    grid(widget, "dw").focus()
    page.keyboard.press("End")
    wait_for_status(widget, "dw[0, 1] = −4, from 2 windows")
    assert widget.locator(".ccw-total").inner_text() == "−4"


def test_the_stride_switch_leaves_a_row_that_no_window_reaches(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "flow = GradientFlow(function=conv2d_backward); flow")
    widget = widget_of(page)
    widget.get_by_text("conv2d_backward agrees with the reference: all 52 numbers").wait_for()
    stride = widget.get_by_role("combobox", name="stride")
    stride.focus()
    stride.press("ArrowDown")
    wait_for_position(widget, "dout,0,1")
    widget.get_by_text("before the last change").wait_for()
    wait_for_python(page, "flow.stride, flow.dout.shape", "2 (2, 3)")
    widget.get_by_role("button", name="Run my function again").press("Enter")
    widget.get_by_text("conv2d_backward agrees with the reference: all 52 numbers").wait_for()
    assert run_python(page, "print(calls, flow.stale)") == "[1, 2] False"
    grid(widget, "dx").focus()
    page.keyboard.press("Control+End")
    wait_for_status(widget, "dx[5, 6] = 0: no window reaches x[5, 6]")


def test_python_sets_the_stride_too(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "flow = GradientFlow(); flow")
    widget = widget_of(page)
    run_python(page, "flow.stride = 2")
    wait_for_status(widget, "dout[1, 2] = −2 reaches x in rows 2 to 4, columns 4 to 6")


def test_it_adds_up_as_far_as_the_chosen_cell(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "flow = GradientFlow(**small); flow")
    widget = widget_of(page)
    box = widget.get_by_role("checkbox", name="add up only as far as this cell")
    box.focus()
    page.keyboard.press("Space")
    widget.get_by_text("dx so far").wait_for()
    assert widget.get_by_text("db so far = sum of dout = 1").is_visible()
    grid(widget, "dx so far").press("ArrowRight")
    wait_for_status(widget, "dx[0, 1] = 0, from 2 windows")
    grid(widget, "dout").press("End")
    widget.get_by_text("db so far = 1 + (−2) = −1").wait_for()
    grid(widget, "dx so far").press("ArrowLeft")
    grid(widget, "dx so far").press("ArrowRight")
    wait_for_status(widget, "dx[0, 1] = −2, from 2 windows")
    wait_for_python(page, "flow.partial", "True")


def test_my_function_opens_on_the_first_cell_that_differs(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "flow = GradientFlow(function=overwriting); flow")
    widget = widget_of(page)
    wait_for_position(widget, "dx,1,3")
    assert status(widget) == "dx[1, 3] = 2, from 6 windows. overwriting gave 0"
    widget.get_by_text(
        "The first is dx[1, 3]: expected 2, overwriting gave 0. "
        "Where copies overlap, the last one replaced the others: add them, +=."
    ).wait_for()
    grid(widget, "dw").press("ArrowDown")
    wait_for_position(widget, "dw,1,0")
    widget.get_by_role("button", name="First difference").press("Enter")
    wait_for_position(widget, "dx,1,3")


def test_a_mean_in_db_is_named(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "flow = GradientFlow(function=averaging); flow")
    widget = widget_of(page)
    widget.get_by_text("The first is db: expected −1, averaging gave −0.05.").wait_for()
    assert widget.get_by_text("This is the mean of dout").is_visible()
    assert widget.get_by_text("yours: ≠ −0.05").is_visible()
    wait_for_position(widget, "dout,1,2")


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
    page = open_notebook(SETUP, *STATES)
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widgets.nth(len(STATES) - 1).wait_for()
    before = drawn(widgets.first)
    set_theme(page, theme)
    if theme != LIGHT:
        assert drawn(widgets.first) > before, "the theme changed and nothing was drawn anew"
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"flow-{theme.split()[-1].lower()}-{i}")
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
    for widget in (GradientFlow(), GradientFlow(stride=2, part="dx", row=2, col=2)):
        show(plain, widget)
        assert accessibility_problems(plain, ".ccw") == []


def test_every_control_can_be_reached_with_the_tab_key(plain: Page) -> None:
    widget = show(plain, GradientFlow())
    widget.get_by_role("combobox", name="stride").focus()
    names = []
    for _ in range(8):
        names.append(
            plain.evaluate(
                "() => { const e = document.activeElement; return e.labels?.[0]?.textContent.trim()"
                " || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent"
                " || e.textContent; }"
            )
        )
        plain.keyboard.press("Tab")
    assert names == [
        "stride",
        "value of dout[1, 2]",
        "Only this cell",
        "All ones",
        "add up only as far as this cell",
        "dout",
        "dx",
        "dw",
    ]


def test_it_stops_listening_when_it_is_taken_off(plain: Page) -> None:
    show(plain, GradientFlow())
    plain.evaluate("() => cleanup()")
    assert plain.evaluate("() => Object.values(model.listeners).flat().length") == 0


@pytest.mark.parametrize("part", ["dout", "dx", "dw"])
def test_a_step_is_painted_within_two_frames(plain: Page, part: str) -> None:
    import numpy as np

    image = np.random.default_rng(0).standard_normal((8, 8))
    dout = np.ones((6, 6))
    flow = GradientFlow(image, dout=dout, part=part, row=0, col=0, partial=True)
    show(plain, flow)
    spent = plain.evaluate(
        """async part => {
            const grids = [...document.querySelectorAll('[role="slider"][tabindex]')];
            const target = grids[['dout', 'dx', 'dw'].indexOf(part)];
            const painted = () => new Promise(
                done => requestAnimationFrame(() => setTimeout(done)));
            const times = [];
            for (let i = 0; i < 20; i++) {
                const start = performance.now();
                const key = i % 4 < 2 ? 'ArrowRight' : 'ArrowLeft';
                target.dispatchEvent(new KeyboardEvent('keydown', {key}));
                await painted();
                times.push(performance.now() - start);
            }
            return times.sort((a, b) => a - b)[10];
        }""",
        part,
    )
    wait_for_position(plain.locator(".ccw"), f"{part},0,0")
    assert spent < 100, f"{spent:.0f} ms a step"
    print(f"\n{part}: {spent:.1f} ms a step")
