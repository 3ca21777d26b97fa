"""A trained net for Fashion-MNIST: the file `fashion_net.safetensors`."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.artefact import Artefact
from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson14.FashionNet import FashionNet

TIERS = ((0.88, 3.0), (0.89, 4.0), (0.90, 6.0))


def fashion_net() -> nn.Module:
    """Return the net that `fashion_net.safetensors` belongs to, with whatever weights.

    The check loads the file into it, sends pictures of shape (N, 1, 28, 28), float32, divided by 255
    and not scaled in any other way, and counts how often the largest of its 10 numbers is the right
    one. Any module that takes these pictures will do.

    Returns
    -------
    nn.Module
        A new one at each call.

    Examples
    --------
    >>> fashion_net()(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    """
    return FashionNet()


def prepare(images: np.ndarray) -> Any:
    """What the check sends: uint8 (N, 28, 28) as float32 (N, 1, 28, 28) in [0, 1]."""
    return torch.as_tensor(images[:, np.newaxis].astype(np.float32) / 255)


EXERCISE = Exercise(
    id="fashion_net",
    points=6,
    card=Card(
        "Ninety per cent",
        3,
        5,
        60,
        needs=("FashionNet", "train_one_epoch", "evaluate"),
        tools="everything in PyTorch; weights trained by others are not yours",
    ),
    reference=fashion_net,
    artefact=Artefact(
        file="fashion_net.safetensors", dataset="fashion", prepare=prepare, tiers=TIERS
    ),
    hints=(
        "Which pictures tell you that an epoch was a good one, if neither the training pictures nor "
        "the test pictures may?",
        "Keep the last 6,000 training pictures apart. Train on the others with Adam, a few epochs, in "
        "batches of about 100. After each epoch count what is right among the 6,000, and save the "
        "state dict whenever that is a new best. Let the learning rate fall towards the end.",
        "```text\nbest = 0\nfor each epoch:\n    train on 54,000 pictures\n"
        "    accuracy = counted on the 6,000, in evaluation mode\n    if it is ...:\n"
        '        save_file(model.state_dict(), "fashion_net.safetensors")\n'
        "    lower the learning rate\n```",
    ),
    symptoms=(
        Symptom(
            "good in your loop, poor in the check",
            "are your pictures divided by 255, and only that?",
        ),
        Symptom(
            "10 % in the check", "which mode, which scaling? was the file saved before training?"
        ),
        Symptom("stuck near 88 %", "more epochs; does the learning rate fall at the end?"),
        Symptom(
            "the file does not fit your class",
            "save `model.state_dict()` of what fashion_net gives",
        ),
    ),
)
