"""Find a kernel from examples of what it does: gradient descent on the mean squared error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through, linear
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d
from autograder.lessons.lesson02.learn_kernel_bugs import BUGS
from autograder.lessons.lesson02.learn_kernel_styles import ACCEPT


def learn_kernel(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    """Learn the kernel that turns x into y, by plain gradient descent from zeros.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers.
    y : np.ndarray, shape (H - kH + 1, W - kW + 1)
        What `cross_correlate2d(x, kernel)` should give. It has M cells.
    kernel_shape : tuple of int
        (kH, kW).
    steps : int
        Updates to make; with 0 the kernel of zeros comes back.
    lr : float
        The learning rate.

    Returns
    -------
    np.ndarray, float64, shape (kH, kW)
        The kernel after `steps` updates `kernel = kernel - lr * gradient`. With error =
        cross_correlate2d(x, kernel) - y, the loss is the mean of error**2, and its gradient is
        `gradient[a, b] = 2 / M * sum_{i,j} error[i, j] * x[i + a, j + b]`. All cells are updated
        together. The same arguments always give the same kernel.

    Examples
    --------
    The error is [[-3]], so the gradient is 2 * -3 * [[1, 2]] = [[-6, -12]]:

    >>> learn_kernel(np.array([[1, 2]]), np.array([[3]]), (1, 2), steps=1, lr=0.1)
    array([[0.6, 1.2]])
    """
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = cross_correlate2d(x, kernel) - y
        gradient = 2 / y.size * cross_correlate2d(x, error)
        kernel = kernel - lr * gradient
    return kernel


def probes(rng: np.random.Generator) -> list[Probe]:
    """One step on paper; a few steps; many; and what no kernel explains."""
    x, y = _pair(rng, (3, 4), (2, 2))
    stored = rng.integers(0, 256, size=(5, 4)).astype(np.uint8)
    edges = rng.integers(-200, 200, size=(4, 3))
    return [
        Probe("one step, 3x4, kernel 2x2", "core", (x, y, (2, 2), 1, 0.1)),
        Probe("two steps, 4x6, kernel 2x3", "core", _task(rng, (4, 6), (2, 3), 2)),
        Probe("five steps, 6x4, kernel 3x2", "core", _task(rng, (6, 4), (3, 2), 5)),
        Probe("no step", "generality", _task(rng, (4, 5), (2, 3), 0)),
        Probe("kernel as large as x", "generality", _task(rng, (2, 3), (2, 3), 3)),
        Probe("kernel 1x1", "generality", _task(rng, (5, 4), (1, 1), 4)),
        Probe("kernel 1x3, x falling and negative", "generality", _falling(rng)),
        Probe("half of x zero", "generality", _task(rng, (5, 6), (2, 1), 6, sparse=True)),
        Probe("30 steps towards a kernel there is", "generality", _solvable(rng)),
        Probe(
            "40 steps, 8x9, kernel 3x4", "generality", _task(rng, (8, 9), (3, 4), 40), show=False
        ),
        Probe("whole numbers", "robustness", _whole_numbers(rng)),
        Probe("uint8 picture", "robustness", (stored, edges, (2, 2), 3, _rate(stored, (2, 2)))),
    ]


def _pair(
    rng: np.random.Generator, shape: tuple[int, int], kernel: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """An image and a wanted result of small whole numbers, none of them 0."""
    out = shape[0] - kernel[0] + 1, shape[1] - kernel[1] + 1
    images = [rng.integers(1, 7, size=s) * rng.choice((-1.0, 1.0), size=s) for s in (shape, out)]
    return images[0], 2 * images[1] + 1


def _task(
    rng: np.random.Generator,
    shape: tuple[int, int],
    kernel: tuple[int, int],
    steps: int,
    sparse: bool = False,
) -> tuple[Any, ...]:
    x, y = _pair(rng, shape, kernel)
    x = (0.3 * x).round(1)
    if sparse:
        x = x * rng.permutation(np.arange(x.size) % 2).reshape(shape)
    return x, y, kernel, steps, _rate(x, kernel)


def _falling(rng: np.random.Generator) -> tuple[Any, ...]:
    x = -0.1 * np.cumsum(rng.integers(1, 4, size=20)).reshape(5, 4)
    return x, _pair(rng, (5, 4), (1, 3))[1], (1, 3), 7, _rate(x, (1, 3))


def _solvable(rng: np.random.Generator) -> tuple[Any, ...]:
    x = rng.standard_normal((7, 6)).round(1)
    wanted = _pair(rng, (2, 3), (1, 1))[0]
    return x, cross_correlate2d(x, wanted), (2, 3), 30, _rate(x, (2, 3))


def _whole_numbers(rng: np.random.Generator) -> tuple[Any, ...]:
    x, y = (array.astype(int) for array in _pair(rng, (4, 5), (3, 2)))
    return x, y, (3, 2), 3, _rate(x, (3, 2))


def _rate(x: np.ndarray, kernel_shape: tuple[int, int]) -> float:
    """A learning rate with which every step makes the loss smaller, of two digits.

    The loss is curved by at most the largest eigenvalue of 2 / M times the windows' products; with
    a rate below 2 / that, no rounding error grows.
    """
    windows = sliding_window_view(x.astype(float), kernel_shape)
    rows = windows.reshape(-1, kernel_shape[0] * kernel_shape[1])
    largest = np.linalg.norm(rows, ord=2) ** 2 * 2 / len(rows)
    return float(f"{0.9 / largest:.2g}")


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The pixels that the kernel cell meets while it slides, and all errors."""
    (row, col), (height, width) = index, arguments["y"].shape
    return {
        "x": (slice(row, row + height), slice(col, col + width)),
        "y": (slice(None), slice(None)),
    }


def _small(rng: np.random.Generator, steps: int = 4) -> tuple[Any, ...]:
    x, y = rng.standard_normal((5, 6)), rng.standard_normal((4, 4))
    return x, y, (2, 3), steps, 0.05


def _starts_from_zeros(function: Function, rng: np.random.Generator) -> str:
    start = call_through(function, _small(rng, steps=0))
    if start.shape != (2, 3) or not start.any():
        return ""
    return f"After 0 steps the kernel should be all zeros; yours has {start.flat[0]:.4g} at [0, 0]."


def _same_again(function: Function, rng: np.random.Generator) -> str:
    args = _small(rng)
    if np.array_equal(call_through(function, args), call_through(function, args)):
        return ""
    return (
        "Two calls with the same arguments give different kernels. Something random, or something "
        "kept from one call to the next, has got in: start from zeros."
    )


def _descends(function: Function, rng: np.random.Generator) -> str:
    x, y, shape, _, lr = _small(rng)
    losses = []
    for steps in (0, 1, 5):
        kernel = call_through(function, (x, y, shape, steps, lr))
        if kernel.shape != shape:
            return ""
        losses.append(float(np.mean((cross_correlate2d(x, kernel) - y) ** 2)))
    if losses[0] > losses[1] > losses[2]:
        return ""
    listed = ", ".join(f"{loss:.4g}" for loss in losses)
    return (
        f"The loss after 0, 1 and 5 steps is {listed}. With this small learning rate it should "
        "fall. Does the update go down the slope, and does every step look at the new error?"
    )


HINTS = (
    "Take x = [[1, 2]], y = [[3]] and the kernel [[0, 0]]. What is the error? If the second kernel "
    "cell grows by 0.1, by how much does the prediction change, and which pixel decides that? Does "
    "the loss fall?",
    "Start with a kernel of zeros. In each step: predict with `cross_correlate2d`; subtract y, "
    "which gives the error map; compute the gradient; move the kernel against it. Look at the "
    "gradient's formula in the docstring once more: a map slides over x, multiplies and sums. You "
    "have a function for that.",
    "```text\nkernel = zeros\nrepeat steps times:\n"
    "    error = prediction with this kernel, minus y\n"
    "    gradient = 2 / number of errors * (x cross-correlated with ...what...)\n"
    "    kernel = kernel ... lr * gradient\nreturn kernel\n```",
)

SYMPTOMS = (
    Symptom("huge numbers, or nan", "is the gradient a mean (2 / M), and the sign a minus?"),
    Symptom("right after one step, off after two", "each step needs the error of the new kernel"),
    Symptom("the gradient's shape does not fit", "x under the error map: H - H' + 1 is kH"),
    Symptom("every value is half or twice as large", "the square's derivative brings a 2"),
    Symptom("two runs differ", "nothing random: the kernel starts as zeros"),
)

EXERCISE = Exercise(
    id="learn_kernel",
    points=6,
    card=Card(
        "Learn a kernel",
        4,
        5,
        25,
        needs=("cross_correlate2d",),
        tools="your cross_correlate2d; loops welcome",
    ),
    reference=learn_kernel,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    locate=locate,
    properties=(
        Property("starts from zeros", _starts_from_zeros),
        Property("gives the same again", _same_again),
        Property("descends", _descends),
        linear(1, "y", _small),
    ),
    play='KernelStudio.on_failing_case("learn_kernel", said=learn_kernel)',
)
