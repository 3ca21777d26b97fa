"""Lesson 03: independent oracles for each reference, random damage, and the numbers of the prose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
from autograder.lessons.lesson03.break_slice_crop import examine
from autograder.lessons.lesson03.pad2d import EXERCISE as PAD2D
from autograder.lessons.lesson03.pad2d import pad2d
from autograder.lessons.lesson03.same_padding import same_padding
from autograder.lessons.lesson03.usage_count import usage_count
from autograder.lessons.lesson03.zero_pad2d import zero_pad2d
from autograder.mutation import verdict_on
from tests.lessons.damage import damaged

EXERCISES = lessons.lesson("03-padding").exercises
MODES = ("zeros", "reflect", "replicate", "circular")
IN_TORCH = {"zeros": "constant"}
IN_NUMPY = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


@st.composite
def batches(draw: st.DrawFn) -> np.ndarray:
    shape = tuple(draw(st.integers(1, most)) for most in (3, 3, 6, 6))
    dtype = draw(st.sampled_from((np.float64, np.float32, np.int64, np.uint8)))
    return draw(npst.arrays(dtype, shape, elements={"min_value": 0, "max_value": 200}))


# Oracle one: torch. Oracle two: NumPy's pad, which students may not use for `pad2d`.


@given(batches(), st.integers(0, 4), st.integers(0, 4), st.booleans())
@settings(max_examples=200, deadline=None)
def test_zero_pad2d_is_what_torch_and_numpy_pad(
    x: np.ndarray, rows: int, cols: int, single: bool
) -> None:
    functional = pytest.importorskip("torch").nn.functional
    tensor = pytest.importorskip("torch").tensor
    padding: Any = rows if single else (rows, cols)
    cols = rows if single else cols
    got = zero_pad2d(x, padding)
    assert got.dtype == np.float64
    assert not np.shares_memory(got, x)
    expected = functional.pad(tensor(x.astype(float)), (cols, cols, rows, rows))
    np.testing.assert_array_equal(got, expected.numpy())
    np.testing.assert_array_equal(got, np.pad(x, [(0, 0), (0, 0), (rows, rows), (cols, cols)]))


@given(batches(), st.integers(0, 7), st.sampled_from(MODES))
@settings(max_examples=500, deadline=None)
def test_pad2d_pads_and_refuses_as_torch_does(x: np.ndarray, padding: int, mode: str) -> None:
    torch = pytest.importorskip("torch")
    try:
        tensor = torch.tensor(x.astype(np.float64))
        expected = torch.nn.functional.pad(tensor, (padding,) * 4, mode=IN_TORCH.get(mode, mode))
    except RuntimeError:
        with pytest.raises(ValueError, match=mode):
            pad2d(x, padding, mode)  # type: ignore[arg-type]
        return
    got = pad2d(x, padding, mode)  # type: ignore[arg-type]
    assert got.dtype == np.float64
    assert got.flags.c_contiguous
    assert not np.shares_memory(got, x)
    np.testing.assert_array_equal(got, expected.numpy())
    four = [(0, 0), (0, 0), (padding, padding), (padding, padding)]
    by_numpy: Any = np.pad(x, four, mode=IN_NUMPY[mode])  # type: ignore[call-overload]
    np.testing.assert_array_equal(got, by_numpy)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even")
@pytest.mark.parametrize("dilation", range(1, 6))
@pytest.mark.parametrize("kernel_size", range(1, 13))
def test_same_padding_keeps_the_size_as_torch_s_does(kernel_size: int, dilation: int) -> None:
    torch = pytest.importorskip("torch")
    before, after = same_padding(kernel_size, dilation)
    assert 0 <= after - before <= 1
    layer = torch.nn.functional.conv1d
    x = torch.arange(1.0, 18).reshape(1, 1, 17)
    weight = torch.arange(2.0, kernel_size + 2).reshape(1, 1, -1)
    padded = torch.nn.functional.pad(x, (before, after))
    ours = layer(padded, weight, dilation=dilation)
    theirs = layer(x, weight, padding="same", dilation=dilation)
    assert torch.equal(ours, theirs)
    assert ours.shape == x.shape


@given(*[st.integers(1, 7) for _ in range(4)], st.integers(0, 4), st.integers(0, 4))
@settings(max_examples=300, deadline=None)
def test_usage_count_is_the_gradient_of_a_sum(
    height: int, width: int, high: int, wide: int, rows: int, cols: int
) -> None:
    torch = pytest.importorskip("torch")
    high, wide = min(high, height + 2 * rows), min(wide, width + 2 * cols)
    x = torch.zeros(1, 1, height, width, dtype=torch.float64, requires_grad=True)
    kernel = torch.ones(1, 1, high, wide, dtype=torch.float64)
    torch.nn.functional.conv2d(x, kernel, padding=(rows, cols)).sum().backward()
    got = usage_count((height, width), (high, wide), (rows, cols))
    np.testing.assert_array_equal(got, x.grad[0, 0].numpy())
    assert got.dtype == np.float64


@given(batches(), st.integers(-2, 7))
@settings(max_examples=300, deadline=None)
def test_a_pair_breaks_the_crop_exactly_when_it_is_legal_and_differs(x: np.ndarray, p: int) -> None:
    height, width = x.shape[2:]
    legal = p >= 0 and 2 * p < min(height, width)
    differs = not np.array_equal(x[:, :, p:-p, p:-p], x[:, :, p : height - p, p : width - p])
    assert (examine((x, p)) is None) == (legal and differs)


# The check and forbidden calls.


def test_np_pad_is_refused_by_name_in_pad2d_and_welcome_in_zero_pad2d() -> None:
    def skips_the_work(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
        four = [(0, 0), (0, 0), (padding, padding), (padding, padding)]
        return np.pad(x.astype(float), four, mode=IN_NUMPY[mode])  # type: ignore[call-overload]

    verdict = verdict_on(PAD2D, skips_the_work, 0)
    assert not verdict.passed
    assert "numpy.pad" in verdict.findings[0].saw
    assert any(style.style == "np.pad" for style in EXERCISES[0].accept)


@pytest.mark.parametrize(
    ("exercise", "damage", "says"),
    [
        ("zero_pad2d", "{} + 1", "x itself"),
        ("zero_pad2d", "np.where({0} == 0, 0.25, {0})", "rim"),
        ("zero_pad2d", "np.clip({}, -8, 8)", "x itself"),
        ("pad2d", "np.roll({}, 1, axis=1)", "x itself"),
        ("pad2d", "{} + 0.5 * np.mean(x)", "x itself"),
        ("pad2d", "np.concatenate([{0}[..., :-1], 0.5 * {0}[..., -1:]], axis=3)", "copy of"),
        ("usage_count", "2 * {}", "48 visits"),
        ("usage_count", "np.roll({}, 1, axis=1)", "mirror"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(
    exercise: str, damage: str, says: str
) -> None:
    task = next(e for e in EXERCISES if e.id == exercise)
    head, _, returned = task.source.rstrip().rpartition("return ")
    source = f"{head}out = {returned}\n    return {damage.format('out')}\n"
    names: dict[str, Any] = dict(task.reference.__globals__)
    exec(compile(f"from __future__ import annotations\n{source}", "<unlisted>", "exec"), names)
    verdict = verdict_on(task, names[exercise], 0)
    assert verdict.named is None
    assert any(says in f.saw for f in verdict.findings if f.step == "property"), verdict.findings


@pytest.mark.parametrize(
    ("mode", "numpy_s", "says"),
    [
        ("reflect", "symmetric", "the outermost pixel twice"),
        ("replicate", "constant", "holds zeros"),
        ("circular", "edge", "repeats the outermost pixel"),
    ],
)
def test_a_border_of_another_mode_is_told_though_nothing_is_refused(
    mode: str, numpy_s: str, says: str
) -> None:
    def careless(x: np.ndarray, padding: int, wanted: str) -> np.ndarray:
        if wanted != "replicate" and padding > 1 + min(x.shape[2:]):
            raise IndexError("as loops over cells do")
        four = [(0, 0), (0, 0), (padding, padding), (padding, padding)]
        taken = numpy_s if wanted == mode else IN_NUMPY[wanted]
        return np.pad(x.astype(float), four, mode=taken)  # type: ignore[call-overload]

    task = replace(PAD2D, forbids=())
    verdict = verdict_on(task, careless, 0)
    assert any(says in f.saw for f in verdict.findings) or verdict.named is not None
    assert verdict.case is not None and verdict.case.outcome.failure is None


def test_the_feedback_points_at_the_pixel_that_is_copied() -> None:
    assert PAD2D.locate is not None
    x = np.arange(30.0).reshape(1, 1, 5, 6)
    for mode, pixel in (("reflect", (2, 2)), ("circular", (3, 4)), ("replicate", (0, 0))):
        found = PAD2D.locate({"x": x, "padding": 2, "mode": mode}, (0, 0, 0, 0))
        row, col = pixel
        assert found["x"] == (0, 0, slice(row, row + 1), slice(col, col + 1))
    assert PAD2D.locate({"x": x, "padding": 2, "mode": "zeros"}, (0, 0, 0, 0)) == {}


# Random damage: whatever changes the function must change the verdict.


def _legal_batch(rng: np.random.Generator) -> np.ndarray:
    shape = rng.integers(1, 5, size=4)
    if rng.random() < 0.2:
        return rng.integers(0, 256, size=shape).astype(np.uint8)
    return rng.integers(-9, 10, size=shape) * rng.choice((1.0, 0.5))


def _legal(exercise: Exercise, rng: np.random.Generator) -> tuple[Any, ...]:
    """Arguments that the docstring allows, drawn differently from the probes."""
    p, q = (int(n) for n in rng.integers(0, 4, size=2))
    if exercise.id == "zero_pad2d":
        return _legal_batch(rng), (p if rng.random() < 0.4 else (p, q))
    if exercise.id == "pad2d":
        return _legal_batch(rng), int(rng.integers(0, 7)), str(rng.choice(MODES))
    if exercise.id == "same_padding":
        return tuple(int(n) for n in rng.integers(1, 9, size=int(rng.integers(1, 3))))
    height, width = (int(n) for n in rng.integers(1, 7, size=2))
    high, wide = (int(rng.integers(1, n + 1)) for n in (height + 2 * p, width + 2 * q))
    return (height, width), (high, wide), (p, q)


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


DAMAGEABLE = [exercise for exercise in EXERCISES if exercise.examine is None]
LEAST = {"same_padding": 8}


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
    assert effective >= LEAST.get(exercise.id, 40)
    assert len(survivors) <= 0.02 * effective, survivors


# Numbers that the notebook, the questions and the glossary state.


def test_the_sizes_in_the_questions_are_those_of_the_functions() -> None:
    size = np.zeros((12, 12))
    for _ in range(4):
        size = cross_correlate2d(size, np.ones((3, 3)))
    assert size.shape == (4, 4)
    sizes = {p: 28 + 2 * p - 4 + 1 for p in (1, 2, 3)}
    assert sizes == {1: 27, 2: 29, 3: 31}
    assert {p: 32 + 2 * p - 5 + 1 for p in (0, 2, 4)} == {0: 28, 2: 32, 4: 36}


def test_zeros_draw_edges_on_a_flat_wall_and_the_other_modes_do_not() -> None:
    kernel = np.array([[-1.0, 0, 1]] * 3)
    wall = np.full((1, 1, 5, 6), 0.5)
    maps = {m: cross_correlate2d(pad2d(wall, 1, m)[0, 0], kernel) for m in MODES}  # type: ignore[arg-type]
    assert maps["zeros"][2].tolist() == [1.5, 0, 0, 0, 0, -1.5]
    assert np.abs(maps["zeros"]).max() == 1.5
    assert not any(maps[mode].any() for mode in MODES[1:])


def test_np_convolve_puts_the_extra_cell_before() -> None:
    row = np.array([1.0, 2, 3, 4, 5])
    kernel = np.array([1.0, 10, 100, 1000])
    padded = np.concatenate([[0, 0], row, [0]])
    ours = [float(padded[i : i + 4] @ kernel[::-1]) for i in range(5)]
    assert np.convolve(row, kernel, "same").tolist() == ours
    assert same_padding(4) == (1, 2)


def test_scipy_calls_symmetric_padding_reflect() -> None:
    ndimage = pytest.importorskip("scipy.ndimage")
    row, shift = np.array([1.0, 2, 3]), np.array([1.0, 0, 0, 0, 0])
    assert ndimage.correlate1d(row, shift, mode="reflect").tolist()[:2] == [2, 1]
    assert np.pad(row, 2, mode="symmetric")[:2].tolist() == [2, 1]
    assert ndimage.correlate1d(row, shift, mode="nearest").tolist()[:2] == [1, 1]
