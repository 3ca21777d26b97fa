"""The same code where bubblewrap can't be used: the inner walls hold, and what stays open is known."""

from __future__ import annotations

import pytest

from tests.attacks import on_the_machine, on_what_is_hidden
from tests.attacks.declared import Attack
from tests.attacks.stage import Stage
from tests.attacks.test_code import test_attack_gains_nothing_and_harms_nobody as withstand

FILES = ("files", "files_written_fast", "files_without_names", "empty_files", "deep_folders",
         "locked_folders", "one_large_file", "memory", "threads")  # fmt: skip
ATTACKS = tuple(
    attack
    for module in (on_what_is_hidden, on_the_machine)
    for attack in module.ATTACKS
    if attack.kind in ("peek", "persist or spread", "reach out") or attack.id in FILES
)


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_attack_is_withstood_by_the_inner_walls(attack: Attack, bare_stage: Stage) -> None:
    assert "no bubblewrap" in bare_stage.zygote.walls
    withstand(attack, bare_stage)
