"""Compares what came back with what the reference gives: first its kind, then its values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise import NormalForm, Probe
from autograder.target import Outcome, kind_of, with_article
from autograder.verdict import Finding

UNWRITTEN = "NotImplementedError"

SOFT = frozenset(["changed", "shared", "contiguous", "dtype", "warned"])
"""Breaches of contract that leave the values fit for comparison: they cost the contract's share of
the points and no more."""

OTHER_DTYPE_RTOL = 1e-5
"""Tolerance for values that came in another dtype than was asked for."""


def compare(
    expected: Outcome, outcome: Outcome, probe: Probe, contiguous: bool = False
) -> list[Finding]:
    """All findings on one probe, contract first; empty when the outcome is right.

    `contiguous` asks for a C-contiguous array. Values agree when
    `|got - expected| <= rtol * (|expected| + 1e-3 * max|expected|)`.
    """
    if outcome.failure is not None or expected.failure is not None:
        return _compare_failures(expected, outcome, probe)
    saw = "the argument `{}` was modified by the call."
    findings = [
        Finding("contract", "changed", saw.format(name), probe.label)
        for name in outcome.changed
        if name not in expected.changed
    ]
    kind = contract(expected.value, outcome.value)
    if kind is not None:
        findings.append(Finding("contract", kind[0], kind[1], probe.label))
    findings += [
        Finding(
            "contract",
            "shared",
            f"the result shares memory with `{name}` (a view): whoever writes into one changes the "
            "other. Return a new array.",
            probe.label,
        )
        for name in outcome.shared
        if name not in expected.shared
    ]
    if probe.silent and outcome.warned and not expected.warned:
        saw = f"it returned, but NumPy warned on the way: {outcome.warned[0]}."
        findings.append(Finding("contract", "warned", saw, probe.label))
    if contiguous and not outcome.contiguous and isinstance(outcome.value, np.ndarray):
        saw = "the result is not contiguous in memory: its axes were moved, its numbers were not."
        findings.append(Finding("contract", "contiguous", saw, probe.label))
    if kind is None or kind[0] in SOFT:
        rtol = probe.rtol if kind is None else max(probe.rtol, OTHER_DTYPE_RTOL)
        where = first_difference(expected.value, outcome.value, rtol)
        if where is not None:
            saw = _difference(expected.value, outcome.value, where, probe)
            findings.append(Finding("values", "value", saw, probe.label))
    return findings


def in_normal_form(a: Outcome, b: Outcome, normal: NormalForm | None) -> tuple[Outcome, Outcome]:
    """Both outcomes with what counts in their values, if these are of one kind; else as they are."""
    if normal is None or a.failure is not None or b.failure is not None:
        return a, b
    kind = contract(a.value, b.value)
    if kind is not None and kind[0] not in {*SOFT, "finite"}:
        return a, b
    return replace(a, value=normal.of(a.value)), replace(b, value=normal.of(b.value))


def contract(expected: Any, value: Any) -> tuple[str, str] | None:
    """What is wrong with the *kind* of a value, as (code, sentence), or None."""
    if value is None and expected is not None:
        return "nothing", "it returned None. Is a `return` missing?"
    if isinstance(expected, np.ndarray):
        return _array_contract(expected, value)
    if isinstance(expected, (tuple, list)):
        return _items_contract(expected, value)
    if not _same_kind(expected, value):
        return "type", f"it returned {kind_of(value)}; {kind_of(expected)} is expected."
    return None


def agree(a: Outcome, b: Outcome, probe: Probe, rtol: float) -> bool:
    """Whether two outcomes are the same for the purpose of telling mistakes apart."""
    if a.failure is not None or b.failure is not None:
        if a.failure is None or b.failure is None or a.failure.type != b.failure.type:
            return False
        complete = [all(word in f.text for word in probe.mentions) for f in (a.failure, b.failure)]
        return complete[0] == complete[1]
    if set(a.changed) != set(b.changed) or set(a.shared) != set(b.shared):
        return False
    if a.contiguous != b.contiguous:
        return False
    if probe.silent and bool(a.warned) != bool(b.warned):
        return False
    if a.value is None or b.value is None:
        return a.value is b.value
    if contract(a.value, b.value) is not None:
        return False
    return first_difference(a.value, b.value, rtol) is None


def first_difference(expected: Any, value: Any, rtol: float) -> tuple[int, ...] | None:
    """Index of the first differing element in reading order, () for a scalar; None when equal.

    For tuples and lists the first number is the item. Both must be of the same kind, but for the
    dtype (see `contract`).
    """
    if isinstance(expected, (tuple, list)):
        for number, (e, v) in enumerate(zip(expected, value, strict=False)):
            where = first_difference(e, v, rtol)
            if where is not None:
                return (number, *where)
        return None if len(expected) == len(value) else ()
    if isinstance(expected, (np.ndarray, float, np.floating)):
        wrong = ~close(np.asarray(expected), np.asarray(value), rtol)
        if not wrong.any():
            return None
        return tuple(int(n) for n in np.argwhere(wrong)[0])
    return None if bool(expected == value) else ()


def _compare_failures(expected: Outcome, outcome: Outcome, probe: Probe) -> list[Finding]:
    failure = outcome.failure
    wanted = expected.failure.type if expected.failure is not None else ""
    if failure is None:
        saw = f"it returned {kind_of(outcome.value)} where {with_article(wanted)} must be raised."
        return [Finding("values", "no_error", saw, probe.label)]
    if failure.type == wanted:
        missing = [word for word in probe.mentions if word not in failure.text]
        if not missing:
            return []
        words = " and ".join(missing)
        saw = f"the {wanted} says {failure.text!r}; its message should mention {words}."
        return [Finding("values", "message", saw, probe.label)]
    if failure.type == "OutOfTime":
        return [Finding("contract", "time", f"{failure.text}. Does a loop never end?", probe.label)]
    if failure.type == "ForbiddenCall":
        saw = f"it called `{failure.text}`, which does the work this exercise asks of you."
        return [Finding("contract", "forbidden", saw, probe.label)]
    at = f" ({failure.lines[-1]})" if failure.lines else ""
    saw = f"it raised {failure.type}: {failure.text or 'no message'}{at}"
    if wanted:
        saw = f"{saw}; {with_article(wanted)} is expected."
        return [Finding("values", "other_error", saw, probe.label)]
    return [Finding("contract", "raises", saw, probe.label)]


def _items_contract(expected: tuple[Any, ...] | list[Any], value: Any) -> tuple[str, str] | None:
    name = "tuple" if isinstance(expected, tuple) else "list"
    if type(value) is not type(expected):
        return "type", f"it returned {kind_of(value)}; a {name} of {len(expected)} is expected."
    if len(value) != len(expected) and not _numbers_only(expected, value):
        return "type", f"it returned a {name} of {len(value)}; {len(expected)} are expected."
    for number, (e, v) in enumerate(zip(expected, value, strict=False)):
        problem = contract(e, v)
        if problem is not None:
            return problem[0], f"item {number} of the result: {problem[1]}"
    return None


def _numbers_only(expected: Any, value: Any) -> bool:
    """Whether both are lists of plain numbers, whose length is then part of the answer."""
    items = [*expected, *value]
    return isinstance(expected, list) and all(type(item) in (int, float) for item in items)


def _array_contract(expected: np.ndarray, value: Any) -> tuple[str, str] | None:
    if type(value) is not np.ndarray:
        return "type", f"it returned {kind_of(value)}; a NumPy array is expected."
    if value.shape != expected.shape:
        return "shape", f"its shape is {value.shape}; {expected.shape} is expected."
    if value.dtype != expected.dtype:
        code = "dtype" if value.dtype.kind in "biufc" else "type"
        return code, f"its dtype is {value.dtype}; {expected.dtype} is expected."
    if value.dtype.kind in "fc" and np.isfinite(expected).all() and not np.isfinite(value).all():
        where = tuple(int(n) for n in np.argwhere(~np.isfinite(value))[0])
        saw = f"the value at {list(where)} is {value[where]}; every value must be finite."
        return "finite", saw
    return None


def _same_kind(expected: Any, value: Any) -> bool:
    if isinstance(expected, (bool, np.bool_)):
        return isinstance(value, (bool, np.bool_))
    if isinstance(expected, (int, np.integer)):
        return isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.bool_))
    if isinstance(expected, (float, np.floating)):
        return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(
            value, (bool, np.bool_)
        )
    return type(value) is type(expected)


def close(expected: np.ndarray, value: np.ndarray, rtol: float) -> np.ndarray:
    """Where two arrays of one shape agree within the tolerance; NaN agrees with NaN."""
    if expected.dtype.kind not in "fc":
        return np.asarray(expected == value)
    if value.dtype.kind not in "biufc":  # an integer too large for NumPy
        return np.zeros(expected.shape, dtype=bool)
    scale = np.abs(expected[np.isfinite(expected)]).max(initial=0.0)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(value - expected) <= rtol * (np.abs(expected) + 1e-3 * scale)
        near &= np.isfinite(expected)  # for infinity the tolerance would be infinite too
    return np.asarray(near | (value == expected) | (np.isnan(value) & np.isnan(expected)))


def _difference(expected: Any, value: Any, where: tuple[int, ...], probe: Probe) -> str:
    e, v = expected, value
    if isinstance(expected, list) and len(expected) != len(value):
        end = f"{expected} is expected" if probe.show else "something else is expected"
        return f"it gave a list of {len(value)}, {str(value)[:200]}; {end}."
    nested = isinstance(expected, (tuple, list))
    if nested:
        e, v = e[where[0]], v[where[0]]
    inner = where[1:] if nested else where
    got, wanted = _number(v, inner), _number(e, inner)
    place = f"at {list(where)} " if where else ""
    if not isinstance(e, np.ndarray):
        end = f"; {wanted} is expected." if probe.show else ", and something else is expected."
        return f"{place}it gave {got}{end}"
    count = int((~close(e, np.asarray(v), probe.rtol)).sum())
    if e.size == 1:
        sentence = f"the only value is {got}"
    elif count == 1:
        sentence = f"one of {e.size} values differs: {place}it is {got}"
    else:
        sentence = f"{count} of {e.size} values differ; the first, {place.strip()}, is {got}"
    return f"{sentence} where {wanted} is expected." if probe.show else f"{sentence}."


def _number(value: Any, where: tuple[int, ...]) -> str:
    item = value[where] if isinstance(value, np.ndarray) else value
    if not isinstance(item, (float, np.floating)):
        big = isinstance(item, int) and item.bit_length() > 200
        return f"a whole number of {item.bit_length()} bits" if big else str(item)
    return f"{item + 0.0:.6g}"  # adding zero turns -0 into 0
