"""StrideRuler: the windows of a kernel along one axis, what is left over, and the count of them."""

from __future__ import annotations

import math
import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import traitlets

from course.widgets.failing import Case, Opening
from course.widgets.function_widget import FunctionWidget
from course.widgets.student_function import Outcome, name_of

__all__ = ["StrideRuler"]

_STATIC = pathlib.Path(__file__).parent / "static"
_MOST = 1000
_LEAST = {"n": 1, "k": 1, "stride": 1, "padding": 0, "dilation": 1}
_NEIGHBOURS = 3
"""Your function is asked for the current row and this many sizes below and above."""


class _Whole(traitlets.TraitType[Any, Any]):
    """A whole number a ruler can draw."""

    info_text = "an int"

    def __init__(self, default: int) -> None:
        super().__init__(default)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> int:
        name = self.name or ""
        return _whole(value, f"StrideRuler: {name}", _LEAST[name])


def _whole(value: Any, where: str, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{where} must be an int, got {value!r}.")
    if value < least:
        raise ValueError(f"{where} must be at least {least}, got {value}.")
    if value > _MOST:
        raise ValueError(f"{where} is {value}; at most {_MOST} can be drawn.")
    return int(value)


def _goal(value: Any, n: int) -> tuple[int, int]:
    where = "StrideRuler: goal"
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise TypeError(f"{where} must be an int or a pair (cells, windows), got {value!r}.")
        return _whole(value[0], f"{where}[0]", 1), _whole(value[1], f"{where}[1]", 1)
    return n, _whole(value, where, 1)


class StrideRuler(FunctionWidget):
    """A row of cells with every window drawn, and the formula with the numbers put in.

    .. image:: /docs/images/stride-ruler.png
        :alt: A row of cells with the windows drawn below it, and the size formula with its numbers put in.

    Five numbers are set by slider or number box; arrow keys, Home and End on the ruler choose a
    window. Cells count from 0, so those of the padding are negative or past the end. Where the
    kernel does not fit, the ruler says so in words.

    Parameters
    ----------
    n, k : int
        Cells in the row and in the kernel, 1 to 1000.
    stride, padding, dilation : int
        As in ``torch.nn.Conv1d``.
    goal : int or (int, int), optional
        A puzzle: how many windows to reach from n cells, or (cells, windows), which sets n too.
        The ways found are listed.
    function : callable, optional
        Your own ``function(n, k, stride, padding, dilation)``. It runs here, for n and its
        neighbours in size; its numbers are shown beside the reference's. It runs again when a
        number changes in the browser, or after `rerun`.

    Attributes
    ----------
    rounding : {"floor", "ceil"}
        What the picture and the formula do with a fraction; PyTorch's convolutions floor.
    window : int or None
        The window chosen. None until shown.
    ways : list of (int, int, int, int)
        The ways found to the goal: k, stride, padding, dilation.

    Raises
    ------
    TypeError, ValueError
        For arguments that are not as described; the message says which.

    Examples
    --------
    >>> ruler = StrideRuler(28, 3, stride=2, padding=1, goal=14)
    >>> ruler.count, ruler.goal
    (14, (28, 14))
    """

    _esm = _STATIC / "stride_ruler.js"
    _css = _STATIC / "widgets.css"

    n = _Whole(10)
    k = _Whole(3)
    stride = _Whole(2)
    padding = _Whole(0)
    dilation = _Whole(1)
    rounding = traitlets.Enum(("floor", "ceil"), "floor").tag(sync=True)
    goal = traitlets.Tuple(
        traitlets.Int(), traitlets.Int(), default_value=None, allow_none=True, read_only=True
    ).tag(sync=True)
    ways = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True)
    window = traitlets.Int(None, allow_none=True, min=0).tag(sync=True)

    _returned = ("n", "k", "stride", "padding")

    def __init__(
        self,
        n: int = 10,
        k: int = 3,
        *,
        stride: int = 2,
        padding: int = 0,
        dilation: int = 1,
        goal: int | tuple[int, int] | None = None,
        function: Callable[..., Any] | None = None,
        **traits: Any,
    ) -> None:
        unknown = set(traits) - {"rounding", "window", "note", "layout"}
        if unknown:
            raise TypeError(f"StrideRuler: no argument {sorted(unknown)[0]!r}; see its docstring.")
        if goal is not None:
            pair = _goal(goal, n)
            self.set_trait("goal", pair)
            n = pair[0]
        super().__init__(
            function,
            tuple(_LEAST),
            n=n,
            k=k,
            stride=stride,
            padding=padding,
            dilation=dilation,
            **traits,
        )

    @classmethod
    def _opening(cls, case: Case, answer: Any) -> Opening:
        if "layers" in case:  # of a stack, the first
            kernel, stride, padding, dilation = (*case["layers"], (1, 1, 0, 1))[0]
            traits = {"n": case["n"], "k": kernel, "stride": stride, "padding": padding}
            more = len(case["layers"]) > 1
            cut = f"Of its {len(case['layers'])} layers you see the first." if more else ""
            return Opening({**traits, "dilation": dilation}, cut)
        traits = {name: case[name] for name in _LEAST if name in case}
        if "out" not in case:
            return Opening({"stride": 1, **traits})
        paddings = answer if isinstance(answer, (tuple, list)) else ()
        if len(paddings) and isinstance(paddings[0], (int, np.integer)):
            traits["padding"] = paddings[0]
        return Opening({**traits, "goal": case["out"]})

    @property
    def count(self) -> int | None:
        """How many windows PyTorch takes, or None where the kernel does not fit."""
        return self._count(self.n)

    def _count(self, n: int) -> int | None:
        room = n + 2 * self.padding - self.dilation * (self.k - 1) - 1
        return None if room < 0 else room // self.stride + 1

    def _outcome(self, function: Callable[..., Any]) -> Outcome:
        near = range(max(1, self.n - _NEIGHBOURS), self.n + _NEIGHBOURS + 1)
        answers: dict[int, float] = {}
        message = ""
        for n in sorted(near, key=lambda size: size != self.n):
            number, odd = self._ask(function, n)
            message = message or odd
            if number is not None:
                answers[n] = number
            elif n == self.n:
                break  # what is odd here is odd everywhere: once is enough
        table = np.array(sorted(answers.items()), dtype=np.float64)
        return Outcome(table if answers else None, message)

    def _ask(self, function: Callable[..., Any], n: int) -> tuple[float | None, str]:
        """Return the number given, NaN for a ValueError, None for what is none; and what is odd."""
        given = (n, self.k, self.stride, self.padding, self.dilation)
        name = name_of(function)
        call = f"{name}({', '.join(map(str, given))})"
        try:
            answer = function(*given)
        except NotImplementedError as error:
            reason = f" ({error})" if str(error) else ""
            return None, f"{name} is not written yet{reason}."
        except ValueError:
            return math.nan, ""
        except Exception as error:  # a student's function may raise anything; it is shown
            what = f"{call} raised {type(error).__name__}" + (f": {error}" if str(error) else "")
            if self._count(n) is None:
                what = f"{what.rstrip('.')}. Where the kernel does not fit, raise a ValueError."
            return None, what
        if answer is None:
            return None, f"{call} returned None; end it with a return statement."
        if isinstance(answer, (int, np.integer)) and not isinstance(answer, bool):
            if abs(answer) < 2**53:
                return float(answer), ""
            return None, f"{call} returned an int of {len(str(abs(int(answer))))} digits."
        if isinstance(answer, (float, np.floating)) and math.isfinite(answer):
            said = f"{call} returned {float(answer)!r}, a float; a count is an int."
            return float(answer), said
        return None, f"{call} returned a {type(answer).__name__}; a count is an int."
