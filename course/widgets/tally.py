"""One tally of predictions a kernel: of all widgets and all cells of the notebook."""

from __future__ import annotations

import threading
import weakref
from typing import Any

import traitlets

__all__ = ["Predicting", "Tally"]


class Tally:
    """Right predictions, and all predictions, over widgets; each is told when it changes.

    Observers run on a thread of their own beside a busy cell, hence the lock.

    Attributes
    ----------
    right, count : int

    Examples
    --------
    >>> tally = Tally()
    >>> tally.add(right=1, count=2)
    >>> tally.right, tally.count
    (1, 2)
    """

    def __init__(self) -> None:
        self.right = self.count = 0
        # Telling a widget may make it predict, in the same thread.
        self._lock = threading.RLock()
        self._widgets: weakref.WeakSet[Predicting] = weakref.WeakSet()

    def join(self, widget: Predicting) -> None:
        """Tell a widget how things stand, now and from now on."""
        with self._lock:
            self._widgets.add(widget)
            widget.lesson = (self.right, self.count)

    def add(self, right: int, count: int) -> None:
        """Count predictions, and tell every widget."""
        with self._lock:
            self.right += right
            self.count += count
            for widget in list(self._widgets):
                widget.lesson = (self.right, self.count)


_tally = Tally()  # one a kernel: it starts anew with it


class Predicting(traitlets.HasTraits):
    """What a widget with a predict mode has beside its own score.

    Attributes
    ----------
    score, attempts : int
        Right predictions in this widget, and all predictions.
    answered : list of int
        Cells already predicted, in reading order.
    lesson : (int, int)
        The same over all widgets since the kernel started.
    """

    score = traitlets.Int(0, min=0).tag(sync=True)
    attempts = traitlets.Int(0, min=0).tag(sync=True)
    answered = traitlets.List(traitlets.Int()).tag(sync=True)
    lesson = traitlets.Tuple((0, 0)).tag(sync=True)

    _counted = (0, 0)
    """Score and attempts that the tally has."""

    def follow_tally(self, tally: Tally | None = None) -> None:
        """Count this widget's predictions in a tally: the kernel's, unless another is given."""
        self._tally = _tally if tally is None else tally
        self._counting = threading.Lock()
        self._tally.join(self)
        self.observe(self._count, ["score", "attempts"])

    def _count(self, _: Any) -> None:
        with self._counting:
            right = self.score - self._counted[0]
            count = self.attempts - self._counted[1]
            self._counted = (self.score, self.attempts)
        # Both change at once, and this is called for each; a score set back takes nothing away.
        if count > 0:
            self._tally.add(max(0, min(right, count)), count)
