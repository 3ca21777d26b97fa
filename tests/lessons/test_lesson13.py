"""Lesson 13: independent oracles for modules and loops, random damage, the same verdict in a jail."""

from __future__ import annotations

import doctest
import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
import torch
import torch.nn.functional as F
from torch import nn

from autograder import lessons
from autograder.exercise import SHARES, Exercise, home_of
from autograder.jail.layers import walls
from autograder.jail.sandbox import SandboxTarget
from autograder.jail.session import Session
from autograder.jail.warm import Zygote
from autograder.judge import judge
from autograder.judge.modules import same_effect, same_module
from autograder.lessons.lesson05.conv2d import conv2d
from autograder.lessons.lesson13 import mnist_net
from autograder.lessons.lesson13.Conv2d import TOLD, Conv2d, first_values
from autograder.lessons.lesson13.evaluate import evaluate
from autograder.lessons.lesson13.glossary import TERMS
from autograder.lessons.lesson13.MnistNet import MnistNet
from autograder.lessons.lesson13.overfit_one_batch import overfit_one_batch
from autograder.lessons.lesson13.tensors import SIDES, batches, cpu, images, model, optimizer
from autograder.lessons.lesson13.train_one_epoch import train_one_epoch
from autograder.modules import LocalModules
from autograder.mutation import names, verdict_on
from autograder.stand_ins import ByName, live
from autograder.target import LocalTarget
from autograder.trials import Task, Trial
from tests.lessons.damage import damaged

LESSON = lessons.lesson("13-pytorch")
EXERCISES = {exercise.id: exercise for exercise in LESSON.exercises}
TRIED = [exercise for exercise in LESSON.exercises if exercise.artefact is None]
CPU = torch.device("cpu")


# Oracles: PyTorch's own layer, the NumPy of lesson 05, and gradient descent written out.


@pytest.mark.parametrize("seed", range(100))
def test_conv2d_is_pytorch_s_layer_and_lesson_05_s(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inside, outside, kernel, stride, padding = (int(n) for n in rng.integers(1, 5, 5))
    bias = bool(rng.integers(2))
    theirs = nn.Conv2d(inside, outside, kernel, stride, padding, bias=bias)
    ours = Conv2d(inside, outside, kernel, stride, padding, bias)
    ours.load_state_dict(theirs.state_dict())
    assert [*ours.state_dict()] == [*theirs.state_dict()]
    high, wide = (int(n) for n in kernel + rng.integers(0, 6, 2))
    x = torch.as_tensor(rng.standard_normal((2, inside, high, wide)), dtype=torch.float32)
    got = ours(x)
    assert torch.equal(got, theirs(x))
    offset = None if ours.bias is None else ours.bias.detach().numpy()
    by_hand = conv2d(x.numpy(), ours.weight.detach().numpy(), offset, stride, padding)
    np.testing.assert_allclose(got.detach().numpy(), by_hand, atol=1e-5)


@pytest.mark.parametrize("arguments", [(5, 64, 3), (3, 200, 5), (64, 300, 1)])
def test_conv2d_starts_where_pytorch_s_does(arguments: tuple[int, int, int]) -> None:
    torch.manual_seed(sum(arguments))
    bound = 1 / math.sqrt(arguments[0] * arguments[2] ** 2)
    for layer in (Conv2d(*arguments), nn.Conv2d(*arguments)):
        for name, values in layer.state_dict().items():
            assert 0.9 * bound < values.abs().max() <= bound, name
            assert abs(values.mean()) < 0.2 * bound
        assert values.unique().numel() > 0.9 * values.numel()


def test_first_values_are_told_apart_whatever_the_seed() -> None:
    for seed in range(200):
        torch.manual_seed(seed)
        assert first_values(nn.Conv2d(*TOLD).state_dict()) == ""
        he = nn.Conv2d(*TOLD)
        nn.init.kaiming_uniform_(he.weight, nonlinearity="relu")
        assert "2.4 times" in first_values(he.state_dict())
    assert first_values({}) == ""


def test_mnist_net_is_the_published_sequence_of_layers() -> None:
    net = MnistNet()
    layers = nn.Sequential(
        nn.Conv2d(1, 32, 3, 1, 1), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(32, 64, 3, 1, 1), nn.MaxPool2d(2), nn.ReLU(),
        nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10),
    )  # fmt: skip
    own = dict(zip(layers.state_dict(), net.state_dict().values(), strict=True))
    layers.load_state_dict(own)
    x = torch.randn(7, 1, 28, 28)
    torch.testing.assert_close(net(x), layers(x))
    assert sum(p.numel() for p in net.parameters()) == 421_642
    assert sum(p.numel() for p in net.fc1.parameters()) == 401_536
    assert [p.numel() for p in net.conv2.parameters()] == [18_432, 64]
    assert round(401_536 / 421_642, 2) == 0.95


def by_hand(
    parameters: Mapping[str, Any], loader: Sequence[Any], lr: float, net: nn.Module
) -> tuple[dict[str, Any], list[float]]:
    """Gradient descent written out: new parameters, and the loss of each sample before its step."""
    now = {name: p.detach().clone() for name, p in parameters.items()}
    seen: list[float] = []
    for x, y in loader:
        asked = {name: p.clone().requires_grad_() for name, p in now.items()}
        logits = torch.func.functional_call(net, asked, (x,))
        each = torch.logsumexp(logits, 1) - logits[torch.arange(len(y)), y]
        gradients = torch.autograd.grad(each.sum() / len(y), [*asked.values()])
        now = {n: p - lr * g for (n, p), g in zip(now.items(), gradients, strict=True)}
        seen += each.tolist()
    return now, seen


@pytest.mark.parametrize("seed", range(40))
def test_the_loops_are_gradient_descent_written_out(seed: int) -> None:
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = nn.Sequential(nn.Flatten(), nn.Linear(20, 6), nn.Tanh(), nn.Linear(6, 3)).double()
    loader = [(x.double(), y) for x, y in batches(rng, *rng.integers(1, 9, rng.integers(1, 5)))]
    lr = float(rng.uniform(0.01, 0.5))
    start = {name: p.detach().clone() for name, p in net.named_parameters()}
    expected, losses = by_hand(start, loader, lr, net)
    sgd = torch.optim.SGD(net.parameters(), lr=lr)
    got = train_one_epoch(net, iter(loader), sgd, CPU)
    assert type(got) is float and got == pytest.approx(np.mean(losses), rel=1e-9)
    for name, p in net.named_parameters():
        torch.testing.assert_close(p.detach(), expected[name])
    logits = np.concatenate([net(x).detach().numpy() for x, _ in loader])
    labels = np.concatenate([y.numpy() for _, y in loader])
    share = evaluate(net.train(), iter(loader), CPU)
    assert share == pytest.approx(np.mean(logits.argmax(1) == labels))
    assert net.training
    assert evaluate(net.eval(), loader, CPU) == share and not net.training
    net.load_state_dict(start)
    steps = int(rng.integers(1, 6))
    expected, losses = by_hand(start, [loader[0]] * steps, lr, net)
    last = overfit_one_batch(net, loader[0], steps, lr)
    assert last == pytest.approx(np.mean(losses[-len(loader[0][1]) :]), rel=1e-9)
    for name, p in net.named_parameters():
        torch.testing.assert_close(p.detach(), expected[name])


@pytest.mark.parametrize("exercise", LESSON.exercises, ids=lambda exercise: exercise.id)
def test_the_examples_in_the_docstrings_are_so(exercise: Exercise) -> None:
    globs = {"torch": torch, **vars(home_of(exercise.reference))}
    found = doctest.DocTestFinder(recurse=False).find(exercise.reference, globs=globs)
    runner = doctest.DocTestRunner()
    assert all(runner.run(test).failed == 0 for test in found)
    assert runner.tries > 0


# The trials themselves.


@pytest.mark.parametrize("exercise", TRIED, ids=lambda exercise: exercise.id)
def test_trials_cover_the_families_and_hide_their_sizes(exercise: Exercise) -> None:
    made = [exercise.trials(np.random.default_rng(seed)) for seed in range(5)]
    for trials in made:
        families = {trial.family for trial in trials}
        assert {"core", "generality"} <= families <= {*SHARES}
        assert len({trial.label for trial in trials}) == len(trials)
    tasks = [trial for trial in made[0] if isinstance(trial, Task)]
    if tasks:
        assert {task.training for task in tasks} == {True, False}
        assert any(task.stale for task in tasks)


def test_a_layer_that_is_pytorch_s_own_is_refused() -> None:
    class Subclass(nn.Conv2d):
        pass

    class Wraps(nn.Module):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__()
            inner = nn.Conv2d(*args, **kwargs)
            self.weight, self.bias = inner.weight, inner.bias

    for answer in (Subclass, Wraps):
        verdict = judge(EXERCISES["Conv2d"], LocalTarget(answer), 1)
        assert verdict.points == 0
        assert "torch.nn.Conv2d" in verdict.findings[0].saw


def test_log_softmax_twice_is_harmless_and_softmax_is_not() -> None:
    perfect, labels = 50 * torch.eye(10), torch.arange(10)
    assert F.cross_entropy(perfect.log_softmax(1), labels).item() == pytest.approx(0, abs=1e-6)
    floor = math.log(math.e + 9) - 1
    assert F.cross_entropy(perfect.softmax(1), labels).item() == pytest.approx(floor)
    assert round(floor, 3) == 1.461
    z = torch.randn(50, 10) * 5
    there = (
        F.cross_entropy(z, labels.repeat(5)),
        F.cross_entropy(z.log_softmax(1), labels.repeat(5)),
    )
    torch.testing.assert_close(*there)


# Random damage: whatever changes what an answer does must change the verdict.


def _legal(exercise: Exercise) -> list[Trial | Task]:
    """What the docstrings allow, drawn differently from the trials."""
    if exercise.id == "Conv2d":
        cases = [(1, 2, 3), (3, 1, 2, 2), (2, 4, 1, 1, 1), (4, 3, 5, 1, 2), (2, 2, 3, 4, 3)]
        found: list[Trial | Task] = [
            Trial("legal", "core", images(2, case[0], 9, 8), case, training=True) for case in cases
        ]
        found += [Trial("legal", "core", images(1, 2, 5, 4), (2, 3, 2), {"bias": False})]
        return [
            *found,
            Trial("legal", "core", images(1, 5, 4, 4), (5, 64, 3), initial=first_values),
        ]
    if exercise.id == "MnistNet":
        return [Trial("legal", "core", images(n, 1, 28, 28), training=n > 2) for n in (1, 4)]
    tasks: list[Trial | Task] = []
    for number, training in enumerate((True, False, True, False)):
        sizes = ((3, 3, 2), (5,), (4, 1, 6), (2, 2))[number]

        def arguments(m: Any, g: np.random.Generator, sizes: Any = sizes, n: int = number) -> Any:
            loader: Any = batches(g, *sizes)
            if exercise.id == "overfit_one_batch":
                return m, loader[0], (1, 2, 5, 8)[n], (0.3, 0.1, 0.05, 0.02)[n]
            loader = ByName("iterator", (loader,)) if n % 2 else loader
            if exercise.id == "evaluate":
                return m, loader, cpu()
            return m, loader, optimizer("SGD", m, lr=0.1, momentum=0.5 * (n % 2)), cpu()

        tasks.append(
            Task(
                "legal",
                "core",
                model(3, 0.5),
                arguments,
                images(3, 1, *SIDES),
                training,
                number % 2 == 1,
            )
        )
    return tasks


def _changes_something(exercise: Exercise, function: Any) -> bool:
    target = LocalModules(function, seconds=5.0)
    for number, trial in enumerate(_legal(exercise)):
        same: Callable[..., Any] = same_module if isinstance(trial, Trial) else same_effect
        if same(exercise.reference, target, trial, 900 + number):
            return True
    return False


@pytest.mark.parametrize("exercise", TRIED, ids=lambda exercise: exercise.id)
def test_random_damage_that_matters_is_caught(exercise: Exercise) -> None:
    survivors, effective, total = [], 0, 0
    for description, function in damaged(exercise):
        total += 1
        if not judge(exercise, LocalTarget(function), 0, explain=False).passed:
            effective += 1
        elif _changes_something(exercise, function):
            effective += 1
            survivors.append(description)
    print(f"{exercise.id}: {total} made, {effective} matter, survivors: {survivors}")
    assert effective >= 10
    assert survivors == []


# The jail: the same verdict there.


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    with Zygote("torch") as warm, Session(warm, max_restarts=20) as opened:
        opened.cell(
            "import math\nfrom collections.abc import Iterable\nimport torch\n"
            "import torch.nn.functional as F\nfrom torch import Tensor, nn",
            1,
            30.0,
        )
        yield opened


JAILED = {
    "Conv2d": ("plain_tensors", "ignores_stride", "starts_normal"),
    "MnistNet": ("softmax_at_the_end", "averages", "dropout_between"),
    "train_one_epoch": ("forgets_zero_grad", "mean_of_batch_means", "forgets_model_train"),
    "evaluate": ("forgets_eval", "builds_graph", "leaves_model_in_eval"),
    "overfit_one_batch": ("momentum", "loss_after_the_last_step", "trains_in_eval_mode"),
}


@pytest.mark.parametrize("exercise", TRIED, ids=lambda exercise: exercise.id)
def test_the_verdict_in_a_jail_is_the_same(exercise: Exercise, session: Session) -> None:
    bugs = [exercise.bug(name) for name in JAILED[exercise.id]]
    sources = [exercise.source, *[exercise.buggy_source(bug) for bug in bugs]]
    for number, source in enumerate(sources):
        assert session.cell(source, number + 2, 10.0)["ok"]
        there = judge(exercise, SandboxTarget(session, exercise.id), 7)
        if number == 0:
            assert there.passed
        else:
            here = verdict_on(exercise, exercise.buggy(bugs[number - 1]), 7)
            assert names(there) == names(here) == (bugs[number - 1].id,)
            assert there.points == here.points < exercise.points


# The checkpoint, and what must not be imported.


def test_the_tiers_are_those_of_the_curriculum() -> None:
    asked = EXERCISES["mnist_net"].artefact
    assert asked is not None and asked.file == "mnist_net.safetensors"
    earned = [asked.points(share) for share in (0.9799, 0.98, 0.985, 0.9889, 0.989, 1.0)]
    assert earned == [0, 3, 4, 4, 5, 5]


def test_images_are_prepared_as_the_docstring_says() -> None:
    pictures = np.random.default_rng(3).integers(0, 256, (4, 28, 28)).astype(np.uint8)
    got = mnist_net.as_input(pictures)
    assert got.dtype == torch.float32 and got.shape == (4, 1, 28, 28)
    np.testing.assert_allclose(got[:, 0], (pictures / 255 - 0.1307) / 0.3081, rtol=1e-4, atol=1e-5)
    assert isinstance(live(cpu(), {}), torch.device)


def test_neither_the_lessons_package_nor_a_numpy_lesson_imports_torch() -> None:
    code = (
        "import sys\nfrom autograder import lessons\n"
        "for slug in lessons.LESSONS:\n"
        "    if int(slug[:2]) < 13: lessons.lesson(slug)\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_glossary_terms_are_sentences() -> None:
    assert 6 <= len(TERMS) <= 12
    assert all(text[0].isupper() and text.endswith(".") for text in TERMS.values())
