"""DrawDigit: draw a digit by hand, and watch every layer of LeNet-5 respond while you do."""

from __future__ import annotations

import pathlib
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from course import data
from course.widgets.arrays import Array, real_array
from course.widgets.centring import seen_by_net
from course.widgets.function_widget import FunctionWidget
from course.widgets.lenet_record import STAGES, check_model, matched, record, trouble
from course.widgets.mistakes import levels
from course.widgets.nets import lenet5
from course.widgets.student_function import Outcome, name_of, unseen

__all__ = ["DrawDigit"]

_STATIC = pathlib.Path(__file__).parent / "static"
_SIDE = 28
_CLASSES = 10
_OPENING = 3
"""The digit to open on."""

Picture = npt.NDArray[np.float64]


def _drawing(value: Any, where: str) -> Picture:
    """Copy a grey picture into float64 (28, 28), or raise one sentence."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    array = real_array(value, where)
    if array.shape != (_SIDE, _SIDE):
        advice = ""
        if array.size == _SIDE * _SIDE:
            advice = f"; take {where.split()[-1]}.reshape(28, 28)"
        elif array.shape == (_SIDE + 4, _SIDE + 4):
            advice = "; leave out the margin of two: [2:-2, 2:-2]"
        raise ValueError(
            f"{where} must be one grey picture (28, 28), got shape {array.shape}{advice}."
        )
    if np.asarray(value).dtype == np.uint8:
        array = array / 255
        array.setflags(write=False)
    outside = ~((array >= 0) & (array <= 1))
    if outside.any():
        row, col = np.argwhere(outside)[0]
        raise ValueError(
            f"{where} holds {array[row, col]:g} at row {row}, column {col}; "
            "give numbers in [0, 1], ink is 1."
        )
    return array


def _from_wire(value: Any, _: Any) -> Any:
    """Read a drawing made in the browser."""
    return np.frombuffer(value["data"], "<f8").reshape(value["shape"])


def _halves(value: Any, _: str) -> npt.NDArray[np.float16]:
    copy = np.array(value, dtype=np.float16)
    copy.setflags(write=False)
    return copy


class DrawDigit(FunctionWidget):
    """Draw a digit, by pointer or keyboard, and see LeNet-5's maps, units and answer follow.

    .. image:: /docs/images/draw-digit.png
        :alt: A drawn 3, what the net sees of it, ten bars, 3 the longest, and every layer's maps.

    On the drawing, arrow keys, Home and End move; Space sets or erases ink; P puts the pen down, so
    that moving draws, and lifts it; Delete clears; Ctrl+Z takes the last stroke back. Without a
    model, a LeNet-5 that the course has trained on MNIST answers, inside the browser. With one, your
    model answers, here; where no kernel does (a page made from the notebook), the course's steps in.

    Parameters
    ----------
    model : torch.nn.Module, or a class of one, optional
        Your LeNet-5: (1, 1, 32, 32) floats in [0, 1] in, scores (1, 10) out. It runs whenever the
        drawing has changed, between cells, in eval mode and without gradients; hooks record every
        module's output and are taken off. A class is made into a model, once.
    drawing : array or tensor, (28, 28), optional
        Numbers in [0, 1], ink is 1, or uint8, which is divided by 255. Default: a drawn 3.
    centre : bool
        Whether the net gets the drawing as MNIST's makers would have stored it: its ink sized to
        20 x 20, its centre of mass in the middle.

    Attributes
    ----------
    drawing : ndarray of float64, (28, 28), read-only
        What is drawn. Assign a picture to draw it.
    centre : bool
    pen_down : bool
        Whether the arrow keys draw.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which. What a model raises is
        said in the widget.

    Examples
    --------
    >>> widget = DrawDigit()
    >>> widget.drawing.shape, widget.seen.shape, widget.answer
    ((28, 28), (32, 32), 3)
    >>> widget.drawing = data.digit(7)
    >>> widget.answer, widget.scores.shape
    (7, (10,))
    """

    _esm = _STATIC / "draw_digit.js"
    _css = _STATIC / "widgets.css"

    # Pages make drawings: nothing of theirs need come back to them.
    drawing = Array(_drawing).tag(from_json=_from_wire, echo_update=False)
    centre = traitlets.Bool(True).tag(sync=True)
    pen_down = traitlets.Bool(False).tag(sync=True)
    weights = Array(_halves)
    examples = Array(levels)
    turn = traitlets.Int(0).tag(sync=True, echo_update=False)
    """How often a page has asked for an answer; `answered` is the last one that has got it."""
    answered = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        model: Any = None,
        drawing: npt.ArrayLike | None = None,
        *,
        centre: bool = True,
        **traits: Any,
    ) -> None:
        check_model(model, "DrawDigit")
        if not isinstance(centre, bool):
            raise TypeError(f"DrawDigit: centre must be True or False, got {centre!r}.")
        unknown = set(traits) - {"pen_down", "note", "layout"}
        if unknown:
            raise TypeError(f"DrawDigit: no argument {sorted(unknown)[0]!r}; see its docstring.")
        self._model: Any = None
        self._ran_on: tuple[Picture, bool] | None = None
        super().__init__(
            model,
            (),
            drawing=data.digit(_OPENING, _SIDE) if drawing is None else drawing,
            centre=centre,
            **traits,
        )
        if model is not None:
            self.observe(self._ask, ["drawing", "centre", "turn"])

    @traitlets.default("weights")
    def _course_weights(self) -> npt.NDArray[np.float16]:
        return lenet5.flat_weights()

    @traitlets.default("examples")
    def _drawn_digits(self) -> npt.NDArray[np.float64]:
        return np.rint([255 * data.digit(number, _SIDE) for number in range(_CLASSES)])

    @property
    def seen(self) -> Picture:
        """What the net gets of the drawing: float64 (32, 32), read-only."""
        return seen_by_net(self.drawing, self.centre)

    @property
    def scores(self) -> Picture | None:
        """Ten scores for the drawing, your model's where there is one; None if it gives none."""
        if self._function is None:
            maps: Picture | None = lenet5.maps_of(self.seen)
        else:
            self._catch_up()
            maps = self.output
        if maps is None or not np.isfinite(maps[-_CLASSES:]).all():
            return None
        scores: Picture = maps[-_CLASSES:].copy()
        scores.setflags(write=False)
        return scores

    @property
    def answer(self) -> int | None:
        """The digit with the largest score; None if the model gives no scores."""
        scores = self.scores
        return None if scores is None else int(scores.argmax())

    def _ask(self, _: Any) -> None:
        if unseen():
            return
        # This may be a thread beside a busy cell: have the model run between cells, not now.
        if self._loop is None or not self._loop.is_running():
            self._catch_up()
        else:
            self._loop.call_soon_threadsafe(self._catch_up)

    def _catch_up(self) -> None:
        """Run the model on the newest drawing, unless it has been, and tell the page so."""
        turn = self.turn
        ran_on = self._ran_on
        if ran_on is None or ran_on[0] is not self.drawing or ran_on[1] != self.centre:
            self.rerun()
        self.answered = turn

    def _outcome(self, function: Any) -> Outcome:
        self._ran_on = drawing, centre = self.drawing, self.centre
        picture = seen_by_net(drawing, centre)
        try:
            if self._model is None:
                self._model = function() if isinstance(function, type) else function
            seen, _ = record(self._model, picture)
        except Exception as error:  # a student's model may raise anything; it is shown, not raised
            return Outcome(None, trouble(function, error))
        maps, sources, missing = matched(picture, seen)
        name = name_of(function)
        if missing:
            return Outcome(maps, f"{name}: {missing}.")
        ends = np.cumsum([np.prod(shape) for shape in STAGES.values()])
        for source, part in zip(sources, np.split(maps, ends[:-1]), strict=True):
            if not np.isfinite(part).all():
                return Outcome(maps, f"{name}: {source} holds nan or infinity.")
        return Outcome(maps, "")
