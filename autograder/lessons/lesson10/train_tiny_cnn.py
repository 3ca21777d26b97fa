"""All the pieces together: a convolutional network that learns, in NumPy alone."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import Inconclusive
from autograder.lessons.lesson05.numbers import real, whole
from autograder.lessons.lesson07.max_pool2d import max_pool2d
from autograder.lessons.lesson08.relu import relu
from autograder.lessons.lesson08.relu_backward import relu_backward
from autograder.lessons.lesson09.cross_entropy import cross_entropy
from autograder.lessons.lesson10.linear_backward import linear_backward
from autograder.lessons.lesson10.max_pool2d_backward import max_pool2d_backward
from autograder.lessons.lesson10.numbers import quick_conv2d as conv2d
from autograder.lessons.lesson10.numbers import quick_conv2d_backward as conv2d_backward
from autograder.lessons.lesson10.train_tiny_cnn_bugs import BUGS
from autograder.lessons.lesson10.train_tiny_cnn_styles import ACCEPT
from autograder.stand_ins import ByName
from course import data


def train_tiny_cnn(
    x: np.ndarray, y: np.ndarray, steps: int, lr: float, rng: np.random.Generator
) -> list[float]:
    """Train a small network, conv - ReLU - pool - linear, by plain gradient descent on batches.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Pictures; H and W are at least 3. Floats or whole numbers, never modified.
    y : np.ndarray of int, shape (N,)
        Their classes: 0, 1 or 2.
    steps : int
        Updates to make; with 0 the list is empty.
    lr : float
        The learning rate.
    rng : np.random.Generator
        Where every random number comes from, in the order below and no others.

    Returns
    -------
    list of float, `steps` numbers
        The mean cross-entropy of each step's batch, *before* the update of that step.

    Notes
    -----
    1. `filters = rng.standard_normal((6, C, 5, 5)) * np.sqrt(2 / (25 * C))`; six biases of 0.
    2. `weight = rng.standard_normal((3, D)) / np.sqrt(D)`, where D numbers come out of the pool
       for each picture; three biases of 0.
    3. In each step, `batch = rng.permutation(N)[:12]`: these pictures, in this order.
    4. Forward: conv2d (stride 2, padding 2), relu, max_pool2d (windows of 2), reshape to (12, D),
       linear, cross_entropy. A batch has N pictures when N is less than 12.
    5. Backward, all the way; then all four parameters at once: `p = p - lr * dp`.

    Examples
    --------
    Black pictures show the biases only, which start at 0: equal scores, and a loss of log(3).

    >>> train_tiny_cnn(np.zeros((2, 1, 3, 4)), np.array([0, 2]), 1, 0.1, np.random.default_rng(0))
    [1.0986122886681098]
    """
    channels, (height, width) = x.shape[1], ((n + 1) // 4 for n in x.shape[2:])
    filters = rng.standard_normal((6, channels, 5, 5)) * np.sqrt(2 / (25 * channels))
    weight = rng.standard_normal((3, 6 * height * width)) / np.sqrt(6 * height * width)
    filter_bias, bias = np.zeros(6), np.zeros(3)
    losses = []
    for _ in range(steps):
        batch = rng.permutation(len(x))[:12]
        images, labels = x[batch], y[batch]
        maps = conv2d(images, filters, filter_bias, 2, 2)
        active = relu(maps)
        pooled = max_pool2d(active, 2)
        flat = pooled.reshape(len(batch), -1)
        loss, dscores = cross_entropy(flat @ weight.T + bias, labels)
        dflat, dweight, dbias = linear_backward(dscores, flat, weight)
        dactive = max_pool2d_backward(dflat.reshape(pooled.shape), active, 2)
        dmaps = relu_backward(dactive, maps)
        _, dfilters, dfilter_bias = conv2d_backward(dmaps, images, filters, 2, 2)
        filters, filter_bias = filters - lr * dfilters, filter_bias - lr * dfilter_bias
        weight, bias = weight - lr * dweight, bias - lr * dbias
        losses.append(float(loss))
    return losses


def _task(
    rng: np.random.Generator, x: np.ndarray, steps: int, lr: float
) -> tuple[np.ndarray, np.ndarray, int, float, ByName]:
    """Pictures with labels of all three classes, as even as may be, and a generator's seed."""
    y = rng.permutation(np.arange(len(x)) % 3)
    return x, y, steps, lr, _seeded(rng)


def _seeded(rng: np.random.Generator) -> ByName:
    """A generator that travels: made anew, from its seed, for each call."""
    return ByName("numpy.random.default_rng", (int(rng.integers(10_000)),))


def probes(rng: np.random.Generator) -> list[Probe]:
    """One step, then several; batches that are drawn; sizes and types; and the whole thing once."""
    x, y, steps, lr, seeded = _task(rng, whole(rng, 5, 1, 4, 5), 3, 0.005)
    return [
        Probe("one step, 6 pictures of 4x5", "core", _task(rng, real(rng, 6, 1, 4, 5), 1, 0.1)),
        Probe("three steps, 6 pictures of 5x4", "core", _task(rng, real(rng, 6, 1, 5, 4), 3, 0.3)),
        Probe("14 pictures of 3x3: batches", "core", _task(rng, real(rng, 14, 1, 3, 3), 3, 0.2)),
        Probe("five steps, 4 of 7x4", "core", _task(rng, real(rng, 4, 1, 7, 4), 5, 0.2)),
        Probe("two channels", "generality", _task(rng, real(rng, 5, 2, 3, 4), 3, 0.2)),
        Probe(
            "three pictures, three channels, 3x3",
            "generality",
            _task(rng, real(rng, 3, 3, 3, 3), 2, 0.4),
        ),
        Probe("no step", "generality", _task(rng, real(rng, 3, 1, 4, 7), 0, 0.2)),
        Probe(
            "20 pictures, learning rate 0",
            "generality",
            _task(rng, real(rng, 20, 1, 3, 4), 4, 0.0),
            show=False,
        ),
        Probe(
            "25 pictures, six steps",
            "generality",
            _task(rng, real(rng, 25, 1, 6, 7), 6, 0.2),
            show=False,
        ),
        Probe(
            "one picture",
            "generality",
            (real(rng, 1, 1, 8, 7), np.array([2]), 3, 0.02, _seeded(rng)),
        ),
        Probe(
            "six shapes, until the loss is below 0.2",
            "generality",
            (*data.shapes(6, rng), 36, 0.5, _seeded(rng)),
            rtol=1e-5,
            show=False,
        ),
        Probe("whole-number pictures", "robustness", (x.astype(int), y, steps, lr, seeded)),
        Probe(
            "float32 pictures",
            "robustness",
            ((x / 4).astype(np.float32), y, steps, 10 * lr, seeded),
        ),
    ]


def _falls(function: Function, rng: np.random.Generator) -> str:
    x, y = data.shapes(6, rng)
    losses = function(x, y, 36, 0.5, _seeded(rng))
    if not isinstance(losses, list) or len(losses) != 36:
        raise Inconclusive
    if losses[-1] < 0.2:
        return ""
    return (
        f"On six shapes the loss goes from {losses[0]:.3g} to {losses[-1]:.3g} in 36 steps with "
        "learning rate 0.5; it should fall below 0.2. Do all four parameters move, against their "
        "gradients?"
    )


def _starts_near_log_3(function: Function, rng: np.random.Generator) -> str:
    x, y = 0.01 * rng.standard_normal((6, 1, 5, 7)), np.arange(6) % 3
    losses = function(x, y, 1, 0.1, _seeded(rng))
    if not isinstance(losses, list) or len(losses) != 1:
        raise Inconclusive
    if abs(losses[0] - np.log(3)) < 0.1:
        return ""
    return (
        f"For nearly black pictures the first loss is {losses[0]:.4g}; with biases of 0 the scores "
        "are nearly equal, and it should be near log(3) = 1.099."
    )


HINTS = (
    "Take the black pictures of the example. What comes out of the convolution, of the pool, of "
    "the linear layer? And in which line does your loop first ask rng for a number?",
    "Draw filters, then weights; biases are zeros. In each step draw a batch. Forward, keep each "
    "layer's *input*: the backward functions ask for it. Backward, call them in reverse order, and "
    "hand each what the one behind it returned as `dx`. Only then move the four parameters.",
    "```text\nfilters, weight = drawn as the notes say; two biases of zeros\nrepeat steps times:\n"
    "    batch = ...; images, labels = x[batch], y[batch]\n"
    "    maps = conv2d(images, ...); active = relu(maps); pooled = max_pool2d(active, 2)\n"
    "    flat = pooled, one row a picture\n"
    "    loss, dscores = cross_entropy(scores of flat, labels)\n"
    "    dflat, dweight, dbias = linear_backward(...)\n"
    "    dactive = max_pool2d_backward(dflat ...in which shape..., active, 2)\n"
    "    dmaps = relu_backward(dactive, ...)\n"
    "    _, dfilters, dfilter_bias = conv2d_backward(dmaps, ...)\n"
    "    move the four parameters; note the loss\nreturn the list of losses\n```",
)

SYMPTOMS = (
    Symptom("the first loss differs", "the draws: filters first, then weights, then the batch"),
    Symptom("only the first loss agrees", "one of the four gradients, or the sign of the update"),
    Symptom("the loss stays at 1.0986", "log(3): all scores are equal. Are the weights zeros?"),
    Symptom("cannot reshape, or shapes do not match", "D is 6 * ((H + 1) // 4) * ((W + 1) // 4)"),
    Symptom("nan after a few steps", "minus lr times the gradient; and is lr used at all?"),
)

EXERCISE = Exercise(
    id="train_tiny_cnn",
    points=6,
    card=Card(
        "A network that learns",
        3,
        5,
        30,
        needs=(
            "conv2d",
            "relu",
            "max_pool2d",
            "cross_entropy",
            "linear_backward",
            "max_pool2d_backward",
            "relu_backward",
            "conv2d_backward",
        ),
        tools="all that you have written",
    ),
    reference=train_tiny_cnn,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    properties=(
        Property("starts near log 3", _starts_near_log_3),
        Property("falls below 0.2", _falls),
    ),
    play="GradientFlow(function=conv2d_backward)",
)
