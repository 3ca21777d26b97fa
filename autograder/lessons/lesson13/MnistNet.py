"""A small network for MNIST: two convolutions, two linear layers, 421,642 parameters."""

# ruff: noqa: N999
from __future__ import annotations

import numpy as np
import torch  # noqa: F401  the example in the docstring asks for it
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson13.MnistNet_bugs import BUGS
from autograder.lessons.lesson13.MnistNet_styles import ACCEPT
from autograder.lessons.lesson13.tensors import images
from autograder.trials import Task, Trial


class MnistNet(nn.Module):
    """A network for 28x28 digits: two convolutions, two linear layers, 421,642 parameters.

    In this order: `conv1`, 3x3, 1 to 32 channels, padding 1; max-pool 2x2; ReLU; `conv2`, 3x3, 32
    to 64, padding 1; max-pool 2x2; ReLU; flatten; `fc1`, linear, to 128; ReLU; `fc2`, linear, to 10.

    Attributes
    ----------
    conv1, conv2 : your `Conv2d`, or nn.Conv2d
    fc1, fc2 : nn.Linear
        Keep these names: a checkpoint is loaded by name. All four have biases, and nothing else in
        the network has parameters.

    `forward(x)` takes float32 (N, 1, 28, 28) and gives the logits, (N, 10): no softmax at the end.

    Examples
    --------
    >>> net = MnistNet()
    >>> tuple(net(torch.zeros(5, 1, 28, 28)).shape)
    (5, 10)
    >>> [sum(p.numel() for p in layer.parameters()) for layer in (net.conv1, net.conv2, net.fc2)]
    [320, 18496, 1290]
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc1 = nn.Linear(64 * 7 * 7, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2(x), 2))
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc2(x)


def trials(rng: np.random.Generator) -> list[Trial | Task]:
    """A batch in each mode, with gradients; and one image alone, whose axis must stay."""
    return [
        Trial("two images", "core", images(2, 1, 28, 28), repeats=1),
        Trial("three images, in training", "generality", images(3, 1, 28, 28), training=True),
        Trial("one image alone", "generality", images(1, 1, 28, 28), gradients=False, repeats=1),
    ]


HINTS = (
    "Trace the sizes as in lesson 04: 28, then? How many numbers does one image have when it is "
    "flattened? Which of the steps have parameters, and so belong into `__init__`?",
    "`__init__` makes the four layers that have parameters. `forward` sends x through them: after "
    "each convolution a 2x2 max-pool and a ReLU; then flatten all axes but the first; then the two "
    "linear layers, with a ReLU between them and nothing after the last.",
    "```text\n__init__:\n    run nn.Module's own __init__\n    conv1: 1 to 32, conv2: 32 to 64\n"
    "    fc1: ...channels x rows x columns... to 128, fc2: 128 to 10\nforward:\n"
    "    twice: convolve, pool, ReLU\n    flatten ...which axes?...\n"
    "    fc1, ReLU, fc2\n```",
)

SYMPTOMS = (
    Symptom(
        "mat1 and mat2 shapes cannot be multiplied",
        "the flattened size: trace 28 through both convolutions and both pools",
    ),
    Symptom("names are not those asked for", "conv1, conv2, fc1, fc2, as attributes of the module"),
    Symptom("no number below 0, or rows that sum to 1", "something comes after the last layer"),
    Symptom("one image alone has a shape of one axis", "`squeeze` took the batch's axis too"),
)

EXERCISE = Exercise(
    id="MnistNet",
    points=4,
    card=Card(
        "A network in ten lines",
        2,
        4,
        15,
        needs=("Conv2d", "trace_sizes"),
        tools="all of torch",
    ),
    reference=MnistNet,
    trials=trials,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
)
