"""The sizes in a network, layer after layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson04.conv_output_size import conv_output_size
from autograder.lessons.lesson04.trace_sizes_bugs import BUGS
from autograder.lessons.lesson04.trace_sizes_nets import (
    ALEXNET,
    DILATED,
    LENET5,
    NET_A,
    NET_B,
    NET_E,
)
from autograder.lessons.lesson04.trace_sizes_styles import ACCEPT
from course.layers import Layer


def trace_sizes(n: int, layers: Sequence[Layer]) -> list[int]:
    """Follow the length of one axis through a network.

    Parameters
    ----------
    n : int
        Cells of the input, at least 1.
    layers : sequence of Layer
        In order; each has a `kernel`, a `stride`, a `padding` and a `dilation`. A pooling layer
        is one of them too: it counts windows in the same way.

    Returns
    -------
    list of int
        n, then the size after each layer: one number more than there are layers.

    Raises
    ------
    ValueError
        When a layer's kernel does not fit, as `conv_output_size` does.

    Examples
    --------
    >>> trace_sizes(10, [Layer(3), Layer(2, stride=2), Layer(3, padding=1)])
    [10, 8, 4, 4]
    """
    sizes = [n]
    for layer in layers:
        size = conv_output_size(
            sizes[-1], layer.kernel, layer.stride, layer.padding, layer.dilation
        )
        sizes.append(size)
    return sizes


def probes(rng: np.random.Generator) -> list[Probe]:
    """A few layers first; then networks with a name, random ones, and one that shrinks away."""
    leftovers = [Layer(3, 2), Layer(2, 2), Layer(4, 3)]
    n = [int(size) for size in rng.choice((89, 97, 101, 103, 107, 109, 113), 4, replace=False)]
    return [
        Probe("10 cells, one layer", "core", (10, [Layer(3, 2, 1)])),
        Probe("10 cells, three layers", "core", (10, [Layer(3), Layer(2, 2), Layer(3, 1, 1)])),
        Probe("LeNet-5 on 32 cells", "core", (32, list(LENET5))),
        Probe("36 cells, each stride leaves some over", "core", (36, leftovers)),
        Probe("no layers", "generality", (17, [])),
        Probe("28 cells, a tuple of layers", "generality", (28, (Layer(5, 1, 2), Layer(2, 2)))),
        Probe("two layers with the same size", "generality", (9, [Layer(1), Layer(5, 1, 2)])),
        Probe("a dilated stack on 20 cells", "generality", (20, list(DILATED))),
        Probe("a net that shrinks by strides, 28 cells", "generality", (28, list(NET_A))),
        Probe("a CIFAR-10 net on 32 cells", "generality", (32, list(NET_B))),
        Probe("a Fashion-MNIST net on 28 cells", "generality", (28, list(NET_E))),
        Probe("AlexNet's layers on 224 cells", "generality", (224, list(ALEXNET))),
        Probe(f"a random net on {n[0]} cells", "generality", (n[0], _random_net(rng, n[0], 4))),
        Probe(f"a random net on {n[1]} cells", "generality", (n[1], _random_net(rng, n[1], 5))),
        Probe(f"a random net on {n[2]} cells", "generality", (n[2], _random_net(rng, n[2], 3))),
        Probe("12 cells, the third layer does not fit", "robustness", (12, _shrinks_away(rng))),
    ]


def _random_net(rng: np.random.Generator, n: int, count: int) -> list[Layer]:
    """Layers with four different numbers each where possible, which fit one after another."""
    layers: list[Layer] = []
    while len(layers) < count:
        kernel, stride = int(rng.integers(2, 8)), int(rng.integers(1, 4))
        padding, dilation = int(rng.integers(0, 4)), int(rng.integers(1, 4))
        size = (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        if len({kernel, stride, padding, dilation}) == 4 and size >= 3:
            layers.append(Layer(kernel, stride, padding, dilation))
            n = size
    return layers


def _shrinks_away(rng: np.random.Generator) -> list[Layer]:
    return [Layer(3, 2), Layer(2, 2), Layer(int(rng.integers(4, 9))), Layer(1)]


EXERCISE = Exercise(
    id="trace_sizes",
    points=3,
    card=Card("Trace a network", 2, 4, 10, needs=("conv_output_size",)),
    reference=trace_sizes,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "What does the second layer slide over: the picture, or something else?",
        "Keep a list of sizes that starts with the input's. For each layer take the newest size, "
        "count the windows with your function and the layer's four numbers, and append the count.",
        "```text\nsizes = [the input's]\nfor each layer:\n"
        "    append the number of windows on ...which size...\nreturn sizes\n```",
    ),
    symptoms=(
        Symptom("one number missing", "the list starts with the input's size"),
        Symptom("right for one layer only", "which size does the second layer get?"),
        Symptom("right while padding is 0", "print a Layer: in which order are its four numbers?"),
        Symptom("the argument was modified", "`pop` takes layers out of the caller's list"),
    ),
    play='StrideRuler.on_failing_case("trace_sizes", said=trace_sizes)',
)
