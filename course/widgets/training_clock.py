"""Where a training run is, how long it took, and how long it may yet take."""

from __future__ import annotations

import time
from typing import Any

__all__ = ["TrainingClock"]


class TrainingClock:
    """Counts batches and epochs, and tells the seconds left.

    Attributes
    ----------
    state : {"ready", "training", "between", "ended", "stopped", "interrupted"}
        "between" is after an epoch's last batch, such as while accuracy is measured.
    batch, batches, seen : int
        Batches done in this epoch, in a whole epoch (0: not known) and in all.
    done : int
        Epochs that ended.
    """

    def __init__(self, epochs: int) -> None:
        self.epochs = epochs
        self.state = "ready"
        self.batch = self.batches = self.seen = self.done = 0
        self._start: float | None = None
        self._last = 0.0
        self._training = self._this = self._beside = 0.0

    @property
    def epoch(self) -> int:
        """Number of the epoch at hand, or of the last one: from 1."""
        return self.done + 1 if self._start is not None else max(1, self.done)

    @property
    def running(self) -> bool:
        """Whether training has begun and not ended."""
        return self.state in ("training", "between")

    def begin(self, batches: int) -> None:
        """Start an epoch of so many batches; 0: as many as the one before."""
        self.batches = batches or self.batch
        self.batch = 0
        self._this = 0.0
        self.state = "training"
        self._start = self._last = time.perf_counter()

    def tick(self) -> float:
        """Count a batch; return the seconds since the one before."""
        now = time.perf_counter()
        seconds, self._last = now - self._last, now
        self._training += seconds
        self._this += seconds
        self.batch += 1
        self.seen += 1
        return seconds

    def end_epoch(self) -> float:
        """End an epoch; return its seconds."""
        seconds = 0.0 if self._start is None else time.perf_counter() - self._start
        self._start = None
        self._beside += max(0.0, seconds - self._this)
        self.done += 1
        self.state = "ended" if self.done >= self.epochs else "between"
        return seconds

    def report(self) -> dict[str, Any]:
        """Return what a page needs, as JSON."""
        return {
            "state": self.state,
            "epoch": self.epoch,
            "epochs": max(self.epochs, self.epoch),
            "batch": self.batch,
            "batches": self.batches,
            "seen": self.seen,
            "left": self._left(),
        }

    def _left(self) -> float | None:
        """Estimate from the batches so far, and from what epochs took beside their batches."""
        if self.state != "training" or not self.batches or not self.seen:
            return None
        later = max(0, self.epochs - self.done - 1)
        batches = max(0, self.batches - self.batch) + later * self.batches
        beside = self._beside / self.done * (later + 1) if self.done else 0.0
        return self._training / self.seen * batches + beside
