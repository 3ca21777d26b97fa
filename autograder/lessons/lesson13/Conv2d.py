"""A convolution as a PyTorch module: two registered parameters and one call."""

# ruff: noqa: N999
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson13.Conv2d_bugs import BUGS
from autograder.lessons.lesson13.Conv2d_styles import ACCEPT
from autograder.lessons.lesson13.tensors import images
from autograder.trials import Task, Trial


class Conv2d(nn.Module):
    """A convolutional layer that registers its own parameters, as `nn.Conv2d` does.

    `forward(x)` takes float32 (N, in_channels, H, W) and gives (N, out_channels, H', W'). You may
    call `F.conv2d`; `nn.Conv2d` would leave nothing to write.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size : int
        Height and width of the kernels.
    stride, padding : int
        The same in both directions; zeros are padded.
    bias : bool
        False leaves the bias out: `self.bias` is None, and the state dict has no entry for it.

    Attributes
    ----------
    weight : nn.Parameter, float32, shape (out_channels, in_channels, kernel_size, kernel_size)
    bias : nn.Parameter, float32, shape (out_channels,), or None
        Both start uniformly random between -bound and bound, where
        bound = 1 / sqrt(in_channels * kernel_size * kernel_size), as PyTorch's do.

    Examples
    --------
    >>> layer = Conv2d(3, 8, kernel_size=5, stride=2, padding=1)
    >>> {name: tuple(tensor.shape) for name, tensor in layer.state_dict().items()}
    {'weight': (8, 3, 5, 5), 'bias': (8,)}
    >>> tuple(layer(torch.zeros(4, 3, 9, 7)).shape)
    (4, 8, 4, 3)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.stride, self.padding = stride, padding
        bound = 1 / math.sqrt(in_channels * kernel_size**2)
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.weight = nn.Parameter(torch.empty(shape).uniform_(-bound, bound))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight, self.bias, self.stride, self.padding)


TOLD = (5, 64, 3)
"""Arguments of the layer whose first values are looked at: many filters, so that one knows."""

_FAN_IN = TOLD[0] * TOLD[2] ** 2
_BOUND = 1 / math.sqrt(_FAN_IN)


def first_values(state: Mapping[str, Any]) -> str:
    """What is wrong with the values a layer starts with, in a sentence, or "".

    Coarse on purpose: a mistake must read the same whatever random numbers it met.
    """
    for name in ("weight", "bias"):
        values = state.get(name)
        if values is None or values.numel() < TOLD[1]:
            continue  # the state dict is compared later
        problem = _about(values.double().flatten(), exact=name == "weight")
        if problem:
            return f"{name} starts {problem}"
    return ""


def _about(values: Tensor, exact: bool) -> str:
    reach = float(values.abs().max())
    if reach == 0:
        return "with zeros only."
    if bool((values >= 0).all()):
        return "with positive numbers only; both signs are expected."
    bell = float((values**4).mean() / (values**2).mean() ** 2) > 2.4 and exact  # even: 1.8, bell: 3
    if bell:
        return "with numbers in the shape of a bell; they should lie evenly between two bounds."
    low, high = (0.97, 1.0 + 1e-5) if exact else (0.7, 1.0 + 1e-5)
    if low * _BOUND <= reach <= high * _BOUND:
        return ""
    return (
        f"with numbers up to about {reach / _BOUND:.2g} times the bound 1 / sqrt({_FAN_IN}) = "
        f"{_BOUND:.3f}."
    )


def trials(rng: np.random.Generator) -> list[Trial | Task]:
    """Sizes that differ, sizes that coincide, remainders, no bias; last the values at the start."""
    high, wide = int(rng.integers(6, 9)), int(rng.integers(9, 12))
    return [
        Trial("2 to 5 channels, 3x3 kernels", "core", images(3, 2, high, wide), (2, 5, 3)),
        Trial("1x1 kernels, one image", "core", images(1, 3, wide, high), (3, 2, 1)),
        Trial("equal sizes everywhere", "generality", images(3, 3, 5, 5), (3, 3, 3)),
        Trial("stride 2, padding 1", "generality", images(2, 3, wide, high), (3, 4, 3, 2, 1)),
        Trial("stride 3, padding 2", "generality", images(2, 4, high, wide), (4, 2, 2, 3, 2)),
        Trial("no bias", "generality", images(2, 2, wide, high), (2, 3, 3), {"bias": False}),
        Trial("first values", "robustness", images(2, 5, 4, 6), TOLD, initial=first_values),
    ]


HINTS = (
    "Which two tensors does the layer learn, and what must they be so that `state_dict()` lists them "
    "and an optimizer finds them? What may happen in `__init__`, and what in `forward`?",
    "In `__init__`: let nn.Module set itself up first. Keep stride and padding. Work out the bound, "
    "make the weight and (if asked for) the bias with random values between -bound and bound, and "
    "assign each, as an nn.Parameter, to an attribute: that registers it. In `forward`: one call of "
    "`F.conv2d` with all that you kept.",
    "```text\n__init__:\n    run nn.Module's own __init__\n    keep stride and padding\n"
    "    bound = 1 / sqrt(products in one sum)\n    self.weight = ...a registered tensor, four "
    "axes, evenly random...\n    self.bias = the same with one axis, or None\nforward:\n"
    "    return F.conv2d(x, ...five things in its order...)\n```",
)

SYMPTOMS = (
    Symptom("the state dict is empty", "is the weight an `nn.Parameter`, or a plain tensor?"),
    Symptom("cannot assign parameters", "something came before `super().__init__()`"),
    Symptom("names like conv.weight", "an inner layer has the parameters; here you hold them"),
    Symptom("right for stride 1, not for 2", "what `__init__` was given and `forward` never saw"),
    Symptom("only the first values are off", "the bound: how many products are in one sum?"),
)

EXERCISE = Exercise(
    id="Conv2d",
    points=4,
    card=Card(
        "A layer that knows its parameters",
        2,
        5,
        15,
        needs=("conv2d",),
        tools="all of torch but `nn.Conv2d`",
    ),
    reference=Conv2d,
    trials=trials,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("torch.nn.Conv2d",),
)
