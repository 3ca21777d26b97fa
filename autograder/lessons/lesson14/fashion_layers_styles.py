"""Correct answers to `FashionNet` in other styles: each must earn full marks."""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import Tensor, nn
from torch.nn import functional

from autograder.exercise import Alternative


class _Functional(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5, padding="same")
        self.conv2 = nn.Conv2d(16, 32, (5, 5), stride=1, padding=(2, 2))
        self.bn1, self.bn2 = nn.BatchNorm2d(16), nn.BatchNorm2d(32)
        self.fc = nn.Linear(1568, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = functional.max_pool2d(functional.relu(self.bn1(self.conv1(x))), 2)
        x = functional.max_pool2d(functional.relu(self.bn2(self.conv2(x))), 2)
        return self.fc(x.view(len(x), -1))


class _Sequential(nn.Sequential):
    def __init__(self) -> None:
        layers: list[tuple[str, nn.Module]] = [
            ("conv1", nn.Conv2d(1, 16, kernel_size=5, padding=2)),
            ("bn1", nn.BatchNorm2d(16)),
            ("relu1", nn.ReLU()),
            ("pool1", nn.MaxPool2d(2, stride=2)),
            ("conv2", nn.Conv2d(16, 32, kernel_size=5, padding=2)),
            ("bn2", nn.BatchNorm2d(32)),
            ("relu2", nn.ReLU(inplace=True)),
            ("pool2", nn.MaxPool2d(2, stride=2)),
            ("flatten", nn.Flatten()),
            ("fc", nn.Linear(1568, 10)),
        ]
        super().__init__(OrderedDict(layers))


class _PoolsBeforeReLU(_Functional):
    def forward(self, x: Tensor) -> Tensor:
        x = functional.max_pool2d(self.bn1(self.conv1(x)), 2).relu()
        x = functional.max_pool2d(self.bn2(self.conv2(x)), 2).clamp(min=0)
        return self.fc(torch.flatten(x, 1))


class _PadsByHand(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(32 * 49, 10)
        self.conv1, self.conv2 = nn.Conv2d(1, 16, 5), nn.Conv2d(16, 32, 5)
        self.bn1, self.bn2 = nn.BatchNorm2d(16), nn.BatchNorm2d(32)
        self.border, self.pool = nn.ZeroPad2d(2), nn.AdaptiveMaxPool2d((14, 14))

    def forward(self, x: Tensor) -> Tensor:
        for conv, bn in ((self.conv1, self.bn1), (self.conv2, self.bn2)):
            x = torch.relu_(bn(conv(self.border(x))))
            x = functional.max_pool2d(x, 2)
        return self.fc(x.reshape(-1, 32 * 7 * 7))


def _made_by_a_function() -> nn.Module:
    return _Sequential()


ACCEPT = (
    Alternative('functional, padding="same"', _Functional),
    Alternative("one nn.Sequential with names", _Sequential),
    Alternative("ReLU after the pooling, which commutes", _PoolsBeforeReLU),
    Alternative("pads by hand", _PadsByHand),
    Alternative("a function that makes the model", _made_by_a_function),
)
