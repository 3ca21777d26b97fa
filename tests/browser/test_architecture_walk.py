"""ArchitectureWalk in JupyterLab, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from course.widgets import ArchitectureWalk
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

pytest.importorskip("torch", reason="needs torch: whose maps are drawn")
pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
Shot = Callable[["Locator", str], None]
__all__ = ["plain"]  # a fixture

NET = """
import torch
from torch import nn
from course.widgets import ArchitectureWalk
torch.manual_seed(0)
class LeNet5(nn.Module):
    def __init__(self, classes=10, bias=True):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2),
            nn.Conv2d(6, 16, 5, bias=bias), nn.Tanh(), nn.AvgPool2d(2))
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(),
            nn.Linear(84, classes))
    def forward(self, x):
        return self.classifier(self.features(x))
"""
STATES = (
    "ArchitectureWalk()",
    "ArchitectureWalk(original=True, layer=3)",
    "ArchitectureWalk(LeNet5())",
    "ArchitectureWalk(LeNet5(), layer=5, original=True)",
    "ArchitectureWalk(LeNet5(bias=False), layer=4, note='A sentence.')",
    "ArchitectureWalk(LeNet5(classes=7), layer=7)",
    "ArchitectureWalk(LeNet5(), layer=7, channel=3)",
    "ArchitectureWalk(LeNet5(), layer=0)",
)


def walk_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(
        ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-architecture-walk[data-draws]"
    )
    widget.wait_for()
    return widget


def current_row(widget: Locator) -> list[str]:
    """Return the texts of the layer that is walked on, thousands joined."""
    cells = widget.locator(".ccw-architecture [aria-current=step]").locator("th, td")
    return [text.replace("\u202f", "") for text in cells.all_inner_texts()]


def seen_colours(widget: Locator, canvas: int) -> int:
    """Count the colours of a picture."""
    return int(
        widget.locator("canvas")
        .nth(canvas)
        .evaluate(
            """c => { const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
                const all = new Set();
                for (let i = 0; i < d.length; i += 4) all.add(`${d[i]},${d[i+1]},${d[i+2]}`);
                return all.size; }"""
        )
    )


def test_it_walks_from_the_digit_to_the_outputs(open_notebook: Open) -> None:
    page = open_notebook(NET, "walk = ArchitectureWalk(LeNet5()); walk")
    widget = walk_of(page)
    assert widget.get_by_text("LeNet5 has every layer's shape and parameters.").is_visible()
    slider = widget.get_by_role("slider", name="layer, from the input to the output")
    slider.focus()
    page.keyboard.press("Home")
    names = []
    for number in range(8):
        wait_for_python(page, "walk.layer", str(number))
        names.append(current_row(widget)[0])
        assert (slider.get_attribute("aria-valuetext") or "").startswith(f"{names[-1]}: ")
        assert status(widget).startswith(names[-1])
        page.keyboard.press("ArrowRight")
    assert names == ["input", "C1", "S2", "C3", "S4", "C5", "F6", "output"]
    assert current_row(widget)[2:6] == ["10", "850 = 10 × (84 + 1)", "850", "840"]
    outputs = widget.get_by_role("group", name="outputs")
    assert outputs.locator("tbody tr").count() == 2
    assert "sees the whole digit" in status(widget)


def test_arrow_keys_move_the_cell_and_what_it_sees(open_notebook: Open) -> None:
    page = open_notebook(
        NET, "walk = ArchitectureWalk(LeNet5(), layer=3, channel=1, row=0, col=0); walk"
    )
    widget = walk_of(page)
    wait_for_status(widget, "sees rows 0 to 13, columns 0 to 13; reads S2 maps 0, 1, 2, 3, 4, 5")
    widget.get_by_role("slider", name="C3, map 1").focus()
    for key, position in (
        ("ArrowRight", "3,1,0,1"),
        ("ArrowDown", "3,1,1,1"),
        ("End", "3,1,1,9"),
        ("Control+End", "3,1,9,9"),
    ):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    assert "sees rows 18 to 31, columns 18 to 31" in status(widget)
    widget.get_by_role("slider", name="map", exact=True).focus()
    page.keyboard.press("End")
    wait_for_position(widget, "3,15,9,9")
    wait_for_python(page, "walk.channel, walk.row", "15 9")
    assert widget.locator(".ccw-strip .ccw-here").inner_text() == "15"


def test_units_without_a_map_are_walked_too(open_notebook: Open) -> None:
    page = open_notebook(NET, "walk = ArchitectureWalk(LeNet5(), layer=6, channel=0); walk")
    widget = walk_of(page)
    widget.get_by_role("slider", name="F6, 84 units").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    wait_for_status(widget, "F6, unit 13 = ")
    wait_for_python(page, "walk.channel", "13")


def test_the_form_of_1998_has_its_table_and_its_counts(open_notebook: Open) -> None:
    page = open_notebook(NET, "walk = ArchitectureWalk(layer=3, channel=4); walk")
    widget = walk_of(page)
    table = widget.get_by_role("group", name="connections")
    assert table.locator("td", has_text="X").count() == 96
    form = widget.get_by_role("combobox", name="form")
    form.focus()
    page.keyboard.press("ArrowDown")
    wait_for_status(widget, "reads S2 maps 0, 4, 5")
    wait_for_python(page, "walk.original", "True")
    assert table.locator("td", has_text="X").count() == 60
    assert "60 of 96 pairs" in table.inner_text()
    assert current_row(widget)[2:5] == ["16 × 10 × 10", "1516 = 60 × 5 × 5 + 16", "150000"]
    total = widget.locator(".ccw-architecture tfoot strong").first
    assert total.inner_text().replace("\u202f", "") == "60000"


def test_a_rerun_draws_what_the_model_has_learnt(open_notebook: Open) -> None:
    page = open_notebook(
        NET, "model = LeNet5(); walk = ArchitectureWalk(model, layer=7, channel=0); walk"
    )
    widget = walk_of(page)
    before = status(widget)
    page.evaluate(
        """async () => { await panelInFront.sessionContext.session.kernel.requestExecute({code:
            'with torch.no_grad(): model.classifier[5].bias += 5'}).done; }"""
    )
    widget.get_by_role("button", name="Run my model again").press("Enter")
    page.wait_for_function(
        "before => !document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .ccw-status')"
        ".textContent.includes(before)",
        arg=before,
    )
    value = float(status(widget).split(" = ")[1].split(":")[0].replace("−", "-"))
    assert 4 < value < 6


def test_a_model_of_another_shape_is_said_in_words(open_notebook: Open) -> None:
    page = open_notebook(NET, "ArchitectureWalk(LeNet5(classes=7), layer=7)")
    widget = walk_of(page)
    widget.get_by_text("LeNet5: no tensor of shape (1, 10) was seen for output").wait_for()
    assert widget.get_by_text("output, 10 units (no model to draw)").is_visible()
    assert not widget.get_by_role("group", name="outputs").is_visible()


def test_another_layer_is_looked_at_in_the_same_place(plain: Page) -> None:
    widget = show(plain, ArchitectureWalk(layer=1, row=10, col=20, channel=5))
    step = widget.get_by_role("button", name="Step")
    for position in ("2,5,5,10", "3,5,3,8", "4,5,1,4"):
        step.press("Enter")
        wait_for_position(widget, position)
    step.press("Enter")
    wait_for_position(widget, "5,5,0,0")


def test_the_digit_and_the_maps_are_drawn(plain: Page) -> None:
    rng = np.random.default_rng(0)
    walk = ArchitectureWalk()
    walk.output = rng.standard_normal(9118)
    walk.sources = ["here"] * 8
    widget = show(plain, walk)
    assert seen_colours(widget, 0) > 5  # the digit, and its window
    assert seen_colours(widget, 1) > 50
    small = widget.locator(".ccw-strip canvas")
    assert small.count() == 6
    small.nth(4).click()
    wait_for_position(widget, "1,4,5,10")


def test_a_step_over_the_map_is_painted_within_two_frames(plain: Page) -> None:
    walk = ArchitectureWalk()
    walk.output = np.random.default_rng(0).standard_normal(9118)
    walk.sources = ["here"] * 8
    widget = show(plain, walk)
    widget.get_by_role("slider", name="C1, map 0").focus()
    median = plain.evaluate(
        """async () => {
            const times = [], target = document.activeElement;
            for (let i = 0; i < 15; i++) {
                const start = performance.now();
                target.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}));
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                times.push(performance.now() - start);
            }
            return times.sort((a, b) => a - b)[7];
        }"""
    )
    wait_for_position(widget, "1,0,5,25")
    assert median < 100, median
    print(f"\nkey to paint: {median:.1f} ms")


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
    page = open_notebook(NET, *STATES)
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widgets.nth(len(STATES) - 1).wait_for()
    set_theme(page, theme)
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"walk-{theme.split()[-1].lower()}-{i}")
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
    show(plain, ArchitectureWalk(original=True, layer=3))
    assert accessibility_problems(plain, ".ccw") == []


def test_a_widget_taken_off_the_page_stops_listening(plain: Page) -> None:
    show(plain, ArchitectureWalk())
    plain.evaluate("() => cleanup()")
    assert plain.evaluate("() => Object.values(model.listeners).flat().length") == 0
