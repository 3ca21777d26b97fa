"""The p-norm of each window: between a sum and a maximum."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson07.geometry import distinct, falling, locate, pair, real, ties
from autograder.lessons.lesson07.lp_pool2d_bugs import BUGS
from autograder.lessons.lesson07.lp_pool2d_styles import ACCEPT
from autograder.lessons.lesson07.properties import (
    first_window_only,
    per_channel,
    per_image,
    scaled,
)


def lp_pool2d(
    x: np.ndarray,
    p: float,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
) -> np.ndarray:
    """Take the p-norm of each window, channel by channel.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.
    p : float
        Greater than 0 and finite; 2 gives the length of the window as a vector.
    kernel_size, stride
        As for `max_pool2d`. There is no padding.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H', W')
        `(sum of |x| ** p) ** (1 / p)` over each window: a sum, not a mean. A new array.

    Examples
    --------
    >>> lp_pool2d(np.array([[[[3, -4]]]]), 2, (1, 2))
    array([[[[5.]]]])
    >>> lp_pool2d(np.array([[[[3, -4]]]]), 1, (1, 2))
    array([[[[7.]]]])
    """
    kernel_height, kernel_width = pair(kernel_size)
    stride_height, stride_width = pair(kernel_size if stride is None else stride)
    powers = np.abs(x.astype(np.float64)) ** p
    out_height = (x.shape[2] - kernel_height) // stride_height + 1
    out_width = (x.shape[3] - kernel_width) // stride_width + 1
    out = np.zeros((x.shape[0], x.shape[1], out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * stride_height, col * stride_width
            window = powers[:, :, top : top + kernel_height, left : left + kernel_width]
            out[:, :, row, col] = np.sum(window, axis=(2, 3)) ** (1 / p)
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """P = 2, 1, 3 and fractions on small pictures; strides, sizes and types."""
    picture = rng.integers(20, 256, size=(1, 3, 4, 5)).astype(np.uint8)
    floats = (rng.integers(-40, 41, size=(2, 2, 4, 5)) / 4).astype(np.float32)
    return [
        Probe("p = 2, 4x6 picture, 2x2 windows", "core", (distinct(rng, 1, 1, 4, 6), 2, 2)),
        Probe("p = 1, windows 2 high and 3 wide", "core", (distinct(rng, 2, 3, 4, 5), 1, (2, 3))),
        Probe("p = 3, windows that overlap", "core", (distinct(rng, 1, 2, 5, 4), 3, (3, 2), 1)),
        Probe("p = 4, falling numbers", "generality", (falling(rng, 1, 1, 6, 4), 4, 2)),
        Probe("p = 1.5", "generality", (distinct(rng, 1, 2, 4, 5), 1.5, 2)),
        Probe("p = 0.5", "generality", (distinct(rng, 2, 1, 5, 4), 0.5, (2, 1))),
        Probe("stride (2, 3)", "generality", (distinct(rng, 2, 2, 5, 6), 2, (3, 2), (2, 3))),
        Probe("7x9 picture: a row and a column over", "generality", _leftover(rng)),
        Probe("3 images, 3 channels, 3x3", "generality", (distinct(rng, 3, 3, 3, 3), 2, 2, 1)),
        Probe("ties and zeros", "generality", (ties(rng, 1, 2, 4, 5), 2, 2, (1, 2))),
        Probe("1x1 windows", "generality", (distinct(rng, 1, 2, 3, 4), 2.5, 1)),
        Probe("real numbers", "generality", (real(rng, 2, 3, 11, 8), 2, 3, 2), show=False),
        Probe("uint8 picture", "robustness", (picture, 2, 2, 1)),
        Probe("whole numbers", "robustness", (distinct(rng, 1, 2, 5, 4).astype(int), 3, 2)),
        Probe("float32", "robustness", (floats, 2, (2, 3), 1)),
    ]


def _leftover(rng: np.random.Generator) -> tuple[np.ndarray, int, int]:
    return distinct(rng, 1, 1, 7, 9), 2, 2


def _legal(rng: np.random.Generator) -> tuple[np.ndarray, int, tuple[int, int]]:
    return real(rng, 2, 3, 6, 7), 2, (2, 3)


EXERCISE = Exercise(
    id="lp_pool2d",
    points=3,
    card=Card(
        "The length of a window",
        2,
        2,
        10,
        needs=("avg_pool2d",),
        tools="loops welcome; your own poolings too",
    ),
    reference=lp_pool2d,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "The window holds 3 and -4. What is its length as a vector (p = 2)? What is p = 1 of it? "
        "Where does the minus sign go?",
        "Raise the absolute value of every pixel to the power p, once, for the whole batch, in "
        "float64. Then add up each window as you did for the mean, without dividing, and take the "
        "p-th root of the sum.",
        "```text\npairs as in max_pool2d\npowers = ...of every pixel...\nfor each row, col of out:\n"
        "    total = sum of powers in this window, each image and channel\n"
        "    out[:, :, row, col] = ...\nreturn out\n```",
    ),
    symptoms=(
        Symptom("nan for odd or fractional p", "what is a negative number to the power of 1.5?"),
        Symptom("right for p = 2 only", "where does p stand in your code? It is needed twice"),
        Symptom("too small by the same factor everywhere", "a sum, or a mean?"),
        Symptom("odd numbers for a stored picture", "200 squared does not fit into uint8"),
    ),
    forbids=("torch.nn.functional.lp_pool2d",),
    locate=locate,
    properties=(
        per_channel(_legal),
        per_image(_legal),
        first_window_only(_legal, 2, 3),
        scaled(_legal),
    ),
    play='PoolLab.on_failing_case("lp_pool2d", lp_pool2d, mode="L2")',
)
