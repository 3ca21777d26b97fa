"""Correct answers to `LeNet5` in other styles: each must earn full marks."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from autograder.exercise import Alternative


class _Functional(nn.Module):
    def __init__(self, num_classes: int = 10, activation: type[nn.Module] = nn.Tanh) -> None:
        super().__init__()
        self.act = activation()
        self.output = nn.Linear(84, num_classes)
        self.f6 = nn.Linear(120, 84)
        self.c5 = nn.Linear(400, 120)
        self.c3 = nn.Conv2d(6, 16, kernel_size=(5, 5), stride=1)
        self.c1 = nn.Conv2d(in_channels=1, out_channels=6, kernel_size=5)

    def forward(self, x: Tensor) -> Tensor:
        x = functional.avg_pool2d(self.act(self.c1(x)), 2)
        x = functional.avg_pool2d(self.act(self.c3(x)), 2)
        x = x.view(x.shape[0], -1)
        return self.output(self.act(self.f6(self.act(self.c5(x)))))


class _Sequential(nn.Sequential):
    def __init__(self, num_classes: int = 10, activation: type[nn.Module] = nn.Tanh) -> None:
        layers: list[tuple[str, nn.Module]] = [
            ("c1", nn.Conv2d(1, 6, 5)),
            ("a1", activation()),
            ("s2", nn.AvgPool2d(2, 2)),
            ("c3", nn.Conv2d(6, 16, 5)),
            ("a3", activation()),
            ("s4", nn.AvgPool2d(2, 2)),
            ("flat", nn.Flatten()),
            ("c5", nn.Linear(400, 120)),
            ("a5", activation()),
            ("f6", nn.Linear(120, 84)),
            ("a6", activation()),
            ("output", nn.Linear(84, num_classes)),
        ]
        super().__init__(OrderedDict(layers))


class _C5AsConvolution(nn.Module):
    def __init__(self, num_classes: int = 10, activation: type[nn.Module] = nn.Tanh) -> None:
        super().__init__()
        self.c1, self.c3 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.c5, self.f6 = nn.Linear(400, 120), nn.Linear(120, 84)
        self.output = nn.Linear(84, num_classes)
        self.pool = nn.AdaptiveAvgPool2d((14, 14))
        self.again = nn.AdaptiveAvgPool2d((5, 5))
        self.activations = nn.ModuleList(activation() for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        act = self.activations
        maps = self.again(act[1](self.c3(self.pool(act[0](self.c1(x))))))
        weight = self.c5.weight.reshape(120, 16, 5, 5)
        units = act[2](functional.conv2d(maps, weight, self.c5.bias))[:, :, 0, 0]
        return self.output(act[3](self.f6(units)))


class _InALoop(nn.Module):
    def __init__(self, num_classes: int = 10, activation: type[nn.Module] = nn.Tanh) -> None:
        super().__init__()
        widths = {"c5": (400, 120), "f6": (120, 84), "output": (84, num_classes)}
        for name, channels in {"c1": (1, 6), "c3": (6, 16)}.items():
            self.add_module(name, nn.Conv2d(*channels, 5))
        for name, width in widths.items():
            setattr(self, name, nn.Linear(*width))
        self.made: dict[str, Any] = {"activation": activation()}

    def forward(self, x: Tensor) -> Tensor:
        act = self.made["activation"]
        for name, layer in list(self.named_children()):
            if name == "c5":
                x = torch.flatten(x, start_dim=1)
            x = layer(x)
            if name != "output":
                x = act(x)
            if name in ("c1", "c3"):
                n, c, h, w = x.shape
                x = x.reshape(n, c, h // 2, 2, w // 2, 2).mean((3, 5))
        return x


def _made_by_a_function(num_classes: int = 10, activation: type[nn.Module] = nn.Tanh) -> nn.Module:
    class LeNet(_Functional):
        pass

    return LeNet(num_classes, activation)


ACCEPT = (
    Alternative("functional, layers made in another order", _Functional),
    Alternative("one nn.Sequential with names", _Sequential),
    Alternative("c5 computed as a convolution", _C5AsConvolution),
    Alternative("layers in a loop, averages by reshape", _InALoop),
    Alternative("a function that makes the model", _made_by_a_function),
)
