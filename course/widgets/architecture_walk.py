"""ArchitectureWalk: LeNet-5 layer by layer, with the maps of your own model, today or as in 1998."""

from __future__ import annotations

import pathlib
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from course import data
from course.widgets.arrays import Array, real_array
from course.widgets.function_widget import FunctionWidget
from course.widgets.lenet_record import SIDE, STAGES, check_model, matched, record, trouble
from course.widgets.student_function import Outcome, name_of

__all__ = ["ArchitectureWalk"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MNIST_SIDE = 28
_PARAMETERS = {"C1": 156, "C3": 2416, "C5": 48120, "F6": 10164, "output": 850}
"""Of the modern form, in the layers that have any."""


def _digit(value: Any, where: str) -> npt.NDArray[np.float64]:
    """Copy a grey picture into float64 (32, 32); one of 28 x 28 gets its smallest value round it."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    array = real_array(value, where)
    picture = array.reshape(array.shape[-2:]) if array.size == np.prod(array.shape[-2:]) else array
    if picture.shape not in ((SIDE, SIDE), (_MNIST_SIDE, _MNIST_SIDE)):
        raise ValueError(
            f"{where} must be one grey picture, (28, 28) or (32, 32), got shape {array.shape}."
        )
    if not np.isfinite(picture).all():
        raise ValueError(f"{where} holds nan or infinity; give finite numbers.")
    if np.asarray(value).dtype == np.uint8:
        picture = picture / 255
    around = (SIDE - len(picture)) // 2
    framed = np.pad(picture, around, constant_values=float(picture.min()))
    framed.setflags(write=False)
    return framed


class ArchitectureWalk(FunctionWidget):
    """Step through LeNet-5: shapes, parameters, multiply-adds, what a cell sees, and feature maps.

    .. image:: /docs/images/architecture-walk.png
        :alt: A digit with a frame, the map of one layer, and a table of all layers with their parameters.

    Arrow keys, Home and End move over a layer's map; the frame on the digit is what that cell sees.
    Buttons, sliders and the choice of form work by keyboard too. The form of 1998 has a table that
    says which S2 maps each C3 map reads (60 of 96 pairs), factors and biases in S2 and S4, and
    outputs that are distances to fixed codes: 60 000 parameters, where today's form has 61 706.

    Parameters
    ----------
    model : torch.nn.Module, or a class of one, optional
        Your LeNet-5. It runs once, here, on the digit: hooks record every module's output without
        gradients and in eval mode, and are taken off; its mode comes back. A class is made into a
        model first. After a change, call `rerun`. Without a model, only what can be counted is shown.
    image : array or tensor, (28, 28) or (32, 32), optional
        Leading axes of length 1 are fine. uint8 is divided by 255; 28 x 28 gets two pixels of its
        smallest value on every side. Default: a drawn 5.
    original : bool
        Open on the form of 1998.

    Attributes
    ----------
    layer : int
        0, the input, to 7, the output.
    channel, row, col : int
        The map and the cell looked at; in C5, F6 and the output, `channel` is the unit.
    own_parameters : list of int
        Those of your model, layer by layer; -1 where that could not be told.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> walk = ArchitectureWalk(original=True)
    >>> walk.image.shape, walk.function_name
    ((32, 32), '')
    """

    _esm = _STATIC / "architecture_walk.js"
    _css = _STATIC / "widgets.css"

    image = Array(_digit)
    original = traitlets.Bool(False).tag(sync=True)
    layer = traitlets.Int(1, min=0, max=len(STAGES) - 1).tag(sync=True)
    channel = traitlets.Int(0, min=0, max=119).tag(sync=True)
    row = traitlets.Int(5, min=0, max=SIDE - 1).tag(sync=True)
    col = traitlets.Int(10, min=0, max=SIDE - 1).tag(sync=True)
    own_parameters = traitlets.List(traitlets.Int()).tag(sync=True)
    sources = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self,
        model: Any = None,
        image: npt.ArrayLike | None = None,
        *,
        original: bool = False,
        **traits: Any,
    ) -> None:
        check_model(model, "ArchitectureWalk")
        if not isinstance(original, bool):
            raise TypeError(f"ArchitectureWalk: original must be True or False, got {original!r}.")
        unknown = set(traits) - {"layer", "channel", "row", "col", "note", "layout"}
        if unknown:
            raise TypeError(
                f"ArchitectureWalk: no argument {sorted(unknown)[0]!r}; see its docstring."
            )
        super().__init__(
            model,
            ("image",),
            image=data.digit(5, _MNIST_SIDE) if image is None else image,
            original=original,
            **traits,
        )

    def _outcome(self, function: Any) -> Outcome:
        name = name_of(function)
        try:
            model = function() if isinstance(function, type) else function
            seen, weighted = record(model, self.image)
        except Exception as error:  # a student's model may raise anything; it is shown, not raised
            return self._nothing(trouble(function, error))
        counts = dict(zip(_PARAMETERS, weighted, strict=False)) if len(weighted) == 5 else {}
        self.own_parameters = [
            counts.get(stage, -1 if stage in _PARAMETERS else 0) for stage in STAGES
        ]
        maps, self.sources, missing = matched(self.image, seen)
        return Outcome(maps, _verdict(name, missing, counts, _total(model)))

    def _nothing(self, message: str) -> Outcome:
        self.own_parameters, self.sources = [-1] * len(STAGES), [""] * len(STAGES)
        return Outcome(None, message)


def _total(model: Any) -> int:
    return sum(int(parameter.numel()) for parameter in model.parameters())


def _verdict(name: str, missing: str, counts: dict[str, int], total: int) -> str:
    if missing:
        return f"{name}: {missing}."
    for stage, expected in _PARAMETERS.items():
        if counts and counts[stage] != expected:
            return f"{name}: {stage} has {counts[stage]} parameters, expected {expected}."
    expected = sum(_PARAMETERS.values())
    if total != expected:
        return f"{name} has {total} parameters, expected {expected}."
    return ""
