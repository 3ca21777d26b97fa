"""A verdict as HTML for a notebook, text for a terminal, and plain data for reports.

`content` decides what is said and in which order, `picture` what is drawn; `html` and `text` write
both down, so that a student in a terminal is told the same as one in a notebook.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One piece of feedback, written twice.

    Attributes
    ----------
    html : str
        A single self-contained `<div>`: no scripts, nothing loaded from elsewhere.
    text : str
        The same for a terminal.
    """

    html: str
    text: str
