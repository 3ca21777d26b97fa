"""What every way of training needs: pictures, a network with its preparation, an accuracy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn


class Pictures(NamedTuple):
    """Pictures uint8 (N, 28, 28), and labels int64 (N,)."""

    images: Tensor
    labels: Tensor


@dataclass
class Trained:
    """A network as it is after an epoch.

    Attributes
    ----------
    net : nn.Module
    prepare : callable
        Makes the network's input, float32 (N, 1, 28, 28), from pictures, uint8 (N, 28, 28).
    loading : float
        Processor seconds so far in which pictures were made ready, one by one.
    """

    net: nn.Module
    prepare: Callable[[Tensor], Tensor]
    loading: float = 0.0


def built(make: Callable[[], nn.Sequential], seed: int) -> nn.Sequential:
    """A new network whose first weights depend on the seed alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return make()


@torch.no_grad()
def accuracy(trained: Trained, pictures: Pictures, batch: int = 1000) -> float:
    """Part of the pictures that the network names right, in [0, 1]."""
    was = trained.net.training
    trained.net.eval()
    right = 0
    for images, labels in zip(
        pictures.images.split(batch), pictures.labels.split(batch), strict=True
    ):
        scores = trained.net(trained.prepare(images))
        right += int((scores.argmax(dim=1) == labels).sum())
    trained.net.train(was)
    return right / len(pictures.labels)
