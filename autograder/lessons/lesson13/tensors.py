"""What the trials of this lesson are made of: random tensors, loaders, and models to work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.stand_ins import ByName, Handle

Inputs = Callable[[np.random.Generator], tuple[Any, ...]]

CLASSES = 3
"""Of the made-up classification problem that models here are trained on."""

SIDES = (4, 5)
"""Height and width of its one-channel images."""


def images(*shape: int) -> Inputs:
    """Draws one float32 tensor of that shape: normal numbers, both signs."""
    return lambda rng: (torch.as_tensor(rng.standard_normal(shape), dtype=torch.float32),)


def batches(rng: np.random.Generator, *sizes: int) -> list[tuple[Any, Any]]:
    """A loader: one batch of images and labels for each size."""
    return [
        (
            images(size, 1, *SIDES)(rng)[0],
            torch.as_tensor(rng.integers(0, CLASSES, size), dtype=torch.int64),
        )
        for size in sizes
    ]


def model(width: int, drop: float = 0.3) -> ByName:
    """A small classifier in which a mode that is not right shows twice, and graphs are counted.

    Batch normalisation tells whether it trains by its running statistics, dropout by its outputs.
    """
    rows, cols = SIDES[0] - 2, SIDES[1] - 2
    layers = (
        ByName("witness", ()),
        # A bias before batch normalisation has no gradient but noise, which Adam would enlarge.
        ByName("torch.nn.Conv2d", (1, width, 3), {"bias": False}),
        ByName("torch.nn.BatchNorm2d", (width,)),
        ByName("torch.nn.ReLU", ()),
        ByName("torch.nn.Dropout", (drop,)),
        ByName("torch.nn.Flatten", ()),
        ByName("torch.nn.Linear", (width * rows * cols, CLASSES)),
    )
    return ByName("torch.nn.Sequential", layers)


def optimizer(name: str, handle: Handle, **options: float) -> ByName:
    """An optimizer of the model's parameters."""
    return ByName(f"torch.optim.{name}", (ByName("parameters", (handle,)),), options)


def cpu() -> ByName:
    """The device that every machine has."""
    return ByName("torch.device", ("cpu",))
