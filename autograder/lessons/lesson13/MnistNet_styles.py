# mypy: disable-error-code="no-untyped-def, no-any-return, misc"
"""Correct answers to `MnistNet` in other styles: each must earn full marks."""

# ruff: noqa: N999
from __future__ import annotations

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.exercise import Alternative


class _Modules(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, kernel_size=3, padding="same")
        self.pool = nn.MaxPool2d(2, 2)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(32, 64, kernel_size=(3, 3), stride=1, padding=(1, 1))
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(3136, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.pool(self.conv1(x)))
        x = self.relu(self.pool(self.conv2(x)))
        x = self.flatten(x)
        return self.fc2(self.relu(self.fc1(x)))


class _ReluFirst(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, 1, 1)
        self.conv2 = nn.Conv2d(32, 64, 3, 1, 1)
        self.fc1 = nn.Linear(64 * 7 * 7, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = x.view(-1, 64 * 7 * 7)
        return self.fc2(self.fc1(x).relu())


class _Sequential(nn.Sequential):
    def __init__(self) -> None:
        super().__init__(
            OrderedDict(
                conv1=nn.Conv2d(1, 32, 3, padding=1),
                pool1=nn.MaxPool2d(2),
                relu1=nn.ReLU(inplace=True),
                conv2=nn.Conv2d(32, 64, 3, padding=1),
                pool2=nn.MaxPool2d(2),
                relu2=nn.ReLU(inplace=True),
                flatten=nn.Flatten(),
                fc1=nn.Linear(3136, 128),
                relu3=nn.ReLU(inplace=True),
                fc2=nn.Linear(128, 10),
            )
        )


class _LastLayersFirst(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc2 = nn.Linear(128, 10)
        self.fc1 = nn.Linear(7 * 7 * 64, 128)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        for conv in (self.conv1, self.conv2):
            maps = conv(x)
            n, channels, rows, cols = maps.shape
            blocks = maps.reshape(n, channels, rows // 2, 2, cols // 2, 2)
            x = torch.clamp(blocks.amax(dim=(3, 5)), min=0)
        hidden = torch.relu(self.fc1(x.reshape(x.shape[0], -1)))
        return self.fc2(hidden)


class _StackedPartly(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc1 = nn.Linear(3136, 128)
        self.fc2 = nn.Linear(128, 10)
        self.after = nn.Sequential(nn.MaxPool2d(2), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        x = self.after(self.conv1(x))
        x = self.after(self.conv2(x))
        x = torch.flatten(x, start_dim=1)
        hidden = F.relu(F.linear(x, self.fc1.weight, self.fc1.bias))
        return hidden @ self.fc2.weight.T + self.fc2.bias


class _Adaptive(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc1 = nn.Linear(3136, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.adaptive_max_pool2d(self.conv1(x), 14).relu_()
        x = F.adaptive_max_pool2d(self.conv2(x), 7).relu_()
        return self.fc2(self.fc1(x.flatten(1)).relu_())


ACCEPT = (
    Alternative("pools, ReLU and flattening as modules", _Modules),
    Alternative(
        "ReLU before the pools, view",
        _ReluFirst,
        "Max-pool and ReLU commute, so the order makes no difference to the numbers. Pooling first "
        "leaves a quarter of the work to the ReLU.",
    ),
    Alternative("an nn.Sequential whose layers have these names", _Sequential),
    Alternative("layers in reverse order, pooling by reshape", _LastLayersFirst),
    Alternative("nn.Sequential for what has no parameters", _StackedPartly),
    Alternative("adaptive pools, in-place ReLU", _Adaptive),
)
