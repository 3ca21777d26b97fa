"""Says something useful about an answer that no bug explains: properties a right answer has.

Each function here builds a Property. The answer is called with fresh random input of the given
shapes; where it raises, the property is left undecided.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.exercise import Function, Property

Make = Callable[[np.random.Generator], tuple[Any, ...]]
"""Makes one legal set of positional arguments."""


class Inconclusive(Exception):
    """The function raised or returned something that can't be compared."""


def linear(argument: int, name: str, make: Make) -> Property:
    """The result is linear in one argument: f(2a - 3b) = 2 f(a) - 3 f(b)."""

    def test(function: Function, rng: np.random.Generator) -> str:
        first, second = list(make(rng)), list(make(rng))
        a, b = first[argument], second[argument]
        mixed = 2 * a - 3 * b
        results = [_array(function, _with(first, argument, value)) for value in (a, b, mixed)]
        if _alike(2 * results[0] - 3 * results[1], results[2]):
            return ""
        return (
            f"The result is not linear in `{name}`: doubling `{name}` does not double the result, "
            "or something is added to it. Look for an added constant, a clip, an absolute value or "
            "a maximum."
        )

    return Property(f"linear in {name}", test)


def impulse_gives(
    make: Make,
    expected: Callable[[tuple[Any, ...]], np.ndarray],
    known: dict[str, Callable[[np.ndarray], np.ndarray]],
    says: str,
) -> Property:
    """An impulse input gives a known picture back; says which variant of it came instead.

    Parameters
    ----------
    make : callable
        Makes arguments in which one is an impulse.
    expected : callable
        The picture that should come back, from the arguments.
    known : dict
        Variant name to a function of that picture: {"flipped": np.flip, ...}.
    says : str
        The sentence, with `{variant}` in it.
    """

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        picture, got = expected(args), _array(function, args)
        if _alike(picture, got):
            return ""
        for variant, change in known.items():
            if _alike(change(picture), got):
                return says.format(variant=variant)
        return ""

    return Property("impulse", test)


def shift_equivariant(
    make: Make, shift: Callable[[tuple[Any, ...]], tuple[Any, ...]], axis: int, direction: str
) -> Property:
    """Shifting the input by one cell along `axis` shifts the result by one."""

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        before, after = _array(function, args), _array(function, shift(args))
        if before.ndim <= axis or before.shape[axis] < 2 or before.shape != after.shape:
            raise Inconclusive
        size = before.shape[axis]
        moved = np.take(after, range(1, size), axis)
        if _alike(moved, np.take(before, range(size - 1), axis)):
            return ""
        return (
            f"When the image moves one cell {direction}, the result should move one cell "
            f"{direction} and stay the same; yours changes. Does every window start where the "
            "output cell says?"
        )

    return Property(f"moves with the input {direction}", test)


def gives(
    name: str, make: Make, expected: Callable[[tuple[Any, ...]], np.ndarray], says: str
) -> Property:
    """Plain arguments give a result that is known beforehand, such as ones that give counts.

    Parameters
    ----------
    name : str
        The property in a few words.
    make : callable
        Makes the arguments.
    expected : callable
        The result, from the arguments. Where the shape of the answer differs, nothing is said.
    says : str
        The sentence. `{0}`, `{1}` are the sizes of the arguments ("2x3"), `{expected}` and `{got}`
        the first numbers that differ.
    """

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        wanted, got = expected(args), _array(function, args)
        if wanted.shape != got.shape:
            raise Inconclusive
        wrong = ~np.isclose(wanted, got, rtol=1e-6, atol=1e-9)
        if not wrong.any():
            return ""
        sizes = ["x".join(str(n) for n in np.shape(value)) for value in args]
        return says.format(*sizes, expected=f"{wanted[wrong][0]:g}", got=f"{got[wrong][0]:g}")

    return Property(name, test)


def depends_only_on(
    make: Make,
    argument: int,
    region: Callable[[tuple[Any, ...]], tuple[slice, ...]],
    says: str,
) -> Property:
    """The first number of the result depends on one region of an argument and on nothing else."""

    def test(function: Function, rng: np.random.Generator) -> str:
        args = list(make(rng))
        changed = args[argument] + 1 + rng.random(args[argument].shape)
        inside = region(tuple(args))
        changed[inside] = args[argument][inside]
        before = _array(function, tuple(args))
        after = _array(function, _with(args, argument, changed))
        if not before.size or before.shape != after.shape:
            raise Inconclusive
        return "" if _alike(before.flat[:1], after.flat[:1]) else says

    return Property("depends only on its window", test)


def call_through(function: Function, args: tuple[Any, ...]) -> np.ndarray:
    """The function's result as a finite float array; Inconclusive otherwise."""
    return _array(function, args)


def _array(function: Function, args: tuple[Any, ...]) -> np.ndarray:
    value = function(*args)
    if not isinstance(value, (np.ndarray, float, int, np.number)):
        raise Inconclusive
    result = np.asarray(value, dtype=float) if np.asarray(value).dtype.kind in "biuf" else None
    if result is None or not np.isfinite(result).all():
        raise Inconclusive
    return result


def _with(args: list[Any], position: int, value: Any) -> tuple[Any, ...]:
    return (*args[:position], value, *args[position + 1 :])


def _alike(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-6, atol=1e-9))
