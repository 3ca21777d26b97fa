"""LeNet-5 as it is built today."""

# ruff: noqa: N999

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson14.lenet5_bugs import BUGS
from autograder.lessons.lesson14.lenet5_styles import ACCEPT
from autograder.stand_ins import ByName
from autograder.trials import Trial


class LeNet5(nn.Module):
    """LeNet-5 in today's form: two convolutions, two poolings, three linear layers.

    Layers, in order, with the names of the 1998 paper; after each of c1, c3, c5 and f6 comes the
    activation.

    - c1: 5x5 convolution, 1 to 6 channels; then average pooling, 2x2.
    - c3: 5x5 convolution, 6 to 16 channels; then average pooling, 2x2.
    - c5: linear, 400 to 120, on the flattened maps (16 maps of 5x5).
    - f6: linear, 120 to 84.
    - output: linear, 84 to num_classes. Nothing follows.

    Parameters
    ----------
    num_classes : int
        How many numbers come out for each picture.
    activation : type of nn.Module
        A class, such as nn.Tanh or nn.ReLU; the model makes its own objects of it, without
        arguments.

    Attributes
    ----------
    c1, c3 : nn.Conv2d
    c5, f6, output : nn.Linear
        All with biases. Other modules may have any names, since they hold no parameters.

    Examples
    --------
    >>> net = LeNet5()
    >>> net(torch.zeros(2, 1, 32, 32)).shape
    torch.Size([2, 10])
    >>> sum(p.numel() for p in net.parameters())
    61706
    """

    def __init__(self, num_classes: int = 10, activation: type[nn.Module] = nn.Tanh) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Linear(16 * 5 * 5, 120)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, num_classes)
        self.pool = nn.AvgPool2d(2)
        self.activation = activation()

    def forward(self, x: Tensor) -> Tensor:
        """Scores, shape (N, num_classes), of pictures, shape (N, 1, 32, 32): logits, no softmax."""
        x = self.pool(self.activation(self.c1(x)))
        x = self.pool(self.activation(self.c3(x)))
        x = x.flatten(1)
        x = self.activation(self.c5(x))
        x = self.activation(self.f6(x))
        return self.output(x)


def _pictures(count: int, scale: float = 1.0) -> Callable[[np.random.Generator], tuple[Any, ...]]:
    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        values = scale * rng.standard_normal((count, 1, 32, 32))
        return (torch.as_tensor(values, dtype=torch.float32),)

    return draw


def trials(rng: np.random.Generator) -> list[Trial]:
    """As it comes; then other activations and numbers of classes, by position and by name."""
    classes = int(rng.integers(3, 10))
    relu, sigmoid = ByName("torch.nn.ReLU"), ByName("torch.nn.Sigmoid")
    return [
        Trial("as it comes, 3 pictures", "core", _pictures(3)),
        Trial("in training mode", "core", _pictures(2), training=True),
        Trial("nn.ReLU as activation", "generality", _pictures(3), kwargs={"activation": relu}),
        Trial(f"{classes} classes, nn.Sigmoid", "generality", _pictures(2), (classes, sigmoid)),
        Trial("11 classes, by name", "generality", _pictures(2), kwargs={"num_classes": 11}),
        Trial("a single picture", "robustness", _pictures(1)),
        Trial("a single picture, large values", "robustness", _pictures(1, 8.0), (3, relu)),
    ]


HINTS = (
    "A 32 x 32 picture goes through a 5 x 5 convolution and a 2 x 2 pooling, and again. How many "
    "numbers are left for c5? Which of the layers learn something, and so need a name from the "
    "docstring?",
    "In `__init__`: call `super().__init__()`, make the five layers that learn, a pooling, and an "
    "object of the activation's class. In `forward`: convolution, activation, pooling, twice; then "
    "flatten all but the batch axis; then the linear layers with the activation between them.",
    "```text\n__init__:\n    c1 = convolution 1 -> 6, 5x5\n    c3 = convolution 6 -> 16, 5x5\n"
    "    c5, f6, output = linear layers: ...\n    activation = an object of the class\nforward:\n"
    "    x = pool(activation(c1(x)))\n    x = the same with c3\n"
    "    x = x flattened, but for axis ...\n    ...\n    the output layer comes last, bare\n```",
)

SYMPTOMS = (
    Symptom(
        "mat1 and mat2 shapes cannot be multiplied", "how many numbers leave the second pooling?"
    ),
    Symptom("cannot assign module before __init__", "`super().__init__()` comes first"),
    Symptom(
        "its parameters are not those asked for", "the names, and the order of the two numbers"
    ),
    Symptom("right with nn.Tanh only", "where does the argument `activation` go?"),
    Symptom("right for one picture only", "does flattening keep the batch axis?"),
)

EXERCISE = Exercise(
    id="LeNet5",
    points=5,
    card=Card("LeNet-5 today", 2, 4, 20, tools="all of `torch.nn`"),
    reference=LeNet5,
    trials=trials,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    play="ArchitectureWalk(LeNet5)",
)
