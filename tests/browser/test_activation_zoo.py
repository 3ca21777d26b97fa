"""ActivationZoo in JupyterLab, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from course.widgets import ActivationZoo
from tests.browser.jupyter import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NODE_MODULES,
    accessibility_problems,
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

CURVES = """
import numpy as np
from course.widgets import ActivationZoo
def relu(x):
    return np.maximum(x, 0.0)
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
def leaky_relu(x):
    return np.abs(x)
def swish(x):
    return x * sigmoid(x)
def tanh(x):
    raise NotImplementedError
"""
STATES = (
    "ActivationZoo()",
    "ActivationZoo(function=relu, bias=-2)",
    "ActivationZoo(function=sigmoid, scale=4)",
    "ActivationZoo(function=leaky_relu, x=-3)",
    "ActivationZoo(function=swish, curve='tanh')",
    "ActivationZoo(function=tanh, note='A sentence.')",
)


def zoo_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-activation-zoo[data-draws]")
    widget.wait_for()
    return widget


def rows(widget: Locator) -> list[list[str]]:
    """Return the table of layers: layer, mean slope, what comes back."""
    lines = widget.locator(".ccw-layers tbody tr").all()
    return [line.locator("th, td").all_inner_texts()[:3] for line in lines]


def test_x_reads_a_point_off_both_curves(open_notebook: Open) -> None:
    page = open_notebook(CURVES, "zoo = ActivationZoo(x=0, curve='sigmoid'); zoo")
    widget = zoo_of(page)
    assert status(widget) == "x = 0: sigmoid = 0.5, slope = 0.25"
    x = widget.get_by_role("slider", name="x", exact=True)
    x.focus()
    page.keyboard.press("ArrowRight")
    wait_for_status(widget, "x = 0.125: sigmoid = 0.531, slope = 0.249")
    assert x.get_attribute("aria-valuetext") == status(widget)
    page.keyboard.press("End")
    wait_for_python(page, "zoo.x", "6.0")
    widget.get_by_role("combobox", name="curve").select_option("relu")
    wait_for_status(widget, "x = 6: relu = 6, slope = 1")
    wait_for_python(page, "zoo.curve", "relu")


def test_my_relu_keeps_its_zeros_and_its_gradient_at_every_scale(open_notebook: Open) -> None:
    page = open_notebook(CURVES, "zoo = ActivationZoo(function=relu); zoo")
    widget = zoo_of(page)
    widget.get_by_text("relu agrees with the reference at all points").wait_for()
    before = rows(widget)
    assert [row[0] for row in before] == ["1", "2", "3", "4", "5"]
    assert {row[2] for row in before} == {before[0][1]}
    assert 0.4 < float(before[0][2]) < 0.6
    widget.get_by_role("slider", name="scale of the inputs").focus()
    page.keyboard.press("End")
    wait_for_position(widget, "2,10,0")
    assert rows(widget) == before


def test_my_sigmoid_saturates_and_its_gradient_vanishes(open_notebook: Open) -> None:
    page = open_notebook(CURVES, "zoo = ActivationZoo(function=sigmoid); zoo")
    widget = zoo_of(page)
    before = [float(row[2]) for row in rows(widget)]
    assert all(0 < earlier < later for earlier, later in zip(before, before[1:], strict=False))
    scale = widget.get_by_role("slider", name="scale of the inputs")
    scale.focus()
    for _ in range(4):
        page.keyboard.press("PageUp")
    wait_for_python(page, "zoo.scale > 3", "True")
    assert float(rows(widget)[0][2]) < before[0] / 1.5
    assert "are saturated (at most 0.05 or at least 0.95)" in (
        scale.get_attribute("aria-valuetext") or ""
    )
    assert widget.get_by_role("img", name="Histogram of 1000 outputs from 0 to 1").is_visible()


def test_a_bias_kills_units_and_they_are_counted(open_notebook: Open) -> None:
    page = open_notebook(CURVES, "zoo = ActivationZoo(curve='relu'); zoo")
    widget = zoo_of(page)
    assert widget.get_by_role("img", name="0 of 40 units are dead").is_visible()
    widget.get_by_role("slider", name="bias added").focus()
    page.keyboard.press("Home")
    wait_for_position(widget, "2,1,-5")
    assert widget.get_by_role("img", name="40 of 40 units are dead").is_visible()
    assert widget.get_by_text("100 % of the outputs are exactly 0.").is_visible()
    wait_for_python(page, "zoo.bias", "-5.0")


def test_the_first_difference_is_said_and_gone_to(open_notebook: Open) -> None:
    page = open_notebook(CURVES, "zoo = ActivationZoo(function=leaky_relu); zoo")
    widget = zoo_of(page)
    widget.get_by_text(
        "leaky_relu differs from the reference at 1280 points; "
        "the first is x = −6: expected −0.06, leaky_relu gave 6."
    ).wait_for()
    widget.get_by_role("button", name="First difference").press("Enter")
    wait_for_status(widget, "x = −6: leaky_relu = 6, slope = −1")
    wait_for_python(page, "zoo.x", "-6.0")


def test_a_function_without_a_curve_is_said_in_words(open_notebook: Open) -> None:
    page = open_notebook(CURVES, "zoo = ActivationZoo(function=tanh); zoo")
    widget = zoo_of(page)
    widget.get_by_text("tanh is not written yet.").wait_for()
    wait_for_status(widget, "x = 2: tanh = 0.964")


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
    page = open_notebook(CURVES, *STATES)
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widgets.nth(len(STATES) - 1).wait_for()
    set_theme(page, theme)
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"zoo-{theme.split()[-1].lower()}-{i}")
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
    show(plain, ActivationZoo(bias=-3, curve="relu"))
    assert accessibility_problems(plain, ".ccw") == []


def test_a_slider_step_is_painted_within_two_frames(plain: Page) -> None:
    import numpy as np

    widget = show(plain, ActivationZoo(function=np.tanh))
    spent = plain.evaluate(
        """async () => {
            const ranges = [...document.querySelectorAll('input[type=range]')];
            const medians = [];
            for (const range of ranges) {
                const times = [];
                for (let i = 0; i < 21; i++) {
                    const start = performance.now();
                    range.stepUp();
                    range.dispatchEvent(new Event('input'));
                    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                    times.push(performance.now() - start);
                }
                medians.push(times.sort((a, b) => a - b)[10]);
            }
            return medians;
        }"""
    )
    wait_for_position(widget, "4.625,3.1,2.1")
    assert max(spent) < 100, spent
    print("\nx, scale, bias: " + ", ".join(f"{each:.1f} ms" for each in spent))
