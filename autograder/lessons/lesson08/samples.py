"""Numbers for the probes of lesson 08, and properties that all of its functions share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.exercise import Function, Probe, Property
from autograder.judge.properties import Inconclusive, call_through


def tenths(
    rng: np.random.Generator, *shape: int, zeros: int = 1, most: int = 95, all_below: bool = False
) -> np.ndarray:
    """Tenths of both signs, all of different size, and some zeros: small enough for paper.

    Parameters
    ----------
    zeros : int
        How many cells are exactly 0.
    most : int
        The largest size, in tenths; at least as many as there are cells.
    all_below : bool
        Make every number negative.
    """
    cells = int(np.prod(shape))
    sizes = rng.permutation(np.arange(1, most + 1))[:cells] / 10
    signs = np.where(np.arange(cells) % 2 == 0, -1.0, 1.0)
    values = sizes * rng.permutation(-np.ones(cells) if all_below else signs)
    values[rng.permutation(cells)[:zeros]] = 0.0
    return np.asarray(values.reshape(shape))


def elementwise_probes(
    rng: np.random.Generator, kwargs: Sequence[Mapping[str, Any]] = ({},), most: int = 95
) -> list[Probe]:
    """Arrays of all shapes and dtypes for a function of one array.

    Parameters
    ----------
    kwargs : sequence of mapping
        Further arguments, used in turn.
    most : int
        The largest number of the small probes, in tenths; at least 30.
    """
    falling = -np.sort(rng.permutation(np.arange(1, most))[:15] / 10).reshape(5, 3)
    arrays: list[tuple[str, str, np.ndarray]] = [
        ("two rows of three", "core", tenths(rng, 2, 3, most=most)),
        ("five rows of three", "core", tenths(rng, 5, 3, most=most)),
        ("three rows of seven, some zeros", "core", tenths(rng, 3, 7, zeros=4, most=most)),
        ("all negative, falling", "generality", falling),
        ("a square, 3x3", "generality", tenths(rng, 3, 3, zeros=2, most=most)),
        ("one axis", "generality", tenths(rng, 7, most=most)),
        ("two images of two channels", "generality", tenths(rng, 2, 2, 3, 2, most=most)),
        ("real numbers", "generality", 4 * rng.standard_normal((3, 2, 5, 7))),
        ("whole numbers", "robustness", rng.permutation(np.arange(-7, 8)).reshape(3, 5)),
        ("float32", "robustness", tenths(rng, 4, 3, most=most).astype(np.float32)),
    ]
    return [
        Probe(
            _labelled(label, kwargs[number % len(kwargs)]),
            family,  # type: ignore[arg-type]
            (array,),
            kwargs[number % len(kwargs)],
            show=array.size <= 30,
        )
        for number, (label, family, array) in enumerate(arrays)
    ]


def _labelled(label: str, kwargs: Mapping[str, Any]) -> str:
    return ", ".join([label, *(f"{name} {value}" for name, value in kwargs.items())])


def cell(*names: str) -> Callable[[Mapping[str, Any], tuple[int, ...]], Mapping[str, Any]]:
    """`locate` for functions that work cell by cell: the same cell of each named argument.

    With two names the feedback writes out their product where it fits, and for a gradient it fits
    by accident (where a slope is 0, say): name one.
    """

    def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
        return {name: tuple(slice(i, i + 1) for i in index) for name in names}

    return locate


def cell_by_cell(make: Callable[[np.random.Generator], tuple[np.ndarray, ...]]) -> Property:
    """Another number in one cell of the arguments changes that cell of the result, no other."""

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        before = call_through(function, args)
        others = tuple(array.copy() for array in args)
        for array, source in zip(others, make(rng), strict=True):
            array[0, 0] = source[0, 0]
        after = call_through(function, others)
        if before.shape != args[0].shape or after.shape != before.shape:
            raise Inconclusive
        same = np.isclose(before, after, rtol=1e-6, atol=1e-9)
        same[0, 0] = True
        if same.all():
            return ""
        return (
            "Other numbers went into cell [0, 0] alone, and the result changed in other cells. An "
            "activation treats each number by itself."
        )

    return Property("cell by cell", test)


def compares(
    name: str, says: str, test: Callable[[Callable[[np.ndarray], np.ndarray]], bool]
) -> Property:
    """A property of a function of one array: `test` gets the function, returns whether it holds."""

    def look(function: Function, rng: np.random.Generator) -> str:
        return "" if test(lambda x: call_through(function, (x,))) else says

    return Property(name, look)
