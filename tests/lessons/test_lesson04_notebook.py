"""Lesson 04's notebook: what its prose says of numbers is so."""

from __future__ import annotations

import pytest

from tests.lessons.notebooks import after


@pytest.mark.parametrize("released", [True, False], ids=["released", "solved"])
def test_its_numbers_are_those_of_the_prose(released: bool) -> None:
    names = after("04-stride", released)
    assert names["trace_sizes"](32, names["lenet"]) == [32, 28, 14, 10, 5]
    assert [m.shape for m in names["maps"]] == [(46, 62), (23, 31), (12, 16), (46, 16)]
    assert names["kept"].size * 4 == names["everywhere"].size
