"""Lesson 07: independent oracles for each pooling, random damage, and the facts its prose states."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import lessons
from autograder.exercise import Exercise, Function, Probe
from autograder.judge import judge
from autograder.judge.comparison import agree
from autograder.judge.suite import Suite
from autograder.lessons.lesson07 import break_zero_padding as breaking
from autograder.lessons.lesson07.avg_pool2d import avg_pool2d
from autograder.lessons.lesson07.geometry import locate, pair, shift2d
from autograder.lessons.lesson07.global_avg_pool2d import global_avg_pool2d
from autograder.lessons.lesson07.lp_pool2d import lp_pool2d
from autograder.lessons.lesson07.max_pool2d import max_pool2d
from autograder.lessons.lesson07.pools import POOLS
from autograder.lessons.lesson07.shift_sensitivity import shift_sensitivity
from autograder.lessons.lesson07.weighted_pool2d import weighted_pool2d
from autograder.mutation import verdict_on
from autograder.target import LocalTarget
from tests.lessons.damage import damaged

EXERCISES = lessons.lesson("07-pooling").exercises
Pair = tuple[int, int]


# What the docstrings allow, drawn differently from the probes.


def _picture(rng: np.random.Generator, least: Pair = (1, 1), most: int = 8) -> np.ndarray:
    shape = (*rng.integers(1, 4, size=2), *(rng.integers(n, most) for n in least))
    kind = rng.integers(4)
    if kind == 0:
        return rng.integers(0, 256, size=shape).astype(np.uint8)
    if kind == 1:
        return rng.integers(-9, 10, size=shape)
    values = rng.standard_normal(shape) * 10
    return values.astype(np.float32) if kind == 2 else values


def _one_or_two(rng: np.random.Generator, low: int, high: int) -> int | Pair:
    first, second = (int(n) for n in rng.integers(low, high, size=2))
    return first if rng.random() < 0.3 else (first, second)


def _geometry(rng: np.random.Generator) -> tuple[np.ndarray, Any, Any]:
    kernel = _one_or_two(rng, 1, 5)
    stride = None if rng.random() < 0.3 else _one_or_two(rng, 1, 4)
    return _picture(rng, pair(kernel)), kernel, stride


def _padding(rng: np.random.Generator, kernel: Any) -> int | Pair:
    most = [k // 2 for k in pair(kernel)]
    if rng.random() < 0.3:
        return int(rng.integers(0, min(most) + 1))
    return int(rng.integers(0, most[0] + 1)), int(rng.integers(0, most[1] + 1))


def _legal(exercise_id: str, rng: np.random.Generator) -> tuple[Any, ...]:
    x, kernel, stride = _geometry(rng)
    if exercise_id == "max_pool2d":
        return x, kernel, stride, _padding(rng, kernel)
    if exercise_id == "avg_pool2d":
        return x, kernel, stride, _padding(rng, kernel), bool(rng.random() < 0.5)
    if exercise_id == "lp_pool2d":
        return x, float(rng.choice((1, 2, 3, 4, 0.7))), kernel, stride
    if exercise_id == "weighted_pool2d":
        weights = 0.01 + rng.random(pair(kernel))
        weights = np.ceil(5 * weights).astype(int) if rng.random() < 0.3 else weights
        return x, weights, tuple(int(n) for n in rng.integers(1, 4, size=2))
    if exercise_id == "shift_sensitivity":
        pool = POOLS[rng.integers(len(POOLS))]
        x = _picture(rng, (4, 4))
        x = x * 0 if rng.random() < 0.1 else x
        return pool, x, tuple(int(n) for n in rng.integers(-4, 5, size=2))
    return (x,)


def _many(exercise_id: str, number: int = 300) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(7)
    return [_legal(exercise_id, rng) for _ in range(number)]


# Oracles: torch where it has the operation, plain Python from the formula where it has not.


def test_max_pool2d_is_torch_s() -> None:
    torch = pytest.importorskip("torch")
    for x, kernel, stride, padding in _many("max_pool2d"):
        wanted = torch.nn.functional.max_pool2d(
            torch.tensor(x.astype(np.float64)), kernel, stride, padding
        )
        got = max_pool2d(x, kernel, stride, padding)
        assert got.dtype == np.float64
        np.testing.assert_array_equal(got, wanted.numpy())


def test_avg_pool2d_is_torch_s() -> None:
    torch = pytest.importorskip("torch")
    for x, kernel, stride, padding, include in _many("avg_pool2d"):
        wanted = torch.nn.functional.avg_pool2d(
            torch.tensor(x.astype(np.float64)), kernel, stride, padding, count_include_pad=include
        )
        got = avg_pool2d(x, kernel, stride, padding, include)
        assert got.dtype == np.float64
        np.testing.assert_allclose(got, wanted.numpy(), rtol=1e-12, atol=1e-12)


@given(
    st.tuples(st.integers(1, 5), st.integers(1, 5)), st.tuples(st.integers(0, 4), st.integers(0, 4))
)
@settings(max_examples=200, deadline=None)
def test_padding_is_refused_exactly_where_torch_refuses_it(kernel: Pair, padding: Pair) -> None:
    torch = pytest.importorskip("torch")
    x = np.ones((1, 2, 6, 7))
    for ours, theirs in (
        (max_pool2d, torch.nn.functional.max_pool2d),
        (avg_pool2d, torch.nn.functional.avg_pool2d),
    ):
        try:
            theirs(torch.tensor(x), kernel, 1, padding)
        except RuntimeError:
            with pytest.raises(ValueError, match="more than half"):
                ours(x, kernel, 1, padding)
        else:
            ours(x, kernel, 1, padding)


def test_lp_pool2d_is_the_formula_and_torch_s_for_even_p() -> None:
    torch = pytest.importorskip("torch")
    for x, p, kernel, stride in _many("lp_pool2d"):
        got = lp_pool2d(x, p, kernel, stride)
        (kh, kw), (sh, sw) = pair(kernel), pair(kernel if stride is None else stride)
        for n, c, i, j in np.ndindex(*got.shape):
            window = x[n, c, i * sh : i * sh + kh, j * sw : j * sw + kw].ravel().tolist()
            wanted = sum(abs(value) ** p for value in window) ** (1 / p)
            assert got[n, c, i, j] == pytest.approx(wanted, rel=1e-9, abs=1e-12)
        if p in (2, 4):
            values = torch.tensor(x.astype(np.float64))
            theirs = torch.nn.functional.lp_pool2d(values, p, kernel, stride)
            np.testing.assert_allclose(got, theirs.numpy(), rtol=1e-9, atol=1e-9)


def test_torch_leaves_the_absolute_value_out_for_odd_p() -> None:
    torch = pytest.importorskip("torch")
    window = torch.tensor([[[[3.0, -3.0]]]], dtype=torch.float64)
    assert torch.nn.functional.lp_pool2d(window, 1, (1, 2)).item() == 0
    smaller = torch.tensor([[[[3.0, -4.0]]]], dtype=torch.float64)
    assert np.isnan(torch.nn.functional.lp_pool2d(smaller, 3, (1, 2)).item())


def test_weighted_pool2d_is_a_depthwise_convolution() -> None:
    torch = pytest.importorskip("torch")
    for x, weights, stride in _many("weighted_pool2d"):
        share = torch.tensor(weights / weights.sum()).expand(x.shape[1], 1, *weights.shape)
        values = torch.tensor(x.astype(np.float64))
        wanted = torch.nn.functional.conv2d(values, share, stride=stride, groups=x.shape[1])
        got = weighted_pool2d(x, weights, stride)
        np.testing.assert_allclose(got, wanted.numpy(), rtol=1e-9, atol=1e-9)


def test_global_avg_pool2d_is_torch_s() -> None:
    torch = pytest.importorskip("torch")
    for (x,) in _many("global_avg_pool2d"):
        wanted = torch.nn.functional.adaptive_avg_pool2d(torch.tensor(x.astype(np.float64)), 1)
        got = global_avg_pool2d(x)
        assert got.dtype == np.float64
        np.testing.assert_allclose(got, wanted[:, :, 0, 0].numpy(), rtol=1e-12, atol=1e-12)


def test_shift_sensitivity_is_the_formula_pixel_by_pixel() -> None:
    ndimage = pytest.importorskip("scipy.ndimage")
    for pool, x, shift in _many("shift_sensitivity"):
        moved = ndimage.shift(x.astype(np.float64), (0, 0, *shift), order=0, cval=0)
        before, after = (pool(a).ravel().tolist() for a in (x.astype(np.float64), moved))
        size = sum(a * a for a in before)
        change = sum((b - a) ** 2 for a, b in zip(before, after, strict=True))
        wanted = (change / size) ** 0.5 if size else 0.0
        got = shift_sensitivity(pool, x, shift)
        assert type(got) is float
        assert got == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def test_a_picture_breaks_zero_padding_exactly_when_torch_says_so() -> None:
    torch = pytest.importorskip("torch")
    pool = torch.nn.functional.max_pool2d
    rng = np.random.default_rng(3)
    found = set()
    for _ in range(500):
        x = _picture(rng) - rng.choice((0, 3, 12))
        values = torch.tensor(np.asarray(x, dtype=np.float64))
        same = torch.equal(
            pool(values, 3, 2, 1), pool(torch.nn.functional.pad(values, (1, 1, 1, 1)), 3, 2)
        )
        fault = breaking.examine(np.asarray(x))
        found.add(fault.bug if fault else "")
        assert (fault is not None) == same
    assert {"", "nothing_negative"} < found


# What the probes hand over, and what the feedback draws.


@pytest.mark.parametrize("pool", POOLS, ids=lambda pool: pool.__name__)
def test_a_pool_stands_alone_so_that_its_source_may_travel(pool: Function) -> None:
    names: dict[str, Any] = {"np": np}
    exec(inspect.getsource(pool), names)
    x = np.random.default_rng(0).standard_normal((2, 3, 5, 6))
    assert np.array_equal(names[pool.__name__](x), pool(x))
    tree = ast.parse(inspect.getsource(pool))
    assert not [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]


def test_every_pool_that_a_probe_hands_over_is_one_of_these() -> None:
    exercise = next(e for e in EXERCISES if e.id == "shift_sensitivity")
    for seed in range(3):
        assert {p.args[0] for p in exercise.probes(np.random.default_rng(seed))} == {*POOLS}


def test_the_outlined_cells_are_those_the_value_is_made_of() -> None:
    for x, kernel, stride, padding in _many("max_pool2d", 100):
        out = max_pool2d(x, kernel, stride, padding)
        arguments = {"x": x, "kernel_size": kernel, "stride": stride, "padding": padding}
        for index in np.ndindex(*out.shape):
            assert x[locate(arguments, index)["x"]].max() == out[index]
    for x, weights, steps in _many("weighted_pool2d", 50):
        out = weighted_pool2d(x, weights, steps)
        for index in np.ndindex(*out.shape):
            where = locate({"x": x, "weights": weights, "stride": steps}, index)
            mean = np.average(x[where["x"]].astype(float), weights=weights[where["weights"]])
            assert mean == pytest.approx(out[index], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "damage", "says"),
    [
        ("max_pool2d", "{} ** 3", "grows by 10"),
        ("max_pool2d", "{} + out[:, ::-1]", "each channel for itself"),
        ("avg_pool2d", "{} + 1", "has the mean"),
        ("avg_pool2d", "out + 0.1 * x[::-1, :, :1, :1]", "image 1 of the batch"),
        ("weighted_pool2d", "{} * 1.5", "weighted mean"),
        ("lp_pool2d", "{} ** 2 / 7", "three times"),
        ("lp_pool2d", "{} + abs(x[:, :, -1:, -1:])", "outside the first window"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(name: str, damage: str, says: str) -> None:
    exercise = next(e for e in EXERCISES if e.id == name)
    source = exercise.source.replace("return out", f"return {damage}".format("out"))
    names: dict[str, Any] = {"np": np, "pair": pair}
    exec(compile(f"from __future__ import annotations\n{source}", "<unlisted>", "exec"), names)
    verdict = verdict_on(exercise, names[name], 0)
    assert verdict.named is None
    assert any(says in f.saw for f in verdict.findings if f.step == "property"), verdict.findings


# What the prose says.


def test_the_numbers_of_the_notebook() -> None:
    data = pytest.importorskip("course.data")
    seven = data.digit(7)[None, None]
    row, col = np.mgrid[-1:2, -1:2]
    weights = 1 / (1 + np.hypot(row, col))
    pools: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "none": lambda x: x,
        "thin": lambda x: x[:, :, ::2, ::2],
        "max": lambda x: max_pool2d(x, 2),
        "mean": lambda x: avg_pool2d(x, 2),
        "L2": lambda x: lp_pool2d(x, 2, 2),
        "weighted": lambda x: weighted_pool2d(x, weights, (2, 2)),
        "global": global_avg_pool2d,
    }
    measured = {name: shift_sensitivity(pool, seven, (0, 1)) for name, pool in pools.items()}
    assert {name: round(100 * value) for name, value in measured.items()} == {
        "none": 49,
        "thin": 49,
        "max": 45,
        "mean": 41,
        "L2": 39,
        "weighted": 36,
        "global": 0,
    }
    assert float(weights.sum() * 7) == pytest.approx(32.6, abs=0.05)


def test_a_pixel_is_not_noticed_inside_a_window_and_jumps_at_its_border() -> None:
    def change(col: int, kernel: int) -> float:
        spot = np.zeros((1, 1, 5, 12))
        spot[0, 0, 1, col] = 1
        return shift_sensitivity(lambda x: max_pool2d(x, kernel, 2), spot, (0, 1))

    assert [change(2, 2), change(3, 2)] == [0, pytest.approx(2**0.5)]
    assert max(change(col, 5) for col in range(4, 8)) < 1 < change(3, 2), "overlap softens"


def test_max_pooling_and_relu_commute_and_the_others_do_not() -> None:
    x = np.random.default_rng(0).standard_normal((2, 3, 6, 8))
    lit = np.maximum(x, 0)
    assert np.array_equal(np.maximum(max_pool2d(x, 2), 0), max_pool2d(lit, 2))
    assert not np.allclose(np.maximum(avg_pool2d(x, 2), 0), avg_pool2d(lit, 2))
    assert not np.allclose(np.maximum(lp_pool2d(x, 2, 2), 0), lp_pool2d(lit, 2, 2))


def test_the_sizes_of_the_networks_the_lesson_names() -> None:
    def side(n: int, kernel: int, stride: int | None = None, padding: int = 0) -> int:
        return max_pool2d(np.zeros((1, 1, n, n)), kernel, stride, padding).shape[2]

    assert [side(28, 2), side(10, 2)] == [14, 5], "LeNet-5"
    assert side(112, 3, 2, 1) == 56, "ResNet"
    assert [side(24, 2), side(24, 3, 2), side(24, 2, 1)] == [12, 11, 23]
    assert [side(28, 2, 2, 1), side(26, 2), side(13, 2)] == [15, 13, 6]
    assert [side(n, 1) for n in (6, 5, 4)] == [6, 5, 4], "three pools that do nothing"


def test_a_shift_moves_and_loses_what_leaves() -> None:
    x = np.arange(1.0, 7).reshape(1, 1, 2, 3)
    assert shift2d(x, 1, -1)[0, 0].tolist() == [[0, 0, 0], [2, 3, 0]]
    assert not shift2d(x, 2, 0).any()


# Random damage: whatever changes the function must change the verdict.


def _changes_something(exercise: Exercise, function: Function) -> bool:
    tried = Suite.__new__(Suite)
    tried.parameters = tuple(exercise.signature.parameters)
    rng = np.random.default_rng(987)
    for _ in range(100):
        probe = Probe("legal", "core", _legal(exercise.id, rng))
        expected, seen = tried.run(exercise.reference, probe), tried.run(function, probe)
        if not agree(expected, seen, probe, 1e-7):
            return True
    return False


DAMAGEABLE = [exercise for exercise in EXERCISES if exercise.examine is None]
FEWEST = {"global_avg_pool2d": 2}


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
    assert effective >= FEWEST.get(exercise.id, 8)
    assert len(survivors) <= 0.02 * effective, survivors
