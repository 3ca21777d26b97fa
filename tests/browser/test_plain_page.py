"""The widgets on a plain page without Jupyter, as in a static export."""

from __future__ import annotations

import base64
import pathlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from course.widgets import (
    ArchitectureWalk,
    ChannelMixer,
    Choice,
    GradientFlow,
    KernelSlider,
    KernelStudio,
    PaddingLab,
    PixelInspector,
    PoolLab,
)
from tests.browser.jupyter import NODE_MODULES, accessibility_problems, drawn, wait_for_position

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
STAND_IN = pathlib.Path(__file__).with_name("stand_in.js").read_text(encoding="utf-8")


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """Open an empty page."""
    page = browser.new_page()
    page.set_content("<!doctype html><html lang=en><title>widget</title><body></body></html>")
    yield page
    page.close()


def show(page: Page, widget: Any) -> Locator:
    """Put a widget on a page with the state that it would have in an export."""
    state = widget.get_state()
    keep = {name: value for name, value in state.items() if not name.startswith("_")}
    for name in ("layout", "tabbable", "tooltip"):
        keep.pop(name, None)
    for value in keep.values():
        if isinstance(value, dict) and "data" in value:
            value["data"] = base64.b64encode(value["data"]).decode()
    page.evaluate(
        f"([source, css, state]) => {{ {STAND_IN}\n return show(source, css, state); }}",
        [state["_esm"], state["_css"], keep],
    )
    element = page.locator(".ccw[data-draws]")
    element.wait_for()
    return element


def test_the_kernel_slider_steps(plain: Page) -> None:
    widget = show(plain, KernelSlider(row=1, col=1))
    widget.get_by_role("button", name="Step").press("Enter")
    wait_for_position(widget, "1,2")


def test_the_pointer_picks_a_cell_of_the_output_and_a_window_of_the_input(plain: Page) -> None:
    widget = show(plain, KernelSlider(row=0, col=0))
    source, result = widget.locator("canvas").all()[:2]
    box = result.bounding_box()
    assert box is not None
    plain.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.35 * box["height"])
    wait_for_position(widget, "3,7")
    box = source.bounding_box()
    assert box is not None
    plain.mouse.click(box["x"] + 2.5 * box["width"] / 12, box["y"] + 5.5 * box["height"] / 12)
    wait_for_position(widget, "4,1")  # the window whose centre is the pixel at row 5, column 2
    plain.mouse.click(box["x"] + 1, box["y"] + 1)
    wait_for_position(widget, "0,0")


def test_playing_is_slow_where_less_motion_is_asked_for(plain: Page) -> None:
    plain.emulate_media(reduced_motion="reduce")
    widget = show(plain, KernelSlider(row=0, col=0))
    widget.get_by_role("button", name="Play").press("Enter")
    plain.wait_for_timeout(700)
    assert widget.get_attribute("data-pos") == "0,0"
    wait_for_position(widget, "0,1")


def test_nothing_plays_or_draws_by_itself(plain: Page) -> None:
    widget = show(plain, KernelSlider())
    plain.wait_for_timeout(400)
    before = drawn(widget)
    plain.wait_for_timeout(600)
    assert drawn(widget) == before


def test_a_widget_taken_off_the_page_stops_listening(plain: Page) -> None:
    show(plain, KernelSlider())
    plain.evaluate("() => cleanup()")
    assert plain.evaluate("() => Object.values(model.listeners).flat().length") == 0


def test_a_table_wider_than_the_page_takes_the_focus_and_scrolls(plain: Page) -> None:
    widget = show(plain, PixelInspector())
    box = widget.locator(".ccw-scroll")
    assert box.get_attribute("tabindex") is None
    plain.set_viewport_size({"width": 240, "height": 700})
    plain.wait_for_function("() => document.querySelector('.ccw-scroll').tabIndex === 0")
    box.focus()
    plain.keyboard.press("ArrowRight")
    plain.wait_for_function("() => document.querySelector('.ccw-scroll').scrollLeft > 0")


def test_a_choice_without_a_cell_says_what_to_type(plain: Page) -> None:
    widget = show(plain, Choice("abcd"))
    widget.get_by_role("radio", name="d").check()
    widget.get_by_text('Now type answer="d" in the cell above.').wait_for()


def test_a_large_image_steps_within_a_frame_or_two(plain: Page) -> None:
    import numpy as np

    image = np.random.default_rng(0).standard_normal((256, 256))
    widget = show(plain, KernelSlider(image, padding=1, row=100, col=100))
    widget.locator('[role="slider"][tabindex]').focus()
    spent = plain.evaluate(
        """async () => {
            const element = document.querySelector('.ccw'), target = document.activeElement;
            const start = performance.now();
            for (let i = 0; i < 20; i++) {
                target.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}));
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            }
            return (performance.now() - start) / 20;
        }"""
    )
    wait_for_position(widget, "100,120")
    assert spent < 100, f"{spent:.0f} ms a step"


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_system_colours(plain: Page, scheme: Any, forced: Any) -> None:
    if not (NODE_MODULES / "axe-core").is_dir():
        pytest.skip("needs axe-core: npm ci in course/widgets")
    plain.emulate_media(color_scheme=scheme, forced_colors=forced)
    plain.add_style_tag(content=":root { color-scheme: light dark; }")
    for widget in (
        KernelSlider(),
        KernelSlider(mode="predict"),
        PixelInspector(),
        Choice("ab", "a"),
    ):
        show(plain, widget)
        assert accessibility_problems(plain, ".ccw") == []


@pytest.mark.parametrize(
    "widget",
    [
        KernelSlider(row=3, col=3),
        KernelStudio(row=3, col=3),
        PaddingLab(row=3, col=3),
        PoolLab(row=2, col=2),
        ChannelMixer(row=2, col=2),
        GradientFlow(row=1, col=1),
        ArchitectureWalk(layer=1, row=3, col=3),
        PixelInspector(row=3, col=3),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_a_key_counts_even_where_the_last_one_is_not_drawn_yet(plain: Page, widget: Any) -> None:
    show(plain, widget)
    plain.locator('.ccw-frame[role="slider"]').first.focus(timeout=5000)
    place = plain.evaluate(
        """() => {
            for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight'])
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key}));
            return [model.get('row'), model.get('col')];
        }"""
    )
    assert place == [widget.row + 1, widget.col + 2]
