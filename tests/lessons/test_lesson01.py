"""Lesson 01: two independent oracles for each reference, and random damage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder import lessons
from autograder.exercise import Exercise, Function, Probe
from autograder.judge.comparison import agree
from autograder.judge.suite import Suite, suite
from autograder.lessons.lesson01 import (
    best_match,
    break_constant_kernel,
    cross_correlate2d,
    valid_output_shape,
    window_at,
)
from autograder.lessons.lesson01.best_match_scenes import scores
from autograder.mutation import verdict_on
from tests.lessons.damage import damaged

EXERCISES = lessons.lesson("01-sliding").exercises
Pair = tuple[np.ndarray, np.ndarray]


# Oracle one: torch. Oracle two: Python lists, written from the formula and not from the reference.


def by_lists(x: np.ndarray, kernel: np.ndarray) -> list[list[float]]:
    rows, cols = len(x), len(x[0])
    high, wide = len(kernel), len(kernel[0])
    return [
        [
            sum(
                float(x[i + a][j + b]) * float(kernel[a][b])
                for a in range(high)
                for b in range(wide)
            )
            for j in range(cols - wide + 1)
        ]
        for i in range(rows - high + 1)
    ]


@st.composite
def image_and_kernel(draw: st.DrawFn) -> Pair:
    high, wide = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    shape = draw(st.integers(1, high)), draw(st.integers(1, wide))
    numbers = st.floats(-100, 100, allow_subnormal=False, width=32)
    dtypes = st.sampled_from((np.float64, np.int64, np.uint8, np.float32))

    def array(shape: tuple[int, int]) -> np.ndarray:
        values = draw(npst.arrays(np.float64, shape, elements=numbers))
        dtype = draw(dtypes)
        return np.abs(values).astype(dtype) if dtype is np.uint8 else values.astype(dtype)

    return array((high, wide)), array(shape).astype(np.float64)


@given(image_and_kernel())
@settings(max_examples=200, deadline=None)
def test_cross_correlate2d_is_what_torch_and_plain_lists_compute(pair: Pair) -> None:
    torch = pytest.importorskip("torch")
    x, kernel = pair
    got = cross_correlate2d.cross_correlate2d(x, kernel)
    as_torch = torch.nn.functional.conv2d(
        torch.tensor(x.astype(np.float64))[None, None], torch.tensor(kernel)[None, None]
    )
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, as_torch[0, 0].numpy(), rtol=1e-9, atol=1e-8)
    np.testing.assert_allclose(got, by_lists(x, kernel), rtol=1e-9, atol=1e-8)


@given(image_and_kernel(), st.integers(-2, 8), st.integers(-2, 8))
@settings(max_examples=200, deadline=None)
def test_window_at_is_the_window_or_an_index_error(pair: Pair, row: int, col: int) -> None:
    x, (high, wide) = pair[0], pair[1].shape
    cells = [[(row + a, col + b) for b in range(wide)] for a in range(high)]
    inside = all(0 <= i < len(x) and 0 <= j < len(x[0]) for line in cells for i, j in line)
    if not inside:
        with pytest.raises(IndexError):
            window_at.window_at(x, row, col, (high, wide))
        return
    window = window_at.window_at(x, row, col, (high, wide))
    assert window.tolist() == [[float(x[i, j]) for i, j in line] for line in cells]
    assert window.dtype == np.float64
    assert not np.shares_memory(window, x)


@given(image_and_kernel())
@settings(deadline=None)
def test_valid_output_shape_is_the_shape_of_the_output(pair: Pair) -> None:
    x, kernel = pair
    expected = cross_correlate2d.cross_correlate2d(x, kernel).shape
    assert valid_output_shape.valid_output_shape(x.shape, kernel.shape) == expected


@pytest.mark.parametrize("seed", range(30))
def test_best_match_has_the_highest_correlation_coefficient(seed: int) -> None:
    for probe in best_match.probes(np.random.default_rng(seed)):
        x, template = probe.args
        high, wide = template.shape
        found: dict[tuple[int, int], float] = {}
        for i, j in np.ndindex(x.shape[0] - high + 1, x.shape[1] - wide + 1):
            patch = x[i : i + high, j : j + wide].ravel()
            flat = len({*patch.tolist()}) == 1
            found[i, j] = 0.0 if flat else float(np.corrcoef(patch, template.ravel())[0, 1])
        *_, second, best = [-1.0, *sorted(found.values())]
        assert best - second > 0.01, f"{probe.label}: too close to call"
        assert best_match.best_match(x, template) == max(found, key=found.__getitem__), probe.label


@pytest.mark.parametrize("seed", range(20))
def test_best_match_does_not_mind_brightness_and_contrast(seed: int) -> None:
    for probe in best_match.probes(np.random.default_rng(seed)):
        x, template = (array.astype(float) for array in probe.args)
        place = best_match.best_match(x, template)
        assert best_match.best_match(0.25 * x + 8, 4 * template - 2) == place, probe.label


@given(image_and_kernel())
@settings(max_examples=300, deadline=None)
def test_a_pair_breaks_the_flip_exactly_when_plain_lists_say_so(pair: Pair) -> None:
    x, kernel = pair[0], pair[1].round(2)
    one = np.array(by_lists(x, kernel))
    two = np.array(by_lists(x, kernel[::-1, ::-1]))
    fault = break_constant_kernel.examine((x, kernel))
    largest = max(np.abs(one).max(), np.abs(two).max(), 1e-300)
    difference = np.abs(one - two).max() / largest
    if difference > 1e-6:
        assert fault is None
    if difference == 0:
        assert fault is not None
        assert fault.step == "values"


def test_the_course_hides_a_picture_that_only_a_normalised_score_finds() -> None:
    data = pytest.importorskip("course.data")
    scene, template = data.find_me()
    raw = cross_correlate2d.cross_correlate2d(scene, template)
    brightest = tuple(int(n) for n in np.unravel_index(np.argmax(raw), raw.shape))
    place = best_match.best_match(scene, template)
    assert place == (14, 5)
    assert brightest != place


# The check and forbidden calls.


def test_a_library_call_is_refused_by_name() -> None:
    signal = pytest.importorskip("scipy.signal")

    def skips_the_work(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        return np.asarray(signal.correlate2d(x, kernel, mode="valid"), dtype=float)

    verdict = verdict_on(cross_correlate2d.EXERCISE, skips_the_work, 0)
    assert not verdict.passed
    assert "scipy.signal.correlate2d" in verdict.findings[0].saw


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("{} + 1", "must give"),
        ("{} ** 3", "must give"),
        ("np.clip({}, -8, 8)", "linear"),
        ("np.roll({}, 1, axis=1)", "too far right"),
        ("{} + 0.5 * x[-1, -1]", "outside the first window"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(damage: str, says: str) -> None:
    source = cross_correlate2d.EXERCISE.source.replace(
        "return out", f"return {damage}".format("out")
    )
    names: dict[str, Any] = {"np": np}
    exec(compile(f"from __future__ import annotations\n{source}", "<unlisted>", "exec"), names)
    verdict = verdict_on(cross_correlate2d.EXERCISE, names["cross_correlate2d"], 0)
    assert verdict.named is None
    assert any(says in f.saw for f in verdict.findings if f.step == "property"), verdict.findings


# Random damage: whatever changes the function must change the verdict.


def _legal_image(rng: np.random.Generator, most: int = 7) -> np.ndarray:
    shape = rng.integers(1, most, size=2)
    if rng.random() < 0.2:
        return rng.integers(0, 256, size=shape).astype(np.uint8)
    return rng.integers(-9, 10, size=shape) * rng.choice((1.0, 0.5))


def _legal_kernel(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    return rng.standard_normal([int(rng.integers(1, n + 1)) for n in x.shape])


def _legal(exercise: Exercise, rng: np.random.Generator) -> tuple[Any, ...]:
    """Arguments that the docstring allows, drawn differently from the probes."""
    x = _legal_image(rng)
    kernel = _legal_kernel(rng, x)
    if exercise.id == "cross_correlate2d":
        return x, kernel
    if exercise.id == "valid_output_shape":
        return x.shape, kernel.shape
    if exercise.id == "window_at":
        row, col = (int(n) for n in rng.integers(-2, 8, size=2))
        return x, row, col, kernel.shape
    while True:
        x = rng.standard_normal((7, 8)) * rng.choice((1.0, 10.0), size=(7, 8))
        template = _legal_kernel(rng, x)
        if template.size > 2:
            second, best = np.sort([-1.0, *scores(x, template).ravel()])[-2:]
            if best > 0 and best - second > 1e-6:
                return x, template


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
    assert effective >= 8
    assert len(survivors) <= 0.02 * effective, survivors


def test_suites_are_kept_between_checks() -> None:
    assert suite(cross_correlate2d.EXERCISE, 0) is suite(cross_correlate2d.EXERCISE, 0)
