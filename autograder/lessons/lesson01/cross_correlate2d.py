"""The heart of lesson 01: slide, multiply, sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import (
    depends_only_on,
    gives,
    impulse_gives,
    linear,
    shift_equivariant,
)
from autograder.lessons.lesson01.cross_correlate2d_bugs import BUGS
from autograder.lessons.lesson01.cross_correlate2d_styles import ACCEPT


def cross_correlate2d(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel over an image; at each position multiply cell by cell and sum.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers (a stored picture is uint8).
    kernel : np.ndarray, shape (kH, kW)
        It fits: kH <= H and kW <= W.

    Returns
    -------
    np.ndarray, float64, shape (H - kH + 1, W - kW + 1)
        `out[i, j] = sum_{a,b} x[i + a, j + b] * kernel[a, b]`: no flip, no padding.

    Examples
    --------
    >>> cross_correlate2d(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 0], [0, -1]]))
    array([[-4., -4.]])
    """
    kernel_height, kernel_width = kernel.shape
    out_height = x.shape[0] - kernel_height + 1
    out_width = x.shape[1] - kernel_width + 1
    out = np.zeros((out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            window = x[row : row + kernel_height, col : col + kernel_width]
            out[row, col] = np.sum(window * kernel)
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """Whole numbers that fit on paper and unequal sides first; then special sizes and types."""
    small = rng.permutation(np.arange(-5.0, 7.0)).reshape(3, 4)
    image = _whole(rng, 5, 7)
    falling = -np.cumsum(rng.integers(1, 4, size=20)).reshape(4, 5).astype(float)
    sparse = _whole(rng, 5, 4) * rng.permutation(np.arange(20) % 2).reshape(5, 4)
    return [
        Probe("3x4 image, 2x2 kernel", "core", (small, _kernel(rng, 2, 2))),
        Probe("5x7 image, 2x3 kernel", "core", (image, _kernel(rng, 2, 3))),
        Probe("5x5 image, one off-centre 1 in a 3x3 kernel", "core", (image[:, :5], _off_centre())),
        Probe("5x7 image, every kernel cell 0.25", "core", (image, np.full((2, 2), 0.25))),
        Probe("7x4 image, 3x2 kernel", "generality", (_whole(rng, 7, 4), _kernel(rng, 3, 2))),
        Probe("2x1 kernel, half of the image zero", "generality", (sparse, _kernel(rng, 2, 1))),
        Probe("falling negative image, 3x3 result", "generality", (falling, _kernel(rng, 2, 3))),
        Probe("kernel as large as the image", "generality", (small, _kernel(rng, 3, 4))),
        Probe("1x1 kernel", "generality", (image, np.array([[-3.0]]))),
        Probe("real numbers", "generality", _real(rng), show=False),
        Probe(
            "whole-number image, fractional kernel",
            "robustness",
            (rng.integers(1, 9, size=(4, 5)), np.array([[0.5, -0.25, 1.5]])),
        ),
        Probe(
            "uint8 image, negative kernel",
            "robustness",
            (rng.integers(100, 256, size=(4, 5)).astype(np.uint8), np.array([[-1, 2], [3, 1]])),
        ),
    ]


def _whole(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Whole numbers, none of them 0, so that every cell of a window matters."""
    values = rng.integers(1, 10, size=(height, width)) * rng.choice((-1, 1), size=(height, width))
    return values.astype(float)


def _kernel(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Whole numbers, all different and none of them 0 or 1: symmetric under nothing."""
    values = np.array([-7.0, -6, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7])
    return rng.permutation(values)[: height * width].reshape(height, width)


def _off_centre() -> np.ndarray:
    kernel = np.zeros((3, 3))
    kernel[0, 1] = 1
    return kernel


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


def _all_ones(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    height, width = (int(n) for n in rng.integers(2, 4, size=2))
    return np.ones((5, 6)), np.ones((height, width))


def _shifted(axis: int) -> Any:
    return lambda args: (np.roll(args[0], 1, axis=axis), args[1])


PROPERTIES = (
    gives(
        "counts the kernel's cells",
        _all_ones,
        lambda args: np.full((6 - args[1].shape[0], 7 - args[1].shape[1]), float(args[1].size)),
        "An image of ones under a {1} kernel of ones must give {expected} everywhere, the number "
        "of products in one window; yours gives {got}.",
    ),
    impulse_gives(
        _one_lit_pixel,
        lambda args: args[1][::-1, ::-1],
        {
            "as it is": np.flip,
            "mirrored left-right only": np.flipud,
            "mirrored up-down only": np.fliplr,
            "one cell too far down": lambda picture: np.roll(picture, 1, axis=0),
            "one cell too far right": lambda picture: np.roll(picture, 1, axis=1),
            "one cell too far left": lambda picture: np.roll(picture, -1, axis=1),
        },
        "An image with a single 1 stamps the kernel, turned by half a turn, onto the result; yours "
        "stamps it {variant}. Which kernel cell meets which pixel?",
    ),
    linear(0, "x", _real),
    linear(1, "kernel", _real),
    depends_only_on(
        _real,
        0,
        lambda args: (slice(0, args[1].shape[0]), slice(0, args[1].shape[1])),
        "The result at [0, 0] changes when a pixel outside the first window changes. Each output "
        "cell sees the pixels under the kernel and no others.",
    ),
    shift_equivariant(_real, _shifted(0), 0, "down"),
    shift_equivariant(_real, _shifted(1), 1, "right"),
)

HINTS = (
    "Put the kernel on the top-left corner of the image, on paper. Which image cells does it "
    "cover? And which cells does it cover when the answer goes into `out[row, col]`?",
    "Ask how many positions there are down and across, and make an array of zeros of that size. "
    "Visit each position. Cut out the window that starts there and is as large as the kernel; "
    "multiply it by the kernel, cell by cell; add up all the products; store the sum.",
    "```text\nout = zeros(positions down, positions across)\nfor each row of out:\n"
    "    for each col of out:\n        window = ...the part of x under the kernel...\n"
    "        out[row, col] = sum of window * kernel\nreturn out\n```",
)

SYMPTOMS = (
    Symptom("could not be broadcast together", "a window is cut off or turned: print its shape"),
    Symptom("the shape is off by one", "count the positions of a 2-wide kernel on 3 cells"),
    Symptom("right for square kernels only", "which name holds the height, which the width?"),
    Symptom("values right, but in mirrored places", "cell [0, 0] of the kernel meets the top left"),
    Symptom("right for floats, off for pictures", "the dtype of `out`: a picture is uint8"),
)

EXERCISE = Exercise(
    id="cross_correlate2d",
    points=8,
    card=Card("Slide, multiply, sum", 2, 5, 25, needs=("window_at", "valid_output_shape")),
    reference=cross_correlate2d,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "scipy.signal.correlate2d",
        "scipy.signal.convolve2d",
        "scipy.signal.correlate",
        "scipy.signal.convolve",
        "scipy.signal.fftconvolve",
        "scipy.signal.oaconvolve",
        "scipy.ndimage.correlate",
        "scipy.ndimage.convolve",
        "torch.nn.functional.conv2d",
        "torch.conv2d",
    ),
    locate=locate,
    properties=PROPERTIES,
    play='KernelSlider.on_failing_case("cross_correlate2d", cross_correlate2d)',
)
