"""The smallest failing case as a picture: arguments, the sum of one cell, expected, yours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.feedback.clean import apart, is_number, number, one_line, type_name, value_text
from autograder.feedback.colour import scale_of
from autograder.feedback.grid import Array, Grid, drawable, lead_words, make_grid
from autograder.feedback.sums import Sum, write_out
from autograder.judge.comparison import close
from autograder.verdict import Case

MAX_GRIDS = 6
"""Pieces of arguments that are drawn."""

MAX_SLICES = 2
"""Two-dimensional pieces that are drawn of one argument."""

MAX_DECIMALS = 5
"""Decimals to which numbers are written, so that one sees that they differ."""

MAX_COMPARED = 20
"""Cells that are looked at to find how many decimals it takes."""


@dataclass(frozen=True)
class Fact:
    """One line of a comparison in words: "dtype", what is expected, what came."""

    name: str
    expected: str
    yours: str

    @property
    def differs(self) -> bool:
        """Whether the two sides are written differently."""
        return self.expected != self.yours


@dataclass(frozen=True)
class Picture:
    """All that is drawn of a case.

    Attributes
    ----------
    inputs : tuple of Grid
    settings : tuple of str
        The other arguments, as code: "stride=2".
    sum : Sum or None
        The arithmetic behind the outlined cell.
    item : int or None
        Which item of a returned tuple is drawn.
    results : tuple of Grid
        Expected and yours, or nothing.
    count, size : int
        How many of how many values differ.
    facts : tuple of Fact
        What is compared in words, in place of `results`.
    """

    inputs: tuple[Grid, ...] = ()
    settings: tuple[str, ...] = ()
    sum: Sum | None = None
    item: int | None = None
    results: tuple[Grid, ...] = ()
    count: int = 0
    size: int = 0
    facts: tuple[Fact, ...] = ()


def draw(case: Case) -> Picture | None:
    """The picture of a case; None when it may not be shown or there is nothing to compare."""
    if not case.show:
        return None
    with np.errstate(all="ignore"):
        return _draw(case)


def _draw(case: Case) -> Picture | None:
    expected, yours, item = _differing(case.expected, case.outcome.value, case.rtol)
    index = case.index
    results: tuple[Grid, ...] = ()
    facts: tuple[Fact, ...] = ()
    count = size = 0
    if case.outcome.failure is not None:
        raised = one_line(case.outcome.failure.type, 60)
        facts = (Fact("result", _kind(case.expected), f"raised {raised}"),)
        facts = facts if case.expected is not None else ()
    elif _same_grid(expected, yours):
        unlike = _unlike(expected, yours, case.rtol)
        count, size = int(unlike.sum()), unlike.size
        if not count:
            return None
        if index is None or item is not None or not _inside(expected, index):
            index = tuple(int(n) for n in np.argwhere(unlike)[0])
        results = _results(case, expected, yours, unlike, index)
    else:
        facts = _facts(expected, yours)
        if case.expected is not None and not facts:
            return None
    if facts and case.outcome.failure is None and type(expected) is np.ndarray:
        shapes = tuple(_setting(name, value) for name, value in case.arguments.items())
        return Picture((), shapes, item=item, facts=facts)
    inputs, settings = _inputs(case, index if results else None)
    total = None
    if results and item is None and index is not None:
        total = write_out(case.arguments, case.regions, expected[index], yours[index])
    return Picture(inputs, settings, total, item, results, count, size, facts)


def _differing(expected: Any, yours: Any, rtol: float) -> tuple[Any, Any, int | None]:
    """The first pair of items that differ, where both are tuples of one length; else the pair."""
    if type(expected) is tuple and type(yours) is tuple and len(expected) == len(yours):
        for position, (e, y) in enumerate(zip(expected, yours, strict=True)):
            if _same_grid(e, y) and not _unlike(e, y, rtol).any():
                continue
            if _same_grid(e, y) or any(fact.differs for fact in _facts(e, y)):
                return e, y, position
    return expected, yours, None


def _same_grid(expected: Any, yours: Any) -> bool:
    return (
        drawable(expected)
        and drawable(yours)
        and bool(expected.shape == yours.shape and expected.dtype == yours.dtype)
    )


def _unlike(expected: Array, yours: Array, rtol: float) -> Array:
    """Where two arrays differ, as the judge decides it."""
    return np.asarray(~close(expected, yours, rtol))


def _inside(array: Array, index: tuple[int, ...]) -> bool:
    return len(index) == array.ndim and all(
        0 <= i < n for i, n in zip(index, array.shape, strict=True)
    )


def _results(
    case: Case, expected: Array, yours: Array, unlike: Array, index: tuple[int, ...]
) -> tuple[Grid, ...]:
    lead, at = index[:-2], index[-2:]
    outline = np.zeros(expected.shape[-2:], bool)
    outline[at] = True
    like = [name for name, a in case.arguments.items() if drawable(a) and a.shape == expected.shape]
    words = lead_words(like[0] if like else "", lead) if lead else ""
    planes = expected[lead], yours[lead]
    scale = scale_of(planes)
    need = apart(expected[index], yours[index])
    others = np.argwhere(unlike[lead])[:MAX_COMPARED]
    usual = max((apart(planes[0][tuple(n)], planes[1][tuple(n)]) for n in others), default=3)

    def decimals(cell: tuple[int, int]) -> int:
        return need if cell[-len(at) :] == at else min(usual, MAX_DECIMALS)

    first, second = (
        make_grid(name, words, plane, scale, outline, marks, decimals)
        for name, plane, marks in zip(
            ("expected", "yours"), planes, (None, unlike[lead]), strict=True
        )
    )
    return first, second


def _facts(expected: Any, yours: Any) -> tuple[Fact, ...]:
    """Type, shape and dtype of both, or the values themselves where these are small."""
    if expected is None:
        return ()
    if type(expected) is np.ndarray and type(yours) is np.ndarray:
        if expected.ndim == yours.ndim == 0 and expected.dtype == yours.dtype:
            expected, yours = expected[()], yours[()]
            return _facts(expected, yours) if is_number(expected) else ()
        return (
            Fact("shape", str(expected.shape), str(yours.shape)),
            Fact("dtype", _dtype(expected), _dtype(yours)),
        )
    if is_number(expected) and is_number(yours):
        decimals = max(6, apart(expected, yours))
        expected, yours = number(expected, decimals), number(yours, decimals)
        return (Fact("value", expected, yours),) if expected != yours else ()
    if type(expected) is type(yours):
        pair = Fact("value", value_text(expected), value_text(yours))
        return (pair,) if pair.differs else ()
    if yours is None or type(expected) is np.ndarray or type(yours) is np.ndarray:
        return (Fact("result", _kind(expected), _kind(yours)),)
    return (
        Fact("type", type_name(expected), type_name(yours)),
        Fact("value", value_text(expected), value_text(yours)),
    )


def _kind(value: Any) -> str:
    if type(value) is np.ndarray:
        return f"array of shape {value.shape}, {_dtype(value)}"
    return value_text(value)


def _dtype(array: Array) -> str:
    return one_line(str(array.dtype), 60)


def _inputs(case: Case, index: tuple[int, ...] | None) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """The arguments: arrays as grids while there is room, everything else as code."""
    grids: list[Grid] = []
    settings: list[str] = []
    for key, value in case.arguments.items():
        name = one_line(key, 60)
        pieces: list[Grid] = []
        if drawable(value):
            pieces += _slices(name, name, value, case.regions.get(key), index)
        elif type(value) in (list, tuple) and _any_drawable(value):
            for position, array in enumerate(value):
                pieces += _slices(name, f"{name}[{position}]", array, None, None)
        if not pieces or len(grids) + len(pieces) > MAX_GRIDS:
            settings.append(_setting(key, value))
        else:
            grids += pieces
    return tuple(grids), tuple(settings)


def _setting(key: str, value: Any) -> str:
    name = one_line(key, 60)
    if type(value) is np.ndarray and value.ndim > 0:
        return f"{name}: {_kind(value)}"
    return f"{name}={value_text(value)}"


def _any_drawable(values: Any) -> bool:
    return 0 < len(values) <= 16 and all(drawable(value) for value in values)


def _slices(
    name: str, label: str, array: Array, region: Any, index: tuple[int, ...] | None
) -> Iterator[Grid]:
    """The two-dimensional pieces of an argument that matter for the output cell."""
    outline = _mask(array, region)
    if array.ndim <= 2:
        yield make_grid(label, "", array, scale_of([array]), outline)
        return
    axes, more = array.ndim - 2, 0
    if outline.any():
        found = np.argwhere(outline.any(axis=(-2, -1)))
        leads = [tuple(int(n) for n in lead) for lead in found[:MAX_SLICES]]
        more = len(found) - len(leads)
    else:
        at = index if index is not None and len(index) == array.ndim else (0,) * array.ndim
        leads = [tuple(min(i, n - 1) for i, n in zip(at[:axes], array.shape, strict=False))]
    scale = scale_of(array[lead] for lead in leads)
    for lead in leads:
        piece = f"{label}[{', '.join(map(str, lead))}]"
        grid = make_grid(piece, lead_words(name, lead), array[lead], scale, outline[lead])
        if lead == leads[-1] and more > 0:
            grid = replace(grid, detail=f"{grid.detail}; {more} more not drawn")
        yield grid


def _mask(array: Array, region: Any) -> Array:
    mask = np.zeros(array.shape, bool)
    if region is not None:
        try:
            mask[region] = True
        except (IndexError, TypeError, ValueError):
            mask[...] = False
    return mask
