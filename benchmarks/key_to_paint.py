"""How fast the sliding widgets are: milliseconds from key to painted frame, and frames a second.

Every widget in turn, in one JupyterLab in Chromium: 50 presses of an arrow key, then two seconds in
which a slider is dragged to and fro, and two with the pointer over a canvas: one event a frame, so
every frame has work to do. Run from the repository: python -m benchmarks.key_to_paint

With --baseline, KernelSlider beside interact + matplotlib on the same 28 x 28 image.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from tests.browser import jupyter

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_MS = 30
LEAST_FPS = 50
DRAG_MS = 2000
WALK = ("ArrowRight",) * 3 + ("ArrowLeft",) * 3
# A pen draws where there is no ink yet: along a row, three rows down, and back.
WRITING = ("ArrowRight",) * 27 + ("ArrowDown",) * 3 + ("ArrowLeft",) * 27 + ("ArrowDown",) * 3

SETUP = """
import numpy as np
from course.widgets import *
image = np.random.default_rng(0).random((28, 28))
kernel = np.array([[-1.0, 0.0, 1.0]] * 3)
"""
WIDGETS = {
    "KernelSlider": "KernelSlider(image, kernel)",
    "KernelStudio": "KernelStudio(image, kernel)",
    "PaddingLab": "PaddingLab(image)",
    "StrideRuler": "StrideRuler(28, 3)",
    "ChannelMixer": "ChannelMixer()",
    "PoolLab": "PoolLab(image)",
    "ActivationZoo": "ActivationZoo()",
    "GradientFlow": "GradientFlow()",
    "LogitsToLoss": "LogitsToLoss()",
    "ArchitectureWalk": "ArchitectureWalk(layer=1)",
    "DrawDigit": "DrawDigit(drawing=np.zeros((28, 28)), pen_down=True)",
}
KEYS = {"DrawDigit": WRITING}
"""Other keys than `WALK`, where there are more to press before a widget does all it can."""
BASELINE = """
import ipywidgets
import matplotlib.pyplot as plt

result = np.array([[np.sum(image[r:r+3, c:c+3] * kernel) for c in range(26)] for r in range(26)])

def show(cell):
    row, col = divmod(cell, 26)
    figure, (left, right) = plt.subplots(1, 2, figsize=(7, 3.5))
    left.imshow(image, cmap="gray")
    left.add_patch(plt.Rectangle((col - 0.5, row - 0.5), 3, 3, fill=False, ec="r"))
    right.imshow(np.where(np.arange(676).reshape(26, 26) <= cell, result, np.nan))
    right.set_title(f"row {row}, column {col}: {result[row, col]:.3f}")
    plt.show()

ipywidgets.interact(show, cell=ipywidgets.IntSlider(0, 0, 675));
"""
OURS_AT, BASELINE_AT = ".ccw", ".widget-interact"

# The first grid that takes keys, else the first slider, that can be seen.
_FOCUS = """selector => {
    const root = document.querySelector(selector);
    const found = ['[role=slider][tabindex]', 'input[type=range]']
        .flatMap(kind => Array.from(root.querySelectorAll(kind)))
        .find(element => element.getClientRects().length && !element.disabled);
    found.scrollIntoView({block: 'center'});
    found.focus();
}"""

# From the key's own event to the frame after the one in which the picture changed was painted.
_MEASURE = """([selector, kind]) => {
    const root = document.querySelector(selector);
    globalThis.keyToPaint = null;
    let start = null;
    const done = () => requestAnimationFrame(() => setTimeout(() => {
        if (start !== null) { keyToPaint = performance.now() - start; start = null; }
    }));
    const observer = new MutationObserver(changes => {
        const painted = kind === 'attribute'
            || changes.some(change => Array.from(change.addedNodes).some(
                node => node.nodeType === 1 && (node.matches('img') || node.querySelector('img'))));
        if (!painted) return;
        observer.disconnect();
        const image = kind === 'attribute' ? null : root.querySelector('img');
        if (image) image.decode().then(done, done); else done();
    });
    observer.observe(root, kind === 'attribute'
        ? {attributes: true, attributeFilter: ['data-draws']} : {childList: true, subtree: true});
    window.addEventListener(
        'keydown', event => { start = event.timeStamp; }, {capture: true, once: true});
}"""

# One event a frame; frames a second, or null where there is nothing of this kind to drag.
_DRAG = """async ([selector, kind, duration]) => {
    const root = document.querySelector(selector);
    const target = Array.from(root.querySelectorAll(kind)).find(
        element => element.getClientRects().length && !element.disabled);
    if (!target) return null;
    target.scrollIntoView({block: 'center'});
    const to = {
        slider: part => {
            const [low, high] = [Number(target.min), Number(target.max)];
            target.value = String(low + part * (high - low));
            target.dispatchEvent(new Event('input', {bubbles: true}));
        },
        canvas: part => {
            const box = target.getBoundingClientRect();
            target.dispatchEvent(new PointerEvent('pointermove', {
                bubbles: true, buttons: 1,
                clientX: box.left + (0.05 + 0.9 * part) * box.width,
                clientY: box.top + (0.05 + 0.9 * part) * box.height,
            }));
        },
    }[target.tagName === 'INPUT' ? 'slider' : 'canvas'];
    const draws = Number(root.dataset.draws);
    const start = performance.now();
    let frames = 0;
    await new Promise(done => {
        const frame = () => {
            const time = performance.now() - start;
            if (time > duration) return done();
            frames += 1;
            to(Math.abs(((time / 700) % 2) - 1));
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });
    if (Number(root.dataset.draws) === draws) throw new Error(`dragging a ${kind} drew nothing`);
    return frames / (performance.now() - start) * 1000;
}"""


@dataclass(frozen=True)
class Speed:
    """What was measured of a widget: milliseconds of each key, frames a second of each drag."""

    keys: list[float]
    slider: float | None
    canvas: float | None

    @property
    def median(self) -> float:
        return statistics.median(self.keys)

    @property
    def within(self) -> bool:
        """Whether all of it reaches its goal."""
        drags = [fps for fps in (self.slider, self.canvas) if fps is not None]
        return self.median < MOST_MS and min(drags, default=0.0) >= LEAST_FPS


@contextmanager
def notebook(page: Page, lab: jupyter.Lab, *sources: str, at: str) -> Iterator[None]:
    """A notebook of these cells, run, with its widget on the page; closed afterwards."""
    path = lab.write(f"benchmark-{os.urandom(4).hex()}.ipynb", *sources)
    jupyter.open_document(page, path)
    jupyter.run_all(page)
    page.locator(at).wait_for()
    yield
    jupyter.close_document(page, path)


def steps(page: Page, at: str, kind: str, count: int, keys: Sequence[str]) -> list[float]:
    """Press ``keys`` over and over, ``count`` in all; milliseconds to the painted frame, each."""
    found = []
    for turn in range(count):
        page.evaluate(_MEASURE, [at, kind])
        page.keyboard.press(keys[turn % len(keys)])
        page.wait_for_function("() => keyToPaint !== null")
        found.append(float(page.evaluate("() => keyToPaint")))
        page.wait_for_timeout(20)
    return found


def measured(page: Page, lab: jupyter.Lab, name: str, count: int) -> Speed:
    """Measure one widget."""
    with notebook(page, lab, SETUP, WIDGETS[name], at=".ccw[data-draws]"):
        page.evaluate(_FOCUS, OURS_AT)
        page.keyboard.press("Home")
        page.wait_for_timeout(500)
        steps(page, OURS_AT, "attribute", len(WALK), WALK)
        keys = steps(page, OURS_AT, "attribute", count, KEYS.get(name, WALK))
        slider, canvas = (
            page.evaluate(_DRAG, [OURS_AT, kind, DRAG_MS])
            for kind in ("input[type=range]", "canvas.ccw-pick")
        )
        return Speed(keys, slider, canvas)


def baseline(page: Page, lab: jupyter.Lab, count: int, console: Console) -> None:
    """Print KernelSlider's milliseconds beside those of interact + matplotlib."""
    with notebook(page, lab, SETUP, BASELINE, at=f"{BASELINE_AT} img"):
        page.locator(f"{BASELINE_AT} .noUi-handle").focus()
        steps(page, BASELINE_AT, "image", 3, WALK[:1])
        theirs = statistics.median(steps(page, BASELINE_AT, "image", count, WALK[:1]))
    ours = measured(page, lab, "KernelSlider", count).median
    console.print(
        f"interact + matplotlib {theirs:.0f} ms, KernelSlider {ours:.0f} ms: {theirs / ours:.0f}x"
    )


def cells(speed: Speed) -> list[str]:
    """A row of the table; what misses its goal is marked."""
    late = sorted(speed.keys)[int(0.95 * (len(speed.keys) - 1))]
    row = [f"{speed.median:.1f}" + ("" if speed.median < MOST_MS else " !"), f"{late:.1f}"]
    for fps in (speed.slider, speed.canvas):
        row.append("-" if fps is None else f"{fps:.0f}" + ("" if fps >= LEAST_FPS else " !"))
    return [*row, "pass" if speed.within else "fail"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and return 1 if a widget misses a goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=50, help="key presses a widget (50)")
    parser.add_argument("--only", nargs="+", choices=WIDGETS, default=list(WIDGETS))
    parser.add_argument("--baseline", action="store_true", help="beside interact + matplotlib")
    options = parser.parse_args(arguments)
    console = Console(width=100)
    table = Table(title=f"goals: under {MOST_MS} ms to paint, {LEAST_FPS} frames a second")
    table.add_column("widget")
    for name in ("key to paint, ms", "95 %", "frames/s, slider", "frames/s, canvas", ""):
        table.add_column(name, justify="right")
    missed = False
    with (
        tempfile.TemporaryDirectory() as folder,
        jupyter.running_lab(pathlib.Path(folder)) as lab,
        jupyter.running_browser() as browser,
    ):
        page = jupyter.new_page(browser, lab)
        for name in options.only:
            speed = measured(page, lab, name, options.steps)
            missed = missed or not speed.within
            table.add_row(name, *cells(speed))
        if options.baseline:
            baseline(page, lab, options.steps, console)
    console.print(table)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
