"""Checkpoints: right ones earn their tier, spoilt ones one clear sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.judge import judge
from autograder.target import LocalTarget
from autograder.verdict import Verdict

pytest.importorskip("torch")
pytest.importorskip("safetensors")
import torch
from safetensors.torch import save_file
from torch import nn

from tests.judge.module_exercises import TINY, made_up_set, solved, tiny_net


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def save(state: dict[str, Any]) -> None:
    save_file(state, "tiny.safetensors")


def verdict_on(answer: Any = tiny_net, seed: int = 0, exercise: Any = TINY) -> Verdict:
    return judge(exercise, LocalTarget(answer), seed)


@pytest.mark.parametrize("seed", [0, 7])
def test_a_net_that_is_right_everywhere_earns_everything(seed: int) -> None:
    save(solved())
    verdict = verdict_on(seed=seed)
    assert (verdict.status, verdict.points) == ("passed", 5.0)
    assert "200 of 200 images right: 100.00 %" in verdict.note


def test_a_net_between_two_tiers_earns_the_lower_one() -> None:
    state = solved()
    state["1.bias"][:3] = -99.0
    save(state)
    verdict = verdict_on()
    assert (verdict.status, verdict.points) == ("partial", 2.0)
    assert "99 % earn 5 of 5 points" in verdict.findings[0].saw


def test_an_untrained_net_earns_nothing() -> None:
    save({name: torch.zeros_like(tensor) for name, tensor in solved().items()})
    verdict = verdict_on()
    assert (verdict.status, verdict.points) == ("failed", 0.0)


def test_the_halves_are_disjoint_and_hold_everything() -> None:
    asked = TINY.artefact
    assert asked is not None
    images, _ = made_up_set("mnist")
    halves = [asked.half("mnist", hidden)[0] for hidden in (False, True)]
    assert sum(len(half) for half in halves) == len(images)
    marked = replace(asked, test_set=lambda name: (np.arange(400), np.arange(400)))
    first, second = (set(marked.half("mnist", hidden)[0].tolist()) for hidden in (False, True))
    assert not first & second and len(first) == len(second) == 200


def test_no_file_is_not_written_yet() -> None:
    verdict = verdict_on()
    assert verdict.status == "unwritten"
    assert "no tiny.safetensors beside the notebook" in verdict.findings[0].saw


def test_an_unwritten_net_earns_nothing_for_a_good_file() -> None:
    def unwritten() -> nn.Module:
        raise NotImplementedError("tiny_net: yours to write")

    save(solved())
    assert verdict_on(unwritten).status == "unwritten"


def test_a_file_that_is_cut_off_is_said_to_be() -> None:
    save(solved())
    whole = Path("tiny.safetensors").read_bytes()
    for length in (0, 7, 8, 40, len(whole) - 1):
        Path("tiny.safetensors").write_bytes(whole[:length])
        verdict = verdict_on()
        assert verdict.points == 0.0
        assert "cut off, or no safetensors file" in verdict.findings[0].saw


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 a pickle", b"\xff" * 64, b"\x02" + b"\0" * 7 + b"{}"]
)
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    Path("tiny.safetensors").write_bytes(content)
    assert verdict_on().points == 0.0


def test_a_file_that_is_too_large_is_not_read() -> None:
    Path("tiny.safetensors").write_bytes(b"\0" * 5000)
    assert "at most" in verdict_on().findings[0].saw


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda state: state.pop("1.bias"), "without 1.bias (10,)"),
        (lambda state: state.update({"2.weight": torch.ones(3)}), "with 2.weight (3,)"),
        (lambda state: state.update({"1.bias": torch.ones(9)}), "1.bias is (9,) in place of (10,)"),
        (lambda state: state.update({"1.bias": torch.full((10,), torch.nan)}), "not finite"),
    ],
)
def test_a_file_that_does_not_fit_says_where(change: Any, word: str) -> None:
    state = solved()
    change(state)
    save(state)
    verdict = verdict_on()
    assert verdict.points == 0.0 and word in verdict.findings[0].saw


def test_a_class_that_fails_does_not_spoil_a_good_file() -> None:
    save(solved())

    def broken() -> nn.Module:
        raise ValueError("a slip in another exercise")

    def of_another_form() -> nn.Module:
        return nn.Sequential(nn.Flatten(), nn.Linear(5, 10))

    for answer in (broken, of_another_form, None, 3):
        assert verdict_on(answer).points == 5.0


def test_a_net_that_gives_no_logits_is_not_counted() -> None:
    class Silent(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.fc = nn.Linear(4, 10)

        def forward(self, x: Any) -> Any:
            return self.fc(x.flatten(1)).argmax(1)

    state = solved()
    save({"fc.weight": state["1.weight"], "fc.bias": state["1.bias"]})
    assert "logits of shape (200, 10) are expected" in verdict_on(Silent).findings[0].saw


def test_without_the_data_the_sentence_of_the_loader_is_passed_on() -> None:
    def nowhere(name: str) -> tuple[np.ndarray, np.ndarray]:
        raise LookupError("mnist is not on this machine: fetch it first.")

    save(solved())
    asked = TINY.artefact
    assert asked is not None
    verdict = verdict_on(exercise=replace(TINY, artefact=replace(asked, test_set=nowhere)))
    assert verdict.points == 0.0
    assert "mnist is not on this machine: fetch it first." in verdict.findings[0].saw


@pytest.mark.filterwarnings("error")
def test_without_the_data_the_digits_tell_whether_it_has_learned() -> None:
    def digits_only(name: str) -> tuple[np.ndarray, np.ndarray]:
        if name == "mnist":
            raise LookupError("mnist is not here.")
        images, labels = made_up_set("mnist")
        images.flags.writeable = False  # as the real one is, of which torch warns
        return images, labels

    save(solved())
    asked = TINY.artefact
    assert asked is not None
    verdict = verdict_on(exercise=replace(TINY, artefact=replace(asked, test_set=digits_only)))
    assert "Of the 400 bundled digits your net gets 400 right." in verdict.findings[0].saw
