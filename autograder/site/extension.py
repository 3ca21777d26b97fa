"""What the site needs of Sphinx that no extension has: formulas that need no script."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.writers.html5 import HTML5Translator

_OTHER_NAMES = {r"\dots": r"\ldots"}
"""Commands that docutils' converter lacks, and what looks the same."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the renderer to Sphinx."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


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
