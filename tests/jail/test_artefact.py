"""Checkpoints in the jail: the file is read outside, the class computes inside, we count outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.artefact import NoTestSet
from autograder.jail.layers import walls
from autograder.jail.sandbox import SandboxTarget
from autograder.jail.session import Session
from autograder.jail.warm import Zygote
from autograder.judge import judge

pytest.importorskip("torch")
pytest.importorskip("safetensors")
from safetensors.torch import save

from tests.judge.module_exercises import TINY, solved

NET = "import torch\nfrom torch import nn\ndef tiny_net():\n    return nn.Sequential(nn.Flatten(), {})\n"
FILE = "tiny.safetensors"


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    with Zygote("torch") as warm:
        yield warm


def judged(zygote: Zygote, cell: str, content: bytes, exercise: Any = TINY, seed: int = 3) -> Any:
    with Session(zygote, {FILE: content}) as session:
        assert session.cell(cell, 1, 20.0)["ok"]
        target = SandboxTarget(session, "tiny_net", files={FILE: content})
        return judge(exercise, target, seed)


def test_a_good_net_earns_everything(zygote: Zygote) -> None:
    verdict = judged(zygote, NET.format("nn.Linear(4, 10)"), save(solved()))
    assert (verdict.status, verdict.points) == ("passed", 5.0)


def test_what_the_notebook_writes_over_the_file_changes_nothing(zygote: Zygote) -> None:
    cell = NET.format("nn.Linear(4, 10)") + f"open('{FILE}', 'wb').write(b'nothing')\n"
    assert judged(zygote, cell, save(solved())).points == 5.0


@pytest.mark.parametrize(
    "module",
    [
        "nn.Linear(5, 10)",
        "nn.Linear(4, 10), nn.Softmax",
        "type('Lying', (nn.Module,), {'state_dict': lambda self: {'1.weight': 3}})()",
    ],
)
def test_a_class_that_does_not_take_the_file_is_replaced(zygote: Zygote, module: str) -> None:
    assert judged(zygote, NET.format(module), save(solved())).points == 5.0


@pytest.mark.parametrize(
    ("forward", "word"),
    [
        ("torch.zeros(len(x), 10) / 0", "not finite"),
        ("torch.zeros(())", "logits of shape"),
        ("'all right'", "logits of shape"),
        ("__import__('os')._exit(0)", ""),
    ],
)
def test_a_net_that_answers_nonsense_earns_no_more_than_its_file(
    zygote: Zygote, forward: str, word: str
) -> None:
    cell = NET.format("Odd(4, 10)") + (
        f"class Odd(nn.Linear):\n    def forward(self, x): return {forward}\n"
    )
    blank = {name: 0 * tensor for name, tensor in solved().items()}
    verdict = judged(zygote, cell, save(blank))
    assert verdict.points == 0.0 and word in verdict.findings[0].saw


def test_without_the_data_no_score_is_made_up(zygote: Zygote) -> None:
    def nowhere(name: str) -> tuple[np.ndarray, np.ndarray]:
        raise LookupError("mnist is not on this machine.")

    asked = TINY.artefact
    assert asked is not None
    exercise = replace(TINY, artefact=replace(asked, test_set=nowhere))
    with pytest.raises(NoTestSet, match="mnist is not on this machine"):
        judged(zygote, NET.format("nn.Linear(4, 10)"), save(solved()), exercise)
