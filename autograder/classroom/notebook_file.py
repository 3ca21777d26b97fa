"""Notebooks as text: what nbformat reads and writes, without what was done before or can be left out.

nbformat checks a notebook against its schema whenever it reads or writes one, at 3 ms a time, and
copies it before it writes it.
"""

from __future__ import annotations

import json

import nbformat
from nbformat import NotebookNode
from nbformat.v4.nbjson import BytesEncoder
from nbformat.v4.rwbase import rejoin_lines, split_lines, strip_transient

VERSION = 4
"""Of the format: the only one that is read and written here."""


def read(text: str) -> NotebookNode:
    """The notebook that a text holds, as `nbformat.reads` gives it, but for its check."""
    try:
        notebook = json.loads(text, object_hook=NotebookNode)
        if notebook["nbformat"] == VERSION:
            return strip_transient(rejoin_lines(notebook))  # type: ignore[no-any-return]
    except (ValueError, LookupError, TypeError, AttributeError):
        pass  # nbformat has words for it
    return nbformat.reads(text, as_version=VERSION)  # type: ignore[no-any-return]


def written(notebook: NotebookNode) -> str:
    """The text of a valid notebook, a cell to a line. The notebook is not to be used again.

    nbformat puts every value on a line of its own, for which Python has no fast encoder: 5 ms. What
    reads one form reads the other.
    """
    plain = strip_transient(split_lines(notebook))
    cells = ",\n".join(map(_line, plain.pop("cells")))
    rest = _line(plain)
    return f'{{"cells": [\n{cells}\n],\n{rest[1:]}'


def _line(value: NotebookNode) -> str:
    return json.dumps(value, cls=BytesEncoder, sort_keys=True, ensure_ascii=False)
