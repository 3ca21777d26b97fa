"""Lesson 13's notebook: what its prose says of numbers is so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
import torch

from autograder.build.solution import cleared
from autograder.lessons.lesson13 import mnist_net
from tests.lessons.notebooks import after, solutions

SLUG = "13-pytorch"


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    """Names of the notebook after it ran with its solutions, on the small digits."""
    return after(SLUG, released=False)


def test_its_images_are_scaled_as_the_check_scales_them(names: dict[str, Any]) -> None:
    pictures = names["mnist"].train_images[:50]
    torch.testing.assert_close(names["as_input"](pictures), mnist_net.as_input(pictures))


def test_the_orders_of_a_step_learn_stay_and_run_away(names: dict[str, Any]) -> None:
    learns, stays, runs = (
        names["losses"](order)
        for order in ("zero backward step", "backward zero step", "backward step")
    )
    assert learns == sorted(learns, reverse=True) and learns[-1] < learns[0] - 0.3
    assert len({*stays}) == 1
    assert min(runs) < 1 and max(runs) > 5


def test_a_batch_is_learned_by_heart_with_any_labels(names: dict[str, Any]) -> None:
    torch.manual_seed(1)
    for labels in (names["batch"][1], names["shuffled"]):
        net = names["MnistNet"]()
        assert names["overfit_one_batch"](net, (names["batch"][0], labels), 100, 0.05) < 0.1


def test_validation_images_are_a_twelfth_and_never_trained_on(names: dict[str, Any]) -> None:
    held, kept = set(names["held"].tolist()), set(names["kept"].tolist())
    assert not held & kept
    assert len(held) == (len(held) + len(kept)) // 12
    rng = np.random.default_rng(0)
    best = [
        (rng.integers(0, 10, (1000, 200)) == rng.integers(0, 10, 200)).mean(axis=1).max()
        for _ in range(20)
    ]
    assert min(best) > 0.13


def test_the_best_of_the_epochs_is_a_net_that_reads_digits(names: dict[str, Any]) -> None:
    assert names["best"] > 0.85
    weights = names["weights"]
    assert sum(tensor.numel() for tensor in weights.values()) == 421_642


def test_an_unwritten_class_fails_when_it_is_made_and_not_before() -> None:
    for name in ("Conv2d", "MnistNet"):
        space: dict[str, Any] = dict(vars(torch))
        exec(f"from torch import Tensor, nn\n{cleared(solutions(SLUG)[name], name)}", space)
        with pytest.raises(NotImplementedError, match=name):
            space[name](*([3, 4, 2] if name == "Conv2d" else []))
