"""Lesson 08's notebook: what its prose says of numbers is so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.lessons.notebooks import after


@pytest.fixture(params=[True, False], ids=["released", "solved"])
def names(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Names of the notebook after it ran, unwritten and written."""
    return after("08-activations", request.param)


def test_its_numbers_are_those_of_the_prose(names: dict[str, Any]) -> None:
    assert names["one"].shape == (5, 5)
    assert names["after_two"].shape == (24, 24)
    one_kernel = names["cross_correlate2d"](names["seven"], names["one"])
    np.testing.assert_allclose(one_kernel, names["after_two"], atol=1e-12)
    assert names["heard"] == []
    assert names["dead_units"](names["relu"](names["maps"])).tolist() == [False] * 3 + [True]
    assert names["maps"].shape == (6, 4, 26, 26)
    assert np.mean(names["edges"] == 0) > 0.3
    assert np.sum(names["edges"] == 0) > 200


def test_gradients_vanish_as_the_prose_says(names: dict[str, Any]) -> None:
    reach = names["gradient_at_the_input"]
    by_sigmoid = reach(names["sigmoid"], names["sigmoid_backward"], 1)
    by_tanh = reach(names["tanh"], names["tanh_backward"], 1)
    by_relu = reach(names["relu"], names["relu_backward"], 2**0.5)
    start = np.linalg.norm(_first_gradient())
    assert start == pytest.approx(7.6, abs=0.05)
    assert 2e-7 < by_sigmoid / start < 2e-6
    assert min(by_tanh, by_relu) > 1
    assert 0.25**10 == 1 / 1_048_576


def _first_gradient() -> np.ndarray:
    rng = np.random.default_rng(0)
    rng.standard_normal((10, 50, 50))
    rng.standard_normal(50)
    return rng.standard_normal(50)


def test_half_of_the_sigmoids_saturate_near_scale_four(names: dict[str, Any]) -> None:
    parts = {
        scale: names["saturated_fraction"](names["sigmoid"](scale * names["normal"]), 0.05, 0.95)
        for scale in (1, 2, 4, 8)
    }
    assert min(parts, key=lambda scale: abs(parts[scale] - 0.5)) == 4
    assert np.log(0.95 / 0.05) == pytest.approx(2.94, abs=0.005)
    assert round(2.94 / 0.674, 1) == 4.4
    assert np.mean(np.abs(names["normal"]) > 0.674) == pytest.approx(0.5, abs=0.02)
