"""Handles and names: what they become, and what is left alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.exercise import Probe
from autograder.stand_ins import (
    MAX_HELD,
    ByName,
    Handle,
    Held,
    NotHeld,
    TooManyHeld,
    live,
    standing,
)
from autograder.target import LocalTarget, same
from course.layers import Layer


def test_containers_without_stand_ins_are_not_copied() -> None:
    value: dict[str, Any] = {"a": [1, (np.ones(2), "x")], "b": {}}
    assert live(value, {}) is value


def test_everything_beside_a_stand_in_stays_the_same_object() -> None:
    array, inner = np.ones(2), [1]
    made = live((array, [Handle(3), inner], {"k": ByName("numpy.sin")}), {3: "kept"})
    assert made[0] is array and made[1] == ["kept", [1]] and made[1][1] is inner
    assert made[2] == {"k": np.sin}


def test_each_name_is_made_once() -> None:
    rng = ByName("numpy.random.default_rng", (5,))
    made = live([1, rng, rng], {})
    assert made[1] is not made[2]
    assert made[1].random() == made[2].random() == np.random.default_rng(5).random()


def test_names_are_few() -> None:
    for name in ("os.system", "torch.load", "numpy", "builtins.eval", "parameters.x", ""):
        with pytest.raises(ValueError, match="not among the names"):
            ByName(name)


def test_numbers_of_what_was_released_are_not_used_again() -> None:
    held, things = Held(), [object() for _ in range(MAX_HELD + 1)]
    handles = [held.keep(thing) for thing in things[:-1]]
    assert held.keep(things[3]) == handles[3]
    with pytest.raises(TooManyHeld):
        held.keep(things[-1])
    held.release(handles[3].number)
    again = held.keep(things[-1])
    assert again not in handles and live(again, held) is things[-1]
    with pytest.raises(NotHeld):
        live([handles[3]], held)


def test_a_function_gets_the_objects_and_its_probe_stays() -> None:
    def draw(rng: np.random.Generator, items: list[float], function: Any) -> Any:
        items.append(2.0)
        return function(rng.random(3))

    args = (ByName("numpy.random.default_rng", (1,)), [1.0], ByName("numpy.square"))
    outcome = LocalTarget(draw, ("rng", "items", "function")).call(Probe("p", "core", args), 1.0)
    assert np.array_equal(outcome.value, np.random.default_rng(1).random(3) ** 2)
    assert outcome.changed == ("items",) and args[1] == [1.0]


def test_a_handle_that_nobody_gave_is_a_failure_and_not_an_error_of_the_judge() -> None:
    outcome = LocalTarget(abs).call(Probe("p", "core", (Handle(0),)), 1.0)
    assert outcome.failure is not None and outcome.failure.type == "NotHeld"


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ([0.0], [-0.0], True),
        ([np.nan, 1.0], [np.nan, 1.0], True),
        ([np.nan, 1.0], [1.0, np.nan], False),
        ([1.0], [2.0], False),
    ],
)
def test_arguments_are_compared_by_value(a: list[float], b: list[float], alike: bool) -> None:
    assert same(np.array(a), np.array(b)) is alike
    torch = pytest.importorskip("torch")
    assert same(torch.tensor(a), torch.tensor(b)) is alike
    assert not same(torch.tensor(a), torch.tensor(a, dtype=torch.float64))


def largest(x: np.ndarray) -> float:
    """A function of ours that a probe may carry."""
    return float(np.max(x))


def test_functions_and_layers_travel_and_come_back() -> None:
    layer = Layer(5, padding=2)
    sent = standing(([largest, layer], {"k": (layer, 3)}))
    assert sent[0][0].name == "function" and sent[1]["k"][0].name == "course.layers.Layer"
    (function, came), pairs = live(sent, {})
    assert function(np.arange(4)) == 3.0
    assert came == layer and came.padding == 2 and pairs == {"k": (layer, 3)}


def test_plain_arguments_are_sent_as_they_are() -> None:
    value = [1, (2.0, "x"), {"k": None}]
    assert standing(value) == value
