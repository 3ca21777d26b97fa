"""ChannelMixer in JupyterLab, by keyboard; and what axe-core finds in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from course.widgets import ChannelMixer
from tests.browser.jupyter import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NODE_MODULES,
    TIMEOUT_MS,
    accessibility_problems,
    drawn,
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
import numpy as np
from course.widgets import ChannelMixer
x = np.array([[[[1.0, 2, 0], [0, 1, 3]], [[2, 0, 1], [1, 1, 0]]]])
weight = np.array([[[[1.0, 0], [0, -1]], [[0, 2], [1, 0]]], [[[1, 1], [1, 1]], [[0, 0], [0, 0]]]])
bias = np.array([0.5, -2])
calls = []
def conv2d(x, weight, bias=None, forget=False):
    calls.append(x.shape)
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,ocij->nohw", windows, weight)
    return out if bias is None or forget else out + bias[:, None, None]
def no_bias(x, weight, bias=None):
    return conv2d(x, weight, bias, forget=True)
two = np.concatenate([x, 2 * x])
"""
CELLS = (
    "ChannelMixer()",
    "ChannelMixer(x, weight, bias, function=conv2d)",
    "ChannelMixer(two, weight, bias, function=no_bias)",
    "ChannelMixer(function=no_bias)",
    "ChannelMixer(x, np.ones((1, 2, 4, 4)))",
    "ChannelMixer(np.eye(6).reshape(1, 1, 6, 6), np.ones((8, 1, 2, 3)))",
)


def mixer_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-channel-mixer[data-draws]")
    widget.wait_for()
    return widget


def status(widget: Locator) -> str:
    """Return the sentence under the pictures."""
    return widget.locator(".ccw-status").inner_text()


def adding(widget: Locator) -> list[str]:
    """Return the cells of the table that adds one number up."""
    table = widget.get_by_role("table", name="One number of the map, added up")
    return table.locator("td").all_inner_texts()


def wait_for_python(page: Page, expression: str, expected: str) -> None:
    """Wait until an expression in the kernel prints as expected."""
    for _ in range(TIMEOUT_MS // 100):
        found = run_python(page, f"print({expression})")
        if found == expected:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{expression} is {found}, not {expected}")


def test_arrow_keys_move_over_the_map_and_python_sees_it(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "mixer = ChannelMixer(x, weight, bias)\nmixer")
    widget = mixer_of(page)
    wait_for_position(widget, "0,0,0,1")  # the strongest: 2.5
    widget.get_by_role("slider", name="map 0 = sum + 0.5").focus()
    for key, position in (("Home", "0,0,0,0"), ("ArrowLeft", "0,0,0,0"), ("End", "0,0,0,1")):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    assert status(widget) == "map 0, row 0, column 1: 2.5"
    assert [cell.strip() for cell in adding(widget)] == ["−1", "+ 3", "= 2", "+ 0.5", "= 2.5"]
    wait_for_python(page, "mixer.row, mixer.col", "0 1")


def test_a_radio_button_chooses_the_output_map(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "mixer = ChannelMixer(x, weight, bias)\nmixer")
    widget = mixer_of(page)
    radio = widget.get_by_role("radio", name="map 0")
    assert radio.is_checked()
    radio.focus()
    page.keyboard.press("ArrowDown")
    wait_for_position(widget, "0,1,0,1")
    assert [cell.strip() for cell in adding(widget)] == ["6", "+ 0", "= 6", "− 2", "= 4"]
    assert widget.get_by_role("slider", name="map 1 = sum − 2").is_visible()
    wait_for_python(page, "mixer.filter", "1")
    run_python(page, "mixer.filter = 0")
    wait_for_position(widget, "0,0,0,1")
    assert radio.is_checked()


def test_every_slice_tells_its_numbers(open_notebook: Open) -> None:
    widget = mixer_of(open_notebook(HEAD, "ChannelMixer(x, weight, bias)"))
    assert widget.get_by_role("img").count() == 4
    assert widget.get_by_role("img", name="slice [0, 1], 2 × 2: 0, 2, 1, 0").is_visible()


def test_the_costs_stand_beside_a_dense_layers(open_notebook: Open) -> None:
    widget = mixer_of(open_notebook(HEAD, "ChannelMixer(x, weight, bias)"))
    table = widget.get_by_role("table", name="What it costs, for one image")
    # 2 filters of 8 weights, 2 biases, 2 positions; 12 inputs, 4 outputs
    assert table.locator("strong").all_inner_texts() == ["18", "32", "52", "48"]


def test_the_first_number_that_differs_is_named_across_images(open_notebook: Open) -> None:
    code = """
def mine(x, weight, bias):
    out = conv2d(x, weight, bias)
    out[1, 1, 0, 1] += 0.25
    return out
mixer = ChannelMixer(two, weight, bias, function=mine)
mixer
"""
    page = open_notebook(HEAD, code)
    widget = mixer_of(page)
    wait_for_position(widget, "1,1,0,1")
    assert status(widget) == (
        "map 1, row 0, column 1: 10. First difference: expected 10, mine gave 10.25. "
        "The window was rows 0 to 1, columns 1 to 2 of all 2 channels."
    )
    assert widget.get_by_text("1 cell of 8 differs from the reference.").is_visible()
    images = widget.get_by_role("combobox", name="image of the batch")
    assert images.input_value() == "1"
    images.focus()
    page.keyboard.press("ArrowUp")
    wait_for_position(widget, "0,1,0,1")
    assert status(widget) == "map 1, row 0, column 1: 4"
    widget.get_by_role("button", name="First difference").press("Enter")
    wait_for_position(widget, "1,1,0,1")


def test_your_function_runs_once_and_again_when_asked(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "mixer = ChannelMixer(x, weight, bias, function=conv2d)\nmixer")
    widget = mixer_of(page)
    widget.get_by_text("All 4 cells agree with the reference.").wait_for()
    widget.get_by_role("radio", name="map 1").press("Space")
    wait_for_position(widget, "0,1,0,1")
    assert run_python(page, "print(len(calls))") == "1"
    run_python(page, "mixer.x = x + 1")
    widget.get_by_role("button", name="Run my function again").press("Enter")
    wait_for_python(page, "len(calls), mixer.stale", "2 False")
    widget.get_by_text("All 4 cells agree with the reference.").wait_for()


def test_a_shape_that_differs_is_told(open_notebook: Open) -> None:
    page = open_notebook(HEAD, "ChannelMixer(x, weight, function=lambda x, w: x)")
    message = "<lambda> returned shape (1, 2, 2, 3), expected (1, 2, 1, 2) (N, C_out, H', W')."
    mixer_of(page).get_by_text(message).wait_for()


def test_a_kernel_that_does_not_fit_is_told(open_notebook: Open) -> None:
    widget = mixer_of(open_notebook(HEAD, "ChannelMixer(x, np.ones((1, 2, 4, 4)))"))
    assert "The kernel does not fit: it is 4 × 4 and the image is 2 × 3." in status(widget)
    assert widget.locator("[role=slider]:visible").count() == 0


def test_it_shows_negative_numbers_as_such(open_notebook: Open) -> None:
    page = open_notebook(
        HEAD, "ChannelMixer(-np.ones((1, 1, 9, 9)), np.ones((1, 1, 1, 1)), row=4, col=4)"
    )
    widget = mixer_of(page)
    assert widget.get_by_text("hatched: negative").count() > 0
    assert status(widget) == "map 0, row 4, column 4: −1"


def test_the_pointer_picks_a_place_and_a_filter(plain: Page) -> None:
    rng = np.random.default_rng(0)
    mixer = ChannelMixer(rng.normal(size=(1, 2, 8, 9)), rng.normal(size=(3, 2, 3, 3)), row=0, col=0)
    widget = show(plain, mixer)
    canvas = widget.get_by_role("group", name="map 0").locator("canvas").first
    box = canvas.bounding_box()
    assert box is not None
    plain.mouse.click(box["x"] + 2.5 * box["width"] / 7, box["y"] + 4.5 * box["height"] / 6)
    wait_for_position(widget, "0,0,4,2")
    widget.get_by_role("img", name="slice [2, 1]").locator("canvas").click()
    wait_for_position(widget, "0,2,4,2")


def test_nothing_draws_by_itself_and_taken_off_it_stops_listening(plain: Page) -> None:
    widget = show(plain, ChannelMixer())
    plain.wait_for_timeout(400)
    before = drawn(widget)
    plain.wait_for_timeout(400)
    assert drawn(widget) == before
    plain.evaluate("() => cleanup()")
    assert plain.evaluate("() => Object.values(model.listeners).flat().length") == 0


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowDown"])
def test_a_key_is_painted_within_a_frame_or_two(plain: Page, key: str) -> None:
    widget = show(plain, ChannelMixer(row=0, col=0))
    target = "slider" if key == "ArrowRight" else "radio"
    plain.evaluate(
        """target => document.querySelector(
            target === 'slider' ? '[role=slider]' : 'input[type=radio]').focus()""",
        target,
    )
    spent = plain.evaluate(
        """async key => {
            const start = performance.now();
            for (let i = 0; i < 20; i++) {
                if (key === 'ArrowRight') document.activeElement.dispatchEvent(
                    new KeyboardEvent('keydown', {key}));
                else document.querySelectorAll('input[type=radio]')[(i + 1) % 3].click();
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            }
            return (performance.now() - start) / 20;
        }""",
        key,
    )
    wait_for_position(widget, "0,0,0,20" if key == "ArrowRight" else "0,2,0,0")
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
    before = drawn(widgets.first)
    set_theme(page, theme)
    if theme != LIGHT:
        assert drawn(widgets.first) > before, "the theme changed and nothing was drawn anew"
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"mixer-{theme.split()[-1].lower()}-{i}")
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
    widget = show(plain, ChannelMixer())
    assert accessibility_problems(plain, ".ccw") == []
    screenshot(widget, f"mixer-system-{scheme}-{forced}")
