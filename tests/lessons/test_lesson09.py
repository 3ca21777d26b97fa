"""Lesson 09: torch and exact arithmetic as oracles, random damage, and every epsilon is seen."""

from __future__ import annotations

import math
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
from autograder.lessons.lesson09 import break_unstable_softmax
from autograder.lessons.lesson09.confusion_matrix import confusion_matrix
from autograder.lessons.lesson09.cross_entropy import EXERCISE as CROSS_ENTROPY
from autograder.lessons.lesson09.cross_entropy import cross_entropy
from autograder.lessons.lesson09.glossary import TERMS
from autograder.lessons.lesson09.log_softmax import EXERCISE as LOG_SOFTMAX
from autograder.lessons.lesson09.log_softmax import log_softmax
from autograder.lessons.lesson09.sgd_momentum_step import sgd_momentum_step
from autograder.lessons.lesson09.softmax import EXERCISE as SOFTMAX
from autograder.lessons.lesson09.softmax import softmax
from autograder.mutation import names, verdict_on
from tests.lessons.damage import damaged

EXERCISES = {exercise.id: exercise for exercise in lessons.lesson("09-loss").exercises}

numbers = st.floats(-1000, 1000, allow_subnormal=False, width=32)
dtypes = st.sampled_from((np.float64, np.int64, np.uint8, np.float32))


@st.composite
def scores(draw: st.DrawFn) -> tuple[np.ndarray, int]:
    """Scores of any shape and dtype, with an axis of them."""
    shape = draw(npst.array_shapes(min_dims=1, max_dims=4, max_side=5))
    dtype = draw(dtypes)
    z = draw(npst.arrays(np.float64, shape, elements=numbers))
    z = (np.abs(z) % 256 if dtype is np.uint8 else z).astype(dtype)
    return z, draw(st.integers(-len(shape), len(shape) - 1))


@st.composite
def batches(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Logits and labels of a batch."""
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 7)))
    dtype = draw(dtypes)
    z = draw(npst.arrays(np.float64, shape, elements=numbers)) * draw(st.sampled_from((0.01, 1.0)))
    labels = draw(npst.arrays(np.int64, shape[0], elements=st.integers(0, shape[1] - 1)))
    z = (np.abs(z) % 256 if dtype is np.uint8 else z).astype(dtype)
    return z, labels.astype(draw(st.sampled_from((np.int64, np.int32, np.uint8))))


# Oracle one: torch. Oracle two: 50 decimal digits, one row at a time, without any trick.


@given(scores())
@settings(max_examples=300, deadline=None)
def test_softmax_and_its_logarithm_are_what_torch_computes(case: tuple[np.ndarray, int]) -> None:
    torch = pytest.importorskip("torch")
    z, axis = case
    there = torch.tensor(z.astype(np.float64))
    with np.errstate(all="raise", under="ignore"):
        p, log_p = softmax(z, axis), log_softmax(z, axis)
    np.testing.assert_allclose(p, torch.softmax(there, axis).numpy(), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(
        log_p, torch.log_softmax(there, axis).numpy(), rtol=1e-12, atol=1e-13
    )
    np.testing.assert_allclose(p.sum(axis=axis), 1)
    assert p.dtype == log_p.dtype == np.float64
    assert not np.shares_memory(p, z) and not np.shares_memory(log_p, z)


def exact(row: list[float]) -> tuple[list[float], list[float]]:
    """Softmax of a row and its logarithm, by the formula as it stands, in 60 decimal digits."""
    with localcontext() as context:
        context.prec, context.Emin, context.Emax = 60, -10_000, 10_000
        powers = [Decimal(v).exp() for v in row]
        shares = [power / sum(powers) for power in powers]
        return [float(share) for share in shares], [float(share.ln()) for share in shares]


@given(st.lists(numbers, min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_softmax_and_its_logarithm_are_exact(row: list[float]) -> None:
    shares, logarithms = exact(row)
    np.testing.assert_allclose(softmax(np.array(row)), shares, rtol=1e-12, atol=1e-320)
    np.testing.assert_allclose(log_softmax(np.array(row)), logarithms, rtol=1e-12, atol=1e-13)


@given(batches())
@settings(max_examples=300, deadline=None)
def test_cross_entropy_is_torch_s_with_autograd_s_gradient(
    case: tuple[np.ndarray, np.ndarray],
) -> None:
    torch = pytest.importorskip("torch")
    logits, labels = case
    there = torch.tensor(logits.astype(np.float64), requires_grad=True)
    expected = torch.nn.functional.cross_entropy(there, torch.tensor(labels.astype(np.int64)))
    expected.backward()
    loss, dlogits = cross_entropy(logits, labels)
    assert type(loss) is float
    assert dlogits.dtype == np.float64
    assert there.grad is not None
    assert loss == pytest.approx(float(expected.detach()), rel=1e-12, abs=1e-13)
    np.testing.assert_allclose(dlogits, there.grad.numpy(), rtol=1e-9, atol=1e-15)


@given(
    st.integers(0, 10_000),
    st.floats(0.001, 2),
    st.floats(0, 0.99),
    st.sampled_from((0.0, 0.01, 0.3)),
    st.integers(1, 6),
)
@settings(max_examples=200, deadline=None)
def test_many_steps_are_those_of_torch_s_optimizer(
    seed: int, lr: float, momentum: float, decay: float, steps: int
) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    p, velocity = rng.standard_normal((3, 2)), np.zeros((3, 2))
    there = torch.nn.Parameter(torch.tensor(p))
    optimizer = torch.optim.SGD([there], lr=lr, momentum=momentum, weight_decay=decay)
    for _ in range(steps):
        grad = rng.standard_normal((3, 2))
        there.grad = torch.tensor(grad)
        optimizer.step()
        p, velocity = sgd_momentum_step(p, grad, velocity, lr, momentum, decay)
    np.testing.assert_allclose(p, there.detach().numpy(), rtol=1e-9, atol=1e-12)
    if momentum:
        buffer = optimizer.state[there]["momentum_buffer"].numpy()
        np.testing.assert_allclose(velocity, buffer, rtol=1e-9, atol=1e-12)


@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_confusion_matrix_counts_each_cell(seed: int, classes: int, n: int) -> None:
    labels, guesses = np.random.default_rng(seed).integers(0, classes, size=(2, n))
    got = confusion_matrix(labels, guesses, classes)
    pairs = [*zip(labels.tolist(), guesses.tolist(), strict=True)]
    expected = [[pairs.count((a, b)) for b in range(classes)] for a in range(classes)]
    assert got.tolist() == expected
    assert got.dtype == np.int64


@given(scores())
@settings(max_examples=300, deadline=None)
def test_scores_break_the_formula_exactly_when_the_shares_differ(
    case: tuple[np.ndarray, int],
) -> None:
    z, _ = case
    with np.errstate(all="ignore"):
        careless = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    fault = break_unstable_softmax.examine(z)
    assert (fault is not None) == bool(np.allclose(careless, softmax(z), rtol=0, atol=1e-3))
    if fault is not None:
        assert fault.step == "values"
        assert fault.bug


# What the lesson says.


def test_the_second_log_softmax_is_harmless_and_the_second_softmax_is_not() -> None:
    perfect, labels = 1000 * np.eye(10), np.arange(10)
    twice = "log-softmax twice"
    (alternative,) = (a for a in CROSS_ENTROPY.accept if a.style == twice)
    assert alternative.note
    for seed in range(20):
        assert verdict_on(CROSS_ENTROPY, alternative.function, seed).passed
    floor, _ = cross_entropy(softmax(perfect), labels)
    assert floor == pytest.approx(math.log(math.e + 9) - 1)
    assert f"{floor:.3f}" == "1.461"
    assert cross_entropy(log_softmax(perfect), labels)[0] == 0
    assert cross_entropy(np.zeros((5, 10)), labels[:5])[0] == pytest.approx(math.log(10))


@pytest.mark.parametrize("eps", [1e-15, 1e-12, 1e-10, 1e-8, 1e-7])
def test_an_epsilon_or_a_clip_of_any_size_is_seen(eps: float) -> None:
    def adds(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
        p = softmax(logits)
        return float(-np.log(p[range(len(p)), labels] + eps).mean()), cross_entropy(logits, labels)[
            1
        ]

    def clips(z: np.ndarray, axis: int = -1) -> np.ndarray:
        return np.asarray(np.log(np.clip(softmax(z, axis), eps, 1)))

    for seed in range(10):
        assert not verdict_on(CROSS_ENTROPY, adds, seed).families["generality"]
        assert not verdict_on(LOG_SOFTMAX, clips, seed).families["generality"]


@pytest.mark.parametrize("eps", [1e-8, 1e-7, 1e-6])
def test_an_epsilon_below_the_line_is_called_by_its_name(eps: float) -> None:
    def careful(z: np.ndarray, axis: int = -1) -> np.ndarray:
        powers = np.exp(z.astype(float) - z.astype(float).max(axis, keepdims=True))
        return np.asarray(powers / (powers.sum(axis, keepdims=True) + eps))

    for seed in range(5):
        assert names(verdict_on(SOFTMAX, careful, seed)) == ("adds_eps_to_denominator",)


@pytest.mark.parametrize("task", ["softmax", "log_softmax", "cross_entropy", "confusion_matrix"])
def test_probes_stay_strong_over_many_seeds(task: str) -> None:
    exercise = EXERCISES[task]
    for bug in exercise.bugs:
        assert not any(
            verdict_on(exercise, exercise.buggy(bug), seed).passed for seed in range(100, 115)
        ), bug.id


# Mistakes nobody listed.


@pytest.mark.parametrize(
    ("task", "damage", "says"),
    [
        ("softmax", "({}) * 1.01", "add up to 1"),
        ("softmax", "np.maximum({}, 0.05)", "add up to 1"),
        ("softmax", "np.round({}, 1)", "A larger score"),
        ("softmax", "({}) ** 2 / (({}) ** 2).sum(axis=axis, keepdims=True)", "ratio"),
        ("log_softmax", "1.01 * ({})", "as far apart"),
        ("log_softmax", "np.maximum({}, -100.0)", "about -1000"),
        ("log_softmax", "({}) - 0.01", "add up to 1"),
        ("cross_entropy", "(1.5 * loss, dlogits / len(labels))", "2.303"),
        ("cross_entropy", "(float(loss), dlogits / len(labels) + 0.01)", "add up to 0"),
        ("cross_entropy", "(float(loss), 0.3 * dlogits)", "rate"),
        ("cross_entropy", "(min(float(loss), 50.0), 0.3 * dlogits)", "cost 1000"),
        ("sgd_momentum_step", "(p - lr * 1.1 * velocity, velocity)", "9.7"),
        ("sgd_momentum_step", "(p - lr * velocity, 1.01 * velocity)", "falls to 2"),
        ("confusion_matrix", "2 * counts", "add up to"),
        ("confusion_matrix", "np.roll(counts, 1, axis=0)", "your rows"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(task: str, damage: str, says: str) -> None:
    exercise = EXERCISES[task]
    head, _, returned = exercise.source.rstrip().rpartition("return ")
    damage = damage.replace("{}", returned)
    source = f"from __future__ import annotations\n{head}return {damage}\n"
    scope = dict(exercise.reference.__globals__)
    exec(compile(source, "<unlisted>", "exec"), scope)
    verdict = verdict_on(exercise, scope[task], 0)
    assert not verdict.passed
    said = [finding.saw for finding in verdict.findings if finding.step == "property"]
    assert any(says in sentence for sentence in said), (verdict.named, said)


# Random damage: whatever changes the function must change the verdict.


def _legal(exercise: Exercise, rng: np.random.Generator) -> tuple[Any, ...]:
    """Arguments that the docstring allows, drawn differently from the probes."""
    shape = tuple(int(n) for n in rng.integers(1, 6, size=rng.integers(1, 5)))
    if exercise.id == "confusion_matrix":
        classes = int(rng.integers(1, 6))
        return (*rng.integers(0, classes, size=(2, rng.integers(1, 30))), classes)
    if exercise.id == "sgd_momentum_step":
        p, grad, velocity = rng.standard_normal((3, *shape)).round(int(rng.integers(0, 9)))
        step = (float(rng.random() + 0.01), float(rng.choice((0.0, 0.5, 0.9))))
        if rng.random() < 0.2:
            grad = grad.astype(np.int64)
        return (p, grad, velocity, *step, *([0.1] if rng.random() < 0.5 else []))
    if exercise.id == "cross_entropy":
        n, c = rng.integers(1, 7, size=2)
        logits = rng.standard_normal((n, c)) * rng.choice((1.0, 30.0, 500.0))
        logits = logits.round().astype(np.int64) if rng.random() < 0.2 else logits
        return logits, rng.integers(0, c, size=n)
    z = rng.standard_normal(shape) * rng.choice((1.0, 30.0, 500.0)) + rng.choice((0.0, 900.0))
    if rng.random() < 0.2:
        z = np.abs(z % 250).astype(rng.choice(["uint8", "int64"]))
    return (z,) if rng.random() < 0.4 else (z, int(rng.integers(-len(shape), len(shape))))


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
    assert effective >= 10
    assert survivors == []


def test_glossary_terms_are_sentences() -> None:
    assert 6 <= len(TERMS) <= 12
    assert all(text[0].isupper() and text.endswith(".") for text in TERMS.values())
