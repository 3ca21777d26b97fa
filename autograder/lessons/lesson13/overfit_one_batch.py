"""The sanity ritual: a network that works can learn one batch by heart."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson13.overfit_one_batch_bugs import BUGS
from autograder.lessons.lesson13.overfit_one_batch_styles import ACCEPT
from autograder.lessons.lesson13.tensors import SIDES, batches, images, model
from autograder.trials import Task, Trial


def overfit_one_batch(
    model: nn.Module, batch: tuple[Tensor, Tensor], steps: int, lr: float
) -> float:
    """Train a model on one and the same batch, and give the last loss.

    Parameters
    ----------
    model : nn.Module
        Maps x to logits. It may arrive in either mode and with old gradients; it is trained, and
        left, in training mode.
    batch : tuple of Tensor
        (x, y): inputs, and int64 labels of shape (N,), on the model's device.
    steps : int
        At least 1. Each is one forward, one backward and one step of `torch.optim.SGD` with
        learning rate `lr` and no momentum, on the mean cross-entropy.
    lr : float

    Returns
    -------
    float
        The mean cross-entropy of the last forward, so before the last step.

    Examples
    --------
    Two logits of 0 give log 2 before the only step, and less after many:

    >>> model = nn.Linear(1, 2)
    >>> _ = nn.init.zeros_(model.weight), nn.init.zeros_(model.bias)
    >>> batch = torch.tensor([[1.0], [-1.0]]), torch.tensor([0, 1])
    >>> round(overfit_one_batch(model, batch, steps=1, lr=1.0), 4)
    0.6931
    >>> overfit_one_batch(model, batch, steps=100, lr=1.0) < 0.02
    True
    """
    x, y = batch
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def trials(rng: np.random.Generator) -> list[Trial | Task]:
    """One step, a few, many; both modes, old gradients. Dropout only where few steps follow."""
    few, many = int(rng.integers(3, 6)), int(rng.integers(11, 15))
    size = int(rng.integers(5, 9))
    after = images(4, 1, *SIDES)
    return [
        Task(
            "a few steps, the model in evaluation mode",
            "core",
            model(3, 0.2),
            lambda m, g: (m, batches(g, size)[0], few, 0.2),
            after,
            stale=True,
        ),
        Task(
            "one step",
            "generality",
            model(2, 0.4),
            lambda m, g: (m, batches(g, size + 1)[0], 1, 0.3),
            after,
            training=True,
            stale=True,
        ),
        Task(
            "many small steps",
            "generality",
            model(4, 0.1),
            lambda m, g: (m, batches(g, size + 2)[0], many, 0.05),
            after,
            training=True,
        ),
    ]


HINTS = (
    "You have written a loop over batches. What changes when there is one batch, and it comes again "
    "and again? Which loss is the last one that you computed?",
    "Make an SGD optimizer of the model's parameters, once, with the learning rate you were given. "
    "Training mode. Then `steps` times: clear, forward, loss, backward, step. Return the last loss as "
    "a float.",
    "```text\nx, y = batch\noptimizer = SGD on ...whose parameters..., with lr\ntraining mode\n"
    "repeat steps times:\n    clear\n    loss = cross-entropy of the logits\n    ...\n    step\n"
    "return ...which loss, as a float...\n```",
)

SYMPTOMS = (
    Symptom("right for one step, not for several", "gradients of the step before"),
    Symptom("slightly lower than expected", "was the model asked once more after the last step?"),
    Symptom("too low after few steps", "momentum, or another optimizer than plain SGD"),
    Symptom("running statistics differ", "one forward a step, in training mode"),
)

EXERCISE = Exercise(
    id="overfit_one_batch",
    points=2,
    card=Card(
        "The sanity ritual",
        1,
        4,
        8,
        needs=("train_one_epoch",),
        tools="all of torch",
    ),
    reference=overfit_one_batch,
    trials=trials,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
)
