"""LogitsToLoss: scores become probabilities, a loss, and a gradient that says which way to go."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import traitlets

from course.widgets.adapters import Adapter, loss_of_log_softmax, loss_of_softmax
from course.widgets.arrays import Array, real_array
from course.widgets.failing import Case, Opening
from course.widgets.function_widget import FunctionWidget
from course.widgets.student_function import Outcome, name_of

__all__ = ["LogitsToLoss"]

_STATIC = pathlib.Path(__file__).parent / "static"
_CLASSES = (2, 10)
_MOST = 1000.0
# A mistake to look at: the dog scores highest, and the picture shows a cat.
_NAMES = ("cat", "dog", "ship", "frog", "truck")
_LOGITS = (1.2, 3.1, 0.4, -0.8, -1.5)


def _logits(value: Any, where: str) -> npt.NDArray[np.float64]:
    """Copy 2 to 10 finite numbers."""
    array = real_array(value, where)
    if array.ndim != 1:
        advice = f"; take one row, such as {where.split()[-1]}[0]" if array.ndim > 1 else ""
        raise ValueError(f"{where} must have shape (C,), got {array.shape}{advice}.")
    least, most = _CLASSES
    if not least <= len(array) <= most:
        raise ValueError(
            f"{where} must hold {least} to {most} numbers to be drawn, got {len(array)}."
        )
    for i, logit in enumerate(array):
        if not abs(logit) <= _MOST:
            raise ValueError(
                f"{where} holds {logit} at index {i}; give numbers from {-_MOST:g} to {_MOST:g}."
            )
    return array


def _class(value: Any, count: int) -> int:
    """Read a label, or raise one sentence."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"LogitsToLoss: label must be an int, got {value!r}.")
    if not 0 <= value < count:
        raise ValueError(
            f"LogitsToLoss: label must be 0 to {count - 1} for {count} logits, got {value}."
        )
    return int(value)


class LogitsToLoss(FunctionWidget):
    """Move logits, and see probabilities, the loss and its gradient ``p - y`` follow.

    .. image:: /docs/images/logits-to-loss.png
        :alt: Sliders for logits; beside each, probability and gradient as bars; above, the loss.

    Each class has a slider for its logit and a radio button that makes it the true one. The sliders
    above act on all of them: ``score = (logit + shift) / temperature`` enters the softmax. A switch
    puts softmax into the scores once more, the mistake of handing probabilities to a loss that
    contains softmax: the loss then stays above ``log(e + C - 1) - 1``, 1.461 for 10 classes. A
    button takes one step of gradient descent on the logits.

    Parameters
    ----------
    logits : array_like, (C,), optional
        2 to 10 numbers from -1000 to 1000. Default: five classes, and a mistake.
    label : int
        The true class, from 0.
    names : sequence of str, optional
        What the classes are called. Default: "class 0" and so on.
    function : callable, optional
        Your own ``cross_entropy(logits, labels) -> (loss, dlogits)``. It runs here, with the scores
        shown as a float64 batch (1, C) and labels (1,), whether or not the switch is on. After a
        change, call `rerun`.

    Attributes
    ----------
    temperature, shift : float
        Where the sliders stand: 0.1 to 10, -1000 to 1000.
    twice : bool
        Whether softmax is applied twice.
    scores : ndarray of float64, (C,)
        What the function is given.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> widget = LogitsToLoss([2.0, 0.0, -1.0], label=1, names=["bar", "cross", "disc"])
    >>> widget.scores, widget.label
    (array([ 2.,  0., -1.]), 1)
    """

    _esm = _STATIC / "logits_to_loss.js"
    _css = _STATIC / "widgets.css"

    logits = Array(_logits, lists=True)
    label = traitlets.Int(0).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    temperature = traitlets.Float(1.0, min=0.1, max=10).tag(sync=True)
    shift = traitlets.Float(0.0, min=-_MOST, max=_MOST).tag(sync=True)
    twice = traitlets.Bool(False).tag(sync=True)

    _adapters: ClassVar[dict[str, Adapter]] = {
        "softmax": loss_of_softmax,
        "log_softmax": loss_of_log_softmax,
    }
    _returned = ("z",)

    def __init__(
        self,
        logits: npt.ArrayLike | None = None,
        label: int = 0,
        *,
        names: Sequence[str] | None = None,
        function: Callable[..., Any] | None = None,
        **traits: Any,
    ) -> None:
        unknown = set(traits) - {"temperature", "shift", "twice", "note", "layout"}
        if unknown:
            raise TypeError(f"LogitsToLoss: no argument {sorted(unknown)[0]!r}; see its docstring.")
        checked = _logits(_LOGITS if logits is None else logits, "LogitsToLoss: logits")
        if names is None:
            names = _NAMES if logits is None else [f"class {i}" for i in range(len(checked))]
        if isinstance(names, str) or not all(isinstance(name, str) for name in names):
            raise TypeError(f"LogitsToLoss: names must be a list of strings, got {names!r}.")
        if len(names) != len(checked):
            raise ValueError(
                f"LogitsToLoss: names has {len(names)} names but logits has {len(checked)} numbers."
            )
        super().__init__(
            function,
            ("logits", "label", "temperature", "shift"),
            logits=checked,
            label=_class(label, len(checked)),
            names=list(names),
            **traits,
        )

    @traitlets.validate("label")
    def _one_of_the_classes(self, proposal: Any) -> int:
        return _class(proposal["value"], len(self.names))

    @traitlets.validate("logits")
    def _as_many_as_names(self, proposal: Any) -> npt.NDArray[np.float64]:
        array: npt.NDArray[np.float64] = proposal["value"]
        if len(array) != len(self.names):
            raise ValueError(
                f"LogitsToLoss: logits must hold {len(self.names)} numbers, one for each name, "
                f"got {len(array)}."
            )
        return array

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        batch = np.asarray(case[next(name for name in ("logits", "z", "p") if name in case)])
        row = np.moveaxis(batch, case.get("axis", -1), -1) if batch.ndim > 1 else batch
        while row.ndim > 1:
            row = row[0]
        cut = ["its first row"] if batch.size > row.size else []
        if len(row) > _CLASSES[1]:
            cut.append(f"the first {_CLASSES[1]} classes")
        traits: dict[str, Any] = {"logits": row[: _CLASSES[1]]}
        if "labels" in case:
            traits["label"] = int(np.ravel(case["labels"])[0])
        return Opening(traits, f"Of it you see {', '.join(cut)}." if cut else "")

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """What enters the softmax: (logits + shift) / temperature."""
        return np.asarray((self.logits + self.shift) / self.temperature)

    def _outcome(self, function: Callable[..., Any]) -> Outcome:
        name = name_of(function)
        try:
            returned = function(self.scores[np.newaxis], np.array([self.label]))
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return Outcome(None, f"{name} is not written yet{reason}.")
        except Exception as error:  # a student's function may raise anything; it is shown
            reason = f": {error}" if str(error) else ""
            return Outcome(None, f"{name} raised {type(error).__name__}{reason}")
        return _examine(name, returned, len(self.names))


def _examine(name: str, returned: Any, count: int) -> Outcome:
    """Join the loss and its gradient, (1 + C,), or say what is odd about them."""
    if returned is None:
        return Outcome(None, f"{name} returned None; end it with return loss, dlogits.")
    if not isinstance(returned, (tuple, list)) or len(returned) != 2:
        size = f" of {len(returned)}" if isinstance(returned, (tuple, list)) else ""
        kind = type(returned).__name__
        return Outcome(None, f"{name} returned a {kind}{size}, expected a pair: (loss, dlogits).")
    parts = []
    for what, value, shape in (("loss", returned[0], ()), ("dlogits", returned[1], (1, count))):
        try:
            array = np.asarray(value)
            kind = array.dtype.kind
        except Exception:  # ragged lists, odd objects: whatever NumPy raises, it is no array
            array, kind = np.empty(0), "O"
        if kind not in "buif":
            wanted = "a number" if what == "loss" else "an array of real numbers"
            return Outcome(None, f"{name}: {what} is a {type(value).__name__}, expected {wanted}.")
        if array.shape != shape:
            wanted = "one number" if what == "loss" else f"{shape}, the shape of the logits"
            return Outcome(None, f"{name}: {what} has shape {array.shape}, expected {wanted}.")
        parts.append(np.array(array, dtype=np.float64).ravel())
    return Outcome(np.concatenate(parts), "")
