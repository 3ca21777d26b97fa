"""Modules by handles: the same in a live notebook and in the jail, bounded, gone after a crash."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograder.exercise import Probe
from autograder.jail.layers import walls
from autograder.jail.sandbox import SandboxTarget
from autograder.jail.session import Session
from autograder.jail.warm import Zygote
from autograder.judge.modules import same_effect, same_module
from autograder.modules import MAX_ENTRIES, MAX_NAME, LocalModules, ModuleTarget
from autograder.stand_ins import MAX_HELD, ByName, Handle
from autograder.target import LocalTarget, Outcome
from tests.judge.test_modules import EVAL, FIT, TRAIN, Block, NoFinalReLU, fit

pytest.importorskip("torch")
import torch

CODE = """
import os, time, torch
from torch import nn

class Net(nn.Module):
    def __init__(self, channels=2, bias=True):
        super().__init__()
        self.conv = nn.Conv2d(1, channels, 3, bias=bias)
        self.norm = nn.BatchNorm2d(channels)
        self.drop = nn.Dropout(0.5)
    def forward(self, x):
        return self.drop(self.norm(self.conv(x)))

class InPlace(nn.Module):
    def forward(self, x):
        return x.mul_(2)

class Fails(nn.Module):
    def __init__(self, when=''):
        super().__init__()
        self.when = when
    def forward(self, x):
        print('here')
        if self.when == 'sleep':
            time.sleep(60)
        if self.when == 'exit':
            os._exit(1)
        return x.nothing

class Many(nn.Module):
    def __init__(self, count, name=''):
        super().__init__()
        for number in range(count):
            self.register_buffer(f'{name}{number}', torch.zeros(1))

class Odd(nn.Module):
    def get_extra_state(self):
        return {'not': 'a tensor'}

def block(channels):
    return nn.Sequential(nn.Conv2d(1, channels, 3), nn.ReLU())

def parts(model):
    return {'all': [model, model[0]], 'output': (model[0].weight, 3)}

def width(layer, times):
    return layer.out_features * times
"""

X = torch.arange(2 * 25.0).reshape(2, 1, 5, 5) / 10


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    if not walls().sufficient:
        pytest.skip(f"this machine can't contain untrusted code: {walls()}")
    with Zygote("torch") as warm:
        yield warm


@pytest.fixture(scope="module")
def shared(zygote: Zygote) -> Iterator[Session]:
    with Session(zygote, max_restarts=20) as opened:
        assert opened.cell(CODE, 1, 20.0)["ok"]
        yield opened


@pytest.fixture(params=["in a live notebook", "in the jail"])
def target(request: pytest.FixtureRequest) -> Any:
    """Makes a ModuleTarget of an expression, here or there."""
    if request.param == "in the jail":
        session = request.getfixturevalue("shared")
        return lambda expression, **more: SandboxTarget(session, expression).modules(**more)
    names: dict[str, Any] = {}
    exec(CODE, names)
    return lambda expression, **more: LocalTarget(eval(expression, names)).modules(**more)


def value(outcome: Outcome) -> Any:
    assert outcome.failure is None, outcome.failure
    return outcome.value


def failure(outcome: Outcome) -> str:
    assert outcome.failure is not None and outcome.value is None
    return f"{outcome.failure.type}: {outcome.failure.text}"


def test_a_class_is_constructed_called_loaded_and_differentiated(target: Any) -> None:
    net: ModuleTarget = target("Net")
    handle = value(net.construct(3, bias=False))
    state = value(net.state(handle))
    assert list(state) == ["conv.weight", "norm.weight", "norm.bias", "norm.running_mean",
                           "norm.running_var", "norm.num_batches_tracked"]  # fmt: skip
    value(net.load(handle, {name: tensor + 1 for name, tensor in state.items()}))
    assert torch.equal(value(net.state(handle))["conv.weight"], state["conv.weight"] + 1)
    value(net.mode(handle, False))
    upstream = torch.rand(2, 3, 3, 3)
    seen = value(net.gradients(handle, [X], upstream))
    assert torch.equal(seen["output"], value(net.call(handle, X)))
    assert list(seen["parameters"]) == ["conv.weight", "norm.weight", "norm.bias"]
    assert torch.allclose(seen["parameters"]["norm.bias"], upstream.sum((0, 2, 3)))
    assert seen["inputs"][0].shape == X.shape
    net.release()
    assert "NotHeld" in failure(net.call(handle, X))


def test_a_function_that_makes_a_module_is_constructed_like_a_class(target: Any) -> None:
    made: ModuleTarget = target("block")
    assert value(made.call(value(made.construct(4)), X)).shape == (2, 4, 3, 3)
    made.release()


def test_modules_come_back_as_handles_wherever_they_are(target: Any) -> None:
    parts: ModuleTarget = target("parts")
    convolution, relu = ByName("torch.nn.Conv2d", (1, 2, 3)), ByName("torch.nn.ReLU", ())
    model = value(parts.make(ByName("torch.nn.Sequential", (convolution, relu))))
    came = value(parts.function(model))
    assert came["all"][0] == model and came["output"][1] == 3
    assert torch.equal(value(parts.state(came["all"][1]))["weight"], came["output"][0])
    layer = ByName("submodule", (model, "0"))
    assert value(parts.make(layer)) == came["all"][1]
    parts.release()


def test_names_are_made_on_the_other_side(target: Any) -> None:
    assert value(target("width").function(ByName("torch.nn.Linear", (2, 5)), times=3)) == 15


def test_random_numbers_are_the_same_here_and_there(target: Any) -> None:
    mine = LocalModules(None, seed=11)
    named = ByName("torch.nn.Linear", (3, 2))
    net: ModuleTarget = target("Net", seed=11)
    ours, theirs = value(mine.make(named)), value(net.make(named))
    assert torch.equal(value(mine.state(ours))["weight"], value(net.state(theirs))["weight"])
    handle = value(net.construct())
    assert torch.equal(value(net.call(handle, X)), value(net.call(handle, X)))
    net.release()


def test_a_modified_input_is_noticed_and_ours_stays(target: Any) -> None:
    net, before = target("InPlace"), X.clone()
    outcome = net.call(value(net.construct()), X)
    assert outcome.changed == ("argument 1",) and torch.equal(X, before)
    net.release()


def test_an_exception_is_told_with_what_was_printed(target: Any) -> None:
    net = target("Fails")
    handle = value(net.construct())
    outcome = net.call(handle, X)
    assert "no attribute 'nothing'" in failure(outcome) and outcome.printed == "here\n"
    assert "unexpected keyword" in failure(net.construct(other=1))
    assert "Unexpected key" in failure(net.load(handle, {"weight": X}))
    assert "AttributeError" in failure(net.gradients(handle, [X], X))
    net.release()


def test_an_endless_call_is_ended(target: Any) -> None:
    net = target("Fails", seconds=0.2)
    assert "OutOfTime" in failure(net.call(value(net.construct("sleep")), X))
    net.release()


def test_a_forbidden_function_is_noticed(target: Any) -> None:
    names = ("torch.nn.functional.batch_norm",)
    net = target("Net", forbids=names)
    assert "ForbiddenCall" in failure(net.call(value(net.construct()), X))
    net.release()


@pytest.mark.parametrize(
    ("expression", "args", "word"),
    [
        ("Many", (MAX_ENTRIES + 1,), "entries"),
        ("Many", (1, "n" * (MAX_NAME + 1)), "characters"),
        ("Odd", (), "plain tensor"),
    ],
)
def test_a_state_dict_of_another_form_is_refused(
    target: Any, expression: str, args: tuple[Any, ...], word: str
) -> None:
    net = target(expression)
    assert word in failure(net.state(value(net.construct(*args))))
    net.release()


def test_only_so_many_objects_are_kept(target: Any) -> None:
    net = target("InPlace")
    handles = [value(net.construct()) for _ in range(MAX_HELD)]
    assert "TooManyHeld" in failure(net.construct())
    net.release(handles[0])
    assert value(net.construct()) not in handles
    net.release()


def test_an_answer_that_is_no_class_says_so(target: Any) -> None:
    assert "not a" in target("3").problem()
    assert "nothing here yet" in target("None").problem()
    assert target("Net").problem() == ""


def test_a_handle_does_not_outlive_its_process(shared: Session) -> None:
    net = SandboxTarget(shared, "Fails").modules()
    handle, fatal = value(net.construct()), value(net.construct("exit"))
    generation = shared.generation
    assert "Crashed" in failure(net.call(fatal, X))
    assert shared.generation == generation + 1
    for outcome in (
        net.call(handle, X),
        net.state(handle),
        net.make(ByName("parameters", (handle,))),
        net.function([handle]),
    ):
        assert "construct it again" in failure(outcome)
    net.release()
    assert value(net.construct()).generation == generation + 1
    net.release()


def test_the_judges_comparisons_work_through_the_jail(shared: Session) -> None:
    source = "\n".join(inspect.getsource(thing) for thing in (Block, NoFinalReLU, fit))
    assert shared.cell(source.replace("Any", "object"), 2, 10.0)["ok"]
    for trial in (EVAL, TRAIN):
        assert same_module(Block, SandboxTarget(shared, "Block").modules(seed=5), trial, 1) == []
        wrong = same_module(Block, SandboxTarget(shared, "NoFinalReLU").modules(), trial, 1)
        assert [finding.code for finding in wrong] == ["value"]
    assert same_effect(fit, SandboxTarget(shared, "fit").modules(seed=5), FIT, 1) == []
    broken = SandboxTarget(shared, "lambda model, *rest: 0.5").modules()
    assert same_effect(fit, broken, FIT, 1) != []


def test_ordinary_functions_get_names_too(shared: Session) -> None:
    probe = Probe("", "core", (ByName("numpy.random.default_rng", (3,)), ByName("numpy.square")))
    source = "lambda rng, f: f(rng.random(2))"
    for side in (SandboxTarget(shared, source), LocalTarget(eval(source))):
        outcome = side.call(probe, 1.0)
        assert outcome.changed == ()
        assert np.array_equal(outcome.value, np.random.default_rng(3).random(2) ** 2)


def test_a_handle_made_up_by_the_judge_is_refused(shared: Session) -> None:
    net = SandboxTarget(shared, "Net").modules()
    assert "NotHeld" in failure(net.call(Handle(12345, shared.generation), X))
