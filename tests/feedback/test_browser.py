"""Feedback in a real browser, with JupyterLab's own style sheets, light and dark.

Set FEEDBACK_PICTURE to a path to keep the light picture: docs/images/feedback.png is made so.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder import lessons
from autograder.exercise import Exercise
from autograder.feedback import Page, html
from autograder.judge import judge
from autograder.target import LocalTarget
from tests.feedback.cases import EXERCISE, QUESTION, by_hand, correlate, flipped, judged
from tests.feedback.test_safety import ATTACKS

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AXE = ROOT / "course/widgets/node_modules/axe-core/axe.min.js"


def lab_styles(theme: str) -> str:
    """JupyterLab's style sheets, as nbconvert brings them."""
    from nbconvert.exporters.templateexporter import TemplateExporter

    for folder in TemplateExporter().template_paths:
        static = Path(folder).parent / "lab" / "static"
        if static.exists():
            names = "index.css", f"theme-{theme}.css"
            return "\n".join((static / name).read_text(encoding="utf-8") for name in names)
    pytest.skip("nbconvert's lab template is not installed")


def opened(browser: Any, theme: str, pages: list[Page], width: int = 900) -> Any:
    """A tab that shows these outputs; its `asked` lists what it tried to load, `said` what spoke."""
    outputs = "".join(f'<div class="jp-RenderedHTMLCommon">{page.html}</div>' for page in pages)
    document = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>feedback</title>'
        f"<style>{lab_styles(theme)}</style><style>body{{overflow:auto}}</style></head>"
        f'<body class="jp-Notebook" data-jp-theme-light="{str(theme == "light").lower()}">'
        f'<main style="padding:12px;background:var(--jp-layout-color0)">{outputs}</main></body></html>'
    )
    tab = browser.new_page(viewport={"width": width, "height": 700}, device_scale_factor=2)
    tab.asked, tab.said = [], []
    tab.on("dialog", lambda dialog: (tab.said.append(dialog.message), dialog.dismiss()))
    tab.on("pageerror", lambda error: tab.said.append(str(error)))

    def refuse(route: Any) -> None:
        tab.asked.append(route.request.url)
        route.abort()

    tab.route("**/*", refuse)
    tab.set_content(document)
    return tab


def gallery() -> list[Page]:
    """One page of each kind."""

    def stub(x, kernel):
        raise NotImplementedError("yours")

    def raises(x, kernel):
        print("x is", x)
        raise ValueError("shapes do not match")

    answers = EXERCISE.buggy(EXERCISE.bugs[0]), correlate, stub, raises
    return [
        *(html.verdict_page(judged(answer), EXERCISE, 1) for answer in answers),
        html.verdict_page(by_hand((5, 4), (4, 5), {"n": 3}), EXERCISE, 0),
        *(html.verdict_page(judged(letter, QUESTION), QUESTION, 0) for letter in ("a", "b", "")),
        html.hint_page(EXERCISE, 3),
        html.sentence_page("correlate: yours."),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_read_by_everyone(browser, theme, tmp_path):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm install in course/widgets")
    tab = opened(browser, theme, gallery())
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run('main', {rules: {region: {enabled: false}}})")
    tab.screenshot(path=tmp_path / f"{theme}.png", full_page=True)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert tab.asked == []


@pytest.mark.parametrize("width", [900, 420])
def test_nothing_sticks_out(browser, width):
    tab = opened(browser, "light", gallery(), width)
    wide = "[...document.querySelectorAll('.cnn-feedback')].filter(e => e.scrollWidth > e.clientWidth + 1)"
    assert tab.evaluate(f"{wide}.length") == 0


def test_hostile_text_does_nothing_in_a_browser(browser):
    pages = []
    for attack in ATTACKS:
        hostile = replace(EXERCISE, hints=(attack,) * 3)
        verdict = by_hand(attack, "expected", {"x": attack}, saw=attack, printed=attack)
        pages += [html.verdict_page(verdict, hostile, 0), html.hint_page(hostile, 3)]
    tab = opened(browser, "light", [page for page in pages if "\ud800" not in page.html])
    tab.mouse.move(200, 200)
    tab.wait_for_timeout(200)
    assert tab.said == []
    assert tab.asked == []
    assert tab.evaluate("document.querySelectorAll('script, iframe, img, svg').length") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_face_of_the_course(browser, theme, tmp_path):
    """The picture itself: the window, the cell and the sum can be seen."""
    task = lessons.find("cross_correlate2d")
    assert isinstance(task, Exercise)
    answer = LocalTarget(task.buggy(task.bug("flips_kernel")), tuple(task.signature.parameters))
    tab = opened(browser, theme, [html.verdict_page(judge(task, answer), task, 0)])
    box = tab.locator(".cnn-feedback")
    path = tmp_path / f"{theme}.png"
    box.screenshot(path=path)
    assert box.get_by_text("What it looks like").is_visible()
    assert box.locator("td.t.l").count() >= 2
    assert path.stat().st_size > 10_000
    if theme == "light" and os.environ.get("FEEDBACK_PICTURE"):
        tab.locator("main").screenshot(path=os.environ["FEEDBACK_PICTURE"], scale="css")


def test_grids_have_the_colours_of_the_widgets_in_both_themes(browser):
    seen = []
    for theme in ("light", "dark"):
        tab = opened(browser, theme, [html.verdict_page(flipped(), EXERCISE, 0)])
        cells = "[...document.querySelectorAll('table.g tbody td')]"
        seen.append(tab.evaluate(f"{cells}.map(e => getComputedStyle(e).backgroundColor)"))
    assert seen[0] == seen[1]
    assert "rgb(127, 127, 127)" in seen[0]
