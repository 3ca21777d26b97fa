"""Modules compared by values: right ones pass in every style, each mistake is found."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.judge.modules import Experiment, compare_records, same_effect, same_module
from autograder.modules import LocalModules
from autograder.stand_ins import ByName, Handle
from autograder.trials import Task, Trial

pytest.importorskip("torch")
import torch
from torch import nn


class Block(nn.Module):
    """A residual block: the reference of these tests."""

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def inner(self, x: Any) -> Any:
        return self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))

    def forward(self, x: Any) -> Any:
        return torch.relu(self.inner(x) + self.shortcut(x))


class Functional(Block):
    def forward(self, x: Any) -> Any:
        y = nn.functional.conv2d(x, self.conv1.weight, None, self.conv1.stride, 1)
        y = nn.functional.relu_(self.bn1(y))
        return (self.bn2(self.conv2(y)) + self.shortcut(x)).clamp(min=0)


class NoFinalReLU(Block):
    def forward(self, x: Any) -> Any:
        return self.inner(x) + self.shortcut(x)


class ReLUBeforeAdd(Block):
    def forward(self, x: Any) -> Any:
        return torch.relu(self.inner(x)) + self.shortcut(x)


class SharedBatchNorm(Block):
    def inner(self, x: Any) -> Any:
        return self.bn1(self.conv2(torch.relu(self.bn1(self.conv1(x)))))


class ConvWithBias(Block):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.conv1 = nn.Conv2d(args[0], args[1], 3, args[2], 1)


class InputChanged(Block):
    def forward(self, x: Any) -> Any:
        return super().forward(x.relu_())


class NoGradient(Block):
    def forward(self, x: Any) -> Any:
        with torch.no_grad():
            return super().forward(x)


class DetachedShortcut(Block):
    def forward(self, x: Any) -> Any:
        return torch.relu(self.inner(x) + self.shortcut(x.detach()))


class AlwaysEval(Block):
    def train(self, mode: bool = True) -> Any:
        return super().train(False)


class Endless(Block):
    def forward(self, x: Any) -> Any:
        while True:
            pass


class NotAModule:
    def __init__(self, *args: Any) -> None:
        pass


def images(*shape: int) -> Callable[[np.random.Generator], tuple[Any, ...]]:
    return lambda rng: (torch.as_tensor(rng.standard_normal(shape), dtype=torch.float32),)


EVAL = Trial("4 to 8 channels, stride 2", "core", images(2, 4, 7, 6), (4, 8, 2))
TRAIN = Trial("training", "core", images(3, 4, 5, 6), (4, 4, 1), training=True)


def found(answer: Any, trial: Trial = EVAL, seed: int = 3) -> str:
    findings = same_module(Block, LocalModules(answer, seconds=4.0, seed=9), trial, seed)
    return " ".join(f"{finding.code}: {finding.saw}" for finding in findings)


@pytest.mark.parametrize("trial", [EVAL, TRAIN], ids=lambda trial: trial.label)
@pytest.mark.parametrize("answer", [Block, Functional, lambda *args: Block(*args)])
def test_a_right_module_passes_in_every_style(answer: Any, trial: Trial) -> None:
    for seed in range(3):
        assert found(answer, trial, seed) == ""


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (NoFinalReLU, "value: "),
        (ReLUBeforeAdd, "value: "),
        (SharedBatchNorm, "value: "),
        (
            ConvWithBias,
            "state: its parameters and buffers are not those asked for: with conv1.bias",
        ),
        (InputChanged, "changed: argument 1"),
        (NoGradient, "does not require grad"),
        (DetachedShortcut, "the gradient of input 1"),
        (Endless, "time: "),
        (NotAModule, "a torch.nn.Module is expected"),
        (lambda *args: torch.zeros(3), "a torch.nn.Module is expected"),
        (lambda a, b: None, "raises: it ended with TypeError"),
    ],
)
def test_each_mistake_is_found(answer: Any, word: str) -> None:
    assert word in found(answer)


def test_a_mode_that_is_not_kept_shows_in_training() -> None:
    assert found(AlwaysEval) == ""
    assert "value: " in found(AlwaysEval, TRAIN)


class Renamed(nn.Module):
    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.kernels = nn.Conv2d(in_channels, out_channels, 3)
        self.out = nn.Linear(out_channels, 2)

    def forward(self, x: Any) -> Any:
        return self.out(self.kernels(x).mean((2, 3)))


class Plain(Renamed):
    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__(in_channels, out_channels)
        del self.kernels, self.out
        self.fc = nn.Linear(out_channels, 2)
        self.conv = nn.Conv2d(in_channels, out_channels, 3)

    def forward(self, x: Any) -> Any:
        return self.fc(self.conv(x).mean((2, 3)))


def test_names_count_only_where_they_were_asked_for() -> None:
    for names, right in (("exact", False), ("shapes", True)):
        trial = Trial("names", "core", images(2, 1, 6, 5), (1, 4), names=names)  # type: ignore[arg-type]
        assert (same_module(Renamed, LocalModules(Plain), trial) == []) is right


def as_conv(linear: Any, shape: tuple[int, int, int]) -> Any:
    conv: Any = nn.Conv2d(shape[0], linear.out_features, shape[1:])
    with torch.no_grad():
        conv.weight.copy_(linear.weight.reshape(conv.weight.shape))
        conv.bias.copy_(linear.bias)
    return conv


def as_conv_transposed(linear: Any, shape: tuple[int, int, int]) -> Any:
    conv = as_conv(linear, shape)
    conv.weight.data = conv.weight.data.transpose(2, 3).contiguous()
    return conv


def test_a_module_whose_weights_are_the_answer_keeps_them() -> None:
    linear = ByName("torch.nn.Linear", (18, 5))
    trial = Trial("18 numbers", "core", images(2, 2, 6, 4), (linear, (2, 3, 3)), push=False)
    assert same_module(as_conv, LocalModules(as_conv, seed=5), trial) == []
    assert same_module(as_conv, LocalModules(as_conv_transposed, seed=5), trial) != []


def fit(model: Any, loader: Any, optimizer: Any, device: Any) -> float:
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


def evaluate(model: Any, loader: Any, device: Any) -> float:
    was = model.training
    model.eval()
    with torch.no_grad():
        right = sum(int((model(x).argmax(1) == y).sum()) for x, y in loader)
    model.train(was)
    return right / sum(len(y) for _, y in loader)


MODEL = ByName("torch.nn.Sequential", (
    ByName("torch.nn.Conv2d", (1, 3, 3)), ByName("torch.nn.BatchNorm2d", (3,)),
    ByName("torch.nn.ReLU", ()), ByName("torch.nn.Dropout", (0.3,)),
    ByName("torch.nn.Flatten", ()), ByName("torch.nn.Linear", (27, 3)),
))  # fmt: skip


def loader(rng: np.random.Generator, *sizes: int) -> list[tuple[Any, Any]]:
    return [
        (images(n, 1, 5, 5)(rng)[0], torch.as_tensor(rng.integers(0, 3, n), dtype=torch.int64))
        for n in sizes
    ]


def fit_arguments(model: Handle, rng: np.random.Generator) -> tuple[Any, ...]:
    sgd = ByName("torch.optim.SGD", (ByName("parameters", (model,)),), {"lr": 0.1, "momentum": 0.9})
    return model, loader(rng, 4, 4, 3), sgd, ByName("torch.device", ("cpu",))


def evaluate_arguments(model: Handle, rng: np.random.Generator) -> tuple[Any, ...]:
    return model, loader(rng, 40, 40, 7), ByName("torch.device", ("cpu",))


FIT = Task(
    "arrives in evaluation mode", "core", MODEL, fit_arguments, images(2, 1, 5, 5), stale=True
)
EVALUATE = Task(
    "arrives in training mode", "core", MODEL, evaluate_arguments, images(2, 1, 5, 5), True
)


@pytest.mark.parametrize(("function", "task"), [(fit, FIT), (evaluate, EVALUATE)])
def test_a_right_function_has_the_same_effect(function: Any, task: Task) -> None:
    for seed in range(3):
        assert same_effect(function, LocalModules(function, seed=4), task, seed) == []


EDITS: dict[str, tuple[Callable[..., Any], Task, str, str]] = {
    "forgets zero_grad": (fit, FIT, "optimizer.zero_grad()", "pass"),
    "zero_grad before step": (fit, FIT, "loss.backward()", "loss.backward(); model.zero_grad()"),
    "forgets step": (fit, FIT, "optimizer.step()", "pass"),
    "forgets train": (fit, FIT, "model.train()", "pass"),
    "trains in eval": (fit, FIT, "model.train()", "model.eval()"),
    "softmax before loss": (fit, FIT, "model(x.to(device))", "model(x).softmax(1)"),
    "mean of means": (fit, FIT, "total / count", "total / len(loader) / 4"),
    "sum": (fit, FIT, "total / count", "total"),
    "skips the last batch": (fit, FIT, "in loader", "in loader[:-1]"),
    "forgets eval": (evaluate, EVALUATE, "model.eval()", "pass"),
    "left in eval": (evaluate, EVALUATE, "model.train(was)", "pass"),
    "per cent": (evaluate, EVALUATE, "return right", "return 100 * right"),
    "by batches": (evaluate, EVALUATE, "sum(len(y) for _, y in loader)", "len(loader)"),
}


@pytest.mark.parametrize("name", EDITS)
def test_each_mistake_has_another_effect(name: str) -> None:
    function, task, old, new = EDITS[name]
    source = inspect.getsource(function)
    assert old in source
    names = dict(globals())
    exec(source.replace(old, new), names)
    wrong = names[function.__name__]
    assert same_effect(function, LocalModules(wrong, seed=4), task, 0) != []


def test_an_answer_that_stops_early_is_not_taken_for_a_right_one() -> None:
    made = Experiment(Block, EVAL, 3)
    assert compare_records(made.expected, made.expected, "whole", EVAL.rtol) == []
    for length in range(1, len(made.expected)):
        assert compare_records(made.expected, made.expected[:length], "cut", EVAL.rtol)
