"""The arithmetic behind one output cell, written out: 3*1 + 1*2 = 5."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from autograder.feedback.clean import apart, number
from autograder.feedback.grid import Array, drawable

MAX_TERMS = 9
"""Products that are written out."""

SHOWN_TERMS = 4
"""Products that are written out when there are more than MAX_TERMS."""


@dataclass(frozen=True)
class Sum:
    """A sum of products.

    Attributes
    ----------
    of : str
        What is multiplied: "x times kernel".
    terms : tuple of str
        "3*1", "(-2)*3".
    left_out : int
        Products that are not written.
    added : tuple of str
        Terms that are added as they are: a bias.
    total, yours : str
        The sum, which is what is expected, and what came.
    """

    of: str
    terms: tuple[str, ...]
    left_out: int
    added: tuple[str, ...]
    total: str
    yours: str

    def written(self, dots: str) -> str:
        """The left-hand side; `dots` stand for what is left out."""
        left_out = [f"{dots} ({self.left_out} more products)"] if self.left_out else []
        return " + ".join([*self.terms, *left_out, *self.added])


def write_out(
    arguments: Mapping[str, Any], regions: Mapping[str, Any], expected: Any, yours: Any
) -> Sum | None:
    """The products of two arguments' regions, when they do add up to what is expected; else None.

    A further region of one cell, such as a bias, is added. The second argument is also tried
    flipped, as in a true convolution.
    """
    if np.iscomplexobj(expected) or np.iscomplexobj(yours):
        return None
    parts = _parts(arguments, regions)
    for first, second in combinations(parts, 2):
        a, b = parts[first], parts[second]
        rest = {name: parts[name] for name in parts if name not in (first, second)}
        if a.size != b.size or any(part.size != 1 for part in rest.values()):
            continue
        added = [float(part.item()) for part in rest.values()]
        ways = [(b.ravel(), second)]
        if b.ndim <= 2:
            ways.append((b.ravel()[::-1], f"{second}, flipped"))
        for factors, words in ways:
            products = a.ravel() * factors
            size = float(np.abs(products).sum()) + sum(map(abs, added))
            if abs(float(products.sum()) + sum(added) - float(expected)) <= 1e-5 * size:
                of = " + ".join([f"{first} times {words}", *rest])
                return _sum(of, a.ravel(), factors, added, expected, yours)
    return None


def _parts(arguments: Mapping[str, Any], regions: Mapping[str, Any]) -> dict[str, Array]:
    """The regions as float arrays."""
    parts: dict[str, Array] = {}
    for name, value in arguments.items():
        if name not in regions or not drawable(value) or value.dtype.kind == "c":
            continue
        try:
            part = np.asarray(value[regions[name]], dtype=float)
        except (IndexError, TypeError, ValueError):
            continue
        if part.size and np.isfinite(part).all():
            parts[name] = part
    return parts


def _sum(of: str, a: Array, b: Array, added: list[float], expected: Any, yours: Any) -> Sum:
    shown = len(a) if len(a) <= MAX_TERMS else SHOWN_TERMS
    terms = [f"{_factor(x)}*{_factor(y)}" for x, y in zip(a[:shown], b[:shown], strict=True)]
    decimals = apart(expected, yours)
    total, other = number(expected, decimals), number(yours, decimals)
    plus = tuple(_factor(value) for value in added)
    return Sum(of, tuple(terms), len(a) - shown, plus, total, other)


def _factor(value: float) -> str:
    text = number(float(value))
    return f"({text})" if text.startswith("-") else text
