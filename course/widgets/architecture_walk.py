"""ArchitectureWalk: LeNet-5 layer by layer, with the maps of your own model, today or as in 1998."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from course import data
from course.widgets.arrays import Array, real_array
from course.widgets.function_widget import FunctionWidget
from course.widgets.student_function import Outcome, name_of

__all__ = ["ArchitectureWalk"]

_STATIC = pathlib.Path(__file__).parent / "static"
_SIDE = 32
_MNIST_SIDE = 28
_STAGES = {
    "input": (1, 32, 32),
    "C1": (6, 28, 28),
    "S2": (6, 14, 14),
    "C3": (16, 10, 10),
    "S4": (16, 5, 5),
    "C5": (120, 1, 1),
    "F6": (84, 1, 1),
    "output": (10, 1, 1),
}
_PARAMETERS = {"C1": 156, "C3": 2416, "C5": 48120, "F6": 10164, "output": 850}
"""Of the modern form, in the layers that have any."""


def _digit(value: Any, where: str) -> npt.NDArray[np.float64]:
    """Copy a grey picture into float64 (32, 32); one of 28 x 28 gets its smallest value round it."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    array = real_array(value, where)
    picture = array.reshape(array.shape[-2:]) if array.size == np.prod(array.shape[-2:]) else array
    if picture.shape not in ((_SIDE, _SIDE), (_MNIST_SIDE, _MNIST_SIDE)):
        raise ValueError(
            f"{where} must be one grey picture, (28, 28) or (32, 32), got shape {array.shape}."
        )
    if not np.isfinite(picture).all():
        raise ValueError(f"{where} holds nan or infinity; give finite numbers.")
    if np.asarray(value).dtype == np.uint8:
        picture = picture / 255
    around = (_SIDE - len(picture)) // 2
    framed = np.pad(picture, around, constant_values=float(picture.min()))
    framed.setflags(write=False)
    return framed


class ArchitectureWalk(FunctionWidget):
    """Step through LeNet-5: shapes, parameters, multiply-adds, what a cell sees, and feature maps.

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
    layer = traitlets.Int(1, min=0, max=len(_STAGES) - 1).tag(sync=True)
    channel = traitlets.Int(0, min=0, max=119).tag(sync=True)
    row = traitlets.Int(5, min=0, max=_SIDE - 1).tag(sync=True)
    col = traitlets.Int(10, min=0, max=_SIDE - 1).tag(sync=True)
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
        if model is not None and not (
            isinstance(model, type) or hasattr(model, "register_forward_hook")
        ):
            raise TypeError(
                f"ArchitectureWalk: model must be a torch.nn.Module or a class of one, got {model!r}."
            )
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
            seen, weighted = _record(model, self.image)
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return self._nothing(f"{name} is not written yet{reason}.")
        except Exception as error:  # a student's model may raise anything; it is shown, not raised
            reason = f": {error}" if str(error) else ""
            return self._nothing(f"{name} raised {type(error).__name__}{reason}")
        counts = dict(zip(_PARAMETERS, weighted, strict=False)) if len(weighted) == 5 else {}
        self.own_parameters = [
            counts.get(stage, -1 if stage in _PARAMETERS else 0) for stage in _STAGES
        ]
        maps, self.sources, missing = _matched(self.image, seen)
        return Outcome(maps, _verdict(name, missing, counts, _total(model)))

    def _nothing(self, message: str) -> Outcome:
        self.own_parameters, self.sources = [-1] * len(_STAGES), [""] * len(_STAGES)
        return Outcome(None, message)


def _total(model: Any) -> int:
    return sum(int(parameter.numel()) for parameter in model.parameters())


@contextmanager
def _evaluating(model: Any) -> Iterator[None]:
    """Put a model in eval mode, and every module of it back into its own mode."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


Seen = list[tuple[str, npt.NDArray[np.float64]]]


def _record(model: Any, image: npt.NDArray[np.float64]) -> tuple[Seen, list[int]]:
    """Run a model on one picture; what went into and came out of each module, in order of time.

    Returns
    -------
    seen : list of (str, ndarray of float64)
        Where it was seen, and the tensor without its axis of pictures.
    weighted : list of int
        Parameters of each module that has its own, in the order in which they ran.
    """
    import torch

    seen: Seen = []
    weighted: dict[str, int] = {}

    def note(where: str, value: Any) -> None:
        if isinstance(value, torch.Tensor) and value.ndim > 1 and len(value) == 1:
            copy = value.detach().to(device="cpu", dtype=torch.float64, copy=True)
            seen.append((where, copy[0].numpy()))

    def hook_on(name: str) -> Any:
        def hook(module: Any, arguments: tuple[Any, ...], output: Any) -> None:
            label = f"{name} ({type(module).__name__})" if name else type(module).__name__
            if arguments:
                note(f"what goes into {label}", arguments[0])
            note(f"what {label} gives", output)
            own = sum(int(p.numel()) for p in module.parameters(recurse=False))
            if own:
                weighted[name] = own

        return hook

    first = next(model.parameters(), None)
    x = torch.tensor(image, dtype=torch.float32)[None, None]
    if first is not None:
        x = x.to(device=first.device, dtype=first.dtype)
    leaves = [(n, m) for n, m in model.named_modules() if not list(m.children())]
    handles: list[Any] = []
    try:
        handles += [module.register_forward_hook(hook_on(name)) for name, module in leaves]
        with torch.no_grad(), _evaluating(model):
            output = model(x)
    finally:
        for handle in handles:
            handle.remove()
    note(f"what {type(model).__name__} returns", output)
    return seen, list(weighted.values())


def _matched(
    image: npt.NDArray[np.float64], seen: Seen
) -> tuple[npt.NDArray[np.float64], list[str], str]:
    """Find each stage among what was seen: the last tensor of its size, after any activation.

    Returns
    -------
    maps : ndarray of float64
        All stages, flat, one after the other; NaN for a stage that was not found.
    sources : list of str
        Where each was seen.
    missing : str
        A sentence's end about the first stage that was not found, or "".
    """
    parts, sources, missing, at = [image.ravel()], ["the digit"], "", 0
    for stage, shape in list(_STAGES.items())[1:]:
        found = [i for i in range(at, len(seen)) if _fits(seen[i][1].shape, shape)]
        if found:
            at = found[-1]
            parts.append(seen[at][1].ravel())
            sources.append(seen[at][0])
            continue
        parts.append(np.full(int(np.prod(shape)), np.nan))
        sources.append("")
        if not missing:
            wanted = (1, *(shape if shape[1] > 1 else shape[:1]))
            after = dict.fromkeys(str((1, *array.shape)) for _, array in seen[at + 1 :])
            shapes = ", ".join(list(after)[:4]) or "nothing more"
            missing = f"no tensor of shape {wanted} was seen for {stage}; after the stage before: {shapes}"
    return np.concatenate(parts), sources, missing


def _fits(shape: tuple[int, ...], wanted: tuple[int, int, int]) -> bool:
    return shape == wanted or (wanted[1] == 1 and shape == wanted[:1])


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
