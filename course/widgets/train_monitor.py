"""TrainMonitor: watch a training loop you wrote, live, stop it early, look at its mistakes."""

from __future__ import annotations

import math
import pathlib
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import anywidget
import numpy as np
import traitlets

from course.widgets.arrays import Array, real_array
from course.widgets.live import in_kernel
from course.widgets.mistakes import gallery_of, levels
from course.widgets.monitor_checks import check_arguments, number
from course.widgets.progress_lines import ProgressLines
from course.widgets.student_function import unseen
from course.widgets.training_clock import TrainingClock
from course.widgets.training_probe import Curve, Probe

__all__ = ["TrainMonitor"]

_STATIC = pathlib.Path(__file__).parent / "static"
_SECONDS_APART = 0.4
_SHARE = 0.005
"""Part of the training time that sending may take."""


class _Watched:
    """A loader that a monitor sees the batches of; in everything else, the loader itself."""

    def __init__(self, monitor: TrainMonitor, loader: Iterable[Any]) -> None:
        self._monitor = monitor
        self._loader = loader

    def __iter__(self) -> Iterator[Any]:
        return self._monitor._batches(self._loader)

    def __len__(self) -> int:
        return len(self._loader)  # type: ignore[arg-type]  # a TypeError where it has none is right

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_monitor", "_loader"):
            raise AttributeError(name)
        return getattr(self._loader, name)


class TrainMonitor(anywidget.AnyWidget):
    """Live curves of a training loop, with a stop button; the loop stays as you wrote it.

    .. image:: /docs/images/train-monitor.png
        :alt: Curves of loss and accuracy, the time left, a stop button, and the lengths of two gradients.

    Hand your loop ``monitor.watch(loader)`` in place of the loader, and call `epoch` after each
    epoch. Hooks on the model and the optimizer look at every so many batches, so that watching
    takes less than 3 % of the time; they are on only while a loader is being watched. Where no
    page shows the monitor (a terminal, a notebook run by a program), each epoch prints one line.

    The stop button ends the epoch after the batch at hand: your function returns as usual, and
    `stopped` is true. It works while a cell runs from ipykernel 7 on; before, interrupt the kernel.

    Parameters
    ----------
    model : torch.nn.Module
        What is trained. Its output is taken for scores (N, classes).
    optimizer : torch.optim.Optimizer, optional
        With it, gradients are measured right before each step; without, before the next batch.
    epochs : int
        How many epochs are meant to be trained.
    classes : sequence of str, optional
        Names of the classes, for the gallery of mistakes. Default: their numbers.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    ::

        with TrainMonitor(model, optimizer, epochs=4) as monitor:
            for _ in range(4):
                loss = train_one_epoch(model, monitor.watch(train_loader), optimizer, device)
                monitor.epoch(loss, evaluate(model, test_loader, device))
                if monitor.stopped:
                    break
    """

    _esm = _STATIC / "train_monitor.js"
    _css = _STATIC / "widgets.css"

    progress = traitlets.Dict().tag(sync=True)
    losses = Array(real_array, allow_none=True)
    history = Array(real_array, allow_none=True)
    layers = traitlets.List(traitlets.Unicode()).tag(sync=True)
    norms = Array(real_array, allow_none=True)
    outputs = traitlets.Int(0).tag(sync=True)
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    pictures = Array(levels, allow_none=True)
    wrong = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True)
    gallery_note = traitlets.Unicode("").tag(sync=True)
    trouble = traitlets.Unicode("").tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        model: Any,
        optimizer: Any = None,
        *,
        epochs: int = 1,
        classes: Sequence[str] | None = None,
        **traits: Any,
    ) -> None:
        check_arguments(model, optimizer, epochs, classes)
        unknown = set(traits) - {"note", "layout"}
        if unknown:
            raise TypeError(f"TrainMonitor: no argument {sorted(unknown)[0]!r}; see its docstring.")
        self._stop = threading.Event()
        self._lines = ProgressLines()
        self._clock = TrainingClock(int(epochs))
        self._probe = Probe(model, optimizer)
        self._curve = Curve()
        self._rows: list[tuple[float, float, float, float]] = []
        self._run: object = None
        self._drawn_at = 0.0
        self._pause = _SECONDS_APART
        super().__init__(
            layers=self._probe.layers,
            classes=[str(name) for name in classes or ()],
            progress=self._clock.report(),
            **traits,
        )
        self.on_msg(self._on_message)
        _listen_beside_cells(self.comm)

    @property
    def stopped(self) -> bool:
        """Whether the stop button was pressed, or `stop` called."""
        return self._stop.is_set()

    def stop(self) -> None:
        """End the epoch after the batch at hand, as the stop button does."""
        self._stop.set()

    def watch(self, loader: Iterable[Any]) -> _Watched:
        """Wrap a loader of batches (x, y), for one epoch of training.

        The result gives the same batches, has the loader's length where that has one, and every
        other attribute of it. After a stop it still gives one batch, so that a mean loss exists.
        """
        if not hasattr(loader, "__iter__") and not hasattr(loader, "__getitem__"):
            raise TypeError(
                f"TrainMonitor.watch: loader must give batches (x, y) one by one, got {loader!r}; "
                "give a DataLoader or a list of batches."
            )
        return _Watched(self, loader)

    def epoch(self, train_loss: float, accuracy: float | None = None) -> None:
        """End an epoch: draw, or print a line, what it came to.

        Parameters
        ----------
        train_loss : float
            Mean loss, as your training function returned it.
        accuracy : float, optional
            Share in [0, 1], as `evaluate` returns it.
        """
        loss = number(train_loss, "train_loss", "does your training function return its mean loss?")
        share = math.nan
        if accuracy is not None:
            share = number(accuracy, "accuracy", "does evaluate return it?")
            if not 0 <= share <= 1:
                raise ValueError(
                    f"TrainMonitor.epoch: accuracy is a share in [0, 1], got {share:g}"
                    + ("; divide by 100." if 1 < share <= 100 else ".")
                )
        self._probe.detach()
        seconds = self._clock.end_epoch()
        self._rows.append((self._clock.seen, loss, share, seconds))
        if self.stopped:
            self._clock.state = "stopped"
        done = self._clock.done
        known = "" if math.isnan(share) else f", accuracy {100 * share:.2f} %"
        self._lines.tell(
            f"epoch {done} of {max(done, self._clock.epochs)}: "
            f"loss {loss:.4f}{known}, {seconds:.1f} s"
        )
        if not self._clock.running:
            self._lines.flush()
        self._draw()

    def mistakes(self, images: Any, labels: Any, predictions: Any) -> None:
        """Show pictures whose prediction is not their label, and what was taken for what.

        Parameters
        ----------
        images : array or tensor, (N, H, W), (N, 1, H, W) or (N, 3, H, W)
            uint8, or float on any scale; all or only the wrong ones.
        labels, predictions : array or tensor of int, (N,)
        """
        gallery = gallery_of(images, labels, predictions, self.classes)
        with self.hold_sync():
            self.pictures, self.wrong = gallery.pictures, gallery.wrong
            self.gallery_note = gallery.note
        self._show()
        self._lines.tell(gallery.note)
        self._lines.flush()

    def __enter__(self) -> TrainMonitor:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._finish("interrupted" if kind else "stopped" if self.stopped else "ended")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        self._lines.shown_at = time.monotonic()
        return super()._repr_mimebundle_(**kwargs)

    def _batches(self, loader: Iterable[Any]) -> Iterator[Any]:
        run = self._begin(loader)
        try:
            for batch in loader:
                self._probe.before(batch)
                yield batch
                self._after_batch()
                if self._stop.is_set():
                    break
        finally:
            # An iteration given up by an error may end late, beside another one.
            if self._run is run:
                self._probe.detach()
        self._clock.state = "between"
        self._draw()

    def _begin(self, loader: Iterable[Any]) -> object:
        self._show()
        self._run = object()
        try:
            batches = len(loader)  # type: ignore[arg-type]
        except TypeError:
            batches = 0
        self._clock.begin(batches)
        self._probe.attach()
        events = _cell_events()
        if events is not None:
            # An error keeps the loop, and so its loader, alive in its traceback.
            events.register("post_run_cell", self._after_cell)
        self._draw()
        return self._run

    def _after_batch(self) -> None:
        loss = self._probe.after(self._clock.tick())
        if loss is not None:
            self._curve.add(self._clock.seen, loss)
            if not math.isfinite(loss) and not self.trouble:
                self.trouble = (
                    f"The loss is {loss} at batch {self._clock.batch} of epoch {self._clock.epoch}: "
                    "try a smaller learning rate, and look for a division by 0 or a log of 0."
                )
        late = time.perf_counter() - self._drawn_at > self._pause
        if late and in_kernel() and not unseen():
            self._draw()

    def _after_cell(self, *_: Any) -> None:
        events = _cell_events()
        if events is not None:
            events.unregister("post_run_cell", self._after_cell)
        if self._clock.state == "training":
            self._finish("interrupted")
        self._lines.flush()

    def _finish(self, state: str) -> None:
        self._probe.detach()
        self._run = None
        if self._clock.running:
            self._clock.state = state
            self._draw()
        self._lines.flush()

    def _draw(self) -> None:
        start = time.perf_counter()
        with self.hold_sync():
            self.progress = self._clock.report()
            self.losses = self._curve.points()
            self.history = np.array(self._rows) if self._rows else None
            self.norms = self._probe.norms
            self.outputs = self._probe.outputs
        self._drawn_at = time.perf_counter()
        self._pause = max(_SECONDS_APART, (self._drawn_at - start) / _SHARE)

    def _show(self) -> None:
        """Put the monitor under the running cell, where nobody has put it on a page."""
        if self._lines.shown_at is not None or not in_kernel() or unseen():
            return
        from IPython.display import display

        display(self)

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        # On a thread beside the training: only flags are set.
        if isinstance(content, dict) and content.get("type") == "stop":
            self._stop.set()
        elif isinstance(content, dict) and content.get("type") == "here":
            self._lines.page.set()


def _listen_beside_cells(comm: Any) -> None:
    """Have a page's messages handled where it sends them: on a thread beside the running cell.

    Since 7.4, ipykernel hands them to where the comm last spoke, and so to the cell that trains: it
    would hear of the stop button when all is over.
    """
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = lambda _, subshell: subshell


def _cell_events() -> Any:
    """Return IPython's events, in a kernel."""
    return sys.modules["IPython"].get_ipython().events if in_kernel() else None
