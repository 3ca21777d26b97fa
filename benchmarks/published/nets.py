"""The networks of three articles, layer for layer, and ours for the same pictures.

All take grey pictures as float32 of shape (N, 1, 28, 28) and return 10 scores for each.
"""

from __future__ import annotations

from torch import nn

SIDE = 28
CLASSES = 10


def article_c() -> nn.Sequential:
    """The MNIST network of article C: 421,642 parameters, 95 % of them in the first linear layer."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(64 * 7 * 7, 128),
        nn.ReLU(),
        nn.Linear(128, CLASSES),
        nn.LogSoftmax(dim=1),
    )


def lenet5() -> nn.Sequential:
    """Article D's LeNet-5 as it is built today, with ReLU and average pooling: 61,706 parameters.

    Its padding of 2 makes the 32x32 input of 1998 from a 28x28 picture.
    """
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 5 * 5, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, CLASSES),
    )


def article_e() -> nn.Sequential:
    """The Fashion-MNIST network of article E: 29,034 parameters."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 5, padding=2),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 5, padding=2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, CLASSES),
    )


def block(in_channels: int, out_channels: int, kernel_size: int = 3) -> nn.Sequential:
    """Convolution, max-pool, BatchNorm, ReLU: half the height and width.

    Pooling comes first, so that BatchNorm and ReLU work on a quarter of the numbers. For ReLU the
    order changes nothing; BatchNorm sees only the largest of every four. It has a bias of its own.
    """
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, kernel_size, padding=kernel_size // 2, bias=False),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
    )


def our_digits() -> nn.Sequential:
    """Ours for MNIST: a strided stem and two blocks, 28 -> 14 -> 7 -> 3; 29,434 parameters.

    The stem strides, because a 5x5 window that moves by two misses nothing of a thick pen line:
    the costly layers then start at a quarter of the size.
    """
    return nn.Sequential(
        nn.Conv2d(1, 16, 5, stride=2, padding=2, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        block(16, 32),
        block(32, 64),
        nn.Flatten(),
        nn.Linear(64 * 3 * 3, CLASSES),
    )


def our_clothes() -> nn.Sequential:
    """Ours for Fashion-MNIST: three blocks, 28 -> 14 -> 7 -> 3; 104,426 parameters.

    Cloth has texture, so the first convolution looks at every pixel.
    """
    return nn.Sequential(
        block(1, 32),
        block(32, 64),
        block(64, 128),
        nn.Flatten(),
        nn.Linear(128 * 3 * 3, CLASSES),
    )
