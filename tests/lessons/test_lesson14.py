"""Lesson 14: independent oracles for each reference, random damage, and the same verdict in a jail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder import lessons
from autograder.exercise import Exercise, Function
from autograder.judge import judge
from autograder.judge.modules import same_effect, same_module
from autograder.lessons.lesson14.c3_connections import c3_connections
from autograder.lessons.lesson14.lenet5_original_parameters import lenet5_original_parameters
from autograder.mutation import names, verdict_on
from autograder.stand_ins import ByName
from autograder.trials import Task, Trial
from autograder.verdict import Verdict
from course.layers import LayerRow
from tests.lessons.damage import damaged

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

from autograder.jail.layers import walls  # noqa: E402
from autograder.jail.sandbox import SandboxTarget  # noqa: E402
from autograder.jail.session import Session  # noqa: E402
from autograder.jail.warm import Zygote  # noqa: E402
from autograder.lessons.lesson14.fashion_net import EXERCISE as ARTEFACT  # noqa: E402
from autograder.lessons.lesson14.fashion_net import fashion_net, prepare  # noqa: E402
from autograder.lessons.lesson14.FashionNet import FashionNet  # noqa: E402
from autograder.lessons.lesson14.glossary import TERMS  # noqa: E402
from autograder.lessons.lesson14.layer_table import layer_table  # noqa: E402
from autograder.lessons.lesson14.LeNet5 import LeNet5  # noqa: E402
from autograder.modules import LocalModules  # noqa: E402

EXERCISES = {exercise.id: exercise for exercise in lessons.lesson("14-lenet").exercises}


def windows(x: Any, size: int, stride: int) -> Any:
    """All windows of a batch of maps: (N, C, rows, cols, size, size)."""
    return x.unfold(2, size, stride).unfold(3, size, stride)


def convolved(x: Any, layer: Any, padding: int = 0) -> Any:
    """A convolution from its definition: windows times weights, summed, in float64."""
    x = functional.pad(x, (padding,) * 4)
    maps = torch.einsum("ncijab,ocab->noij", windows(x, 5, 1), layer.weight.double())
    return maps + layer.bias.double()[:, None, None]


def dense(x: Any, layer: Any) -> Any:
    return (layer.weight.double() @ x[:, :, None])[:, :, 0] + layer.bias.double()


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize(
    ("kind", "bend"),
    [
        (nn.Tanh, np.tanh),
        (nn.ReLU, lambda v: np.maximum(v, 0)),
        (nn.Sigmoid, lambda v: 1 / (1 + np.exp(-v))),
    ],
    ids=["tanh", "relu", "sigmoid"],
)
def test_lenet5_is_what_its_docstring_says(seed: int, kind: Any, bend: Any) -> None:
    torch.manual_seed(seed)
    net = LeNet5(2 + seed, kind)
    x = torch.randn(1 + seed % 4, 1, 32, 32)
    with torch.no_grad():
        maps = x.double()
        for layer in (net.c1, net.c3):
            bent = torch.as_tensor(bend(convolved(maps, layer).numpy()))
            maps = windows(bent, 2, 2).mean((-1, -2))
        row = maps.reshape(len(x), 400)
        for full in (net.c5, net.f6):
            row = torch.as_tensor(bend(dense(row, full).numpy()))
        torch.testing.assert_close(net(x).double(), dense(row, net.output), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("training", [True, False])
def test_fashion_net_is_what_its_docstring_says(seed: int, training: bool) -> None:
    torch.manual_seed(seed)
    net: Any = FashionNet().train(training)
    with torch.no_grad():
        for tensor in [*net.parameters(), net.bn1.running_mean, net.bn2.running_mean]:
            tensor.add_(0.3 * torch.randn(tensor.shape))
        x = torch.randn(2 + seed % 3, 1, 28, 28)
        maps = x.double()
        for conv, bn in ((net.conv1, net.bn1), (net.conv2, net.bn2)):
            maps = convolved(maps, conv, 2)
            mean, var = bn.running_mean.double(), bn.running_var.double()
            if training:
                mean, var = maps.mean((0, 2, 3)), maps.var((0, 2, 3), unbiased=False)
            scale = bn.weight.double() / (var + bn.eps) ** 0.5
            maps = (maps - mean[:, None, None]) * scale[:, None, None]
            maps = (maps + bn.bias.double()[:, None, None]).clamp(min=0)
            maps = windows(maps, 2, 2).amax((-1, -2))
        expected = dense(maps.reshape(len(x), 1568), net.fc)
        torch.testing.assert_close(net(x).double(), expected, rtol=1e-3, atol=1e-4)


def random_model(rng: np.random.Generator) -> tuple[ByName, tuple[int, ...]]:
    """A model of convolutions with groups, poolings, containers and linear layers; its input."""
    channels, height, width = (int(n) for n in rng.integers((1, 6, 6), (5, 11, 11)))
    shape = (channels, height, width)
    layers: list[ByName] = []
    for _ in range(int(rng.integers(1, 4))):
        kernel = tuple(int(n) for n in rng.integers(1, 4, size=2))
        padding = tuple(int(n) for n in rng.integers(0, 2, size=2))
        stride = int(rng.integers(1, 3)) if min(height, width) > 5 else 1
        groups = int(rng.choice([g for g in range(1, channels + 1) if channels % g == 0]))
        out = groups * int(rng.integers(1, 4))
        if any(n + 2 * p < k for n, p, k in zip((height, width), padding, kernel, strict=True)):
            break
        settings = {"padding": padding, "groups": groups, "bias": bool(rng.integers(2))}
        args = (channels, out, kernel, stride)
        block = [ByName("torch.nn.Conv2d", args, settings)]
        if rng.integers(2):
            block.append(ByName("torch.nn.BatchNorm2d", (out,)))
        block.append(ByName(str(rng.choice(["torch.nn.ReLU", "torch.nn.Dropout", "witness"])), ()))
        layers += [ByName("torch.nn.Sequential", tuple(block))] if rng.integers(2) else block
        height, width = (
            (n + 2 * p - k) // stride + 1
            for n, p, k in zip((height, width), padding, kernel, strict=True)
        )
        channels = out
    rows = int(rng.integers(1, 3))
    inside = (channels * height * width) if rows == 1 else height * width
    layers.append(ByName("torch.nn.Flatten", (rows,)))
    linear = {"bias": bool(rng.integers(2))}
    layers.append(ByName("torch.nn.Linear", (inside, int(rng.integers(1, 6))), linear))
    return ByName("torch.nn.Sequential", tuple(layers)), shape


def made(named: ByName) -> Any:
    modules = LocalModules(None)
    return modules.held[modules.make(named).value.number]


@pytest.mark.parametrize("seed", range(150))
def test_layer_table_agrees_with_torch_s_own_counter(seed: int) -> None:
    named, shape = random_model(np.random.default_rng(seed))
    model = made(named)
    model.train(bool(seed % 2))
    rows = layer_table(model, shape)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model.eval()
        output = model(torch.zeros(1, *shape))
    assert 2 * sum(row.macs for row in rows) == counter.get_total_flops()
    assert sum(row.parameters for row in rows) == sum(p.numel() for p in model.parameters())
    assert rows[-1].output_shape == tuple(output.shape[1:])
    assert all(type(model.get_submodule(row.name)).__name__ == row.type for row in rows)


class Fails(nn.Module):
    """Raises in its second layer; one of its parts is in another mode than the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.BatchNorm2d(2), nn.Linear(3, 4)
        self.train()
        self.first.eval()

    def forward(self, x: Any) -> Any:
        return self.second(self.first(x))


def hooks_on(model: Any) -> int:
    return sum(len(part._forward_hooks) for part in model.modules())


def test_layer_table_leaves_nothing_behind_when_the_model_fails() -> None:
    accepted = [a.function for a in EXERCISES["layer_table"].accept]
    for function in (layer_table, *accepted):
        model = Fails()
        with pytest.raises(RuntimeError):
            function(model, (2, 5, 5))
        assert hooks_on(model) == 0
        assert model.training and model.second.training
    assert not layer_table.__kwdefaults__
    model = Fails()
    layer_table(model, (2, 5, 3))
    assert [m.training for m in (model, model.first, model.second)] == [True, False, True]


def test_layer_table_of_both_nets_is_the_one_in_the_prose() -> None:
    rows = layer_table(LeNet5(), (1, 32, 32))
    work = {row.name: row.macs for row in rows if row.macs}
    assert work == {"c1": 117_600, "c3": 240_000, "c5": 48_000, "f6": 10_080, "output": 840}
    assert (sum(work.values()), sum(row.parameters for row in rows)) == (416_520, 61_706)
    assert len(rows) == 11 and isinstance(rows[0], LayerRow)
    rows = layer_table(FashionNet(), (1, 28, 28))
    macs = {row.name: row.macs for row in rows}
    assert sum(row.parameters for row in rows) == 29_034
    assert macs["conv2"] == 2_508_800 and sum(macs.values()) == 2_838_080
    assert round(2_838_080 / 416_520) == 7


# The facts of 1998.


def test_the_table_is_the_paper_s() -> None:
    table = c3_connections()
    assert table.shape == (16, 6) and table.dtype == np.bool_
    assert table.sum(axis=0).tolist() == [10] * 6
    assert table.sum(axis=1).tolist() == [3] * 6 + [4] * 9 + [6]
    circle = [np.flatnonzero(row != np.roll(row, 1)).size for row in table]
    assert circle == [2] * 12 + [4] * 3 + [0]  # one run each, then two, then all round
    assert len({tuple(row) for row in table.tolist()}) == 16


def test_sixty_thousand_and_the_way_to_today_s_form() -> None:
    counts = lenet5_original_parameters()
    assert list(counts.values()) == [156, 12, 1_516, 32, 48_120, 10_164]
    assert sum(counts.values()) == 60_000
    assert 60_000 + 36 * 25 - (12 + 32) + 10 * 85 == 61_706
    net = LeNet5()
    mask = torch.as_tensor(c3_connections())[:, :, None, None]
    assert int(mask.expand(16, 6, 5, 5).sum()) + 16 == counts["C3"]
    assert [sum(p.numel() for p in part.parameters()) for part in (net.c1, net.c5, net.f6)] == [
        counts["C1"],
        counts["C5"],
        counts["F6"],
    ]
    assert 7 * 12 == 84
    assert 1.7159 * np.tanh(2 / 3) == pytest.approx(1, abs=1e-4)


def test_a_slip_in_one_number_is_named_whatever_else_is_off() -> None:
    def two_slips() -> dict[str, int]:
        return {**lenet5_original_parameters(), "C3": 2_416, "F6": 10_080}

    verdict = verdict_on(EXERCISES["lenet5_original_parameters"], two_slips, 0)
    assert names(verdict) == ("todays_c3",)


def test_a_small_change_of_the_table_is_seen() -> None:
    exercise = EXERCISES["c3_connections"]
    for row, col in np.ndindex(16, 6):
        table = c3_connections()
        table[row, col] ^= True
        verdict = verdict_on(exercise, lambda table=table: table, 0)
        assert verdict.points == 0
        assert f"is {row}" in verdict.findings[0].saw


# Random damage: whatever changes the answer must change the verdict.


def pictures(count: int, side: int) -> Callable[[np.random.Generator], tuple[Any, ...]]:
    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        return (torch.as_tensor(rng.standard_normal((count, 1, side, side)), dtype=torch.float32),)

    return draw


def legal(exercise: Exercise) -> list[Trial | Task]:
    """What the docstring allows, drawn differently from the trials."""
    if exercise.id == "layer_table":
        tasks: list[Trial | Task] = []
        for seed in range(25):
            named, shape = random_model(np.random.default_rng(1000 + seed))
            tasks.append(
                Task(
                    "legal",
                    "core",
                    named,
                    lambda model, rng, shape=shape: (model, shape),  # type: ignore[misc]
                    lambda rng, shape=shape: (torch.ones(2, *shape),),  # type: ignore[misc]
                    training=bool(seed % 2),
                )
            )
        return tasks
    if exercise.id == "FashionNet":
        return [Trial("", "core", pictures(3, 28), training=mode) for mode in (True, False)]
    relu = ByName("torch.nn.ReLU")
    return [
        Trial("", "core", pictures(2, 32)),
        Trial("", "core", pictures(2, 32), (4, relu), training=True),
    ]


def changes_something(exercise: Exercise, function: Function) -> bool:
    for seed, trial in enumerate(legal(exercise)):
        modules = LocalModules(function, seconds=2.0)
        compare: Any = same_effect if isinstance(trial, Task) else same_module
        if compare(exercise.reference, modules, trial, seed):
            return True
    return False


@pytest.mark.parametrize("name", ["LeNet5", "FashionNet", "layer_table"])
def test_random_damage_that_matters_is_caught(name: str) -> None:
    exercise = EXERCISES[name]
    survivors, effective, total = [], 0, 0
    for description, function in damaged(exercise):
        if description.endswith("-> rows"):
            continue  # rows in a row of themselves: a value without end
        total += 1
        if verdict_on(exercise, function, 0).passed:
            if changes_something(exercise, function):
                survivors.append(description)
                effective += 1
        else:
            effective += 1
    print(f"{name}: {total} made, {effective} matter, survivors: {survivors}")
    assert effective >= 20
    assert survivors == []


# In a jail.

HEAD = """
from typing import Any
from collections.abc import Callable
import numpy as np
import torch
from torch import Tensor, nn
from course.layers import LayerRow
"""


@pytest.fixture(scope="module")
def jail() -> Iterator[Session]:
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    with Zygote("torch") as warm, Session(warm, max_restarts=20) as opened:
        head = f"from __future__ import annotations\n{HEAD}"
        assert opened.cell(head, 1, 20.0)["ok"]
        assert opened.cell(EXERCISES["c3_connections"].source, 2, 20.0)["ok"]
        yield opened


def inside(jail: Session, exercise: Exercise, source: str, seed: int) -> Verdict:
    ran = jail.cell(source, 3, 20.0)
    assert ran["ok"], ran["outputs"]
    parameters = tuple(exercise.signature.parameters)
    return judge(exercise, SandboxTarget(jail, exercise.id, parameters), seed)


SOME = {
    "LeNet5": ("softmax_at_the_end", "ignores_activation", "dropout", "other_names", "max_pooling"),
    "FashionNet": ("pools_before_normalisation", "other_momentum", "dropout", "no_padding"),
    "layer_table": (
        "hooks_left",
        "left_in_evaluation_mode",
        "builds_a_graph",
        "keeps_the_mode",
        "containers_counted",
        "macs_ignore_groups",
        "type_as_printed",
        "returns_dict",
    ),
    "lenet5_original_parameters": ("todays_c3", "adds_the_total"),
    "c3_connections": (),
}


@pytest.mark.parametrize("name", SOME)
def test_a_jail_gives_the_same_verdict(name: str, jail: Session) -> None:
    exercise = EXERCISES[name]
    for seed in (0, 7):
        assert inside(jail, exercise, exercise.source, seed).points == exercise.points
    for bug_id in SOME[name]:
        bug = exercise.bug(bug_id)
        here = verdict_on(exercise, exercise.buggy(bug), 7)
        there = inside(jail, exercise, exercise.buggy_source(bug), 7)
        assert (
            (names(there), there.points) == (names(here), here.points) == ((bug_id,), here.points)
        )


# The artefact.


def test_the_pictures_of_the_check_are_those_of_the_notebook() -> None:
    images = np.arange(2 * 28 * 28).reshape(2, 28, 28).astype(np.uint8)
    sent = prepare(images)
    assert sent.shape == (2, 1, 28, 28) and sent.dtype == torch.float32
    assert float(sent.max()) == 1.0
    assert fashion_net()(sent).shape == (2, 10)
    assert ARTEFACT.artefact is not None
    earned = [ARTEFACT.artefact.points(a) for a in (0.8799, 0.88, 0.89, 0.8999, 0.90)]
    assert earned == [0, 3, 4, 4, 6]


# Around it.


def test_numpy_lessons_do_not_bring_torch() -> None:
    code = (
        "import sys, autograder.lessons as l, course.layers, course.data; l.lesson('05-channels'); "
        "l.find('conv2d_one_filter'); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_glossary_terms_are_sentences() -> None:
    assert 6 <= len(TERMS) <= 12
    assert all(text[0].isupper() or text[0].isdigit() for text in TERMS.values())
    assert all(text.endswith(".") for text in TERMS.values())
