"""Hostile code: no unearned point, no lost exercise beside it, no effect, no trace."""

from __future__ import annotations

import pytest

from autograder.jail.layers import walls
from tests.attacks import on_the_judge, on_the_machine, on_the_wire, on_what_is_hidden
from tests.attacks.declared import Attack, exercise
from tests.attacks.stage import MARKER, Played, Stage, assert_can_be_kept

ATTACKS: tuple[Attack, ...] = (
    *on_the_judge.ATTACKS,
    *on_the_wire.ATTACKS,
    *on_what_is_hidden.ATTACKS,
    *on_the_machine.ATTACKS,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_attack_gains_nothing_and_harms_nobody(attack: Attack, stage: Stage) -> None:
    played = stage.play(attack)
    assert 0.0 <= played.points[attack.exercise] <= attack.earns + 1e-9
    assert_only_that_exercise_is_lost(played)
    assert MARKER not in played.said
    assert_can_be_kept(played)
    stage.assert_nobody_left()
    stage.assert_untouched()
    assert played.seconds < attack.seconds
    assert played.megabytes < attack.megabytes
    if attack.holds is not None:
        attack.holds(stage, played)
    assert_next_submission_is_unaffected(stage)


def assert_only_that_exercise_is_lost(played: Played) -> None:
    assert played.points["window_at"] == exercise("window_at").points


def assert_next_submission_is_unaffected(stage: Stage) -> None:
    names = ("window_at", "cross_correlate2d")
    assert stage.honest().points == {name: exercise(name).points for name in names}


def test_bubblewrap_is_around_the_warm_process_where_it_can_be(stage: Stage) -> None:
    assert stage.zygote.bubblewrap is walls().bubblewrap, stage.zygote.walls


def test_ids_are_unique() -> None:
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS)
