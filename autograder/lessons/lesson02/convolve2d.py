"""True convolution, from the cross-correlation of lesson 01."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import impulse_gives, linear
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d
from autograder.lessons.lesson02.convolve2d_bugs import BUGS
from autograder.lessons.lesson02.convolve2d_styles import ACCEPT


def convolve2d(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Convolve an image with a kernel: cross-correlation with the kernel turned by half a turn.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers (a stored picture is uint8).
    kernel : np.ndarray, shape (kH, kW)
        It fits: kH <= H and kW <= W.

    Returns
    -------
    np.ndarray, float64, shape (H - kH + 1, W - kW + 1)
        `out[i, j] = sum_{a,b} x[i + kH - 1 - a, j + kW - 1 - b] * kernel[a, b]`: the kernel is
        flipped on both axes, and stays inside the image.

    Examples
    --------
    `cross_correlate2d` gives 1*1 + 2*0 + 3*5 = 16 here:

    >>> convolve2d(np.array([[1, 2, 3]]), np.array([[1, 0, 5]]))
    array([[8.]])
    """
    return cross_correlate2d(x, kernel[::-1, ::-1])


def probes(rng: np.random.Generator) -> list[Probe]:
    """Kernels that look different after every flip and turn; then those that hide the flip."""
    image, square = _whole(rng, 5, 7), _whole(rng, 6, 6)
    falling = -np.cumsum(rng.integers(1, 4, size=20)).reshape(5, 4).astype(float)
    symmetric = _kernel(rng, 3, 3)
    symmetric = symmetric + symmetric[::-1, ::-1]
    sparse = _whole(rng, 4, 7) * rng.permutation(np.arange(28) % 2).reshape(4, 7)
    return [
        Probe("3x4 image, 1x2 kernel", "core", (_whole(rng, 3, 4), _kernel(rng, 1, 2))),
        Probe("5x7 image, 2x3 kernel", "core", (image, _kernel(rng, 2, 3))),
        Probe("6x6 image, 3x3 kernel", "core", (square, _kernel(rng, 3, 3))),
        Probe("7x4 image, 3x2 kernel", "generality", (_whole(rng, 7, 4), _kernel(rng, 3, 2))),
        Probe("falling negative image", "generality", (falling, _kernel(rng, 2, 2))),
        Probe("half of the image zero", "generality", (sparse, _kernel(rng, 3, 1))),
        Probe("kernel symmetric under half a turn", "generality", (image, symmetric)),
        Probe("kernel as large as the image", "generality", (image[:2, :3], _kernel(rng, 2, 3))),
        Probe("1x1 kernel", "generality", (image, np.array([[-2.5]]))),
        Probe("real numbers", "generality", _real(rng), show=False),
        Probe(
            "whole-number image, fractional kernel",
            "robustness",
            (rng.integers(-9, 9, size=(4, 5)), np.array([[0.3, -0.25, 1.7]])),
        ),
        Probe(
            "uint8 image, negative kernel",
            "robustness",
            (rng.integers(100, 256, size=(4, 5)).astype(np.uint8), np.array([[-1, 2], [3, 1]])),
        ),
    ]


def _whole(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    values = rng.integers(1, 10, size=(height, width)) * rng.choice((-1, 1), size=(height, width))
    return values.astype(float)


def _kernel(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Whole numbers, all different and none of them 0 or 1: symmetric under nothing."""
    values = np.array([-7.0, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7])
    return rng.permutation(values)[: height * width].reshape(height, width)


def _real(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return 1e3 * rng.standard_normal((9, 11)), rng.standard_normal((4, 3))


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The window under the kernel, and the whole kernel."""
    (row, col), (height, width) = index, arguments["kernel"].shape
    return {
        "x": (slice(row, row + height), slice(col, col + width)),
        "kernel": (slice(None), slice(None)),
    }


def _one_lit_pixel(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    x = np.zeros((3, 5))
    x[1, 2] = 1
    return x, _kernel(rng, 2, 3)


PROPERTIES = (
    impulse_gives(
        _one_lit_pixel,
        lambda args: args[1],
        {
            "turned by half a turn": lambda picture: picture[::-1, ::-1],
            "mirrored left-right": np.fliplr,
            "mirrored up-down": np.flipud,
            "one cell too far down": lambda picture: np.roll(picture, 1, axis=0),
            "one cell too far right": lambda picture: np.roll(picture, 1, axis=1),
        },
        "An image with a single 1, convolved, stamps the kernel as it is onto the result; yours "
        "stamps it {variant}.",
    ),
    linear(0, "x", _real),
    linear(1, "kernel", _real),
)

HINTS = (
    "Write down a 2x3 kernel with the numbers 1 to 6. Where does its first cell go in half a turn? "
    "And its second? Which flip of which axes is that?",
    "Make the turned kernel first; a slice with a negative step reads an axis backwards. Then let "
    "the function of lesson 01 do the sliding. The image stays as it is.",
    "```text\nturned = kernel with ...which axes... read backwards\n"
    "return cross_correlate2d of the image and turned\n```",
)

SYMPTOMS = (
    Symptom("right for symmetric kernels only", "is there a flip at all?"),
    Symptom("right for 1x3 kernels, not for 2x3 ones", "one axis is flipped, the other is not"),
    Symptom("the result is mirrored", "what was flipped: the kernel, or what came out?"),
    Symptom("the result is larger than expected", "valid: the kernel stays inside the image"),
)

EXERCISE = Exercise(
    id="convolve2d",
    points=3,
    card=Card("The flip", 2, 4, 8, needs=("cross_correlate2d",), tools="your cross_correlate2d"),
    reference=convolve2d,
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
    play='KernelStudio.on_failing_case("convolve2d", convolve2d)',
)
