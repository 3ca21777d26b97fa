"""What holds of every right `conv2d`, said when no listed mistake explains an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.exercise import Function, Property
from autograder.judge.properties import (
    Inconclusive,
    call_through,
    depends_only_on,
    gives,
    linear,
    shift_equivariant,
)
from autograder.lessons.lesson05.numbers import real

Arguments = tuple[Any, ...]


def _pair(rng: np.random.Generator) -> Arguments:
    return real(rng, 2, 3, 5, 6), real(rng, 4, 3, 2, 3)


def _ones(rng: np.random.Generator) -> Arguments:
    channels, height, width = (int(n) for n in rng.choice((2, 3, 5), size=3, replace=False))
    return np.ones((2, channels, 6, 7)), np.ones((4, channels, height, width))


def _counts(args: Arguments) -> np.ndarray:
    high, wide = args[1].shape[2:]
    return np.full((2, 4, 7 - high, 8 - wide), float(args[1][0].size))


def _bias_alone(rng: np.random.Generator) -> Arguments:
    return np.zeros((2, 3, 4, 5)), real(rng, 2, 3, 2, 3), np.array([2.0, -5.0])


def _shifted(axis: int) -> Callable[[Arguments], Arguments]:
    return lambda args: (np.roll(args[0], 1, axis=axis), args[1])


def images_do_not_mix(function: Function, rng: np.random.Generator) -> str:
    """Image 0 comes out the same whatever image 1 is."""
    x, weight = _pair(rng)
    other = x.copy()
    other[1] += 1 + rng.random(x.shape[1:])
    before, after = call_through(function, (x, weight)), call_through(function, (other, weight))
    if before.ndim != 4 or before.shape != after.shape:
        raise Inconclusive
    if np.allclose(before[0], after[0]):
        return ""
    return "The result for image 0 changes when image 1 changes. Images of a batch never mix."


def filters_do_not_mix(function: Function, rng: np.random.Generator) -> str:
    """Output channel 0 depends on filter 0 only."""
    x, weight = _pair(rng)
    other = weight.copy()
    other[1:] += 1 + rng.random(other[1:].shape)
    before, after = call_through(function, (x, weight)), call_through(function, (x, other))
    if before.ndim != 4 or before.shape != after.shape:
        raise Inconclusive
    if np.allclose(before[:, 0], after[:, 0]):
        return ""
    return "Output channel 0 changes when filter 1 changes. Each filter makes a map of its own."


def every_channel_counts(function: Function, rng: np.random.Generator) -> str:
    """A change in any input channel shows in every output channel."""
    x, weight = _pair(rng)
    before = call_through(function, (x, weight))
    for channel in range(x.shape[1]):
        other = x.copy()
        other[:, channel] += 1 + rng.random(other[:, channel].shape)
        after = call_through(function, (other, weight))
        if before.ndim != 4 or before.shape != after.shape:
            raise Inconclusive
        for number in range(before.shape[1]):
            if np.allclose(before[:, number], after[:, number]):
                return (
                    f"Output channel {number} does not change when input channel {channel} does. "
                    "A filter spans all input channels."
                )
    return ""


PROPERTIES = (
    gives(
        "counts the filter's cells",
        _ones,
        _counts,
        "Images of ones ({0}) under filters of ones ({1}) must give {expected} everywhere, the "
        "number of products in one window through all channels; yours gives {got}.",
    ),
    gives(
        "black images show the bias",
        _bias_alone,
        lambda args: np.ones((2, 2, 3, 3)) * args[2].reshape(1, 2, 1, 1),
        "Black images give the bias and nothing else: {expected} is expected, yours gives {got}.",
    ),
    Property("images do not mix", images_do_not_mix),
    Property("filters do not mix", filters_do_not_mix),
    Property("every channel counts", every_channel_counts),
    linear(0, "x", _pair),
    linear(1, "weight", _pair),
    depends_only_on(
        _pair,
        0,
        lambda args: (
            slice(0, 1),
            slice(None),
            slice(0, args[1].shape[2]),
            slice(0, args[1].shape[3]),
        ),
        "The result at [0, 0, 0, 0] changes when a pixel outside the first window changes. Each "
        "output cell sees the pixels under the kernel, in all channels, and no others.",
    ),
    shift_equivariant(_pair, _shifted(2), 2, "down"),
    shift_equivariant(_pair, _shifted(3), 3, "right"),
)
