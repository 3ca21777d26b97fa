"""Send each gradient back to the pixel that won its window."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import Inconclusive, call_through
from autograder.lessons.lesson07.geometry import distinct, falling, pair, real, ties
from autograder.lessons.lesson10.max_pool2d_backward_bugs import BUGS
from autograder.lessons.lesson10.max_pool2d_backward_styles import ACCEPT
from autograder.lessons.lesson10.numbers import upstream
from autograder.lessons.lesson10.properties import linear_item


def max_pool2d_backward(
    dout: np.ndarray,
    x: np.ndarray,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
) -> np.ndarray:
    """Send a gradient back through `max_pool2d(x, kernel_size, stride)`: to the winners.

    Parameters
    ----------
    dout : np.ndarray, shape (N, C, H', W')
        The upstream gradient: how fast the loss grows with each number that was kept.
    x : np.ndarray, shape (N, C, H, W)
        What went in; floats or whole numbers.
    kernel_size : int or tuple of int
        Height and width of a window; one number stands for both.
    stride : int or tuple of int, optional
        How far windows move down and across; None means by `kernel_size`.

    Returns
    -------
    np.ndarray, float64, the shape of x
        A new array. Each number of dout goes to the largest pixel of its window; of several that
        are equally large, to the first in reading order, and the others get nothing. A pixel that
        wins in more than one window gets the sum. All others get 0.

    Examples
    --------
    Windows of two with stride 1: the 5 wins both; of the two 2s the first wins.

    >>> x = np.array([[[[1, 5, 2, 2]]]])
    >>> max_pool2d_backward(np.array([[[[10.0, 1.0, 7.0]]]]), x, (1, 2), stride=1).tolist()
    [[[[0.0, 11.0, 7.0, 0.0]]]]
    """
    kernel_height, kernel_width = pair(kernel_size)
    stride_height, stride_width = pair(kernel_size if stride is None else stride)
    dx = np.zeros(x.shape)
    for n, c, row, col in np.ndindex(dout.shape):
        top, left = row * stride_height, col * stride_width
        window = x[n, c, top : top + kernel_height, left : left + kernel_width]
        down, across = np.unravel_index(np.argmax(window), window.shape)
        dx[n, c, top + down, left + across] += dout[n, c, row, col]
    return dx


def _case(
    rng: np.random.Generator, x: np.ndarray, kernel: Any, stride: Any = None
) -> tuple[Any, ...]:
    (high, wide), (down, across) = pair(kernel), pair(kernel if stride is None else stride)
    rows, cols = (x.shape[2] - high) // down + 1, (x.shape[3] - wide) // across + 1
    settings = (kernel,) if stride is None else (kernel, stride)
    return upstream(rng, *x.shape[:2], rows, cols), x, *settings


def probes(rng: np.random.Generator) -> list[Probe]:
    """Windows side by side first; then overlaps, ties, sizes and number types."""
    rectified = np.maximum(ties(rng, 2, 2, 4, 6), 0)
    rectified[0, 0, :2, :2] = 0  # a window without a winner
    flat = np.full((1, 2, 3, 5), -2.0)
    dout, x, kernel = _case(rng, distinct(rng, 2, 1, 4, 6), (2, 3))
    below = distinct(rng, 1, 2, 5, 4) - 60
    return [
        Probe("4x6 picture, 2x2 windows", "core", _case(rng, distinct(rng, 1, 1, 4, 6), 2)),
        Probe(
            "2 images, 3 channels, 2x3 windows",
            "core",
            _case(rng, distinct(rng, 2, 3, 4, 3), (2, 3)),
        ),
        Probe(
            "windows of 3 overlap, stride 1", "core", _case(rng, distinct(rng, 1, 2, 5, 4), 3, 1)
        ),
        Probe("after a rectifier: ties at 0", "core", _case(rng, rectified, 2)),
        Probe(
            "windows of 3 overlap, stride 2",
            "generality",
            _case(rng, distinct(rng, 2, 1, 7, 5), 3, 2),
        ),
        Probe(
            "windows 3 high and 2 wide, stride (1, 2)",
            "generality",
            _case(rng, distinct(rng, 2, 2, 5, 6), (3, 2), (1, 2)),
        ),
        Probe("one level grey, overlapping", "generality", _case(rng, flat, 2, 1)),
        Probe("ties, overlapping", "generality", _case(rng, ties(rng, 2, 1, 4, 5), (2, 3), 1)),
        Probe(
            "a row and a column are left over",
            "generality",
            _case(rng, distinct(rng, 1, 2, 5, 7), 2),
        ),
        Probe("falling numbers", "generality", _case(rng, falling(rng, 1, 1, 6, 4), (3, 2))),
        Probe("all negative", "generality", _case(rng, below, 2, (2, 1))),
        Probe(
            "3 images, 3 channels, 3x3", "generality", _case(rng, distinct(rng, 3, 3, 3, 3), 2, 1)
        ),
        Probe(
            "stride larger than the window",
            "generality",
            _case(rng, distinct(rng, 1, 2, 7, 5), 2, 3),
        ),
        Probe("1x1 windows", "generality", _case(rng, distinct(rng, 1, 2, 3, 4), 1)),
        Probe(
            "window as large as the picture",
            "generality",
            _case(rng, distinct(rng, 2, 2, 3, 4), (3, 4)),
        ),
        Probe(
            "real numbers",
            "generality",
            (real(rng, 2, 3, 4, 3), real(rng, 2, 3, 9, 8), 3, 2),
            show=False,
        ),
        Probe("whole-number picture", "robustness", (dout, x.astype(int), kernel)),
        Probe(
            "uint8 picture, whole-number gradient",
            "robustness",
            ((10 * dout).astype(int), (x + 40).astype(np.uint8), kernel),
        ),
        Probe(
            "float32 everywhere",
            "robustness",
            ((10 * dout / 4).astype(np.float32), x.astype(np.float32), kernel),
        ),
    ]


def _real(rng: np.random.Generator) -> tuple[Any, ...]:
    return real(rng, 2, 3, 3, 2), np.arange(252.0).reshape(2, 3, 7, 6) % 37, (2, 3), 2


def _keeps_the_sum(function: Function, rng: np.random.Generator) -> str:
    args = _real(rng)
    got, wanted = float(call_through(function, args).sum()), float(args[0].sum())
    if np.isclose(got, wanted, rtol=1e-6, atol=1e-9):
        return ""
    return (
        f"All of dout adds up to {wanted:.4g}, your result to {got:.4g}. Each number of dout goes "
        "to one pixel, whole: the two sums agree."
    )


def _to_winners_only(function: Function, rng: np.random.Generator) -> str:
    args = _real(rng)
    dx = call_through(function, args)
    if dx.shape != args[1].shape:
        raise Inconclusive
    right = max_pool2d_backward(*args)
    strayed = np.argwhere((dx != 0) & (right == 0))
    if not len(strayed):
        return ""
    where = [int(n) for n in strayed[0]]
    return f"The pixel at {where} wins no window, and got a gradient. Losers get 0."


HINTS = (
    "In the window [1, 5] the 5 was kept. If the 1 grew by a hair, would the output change? And if "
    "the 5 did? Where does all of this window's gradient belong?",
    "Start from zeros in the shape of x. Visit every number of dout: cut out the window it came "
    "from, find where its largest number is (`np.argmax` gives the first one, counted through the "
    "flat window; `np.unravel_index` turns that into row and column), and add the number of dout "
    "there, at the window's place in the picture.",
    "```text\n(kh, kw), (sh, sw) = pairs; stride None means kernel_size\ndx = zeros, the shape of x\n"
    "for each n, c, row, col of dout:\n    top, left = where the window starts\n"
    "    window = the part of x[n, c] under it\n"
    "    down, across = place of its largest number, the first if there are several\n"
    "    dx[n, c, ...] ... dout[n, c, row, col]\nreturn dx\n```",
)

SYMPTOMS = (
    Symptom("off only after a rectifier", "many zeros tie there: who gets the gradient?"),
    Symptom("off only where windows overlap", "a pixel may win twice: `+=`"),
    Symptom("everything in the top left window", "argmax counts inside the window: add its corner"),
    Symptom("index 5 is out of bounds", "argmax counts through the flat window"),
)

EXERCISE = Exercise(
    id="max_pool2d_backward",
    points=6,
    card=Card("Back to the winner", 4, 4, 25, needs=("max_pool2d",)),
    reference=max_pool2d_backward,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("torch.nn.functional.max_unpool2d", "torch.autograd.grad", "torch.autograd.backward"),
    properties=(
        Property("keeps the sum", _keeps_the_sum),
        Property("to winners only", _to_winners_only),
        linear_item(0, 0, "dx", "dout", _real),
    ),
    play='PoolLab.on_failing_case("max_pool2d_backward", said=max_pool2d_backward)',
)
