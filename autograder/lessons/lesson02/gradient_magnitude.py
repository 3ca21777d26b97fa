"""How strong is the edge, whichever way it runs?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d
from autograder.lessons.lesson02.gradient_magnitude_bugs import BUGS
from autograder.lessons.lesson02.gradient_magnitude_styles import ACCEPT


def gradient_magnitude(x: np.ndarray) -> np.ndarray:
    """Measure how strongly a picture changes at each place, whatever the direction.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        At least 3x3. Floats or whole numbers (a stored picture is uint8).

    Returns
    -------
    np.ndarray, float64, shape (H - 2, W - 2)
        sqrt(gx**2 + gy**2), cell by cell. gx is the cross-correlation of x with Sobel's kernel
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], and gy that with its transpose. No padding.

    Examples
    --------
    Here gx is 2*2 + 4 = 8 and gy is 2*1 + 4 = 6:

    >>> gradient_magnitude(np.array([[0, 0, 0], [0, 0, 2], [0, 1, 4]]))
    array([[10.]])
    """
    sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    across = cross_correlate2d(x, sobel)
    down = cross_correlate2d(x, sobel.T)
    return np.sqrt(across**2 + down**2)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Single windows, straight edges of both kinds, pictures with everything."""
    step = np.zeros((4, 6))
    step[:, int(rng.integers(2, 5)) :] = float(rng.integers(3, 10))
    ramp = np.cumsum(rng.integers(1, 5, size=6)).reshape(6, 1) * -1.5 + np.zeros((6, 3))
    sparse = _whole(rng, 6, 5) * rng.permutation(np.arange(30) % 2).reshape(6, 5)
    return [
        Probe("one window, 3x3", "core", (_whole(rng, 3, 3),)),
        Probe("4x5 picture", "core", (_whole(rng, 4, 5),)),
        Probe("one straight vertical edge", "core", (step,)),
        Probe("darker row by row", "generality", (ramp,)),
        Probe("7x4 picture", "generality", (_whole(rng, 7, 4),)),
        Probe("half of the picture zero", "generality", (sparse,)),
        Probe("5x5 picture, fractions", "generality", (rng.standard_normal((5, 5)).round(1),)),
        Probe("real numbers", "generality", (1e3 * rng.standard_normal((9, 11)),), show=False),
        Probe("uint8 picture", "robustness", (rng.integers(0, 256, (4, 6)).astype(np.uint8),)),
        Probe("whole numbers", "robustness", (rng.integers(-9, 10, (5, 4)),)),
    ]


def _whole(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    values = rng.integers(1, 10, size=(height, width)) * rng.choice((-1, 1), size=(height, width))
    return values.astype(float)


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The 3x3 window."""
    row, col = index
    return {"x": (slice(row, row + 3), slice(col, col + 3))}


def _does_not_mind_direction(function: Function, rng: np.random.Generator) -> str:
    x = rng.standard_normal((5, 7))
    one, other = call_through(function, (x,)), call_through(function, (x.T.copy(),))
    if one.T.shape != other.shape:
        return ""
    if np.allclose(one.T, other):
        return ""
    return (
        "When rows and columns of the picture are exchanged, so should those of the result be, "
        "with the same numbers; yours change. Are both directions treated alike?"
    )


def _does_not_mind_sign(function: Function, rng: np.random.Generator) -> str:
    x = rng.standard_normal((5, 7))
    one, negative = call_through(function, (x,)), call_through(function, (-x,))
    if one.shape != negative.shape or np.allclose(one, negative):
        return ""
    return "A picture and its negative have equally strong edges; yours differ."


def _does_not_mind_brightness(function: Function, rng: np.random.Generator) -> str:
    x = rng.standard_normal((5, 7))
    one, brighter = call_through(function, (x,)), call_through(function, (x + 3,))
    if one.shape != brighter.shape or np.allclose(one, brighter):
        return ""
    return "Making the whole picture brighter moves no edge, yet your numbers change."


def _scales(function: Function, rng: np.random.Generator) -> str:
    x = rng.standard_normal((5, 7))
    one, twice = call_through(function, (x,)), call_through(function, (2 * x,))
    if one.shape != twice.shape or np.allclose(2 * one, twice):
        return ""
    return (
        "With twice the contrast every edge is twice as strong; yours are not. Is the root there?"
    )


HINTS = (
    "You walk 8 m to the east and 6 m to the south. How far are you from where you started? And "
    "what if you walk 8 m west instead?",
    "Get two maps with `cross_correlate2d`: one with Sobel's kernel, one with its transpose. Then "
    "treat each cell of the pair like the two sides of a right-angled triangle.",
    "```text\nsobel = ...from the docstring...\nacross = x under sobel\n"
    "down = x under sobel with rows and columns exchanged\n"
    "return the length of the pair (across, down), cell by cell: ...\n```",
)

SYMPTOMS = (
    Symptom("0 along a straight edge", "a product is 0 when one factor is: add squares"),
    Symptom("some values are negative", "a length has no sign"),
    Symptom("numbers far too large", "is there a square root?"),
    Symptom("a little off, more on slanted edges", "|a| + |b| is not the length of (a, b)"),
)

EXERCISE = Exercise(
    id="gradient_magnitude",
    points=2,
    card=Card(
        "Edges of every direction",
        2,
        2,
        8,
        needs=("cross_correlate2d", "edge_kernel"),
        tools="your cross_correlate2d",
    ),
    reference=gradient_magnitude,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "scipy.ndimage.sobel",
        "scipy.ndimage.generic_gradient_magnitude",
        "skimage.filters.sobel",
    ),
    locate=locate,
    properties=(
        Property("treats both directions alike", _does_not_mind_direction),
        Property("has no sign", _does_not_mind_sign),
        Property("does not mind brightness", _does_not_mind_brightness),
        Property("grows with contrast", _scales),
    ),
    play='KernelStudio.on_failing_case("gradient_magnitude", said=gradient_magnitude)',
)
