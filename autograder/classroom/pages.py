"""Safe pages: what a student wrote or displayed does nothing when somebody reads the feedback."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.filters import markdown2html
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.classroom.run import parse_check

TAGS = frozenset(
    """a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2
    h3 h4 h5 h6 hr i img kbd li ol p pre s samp small span strong sub summary sup table tbody td
    tfoot th thead tr u ul""".split()
)
KEPT = frozenset(["text/plain", "image/png", "image/jpeg"])
"""Kinds of output that can't do anything."""
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
_LINK = re.compile(r"(https?:|mailto:|#)", re.IGNORECASE)
_TEX = re.compile(r"\\(href|require|class|cssId|style|url|data)\b")


class SanitizeFeedback(NbGraderPreprocessor):
    """Sanitises every cell but the cards that the judge itself wrote.

    Those stand in the outputs of locked checks, which never ran in the student's process.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Called by nbconvert for each notebook."""
        nb, resources = super().preprocess(nb, resources)
        walls = nb.metadata.get("autograder", {}).get("sandbox")
        if isinstance(walls, str) and walls:
            nb.cells.append(_last_line(walls, nb.nbformat_minor))
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """Called by nbconvert for each cell."""
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code":
            cell.source = safe_markdown(cell.source)
        elif not (marks.get("grade") and not marks.get("solution") and parse_check(cell.source)):
            for output in cell.outputs:
                if "data" in output:
                    output.data = safe_bundle(output.data)
        return cell, resources


def _last_line(walls: str, minor: int) -> NotebookNode:
    """A cell that says which layers of the jail the notebook ran in."""
    text = f"<small>What contained this notebook while it ran: {escape(walls)}.</small>"
    cell: NotebookNode = new_markdown_cell(text)
    if minor < 5:
        del cell["id"]  # cells have had one since format 4.5
    return cell


def safe_html(text: str) -> str:
    """HTML that shows and does nothing else: no script, no style sheet, no request elsewhere."""
    styles = CSSSanitizer(allowed_css_properties=["color", "font-weight", "text-align", "width"])
    cleaned: str = bleach.clean(
        text, tags=TAGS, attributes=_allowed, protocols=["http", "https", "mailto", "data"],
        strip=True, css_sanitizer=styles,
    )  # fmt: skip
    return _TEX.sub(r"\1", cleaned)


def safe_markdown(source: str) -> str:
    """Markdown as the HTML it gives, sanitised; a blank line would end the HTML, so there is none."""
    body = safe_html(markdown2html(source))
    return "<div>" + re.sub(r"\n\s*\n", "\n<!-- -->\n", body.strip()) + "</div>"


def safe_bundle(data: dict[str, Any]) -> dict[str, Any]:
    """The kinds of output that are safe, with their HTML sanitised."""
    kept = {kind: value for kind, value in data.items() if kind in KEPT}
    for kind in ("text/html", "text/markdown"):
        if kind in data:
            text = "".join(data[kind])
            kept["text/html"] = safe_html(text if kind == "text/html" else markdown2html(text))
    return kept


def feedback_preprocessors() -> list[type[Any]]:
    """The steps of nbgrader's feedback, and the sanitiser after them."""
    own = GenerateFeedback.class_traits()["preprocessors"].default()
    return [*own, SanitizeFeedback]


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "src":
        return tag == "img" and _PICTURE.fullmatch(value) is not None
    if name == "href":
        return tag == "a" and _LINK.match(value.strip()) is not None
    return name in (
        "alt",
        "title",
        "style",
        "colspan",
        "rowspan",
        "scope",
        "width",
        "height",
        "open",
    )
