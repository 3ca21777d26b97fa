"""Lesson 05: independent oracles for each reference, and random damage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import lessons
from autograder.exercise import Exercise, Function, Probe
from autograder.judge import judge
from autograder.judge.comparison import agree
from autograder.judge.suite import Suite
from autograder.lessons.lesson05.break_square import EXERCISE as BREAK_SQUARE
from autograder.lessons.lesson05.conv1x1 import conv1x1
from autograder.lessons.lesson05.conv2d import EXERCISE as CONV2D
from autograder.lessons.lesson05.conv2d import conv2d
from autograder.lessons.lesson05.conv2d_one_filter import conv2d_one_filter
from autograder.lessons.lesson05.conv_cost import conv_cost
from autograder.lessons.lesson05.depthwise_separable import depthwise_separable
from autograder.mutation import verdict_on
from autograder.target import LocalTarget
from tests.lessons.damage import damaged
from tests.lessons.legal_lesson05 import LEGAL, cost, layer, one_filter, pair, pointwise, separable

LESSON = lessons.lesson("05-channels")


# Oracle one: torch. Oracle two: the formula, number by number.


def _double(array: np.ndarray | None) -> Any:
    torch = pytest.importorskip("torch")
    return None if array is None else torch.tensor(np.asarray(array, dtype=np.float64))


def by_torch(*args: Any, **kwargs: Any) -> np.ndarray:
    torch = pytest.importorskip("torch")
    doubles = [_double(a) if isinstance(a, np.ndarray) else a for a in args]
    return np.asarray(torch.nn.functional.conv2d(*doubles, **kwargs).numpy())


def by_formula(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, stride: Any, padding: Any
) -> np.ndarray:
    (sh, sw), (ph, pw) = pair(stride), pair(padding)

    def pixel(n: int, c: int, i: int, j: int) -> float:
        inside = 0 <= i < x.shape[2] and 0 <= j < x.shape[3]
        return float(x[n, c, i, j]) if inside else 0.0

    filters, _, high, wide = weight.shape
    rows = [i for i in range(0, x.shape[2] + 2 * ph, sh) if i + high <= x.shape[2] + 2 * ph]
    cols = [j for j in range(0, x.shape[3] + 2 * pw, sw) if j + wide <= x.shape[3] + 2 * pw]
    out = np.zeros((len(x), filters, len(rows), len(cols)))
    for n, o, (r, i), (s, j) in (
        (n, o, row, col)
        for n in range(len(x))
        for o in range(filters)
        for row in enumerate(rows)
        for col in enumerate(cols)
    ):
        out[n, o, r, s] = 0.0 if bias is None else bias[o]
        for c, a, b in np.ndindex(*weight.shape[1:]):
            out[n, o, r, s] += pixel(n, c, i + a - ph, j + b - pw) * weight[o, c, a, b]
    return out


def _near(got: np.ndarray, expected: np.ndarray) -> None:
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-8)


@pytest.mark.parametrize("seed", range(20))
def test_conv2d_is_what_torch_computes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(15):
        arguments = layer(rng)
        _near(conv2d(*arguments), by_torch(*arguments))


@pytest.mark.parametrize("seed", range(10))
def test_conv2d_is_what_its_formula_says(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    for _ in range(5):
        arguments = layer(rng)
        _near(conv2d(*arguments), by_formula(*arguments))


@pytest.mark.parametrize("other", CONV2D.accept, ids=lambda other: other.style)
def test_every_style_of_conv2d_is_what_torch_computes(other: Any) -> None:
    rng = np.random.default_rng(7)
    for _ in range(12):
        x, *rest = layer(rng)
        arguments = (x.astype(np.float64), *rest)
        _near(other.function(*arguments), by_torch(*arguments))


def test_conv2d_leaves_its_arguments_alone_and_returns_nothing_of_theirs() -> None:
    rng = np.random.default_rng(11)
    for _ in range(50):
        arguments = layer(rng)
        arrays = [a for a in arguments if isinstance(a, np.ndarray)]
        before = [array.copy() for array in arrays]
        out = conv2d(*arguments)
        assert not any(np.may_share_memory(out, array) for array in arrays)
        for array, copy in zip(arrays, before, strict=True):
            np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("depths", [(3, 2), (2, 3), (1, 3), (3, 1)])
def test_unlike_channels_are_a_value_error(depths: tuple[int, int]) -> None:
    x, weight = np.ones((2, depths[0], 4, 5)), np.ones((2, depths[1], 2, 3))
    with pytest.raises(ValueError, match="channels"):
        conv2d(x, weight)
    with pytest.raises(ValueError, match="channels"):
        conv2d_one_filter(x[0], weight[0])


@pytest.mark.parametrize("seed", range(10))
def test_one_filter_is_torch_with_one_image_and_one_filter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(20):
        x, weight, bias = one_filter(rng)
        expected = by_torch(x[None], weight[None], np.array([bias]))[0, 0]
        _near(conv2d_one_filter(x, weight, bias), expected)


@pytest.mark.parametrize("seed", range(10))
def test_conv1x1_is_torch_with_small_kernels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(20):
        arguments = pointwise(rng)
        _near(conv1x1(*arguments), by_torch(*arguments))


@pytest.mark.parametrize("seed", range(10))
def test_depthwise_separable_is_torch_with_groups(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(20):
        x, depth, point, padding = separable(rng)
        if depth.shape[2] > x.shape[2] + 2 * padding or depth.shape[3] > x.shape[3] + 2 * padding:
            continue
        middle = by_torch(x, depth, padding=padding, groups=x.shape[1])
        _near(depthwise_separable(x, depth, point, padding), by_torch(middle, point))


@pytest.mark.parametrize("seed", range(10))
def test_conv_cost_counts_what_torch_allocates_and_what_loops_multiply(seed: int) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    for _ in range(20):
        inside, outputs, kernel, size, groups, bias = cost(rng, mismatch=0.3)
        try:
            layer = torch.nn.Conv2d(inside, outputs, kernel, groups=groups, bias=bias)
        except ValueError:
            with pytest.raises(ValueError, match="groups"):
                conv_cost(inside, outputs, kernel, size, groups, bias)
            continue
        parameters = sum(p.numel() for p in layer.parameters())
        products = sum(layer.weight[o].numel() for o in range(outputs) for _ in np.ndindex(*size))
        assert conv_cost(inside, outputs, kernel, size, groups, bias) == (parameters, products)


def _square_layer_by_lists(x: np.ndarray) -> np.ndarray:
    """The pixels as the notebook's square layer finds them; IndexError past the end."""
    seen = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*x.shape):
        seen[n, c, i, j] = list(x[n, c].ravel())[i * x.shape[2] + j]
    return seen


@pytest.mark.parametrize("seed", range(10))
def test_arguments_break_the_square_layer_exactly_when_plain_lists_say_so(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(30):
        x, weight, bias, *_ = layer(rng)
        if rng.random() < 0.3:
            x = x[:, :, : x.shape[3], : x.shape[2]]
        weight = weight[:, :, : x.shape[2], : x.shape[3]]
        if rng.random() < 0.2:
            x = np.full_like(x, 3)
        arguments = {"x": x, "weight": weight} | ({} if bias is None else {"bias": bias})
        assert BREAK_SQUARE.examine is not None
        fault = BREAK_SQUARE.examine(arguments)
        try:
            seen = conv2d(_square_layer_by_lists(x), weight, bias)
        except IndexError:
            assert fault is None
            continue
        assert (fault is None) == (not np.allclose(seen, conv2d(x, weight, bias), rtol=1e-9))
        assert fault is None or fault.step == "values"


# The check: forbidden calls, and mistakes nobody listed.


def test_a_library_call_is_refused_by_name() -> None:
    torch = pytest.importorskip("torch")

    def skips_the_work(
        x: np.ndarray, weight: np.ndarray, bias: Any = None, stride: Any = 1, padding: Any = 0
    ) -> np.ndarray:
        tensors = [torch.tensor(np.asarray(a, dtype=float)) for a in (x, weight)]
        offset = None if bias is None else torch.tensor(np.asarray(bias, dtype=float))
        out = torch.nn.functional.conv2d(*tensors, offset, stride=stride, padding=padding)
        return np.asarray(out.numpy())

    verdict = verdict_on(CONV2D, skips_the_work, 0)
    assert not verdict.passed
    assert "conv2d" in verdict.findings[0].saw
    assert "torch" in verdict.findings[0].saw


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("out + 1", "must give"),
        ("np.clip(out, -8, 8)", "linear"),
        ("np.roll(out, 1, axis=3)", "right"),
        ("out + 0.5 * x[:, :1, -1:, -1:]", "outside the first window"),
        ("out + 0.1 * out[::-1]", "never mix"),
        ("out + 0.1 * np.roll(out, 1, axis=1)", "map of its own"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(damage: str, says: str) -> None:
    source = CONV2D.source.replace("return out", f"return {damage}")
    names: dict[str, Any] = {"np": np}
    exec(compile(f"from __future__ import annotations\n{source}", "<unlisted>", "exec"), names)
    verdict = verdict_on(CONV2D, names["conv2d"], 0)
    assert verdict.named is None
    assert any(says in f.saw for f in verdict.findings if f.step == "property"), verdict.findings


@pytest.mark.parametrize("seed", range(3))
def test_the_drawn_window_and_bias_add_up_to_the_expected_number(seed: int) -> None:
    assert CONV2D.locate is not None
    names = tuple(CONV2D.signature.parameters)
    for probe in CONV2D.probes(np.random.default_rng(seed)):
        arguments = dict(zip(names, probe.args, strict=False)) | dict(probe.kwargs)
        if arguments["x"].shape[1] != arguments["weight"].shape[1]:
            continue
        out = conv2d(**arguments)
        for index in np.ndindex(*out.shape):
            regions = CONV2D.locate(arguments, index)
            seen = arguments["x"][regions["x"]] * arguments["weight"][regions["weight"]].astype(
                float
            )
            total = seen.sum()
            if "bias" in regions:
                total += arguments["bias"][regions["bias"]].item()
            assert np.isclose(total, out[index]), (probe.label, index)


# Random damage: whatever changes the function must change the verdict.


def _changes_something(exercise: Exercise, function: Function) -> bool:
    tried = Suite.__new__(Suite)
    tried.parameters = tuple(exercise.signature.parameters)
    rng = np.random.default_rng(987)
    for _ in range(120):
        probe = Probe("legal", "core", LEGAL[exercise.id](rng, mismatch=0.2))
        expected, seen = tried.run(exercise.reference, probe), tried.run(function, probe)
        if not agree(expected, seen, probe, 1e-7):
            return True
    return False


DAMAGEABLE = [exercise for exercise in LESSON.exercises if exercise.examine is None]


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
        target = LocalTarget(function, tuple(exercise.signature.parameters))
        if judge(exercise, target, 0, explain=False).passed:
            survivors.append(description)
    record_property("damage", f"{total} made, {effective} matter, {len(survivors)} survive")
    print(f"{exercise.id}: {total} made, {effective} matter, survivors: {survivors}")
    assert effective >= 8
    assert len(survivors) <= 0.02 * effective, survivors
