"""LogitsToLoss in JupyterLab, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from course.widgets import LogitsToLoss
from tests.browser.jupyter import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NODE_MODULES,
    accessibility_problems,
    drawn,
    run_python,
    set_theme,
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
from course.widgets import LogitsToLoss
calls = []
def cross_entropy(logits, labels):
    calls.append(logits.shape)
    z = logits - logits.max(1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(1, keepdims=True))
    rows = np.arange(len(labels))
    gradient = np.exp(log_p)
    gradient[rows, labels] -= 1
    return -log_p[rows, labels].mean(), gradient / len(labels)
def again(logits, labels):
    e = np.exp(logits - logits.max(1, keepdims=True))
    return cross_entropy(e / e.sum(1, keepdims=True), labels)
def climbing(logits, labels):
    loss, gradient = cross_entropy(logits, labels)
    return loss, -gradient
def missing(logits, labels):
    raise NotImplementedError("cross_entropy: yours to write")
"""
STATES = (
    "LogitsToLoss()",
    "LogitsToLoss(function=again)",
    "LogitsToLoss(np.linspace(-3, 6, 10), 9, twice=True, function=cross_entropy)",
    "LogitsToLoss(temperature=2.5, shift=1000, function=missing, note='From your last check.')",
)


def widget_of(page: Page) -> Locator:
    """Return the widget of the notebook in front, once it has drawn itself."""
    widget = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-logits-to-loss[data-draws]")
    widget.wait_for()
    return widget


def cells(widget: Locator, row: str) -> list[str]:
    """Return what a class's row shows, without its controls."""
    found = widget.locator("tr").filter(has=widget.page.get_by_role("rowheader", name=row))
    return [text for text in found.locator("td:visible").all_inner_texts()[1:] if text]


def test_a_logit_moves_the_probabilities_the_loss_and_python(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "widget = LogitsToLoss([0, 0], names=['a', 'b']); widget")
    widget = widget_of(page)
    assert status(widget) == "loss = −log 0.5 = 0.693"
    assert cells(widget, "a") == ["0.5", "0.5 − 1 = −0.5"]
    logit = widget.get_by_role("slider", name="logit of a")
    logit.focus()
    page.keyboard.press("End")
    wait_for_status(widget, "loss = −log(1 − 0.000045) = 0.000045")
    assert logit.get_attribute("aria-valuetext") == "10, probability 1"
    page.keyboard.press("Home")
    wait_for_status(widget, "= 10")
    page.keyboard.press("ArrowRight")
    wait_for_status(widget, "= 9.9")
    assert cells(widget, "b") == ["1", "1 − 0 = 1"]
    wait_for_python(page, "widget.logits.tolist()", "[-9.9, 0.0]")


def test_the_arrow_keys_choose_the_true_class(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "widget = LogitsToLoss(); widget")
    widget = widget_of(page)
    wait_for_status(widget, "2.121")
    widget.get_by_role("radio", name="cat").focus()
    page.keyboard.press("ArrowDown")
    wait_for_status(widget, "loss = −log 0.8019 = 0.221")
    assert cells(widget, "dog")[1] == "0.802 − 1 = −0.198"
    assert widget.get_by_text("raises dog and lowers the others").is_visible()
    wait_for_python(page, "widget.label", "1")


def test_softmax_twice_keeps_the_loss_above_its_floor(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "widget = LogitsToLoss([10] + [-10] * 9); widget")
    widget = widget_of(page)
    switch = widget.get_by_role("checkbox", name="softmax twice")
    switch.focus()
    page.keyboard.press("Space")
    wait_for_status(widget, "loss = −log 0.232 = 1.461, though softmax says 1")
    assert widget.get_by_text("It cannot fall below log(e + 9) − 1 = 1.461 for 10").is_visible()
    assert widget.get_by_role("columnheader", name="softmax again").is_visible()
    chart = widget.get_by_role("img", name="never below 1.461")
    assert "softmax once" in (chart.get_attribute("aria-label") or "")
    wait_for_python(page, "widget.twice", "True")
    page.keyboard.press("Space")
    wait_for_status(widget, "loss = −log(1 − ")
    assert not widget.get_by_role("columnheader", name="softmax again").is_visible()


def test_descent_lowers_the_loss_and_gets_stuck_with_softmax_twice(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "widget = LogitsToLoss(); widget")
    widget = widget_of(page)
    step = widget.get_by_role("button", name="One step of descent")
    losses = [float(widget.get_attribute("data-loss") or "nan")]
    for _ in range(5):
        before = drawn(widget)
        step.press("Enter")
        page.wait_for_function(
            "([e, n]) => Number(e.dataset.draws) > n", arg=[widget.element_handle(), before]
        )
        losses.append(float(widget.get_attribute("data-loss") or "nan"))
    assert losses == sorted(losses, reverse=True)
    assert losses[0] == 2.121
    assert losses[-1] < 0.5
    wait_for_python(page, "round(widget.logits.sum(), 9)", "2.4")  # a gradient sums to 0


def test_a_shift_changes_nothing_and_where_exp_overflows_is_said(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "widget = LogitsToLoss(); widget")
    widget = widget_of(page)
    before, row = status(widget), cells(widget, "dog")
    widget.get_by_role("slider", name="shift all logits by").focus()
    page.keyboard.press("End")
    widget.get_by_text("exp(1003.1) is inf in float64").wait_for()
    assert status(widget) == before
    assert cells(widget, "dog") == ["1003.1", *row]
    page.keyboard.press("Home")
    widget.get_by_text("gives 0 / 0 = nan").wait_for()
    assert status(widget) == before
    wait_for_python(page, "widget.scores[1]", "-996.9")


def test_a_temperature_brings_probabilities_closer(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "widget = LogitsToLoss([4, 0], 1, names=['a', 'b']); widget")
    widget = widget_of(page)
    widget.get_by_role("slider", name="temperature").focus()
    page.keyboard.press("End")
    wait_for_status(widget, "loss = −log 0.4013 = 0.913")
    assert cells(widget, "a") == ["0.4", "0.599", "0.599 − 0 = 0.599"]
    assert widget.get_by_text("probabilities come closer to each other").is_visible()


def test_my_function_is_compared_and_its_mistake_is_named(open_notebook: Open) -> None:
    page = open_notebook(
        SETUP, "widget = LogitsToLoss([0, 1], names=['a', 'b'], function=again); widget"
    )
    widget = widget_of(page)
    widget.get_by_text("The first is the loss: expected 1.313, again gave 0.951.").wait_for()
    assert widget.get_by_text("the loss with softmax applied twice").is_visible()
    assert cells(widget, "a")[-1].startswith("≠ ")
    run_python(page, "widget._function = climbing; widget.rerun()")
    widget.get_by_text(
        "climbing: 2 of 3 numbers differ from the reference. "
        "The first is the gradient for a: expected −0.731, climbing gave 0.731. This is y − p"
    ).wait_for()


def test_another_logit_makes_it_stale_until_it_is_run_again(open_notebook: Open) -> None:
    page = open_notebook(SETUP, "widget = LogitsToLoss(function=cross_entropy); widget")
    widget = widget_of(page)
    widget.get_by_text("cross_entropy agrees with the reference").wait_for()
    widget.get_by_role("slider", name="logit of cat").press("ArrowRight")
    widget.get_by_text("before the last change").wait_for()
    assert not widget.get_by_role("columnheader", name="yours").is_visible()
    wait_for_python(page, "widget.logits[0]", "1.3")  # a button's message may overtake a value
    widget.get_by_role("button", name="Run my function again").press("Enter")
    widget.get_by_text("agrees with the reference: the loss and all 5 gradients").wait_for()
    assert run_python(page, "print(len(calls), widget.stale)") == "2 False"


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
        screenshot(widget, f"logits-{theme.split()[-1].lower()}-{i}")
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
    for widget in (LogitsToLoss(), LogitsToLoss(twice=True, shift=100)):
        show(plain, widget)
        assert accessibility_problems(plain, ".ccw") == []


def test_every_control_can_be_reached_with_the_tab_key(plain: Page) -> None:
    widget = show(plain, LogitsToLoss([0, 1, 2], 1))
    widget.get_by_role("slider", name="temperature").focus()
    names = []
    for _ in range(8):
        names.append(
            plain.evaluate(
                "() => { const e = document.activeElement; return e.getAttribute('aria-label')"
                " || e.labels?.[0]?.textContent || e.textContent; }"
            )
        )
        plain.keyboard.press("Tab")
    logits = [f"logit of class {i}" for i in range(3)]
    assert names[:4] == ["temperature", "shift all logits by", "softmax twice"] + names[3:4]
    assert names[3].startswith("One step of descent")
    # the radio buttons are one stop, the chosen one
    assert names[4:] == [logits[0], "class 1", *logits[1:]]


def test_it_stops_listening_when_it_is_taken_off(plain: Page) -> None:
    show(plain, LogitsToLoss())
    plain.evaluate("() => cleanup()")
    assert plain.evaluate("() => Object.values(model.listeners).flat().length") == 0


def test_a_slider_is_painted_within_two_frames(plain: Page) -> None:
    import numpy as np

    show(plain, LogitsToLoss(np.zeros(10), 3, twice=True))
    spent = plain.evaluate(
        """async () => {
            const slider = document.querySelector('[aria-label="logit of class 3"]');
            const painted = () => new Promise(
                done => requestAnimationFrame(() => setTimeout(done)));
            const times = [];
            for (let i = 0; i < 20; i++) {
                const start = performance.now();
                slider.value = i / 10;
                slider.dispatchEvent(new Event('input'));
                await painted();
                times.push(performance.now() - start);
            }
            return times.sort((a, b) => a - b)[10];
        }"""
    )
    assert re.match(
        r"3,1,0,true,0,0,0,1\.9,", plain.locator(".ccw").get_attribute("data-pos") or ""
    )
    assert spent < 100, f"{spent:.0f} ms a change"
    print(f"\n{spent:.1f} ms a change")
