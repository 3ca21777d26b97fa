"""Lesson 10: torch's autograd and plain sums as oracles, random damage, and a network that learns."""

from __future__ import annotations

import ast
import inspect
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import lessons
from autograder.exercise import Exercise, Function, Probe
from autograder.judge import judge
from autograder.judge.comparison import agree
from autograder.judge.suite import Suite, suite
from autograder.lessons.lesson05.conv2d import conv2d
from autograder.lessons.lesson10 import break_sum_gradient_check as breaking
from autograder.lessons.lesson10.conv2d_backward import conv2d_backward
from autograder.lessons.lesson10.functions import FUNCTIONS
from autograder.lessons.lesson10.glossary import TERMS
from autograder.lessons.lesson10.input_gradient_as_conv import input_gradient_as_conv
from autograder.lessons.lesson10.linear_backward import linear_backward
from autograder.lessons.lesson10.max_pool2d_backward import max_pool2d_backward
from autograder.lessons.lesson10.numbers import quick_conv2d, quick_conv2d_backward
from autograder.lessons.lesson10.numerical_gradient import numerical_gradient
from autograder.lessons.lesson10.train_tiny_cnn import EXERCISE as TRAIN
from autograder.lessons.lesson10.train_tiny_cnn import train_tiny_cnn
from autograder.lessons.lesson10.train_tiny_cnn_loops import loops_and_a_dict
from autograder.mutation import verdict_on
from autograder.target import LocalTarget
from tests.lessons.damage import damaged

EXERCISES = {exercise.id: exercise for exercise in lessons.lesson("10-backprop").exercises}
Pair = tuple[int, int]


# What the docstrings allow, drawn differently from the probes.


def _numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    kind = rng.integers(4)
    if kind == 0:
        return rng.integers(-9, 10, size=shape)
    values = rng.standard_normal(shape)
    return values.astype(np.float32) if kind == 1 else values


def _one_or_two(rng: np.random.Generator, low: int, high: int) -> int | Pair:
    first, second = (int(n) for n in rng.integers(low, high, size=2))
    return first if rng.random() < 0.3 else (first, second)


def _pair(value: int | Pair) -> Pair:
    return (value, value) if isinstance(value, int) else value


def _layer(rng: np.random.Generator) -> tuple[Any, ...]:
    stride, padding = _one_or_two(rng, 1, 4), _one_or_two(rng, 0, 3)
    kernel = [int(n) for n in rng.integers(1, 4, size=2)]
    n, c, o = (int(k) for k in rng.integers(1, 4, size=3))
    least = [max(1, k - 2 * p) for k, p in zip(kernel, _pair(padding), strict=True)]
    sides = [int(rng.integers(low, low + 5)) for low in least]
    x, weight = _numbers(rng, n, c, *sides), _numbers(rng, o, c, *kernel)
    dout = rng.standard_normal(conv2d(x, weight, None, stride, padding).shape)
    return dout, x, weight, stride, padding


def _pool(rng: np.random.Generator) -> tuple[Any, ...]:
    kernel = _one_or_two(rng, 1, 4)
    stride = None if rng.random() < 0.3 else _one_or_two(rng, 1, 4)
    sides = [int(rng.integers(k, k + 5)) for k in _pair(kernel)]
    x = _numbers(rng, *(int(k) for k in rng.integers(1, 4, size=2)), *sides)
    x = np.maximum(x, 0) if rng.random() < 0.4 else x
    steps = _pair(kernel if stride is None else stride)
    out = [(s - k) // d + 1 for s, k, d in zip(sides, _pair(kernel), steps, strict=True)]
    return rng.standard_normal((*x.shape[:2], *out)), x, kernel, stride


def _legal(exercise_id: str, rng: np.random.Generator) -> tuple[Any, ...]:
    if exercise_id == "numerical_gradient":
        f = FUNCTIONS[rng.integers(len(FUNCTIONS))]
        sides = (2, 2, 4, 3) if f.__name__ == "small_layer" else tuple(rng.integers(2, 5, size=2))
        x = _numbers(rng, *sides)
        dout = rng.standard_normal(f(x.astype(np.float64)).shape)
        return f, x, dout, float(rng.choice((0.5, 0.1)))
    if exercise_id == "linear_backward":
        n, d, m = (int(k) for k in rng.integers(1, 6, size=3))
        return rng.standard_normal((n, m)), _numbers(rng, n, d), _numbers(rng, m, d)
    if exercise_id == "conv2d_backward":
        return _layer(rng)
    if exercise_id == "input_gradient_as_conv":
        n, c, o, h, w = (int(k) for k in rng.integers(1, 5, size=5))
        kernel = rng.integers(1, 4, size=2)
        return _numbers(rng, n, o, h, w), _numbers(rng, o, c, *kernel)
    if exercise_id == "max_pool2d_backward":
        return _pool(rng)
    n, c = int(rng.integers(1, 16)), int(rng.integers(1, 3))
    x = rng.standard_normal((n, c, *rng.integers(3, 8, size=2)))
    steps, lr, seed = int(rng.integers(0, 4)), float(rng.choice((0.0, 0.1, 0.4))), rng.integers(99)
    return x, rng.integers(0, 3, size=n), steps, lr, np.random.default_rng(int(seed))


def _many(exercise_id: str, number: int = 300) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(7)
    return [_legal(exercise_id, rng) for _ in range(number)]


# Oracles: torch's autograd; for the measured slopes, derivatives worked out on paper.


def _by_autograd(
    forward: Callable[..., Any], dout: np.ndarray, *arrays: np.ndarray
) -> list[np.ndarray]:
    torch = pytest.importorskip("torch")
    leaves = [torch.tensor(a.astype(np.float64), requires_grad=True) for a in arrays]
    forward(torch, *leaves).backward(torch.tensor(dout.astype(np.float64)))
    return [leaf.grad.numpy() for leaf in leaves]


def _same(got: Any, wanted: list[np.ndarray]) -> None:
    for ours, theirs in zip(got if isinstance(got, tuple) else (got,), wanted, strict=True):
        assert ours.dtype == np.float64
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-11)


def test_linear_backward_is_autograd_s() -> None:
    for dout, x, weight in _many("linear_backward"):
        bias = np.zeros(len(weight))
        wanted = _by_autograd(
            lambda torch, *a: torch.nn.functional.linear(*a), dout, x, weight, bias
        )
        _same(linear_backward(dout, x, weight), wanted)


def test_conv2d_backward_is_autograd_s() -> None:
    for dout, x, weight, stride, padding in _many("conv2d_backward"):
        wanted = _by_autograd(
            lambda torch, *a, s=stride, p=padding: torch.nn.functional.conv2d(*a, s, p),
            dout,
            x,
            weight,
            np.zeros(len(weight)),
        )
        _same(conv2d_backward(dout, x, weight, stride, padding), wanted)


def test_input_gradient_as_conv_is_a_transposed_convolution() -> None:
    torch = pytest.importorskip("torch")
    for dout, weight in _many("input_gradient_as_conv"):
        there = [torch.tensor(a.astype(np.float64)) for a in (dout, weight)]
        wanted = torch.nn.functional.conv_transpose2d(*there).numpy()
        _same(input_gradient_as_conv(dout, weight), [wanted])


def test_max_pool2d_backward_is_autograd_s_ties_and_all() -> None:
    for dout, x, kernel, stride in _many("max_pool2d_backward"):
        wanted = _by_autograd(
            lambda torch, a, k=kernel, s=stride: torch.nn.functional.max_pool2d(a, k, s), dout, x
        )
        _same(max_pool2d_backward(dout, x, kernel, stride), wanted)


def test_numerical_gradient_nears_what_autograd_derives() -> None:
    torch = pytest.importorskip("torch")
    for f, x, dout, _ in _many("numerical_gradient", 200):
        there = torch.tensor(x.astype(np.float64), requires_grad=True)
        names: dict[str, Any] = {"np": torch}
        source = inspect.getsource(f).replace("np.ndarray", "object").replace(", axis=0", ", dim=0")
        exec(source.replace("np.cumsum(x * x)", "np.cumsum((x * x).ravel(), 0)"), names)
        names[f.__name__](there).backward(torch.tensor(dout))
        got = numerical_gradient(f, x, dout, 1e-4)
        scale = 1 + np.abs(there.grad.numpy()).max()
        np.testing.assert_allclose(got, there.grad.numpy(), atol=1e-6 * scale)


def test_train_tiny_cnn_is_torch_s_sgd() -> None:
    torch = pytest.importorskip("torch")
    for x, y, steps, lr, generator in _many("train_tiny_cnn", 60):
        seed = int(generator.integers(1_000_000))
        rng = np.random.default_rng(seed)
        (n, c, h, w), f = x.shape, torch.nn.functional
        size = 6 * ((h + 1) // 4) * ((w + 1) // 4)
        start = [rng.standard_normal((6, c, 5, 5)) * np.sqrt(2 / (25 * c)), np.zeros(6)]
        start += [rng.standard_normal((3, size)) / np.sqrt(size), np.zeros(3)]
        p = [torch.tensor(a, requires_grad=True) for a in start]
        optimiser, wanted = torch.optim.SGD(p, lr=lr), []
        for _ in range(steps):
            batch = rng.permutation(n)[:12]
            maps = f.relu(f.conv2d(torch.tensor(x[batch]), p[0], p[1], 2, 2))
            scores = f.linear(f.max_pool2d(maps, 2).flatten(1), p[2], p[3])
            loss = f.cross_entropy(scores, torch.tensor(y[batch]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            wanted.append(loss.item())
        got = train_tiny_cnn(x, y, steps, lr, np.random.default_rng(seed))
        assert [type(loss) for loss in got] == [float] * steps
        assert got == pytest.approx(wanted, rel=1e-9)


def test_the_quick_layer_is_the_one_with_loops() -> None:
    for _, x, weight, stride, padding in _many("conv2d_backward", 200):
        s, p = _pair(stride)[0], _pair(padding)[0]
        if min(n + 2 * p - k for n, k in zip(x.shape[2:], weight.shape[2:], strict=True)) < 0:
            continue
        bias = np.arange(len(weight)) - 0.5
        out = conv2d(x, weight, bias, s, p)
        np.testing.assert_allclose(quick_conv2d(x, weight, bias, s, p), out, atol=1e-4)
        dout = np.cos(np.arange(out.size)).reshape(out.shape)
        quick = quick_conv2d_backward(dout, x, weight, s, p)
        for ours, theirs in zip(quick, conv2d_backward(dout, x, weight, s, p), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-4)


# The probe that asks for learning.


@pytest.mark.parametrize("seed", range(20))
def test_the_shapes_of_the_probe_are_learned_below_a_fifth(seed: int) -> None:
    tried = suite(TRAIN, seed)
    (number,) = (i for i, p in enumerate(tried.probes) if "below 0.2" in p.label)
    assert tried.expected[number].value[-1] < 0.2


def test_a_solution_with_loops_is_judged_within_two_seconds() -> None:
    suite(TRAIN, 0)
    began = time.process_time()
    assert verdict_on(TRAIN, loops_and_a_dict, 0).passed
    assert time.process_time() - began < 2


def test_nothing_in_the_answer_of_a_probe_is_lost_to_rounding() -> None:
    """Two right answers that round differently agree a thousand times better than is asked."""
    tried = suite(TRAIN, 1)
    for probe, expected in zip(tried.probes, tried.expected, strict=True):
        for other in TRAIN.accept:
            got = tried.run(other.function, probe).value
            assert got == pytest.approx(expected.value, rel=1e-3 * probe.rtol)


# What the probes hand over.


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_function_stands_alone_so_that_its_source_may_travel(function: Function) -> None:
    names: dict[str, Any] = {"np": np}
    exec(inspect.getsource(function), names)
    x = np.random.default_rng(0).standard_normal((2, 2, 4, 3))
    assert np.array_equal(names[function.__name__](x), function(x))
    tree = ast.parse(inspect.getsource(function))
    assert not [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]


def test_a_gradient_breaks_the_check_exactly_when_half_a_turn_changes_it() -> None:
    rng = np.random.default_rng(4)
    for _ in range(400):
        dout = rng.integers(-1, 2, size=breaking.SHAPE).astype(float)
        fault = breaking.examine(dout)
        assert (fault is not None) == np.array_equal(dout, dout[:, :, ::-1, ::-1])


# Mistakes nobody listed.


@pytest.mark.parametrize(
    ("task", "returned", "says"),
    [
        ("conv2d_backward", "dx * 1.5, dw, db", "according to your `dx`"),
        ("conv2d_backward", "dx, dw ** 2, db", "`dw` is not linear in `dout`"),
        ("conv2d_backward", "dx + dx[::-1], dw, db", "Images never mix"),
        ("conv2d_backward", "dx + 0 * x + 0.1 * x, dw, db", "changes with the numbers in `x`"),
        ("linear_backward", "dx, dw, np.abs(db)", "`db` is not linear"),
        ("input_gradient_as_conv", "1.1 * {}", "according to your `dx`"),
        ("max_pool2d_backward", "dx * 0.9", "adds up to"),
        ("max_pool2d_backward", "dx + np.roll(dx, 1, 3)", "wins no window"),
        ("numerical_gradient", "gradient ** 3", "not linear in `dout`"),
        ("train_tiny_cnn", "[1 + loss for loss in losses]", "log(3)"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(task: str, returned: str, says: str) -> None:
    exercise = EXERCISES[task]
    head, _, old = exercise.source.rstrip().rpartition("return ")
    source = f"from __future__ import annotations\n{head}return {returned.format(old)}\n"
    names = dict(exercise.reference.__globals__)
    exec(compile(source, "<unlisted>", "exec"), names)
    verdict = verdict_on(exercise, names[task], 0)
    assert not verdict.passed
    said = [finding.saw for finding in verdict.findings if finding.step == "property"]
    assert any(says in sentence for sentence in said), (verdict.named, said)


# Random damage: whatever changes the function must change the verdict.


def _changes_something(exercise: Exercise, function: Function) -> bool:
    tried = Suite.__new__(Suite)
    tried.parameters = tuple(exercise.signature.parameters)
    rng = np.random.default_rng(987)
    for _ in range(30 if exercise.id == "train_tiny_cnn" else 100):
        probe = Probe("legal", "core", _legal(exercise.id, rng))
        expected, seen = tried.run(exercise.reference, probe), tried.run(function, probe)
        if not agree(expected, seen, probe, 1e-7):
            return True
    return False


DAMAGEABLE = [exercise for exercise in EXERCISES.values() if exercise.examine is None]


@pytest.mark.parametrize("exercise", DAMAGEABLE, ids=lambda exercise: exercise.id)
def test_random_damage_that_matters_is_caught(
    exercise: Exercise, record_property: Callable[[str, object], None]
) -> None:
    survivors, effective, total = [], 0, 0
    for description, function in damaged(exercise):
        total += 1
        target = LocalTarget(function, tuple(exercise.signature.parameters))
        if judge(exercise, target, 0, explain=False).passed:
            if _changes_something(exercise, function):
                survivors.append(description)
                effective += 1
            continue
        effective += 1
    record_property("damage", f"{total} made, {effective} matter, {len(survivors)} survive")
    print(f"{exercise.id}: {total} made, {effective} matter, survivors: {survivors}")
    assert effective >= 8
    # conv2d_backward: 2 of 1983 survive. They make the padded image larger than it need be, by the
    # kernel's height instead of the padding, and differ only where that is smaller than it.
    assert len(survivors) <= 0.02 * effective, survivors


def test_glossary_terms_are_sentences() -> None:
    assert 6 <= len(TERMS) <= 12
    assert all(text[0].isupper() and text.endswith(".") for text in TERMS.values())
