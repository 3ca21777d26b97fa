"""What looks into a training loop without being part of it: hooks that sample, at little cost."""

from __future__ import annotations

import math
import statistics
import time
from collections import deque
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Curve", "Probe", "labels_of"]

_SHARE = 0.005
"""Part of the training time that sampling may take."""
_MOST_BATCHES_APART = 50
_MOST_POINTS = 512


class Curve:
    """Points (x, y) of a growing curve; neighbours are averaged where they get too many.

    Examples
    --------
    >>> curve = Curve()
    >>> for i in range(2000):
    ...     curve.add(i, 1.0)
    >>> points = curve.points()
    >>> len(points) <= 512, points[-1].tolist()
    (True, [1997.5, 1.0])
    """

    def __init__(self) -> None:
        self._kept: list[tuple[float, float]] = []
        self._waiting: list[tuple[float, float]] = []
        self._each = 1

    def add(self, x: float, y: float) -> None:
        """Add one point."""
        self._waiting.append((x, y))
        if len(self._waiting) < self._each:
            return
        self._kept.append(_mean(self._waiting))
        self._waiting.clear()
        if len(self._kept) > _MOST_POINTS:
            pairs = zip(self._kept[::2], self._kept[1::2], strict=False)
            rest = self._kept[len(self._kept) // 2 * 2 :]
            self._kept = [_mean(list(pair)) for pair in pairs]
            self._waiting = [rest[0]] * self._each if rest else []
            self._each *= 2

    def points(self) -> npt.NDArray[np.float64] | None:
        """Return all points: float64 (n, 2); None where there is none."""
        return np.array(self._kept) if self._kept else None


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    count = len(points)
    return sum(x for x, _ in points) / count, sum(y for _, y in points) / count


def labels_of(batch: Any) -> Any:
    """Return the labels of a batch (x, y), or None where it is no such pair."""
    return batch[1] if isinstance(batch, (tuple, list)) and len(batch) == 2 else None


class Probe:
    """Hooks on a model and an optimizer that take the loss and gradient norms of some batches.

    Every `every`-th batch is looked at, so far apart that it takes at most a 200th of the time.

    Parameters
    ----------
    model : torch.nn.Module
    optimizer : torch.optim.Optimizer or None
        Where there is none, gradients are read when the next batch is asked for.

    Attributes
    ----------
    layers : list of str
        Names of the modules that have parameters of their own.
    norms : ndarray of float64, shape (layers,), or None
        L2 norm of each layer's gradient at the last batch looked at; NaN where it has none.
    outputs : int
        How many classes the model scores, as far as is known; 0 before the first batch.
    """

    def __init__(self, model: Any, optimizer: Any) -> None:
        self._model = model
        self._optimizer = optimizer
        self._handles: list[Any] = []
        groups: dict[str, list[Any]] = {}
        for name, parameter in model.named_parameters():
            groups.setdefault(name.rpartition(".")[0] or "(model)", []).append(parameter)
        self._parameters = groups
        self.layers = list(groups)
        self.norms: npt.NDArray[np.float64] | None = None
        self.outputs = 0
        self.every = 1
        self._countdown = 1
        self._looking = False
        self._labels: Any = None
        self._loss: float | None = None
        self._fresh = False
        self._spent = 0.0
        self._costs: deque[float] = deque(maxlen=5)
        self._batches: deque[float] = deque(maxlen=15)

    @property
    def attached(self) -> bool:
        """Whether any hook is on the model or the optimizer."""
        return bool(self._handles)

    def attach(self) -> None:
        """Put the hooks on; those that are on already are taken off first."""
        self.detach()
        self._handles.append(self._model.register_forward_hook(self._after_forward))
        if self._optimizer is not None:
            self._handles.append(self._optimizer.register_step_pre_hook(self._before_step))

    def detach(self) -> None:
        """Take every hook off."""
        while self._handles:
            self._handles.pop().remove()
        self._looking, self._labels = False, None

    def before(self, batch: Any) -> None:
        """Decide whether to look at the batch that is handed out next."""
        self._countdown -= 1
        self._looking = self._countdown <= 0
        if self._looking:
            self._labels = labels_of(batch)
            self._loss, self._fresh, self._spent = None, False, 0.0

    def after(self, seconds: float) -> float | None:
        """End a batch that took so long; return its loss where it was looked at and has one."""
        self._batches.append(seconds)
        if not self._looking:
            return None
        self._looking, self._labels = False, None
        if not self._fresh:
            self._take_norms()
        self._costs.append(self._spent)
        bearable = _SHARE * max(statistics.median(self._batches), 1e-6)
        apart = math.ceil(statistics.median(self._costs) / bearable)
        # The first batches cost more than those to come: step back from them slowly.
        self.every = min(max(apart, 1), 2 * self.every, _MOST_BATCHES_APART)
        self._countdown = self.every
        return self._loss

    def _after_forward(self, _: Any, __: Any, output: Any) -> None:
        if self._labels is None:
            return
        start = time.perf_counter()
        labels, self._labels = self._labels, None
        self._loss = _cross_entropy(output, labels)
        if self._loss is not None:
            self.outputs = int(output.shape[1])
        self._spent += time.perf_counter() - start

    def _before_step(self, *_: Any) -> None:
        if self._looking and not self._fresh:
            self._take_norms()

    def _take_norms(self) -> None:
        import torch

        start = time.perf_counter()
        gradients = [[p.grad for p in group] for group in self._parameters.values()]
        known = [g for group in gradients for g in group if g is not None]
        if known:
            with torch.no_grad():
                # Halves are too coarse for a sum of squares.
                exact = [g.detach().float() if g.itemsize < 4 else g.detach() for g in known]
                sizes = [torch.linalg.vector_norm(g).float() for g in exact]
                # One transfer for all, where they live on an accelerator.
                numbers = iter(torch.stack([s.to(sizes[0].device) for s in sizes]).tolist())
            self.norms = np.array(
                [
                    math.hypot(*(next(numbers) for g in group if g is not None))
                    if any(g is not None for g in group)
                    else math.nan
                    for group in gradients
                ]
            )
        self._fresh = True
        self._spent += time.perf_counter() - start


def _cross_entropy(output: Any, labels: Any) -> float | None:
    """Return the mean loss of scores (N, C, ...) for labels (N, ...), or None for anything else."""
    import torch

    if not isinstance(output, torch.Tensor) or not isinstance(labels, torch.Tensor):
        return None
    if output.ndim < 2 or labels.dtype != torch.int64:
        return None
    if output.shape[:1] + output.shape[2:] != labels.shape:
        return None
    try:
        with torch.no_grad():
            scores = output.detach().float()
            return float(torch.nn.functional.cross_entropy(scores, labels.to(scores.device)))
    except (RuntimeError, IndexError):  # the student's own loss says it better
        return None
