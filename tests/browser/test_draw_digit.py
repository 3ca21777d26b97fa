"""DrawDigit: drawn on by keyboard, pointer and touch; answered in Python, or on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from course import data
from course.widgets import DrawDigit
from tests.browser import test_plain_page
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
from tests.widgets.test_draw_digit import course_lenet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
Shot = Callable[["Locator", str], None]
__all__ = ["plain"]  # a fixture

NET = """
import numpy as np
import torch
from torch import nn
from course import data
from course.widgets import DrawDigit
torch.manual_seed(0)
torch.set_num_threads(1)
class LeNet5(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2),
            nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2))
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(),
            nn.Linear(84, classes))
    def forward(self, x):
        return 20 * self.classifier(self.features(x))
class Raises(nn.Module):
    def forward(self, x):
        raise ValueError("no layers yet")
blank = np.zeros((28, 28))
"""
STATES = (
    "DrawDigit()",
    "DrawDigit(LeNet5())",
    "DrawDigit(drawing=blank, centre=False, pen_down=True, note='A sentence.')",
    "DrawDigit(Raises())",
    "DrawDigit(LeNet5(classes=7))",
)
PAD = '.ccw-frame[role="slider"]'


def widget_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-draw-digit[data-draws]")
    widget.wait_for()
    return widget


def scores_on(widget: Locator) -> list[float]:
    """Return the ten scores, which are the titles of the bars."""
    titles = widget.locator(".ccw-answers tr").evaluate_all("rows => rows.map(r => r.title)")
    return [float(title.removeprefix("score ").replace("−", "-")) for title in titles]


def seen_on(widget: Locator) -> Any:
    """Return what the net sees, from its picture: (32, 32) in [0, 1]."""
    levels = widget.locator("canvas.ccw-pixels").first.evaluate(
        """c => Array.from(c.getContext('2d').getImageData(0, 0, 32, 32).data)
            .filter((_, i) => i % 4 === 0)"""
    )
    return np.reshape(levels, (32, 32)) / 255


def wait_for_answer(widget: Locator, words: str) -> None:
    """Wait until the widget says something, and has drawn an answer to what is drawn now."""
    wait_for_status(widget, words)
    widget.page.wait_for_function(
        "element => element.dataset.answer !== ''", arg=widget.element_handle()
    )


def who(widget: Locator) -> Locator:
    return widget.locator('.ccw-words[role="status"]')


def at(widget: Locator, row: float, col: float) -> tuple[float, float]:
    """Return where a place of the drawing is on the page."""
    box = widget.locator(f"{PAD} canvas").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * col / 28, box["y"] + box["height"] * row / 28


def draw_line(page: Page, widget: Locator, *points: tuple[float, float]) -> None:
    """Draw with the mouse."""
    page.mouse.move(*at(widget, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*at(widget, *point), steps=8)
    page.mouse.up()


def test_by_keyboard_alone_a_line_is_drawn_and_your_model_answers(open_notebook: Open) -> None:
    pytest.importorskip("torch")
    page = open_notebook(NET, "model = LeNet5(); w = DrawDigit(model, blank); w")
    widget = widget_of(page)
    assert who(widget).inner_text() == "LeNet5 answers: your model, in Python."
    assert status(widget).startswith("Nothing is drawn, and the net answers all the same: ")
    widget.locator(PAD).focus()
    page.keyboard.press("Control+Home")
    for key in ("ArrowRight", "ArrowDown") * 4:
        page.keyboard.press(key)
    wait_for_position(widget, "4,4")
    page.keyboard.press("p")
    widget.locator(f'{PAD}[aria-valuetext="row 4, column 4: ink 0, pen down"]').wait_for()
    assert widget.get_by_role("checkbox", name="pen down").is_checked()
    for _ in range(18):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("p")
    wait_for_answer(widget, "Looks like")
    wait_for_python(page, "w.drawing[4:23, 4].min(), w.drawing[:, 10:].max()", "1.0 0.0")
    told = run_python(
        page,
        "model.eval(); x = torch.tensor(w.seen, dtype=torch.float32)[None, None]\n"
        "print(*model(x)[0].tolist())",
    )
    wanted = [float(number) for number in told.split()]
    np.testing.assert_allclose(scores_on(widget), wanted, atol=1e-3)
    seen = run_python(page, "print(*w.seen.ravel())")
    np.testing.assert_allclose(
        seen_on(widget).ravel(), [float(number) for number in seen.split()], atol=0.003
    )
    assert seen_on(widget)[16, 15:17].min() > 0.5  # in the middle
    page.keyboard.press("Control+z")
    wait_for_status(widget, "Nothing is drawn")
    wait_for_python(page, "w.drawing.max()", "0.0")


def test_python_draws_too_and_asks_your_model(open_notebook: Open) -> None:
    pytest.importorskip("torch")
    page = open_notebook(NET, "w = DrawDigit(LeNet5(), blank, centre=False); w")
    widget = widget_of(page)
    run_python(page, "w.drawing = data.digit(7)")
    wait_for_status(widget, "Looks like")
    np.testing.assert_allclose(seen_on(widget)[2:-2, 2:-2], data.digit(7), atol=0.003)
    wanted = [float(number) for number in run_python(page, "print(*w.scores)").split()]
    np.testing.assert_allclose(scores_on(widget), wanted, atol=1e-3)
    assert widget.get_by_role("combobox", name="start from").input_value() == "a drawn 7"


def test_while_the_kernel_is_busy_the_courses_network_steps_in(open_notebook: Open) -> None:
    pytest.importorskip("torch")
    page = open_notebook(NET, "model = LeNet5(); w = DrawDigit(model, blank); w")
    widget = widget_of(page)
    page.evaluate(
        """() => {
            globalThis.done = false;
            const kernel = panelInFront.sessionContext.session.kernel;
            kernel.requestExecute({code: 'import time; time.sleep(4); ran = w.answered'})
                .done.then(() => { done = true; });
        }"""
    )
    widget.get_by_role("combobox", name="start from").select_option("a drawn 6")
    wait_for_status(widget, "Looks like a 6")  # an untrained net would hardly say so
    assert not page.evaluate("() => done")
    assert who(widget).inner_text().startswith("No word from LeNet5: its kernel is busy")
    page.wait_for_function("() => done")
    page.wait_for_function(
        "element => element.textContent.startsWith('LeNet5 answers')",
        arg=who(widget).element_handle(),
    )
    assert run_python(page, "print(ran, w.answered > ran)") == "0 True"
    wanted = [float(number) for number in run_python(page, "print(*w.scores)").split()]
    np.testing.assert_allclose(scores_on(widget), wanted, atol=1e-3)


def test_a_model_that_raises_is_said_and_drawing_goes_on(open_notebook: Open) -> None:
    pytest.importorskip("torch")
    page = open_notebook(NET, "w = DrawDigit(Raises()); w")
    widget = widget_of(page)
    assert who(widget).inner_text() == "Raises raised ValueError: no layers yet"
    assert status(widget) == "There are no scores, and so no answer."
    widget.get_by_role("button", name="Clear").press("Enter")
    draw_line(page, widget, (5, 14), (22, 14))
    wait_for_python(page, "w.drawing[8:20, 13:15].min() > 0.9, w.answer", "True None")
    assert seen_on(widget).sum() > 20
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0


@pytest.mark.parametrize("number", [0, 4, 9])
def test_on_a_page_the_courses_network_gives_what_torch_gives(plain: Page, number: int) -> None:
    torch = pytest.importorskip("torch")
    drawing = np.roll(data.digit(number), (3, -2), (0, 1))
    model = course_lenet()
    for centre in (True, False):
        made = DrawDigit(drawing=drawing, centre=centre)
        widget = show(plain, made)
        with torch.no_grad():
            scores = model(torch.tensor(made.seen)[None, None])[0].numpy()
        np.testing.assert_allclose(scores_on(widget), scores, atol=1e-3)
        assert widget.get_attribute("data-answer") == str(scores.argmax())
        np.testing.assert_allclose(seen_on(widget), made.seen, atol=0.003)


def test_the_pointer_draws_and_erases_and_each_stroke_is_taken_back(plain: Page) -> None:
    widget = show(plain, DrawDigit(drawing=np.zeros((28, 28)), centre=False))
    draw_line(plain, widget, (5, 8), (5, 20), (22, 12))
    wait_for_status(widget, "Looks like a 7")
    seven = seen_on(widget)
    assert seven[7, 12:20].min() > 0.9 and seven[22:].max() > 0.5
    draw_line(plain, widget, (14, 11), (14, 20))
    assert seen_on(widget)[16, 14:21].min() > 0.9
    widget.get_by_role("checkbox", name="eraser").check()
    draw_line(plain, widget, (5, 3), (5, 25))
    assert seen_on(widget)[7].max() < 0.1
    undo = widget.get_by_role("button", name="Undo")
    undo.click()
    undo.click()
    plain.wait_for_timeout(100)
    np.testing.assert_array_equal(seen_on(widget), seven)
    widget.get_by_role("button", name="Clear").click()
    wait_for_status(widget, "Nothing is drawn")
    assert seen_on(widget).max() == 0
    undo.click()
    wait_for_status(widget, "Looks like a 7")
    undo.click()
    wait_for_status(widget, "Nothing is drawn")


def test_a_finger_draws_and_does_not_scroll(browser: Browser) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.set_content("<!doctype html><html lang=en><title>widget</title><body></body></html>")
    widget = show(page, DrawDigit(drawing=np.zeros((28, 28)), centre=False))
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    session = context.new_cdp_session(page)
    for kind, row in (("touchStart", 24), *(("touchMove", r) for r in range(23, 3, -1))):
        x, y = at(widget, row, 14.5)
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wait_for_status(widget, "Looks like a 1")
    assert seen_on(widget)[7:25, 16].min() > 0.9
    assert page.evaluate("() => scrollY") == 0
    context.close()


def test_space_sets_and_erases_and_keys_stay_inside(plain: Page) -> None:
    widget = show(plain, DrawDigit(drawing=np.zeros((28, 28)), centre=False))
    plain.evaluate(
        "() => { globalThis.heard = []; document.addEventListener("
        "'keydown', event => heard.push(event.key)); }"
    )
    pad = widget.locator(PAD)
    pad.focus()
    for key in ("Control+Home", "ArrowDown", "ArrowRight", "Space"):
        plain.keyboard.press(key)
    wait_for_position(widget, "1,1")
    assert pad.get_attribute("aria-valuetext") == "row 1, column 1: ink 1"
    assert seen_on(widget)[3, 2:5].round(1).tolist() == [0.6, 1, 0.6]
    plain.keyboard.press("Space")
    wait_for_status(widget, "Nothing is drawn")
    for key in ("Control+z", "Delete", "Control+z", "P", "ArrowRight", "p"):
        plain.keyboard.press(key)
    wait_for_position(widget, "1,2")
    assert seen_on(widget)[3, 2:6].round(1).tolist() == [0.6, 1, 1, 0.6]
    assert plain.evaluate("() => heard.filter(key => key !== 'Control')") == []


def test_centring_is_what_makes_a_digit_in_the_corner_readable(plain: Page) -> None:
    drawing = np.zeros((28, 28))
    drawing[:14, :14] = data.digit(3, 14)
    widget = show(plain, DrawDigit(drawing=drawing))
    wait_for_status(widget, "Looks like a 3")
    centre = widget.get_by_role("checkbox", name="centre as MNIST does")
    centre.press("Space")
    plain.wait_for_function("() => document.querySelector('.ccw').dataset.answer !== '3'")
    assert not status(widget).startswith("Looks like a 3")
    np.testing.assert_allclose(seen_on(widget)[2:-2, 2:-2], drawing, atol=0.003)
    centre.press("Space")
    wait_for_status(widget, "Looks like a 3")


def test_maps_follow_the_drawing_and_the_one_that_changes_most_is_named(plain: Page) -> None:
    widget = show(plain, DrawDigit(drawing=np.zeros((28, 28)), centre=False))
    maps = widget.locator(".ccw-maps").evaluate_all("all => all.map(e => e.children.length)")
    assert maps == [6, 6, 16, 16, 1, 1]
    pictures = "e => [...e.querySelectorAll('.ccw-maps canvas')].map(c => c.toDataURL())"
    blank = widget.evaluate(pictures)
    named = []
    for points in (((14, 6), (14, 22)), ((6, 14), (22, 14))):
        widget.get_by_role("button", name="Clear").click()
        draw_line(plain, widget, *points)
        plain.wait_for_timeout(100)
        now = widget.evaluate(pictures)
        assert sum(a != b for a, b in zip(blank, now, strict=True)) > 40
        label = widget.locator(".ccw-maps").first.get_attribute("aria-label") or ""
        found = re.search(r"outlined: map (\d), which the ink changes most", label)
        assert found, label
        assert widget.locator(".ccw-maps .ccw-here").inner_text() == found[1]
        named.append(found[1])
    assert named[0] != named[1]  # one answers to rows of ink, another to columns


def test_it_speaks_when_a_stroke_ends_or_the_answer_changes_not_at_every_move(plain: Page) -> None:
    widget = show(plain, DrawDigit(drawing=np.zeros((28, 28)), centre=False))
    plain.evaluate(
        """() => {
            globalThis.said = [];
            const status = document.querySelector('.ccw-status');
            new MutationObserver(() => said.push(status.textContent))
                .observe(status, {childList: true, characterData: true, subtree: true});
        }"""
    )
    before = drawn(widget)
    draw_line(plain, widget, (5, 8), (5, 20), (22, 12))
    wait_for_status(widget, "Looks like a 7")
    plain.wait_for_timeout(100)
    said = plain.evaluate("() => said")
    answers = [re.search(r"\d", sentence) for sentence in said]
    digits = [found[0] for found in answers if found]
    assert len(said) == len(digits) < drawn(widget) - before
    changes = sum(a != b for a, b in zip(digits, digits[1:], strict=False))
    assert len(said) <= changes + 2  # the first word, and the end of the stroke


def with_model(live: str) -> Any:
    """Return a widget as a notebook with a model has saved it, and the page's script."""
    widget = DrawDigit(drawing=data.digit(5))
    widget.function_name = "LeNet5"
    script = test_plain_page.STAND_IN.replace("this.sent = [];", f"this.sent = []; {live}")
    return widget, script


def test_where_there_is_no_kernel_the_page_says_who_answers(
    plain: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, script = with_model("this.live = false;")
    monkeypatch.setattr(test_plain_page, "STAND_IN", script)
    widget = show(plain, made)
    assert who(widget).inner_text() == (
        "On this page a LeNet-5 trained by the course answers; in JupyterLab it is yours."
    )
    wait_for_status(widget, "Looks like a 5")
    widget.get_by_role("combobox", name="start from").select_option("a drawn 2")
    wait_for_status(widget, "Looks like a 2")
    assert plain.evaluate("() => model.get('turn')") == 0


def test_where_nobody_answers_the_courses_network_does_after_a_while(plain: Page) -> None:
    widget = show(plain, with_model("")[0])
    widget.get_by_role("combobox", name="start from").select_option("a drawn 2")
    plain.wait_for_timeout(500)
    assert not status(widget).startswith("Looks like")
    wait_for_status(widget, "Looks like a 2")
    assert who(widget).inner_text().startswith("No word from LeNet5")
    widget.get_by_role("combobox", name="start from").select_option("a drawn 8")
    wait_for_status(widget, "Looks like an 8")
    assert plain.evaluate("() => model.get('turn')") == 1


def test_a_key_that_draws_is_painted_within_two_frames(plain: Page) -> None:
    widget = show(plain, DrawDigit(pen_down=True))
    widget.locator(PAD).focus()
    plain.keyboard.press("Home")
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
    wait_for_position(widget, "14,15")
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
    pytest.importorskip("torch")
    if not (NODE_MODULES / "axe-core").is_dir():
        pytest.skip("needs axe-core: npm ci in course/widgets")
    page = open_notebook(NET, *STATES)
    widgets = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw[data-draws]")
    widgets.nth(len(STATES) - 1).wait_for()
    set_theme(page, theme)
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"draw-{theme.split()[-1].lower()}-{i}")
    assert accessibility_problems(page, ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw") == []
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
    show(plain, DrawDigit())
    assert accessibility_problems(plain, ".ccw") == []


def test_a_widget_taken_off_the_page_stops_listening(plain: Page) -> None:
    show(plain, DrawDigit())
    plain.evaluate("() => cleanup()")
    assert plain.evaluate("() => Object.values(model.listeners).flat().length") == 0
