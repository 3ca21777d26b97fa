"""The heart of lesson 01: slide, multiply, sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom
from autograder.judge.properties import impulse_gives, linear, shift_equivariant


def cross_correlate2d(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Cross-correlate a 2-D image with a 2-D kernel, where the kernel fits.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
    kernel : np.ndarray, shape (kH, kW)
        kH <= H and kW <= W.

    Returns
    -------
    np.ndarray, shape (H - kH + 1, W - kW + 1), float64
        `out[i, j] = sum_{a,b} x[i + a, j + b] kernel[a, b]`: no flip.
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
    """Unequal sides, asymmetric kernels, whole numbers that fit on paper; then types and sizes."""
    small = rng.integers(-4, 5, size=(3, 4)).astype(float)
    image = rng.integers(-9, 10, size=(5, 7)).astype(float)
    tall = rng.integers(-9, 10, size=(7, 4)).astype(float)
    return [
        Probe("3x4 image, 2x2 kernel", "core", (small, np.array([[1.0, 2.0], [3.0, -4.0]]))),
        Probe("5x7 image, 2x3 kernel", "core", (image, np.array([[1.0, 0, -2], [3, -1, 4]]))),
        Probe("one off-centre 1 in a 3x3 kernel", "core", (image, _off_centre())),
        Probe("mean kernel", "core", (image, np.full((2, 2), 0.25))),
        Probe("7x4 image, 3x2 kernel", "generality", (tall, np.array([[2.0, -1], [0, 3], [-5, 1]]))),
        Probe("kernel as large as the image", "generality", (small, rng.permuted(small))),
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


BUGS = (
    Bug(
        "flips_kernel",
        "This is true convolution: the kernel was flipped on both axes. Cross-correlation slides the kernel "
        "as it is.",
        {"window * kernel": "window * kernel[::-1, ::-1]"},
    ),
    Bug(
        "mean_not_sum",
        "Every value is too small by the number of kernel cells: the products were averaged. Add them up.",
        {"np.sum(": "np.mean("},
    ),
)

EXERCISE = Exercise(
    id="cross_correlate2d",
    points=8,
    card=Card("Slide, multiply, sum", 2, 5, 25, needs=("window_at", "valid_output_shape")),
    reference=cross_correlate2d,
    probes=probes,
    bugs=BUGS,
    locate=locate,
)
