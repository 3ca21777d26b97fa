"""Every lesson, as released and with its solutions, run top to bottom in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from autograder import lessons
from tests.browser.jupyter import TIMEOUT_MS, Lab
from tests.browser.lesson_files import place, widgets_shown

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Open = Callable[..., "Page"]

_OUTPUTS = """() => Array.from(panelInFront.content.model.cells)
    .filter(cell => cell.type === 'code')
    .map(cell => ({
        source: cell.sharedModel.source,
        outputs: Array.from({length: cell.outputs.length}, (_, i) => cell.outputs.get(i).toJSON()),
    }))"""


@pytest.fixture(params=["released", "solved"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def points(cells: list[dict[str, Any]]) -> list[float]:
    """What the graded cells gave."""
    checks = [c for c in cells if c["source"].startswith("check(")]
    results = [o for c in checks for o in c["outputs"] if o["output_type"] == "execute_result"]
    assert len(results) == len(checks)
    return [float(o["data"]["text/plain"]) for o in results]


@pytest.mark.parametrize("slug", lessons.LESSONS)
def test_a_lesson_runs_top_to_bottom(
    open_notebook: Open, lab: Lab, slug: str, version: str
) -> None:
    path = place(lab, slug, version)
    page = open_notebook(path=path)
    cells = page.evaluate(_OUTPUTS)
    kinds = {o["output_type"] for c in cells for o in c["outputs"]}
    assert "error" not in kinds, [c for c in cells if "error" in str(c["outputs"])]
    streams = [o for c in cells for o in c["outputs"] if o.get("name") == "stderr"]
    assert not streams
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    assert panel.locator(".jupyter-widgets-error").count() == 0
    shown = widgets_shown(lab.root / path)
    assert shown
    for name, count in shown.items():
        panel.locator(f".ccw-{name}[data-draws]").nth(count - 1).wait_for(timeout=TIMEOUT_MS)
    earned = points(cells)
    trained = [e.points for e in lessons.lesson(slug).exercises if e.artefact is not None]
    all_but_trained = lessons.lesson(slug).points - sum(trained)  # which needs the data
    assert sum(earned) == (all_but_trained if version == "solved" else 0)
    if version == "released":
        text = " ".join(
            str(o.get("data", {}).get("text/plain", ""))
            for c in cells
            if c["source"].startswith("check(")
            for o in c["outputs"]
        )
        assert text.count("not written yet") + text.count("not answered yet") >= len(earned)


def test_answered_questions_show_their_answers(open_notebook: Open, lab: Lab) -> None:
    page = open_notebook(path=place(lab, "01-sliding", "solved"))
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    panel.locator(".ccw-choice[data-draws]").first.wait_for()
    chosen = panel.locator(".ccw-choice input:checked").evaluate_all("all => all.map(e => e.value)")
    assert chosen == [question.right for question in lessons.lesson("01-sliding").questions]
