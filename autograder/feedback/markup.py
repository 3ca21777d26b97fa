"""Escaping, inline code, and Markdown that can't do anything but look like text."""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})

_MARKED = re.compile(r"[*_#<>\[\]|`~&\\]|\n\s*\n|^\s*([-+=]|\d+[.)]|    )|  \n", re.MULTILINE)
"""What may mean something in Markdown, beside `code`."""


def escape(text: str) -> str:
    """The text with the five characters that mean something in HTML written as entities."""
    return text.translate(_ESCAPES)


def code(text: str) -> str:
    """Inline code."""
    return f"<code>{escape(text)}</code>"


def inline(text: str) -> str:
    """One paragraph, escaped, in which `backticks` mark code."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escape(text))


@lru_cache(maxsize=64)
def markdown(text: str) -> str:
    """Markdown as HTML, without raw HTML and without images, which would be loaded from elsewhere.

    The library is imported when it is first needed, so that a student's first check is not slowed
    by it: a plain paragraph with `code` in it does without.
    """
    if not _MARKED.search(re.sub(r"`[^`\n]+`", "", text)):
        return f"<p>{inline(text.strip())}</p>"
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return str(parser.render(text)).strip()
