"""Count a layer's parameters and its multiplications before building it."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson05.conv_cost_bugs import BUGS
from autograder.lessons.lesson05.conv_cost_styles import ACCEPT


def conv_cost(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> tuple[int, int]:
    """Count the parameters and the multiply-accumulates of a convolutional layer.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels of the input, and filters.
    kernel_size : tuple of int
        (kH, kW).
    output_size : tuple of int
        (H', W'): the positions of each filter, down and across.
    groups : int
        The input channels are dealt into so many equal groups, the filters too; a filter sees the
        input channels of its own group only.
    bias : bool
        Whether each filter has a bias.

    Returns
    -------
    tuple of int
        (parameters, multiply-accumulates for one image). Parameters are all numbers the layer
        learns, biases included. Multiply-accumulates are products of a weight and an input;
        adding the bias is not one.

    Raises
    ------
    ValueError
        When groups does not divide both in_channels and out_channels.

    Examples
    --------
    2 filters of 3 x 1 x 2 weights are 12 weights, and 2 biases; 20 positions use each weight once:

    >>> conv_cost(3, 2, (1, 2), (4, 5))
    (14, 240)
    """
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"{groups} groups do not divide {in_channels} and {out_channels} channels")
    kernel_height, kernel_width = kernel_size
    weights = out_channels * (in_channels // groups) * kernel_height * kernel_width
    parameters = weights + (out_channels if bias else 0)
    positions = output_size[0] * output_size[1]
    return parameters, weights * positions


def probes(rng: np.random.Generator) -> list[Probe]:
    """Layers small enough for paper and layers everyone knows; then groups; then misfits."""
    kernel, size = _two(rng, 2, 7), _two(rng, 8, 30)
    known, grouped = int(rng.integers(3, 9)), int(rng.integers(2, 5))
    return [
        Probe("2 channels to 3, kernel 2x4, 5x7 positions", "core", (2, 3, (2, 4), (5, 7))),
        Probe("LeNet-5's first layer", "core", (1, 6, (5, 5), (28, 28))),
        Probe("7 channels to 4, kernel 3x2, no bias", "core", (7, 4, (3, 2), (6, 5), 1, False)),
        Probe(
            f"{known} channels to 5, kernel {kernel[0]}x{kernel[1]}",
            "core",
            (known, 5, kernel, size),
        ),
        Probe("1x1 kernel, 6 channels to 2", "generality", (6, 2, (1, 1), (4, 9))),
        Probe("3 channels to 3, kernel 3x3", "generality", (3, 3, (3, 3), (3, 3))),
        Probe("one position: a dense layer", "generality", (5, 8, (3, 4), (1, 1))),
        Probe(
            "2 groups, 6 channels to 4",
            "generality",
            (6, 4, (3, 5), (7, 2)),
            {"groups": 2},
        ),
        Probe(
            "8 groups of one channel, no bias: depthwise",
            "generality",
            (8, 8, (3, 3), (10, 11)),
            {"groups": 8, "bias": False},
        ),
        Probe(
            f"{grouped} groups, 3 channels to 2 filters in each",
            "generality",
            (3 * grouped, 2 * grouped, (2, 1), (4, 6), grouped),
        ),
        Probe("GoogLeNet's first layer", "generality", (3, 64, (7, 7), (112, 112)), {"bias": True}),
        Probe("3 groups do not divide 4 channels", "robustness", (4, 6, (3, 2), (5, 6), 3)),
        Probe("3 groups do not divide 5 filters", "robustness", (6, 5, (2, 3), (5, 6), 3)),
    ]


def _two(rng: np.random.Generator, low: int, high: int) -> tuple[int, int]:
    first, second = rng.choice(np.arange(low, high), size=2, replace=False)
    return int(first), int(second)


HINTS = (
    "Take one filter on an RGB picture, 2 rows high and 4 columns wide. How many numbers is it made "
    "of? How many such filters are there? And how often is one of its weights used while it "
    "slides?",
    "Count the weights of one filter: the input channels it sees, times its height, times its "
    "width. With groups it sees only a part of the channels. Multiply by the number of filters. "
    "Biases come on top of the parameters. At every position each weight is used once.",
    "```text\nif groups does not divide both channel counts: raise ValueError\n"
    "weights = filters * ...input channels one filter sees... * kernel cells\n"
    "parameters = weights, and a bias for each filter if there are biases\n"
    "multiplications = ...\nreturn (parameters, multiplications)\n```",
)

SYMPTOMS = (
    Symptom("right for one input channel only", "how deep is a filter?"),
    Symptom("right without groups only", "which of the two channel counts do groups divide?"),
    Symptom("a few parameters too many or too few", "how many biases has a filter?"),
    Symptom("far too many parameters", "weights are the same at every position"),
    Symptom("a float comes out", "`/` gives a float, `//` a whole number"),
)

EXERCISE = Exercise(
    id="conv_cost",
    points=4,
    card=Card("What a layer costs", 2, 4, 10, tools="paper first"),
    reference=conv_cost,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    play='ChannelMixer.on_failing_case("conv_cost", said=conv_cost)',
)
