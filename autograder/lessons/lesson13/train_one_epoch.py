# mypy: disable-error-code="type-arg"
"""One pass over the training set: the loop that every PyTorch program has."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson13.tensors import SIDES, batches, cpu, images, model, optimizer
from autograder.lessons.lesson13.train_one_epoch_bugs import BUGS
from autograder.lessons.lesson13.train_one_epoch_styles import ACCEPT
from autograder.stand_ins import ByName
from autograder.trials import Task, Trial


def train_one_epoch(
    model: nn.Module, loader: Iterable, optimizer: torch.optim.Optimizer, device: torch.device
) -> float:
    """Train a model on every batch of a loader, once, and give the mean loss per sample.

    Parameters
    ----------
    model : nn.Module
        Maps x to logits. It may arrive in either mode and with gradients of an earlier step; it is
        trained, and left, in training mode.
    loader : Iterable
        Of pairs (x, y): inputs, and int64 labels of shape (N,). Go through it once, in its order,
        and use no more of it than that: it may be an iterator without a length. The last batch
        may be smaller than the others.
    optimizer : torch.optim.Optimizer
        Of the model's parameters: one step a batch, on the gradient of that batch's *mean*
        cross-entropy.
    device : torch.device
        Where the model is; each batch is moved there.

    Returns
    -------
    float
        The sum of the losses of all samples divided by the number of samples; each loss as it was
        before the step on its batch. One forward a batch.

    Examples
    --------
    Logits of 0 for two classes give log 2, whatever the labels; with lr=0 they stay 0:

    >>> model = nn.Linear(3, 2)
    >>> _ = nn.init.zeros_(model.weight), nn.init.zeros_(model.bias)
    >>> loader = [(torch.ones(4, 3), torch.tensor([0, 1, 1, 0])), (torch.ones(1, 3), torch.tensor([1]))]
    >>> sgd = torch.optim.SGD(model.parameters(), lr=0.0)
    >>> round(train_one_epoch(model, loader, sgd, torch.device("cpu")), 4)
    0.6931
    """
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def trials(rng: np.random.Generator) -> list[Trial | Task]:
    """Both modes, old gradients, three optimizers, ragged last batches, a loader without length."""
    size, last = int(rng.integers(6, 9)), int(rng.integers(2, 5))
    after = images(4, 1, *SIDES)
    return [
        Task(
            "three batches, the last one smaller",
            "core",
            model(3),
            lambda m, g: (
                m,
                batches(g, size, size, last),
                optimizer("SGD", m, lr=0.1, momentum=0.9),
                cpu(),
            ),
            after,
            stale=True,
        ),
        Task(
            "one batch, the model in training mode",
            "core",
            model(4, 0.4),
            lambda m, g: (m, batches(g, size), optimizer("SGD", m, lr=0.2), cpu()),
            after,
            training=True,
        ),
        Task(
            "an Adam optimizer and old gradients",
            "generality",
            model(2),
            lambda m, g: (m, batches(g, last, size, 3), optimizer("Adam", m, lr=0.02), cpu()),
            after,
            training=True,
            stale=True,
        ),
        Task(
            "a loader without a length",
            "generality",
            model(3, 0.2),
            lambda m, g: (
                m,
                ByName("iterator", (batches(g, size, size, 1),)),
                optimizer("SGD", m, lr=0.1, weight_decay=0.05),
                cpu(),
            ),
            after,
        ),
    ]


HINTS = (
    "Lesson 10's loop had four steps for each batch. Which function of PyTorch does each of them? "
    "Where do gradients of the batch before go?",
    "Put the model into training mode. For each batch: move it to the device, clear the gradients, "
    "compute the logits and their cross-entropy, go backward, take a step. Keep two sums: of the "
    "losses, each times the number of its samples, and of the samples.",
    "```text\nmodel into training mode\ntotal, count = 0, 0\nfor x, y in loader:\n"
    "    move both to the device\n    clear old gradients\n    loss = mean cross-entropy of the "
    "logits\n    backward\n    step\n    total += ...the loss, as a float, weighted...\n"
    "    count += ...\nreturn total divided by count\n```",
)

SYMPTOMS = (
    Symptom("parameters stay as they were", "the order: clear, forward, backward, step"),
    Symptom("the first batch is right, later ones are not", "gradients of the batch before"),
    Symptom("the returned number is near, not equal", "does a small batch count as a large one?"),
    Symptom("has no len()", "count while you go through the loader"),
    Symptom("running statistics do not change", "the mode in which the model arrived"),
)

EXERCISE = Exercise(
    id="train_one_epoch",
    points=6,
    card=Card(
        "The loop",
        3,
        5,
        20,
        needs=("cross_entropy", "sgd_momentum_step"),
        tools="all of torch",
    ),
    reference=train_one_epoch,
    trials=trials,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    play="TrainMonitor(net)",
)
