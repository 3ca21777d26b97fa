"""Training as the articles do it: a DataLoader that transforms one picture at a time, and Adam."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from autograder.torchvision_ops import import_torchvision
from benchmarks.published import nets
from benchmarks.published.trained import Pictures, Trained, built


@dataclass(frozen=True)
class Article:
    """What an article fixes.

    Attributes
    ----------
    net, loss : callable
        Make the network and its loss.
    batch, epochs : int
    normalised : (mean, standard deviation), optional
        Of the pixels in [0, 1]; None where the article leaves them in [0, 1].
    rate : float
        Adam's learning rate.
    """

    net: Callable[[], nn.Sequential]
    loss: Callable[[], nn.Module]
    batch: int
    epochs: int
    normalised: tuple[float, float] | None = None
    rate: float = 1e-3


MNIST_PIXELS = (0.1307, 0.3081)

C = Article(nets.article_c, nn.NLLLoss, batch=64, epochs=4, normalised=MNIST_PIXELS)
D = Article(nets.lenet5, nn.CrossEntropyLoss, batch=64, epochs=5, normalised=MNIST_PIXELS)
"""Its article trains nothing; this is what it would take from C's."""
E = Article(nets.article_e, nn.CrossEntropyLoss, batch=100, epochs=5)


class OneByOne(Dataset[tuple[Tensor, int]]):
    """Pictures as torchvision's data sets hand them out: from PIL through a transform, each time."""

    def __init__(self, pictures: Pictures, transform: Callable[[Any], Tensor]) -> None:
        self.images = pictures.images.numpy()
        self.labels = pictures.labels.tolist()
        self.transform = transform

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self.transform(Image.fromarray(self.images[index])), self.labels[index]


def train(article: Article, pictures: Pictures, seed: int, epochs: int) -> Iterator[Trained]:
    """Train as the article does, and hand over the network after each epoch."""
    import_torchvision()
    from torchvision import transforms

    mean, deviation = article.normalised or (0.0, 1.0)
    steps: list[Any] = [transforms.ToTensor()]
    if article.normalised:
        steps.append(transforms.Normalize((mean,), (deviation,)))
    loader = DataLoader(
        OneByOne(pictures, transforms.Compose(steps)),
        batch_size=article.batch,
        shuffle=True,
        generator=torch.Generator().manual_seed(seed),
    )
    net = built(article.net, seed)
    loss_of = article.loss()
    optimizer = torch.optim.Adam(net.parameters(), lr=article.rate)
    trained = Trained(net, lambda images: (images[:, None] / 255 - mean) / deviation)
    for _ in range(epochs):
        net.train()
        for images, labels in _timed(loader, trained):
            optimizer.zero_grad()
            loss = loss_of(net(images), labels)
            loss.backward()
            optimizer.step()
        yield trained


def _timed(loader: DataLoader[Any], trained: Trained) -> Iterator[tuple[Tensor, Tensor]]:
    """The loader's batches; what making them took is added up."""
    batches = iter(loader)
    while True:
        start = time.process_time()
        batch = next(batches, None)
        trained.loading += time.process_time() - start
        if batch is None:
            return
        yield batch[0], batch[1]
