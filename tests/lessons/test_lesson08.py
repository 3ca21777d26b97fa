"""Lesson 08: independent oracles for each reference, random damage, and overflow that is heard."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder import lessons
from autograder.exercise import Exercise, Function, Probe
from autograder.judge.comparison import agree
from autograder.judge.suite import Suite
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d
from autograder.lessons.lesson08 import break_relu_at_zero
from autograder.lessons.lesson08.collapse import collapse
from autograder.lessons.lesson08.dead_units import dead_units
from autograder.lessons.lesson08.glossary import TERMS
from autograder.lessons.lesson08.leaky_relu import leaky_relu
from autograder.lessons.lesson08.relu import relu
from autograder.lessons.lesson08.relu_backward import relu_backward
from autograder.lessons.lesson08.saturated_fraction import saturated_fraction
from autograder.lessons.lesson08.sigmoid import EXERCISE as SIGMOID
from autograder.lessons.lesson08.sigmoid import sigmoid
from autograder.lessons.lesson08.sigmoid_backward import sigmoid_backward
from autograder.lessons.lesson08.tanh import EXERCISE as TANH
from autograder.lessons.lesson08.tanh import tanh
from autograder.lessons.lesson08.tanh_backward import tanh_backward
from autograder.mutation import verdict_on
from tests.lessons.damage import damaged

EXERCISES = {exercise.id: exercise for exercise in lessons.lesson("08-activations").exercises}

numbers = st.floats(-1000, 1000, allow_subnormal=False, width=32)


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray:
    """Any array that the elementwise functions take."""
    shape = draw(npst.array_shapes(min_dims=1, max_dims=4, max_side=5))
    dtype = draw(st.sampled_from((np.float64, np.int64, np.uint8, np.float32)))
    values = draw(npst.arrays(np.float64, shape, elements=numbers))
    return (np.abs(values) % 256 if dtype is np.uint8 else values).astype(dtype)


@st.composite
def kernels(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two kernels, and an image into which both fit in turn."""
    sides = [draw(st.tuples(st.integers(1, 4), st.integers(1, 4))) for _ in range(2)]
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    high, wide = (sides[0][i] + sides[1][i] - 1 + draw(st.integers(0, 3)) for i in (0, 1))
    first, second = (rng.standard_normal(side) for side in sides)
    if draw(st.booleans()):
        return rng.integers(-9, 10, size=sides[0]), second, rng.standard_normal((high, wide))
    return first, second, rng.standard_normal((high, wide))


# Oracle one: torch. Oracle two: plain numbers, one by one, written from the definition.


@given(arrays(), st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_rectifiers_are_what_torch_computes(x: np.ndarray, slope: float) -> None:
    torch = pytest.importorskip("torch")
    there = torch.tensor(x.astype(np.float64))
    for got, expected in (
        (relu(x), torch.relu(there)),
        (leaky_relu(x), torch.nn.functional.leaky_relu(there)),
        (leaky_relu(x, slope), torch.nn.functional.leaky_relu(there, slope)),
    ):
        assert got.dtype == np.float64
        np.testing.assert_allclose(got, expected.numpy(), rtol=1e-12)
        assert not np.shares_memory(got, x)


def exact_sigmoid(x: float) -> float:
    """1 / (1 + e^-x) in 60 decimal digits."""
    with localcontext() as context:
        context.prec, context.Emin, context.Emax = 60, -10_000, 10_000
        return float(1 / (1 + (-Decimal(x)).exp()))


@given(arrays())
@settings(max_examples=200, deadline=None)
def test_sigmoid_and_tanh_are_exact_and_silent(x: np.ndarray) -> None:
    torch = pytest.importorskip("torch")
    there = torch.tensor(x.astype(np.float64))
    with warnings.catch_warnings(), np.errstate(over="raise", invalid="raise", divide="raise"):
        warnings.simplefilter("error")
        s, t = sigmoid(x), tanh(x)
    expected = np.array([exact_sigmoid(float(v)) for v in x.ravel()]).reshape(x.shape)
    np.testing.assert_allclose(s, expected, rtol=1e-13, atol=1e-322)
    np.testing.assert_allclose(s, torch.sigmoid(there).numpy(), rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(t, torch.tanh(there).numpy(), rtol=1e-9, atol=1e-15)
    assert s.dtype == t.dtype == np.float64


def test_the_docstrings_of_sigmoid_give_true_numbers() -> None:
    got = sigmoid(np.array([-40.0, -720.0]))
    assert [f"{value:.3e}" for value in got] == ["4.248e-18", "2.032e-313"]
    assert sigmoid(np.array([40.0]))[0] == 1.0
    with np.errstate(over="ignore"):
        assert math.isinf(np.exp(np.float64(709.79)))
    assert math.isfinite(np.exp(np.float64(709.78)))


@given(arrays(), st.integers(0, 1000))
@settings(max_examples=150, deadline=None)
def test_gradients_are_those_of_torch_s_autograd(x: np.ndarray, seed: int) -> None:
    torch = pytest.importorskip("torch")
    dout = np.random.default_rng(seed).standard_normal(x.shape)
    x = np.where(np.abs(x.astype(np.float64)) < 500, x.astype(np.float64) / 40, 0.0)
    for forward, backward, kept in (
        (torch.relu, relu_backward, lambda there, out: there),
        (torch.sigmoid, sigmoid_backward, lambda there, out: out),
        (torch.tanh, tanh_backward, lambda there, out: out),
    ):
        there = torch.tensor(x, requires_grad=True)
        out = forward(there)
        out.backward(torch.tensor(dout))
        got = backward(dout, kept(there, out).detach().numpy())
        assert got.dtype == np.float64
        assert there.grad is not None
        np.testing.assert_allclose(got, there.grad.numpy(), rtol=1e-9, atol=1e-14)


@given(kernels())
@settings(max_examples=200, deadline=None)
def test_collapse_is_two_steps_in_one_and_scipy_s_full_convolution(
    case: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    first, second, x = case
    signal = pytest.importorskip("scipy.signal")
    one = collapse(first, second)
    twice = cross_correlate2d(cross_correlate2d(x, first), second)
    np.testing.assert_allclose(cross_correlate2d(x, one), twice, atol=1e-10)
    np.testing.assert_allclose(one, signal.convolve2d(first, second, mode="full"), atol=1e-12)
    np.testing.assert_allclose(one, collapse(second, first), atol=1e-12)
    assert one.dtype == np.float64


@given(arrays(), st.floats(-50, 50), st.floats(0.125, 60))
@settings(max_examples=200, deadline=None)
def test_saturated_fraction_counts(y: np.ndarray, lower: float, width: float) -> None:
    y = y if y.dtype.kind in "iu" else y.astype(np.float64)
    upper = lower + width
    outside = [v for v in y.ravel().tolist() if not lower < v < upper]
    got = saturated_fraction(y, lower, upper)
    assert type(got) is float
    assert got == pytest.approx(len(outside) / y.size)
    assert saturated_fraction(y, float(y.min()), float(y.max()) + 1) >= 1 / y.size


@given(st.integers(0, 10_000), st.booleans(), st.integers(1, 4), st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_dead_units_asks_every_number(seed: int, dense: bool, n: int, c: int) -> None:
    rng = np.random.default_rng(seed)
    shape = (n, c) if dense else (n, c, *rng.integers(1, 4, size=2))
    y = np.where(rng.random(shape) < 0.15, 0.3, -0.1 * rng.integers(0, 2, size=shape))
    lists = y.reshape(n, c, -1).tolist()
    expected = [all(v <= 0 for image in lists for v in image[k]) for k in range(c)]
    got = dead_units(y)
    assert got.dtype == np.bool_
    assert got.tolist() == expected


@given(arrays())
@settings(max_examples=300, deadline=None)
def test_an_input_breaks_the_corner_exactly_when_the_gradients_differ(x: np.ndarray) -> None:
    ones = np.ones(x.shape)
    differ = not np.array_equal(ones * (x >= 0), relu_backward(ones, x))
    fault = break_relu_at_zero.examine(x)
    assert (fault is None) == differ
    if fault is not None:
        assert fault.step == "values"


# Overflow: seen in the numbers, and heard.


def _one_over(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x.astype(np.float64))))


def _clipped(limit: float) -> Function:
    return lambda x: _one_over(np.clip(x, -limit, limit))


@pytest.mark.parametrize("seed", range(20))
def test_a_sigmoid_that_overflows_loses_the_general_probes(seed: int) -> None:
    verdict = verdict_on(SIGMOID, _one_over, seed)
    assert verdict.named is not None
    assert verdict.named.bugs == ("overflow_in_one_over",)
    assert not verdict.families["generality"]
    assert verdict.families["core"]


@pytest.mark.parametrize("limit", [30, 36.7, 50, 100, 250, 500, 700, 709, 709.78])
def test_a_clip_at_any_limit_is_seen(limit: float) -> None:
    for seed in range(10):
        verdict = verdict_on(SIGMOID, _clipped(limit), seed)
        assert not verdict.passed
        assert verdict.families["core"]


def test_the_probes_for_overflow_stay_where_float64_keeps_digits() -> None:
    probes = {probe.label: probe for probe in SIGMOID.probes(np.random.default_rng(0))}
    lowest = probes["near -720: the tiniest results"]
    (x,) = lowest.args
    true = np.array([exact_sigmoid(float(v)) for v in x.ravel()])
    spacing = 5e-324
    assert (spacing / true < 0.01 * lowest.rtol).all()
    with np.errstate(over="ignore"):
        assert (_one_over(x) == 0).all()


def test_all_accepted_sigmoids_are_silent() -> None:
    probes = SIGMOID.probes(np.random.default_rng(0))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for alternative in SIGMOID.accept:
            for probe in probes:
                alternative.function(*probe.args)


@pytest.mark.parametrize("full_name", ["math.tanh", "torch.tanh"])
def test_a_ready_made_tanh_is_refused_by_name(full_name: str) -> None:
    module, _, name = full_name.partition(".")
    library = pytest.importorskip(module)

    def skips_the_work(x: np.ndarray) -> np.ndarray:
        if module == "torch":
            return np.asarray(library.tanh(library.tensor(x.astype(np.float64))).numpy())
        values = [getattr(library, name)(float(v)) for v in x.ravel()]
        return np.array(values).reshape(x.shape)

    verdict = verdict_on(TANH, skips_the_work, 0)
    assert not verdict.passed
    assert full_name in verdict.findings[0].saw


# Mistakes nobody listed.


@pytest.mark.parametrize(
    ("task", "damage", "says"),
    [
        ("relu", "0.5 * {}", "unchanged"),
        ("relu", "np.where(x < 0, -0.1, {})", "do not become 0"),
        ("relu", "{} + 0.001 * np.sum(x * x)", "cell [0, 0] alone"),
        ("leaky_relu", "np.where(x < -1, -slope, {})", "straight"),
        ("sigmoid", "({}) ** 1.1", "add up to 1"),
        ("sigmoid", "np.maximum({}, 1e-20)", "Far down"),
        ("sigmoid", "np.round({}, 1)", "larger"),
        ("tanh", "1.01 * ({})", "diagonal"),
        ("tanh", "{} + 0.01", "odd"),
        ("relu_backward", "({}) ** 3", "linear"),
        ("sigmoid_backward", "np.clip({}, -1, 1)", "linear"),
        ("tanh_backward", "({}) + 0.01 * dout.sum()", "cell [0, 0] alone"),
        ("collapse", "np.roll(out, 1, axis=1)", "[[1, 2, 2, 1]]"),
        ("collapse", "out * 2", "gives"),
        ("dead_units", "{} | (np.sum(y > 0, axis=other_axes) < 2)", "one number, in channel 2"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(task: str, damage: str, says: str) -> None:
    exercise = EXERCISES[task]
    head, _, returned = exercise.source.rstrip().rpartition("return ")
    source = f"from __future__ import annotations\n{head}return {damage.format(returned)}\n"
    names = dict(exercise.reference.__globals__)
    exec(compile(source, "<unlisted>", "exec"), names)
    verdict = verdict_on(exercise, names[task], 0)
    assert not verdict.passed
    said = [f"{f.probe} {f.saw}" for f in verdict.findings if f.step == "property"]
    assert any(says in sentence for sentence in said), (verdict.named, said)


# Random damage: whatever changes the function must change the verdict.


def _legal(exercise: Exercise, rng: np.random.Generator) -> tuple[Any, ...]:
    """Arguments that the docstring allows, drawn differently from the probes."""
    shape = tuple(rng.integers(1, 5, size=rng.integers(1, 5)))
    x = rng.standard_normal(shape) * rng.choice((0.1, 3.0, 300.0))
    x[rng.random(shape) < 0.2] = 0
    x = x.round(1) if rng.random() < 0.5 else x
    x = x.astype(np.int64) if rng.random() < 0.2 else x
    dout = rng.standard_normal(shape)
    if exercise.id == "leaky_relu":
        return (x,) if rng.random() < 0.3 else (x, float(rng.random()))
    if exercise.id == "relu_backward":
        return dout, x
    if exercise.id == "sigmoid_backward":
        return dout, sigmoid(x)
    if exercise.id == "tanh_backward":
        return dout, tanh(x)
    if exercise.id == "collapse":
        sides = rng.integers(1, 5, size=(2, 2))
        return tuple(rng.standard_normal(side) for side in sides)
    if exercise.id == "saturated_fraction":
        lower = float(x.flat[0]) if rng.random() < 0.3 else float(rng.standard_normal())
        return x, lower, lower + float(rng.choice((0.5, 2.0)))
    if exercise.id == "dead_units":
        sides = rng.integers(1, 5, size=rng.choice((2, 4)))
        return (np.where(rng.random(sides) < 0.8, -rng.integers(0, 2, size=sides), 0.1),)
    return (x,)


def _changes_something(exercise: Exercise, function: Function) -> bool:
    tried = Suite.__new__(Suite)
    tried.parameters = tuple(exercise.signature.parameters)
    rng = np.random.default_rng(987)
    for _ in range(150):
        probe = Probe("legal", "core", _legal(exercise, rng))
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
        if not _changes_something(exercise, function):
            continue
        effective += 1
        if verdict_on(exercise, function, 0).passed:
            survivors.append(description)
    record_property("damage", f"{total} made, {effective} matter, {len(survivors)} survive")
    print(f"{exercise.id}: {total} made, {effective} matter, survivors: {survivors}")
    assert effective >= 3  # a reference of one line has few places to damage
    assert survivors == []


def test_glossary_terms_are_sentences() -> None:
    assert 6 <= len(TERMS) <= 12
    assert all(text[0].isupper() and text.endswith(".") for text in TERMS.values())
