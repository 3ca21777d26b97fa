"""Lines of text in place of a widget, where no page shows it."""

from __future__ import annotations

import threading
import time

__all__ = ["ProgressLines"]

_PATIENCE = 3.0
"""Seconds in which a page that shows a widget says so."""


class ProgressLines:
    """Print lines to stdout until a page is known to show what they say.

    Attributes
    ----------
    page : threading.Event
        Set, from any thread, as soon as a page says that it shows the widget.
    shown_at : float or None
        When the widget was handed to a page, on `time.monotonic`; None where it never was.
    """

    def __init__(self) -> None:
        self.page = threading.Event()
        self.shown_at: float | None = None
        self._held: list[str] = []

    def tell(self, line: str) -> None:
        """Print a line; keep it while a page may yet say that it is there."""
        self._held.append(line)
        waiting = self.shown_at is not None and time.monotonic() - self.shown_at < _PATIENCE
        if not waiting:
            self.flush()

    def flush(self) -> None:
        """Print what was kept, unless a page shows it."""
        if self._held and not self.page.is_set():
            print(*self._held, sep="\n", flush=True)
        self._held.clear()
