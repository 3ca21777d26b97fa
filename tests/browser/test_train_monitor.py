"""TrainMonitor in JupyterLab: live while a cell trains, stopped by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from course import data
from course.widgets import TrainMonitor
from tests.browser.jupyter import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    NODE_MODULES,
    accessibility_problems,
    run_python,
    set_theme,
)
from tests.browser.test_kernel_slider import status, wait_for_status
from tests.browser.test_plain_page import plain, show

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

torch = pytest.importorskip("torch", reason="needs torch: what is monitored")
pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]
Shot = Callable[["Locator", str], None]
__all__ = ["plain"]  # a fixture

LOOP = """
import time
import torch
from torch import nn
from course.widgets import TrainMonitor
torch.set_num_threads(1)
torch.manual_seed(0)
model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 26 * 26, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

def batches(count, pause=0.0):
    for _ in range(count):
        time.sleep(pause)
        yield torch.randn(16, 1, 28, 28), torch.randint(0, 10, (16,))

def train_one_epoch(model, loader, optimizer, device):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count

def train(monitor, epochs, loader):
    for _ in range(epochs):
        loss = train_one_epoch(model, monitor.watch(loader()), optimizer, torch.device("cpu"))
        monitor.epoch(loss, 0.5)
        if monitor.stopped:
            break
"""
WIDGET = ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-train-monitor[data-draws]"


def monitor_of(page: Page, state: str) -> Locator:
    """Return the widget of the notebook in front, once it is in a state."""
    widget = page.locator(f"{WIDGET}[data-state={state}]")
    widget.wait_for()
    return widget


def outputs(page: Page) -> str:
    """Everything the cells of the notebook in front printed, and their errors."""
    return str(
        page.evaluate(
            """() => Array.from(panelInFront.content.model.cells)
                .filter(cell => cell.type === 'code')
                .flatMap(cell => Array.from({length: cell.outputs.length},
                    (_, i) => cell.outputs.get(i).toJSON()))
                .map(output => (output.text ?? '') + (output.ename ?? '')).join('')"""
        )
    )


def test_the_stop_button_ends_training_while_its_cell_runs(open_notebook: Open) -> None:
    training = (
        "monitor = TrainMonitor(model, optimizer, epochs=50)\n"
        "train(monitor, 50, lambda: batches(1000, pause=0.02))\n"
        "print('came back:', monitor.stopped, monitor.progress['state'])"
    )
    page = open_notebook(LOOP, training, run=False)
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    widget = monitor_of(page, "training")
    # It draws while the cell runs: that it is live is half of what is tested.
    page.wait_for_function(
        "selector => Number(document.querySelector(selector).dataset.pos.split(',')[1]) > 20",
        arg=WIDGET,
    )
    assert widget.locator(".ccw-line.ccw-solid").first.get_attribute("d")
    widget.get_by_role("button", name="Stop").focus()
    page.keyboard.press("Enter")
    monitor_of(page, "stopped")
    page.wait_for_function(
        """() => Array.from(panelInFront.content.model.cells).every(
            cell => cell.executionCount && cell.executionState !== 'running')"""
    )
    assert "came back: True stopped" in outputs(page)
    assert "Stopped in epoch 1 of 50" in status(page.locator(WIDGET))
    seen = int(run_python(page, "print(monitor.progress['seen'])"))
    assert 20 < seen < 1000
    assert (
        run_python(page, "print(len(model._forward_hooks), monitor._probe.attached)") == "0 False"
    )
    focused = page.evaluate("() => document.activeElement.textContent")
    assert focused == "■ Stop"  # it stays where the finger is


def test_epochs_are_drawn_and_nothing_is_printed(open_notebook: Open) -> None:
    page = open_notebook(
        LOOP,
        "monitor = TrainMonitor(model, optimizer, epochs=3); monitor",
        "assert monitor._lines.page.wait(60)  # heard while this cell runs\n"
        "train(monitor, 3, lambda: list(batches(8)))",
    )
    widget = monitor_of(page, "ended")
    wait_for_status(widget, "Epoch 3 of 3: loss ")
    assert "accuracy 50 %" in status(widget)
    assert "Done: 24 batches." in status(widget)
    rows = widget.locator(".ccw-norms tbody tr")
    assert [row.locator("th").inner_text() for row in rows.all()] == ["0", "3"]
    assert all(float(row.locator("td").first.inner_text()) > 0 for row in rows.all())
    label = widget.get_by_role("img", name="Accuracy by epoch").get_attribute("aria-label")
    assert label == "Accuracy by epoch, in percent: 50, 50, 50."
    assert outputs(page) == ""


def test_an_error_in_the_loop_takes_the_hooks_off(open_notebook: Open) -> None:
    page = open_notebook(
        LOOP,
        "monitor = TrainMonitor(model, optimizer)\n"
        "train(monitor, 1, lambda: [*batches(3), (torch.zeros(2, 1, 5, 5), torch.zeros(2))])",
        run=False,
    )
    page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
    widget = monitor_of(page, "interrupted")
    assert (
        run_python(page, "print(len(model._forward_hooks), monitor._probe.attached)") == "0 False"
    )
    assert (
        "interrupted in epoch 1 of 1, after 3 batches" in widget.locator(".ccw-live").inner_text()
    )
    assert "RuntimeError" in outputs(page)


def test_mistakes_are_shown_with_their_names(open_notebook: Open) -> None:
    page = open_notebook(
        LOOP,
        "import numpy as np\n"
        "from course.data import digit\n"
        "monitor = TrainMonitor(model, classes=list('abcdefghij'))\n"
        "monitor.mistakes(np.stack([digit(4), digit(9), digit(7)]), [4, 9, 7], [9, 9, 1])",
    )
    widget = page.locator(WIDGET)
    widget.locator(".ccw-gallery li").first.wait_for()
    texts = widget.locator(".ccw-gallery li").all_inner_texts()
    assert [" ".join(text.split()) for text in texts] == ["e → j", "h → b"]
    said = "2 of 3 pictures are mistaken (66.67 %): e taken for j, h taken for b."
    assert widget.get_by_text(said).is_visible()
    lit = widget.locator(".ccw-gallery canvas").first.evaluate(
        "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter("
        "(v, i) => i % 4 === 0 && v > 200).length"
    )
    assert 40 < lit < 200  # the ink of a 4


def trained(epochs: int = 3, state: str = "") -> TrainMonitor:
    """Return a monitor with something to see, without training anything."""
    model = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.Linear(4, 10))
    monitor = TrainMonitor(model, epochs=3)
    rng = np.random.default_rng(0)
    steps = np.arange(1, 1 + 100 * epochs)
    losses = 2.3 * np.exp(-steps / 60) + 0.2 + 0.1 * rng.standard_normal(len(steps))
    monitor.losses = np.stack([steps, losses], axis=1)
    monitor.history = [[100 * (i + 1), 1 / (i + 1), 0.9 + 0.03 * i, 31] for i in range(epochs)]
    monitor.norms, monitor.outputs = [0.03, 1.25], 10
    done = {"state": state or "ended", "epoch": epochs, "epochs": 3, "batch": 40, "batches": 100}
    monitor.progress = {**done, "seen": 100 * epochs, "left": 75 if state == "training" else None}
    return monitor


STATES = """
from tests.browser.test_train_monitor import trained
import numpy as np
from course import data
from course.widgets import TrainMonitor
def gallery():
    monitor = trained()
    rng = np.random.default_rng(0)
    digits = np.stack([data.digit(n % 10) for n in range(30)]) * 3.2 - 0.42
    monitor.mistakes(digits, np.arange(30) % 10, rng.integers(0, 10, 30))
    return monitor
def nan():
    monitor = trained(2, "interrupted")
    monitor.trouble = "The loss is nan at batch 3 of epoch 1: try a smaller learning rate."
    return monitor
"""
SHOWN = (
    "trained(1, 'training')",
    "trained()",
    "gallery()",
    "nan()",
    "TrainMonitor(trained()._probe._model)",
)


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
    page = open_notebook(STATES, *SHOWN)
    widgets = page.locator(WIDGET)
    widgets.nth(len(SHOWN) - 1).wait_for()
    set_theme(page, theme)
    for i, widget in enumerate(widgets.all()):
        widget.scroll_into_view_if_needed()
        screenshot(widget, f"monitor-{theme.split()[-1].lower()}-{i}")
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
    monitor = trained()
    monitor.mistakes(np.stack([data.digit(4)]), [4], [9])
    show(plain, monitor)
    assert accessibility_problems(plain, ".ccw") == []


def test_it_speaks_once_an_epoch_not_with_every_batch(plain: Page) -> None:
    widget = show(plain, trained(1, "training"))
    before = status(widget)
    plain.evaluate("() => model.set('progress', {...model.get('progress'), batch: 77})")
    widget.get_by_text("epoch 1 of 3, batch 77 of 100, about 1 min 15 s left").wait_for()
    assert status(widget) == before == "Epoch 1 of 3: loss 1, accuracy 90 %, 31 s."
    assert {"type": "here"} in plain.evaluate("() => model.sent")


def test_a_press_is_sent_once_and_answered_in_words(plain: Page) -> None:
    widget = show(plain, trained(1, "training"))
    button = widget.get_by_role("button", name="Stop")
    button.press("Enter")
    button.press("Enter")
    widget.get_by_text("Training ends after this batch.").wait_for()
    assert plain.evaluate("() => model.sent.filter(m => m.type === 'stop').length") == 1
    widget.get_by_text("a kernel before ipykernel 7 listens only between cells").wait_for()
    plain.evaluate("() => model.set('progress', {...model.get('progress'), state: 'stopped'})")
    widget.get_by_text("Stopped in epoch 1 of 3, after 100 batches.").wait_for()
    assert button.get_attribute("aria-disabled") == "true"
    button.press("Enter")
    assert plain.evaluate("() => model.sent.filter(m => m.type === 'stop').length") == 1


def test_a_widget_taken_off_the_page_stops_listening(plain: Page) -> None:
    show(plain, trained())
    plain.evaluate("() => cleanup()")
    assert plain.evaluate("() => Object.values(model.listeners).flat().length") == 0
