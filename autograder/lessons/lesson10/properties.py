"""What holds of every right backward function, said when no listed mistake explains an answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Function, Property
from autograder.judge.properties import Inconclusive, Make


def linear_item(item: int, argument: int, result: str, name: str, make: Make) -> Property:
    """One array of the result is linear in one argument."""

    def test(function: Function, rng: np.random.Generator) -> str:
        first, second = list(make(rng)), list(make(rng))
        a, b = first[argument], second[argument]
        got = []
        for value in (a, b, 2 * a - 3 * b):
            args = (*first[:argument], value, *first[argument + 1 :])
            got.append(_item(function(*args), item))
        if np.allclose(2 * got[0] - 3 * got[1], got[2], rtol=1e-6, atol=1e-9):
            return ""
        return (
            f"`{result}` is not linear in `{name}`: doubling `{name}` does not double it, or "
            "something is added. Every backward function is a sum of products."
        )

    return Property(f"{result} linear in {name}", test)


def unmoved_by(item: int, argument: int, result: str, name: str, make: Make) -> Property:
    """One array of the result does not depend on the values of one argument."""

    def test(function: Function, rng: np.random.Generator) -> str:
        first, second = list(make(rng)), list(make(rng))
        before = _item(function(*first), item)
        after = _item(function(*first[:argument], second[argument], *first[argument + 1 :]), item)
        if np.allclose(before, after, rtol=1e-6, atol=1e-9):
            return ""
        return (
            f"`{result}` changes with the numbers in `{name}`; only the shape of `{name}` matters "
            "for it."
        )

    return Property(f"{result} unmoved by {name}", test)


def is_the_adjoint(item: int, result: str, name: str, make: Make, forward: Function) -> Property:
    """The sum of one result times a nudge is the sum of dout times what the nudge does forward.

    `forward(nudge, args)` is the change of the output for a change `nudge` of that argument.
    """

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        gradient = _item(function(*args), item)
        nudge = rng.standard_normal(gradient.shape)
        wanted = float(np.sum(args[0] * forward(nudge, args)))
        got = float(np.sum(gradient * nudge))
        if np.isclose(wanted, got, rtol=1e-6, atol=1e-9):
            return ""
        return (
            f"Add a small random nudge to `{name}`, and the loss should change by {wanted:.4g} "
            f"times its size; according to your `{result}` it changes by {got:.4g}. Compare with "
            "`numerical_gradient` on a tiny case, cell by cell."
        )

    return Property(f"{result} predicts the loss", test)


def _item(value: Any, item: int) -> np.ndarray:
    """One array of a tuple of three, or the array itself; Inconclusive for all else."""
    found = value[item] if isinstance(value, tuple) and len(value) == 3 else value
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "biuf":
        raise Inconclusive
    return found.astype(np.float64)
