"""Lesson 09's notebook: what its prose says of numbers is so."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from autograder.lessons.lesson09 import break_unstable_softmax
from tests.lessons.notebooks import after, printed, source

SLUG = "09-loss"


@pytest.fixture(params=[True, False], ids=["released", "solved"])
def names(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Names of the notebook after it ran, unwritten and written."""
    return after(SLUG, request.param)


def test_the_scores_of_the_noisy_7_are_those_of_the_prose(names: dict[str, Any]) -> None:
    scores, shares = names["scores"], names["shares"]
    assert scores.argmax() == 7
    assert (round(float(scores[7]), 1), round(float(scores[9]), 1)) == (8.7, 5.7)
    assert [f"{share:.0%}" for share in shares[[7, 9]]] == ["94%", "5%"]
    assert 19.5 < math.exp(scores[7] - scores[9]) < 20.5
    assert scores.sum() == pytest.approx(0, abs=1e-9)
    heated = names["softmax"](scores / 1000)
    assert np.abs(heated - 0.1).max() < 0.002


def test_the_floor_is_where_the_prose_says(names: dict[str, Any]) -> None:
    said = printed(SLUG, "perfect = 1000.0", names)
    assert "log_softmax: 0.000" in said
    assert "softmax    : 1.461" in said
    assert round(math.e / (math.e + 9), 3) == 0.232
    assert f"{-math.log(math.e / (math.e + 9)):.3f}" == "1.461"


def test_training_starts_at_log_10_and_ends_near_0(names: dict[str, Any]) -> None:
    said = printed(SLUG, "weight, velocity = np.zeros", names).splitlines()
    assert said[0] == f"step   0: loss {math.log(10):.4f}" == "step   0: loss 2.3026"
    assert float(said[-1].split()[-1]) < 0.001


def test_momentum_helps_up_to_a_point(names: dict[str, Any]) -> None:
    steps = {m: names["steps_to_the_bottom"](m) for m in (0.0, 0.5, 0.7, 0.9, 0.95)}
    assert min(steps, key=lambda m: steps[m]) == 0.7
    assert steps[0.0] > 5 * steps[0.7]
    assert steps[0.95] > steps[0.9] > 2 * steps[0.7]


def test_mistakes_and_claims_are_those_of_the_prose(names: dict[str, Any]) -> None:
    counts, right, confidence = names["counts"], names["right"], names["confidence"]
    found = np.diag(counts) / counts.sum(axis=1)
    assert round(float(found[7]), 2) == pytest.approx(5 / 6, abs=0.03)
    assert round(float(found[3]), 2) == pytest.approx(1 / 6, abs=0.03)
    assert counts.sum(axis=0).argmax() == 8
    assert right.mean() == pytest.approx(0.506, abs=0.003)
    sure = confidence >= 0.99
    assert right[sure].mean() == pytest.approx(0.8, abs=0.02)
    assert sure.sum() > 200
    assert names["best"] == 3
    cooled = names["softmax"](names["logits"] / 3).max(axis=1).mean()
    assert cooled == pytest.approx(right.mean(), abs=0.02)
    assert "51 %" in source(SLUG)


def test_unscaled_pictures_break_the_one_liner_in_one_step(names: dict[str, Any]) -> None:
    wild, y = names["after_one_step"], names["y"]
    assert math.isfinite(names["cross_entropy"](wild, y)[0])
    careless = names["as_it_stands"](wild)
    assert np.isnan(careless).any()
    for _ in range(2):  # the templates of a step, and those of the next
        weight = names["unscaled"].T @ careless
        with np.errstate(invalid="ignore"):
            careless = names["as_it_stands"](names["unscaled"] @ weight)
    assert np.isnan(weight).all()


def test_the_notebook_s_one_liner_is_the_one_that_is_examined(names: dict[str, Any]) -> None:
    rng = np.random.default_rng(0)
    for z in (rng.standard_normal((3, 4)), 900 * rng.standard_normal((4, 2)), np.full(3, 709.5)):
        np.testing.assert_array_equal(
            names["as_it_stands"](z), break_unstable_softmax.as_it_stands(z)
        )
