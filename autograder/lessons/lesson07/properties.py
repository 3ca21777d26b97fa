"""Properties that every pooling has, for answers that no listed mistake explains."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Function, Property
from autograder.judge.properties import Inconclusive, Make, call_through, depends_only_on


def per_channel(make: Make) -> Property:
    """Channels keep apart: changing channel 1 leaves channel 0 of the result as it is."""
    return _kept_apart(
        make,
        1,
        "each channel for itself",
        "Channel 0 of the result changes when channel 1 of the picture changes. Pooling treats "
        "each channel for itself.",
    )


def per_image(make: Make) -> Property:
    """Images keep apart: changing image 1 leaves image 0 of the result as it is."""
    return _kept_apart(
        make,
        0,
        "each image for itself",
        "The result of image 0 changes when image 1 of the batch changes. Each image is pooled for "
        "itself.",
    )


def _kept_apart(make: Make, axis: int, name: str, says: str) -> Property:
    def test(function: Function, rng: np.random.Generator) -> str:
        x, *rest = make(rng)
        changed = x.copy()
        np.moveaxis(changed, axis, 0)[1:] += 1 + rng.random(np.moveaxis(x, axis, 0)[1:].shape)
        before, after = (call_through(function, (a, *rest)) for a in (x, changed))
        if before.shape != after.shape or before.ndim <= axis:
            raise Inconclusive
        first = np.take(before, 0, axis), np.take(after, 0, axis)
        return "" if np.allclose(*first, rtol=1e-6, atol=1e-9) else says

    return Property(name, test)


def brighter(make: Make, what: str) -> Property:
    """Adding 10 to every pixel adds 10 to every number of the result."""

    def test(function: Function, rng: np.random.Generator) -> str:
        x, *rest = make(rng)
        before, after = (call_through(function, (a, *rest)) for a in (x, x + 10))
        if before.shape != after.shape or not before.size:
            raise Inconclusive
        wrong = ~np.isclose(after - before, 10)
        if not wrong.any():
            return ""
        return (
            f"When every pixel grows by 10, {what} grows by 10 too; yours grows by "
            f"{(after - before)[wrong][0]:g}."
        )

    return Property("adds a constant", test)


def scaled(make: Make) -> Property:
    """Pixels three times as large give results three times as large."""

    def test(function: Function, rng: np.random.Generator) -> str:
        x, *rest = make(rng)
        once, thrice = (call_through(function, (a, *rest)) for a in (x, 3 * x))
        if once.shape != thrice.shape or np.allclose(3 * once, thrice, rtol=1e-6, atol=1e-9):
            return ""
        return "When every pixel is three times as large, the result is too; yours is not."

    return Property("scales", test)


def first_window_only(make: Make, height: int, width: int) -> Property:
    """The first number depends on the first window of the first image and channel."""

    def region(args: tuple[Any, ...]) -> tuple[slice, ...]:
        return slice(0, 1), slice(0, 1), slice(0, height), slice(0, width)

    return depends_only_on(
        make,
        0,
        region,
        "The result at [0, 0, 0, 0] changes when a pixel outside the first window changes. Each "
        "output cell sees its own window and no more.",
    )
