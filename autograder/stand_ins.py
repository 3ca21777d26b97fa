"""What stands for an object that does not travel: a handle to it, or the name it is made by.

A jailed function under judgement may need a model, an optimizer or a generator of random numbers.
None of these crosses the wire. The judge sends a `ByName`, from which the other side makes the
object, or a `Handle`, the number of an object the other side keeps. Both work the same way in a
live notebook, where the other side is this process.
"""

from __future__ import annotations
import __future__

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from autograder.exercise import plain_source

MAX_HELD = 64
"""Objects that one submission keeps at a time."""

_NUMPY = "sin cos exp tanh square sqrt abs negative sum mean max cumsum random.default_rng"
_LAYERS = """
    Sequential Conv2d ConvTranspose2d Linear BatchNorm1d BatchNorm2d Dropout Dropout2d Flatten
    Identity Upsample ReLU LeakyReLU Sigmoid Tanh LogSoftmax MaxPool2d AvgPool2d
    AdaptiveAvgPool2d CrossEntropyLoss
"""


def _function(name: str, source: str) -> Any:
    """The function of that name in a text that needs no more than NumPy."""
    import numpy as np

    names: dict[str, Any] = {"np": np}
    flags = __future__.annotations.compiler_flag
    exec(compile(source, f"<{name}>", "exec", flags, dont_inherit=True), names)
    return names[name]


def _witness() -> Any:
    """A layer that passes its input on, and counts the forwards in which a graph was built."""
    import torch

    class Witness(torch.nn.Module):
        graphs: torch.Tensor

        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("graphs", torch.zeros((), dtype=torch.int64))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            self.graphs += int(torch.is_grad_enabled())
            return x

    return Witness()


_OURS: Mapping[str, Callable[..., Any]] = {
    "function": _function,
    "iterator": iter,
    "parameters": lambda module: list(module.parameters()),
    "submodule": lambda module, name: module.get_submodule(name),
    "witness": _witness,
}
NAMES = frozenset(
    [f"numpy.{name}" for name in _NUMPY.split()]
    + [f"torch.nn.{name}" for name in _LAYERS.split()]
    + ["torch.device", "torch.optim.SGD", "torch.optim.Adam", "torch.optim.AdamW"]
    + ["course.layers.Layer", *_OURS]
)
"""All that a `ByName` may be; those without a dot are functions of ours."""


@dataclass(frozen=True)
class Handle:
    """The number of an object that the other side keeps; all else about it is unknown.

    Attributes
    ----------
    number : int
    generation : int
        Which start of the jailed process it belongs to; 0 in a live notebook.
    """

    number: int
    generation: int = 0


@dataclass(frozen=True, eq=False)
class ByName:
    """An object by its name in `NAMES`, or what calling it gives.

    Attributes
    ----------
    name : str
    args : tuple or None
        None stands for the object itself, a tuple for the result of calling it. Handles and other
        names may be among the arguments.
    kwargs : mapping of str to object

    Examples
    --------
    >>> ByName("torch.optim.SGD", (ByName("parameters", (Handle(0),)),), {"lr": 0.1})
    torch.optim.SGD(parameters(<held 0>), lr=0.1)
    >>> int(live(ByName("numpy.square", (3,)), {}))
    9
    """

    name: str
    args: tuple[Any, ...] | None = None
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise ValueError(f"{self.name!r} is not among the names that may be sent")

    def __repr__(self) -> str:
        if self.args is None:
            return self.name
        shown = [f"<held {v.number}>" if isinstance(v, Handle) else repr(v) for v in self.args]
        shown += [f"{key}={value!r}" for key, value in self.kwargs.items()]
        return f"{self.name}({', '.join(shown)})"


class NotHeld(LookupError):
    """A handle to something that was released, or never kept."""


class TooManyHeld(RuntimeError):
    """No more objects are kept; the judge releases what it no longer needs."""


class Held(Mapping[int, Any]):
    """The objects that handles stand for. A number is never used twice."""

    def __init__(self) -> None:
        self._objects: dict[int, Any] = {}
        self._next = 0

    def keep(self, value: Any) -> Handle:
        """The handle to an object, the same one each time; TooManyHeld when there is no room."""
        for number, other in self._objects.items():
            if other is value:
                return Handle(number)
        if len(self._objects) >= MAX_HELD:
            raise TooManyHeld(f"{MAX_HELD} objects are kept already")
        self._objects[self._next] = value
        self._next += 1
        return Handle(self._next - 1)

    def release(self, number: int) -> None:
        """Forget an object; nothing happens when it is not there."""
        self._objects.pop(number, None)

    def __getitem__(self, number: int) -> Any:
        return self._objects[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._objects)

    def __len__(self) -> int:
        return len(self._objects)


def live(value: Any, held: Mapping[int, Any]) -> Any:
    """The value with every handle and name in its lists, tuples and dicts made the real object.

    Containers without any are returned as they are, not copied.

    Raises
    ------
    NotHeld
        For a handle whose object is not there. What making an object raises comes through.
    """
    kind = type(value)
    if kind not in _MAY_HOLD:
        return value
    if kind is Handle:
        if value.number not in held:
            raise NotHeld(f"object {value.number} is not kept (released, or never made)")
        return held[value.number]
    if kind is ByName:
        made = _found(value.name)
        if value.args is None:
            return made
        return made(*live(value.args, held), **live(dict(value.kwargs), held))
    if kind is dict:
        pairs = {key: live(item, held) for key, item in value.items()}
        return pairs if any(pairs[key] is not item for key, item in value.items()) else value
    for index, item in enumerate(value):
        made = live(item, held)
        if made is not item:
            rest = [live(later, held) for later in value[index + 1 :]]
            return kind([*value[:index], made, *rest])
    return value


def standing(value: Any) -> Any:
    """The value with each function and `course.layers.Layer` of ours replaced by a `ByName`.

    A function travels as its source text and must need no more than `np`. Undone by `live`.
    """
    kind = type(value)
    if kind is FunctionType:
        return ByName("function", (value.__name__, plain_source(value)))
    if (kind.__module__, kind.__name__) == ("course.layers", "Layer"):
        return ByName("course.layers.Layer", tuple(value))
    if kind is list or kind is tuple:
        return kind(standing(item) for item in value)
    if kind is dict:
        return {key: standing(item) for key, item in value.items()}
    return value


_MAY_HOLD = frozenset([Handle, ByName, list, tuple, dict])


def _found(name: str) -> Any:
    if name in _OURS:
        return _OURS[name]
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)
