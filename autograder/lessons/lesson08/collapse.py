"""Two linear layers are one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through, gives, impulse_gives, linear
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d
from autograder.lessons.lesson08.collapse_bugs import BUGS
from autograder.lessons.lesson08.collapse_styles import ACCEPT


def collapse(k1: np.ndarray, k2: np.ndarray) -> np.ndarray:
    """Find the one kernel that does in one step what k1 and then k2 do in two.

    Parameters
    ----------
    k1 : np.ndarray, shape (h1, w1)
        The kernel of the first `cross_correlate2d`; floats or whole numbers.
    k2 : np.ndarray, shape (h2, w2)
        That of the second, which works on the result of the first.

    Returns
    -------
    np.ndarray, float64, shape (h1 + h2 - 1, w1 + w2 - 1)
        The kernel k for which `cross_correlate2d(x, k)` equals
        `cross_correlate2d(cross_correlate2d(x, k1), k2)`, whatever the image x. It is
        `k[p, q] = sum_{a,b} k2[a, b] * k1[p - a, q - b]`, where k1 counts as 0 outside its cells.

    Examples
    --------
    Double a neighbour and add; then take the difference of neighbours:

    >>> collapse(np.array([[1, 2]]), np.array([[-1, 1]]))
    array([[-1., -1.,  2.]])
    """
    height, width = k1.shape
    rows, cols = k2.shape
    out = np.zeros((height + rows - 1, width + cols - 1))
    for row in range(rows):
        for col in range(cols):
            out[row : row + height, col : col + width] += float(k2[row, col]) * k1
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """Kernels of unequal sides in both orders, zeros, one-cell kernels, whole numbers."""

    def kernel(height: int, width: int) -> np.ndarray:
        values = np.array([-7.0, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7])
        return rng.permutation(values)[: height * width].reshape(height, width) / 10

    impulse = np.zeros((2, 3))
    impulse[0, 2] = 1.0
    falling = -np.cumsum(rng.integers(1, 4, size=8)).reshape(4, 2) / 10
    return [
        Probe("1x2, then 1x2", "core", (kernel(1, 2), kernel(1, 2))),
        Probe("2x3, then 2x2", "core", (kernel(2, 3), kernel(2, 2))),
        Probe("3x2, then 2x4", "core", (kernel(3, 2), kernel(2, 4))),
        Probe("3x3, then 3x3", "generality", (kernel(3, 3), kernel(3, 3))),
        Probe("a column, then a row", "generality", (kernel(4, 1), kernel(1, 3))),
        Probe("2x3, then 3x4: the second is larger", "generality", (kernel(2, 3), kernel(3, 4))),
        Probe("3x4, then a single 1 in a corner", "generality", (kernel(3, 4), impulse)),
        Probe("3x1, then one cell", "generality", (kernel(3, 1), np.array([[-0.7]]))),
        Probe("one cell, then 2x5", "generality", (np.array([[1.3]]), kernel(2, 5))),
        Probe("negative and falling, then 2x3", "generality", (falling, kernel(2, 3))),
        Probe("real numbers", "generality", _real(rng), show=False),
        Probe(
            "whole numbers, then fractions",
            "robustness",
            (rng.integers(1, 9, size=(2, 4)), kernel(3, 2)),
        ),
        Probe(
            "whole numbers in both",
            "robustness",
            (rng.permutation(np.arange(-3, 3)).reshape(3, 2), rng.integers(-4, 5, size=(1, 3))),
        ),
    ]


def _real(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return rng.standard_normal((4, 5)), rng.standard_normal((3, 2))


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The cells of k1 and of k2 whose places add up to the cell's."""
    regions = {}
    for name, other in (("k1", "k2"), ("k2", "k1")):
        sides = zip(index, arguments[name].shape, arguments[other].shape, strict=True)
        regions[name] = tuple(slice(max(0, i - m + 1), min(n, i + 1)) for i, n, m in sides)
    return regions


def _same_as_two_steps(function: Function, rng: np.random.Generator) -> str:
    k1, k2 = _real(rng)
    x = rng.standard_normal((9, 8))
    kernel = call_through(function, (k1, k2))
    if kernel.shape != (6, 6):
        return ""
    twice = cross_correlate2d(cross_correlate2d(x, k1), k2)
    for variant, turned in (
        ("", kernel),
        ("turned by half a turn", kernel[::-1, ::-1]),
        ("mirrored left-right", kernel[:, ::-1]),
        ("mirrored up-down", kernel[::-1]),
        ("transposed", kernel.T),
    ):
        if np.allclose(cross_correlate2d(x, turned), twice):
            return f"The right kernel comes out {variant}." if variant else ""
    return (
        "On a random image, your one kernel and the two kernels in a row give different results. "
        "Which cells of k1 and k2 meet the same pixel?"
    )


def _order_does_not_matter(function: Function, rng: np.random.Generator) -> str:
    k1, k2 = _real(rng)
    if np.allclose(call_through(function, (k1, k2)), call_through(function, (k2, k1))):
        return ""
    return (
        "k1 then k2 and k2 then k1 must give the same kernel: the steps may be exchanged. Yours "
        "differ, so one of the two is flipped, cut off or shifted."
    )


def _with_one_cell(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return rng.standard_normal((2, 3)), np.array([[1.0]])


def _all_ones(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return np.ones((1, 2)), np.ones((1, 3))


PROPERTIES = (
    gives(
        "counts pairs",
        _all_ones,
        lambda args: np.array([[1.0, 2.0, 2.0, 1.0]]),
        "A row of {0} ones and one of {1} ones give [[1, 2, 2, 1]], the number of ways to reach "
        "each cell; yours gives {got} where {expected} belongs.",
    ),
    impulse_gives(
        _with_one_cell,
        lambda args: args[0],
        {
            "turned by half a turn": lambda k: k[::-1, ::-1],
            "mirrored left-right": np.fliplr,
            "mirrored up-down": np.flipud,
        },
        "A second kernel with the single cell 1 changes nothing, so k1 should come back; it comes "
        "back {variant}.",
    ),
    Property("the order does not matter", _order_does_not_matter),
    linear(0, "k1", _real),
    linear(1, "k2", _real),
    Property("one step as good as two", _same_as_two_steps),
)

HINTS = (
    "Take a row of pixels, k1 = [[a, b]] and k2 = [[c, d]]. Write out the first number after both "
    "steps, with letters. Which three pixels are in it, and with which weights?",
    "Every cell of k2 multiplies a *shifted* copy of what k1 computed, so it contributes a shifted, "
    "scaled copy of k1 to the one kernel. Start from zeros of the full size. For each cell of k2, "
    "add k1 times that number, with its top-left corner at the cell's place.",
    "```text\nout = zeros of shape (h1 + h2 - 1, w1 + w2 - 1)\nfor each row and col of k2:\n"
    "    add ...a multiple of k1... to ...the window of out that starts at (row, col)...\n"
    "return out\n```",
)

SYMPTOMS = (
    Symptom("the shape is too small", "after both steps one number depends on how many pixels?"),
    Symptom("right when a kernel is symmetric", "one of the kernels was flipped"),
    Symptom("only the last copy is left", "copies overlap: add, do not assign"),
    Symptom("could not be broadcast together", "the window of `out` has the size of k1, not of k2"),
)

EXERCISE = Exercise(
    id="collapse",
    points=4,
    card=Card("Two layers are one", 4, 4, 20, needs=("cross_correlate2d",)),
    reference=collapse,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "scipy.signal.convolve2d",
        "scipy.signal.correlate2d",
        "scipy.signal.convolve",
        "scipy.signal.correlate",
        "scipy.signal.fftconvolve",
        "scipy.signal.oaconvolve",
        "scipy.ndimage.convolve",
        "scipy.ndimage.correlate",
        "torch.nn.functional.conv2d",
        "torch.conv2d",
    ),
    locate=locate,
    properties=PROPERTIES,
    play='KernelSlider.on_failing_case("collapse", said=collapse)',
)
