# mypy: disable-error-code="no-untyped-def, no-any-return, misc, index, arg-type, operator"
"""Correct answers to the module `Conv2d` in other styles: each must earn full marks."""

# ruff: noqa: N999
from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.exercise import Alternative


class _AsPyTorch(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.stride = (stride, stride)
        self.padding = (padding, padding)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kernel_size, kernel_size))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            bound = 1 / math.sqrt(self.weight[0].numel())
            nn.init.uniform_(self.bias, -bound, bound)

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight, self.bias, stride=self.stride, padding=self.padding)


class _Unfold(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.geometry = {"stride": stride, "padding": padding}
        k = 1 / (in_channels * kernel_size * kernel_size)
        start = 2 * torch.rand(out_channels, in_channels, kernel_size, kernel_size) - 1
        self.weight = nn.Parameter(math.sqrt(k) * start)
        self.bias = nn.Parameter((2 * torch.rand(out_channels) - 1) * k**0.5) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        side = self.weight.shape[-1]
        columns = F.unfold(x, side, **self.geometry)
        out = self.weight.flatten(1) @ columns
        if self.bias is not None:
            out = out + self.bias[:, None]
        padding, stride = self.geometry["padding"], self.geometry["stride"]
        rows = (x.shape[2] + 2 * padding - side) // stride + 1
        return out.reshape(len(x), len(self.weight), rows, -1)


class _KernelCells(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.k, self.s, self.p = kernel_size, stride, padding
        bound = (in_channels * kernel_size * kernel_size) ** -0.5
        self.register_parameter(
            "weight", nn.Parameter(torch.zeros(out_channels, in_channels, kernel_size, kernel_size))
        )
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_channels)) if bias else None)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.uniform_(-bound, bound)

    def forward(self, x: Tensor) -> Tensor:
        x = F.pad(x, (self.p, self.p, self.p, self.p))
        rows = (x.shape[2] - self.k) // self.s + 1
        cols = (x.shape[3] - self.k) // self.s + 1
        out = torch.zeros(x.shape[0], self.weight.shape[0], rows, cols)
        for i in range(self.k):
            for j in range(self.k):
                part = x[:, :, i : i + self.s * rows : self.s, j : j + self.s * cols : self.s]
                part = part[:, :, :rows, :cols]
                out = out + torch.einsum("nchw,oc->nohw", part, self.weight[:, :, i, j])
        return out if self.bias is None else out + self.bias.view(1, -1, 1, 1)


class _WindowsEinsum(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        fan_in = in_channels * kernel_size**2
        uniform = torch.distributions.Uniform(-(fan_in**-0.5), fan_in**-0.5)
        self.weight = nn.Parameter(
            uniform.sample((out_channels, in_channels, kernel_size, kernel_size))
        )
        self.bias = nn.Parameter(uniform.sample((out_channels,))) if bias else None
        self.stride, self.pad = stride, nn.ZeroPad2d(padding)

    def forward(self, x: Tensor) -> Tensor:
        k = self.weight.shape[2]
        windows = self.pad(x).unfold(2, k, self.stride).unfold(3, k, self.stride)
        out = torch.einsum("nchwij,ocij->nohw", windows, self.weight)
        if self.bias is not None:
            out += self.bias[None, :, None, None]
        return out


class _OneFilterAtATime(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        bound = 1 / math.sqrt(in_channels * kernel_size**2)
        filters = [
            torch.empty(in_channels, kernel_size, kernel_size).uniform_(-bound, bound)
            for _ in range(out_channels)
        ]
        self.weight = nn.Parameter(torch.stack(filters))
        self.bias = (
            nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None
        )
        self.options = (stride, padding)

    def forward(self, x: Tensor) -> Tensor:
        maps = [F.conv2d(x, one[None], None, *self.options) for one in self.weight]
        if self.bias is not None:
            maps = [out + self.bias[number] for number, out in enumerate(maps)]
        return torch.cat(maps, dim=1)


ACCEPT = (
    Alternative("as PyTorch writes it, with nn.init", _AsPyTorch),
    Alternative("F.unfold and one matrix product", _Unfold),
    Alternative("a loop over the kernel's cells", _KernelCells),
    Alternative("windows by Tensor.unfold, and einsum", _WindowsEinsum),
    Alternative("one filter at a time", _OneFilterAtATime),
)
