"""Exercises on modules that are made up for tests: a class, a training function, a checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.artefact import Artefact
from autograder.exercise import Alternative, Bug, Card, Exercise
from autograder.stand_ins import ByName, Handle
from autograder.trials import Task, Trial


class Gate(nn.Module):
    """A convolution whose output is scaled by a learned number for each channel."""

    def __init__(self, channels: int, kernel_size: int = 3) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, kernel_size, padding=kernel_size // 2)
        self.bn = nn.BatchNorm2d(channels)
        self.scale = nn.Parameter(torch.ones(channels))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.relu(self.bn(self.conv(x)))
        return x + y * self.scale[:, None, None]


class Spelled(Gate):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = nn.functional.conv2d(x, self.conv.weight, self.conv.bias, padding="same")
        return x + torch.einsum("nchw,c->nchw", self.bn(y).clamp(min=0), self.scale)


class NoSkip(Gate):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x) - x


def images(*shape: int) -> Any:
    return lambda rng: (torch.as_tensor(rng.standard_normal(shape), dtype=torch.float32),)


def small_start(state: Mapping[str, Any]) -> str:
    weight = state["conv.weight"]
    bound = float(weight[0].numel()) ** -0.5
    if float(weight.abs().max()) <= bound:
        return ""
    return f"its initial weights reach {float(weight.abs().max()):.3f}; {bound:.3f} is the bound."


def gate_trials(rng: np.random.Generator) -> list[Trial | Task]:
    return [
        Trial("3 channels", "core", images(2, 3, 5, 4), (3,)),
        Trial("5x5 kernel", "generality", images(3, 2, 7, 6), (2,), {"kernel_size": 5}),
        Trial("in training", "generality", images(4, 3, 5, 4), (3,), training=True),
        Trial("initial weights", "robustness", images(1, 2, 4, 3), (2,), initial=small_start),
    ]


PARAMETER = "self.scale = nn.Parameter(torch.ones(channels))"
BUFFER = 'self.register_buffer("scale", torch.ones(channels))'
LARGE = "self.conv.weight.data.mul_(3)\n        "
HOOK = "model.register_forward_hook(lambda *a: None)\n    "

GATE = Exercise(
    id="Gate",
    points=4.0,
    card=Card("A gated convolution", 2, 3, 10),
    reference=Gate,
    trials=gate_trials,
    bugs=(
        Bug("no_relu", "The ReLU is missing.", {"torch.relu": "torch.clone"}),
        Bug("no_scale", "The scale has no effect.", {" * self.scale[:, None, None]": ""}),
        Bug("scale_by_column", "The scale went along columns.", {"[:, None, None]": "[:, None]"}),
        Bug("no_padding", "The padding is 1 whatever the kernel.", {"kernel_size // 2": "1"}),
        Bug("no_bn", "The batch normalisation is not used.", {"self.bn(self.conv(x))": "self.conv(x)"}),
        Bug("buffer", "scale is a buffer.", {PARAMETER: BUFFER}),
        Bug("large_start", "It starts too large.", {"self.bn = ": f"{LARGE}self.bn = "}),
        Bug("no_skip", "The input never reaches the sum.", function=NoSkip),
    ),
    accept=(Alternative("functional", Spelled),),
    hints=("?", "plan", "code"),
)  # fmt: skip

MODEL = ByName("torch.nn.Sequential", (
    ByName("witness", ()), ByName("torch.nn.Flatten", ()), ByName("torch.nn.Linear", (12, 6)),
    ByName("torch.nn.BatchNorm1d", (6,)), ByName("torch.nn.ReLU", ()), ByName("torch.nn.Dropout", (0.4,)),
    ByName("torch.nn.Linear", (6, 3)),
))  # fmt: skip


def count_right(model: nn.Module, loader: Any) -> float:
    """Part of the samples that are classified correctly."""
    was = model.training
    model.eval()
    right, count = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += int((model(x).argmax(1) == y).sum())
            count += len(y)
    model.train(was)
    return right / count


def loader_of(model: Handle, rng: np.random.Generator) -> tuple[Any, ...]:
    sizes = (20, 20, 7)
    return model, [
        (images(n, 3, 4)(rng)[0], torch.as_tensor(rng.integers(0, 3, n), dtype=torch.int64))
        for n in sizes
    ]


def count_tasks(rng: np.random.Generator) -> list[Trial | Task]:
    return [
        Task("a model left in training mode", "core", MODEL, loader_of, images(5, 3, 4), True),
        Task("a model in evaluation mode", "generality", MODEL, loader_of, images(5, 3, 4)),
    ]


COUNT = Exercise(
    id="count_right",
    points=3.0,
    card=Card("Accuracy", 2, 3, 10),
    reference=count_right,
    trials=count_tasks,
    bugs=(
        Bug("no_eval", "Dropout was on.", {"model.eval()": "pass"}),
        Bug("left_in_eval", "The mode was not restored.", {"model.train(was)": "pass"}),
        Bug("graph", "A graph was built.", {"torch.no_grad()": "torch.enable_grad()"}),
        Bug("percent", "That is per cent.", {"right / count": "100 * right / count"}),
        Bug("batches", "Divided by batches.", {"right / count": "right / len(loader)"}),
        Bug("hooked", "A hook is left.", {"was =": f"{HOOK}was ="}),
    ),
    hints=("?", "plan", "code"),
)  # fmt: skip


def tiny_net() -> nn.Module:
    """The net that `tiny.safetensors` belongs to."""
    return nn.Sequential(nn.Flatten(), nn.Linear(4, 10))


def prepare(batch: np.ndarray) -> torch.Tensor:
    return torch.as_tensor(batch, dtype=torch.float32)[:, None] / 255


def made_up_set(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Labels stand in the corner pixel, so that a linear net can read them off."""
    if name != "mnist":
        raise LookupError(f"there is no {name} here")
    rng = np.random.default_rng(5)
    labels = rng.integers(0, 10, 400)
    pictures = rng.integers(0, 2, (400, 2, 2))
    pictures[:, 0, 0] = 25 * labels
    return pictures.astype(np.uint8), labels


def solved() -> dict[str, torch.Tensor]:
    """Weights that read the label off the corner: the nearest of ten values wins."""
    centres = torch.arange(10) * 25 / 255
    weight = torch.zeros(10, 4)
    weight[:, 0] = 2 * centres
    return {"1.weight": weight, "1.bias": -(centres**2)}


TINY = Exercise(
    id="tiny_net",
    points=5.0,
    card=Card("A trained net", 2, 3, 10),
    reference=tiny_net,
    artefact=Artefact(
        "tiny.safetensors", "mnist", prepare, ((0.5, 2.0), (0.99, 5.0)), 4096, made_up_set
    ),
    hints=("?", "plan", "code"),
)
