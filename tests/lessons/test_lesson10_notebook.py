"""Lesson 10's notebook: what its prose says of numbers is so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.lessons.lesson10 import break_sum_gradient_check as breaking
from autograder.lessons.lesson10.conv2d_backward import conv2d_backward
from autograder.lessons.lesson10.numerical_gradient import numerical_gradient
from tests.lessons.notebooks import after

SLUG = "10-backprop"


@pytest.fixture
def names() -> dict[str, Any]:
    """Names of the unwritten notebook after it ran."""
    return after(SLUG, released=True)


def test_the_network_learns_as_the_prose_says(names: dict[str, Any]) -> None:
    losses = names["losses"]
    assert len(losses) == 200
    assert losses[0] == pytest.approx(np.log(3), abs=0.4)
    assert np.mean(losses[-20:]) < 0.2
    assert names["by_heart"][-1] < 0.05
    assert (12 + 4 - 5) // 2 + 1 == 6
    assert 6 * 25 + 6 + 3 * 54 + 3 == 321


def test_few_pixels_hear_from_the_pool(names: dict[str, Any]) -> None:
    winners, pooled = names["winners"], names["pooled"]
    assert winners.sum() == pooled.size == 49
    assert winners.max() == 4
    assert np.count_nonzero(winners) < winners.size / 4


def test_a_network_is_no_regression(names: dict[str, Any]) -> None:
    np.testing.assert_allclose(np.diff(names["squared"], 3), 0, atol=1e-8)
    assert np.abs(np.diff(names["network"], 3)).min() > 0.01


def test_larger_batches_agree_better(names: dict[str, Any]) -> None:
    everything, rng = names["slope_of"](range(150)), np.random.default_rng(1)
    agreement = [
        np.mean([names["slope_of"](rng.permutation(150)[:n]) @ everything for _ in range(100)])
        for n in (1, 12, 50)
    ]
    assert agreement[0] < 0.2 < 0.35 < agreement[1] < 0.65 < agreement[2]


def test_the_nudge_in_the_middle_is_best(names: dict[str, Any]) -> None:
    errors = [
        abs(
            numerical_gradient(names["sigmoid"], names["place"], names["one"], eps) - names["exact"]
        )
        for eps in (1e-1, 1e-5, 1e-11)
    ]
    assert errors[1] < 1e-9 < min(errors[0], errors[2])
    assert 2 * 61_706 == 123_412


def test_the_paper_and_the_layer_agree(names: dict[str, Any]) -> None:
    dx, dw, db = conv2d_backward(names["dout"], names["row"], names["filters"])
    assert [a.ravel().tolist() for a in (dx, dw, db)] == [[30, 43, 4], [12, 25], [11]]


def test_the_classmate_s_layer_is_the_one_that_is_examined(names: dict[str, Any]) -> None:
    np.testing.assert_array_equal(names["x_small"], breaking.X)
    np.testing.assert_array_equal(names["w_small"], breaking.WEIGHT)
    for other in (
        breaking.break_sum_gradient_check,
        *(a.function for a in breaking.EXERCISE.accept),
    ):
        dout = other()
        right = conv2d_backward(dout, breaking.X, breaking.WEIGHT)[1]
        assert not np.allclose(names["hasty_dw"](dout), right)
