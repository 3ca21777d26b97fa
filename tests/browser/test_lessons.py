"""Every lesson, as released and with its solutions, run top to bottom in JupyterLab."""

from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from autograder import lessons
from autograder.build.builder import source_files
from course import widgets
from tests.browser.jupyter import REPOSITORY, TIMEOUT_MS, Lab, wait_for_position

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

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


def place(lab: Lab, slug: str, version: str) -> str:
    """Put a lesson into the lab's folder; its path there."""
    path = lab.root / version / f"{slug}.ipynb"
    path.parent.mkdir(exist_ok=True)
    if version == "released":
        shutil.copyfile(REPOSITORY / "course" / slug / f"{slug}.ipynb", path)
    else:
        built = source_files(REPOSITORY, slug, lessons)
        for name, content in built.items():
            if Path(name).suffix == ".ipynb":
                path.write_bytes(content)
    return str(path.relative_to(lab.root))


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
    page = open_notebook(path=place(lab, slug, version))
    cells = page.evaluate(_OUTPUTS)
    kinds = {o["output_type"] for c in cells for o in c["outputs"]}
    assert "error" not in kinds, [c for c in cells if "error" in str(c["outputs"])]
    streams = [o for c in cells for o in c["outputs"] if o.get("name") == "stderr"]
    assert not streams
    assert page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jupyter-widgets-error").count() == 0
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


@pytest.mark.parametrize("slug", lessons.LESSONS)
def test_every_widget_of_a_lesson_draws_itself(open_notebook: Open, lab: Lab, slug: str) -> None:
    path = place(lab, slug, "solved")
    shown = Counter(_widgets_shown(nbformat.read(lab.root / path, 4)))
    panel = open_notebook(path=path).locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    assert shown
    for name, count in shown.items():
        panel.locator(f".ccw-{name}[data-draws]").nth(count - 1).wait_for(timeout=TIMEOUT_MS)


def _widgets_shown(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Names of the widgets that cells end in, as the page's classes have them."""
    for cell in notebook.cells:
        tree = ast.parse(cell.source).body if cell.cell_type == "code" else []
        yield from ("train-monitor" for call in ast.walk(ast.Module(tree, [])) if _is_monitor(call))
        last = tree[-1].value if tree and isinstance(tree[-1], ast.Expr) else None
        if isinstance(last, ast.Call) and isinstance(last.func, ast.Name):
            name = last.func.id
            if name in widgets.__all__ and name != "choose":
                yield re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def _is_monitor(node: ast.AST) -> bool:
    """Whether this makes a monitor, which shows itself when training begins."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "TrainMonitor"


def test_answered_questions_show_their_answers(open_notebook: Open, lab: Lab) -> None:
    page = open_notebook(path=place(lab, "01-sliding", "solved"))
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    panel.locator(".ccw-choice[data-draws]").first.wait_for()
    chosen = panel.locator(".ccw-choice input:checked").evaluate_all("all => all.map(e => e.value)")
    assert chosen == [question.right for question in lessons.lesson("01-sliding").questions]


def test_the_slider_of_lesson_01_moves_by_keyboard(
    open_notebook: Open, lab: Lab, screenshot: Callable[[Locator, str], None]
) -> None:
    page = open_notebook(path=place(lab, "01-sliding", "solved"))
    widget = page.locator(
        ".jp-NotebookPanel:not(.lm-mod-hidden) .ccw-kernel-slider[data-draws]"
    ).first
    widget.wait_for()
    widget.get_by_role("slider", name=re.compile("^output, ")).focus()
    for key, position in (("Control+Home", "0,0"), ("ArrowRight", "0,1"), ("ArrowDown", "1,1")):
        page.keyboard.press(key)
        wait_for_position(widget, position)
    screenshot(widget, "lesson-01-slider")
