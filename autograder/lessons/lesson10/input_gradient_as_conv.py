"""The same dx as a convolution: full, with the kernel turned and its channel axes exchanged."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson05.conv2d import conv2d
from autograder.lessons.lesson05.numbers import real, weights, whole
from autograder.lessons.lesson10.input_gradient_as_conv_bugs import BUGS
from autograder.lessons.lesson10.input_gradient_as_conv_styles import ACCEPT
from autograder.lessons.lesson10.numbers import upstream
from autograder.lessons.lesson10.properties import is_the_adjoint, linear_item


def input_gradient_as_conv(dout: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Compute dx of `conv2d(x, weight)`, with stride 1 and no padding, by a convolution of dout.

    Parameters
    ----------
    dout : np.ndarray, shape (N, C_out, H', W')
        The upstream gradient; floats or whole numbers. Its maps may be smaller than the kernel.
    weight : np.ndarray, shape (C_out, C_in, kH, kW)
        The layer's filters.

    Returns
    -------
    np.ndarray, float64, shape (N, C_in, H' + kH - 1, W' + kW - 1)
        What `conv2d_backward(dout, x, weight)` gives for dx, whatever the pixels of x.

    Examples
    --------
    A filter [3, 4]; the middle pixel was used by both windows, so 4 * 10 + 3 * 1:

    >>> input_gradient_as_conv(np.array([[[[10, 1]]]]), np.array([[[[3, 4]]]])).tolist()
    [[[[30.0, 43.0, 4.0]]]]
    """
    kernel_height, kernel_width = weight.shape[2:]
    turned = weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    return conv2d(dout, turned, padding=(kernel_height - 1, kernel_width - 1))


def _case(rng: np.random.Generator, dout: tuple[int, ...], *weight: int) -> tuple[Any, ...]:
    return upstream(rng, *dout), weights(rng, dout[1], *weight)


def probes(rng: np.random.Generator) -> list[Probe]:
    """One filter first, then channels, then sizes that coincide or are smaller than the kernel."""
    dout, weight = _case(rng, (2, 3, 3, 2), 2, 2, 3)
    sparse = upstream(rng, 1, 2, 4, 3)
    sparse[:, :, 1:3, :2] = 0
    return [
        Probe("one filter, kernel 2x3", "core", _case(rng, (1, 1, 2, 3), 1, 2, 3)),
        Probe("3 filters of 2 channels, kernel 2x2", "core", _case(rng, (2, 3, 2, 3), 2, 2, 2)),
        Probe("2 filters of 3 channels, kernel 3x2", "core", _case(rng, (2, 2, 4, 3), 3, 3, 2)),
        Probe("all sizes 3", "generality", _case(rng, (3, 3, 3, 3), 3, 3, 3)),
        Probe("2 filters of 2 channels", "generality", _case(rng, (1, 2, 3, 4), 2, 1, 3)),
        Probe("one position", "generality", _case(rng, (2, 3, 1, 1), 2, 3, 2)),
        Probe("1x1 kernel", "generality", _case(rng, (2, 2, 4, 3), 3, 1, 1)),
        Probe("maps smaller than the kernel", "generality", _case(rng, (2, 1, 2, 1), 2, 3, 4)),
        Probe("zeros in the gradient", "generality", (sparse, weights(rng, 2, 1, 2, 4))),
        Probe(
            "real numbers",
            "generality",
            (real(rng, 2, 4, 5, 4), real(rng, 4, 3, 2, 3)),
            show=False,
        ),
        Probe(
            "whole numbers", "robustness", (whole(rng, *dout.shape).astype(int), weight.astype(int))
        ),
        Probe("float32", "robustness", ((10 * dout).astype(np.float32), weight.astype(np.float32))),
    ]


def _real(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return real(rng, 2, 4, 3, 5), real(rng, 4, 3, 2, 3)


def _forward(nudge: np.ndarray, args: tuple[Any, ...]) -> np.ndarray:
    return conv2d(nudge, args[1])


HINTS = (
    "A row of pixels, a filter [3, 4], and dout = [10, 1]. Write down which weight each pixel met "
    "in window 0, and which in window 1. Slide over [0, 10, 1, 0]: which kernel gives your three "
    "sums?",
    "Every pixel gathers from the outputs that used it. The output to its *left* used it with a "
    "weight from the *right* of the kernel, so the kernel is turned by half a turn. Channels of "
    "dout are the filters now: exchange the first two axes of weight. Pad dout so far that the "
    "kernel touches its first number with its last cell only.",
    "```text\nturned = weight, ...on which axes reversed...\n"
    "turned = turned with ...which two axes exchanged...\n"
    "return conv2d(dout, turned, padding=(...rows..., ...columns...))\n```",
)

SYMPTOMS = (
    Symptom("the result is too small", "full: pad until kernel and map touch in one cell"),
    Symptom("weight has 2 input channels but x has 3", "which axis of weight belongs to dout?"),
    Symptom("right at one position of the kernel only", "half a turn reverses rows and columns"),
    Symptom("right for square kernels only", "padding is (height, width)"),
)

EXERCISE = Exercise(
    id="input_gradient_as_conv",
    points=5,
    card=Card(
        "The way back is a convolution",
        5,
        3,
        30,
        needs=("conv2d", "conv2d_backward"),
        tools="your conv2d; no loop is needed",
    ),
    reference=input_gradient_as_conv,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "scipy.signal.correlate",
        "scipy.signal.convolve",
        "scipy.signal.correlate2d",
        "scipy.signal.convolve2d",
        "scipy.signal.fftconvolve",
        "torch.nn.grad.conv2d_input",
        "torch.nn.functional.conv_transpose2d",
        "torch.conv_transpose2d",
    ),
    properties=(
        is_the_adjoint(0, "dx", "x", _real, _forward),
        linear_item(0, 0, "dx", "dout", _real),
        linear_item(0, 1, "dx", "weight", _real),
    ),
    play='GradientFlow.on_failing_case("input_gradient_as_conv", said=input_gradient_as_conv)',
)
