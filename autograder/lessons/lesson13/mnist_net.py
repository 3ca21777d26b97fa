"""A trained network: the checkpoint that a student's own training run leaves beside the notebook."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from autograder.artefact import Artefact
from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson13.MnistNet import MnistNet

MEAN, STD = 0.1307, 0.3081
"""Of the pixels of MNIST's training set, scaled to [0, 1]."""


def mnist_net() -> nn.Module:
    """Make the net that mnist_net.safetensors belongs to, with whatever weights.

    Returns
    -------
    nn.Module
        Your `MnistNet`, or another net of your own design. It is given float32 images of shape
        (N, 1, 28, 28), scaled as `as_input` does, and gives logits of shape (N, 10). The names and
        shapes in its state dict are those in the file.

    Examples
    --------
    >>> tuple(mnist_net()(torch.zeros(5, 1, 28, 28)).shape)
    (5, 10)
    """
    return MnistNet()


def as_input(images: np.ndarray) -> Tensor:
    """Pixels as the network is given them: uint8 (N, 28, 28) to float32 (N, 1, 28, 28)."""
    scaled = torch.as_tensor(images, dtype=torch.float32)[:, None] / 255
    return (scaled - MEAN) / STD


HINTS = (
    "What have you written that trains, and what that measures? By which images do you choose the "
    "epoch whose weights you keep?",
    "Make a net and an Adam optimizer. For each epoch: choose the learning rate, train on the "
    "training images, measure on the *validation* images, and when that was the best so far, save the "
    "state dict. Begin with 0.001 or 0.002, and let it fall from epoch to epoch: the last steps "
    "should be short.",
    "```text\nnet, optimizer = ...\nbest = 0\nfor lr in ...a falling row of five...:\n"
    "    give the optimizer this lr\n    loss = train_one_epoch(...)\n"
    "    accuracy = evaluate(...which images?...)\n    if accuracy is the best so far:\n"
    "        save the net's state dict\n```",
)

SYMPTOMS = (
    Symptom("there is no such file", "did the saving run, and in the notebook's folder?"),
    Symptom("it does not fit your class", "the file is of another net: train and save again"),
    Symptom(
        "far below the accuracy on the validation set",
        "were the images scaled by `as_input` when you trained?",
    ),
    Symptom("98.5 %, and no more", "a learning rate that falls; a few more epochs"),
)

EXERCISE = Exercise(
    id="mnist_net",
    points=5,
    card=Card(
        "Train it",
        2,
        5,
        20,
        needs=("MnistNet", "train_one_epoch", "evaluate"),
        tools="all of torch; a file of at most 16 MiB",
    ),
    reference=mnist_net,
    artefact=Artefact(
        file="mnist_net.safetensors",
        dataset="mnist",
        prepare=as_input,
        tiers=((0.98, 3.0), (0.985, 4.0), (0.989, 5.0)),
    ),
    hints=HINTS,
    symptoms=SYMPTOMS,
)
