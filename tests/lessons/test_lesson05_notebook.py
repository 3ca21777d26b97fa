"""Lesson 05's notebook: what its prose says of numbers is so."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from autograder.lessons.lesson05.break_square import EXERCISE as BREAK_SQUARE
from autograder.lessons.lesson05.break_square import break_square
from autograder.lessons.lesson05.conv2d import conv2d
from autograder.lessons.lesson05.conv_cost import conv_cost
from tests.lessons.notebooks import after, printed, source

SLUG = "05-channels"
NAMES = {"conv_cost": conv_cost, "np": np}


@pytest.mark.parametrize("released", [True, False], ids=["released", "solved"])
def test_its_numbers_are_those_of_the_prose(released: bool) -> None:
    names = after(SLUG, released)
    assert names["conv2d"](names["x"][None], names["weight"][None]).tolist() == [[[[1, 2]]]]
    assert names["out"].shape == (2, 4, 24, 32)


def test_the_notebook_s_square_layer_is_the_one_that_is_examined() -> None:
    (cell,) = re.findall(r"(?ms)^def square_layer.*?\n\n\n", source(SLUG))
    names: dict[str, Any] = {"np": np, "conv2d": conv2d}
    exec(cell, names)
    for other in (break_square, *(other.function for other in BREAK_SQUARE.accept)):
        arguments: dict[str, Any] = other()
        try:
            seen = names["square_layer"](**arguments)
        except IndexError:
            continue
        assert not np.allclose(seen, conv2d(**arguments))
    square = np.random.default_rng(0).standard_normal((2, 1, 5, 5))
    np.testing.assert_array_equal(
        names["square_layer"](square, np.ones((1, 1, 3, 3))), conv2d(square, np.ones((1, 1, 3, 3)))
    )


# Numbers in the prose.


def test_the_counts_in_the_prose_are_those_of_the_networks() -> None:
    text = source(SLUG)
    assert conv_cost(1, 6, (5, 5), (28, 28)) == (156, 117_600)
    assert conv_cost(1024, 4704, (1, 1), (1, 1))[0] == 4_821_600
    assert conv_cost(3, 64, (7, 7), (112, 112))[0] == 9_472
    for number in ("117,600", "4,821,600", "421,642", "60,965,224"):
        assert number in text
    digits = [
        conv_cost(1, 32, (3, 3), (28, 28)),
        conv_cost(32, 64, (3, 3), (14, 14)),
        conv_cost(3136, 128, (1, 1), (1, 1)),
        conv_cost(128, 10, (1, 1), (1, 1)),
    ]
    parameters, work = np.array(digits).sum(axis=0)
    assert parameters == 421_642
    assert round(100 * digits[2][0] / parameters) == 95
    assert round(100 * digits[1][1] / work) == 85


def test_googlenet_and_alexnet_come_out_as_said() -> None:
    assert printed(SLUG, 'table = """192', NAMES) == "6,998,552"
    assert printed(SLUG, "convs = [(3, 96", NAMES) == "2,334,080 + 58,631,144 = 60,965,224"
    assert round(100 * 2_334_080 / 60_965_224) == 4


def test_a_pair_of_steps_saves_what_the_prose_says() -> None:
    said = printed(SLUG, "full = conv_cost", NAMES)
    assert "(73728, 231211008)" in said
    assert "(8768, " in said
    assert said.endswith("8.4")
    assert conv_cost(64, 64, (3, 3), (56, 56), 64, False)[0] == 576
    assert conv_cost(64, 128, (1, 1), (56, 56), 1, False)[0] == 8_192


def test_torch_agrees_that_the_layers_of_the_questions_are_what_they_are() -> None:
    torch = pytest.importorskip("torch")
    layer = torch.nn.Conv2d(3, 16, 3)
    assert layer.weight.shape[0] * layer.weight.shape[1] == 48
    padded = torch.nn.functional.pad(torch.zeros(4, 3, 5, 6), (2, 2, 1, 1))
    assert tuple(padded.shape) == (4, 3, 7, 10)
    assert torch.nn.Conv2d(3, 16, 5, padding=2)(torch.zeros(10, 3, 32, 32)).shape[1:] == (
        16,
        32,
        32,
    )
