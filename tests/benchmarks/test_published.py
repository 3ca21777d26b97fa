"""The articles' networks and ours: their sizes, their ways of training, the race and its lines."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the networks are torch's")

from autograder.torchvision_ops import import_torchvision  # noqa: E402
from benchmarks.published import articles, nets, race, recipe  # noqa: E402
from benchmarks.published.trained import Pictures, Trained, accuracy, built  # noqa: E402
from course import data  # noqa: E402

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """One thread: the pictures are few, and the machine may be busy with other tests."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def drawn(count: int) -> Pictures:
    """The course's drawn digits, moved about and made noisy: learnable in a few steps."""
    rng = np.random.default_rng(0)
    labels = np.arange(count) % 10
    digits = np.stack([data.digit(number) for number in range(10)])[labels]
    moved = [np.roll(one, tuple(rng.integers(-1, 2, 2)), (0, 1)) for one in digits]
    noisy = np.clip(np.stack(moved) + rng.normal(0, 0.1, digits.shape), 0, 1)
    return Pictures(torch.from_numpy(np.uint8(255 * noisy)), torch.from_numpy(labels))


@pytest.mark.parametrize(
    ("make", "count"),
    [
        (nets.article_c, 421_642),
        (nets.lenet5, 61_706),
        (nets.article_e, 29_034),
        (nets.our_digits, 29_434),
        (nets.our_clothes, 104_426),
    ],
)
def test_each_network_has_the_parameters_it_is_said_to_have(make, count):
    net = make()
    assert sum(one.numel() for one in net.parameters()) == count
    assert net(torch.zeros(3, 1, 28, 28)).shape == (3, 10)


def test_lenet_pads_to_the_32x32_of_1998():
    net = nets.lenet5()
    plain = torch.nn.Sequential(torch.nn.Conv2d(1, 6, 5), *list(net)[1:])
    plain[0].load_state_dict(net[0].state_dict())
    x = torch.rand(2, 1, 28, 28)
    padded = torch.nn.functional.pad(x, (2, 2, 2, 2))
    assert torch.allclose(net(x), plain(padded), atol=1e-6)


def test_first_weights_depend_on_the_seed_alone_and_disturb_nothing():
    before = torch.get_rng_state()
    first, again, other = (built(nets.lenet5, seed)[0].weight for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(before, torch.get_rng_state())


def test_accuracy_is_measured_in_evaluation_and_training_goes_on():
    net = torch.nn.Sequential(torch.nn.Dropout(0.9), torch.nn.Flatten(), torch.nn.Linear(784, 10))
    pictures = drawn(40)
    trained = Trained(net, lambda images: images[:, None] / 255)
    found = [accuracy(trained, pictures, batch=batch) for batch in (7, 40)]
    assert found[0] == found[1]
    assert net.training
    perfect = Trained(torch.nn.Identity(), lambda images: torch.eye(10)[pictures.labels])
    assert accuracy(perfect, pictures, batch=40) == 1


@pytest.mark.parametrize("entry", race.ENTRIES, ids=lambda entry: entry.key)
def test_every_way_of_training_learns_and_repeats_itself(entry):
    _needs_torchvision(entry)
    pictures = drawn(320)
    first, again = (next(entry.train(pictures, 0, 1)).net.state_dict() for _ in range(2))
    for name, value in first.items():
        assert torch.allclose(value.float(), again[name].float(), atol=1e-3), name
    # LeNet-5 is slow to start; BatchNorm's running statistics need steps to reach the batches'.
    *_, trained = entry.train(pictures, 0, 3 if entry.key in "CE" else 16)
    assert accuracy(trained, pictures) > 0.8


def test_articles_prepare_pictures_as_torchvision_does():
    transforms = _needs_torchvision(race.ENTRIES[0]).transforms
    pictures = drawn(20)
    for article in (articles.C, articles.E):
        trained = next(articles.train(article, pictures, 0, 1))
        one = transforms.functional.to_tensor(pictures.images[3].numpy())
        if article.normalised:
            one = (one - 0.1307) / 0.3081
        assert torch.allclose(trained.prepare(pictures.images)[3], one, atol=1e-6)
        assert trained.loading > 0


def test_our_preparation_centres_the_pictures_it_learnt_from():
    images = drawn(50).images
    inputs = recipe.preparation(images)(images)
    assert inputs.shape == (50, 1, 28, 28)
    assert abs(float(inputs.mean())) < 1e-4
    assert float(inputs.std()) == pytest.approx(1, abs=1e-4)
    assert images.dtype == torch.uint8, "the pictures stay as they were"


def test_pooling_before_relu_changes_nothing_and_normalised_is_a_quarter():
    x = torch.randn(2, 3, 8, 8)
    pool, relu = torch.nn.MaxPool2d(2), torch.nn.ReLU()
    assert torch.equal(pool(relu(x)), relu(pool(x)))
    kinds = [type(layer).__name__ for layer in nets.block(3, 4)]
    assert kinds == ["Conv2d", "MaxPool2d", "BatchNorm2d", "ReLU"]


def test_weight_decay_spares_what_has_one_axis():
    net = nets.our_digits()
    decayed, spared = recipe.weight_groups(net, 0.1)
    assert [one.ndim for one in decayed["params"]] == [4, 4, 4, 2]
    assert {one.ndim for one in spared["params"]} == {1}
    assert (decayed["weight_decay"], spared["weight_decay"]) == (0.1, 0)
    assert len(decayed["params"]) + len(spared["params"]) == len([*net.parameters()])


@pytest.mark.parametrize("steps", [1, 2, 7, 468])
def test_the_learning_rate_rises_falls_and_is_never_none_or_too_much(steps):
    height = recipe.triangle(steps, 0.3)
    rates = [height(step) for step in range(steps)]
    assert 0 < min(rates) <= max(rates) <= 1
    peak = rates.index(max(rates))
    assert rates[: peak + 1] == sorted(rates[: peak + 1])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)


def result(entry, accuracies, seconds):
    return race.Result(entry, accuracies=accuracies, cpu=[seconds / 2, seconds / 2])


C, D, DIGITS, E, CLOTHES = race.ENTRIES


def test_ours_has_to_beat_an_articles_best_epoch_in_a_part_of_its_time():
    found = race.lines([result(C, [99.1, 98.9], 100), result(DIGITS, [99.05], 21)])
    assert [line.kept for line in found] == [True, False, False]
    assert found[1].wanted == "more than 99.10 %"
    assert found[2].found == "0.210, 4.8 times less"
    found = race.lines([result(C, [99.0, 98.7], 100), result(DIGITS, [99.05], 20)])
    assert [line.kept for line in found] == [False, True, True]


def test_ours_is_compared_on_its_own_pictures_only():
    found = race.lines([result(D, [98.6], 50), result(E, [91.0], 50), result(CLOTHES, [92.0], 20)])
    assert [line.what for line in found] == [
        "D: accuracy at the end",
        "E: accuracy at the end",
        "ours against E: accuracy",
        "ours against E: processor time",
    ]
    assert all(line.kept for line in found)


def test_held_out_pictures_are_training_pictures_and_always_the_same():
    command = pytest.importorskip("benchmarks.published.__main__", reason="typer")
    pictures = drawn(60)
    labels = np.arange(60)
    found = data.Dataset("mnist", pictures.images.numpy(), labels, None, None, (), "")  # type: ignore[arg-type]
    first, again = (command.split(found, holdout=True, quick=False) for _ in range(2))
    assert torch.equal(first.test.labels, again.test.labels)
    assert sorted([*first.train.labels.tolist(), *first.test.labels.tolist()]) == labels.tolist()
    assert len(first.test.labels) == 15


@pytest.mark.parametrize("more", [[], ["--holdout", "--only", "E", "--only", "ours, clothes"]])
def test_a_quick_run_shows_every_network(more, tmp_path):
    _needs_torchvision(C)
    if not os.environ.get("CNN_COURSE_DATA"):
        pytest.importorskip("sklearn", reason="its small digits stand in for the real sets")
    environment = os.environ | {"NBGRADER_EXECUTION": "autograde", "XDG_CACHE_HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.published", "--quick", "--threads", "1", *more],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    shown = {entry.plan.net for entry in race.ENTRIES} if not more else {nets.article_e}
    for make in shown:
        assert f"{sum(one.numel() for one in make().parameters()):,}" in run.stdout
    assert ("held-out training pictures" in run.stdout) == bool(more)
    assert "none is drawn here" in run.stdout


def _needs_torchvision(entry):
    """torchvision, for an article's entry; a skip where it is not."""
    if isinstance(entry.plan, recipe.Recipe):
        return None
    try:
        import_torchvision()
    except ImportError as error:
        pytest.skip(str(error))
    import torchvision.transforms

    return torchvision
