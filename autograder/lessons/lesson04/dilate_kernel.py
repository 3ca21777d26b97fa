"""A kernel with holes: zeros between its cells."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through, impulse_gives, linear
from autograder.lessons.lesson04.dilate_kernel_bugs import BUGS
from autograder.lessons.lesson04.dilate_kernel_styles import ACCEPT


def dilate_kernel(kernel: np.ndarray, dilation: tuple[int, int]) -> np.ndarray:
    """Pull the cells of a kernel apart and fill the holes with zeros.

    Parameters
    ----------
    kernel : np.ndarray, shape (kH, kW)
        Floats or whole numbers.
    dilation : tuple of int
        (down, across): the distance between neighbouring cells afterwards, each at least 1.
        A distance of 1 leaves no holes.

    Returns
    -------
    np.ndarray, float64, shape (down * (kH - 1) + 1, across * (kW - 1) + 1)
        A new array, even for a dilation of (1, 1). `kernel[a, b]` stands at
        [down * a, across * b]; everything else is 0. The outer cells stay the outer cells.

    Examples
    --------
    >>> dilate_kernel(np.array([[1, 2], [3, 4]]), (1, 3))
    array([[1., 0., 0., 2.],
           [3., 0., 0., 4.]])
    """
    rows, cols = kernel.shape
    down, across = dilation
    out = np.zeros((down * (rows - 1) + 1, across * (cols - 1) + 1))
    out[::down, ::across] = kernel
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small whole numbers; then one row, one column, no holes, and whole-number kernels."""
    zeros = _kernel(rng, 3, 5) * rng.permutation(np.arange(15) % 2).reshape(3, 5)
    down, across = (int(n) for n in rng.permutation((3, 5)))
    return [
        _probe("core", _kernel(rng, 2, 3), (2, 2)),
        _probe("core", _kernel(rng, 3, 2), (1, 3)),
        _probe("core", _kernel(rng, 2, 2), (3, 2)),
        _probe("core", _kernel(rng, 3, 3), (2, 2)),
        _probe("generality", _kernel(rng, 2, 4), (2, 1)),
        _probe("generality", _kernel(rng, 3, 2), (1, 1)),
        _probe("generality", _kernel(rng, 1, 4), (3, 2)),
        _probe("generality", _kernel(rng, 4, 1), (2, 3)),
        _probe("generality", _kernel(rng, 1, 1), (2, 4)),
        _probe("generality", zeros, (2, 3)),
        _probe("generality", rng.standard_normal((3, 4)), (down, across)),
        _probe("robustness", rng.integers(-9, 10, size=(2, 3)), (2, 1), "whole-number "),
        _probe("robustness", _kernel(rng, 3, 2).astype(np.float32), (1, 1), "float32 "),
    ]


def _probe(family: str, kernel: np.ndarray, dilation: tuple[int, int], kind: str = "") -> Probe:
    label = f"{kind}{kernel.shape[0]}x{kernel.shape[1]} kernel, dilation {dilation}"
    return Probe(label, family, (kernel, dilation))  # type: ignore[arg-type]


def _kernel(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Whole numbers, all different in size, none 0 or 1: symmetric under nothing."""
    values = rng.permutation(np.arange(2.0, 2.0 + height * width))
    return (values * rng.choice((-1, 1), size=values.size)).reshape(height, width)


def _one_cell(rng: np.random.Generator) -> tuple[Any, ...]:
    kernel = np.zeros((3, 4))
    kernel[1, 2] = rng.integers(2, 9)
    return kernel, (2, 3)


def _one_cell_dilated(args: tuple[Any, ...]) -> np.ndarray:
    out = np.zeros((5, 10))
    out[2, 6] = args[0][1, 2]
    return out


def _random(rng: np.random.Generator) -> tuple[Any, ...]:
    return rng.standard_normal((3, 4)), (3, 2)


def holes_hold_zeros(function: Function, rng: np.random.Generator) -> str:
    """As many numbers other than zero come out as went in, with the same sum."""
    kernel = _kernel(rng, 3, 4)
    got = call_through(function, (kernel, (2, 3)))
    count = int(np.count_nonzero(got))
    if count != kernel.size:
        return (
            f"A kernel of 12 numbers, none of them 0, comes out with {count} numbers other than 0. "
            "The cells are moved apart; the holes between them hold zeros."
        )
    if not np.isclose(got.sum(), kernel.sum()):
        return (
            f"The numbers change: those of a kernel with the sum {kernel.sum():g} add up to "
            f"{got.sum():g} afterwards. They only move."
        )
    return ""


EXERCISE = Exercise(
    id="dilate_kernel",
    points=3,
    card=Card("Holes in the kernel", 2, 3, 10),
    reference=dilate_kernel,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "Three posts stand in a row, each 2 m from the next. How long is the row? How many gaps "
        "does it have?",
        "Compute the size on each axis: as many distances as there are gaps, and one cell more. "
        "Make zeros of that size. Then put each number of the kernel into its place; a slice with "
        "a step, or two loops, will do.",
        "```text\nout = zeros(cells from first to last, down and across)\n"
        "for each row a and column b of the kernel:\n"
        "    out[...how far down..., ...how far across...] = kernel[a, b]\nreturn out\n```",
    ),
    symptoms=(
        Symptom("one row and column of zeros too many", "no hole after the last cell"),
        Symptom("too large by k - 1", "dilation is a distance, not the number of zeros"),
        Symptom("right only when both dilations are equal", "which is down, which across?"),
        Symptom("shares memory with the kernel", "dilation (1, 1): is the result a new array?"),
    ),
    properties=(
        impulse_gives(
            _one_cell,
            _one_cell_dilated,
            {
                "one row too far down": lambda picture: np.roll(picture, 1, axis=0),
                "one row too far up": lambda picture: np.roll(picture, -1, axis=0),
                "one column too far right": lambda picture: np.roll(picture, 1, axis=1),
                "one column too far left": lambda picture: np.roll(picture, -1, axis=1),
            },
            "With dilation (2, 3), the number at [1, 2] belongs at [2, 6]; yours stands {variant}.",
        ),
        Property("holes hold zeros", holes_hold_zeros),
        linear(0, "kernel", _random),
    ),
    play='KernelSlider.on_failing_case("dilate_kernel", dilate_kernel)',
)
