"""One progress bar, for a terminal and a notebook; silent anywhere else, and while grading."""

from __future__ import annotations

import os
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


def graded() -> bool:
    """Whether nbgrader runs this notebook to grade it: then nothing is fetched, no bar is drawn."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


class Bar:
    """Shows how far something has come, on standard output; it goes away when it is done.

    Parameters
    ----------
    title : str
    total : int, optional
        How many steps there are, if that is known.
    """

    def __init__(self, title: str, total: int | None) -> None:
        self._title, self._total = title, total
        self._progress: Progress | None = None

    def __enter__(self) -> Bar:
        try:  # here, so that lessons without data sets do without rich
            from rich.console import Console
            from rich.progress import Progress
        except ImportError:
            return self
        console = Console()
        if (console.is_terminal or console.is_jupyter) and not graded():
            self._progress = Progress(console=console, transient=True)
            self._task = self._progress.add_task(self._title, total=self._total)
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def advance(self, steps: int = 1) -> None:
        if self._progress is not None:
            self._progress.advance(self._task, steps)
