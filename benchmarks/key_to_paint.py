"""Milliseconds from an arrow key to the painted frame: KernelSlider beside interact + matplotlib.

Both run in one JupyterLab, in Chromium, on a 28 x 28 image under a 3 x 3 kernel, in turns, so that
a busy machine slows both. Run from the repository: python -m benchmarks.key_to_paint
"""

from __future__ import annotations

import argparse
import pathlib
import statistics
import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.browser import jupyter

if TYPE_CHECKING:
    from playwright.sync_api import Page

TARGET_MS = 30

IMAGE = """
import numpy as np
image = np.random.default_rng(0).random((28, 28))
kernel = np.array([[-1.0, 0.0, 1.0]] * 3)
"""
OURS = """
from course.widgets import KernelSlider
KernelSlider(image, kernel, row=0, col=0)
"""
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


def steps(page: Page, focus: str, selector: str, kind: str, count: int) -> list[float]:
    """Press an arrow key ``count`` times; milliseconds to the painted frame, each."""
    page.locator(focus).focus()
    found = []
    for _ in range(count):
        page.evaluate(_MEASURE, [selector, kind])
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => keyToPaint !== null")
        found.append(float(page.evaluate("() => keyToPaint")))
        page.wait_for_timeout(20)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=50, help="key presses a round (50)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each, in turns (3)")
    options = parser.parse_args(arguments)
    ours_at = (".ccw [role=slider][tabindex]", ".ccw", "attribute")
    baseline_at = (".widget-interact .noUi-handle", ".widget-interact", "image")
    with (
        tempfile.TemporaryDirectory() as folder,
        jupyter.running_lab(pathlib.Path(folder)) as lab,
        jupyter.running_browser() as browser,
    ):
        page = jupyter.new_page(browser, lab)
        jupyter.open_document(page, lab.write("benchmark.ipynb", IMAGE, OURS, BASELINE))
        jupyter.run_all(page)
        page.locator(".ccw[data-draws]").wait_for()
        page.locator(".widget-interact img").wait_for()
        steps(page, *ours_at, 3)
        steps(page, *baseline_at, 3)
        print("round  KernelSlider ms (median, 95 %)  interact + matplotlib ms  ratio")
        for turn in range(1, options.rounds + 1):
            ours = sorted(steps(page, *ours_at, options.steps))
            baseline = sorted(steps(page, *baseline_at, options.steps))
            medians = statistics.median(ours), statistics.median(baseline)
            tail = ours[int(0.95 * (len(ours) - 1))], baseline[int(0.95 * (len(baseline) - 1))]
            print(
                f"{turn:5}  {medians[0]:12.1f}, {tail[0]:.1f} {medians[1]:24.1f}, {tail[1]:.1f} "
                f"{medians[1] / medians[0]:12.1f}x"
                f"   {'within' if medians[0] < TARGET_MS else 'over'} {TARGET_MS} ms"
            )


if __name__ == "__main__":
    main()
