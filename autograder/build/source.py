"""The source of a lesson: Jupytext percent text, to a notebook and back."""

from __future__ import annotations

import re
from pathlib import Path

from nbformat import NotebookNode

FORMAT = "py:percent"

_VERSION_LINES = re.compile(r"^#\s+(format_version|jupytext_version): .*\n", re.MULTILINE)
_EMPTY_BODY = re.compile(r"^(# %% \[markdown\] .*\n)#\n", re.MULTILINE)


def to_notebook(text: str) -> NotebookNode:
    """The notebook that percent text describes; Windows line ends are accepted."""
    # Jupytext takes a second to import, and nbgrader's configuration loads this package.
    import jupytext  # type: ignore[import-untyped]

    notebook: NotebookNode = jupytext.reads(text.replace("\r\n", "\n"), fmt=FORMAT)
    return notebook


def to_text(notebook: NotebookNode) -> str:
    """The percent text of a notebook; undoes `to_notebook`, see `same_text`."""
    import jupytext

    text: str = jupytext.writes(notebook, fmt=FORMAT)
    return text


def same_text(one: str, other: str) -> bool:
    """Whether two percent texts describe the same lesson in the same words.

    Two things may differ, because they are Jupytext's and not the author's: its version numbers in
    the file's header, and whether a markdown cell without text has a line with a lone `#`.
    """
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    text = _VERSION_LINES.sub("", text.replace("\r\n", "\n"))
    return _EMPTY_BODY.sub(r"\1", text).rstrip("\n")


def source_file(root: Path, slug: str) -> Path:
    """Where a lesson's source lies: `solutions/<slug>/<slug>.py`."""
    return root / "solutions" / slug / f"{slug}.py"
