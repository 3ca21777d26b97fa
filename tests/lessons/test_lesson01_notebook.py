"""Lesson 01's notebook: what its prose says of numbers is so."""

from __future__ import annotations

import pytest

from tests.lessons.notebooks import after


@pytest.mark.parametrize("released", [True, False], ids=["released", "solved"])
def test_its_numbers_are_those_of_the_prose(released: bool) -> None:
    names = after("01-sliding", released)
    assert names["cross_correlate2d"](names["x"], names["kernel"])[0].tolist() == [6, 3, 2]
    assert names["best_match"](names["scene"], names["template"]) == (14, 5)
