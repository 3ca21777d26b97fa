"""Operators and classes of torch's that would skip an exercise are noticed, however they are reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from autograder.forbidden import Forbidden, ForbiddenCall
from autograder.judge import judge
from autograder.target import LocalTarget

pytest.importorskip("torch")
import torch
from torch import nn

from tests.judge.module_exercises import GATE, Gate

X, W = torch.ones(1, 1, 4, 4), torch.ones(1, 1, 2, 2)
CALLS: dict[str, Callable[[], Any]] = {
    "functional": lambda: nn.functional.conv2d(X, W),
    "torch": lambda: torch.conv2d(X, W),
    "module": lambda: nn.Conv2d(1, 1, 2)(X),
    "operator": lambda: torch.ops.aten.convolution(X, W, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_an_operator_is_noticed_whatever_called_it(name: str) -> None:
    CALLS[name]()
    with pytest.raises(ForbiddenCall, match=r"aten\.convolution"), Forbidden(("aten.convolution",)):
        CALLS[name]()
    CALLS[name]()  # and afterwards it is allowed again


def test_a_gradient_goes_through_the_mode() -> None:
    x = X.clone().requires_grad_()
    with Forbidden(("aten.convolution",)):
        (x.unfold(2, 2, 1).unfold(3, 2, 1) * W).sum().backward()
    assert x.grad is not None and float(x.grad[0, 0, 1, 1]) == 4.0


def test_a_class_is_noticed_when_it_is_made() -> None:
    with pytest.raises(ForbiddenCall, match=r"torch\.nn\.Conv2d"), Forbidden(("torch.nn.Conv2d",)):
        nn.Conv2d(1, 1, 2)
    with Forbidden(("torch.nn.Conv2d",)):
        nn.Linear(2, 2)


def test_a_check_says_which_one_it_was() -> None:
    strict = replace(GATE, forbids=("aten.convolution",))
    verdict = judge(strict, LocalTarget(Gate), 0)
    assert verdict.points == 0.0
    assert "it called `aten.convolution`" in verdict.findings[0].saw
