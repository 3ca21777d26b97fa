"""The Fashion-MNIST net of text E: two blocks of convolution, normalisation, ReLU and pooling."""

# ruff: noqa: N999

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson14.fashion_layers_bugs import BUGS
from autograder.lessons.lesson14.fashion_layers_styles import ACCEPT
from autograder.trials import Trial


class FashionNet(nn.Module):
    """Two blocks of convolution, batch normalisation, ReLU and max-pooling; one linear layer.

    - conv1: 5x5 convolution, padding 2, 1 to 16 channels; bn1; ReLU; max-pooling, 2x2.
    - conv2: 5x5 convolution, padding 2, 16 to 32 channels; bn2; ReLU; max-pooling, 2x2.
    - fc: linear, 1568 to 10, on the flattened maps (32 maps of 7x7). Nothing follows.

    Attributes
    ----------
    conv1, conv2 : nn.Conv2d
        With biases.
    bn1, bn2 : nn.BatchNorm2d
        With PyTorch's own settings.
    fc : nn.Linear
        Other modules may have any names, since they hold no parameters.

    Examples
    --------
    >>> net = FashionNet()
    >>> net(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    >>> sum(p.numel() for p in net.parameters())
    29034
    """

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5, padding=2)
        self.bn1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 32, 5, padding=2)
        self.bn2 = nn.BatchNorm2d(32)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x: Tensor) -> Tensor:
        """Scores, shape (N, 10), of pictures, shape (N, 1, 28, 28): logits, no softmax."""
        x = self.pool(torch.relu(self.bn1(self.conv1(x))))
        x = self.pool(torch.relu(self.bn2(self.conv2(x))))
        return self.fc(x.flatten(1))


def _pictures(count: int, scale: float = 1.0) -> Callable[[np.random.Generator], tuple[Any, ...]]:
    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        values = scale * rng.standard_normal((count, 1, 28, 28))
        return (torch.as_tensor(values, dtype=torch.float32),)

    return draw


def trials(rng: np.random.Generator) -> list[Trial]:
    """Both modes, then batches of other sizes."""
    return [
        Trial("evaluation, 3 pictures", "core", _pictures(3)),
        Trial("training, 4 pictures", "core", _pictures(4), training=True),
        Trial("evaluation, large values", "generality", _pictures(2, 5.0)),
        Trial("training, 2 pictures", "generality", _pictures(2, 0.3), training=True),
        Trial("evaluation, a single picture", "robustness", _pictures(1)),
    ]


HINTS = (
    "Which padding keeps 28 x 28 under a 5 x 5 kernel? And how many numbers are left after two "
    "poolings, for the linear layer?",
    "In `__init__`: call `super().__init__()`, then make conv1, bn1, conv2, bn2, fc and a pooling. "
    "In `forward` every block is convolution, normalisation, ReLU, pooling, in this order. Then "
    "flatten all but the batch axis, and the linear layer.",
    "```text\n__init__:\n    conv1 = convolution 1 -> 16, 5x5, padding ...\n"
    "    bn1 = normalisation of ... channels\n    conv2, bn2 = the same for 16 -> 32\n"
    "    fc = linear, ... -> 10\nforward:\n    x = pool(relu(bn1(conv1(x))))\n"
    "    x = the same with conv2 and bn2\n    flatten, then the linear layer\n```",
)

SYMPTOMS = (
    Symptom("mat1 and mat2 shapes cannot be multiplied", "sizes: 28, 28, 14, 14, 7 with padding 2"),
    Symptom(
        "running_mean should contain ... elements", "a normalisation counts its input's channels"
    ),
    Symptom(
        "its parameters are not those asked for", "the five names; do the convolutions have biases?"
    ),
    Symptom(
        "right in evaluation only", "what comes between convolution and ReLU, and in which order?"
    ),
)

EXERCISE = Exercise(
    id="FashionNet",
    points=4,
    card=Card("A net for clothes", 2, 5, 15, tools="all of `torch.nn`"),
    reference=FashionNet,
    trials=trials,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    play="layer_table(FashionNet(), (1, 28, 28))",
)
