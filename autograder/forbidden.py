"""Notices a call that would skip the exercise, however the student reached the function.

Advice to honest students, not a wall: the grader's jail is the wall.
"""

from __future__ import annotations

import sys
from types import CodeType, FrameType, TracebackType
from typing import Any

import numpy as np


class ForbiddenCall(Exception):
    """The function under test called something the exercise asks the student to write."""


def _refusing(name: str) -> Any:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ForbiddenCall(name)

    return refuse


def _operator_mode(names: frozenset[str]) -> Any:
    """A context of torch's in which calling one of these operators raises ForbiddenCall."""
    from torch.utils._python_dispatch import TorchDispatchMode

    class Operators(TorchDispatchMode):
        def __torch_dispatch__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            name = func._schema.name.replace("::", ".")
            if name in names:
                raise ForbiddenCall(name)
            return func(*args, **(kwargs or {}))

    return Operators()  # type: ignore[no-untyped-call]


class Forbidden:
    """Context in which calling one of the named functions raises ForbiddenCall.

    Parameters
    ----------
    names : tuple of str
        Dotted names of functions and classes, such as "scipy.signal.correlate2d". Modules that are
        not imported are skipped, never imported. An operator of torch's is "aten.convolution": it
        is noticed by torch's dispatcher, whatever called it.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._codes: dict[CodeType, str] = {}
        self._builtins: dict[int, str] = {}
        self._ufuncs: list[tuple[Any, str, Any]] = []
        for name in names:
            self._watch(name)
        operators = frozenset(name for name in names if name.startswith("aten."))
        self._operators = (
            _operator_mode(operators) if "torch" in sys.modules and operators else None
        )

    def _watch(self, name: str) -> None:
        module, _, attribute = name.rpartition(".")
        function = getattr(sys.modules.get(module), attribute, None)
        if function is None:
            return
        if isinstance(function, np.ufunc):  # a call of one is no event for a profiler
            self._ufuncs.append((sys.modules[module], attribute, function))
            return
        self._builtins[id(function)] = name
        # NumPy's dispatched functions and functools.wraps keep the Python function here.
        inner = getattr(function, "__wrapped__", getattr(function, "_implementation", function))
        if isinstance(function, type):
            inner = vars(function).get("__init__")
        code = getattr(inner, "__code__", None)
        if code is not None:
            self._codes[code] = name

    def __enter__(self) -> None:
        for module, attribute, _ in self._ufuncs:
            setattr(module, attribute, _refusing(f"{module.__name__}.{attribute}"))
        if self._operators is not None:
            self._operators.__enter__()
        self._watching = bool(self._codes or self._builtins)
        if self._watching:
            self._previous = sys.getprofile()
            sys.setprofile(self._see)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for module, attribute, function in self._ufuncs:
            setattr(module, attribute, function)
        if self._operators is not None:
            self._operators.__exit__(kind, error, trace)
        if self._watching:
            sys.setprofile(self._previous)

    def _see(self, frame: FrameType, event: str, arg: Any) -> None:
        name = None
        if event == "call":
            name = self._codes.get(frame.f_code)
        elif event == "c_call":
            name = self._builtins.get(id(arg))
        if name is not None:
            sys.setprofile(self._previous)
            raise ForbiddenCall(name)
