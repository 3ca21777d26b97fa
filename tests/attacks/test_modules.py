"""No module that lies passes for a right one, and the next honest one is judged as ever."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograder.jail.layers import walls
from autograder.jail.sandbox import SandboxTarget
from autograder.jail.session import Session
from autograder.jail.warm import Zygote
from autograder.judge.modules import same_module
from autograder.trials import Trial
from autograder.verdict import Finding
from tests.attacks.declared import Attack
from tests.attacks.on_modules import HONEST, LIES, WITHOUT_TORCH, Lie
from tests.attacks.stage import Stage
from tests.attacks.test_code import (
    assert_next_submission_is_unaffected,
    assert_only_that_exercise_is_lost,
)

pytest.importorskip("torch")
import torch


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    with Zygote("torch") as warm:
        yield warm


def images(rng: np.random.Generator) -> tuple[Any, ...]:
    return (torch.as_tensor(rng.standard_normal((2, 2, 6, 6)), dtype=torch.float32),)


def judged(session: Session, expression: str) -> list[Finding]:
    trial = Trial("2 to 3 channels", "core", images, (2, 3, 3))
    target = SandboxTarget(session, expression).modules(seconds=1.0)
    return same_module(torch.nn.Conv2d, target, trial, seed=17)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.id)
def test_a_lie_is_found(lie: Lie, zygote: Zygote) -> None:
    with Session(zygote) as session:
        assert session.cell(HONEST, 1, 20.0)["ok"]
        assert session.cell(lie.cell, 2, 20.0)["ok"]
        start = time.monotonic()
        findings = judged(session, "Conv2d")
        assert findings, lie.tries
        told = " ".join(finding.saw for finding in findings)
        assert re.search(lie.said, told) and len(told) < 5000
        assert time.monotonic() - start < 15.0


def test_an_honest_module_passes_also_after_a_crash(zygote: Zygote) -> None:
    crash = next(lie for lie in LIES if lie.id == "mode_raises")
    with Session(zygote) as session:
        session.cell(HONEST, 1, 20.0)
        assert judged(session, "Right") == []
        session.cell(crash.cell, 2, 20.0)
        assert judged(session, "Conv2d") != []
        assert judged(session, "Right") == []


@pytest.mark.parametrize("attack", WITHOUT_TORCH, ids=str)
def test_objects_by_number_or_name_are_none_of_the_graders(attack: Attack, stage: Stage) -> None:
    played = stage.play(attack)
    assert played.points[attack.exercise] == 0.0
    assert_only_that_exercise_is_lost(played)
    assert_next_submission_is_unaffected(stage)
