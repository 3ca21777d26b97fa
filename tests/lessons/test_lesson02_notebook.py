"""Lesson 02's notebook: what its prose says of numbers is so."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons.notebooks import after, cells


@pytest.mark.parametrize("released", [True, False], ids=["released", "solved"])
def test_its_numbers_are_those_of_the_prose(released: bool) -> None:
    names = after("02-kernels", released)
    counting = names["counting"]
    assert np.array_equal(names["stages"][-1].round(2), names["secret"])
    assert np.allclose(names["two_passes"], names["blurred"])
    assert names["separate"](names["cross"]) is None
    assert names["plus"] == names["cross_correlate2d"](names["scene"], counting)[0, 0]
    assert np.array_equal(names["convolve2d"](names["impulse"], counting)[1:3, 1:4], counting)


def test_the_broken_function_of_the_last_experiment_can_be_broken() -> None:
    names = dict(after("02-kernels", released=False))
    (body,) = (body for _, body in cells("02-kernels") if "def by_corner" in body)
    exec(compile(body, "break it", "exec"), names)
    for kernel, right in ((names["mine"], True), (np.array([[0.0, 0], [0, 1]]), False)):
        column, row = names["by_corner"](kernel)
        assert np.allclose(column * row, kernel) == right
        assert names["separate"](kernel) is not None
