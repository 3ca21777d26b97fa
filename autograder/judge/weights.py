"""Weights and tensors for comparing modules: fresh values, names paired, differences in words."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.judge.comparison import contract, first_difference
from autograder.target import kind_of
from autograder.trials import Names
from autograder.verdict import Finding

_WHOLE = (int, np.integer)
_NUMBERS = (int, float, np.integer, np.floating)
NEAR_ZERO = 0.1
"""How much of the largest value counts as size of a small one: float32 sums cancel."""


def scatter(module: Any, rng: np.random.Generator) -> None:
    """Give a module of ours fresh weights under which a mistake shows, in place.

    Kernels keep the scale of their signal, biases and scales lie away from 0 and 1, and so do the
    running statistics of a batch normalisation; other buffers stay.
    """
    import torch

    buffers = [(n, b) for n, b in module.named_buffers() if n.endswith(("_mean", "_var"))]
    with torch.no_grad():
        for name, tensor in [*module.named_parameters(), *buffers]:
            shape = tuple(tensor.shape)
            if len(shape) >= 2:
                values = rng.standard_normal(shape) / math.sqrt(math.prod(shape[1:]))
            elif name.endswith("_var") or bool((tensor == 1).all()):
                values = rng.uniform(0.5, 1.5, shape)
            else:
                values = rng.uniform(-0.5, 0.5, shape)
            tensor.copy_(torch.as_tensor(values, dtype=tensor.dtype))


def pairs(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], names: Names, probe: str
) -> tuple[dict[str, str], list[Finding]]:
    """Our name for each of their tensors, and what differs between the two state dicts.

    Parameters
    ----------
    ours, theirs : mapping of str to Tensor
    names : {"exact", "shapes"}
        Whether names count, or the k-th tensor of a shape stands for the k-th of that shape.
    probe : str
        Label for the findings.

    Returns
    -------
    paired : dict of str to str
        Their name to ours; of use only where there is no finding.
    findings : list of Finding
    """
    if names == "exact":
        paired = {name: name for name in theirs if name in ours}
        missing = [f"{name} {_kind(ours[name])}" for name in ours if name not in theirs]
        strange = [f"{name} {_kind(theirs[name])}" for name in theirs if name not in ours]
        other = [
            f"{name} is {_kind(theirs[name])} in place of {_kind(ours[name])}"
            for name in paired
            if _kind(theirs[name]) != _kind(ours[name])
        ]
    else:
        waiting: dict[str, list[str]] = defaultdict(list)
        for name, tensor in ours.items():
            waiting[_kind(tensor)].append(name)
        paired, strange, other = {}, [], []
        for name, tensor in theirs.items():
            alike = waiting[_kind(tensor)]
            if alike:
                paired[name] = alike.pop(0)
            else:
                strange.append(f"{name} {_kind(tensor)}")
        missing = [f"{name} {_kind(ours[name])}" for left in waiting.values() for name in left]
    said = [
        f"{word}{', '.join(found[:4])}{' ...' if len(found) > 4 else ''}"
        for word, found in (("without ", missing), ("with ", strange), ("", other))
        if found
    ]
    if not said:
        return paired, []
    saw = f"its parameters and buffers are not those asked for: {'; '.join(said)}."
    return paired, [Finding("contract", "state", saw, probe)]


def difference(
    expected: Any, value: Any, what: str, rtol: float, probe: str, loose: bool = False
) -> Finding | None:
    """What is wrong with a value, its kind first; None when it is right.

    Parameters
    ----------
    expected, value : Tensor, number, or tuple or list of these
        Tensors agree when `|got - expected| <= rtol * (|expected| + 0.1 * max|expected|)`.
    what : str
        Names the value in the sentence: "the output".
    loose : bool
        Whether neither is known to be right: NaN and infinity may be expected then.
    """
    import torch

    if isinstance(expected, (tuple, list)):
        if type(value) is not type(expected) or len(value) != len(expected):
            wanted = f"a {type(expected).__name__} of {len(expected)}"
            saw = f"{what} is {kind_of(value)}; {wanted} is expected."
            return Finding("contract", "type", saw, probe)
        for index, (e, v) in enumerate(zip(expected, value, strict=True)):
            found = difference(e, v, f"item {index} of {what}", rtol, probe, loose)
            if found is not None:
                return found
        return None
    if isinstance(expected, torch.Tensor):
        if type(value) is not torch.Tensor:
            saw = f"{what} is {kind_of(value)}; a tensor is expected."
            return Finding("contract", "type", saw, probe)
        return _tensors(expected, value, what, rtol, probe, loose)
    if isinstance(expected, dict):
        if type(value) is not dict or value.keys() != expected.keys():
            saw = f"{what} is {kind_of(value)}; a dict with the keys {list(expected)} is expected."
            return Finding("contract", "type", saw, probe)
        rows = [(expected[key], value[key], f"{what}[{key!r}]") for key in expected]
        found_all = [difference(e, v, name, rtol, probe, loose) for e, v, name in rows]
        return next((found for found in found_all if found is not None), None)
    if isinstance(expected, np.ndarray):
        kind = contract(expected, value)
        if kind is not None and not (loose and kind[0] == "finite"):
            return Finding("contract", kind[0], f"{what}: {kind[1]}", probe)
        where = first_difference(expected, value, rtol)
        if where is None:
            return None
        return Finding("values", "value", f"{what} differs, first at {list(where)}.", probe)
    if isinstance(expected, _NUMBERS) and not isinstance(expected, bool):
        if not isinstance(value, _NUMBERS) or isinstance(value, bool):
            saw = f"{what} is {kind_of(value)}; {kind_of(expected)} is expected."
            return Finding("contract", "type", saw, probe)
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if isinstance(expected, _WHOLE) and isinstance(value, _WHOLE):
            if int(expected) == int(value):
                return None
        elif math.isclose(expected, number, rel_tol=rtol, abs_tol=rtol * 1e-2):
            return None
        return Finding("values", "value", f"{what} is {number:.6g}.", probe)
    if type(value) is type(expected) and value == expected:
        return None
    texts = type(value) is str and type(expected) is str and max(len(value), len(expected)) <= 60
    saw = f"{value!r} where {expected!r} is expected" if texts else kind_of(value)
    return Finding("values", "value", f"{what} is {saw}.", probe)


def same_bits(a: Any, b: Any) -> bool:
    """Whether two tensors are equal in shape, dtype and every value."""
    return bool(a.shape == b.shape and a.dtype == b.dtype and (a == b).all())


def _tensors(
    expected: Any, value: Any, what: str, rtol: float, probe: str, loose: bool
) -> Finding | None:
    if _kind(value) != _kind(expected):
        code = "shape" if value.shape != expected.shape else "dtype"
        saw = f"{what} is {_kind(value)}; {_kind(expected)} is expected."
        return Finding("contract", code, saw, probe)
    e, v = expected.detach().numpy(), value.detach().numpy()
    if loose and not (np.isfinite(e).all() and np.isfinite(v).all()):
        same = np.allclose(v, e, rtol, rtol, equal_nan=True)
        return None if same else Finding("values", "value", f"{what} differs.", probe)
    if not np.isfinite(e).all():
        raise ValueError(f"{what}: the reference itself is not finite")
    if not np.isfinite(v).all():
        place = tuple(int(n) for n in np.argwhere(~np.isfinite(v))[0])
        return Finding("values", "finite", f"{what} is {v[place]} at {list(place)}.", probe)
    if not e.size:
        return None
    scale = np.abs(e.astype(np.float64))
    away = np.abs(v.astype(np.float64) - e.astype(np.float64))
    wrong = away > rtol * (scale + NEAR_ZERO * scale.max())
    if not wrong.any():
        return None
    where = tuple(int(n) for n in np.argwhere(wrong)[0])
    at = f", at {list(where)}," if where else ""
    saw = (
        f"{int(wrong.sum())} of {e.size} values of {what} differ; the first{at} is {v[where]:.6g} "
        f"where {e[where]:.6g} is expected."
    )
    return Finding("values", "value", saw, probe)


def _kind(tensor: Any) -> str:
    dtype = str(tensor.dtype).removeprefix("torch.")
    return f"{tuple(tensor.shape)}" if dtype == "float32" else f"{tuple(tensor.shape)} {dtype}"
