# mypy: disable-error-code="type-arg"
"""The share of samples a model classifies correctly, without a trace of having been asked."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
from torch import nn

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson13.evaluate_bugs import BUGS
from autograder.lessons.lesson13.evaluate_styles import ACCEPT
from autograder.lessons.lesson13.tensors import SIDES, batches, cpu, images, model
from autograder.stand_ins import ByName
from autograder.trials import Task, Trial


def evaluate(model: nn.Module, loader: Iterable, device: torch.device) -> float:
    """Measure which share of the samples a model classifies correctly.

    Parameters
    ----------
    model : nn.Module
        Maps x to logits; the largest one is its answer. It may arrive in either mode: measure in
        evaluation mode, then restore the mode you found. Nothing in the model may change.
    loader : Iterable
        Of pairs (x, y): inputs, and int64 labels of shape (N,). Go through it once; it may be an
        iterator without a length. The last batch may be smaller than the others.
    device : torch.device
        Where the model is; each batch is moved there.

    Returns
    -------
    float
        Right answers divided by samples, from 0 to 1. No graph is built on the way.

    Examples
    --------
    The class is the column of the larger number; three of four labels agree:

    >>> x = torch.tensor([[3.0, 1.0], [0.0, 2.0], [5.0, 4.0], [1.0, 7.0]])
    >>> loader = [(x[:3], torch.tensor([0, 1, 1])), (x[3:], torch.tensor([1]))]
    >>> evaluate(nn.Identity(), loader, torch.device("cpu"))
    0.75
    """
    was_training = model.training
    model.eval()
    right, count = 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            right += (model(x).argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return right / count


def trials(rng: np.random.Generator) -> list[Trial | Task]:
    """Both modes, ragged last batches, a loader without length, one image alone."""
    size, last = int(rng.integers(30, 40)), int(rng.integers(5, 9))
    after = images(4, 1, *SIDES)
    return [
        Task(
            "a model in evaluation mode",
            "core",
            model(3),
            lambda m, g: (m, batches(g, size, size, last), cpu()),
            after,
            stale=True,
        ),
        Task(
            "a model left in training mode",
            "core",
            model(4, 0.5),
            lambda m, g: (m, batches(g, size, last), cpu()),
            after,
            training=True,
        ),
        Task(
            "a loader without a length",
            "generality",
            model(2),
            lambda m, g: (m, ByName("iterator", (batches(g, 7, 40, 1, 19),)), cpu()),
            after,
            training=True,
        ),
        Task(
            "one batch",
            "generality",
            model(3, 0.6),
            lambda m, g: (m, batches(g, 47), cpu()),
            after,
        ),
    ]


HINTS = (
    "What does dropout do while the model is in training mode, and what do batch normalisation's "
    "running statistics do? And what does PyTorch keep for every forward, in case you call "
    "`backward`?",
    "Remember the mode, and go into evaluation mode. Without gradients: for each batch, move it to "
    "the device, take the class with the largest logit, count how many equal the labels, and count "
    "the samples. Put the mode back. Divide once, at the end.",
    "```text\nremember the mode; evaluation mode\nright, count = 0, 0\nwith ...no graph...:\n"
    "    for x, y in loader:\n        move both to the device\n"
    "        right += how often ...the largest logit's column... equals the label\n"
    "        count += ...\nmode as it was\nreturn right divided by count\n```",
)

SYMPTOMS = (
    Symptom("another number each time", "dropout is on: the mode"),
    Symptom("graphs differs", "every forward built a graph; nobody will call `backward`"),
    Symptom("running statistics differ", "in training mode, measuring changes the model"),
    Symptom("near, not equal", "does a small batch count as a large one?"),
    Symptom("right, but the output afterwards differs", "the mode you found, put back?"),
)

EXERCISE = Exercise(
    id="evaluate",
    points=5,
    card=Card(
        "Measure without touching",
        2,
        5,
        15,
        tools="all of torch",
    ),
    reference=evaluate,
    trials=trials,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
)
