"""Lesson 07's notebook: what its prose says of numbers is so."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.lessons.lesson07 import geometry
from tests.lessons.notebooks import after

SLUG = "07-pooling"


@pytest.mark.parametrize("released", [True, False], ids=["released", "solved"])
def test_its_numbers_are_those_of_the_prose(released: bool) -> None:
    names = after(SLUG, released)
    assert names["max_pool2d"](names["x"][None, None], 2).ravel().tolist() == [7, 9, -1, 8, 1, 5]


def test_the_helpers_it_hands_out_are_those_of_the_references() -> None:
    names = after(SLUG, released=False)
    assert names["pair"](4) == geometry.pair(4) == (4, 4)
    assert names["pair"]((2, 3)) == geometry.pair((2, 3)) == (2, 3)
    x = np.arange(24.0).reshape(1, 2, 3, 4)
    for dy in range(-4, 5):
        for dx in range(-5, 6):
            assert np.array_equal(names["shift2d"](x, dy, dx), geometry.shift2d(x, dy, dx))
