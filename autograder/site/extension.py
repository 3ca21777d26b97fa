"""What the site needs of Sphinx that no extension has, such as formulas that need no script."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.writers.html5 import HTML5Translator

_OTHER_NAMES = {r"\dots": r"\ldots"}
"""Commands that docutils' converter lacks, and what looks the same."""
_EMPTY_HEAD = re.compile(r"<th( [^>]*)?><p></p></th>")


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of what is here."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("html-page-context", _no_empty_heads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _no_empty_heads(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Make a table's empty corner a cell, since nothing is said to be the head of anything."""
    if "body" in context:
        context["body"] = _EMPTY_HEAD.sub(r"<td\1></td>", context["body"])


def mathml(tex: str, *, block: bool) -> str:
    """A formula as MathML, which browsers draw themselves.

    Raises
    ------
    ExtensionError
        When the formula holds what the converter does not know.
    """
    for name, other in _OTHER_NAMES.items():
        tex = tex.replace(name, other)
    try:
        return str(tex2mathml(tex, as_block=block))
    except MathError as error:
        raise ExtensionError(f"the formula {tex} cannot be drawn: {error}") from None


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(mathml(node.astext(), block=False))
    raise nodes.SkipNode


def _block(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(mathml(node.astext(), block=True))
    raise nodes.SkipNode
