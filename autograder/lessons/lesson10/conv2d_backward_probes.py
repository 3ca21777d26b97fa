"""What `conv2d_backward` is tried on, and what holds of every right one."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Function, Probe, Property
from autograder.judge.properties import Inconclusive
from autograder.lessons.lesson05.conv2d import conv2d
from autograder.lessons.lesson05.numbers import real, weights, whole
from autograder.lessons.lesson10.numbers import upstream
from autograder.lessons.lesson10.properties import is_the_adjoint, linear_item, unmoved_by

Shape = tuple[int, int, int, int]
Setting = int | tuple[int, int]


def _case(
    rng: np.random.Generator, x: Shape, weight: Shape, stride: Setting = 1, padding: Setting = 0
) -> tuple[Any, ...]:
    """Arguments whose shapes fit; settings at their defaults are left out at the end."""
    out = conv2d(np.zeros(x), np.zeros(weight), None, stride, padding).shape
    settings = (stride, padding) if padding != 0 else (stride,) if stride != 1 else ()
    return upstream(rng, *out), whole(rng, *x), weights(rng, *weight), *settings


def probes(rng: np.random.Generator) -> list[Probe]:
    """One window first; then overlaps, both settings alone and together, and number types."""
    dout, x, weight = _case(rng, (2, 2, 3, 4), (3, 2, 2, 2))
    quarters = _case(rng, (2, 2, 4, 3), (3, 2, 3, 2))
    falling = -np.cumsum(rng.integers(1, 3, size=40)).reshape(2, 1, 5, 4).astype(float)
    return [
        Probe("one position", "core", _case(rng, (1, 2, 2, 3), (3, 2, 2, 3))),
        Probe("windows overlap, 2 images", "core", _case(rng, (2, 2, 4, 3), (3, 2, 2, 2))),
        Probe("3 images, 2 filters of 2x3", "core", _case(rng, (3, 1, 3, 5), (2, 1, 2, 3))),
        Probe(
            "stride 2, padding 1, kernel 3x3", "core", _case(rng, (2, 2, 5, 4), (3, 2, 3, 3), 2, 1)
        ),
        Probe(
            "3 images, 3 channels, 3 filters, all 3x3, padding 1",
            "generality",
            _case(rng, (3, 3, 3, 3), (3, 3, 3, 3), 1, 1),
        ),
        Probe(
            "stride (2, 3), padding (1, 2)",
            "generality",
            _case(rng, (2, 2, 5, 6), (3, 2, 3, 2), (2, 3), (1, 2)),
        ),
        Probe("stride (1, 2)", "generality", _case(rng, (2, 1, 4, 7), (2, 1, 2, 3), (1, 2))),
        Probe("padding (0, 1)", "generality", _case(rng, (2, 2, 4, 3), (3, 2, 3, 2), 1, (0, 1))),
        Probe("padding (2, 0)", "generality", _case(rng, (2, 1, 3, 4), (2, 1, 2, 3), 1, (2, 0))),
        Probe("padding (1, 2)", "generality", _case(rng, (2, 1, 3, 2), (2, 1, 2, 3), 1, (1, 2))),
        Probe(
            "image smaller than its padding",
            "generality",
            _case(rng, (1, 2, 1, 2), (2, 2, 3, 2), 1, 3),
        ),
        Probe(
            "stride 4 leaves rows and columns out",
            "generality",
            _case(rng, (2, 1, 7, 8), (2, 1, 2, 3), 4),
        ),
        Probe(
            "stride larger than the kernel", "generality", _case(rng, (2, 2, 4, 6), (2, 2, 1, 2), 3)
        ),
        Probe("one image, 1x1 kernel", "generality", _case(rng, (1, 3, 4, 2), (2, 3, 1, 1))),
        Probe(
            "kernel as large as the padded image",
            "generality",
            _case(rng, (2, 3, 2, 3), (3, 3, 4, 3), 1, (1, 0)),
        ),
        Probe(
            "falling negative numbers",
            "generality",
            (upstream(rng, 2, 2, 4, 3), falling, weights(rng, 2, 1, 2, 2)),
        ),
        Probe(
            "real numbers",
            "generality",
            (real(rng, 2, 4, 2, 4), real(rng, 2, 3, 6, 7), real(rng, 4, 3, 3, 2), 2, (0, 1)),
            show=False,
        ),
        Probe(
            "whole-number image, fractional weights",
            "robustness",
            (dout, x.astype(int), weight / 8),
        ),
        Probe(
            "whole numbers everywhere",
            "robustness",
            (whole(rng, *dout.shape).astype(int), x.astype(int), weight.astype(int)),
        ),
        Probe(
            "float32 everywhere",
            "robustness",
            tuple((10 * a / 4).astype(np.float32) for a in quarters),
        ),
    ]


def _real(rng: np.random.Generator) -> tuple[Any, ...]:
    return real(rng, 2, 4, 3, 3), real(rng, 2, 3, 6, 5), real(rng, 4, 3, 2, 3), (2, 1)


def _of_pixels(nudge: np.ndarray, args: tuple[Any, ...]) -> np.ndarray:
    return conv2d(nudge, args[2], None, args[3])


def _of_weights(nudge: np.ndarray, args: tuple[Any, ...]) -> np.ndarray:
    return conv2d(args[1], nudge, None, args[3])


def _images_apart(function: Function, rng: np.random.Generator) -> str:
    args = _real(rng)
    other = args[0].copy()
    other[1] += 1 + rng.random(other[1].shape)
    before, after = (function(dout, *args[1:])[0] for dout in (args[0], other))
    if np.shape(before) != args[1].shape or np.shape(after) != args[1].shape:
        raise Inconclusive
    if np.allclose(before[0], after[0]):
        return ""
    return "`dx` of image 0 changes when the gradient of image 1 changes. Images never mix."


PROPERTIES = (
    is_the_adjoint(0, "dx", "x", _real, _of_pixels),
    is_the_adjoint(1, "dw", "weight", _real, _of_weights),
    Property("images apart", _images_apart),
    linear_item(0, 0, "dx", "dout", _real),
    linear_item(1, 0, "dw", "dout", _real),
    linear_item(2, 0, "db", "dout", _real),
    unmoved_by(0, 1, "dx", "x", _real),
    unmoved_by(1, 2, "dw", "weight", _real),
    unmoved_by(2, 1, "db", "x", _real),
)
