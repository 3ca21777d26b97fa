"""Lesson 02: a second, independent reference for each exercise, random damage, and the prose."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import lessons
from autograder.exercise import Exercise, Function, Probe
from autograder.judge.comparison import agree, in_normal_form
from autograder.judge.suite import Suite
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d
from autograder.lessons.lesson02 import (
    convolve2d,
    edge_kernel,
    gaussian_kernel,
    gradient_magnitude,
    learn_kernel,
    separate,
)
from autograder.lessons.lesson02.glossary import TERMS
from autograder.mutation import names, verdict_on
from tests.lessons.damage import damaged

LESSON = lessons.lesson("02-kernels")
SOURCE = Path(__file__).parents[2] / "solutions" / "02-kernels" / "02-kernels.py"


def rngs(count: int) -> list[np.random.Generator]:
    return [np.random.default_rng(1000 + number) for number in range(count)]


def image(rng: np.random.Generator, least: int = 1, most: int = 8) -> np.ndarray:
    """An image of any legal dtype."""
    shape = tuple(int(n) for n in rng.integers(least, most + 1, size=2))
    kind = rng.integers(4)
    if kind == 0:
        return rng.integers(0, 256, size=shape).astype(np.uint8)
    if kind == 1:
        return rng.integers(-50, 50, size=shape)
    values = rng.standard_normal(shape) * rng.choice((1.0, 100.0))
    return values.astype(np.float32) if kind == 2 else values


def kernel_for(rng: np.random.Generator, x: np.ndarray) -> np.ndarray:
    return rng.standard_normal([int(rng.integers(1, n + 1)) for n in x.shape])


# Second references.


def test_edge_kernel_is_prewitt_s_as_scipy_has_it() -> None:
    ndimage = pytest.importorskip("scipy.ndimage")
    for rng in rngs(200):
        x = image(rng, 3).astype(float)
        for direction, axis in (("vertical", 1), ("horizontal", 0)):
            kernel = edge_kernel.edge_kernel(direction)  # type: ignore[arg-type]
            expected = ndimage.prewitt(x, axis=axis)[1:-1, 1:-1]
            np.testing.assert_allclose(cross_correlate2d(x, kernel), expected, atol=1e-9)


def test_gaussian_kernel_is_the_impulse_response_of_scipy_s_filter() -> None:
    ndimage = pytest.importorskip("scipy.ndimage")
    for rng in rngs(200):
        half, sigma = int(rng.integers(0, 7)), float(rng.uniform(0.3, 6))
        impulse = np.zeros((2 * half + 1, 2 * half + 1))
        impulse[half, half] = 1
        expected = ndimage.gaussian_filter(impulse, sigma, radius=half, mode="constant")
        got = gaussian_kernel.gaussian_kernel(2 * half + 1, sigma)
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-15)
        assert got.dtype == np.float64


def test_convolve2d_is_scipy_s_and_torch_s_with_the_kernel_flipped() -> None:
    signal = pytest.importorskip("scipy.signal")
    torch = pytest.importorskip("torch")
    for rng in rngs(300):
        x = image(rng)
        kernel = kernel_for(rng, x)
        got = convolve2d.convolve2d(x, kernel)
        x = x.astype(float)
        turned = torch.tensor(kernel).flip(0, 1)[None, None]
        by_torch = torch.nn.functional.conv2d(torch.tensor(x)[None, None], turned)[0, 0]
        np.testing.assert_allclose(got, signal.convolve2d(x, kernel, "valid"), atol=1e-7)
        np.testing.assert_allclose(got, by_torch.numpy(), atol=1e-7)
        assert got.dtype == np.float64


def test_gradient_magnitude_is_what_scipy_s_sobel_gives_inside() -> None:
    ndimage = pytest.importorskip("scipy.ndimage")
    for rng in rngs(300):
        x = image(rng, 3)
        wide = x.astype(float)
        expected = np.hypot(ndimage.sobel(wide, 1), ndimage.sobel(wide, 0))[1:-1, 1:-1]
        np.testing.assert_allclose(gradient_magnitude.gradient_magnitude(x), expected, atol=1e-7)


def test_separate_finds_factors_exactly_where_the_second_singular_value_is_nothing() -> None:
    found = {True: 0, False: 0}
    for rng in rngs(400):
        kernel = _legal_kernel(rng)
        singular = np.linalg.svd(kernel.astype(float), compute_uv=False)
        separable = bool(len(singular) == 1 or singular[1] < 1e-12 * singular[0])
        found[separable] += 1
        before = kernel.copy()
        pair = separate.separate(kernel)
        assert np.array_equal(kernel, before)
        assert (pair is not None) == separable
        if pair is not None:
            column, row = pair
            assert column.shape == (kernel.shape[0], 1)
            assert row.shape == (1, kernel.shape[1])
            assert not np.shares_memory(column, kernel)
            scale = np.abs(kernel).max()
            np.testing.assert_allclose(column * row, kernel, atol=1e-12 * scale)
    assert min(found.values()) > 50


def test_learn_kernel_descends_as_torch_s_sgd_does() -> None:
    torch = pytest.importorskip("torch")
    for rng in rngs(100):
        x, y, shape, steps, lr = _legal_task(rng)
        weight = torch.zeros((1, 1, *shape), dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([weight], lr=lr)
        pixels = torch.tensor(x.astype(float))[None, None]
        wanted = torch.tensor(y.astype(float))[None, None]
        for _ in range(steps):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(
                torch.nn.functional.conv2d(pixels, weight), wanted
            ).backward()
            optimizer.step()
        got = learn_kernel.learn_kernel(x, y, shape, steps, lr)
        np.testing.assert_allclose(got, weight.detach().numpy()[0, 0], rtol=1e-8, atol=1e-9)


# What the probes promise.


@pytest.mark.parametrize("seed", range(20))
def test_the_learning_rates_of_the_probes_make_the_loss_fall(seed: int) -> None:
    for probe in learn_kernel.probes(np.random.default_rng(seed)):
        x, y, shape, steps, lr = probe.args
        losses = [
            np.mean((cross_correlate2d(x, learn_kernel.learn_kernel(x, y, shape, n, lr)) - y) ** 2)
            for n in range(min(steps, 5) + 1)
        ]
        if probe.label.startswith("one step"):
            continue  # its rate is chosen for paper
        assert all(a >= b for a, b in zip(losses, losses[1:], strict=False)), probe.label


@pytest.mark.parametrize("seed", range(20))
def test_no_probe_of_separate_is_near_its_tolerance(seed: int) -> None:
    for probe in separate.probes(np.random.default_rng(seed)):
        kernel = probe.args[0].astype(float)
        tol = probe.kwargs.get("tol", probe.args[1] if len(probe.args) > 1 else 1e-9)
        singular = np.linalg.svd(kernel, compute_uv=False)
        ratio = singular[1] / singular[0] if len(singular) > 1 else 0.0
        assert ratio < tol / 100 or ratio > tol * 100 or ratio > 0.05 > 20 * tol, probe.label


def test_other_factors_of_a_right_product_are_accepted() -> None:
    def otherwise(kernel: np.ndarray, tol: float = 1e-9) -> Any:
        pair = separate.separate(kernel, tol)
        return None if pair is None else (-3.7e4 * pair[0], pair[1] / -3.7e4)

    assert all(verdict_on(separate.EXERCISE, otherwise, seed).passed for seed in range(10))


def test_a_mistake_with_other_factors_is_still_named() -> None:
    def by_corner(kernel: np.ndarray, tol: float = 1e-9) -> Any:
        kernel = kernel.astype(float)
        column, row = kernel[:, :1] / kernel[0, 0], kernel[:1]
        if np.abs(kernel - column * row).max() > tol * abs(kernel[0, 0]):
            return None
        return 5 * column, row / 5

    verdict = verdict_on(separate.EXERCISE, by_corner, 0)
    assert names(verdict) == ("needs_corner",)

    def too_small(kernel: np.ndarray, tol: float = 1e-9) -> Any:
        pair = separate.separate(kernel, tol)
        return None if pair is None else (pair[0], pair[1] * 0.999)

    verdict = verdict_on(separate.EXERCISE, too_small, 0)
    assert verdict.findings[0].saw.startswith("in `column * row`, ")
    assert verdict.case is not None
    assert np.array_equal(verdict.case.arguments["kernel"], verdict.case.expected)


def test_pairs_of_mistakes_can_be_put_together_or_are_refused() -> None:
    """A pair that is no Python would stop a student's check."""
    for exercise in LESSON.exercises:
        edited = [bug for bug in exercise.bugs if bug.function is None]
        for first, second in combinations(edited, 2):
            try:
                source = exercise.buggy_source(first, second)
            except ValueError:
                continue
            compile(source, f"{first.id} and {second.id}", "exec")


@pytest.mark.parametrize(
    ("exercise_id", "damage", "says"),
    [
        ("edge_kernel", "{} + 0.5", "sum to"),
        ("gaussian_kernel", "1.1 * ({})", "brighter"),
        ("convolve2d", "np.roll({}, 1, axis=1)", "too far right"),
        ("convolve2d", "{} + 1", "not linear"),
        ("gradient_magnitude", "({}) ** 1.5", "twice as strong"),
        ("gradient_magnitude", "np.sqrt(3 * across**2 + down**2)", "both directions"),
        ("separate", "(column, row * (1 + (kernel[0, 0] == 0)))", "different from 0"),
        ("learn_kernel", "{} + 1", "After 0 steps"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(
    exercise_id: str, damage: str, says: str
) -> None:
    exercise = next(e for e in LESSON.exercises if e.id == exercise_id)
    head, _, returned = exercise.source.rstrip().rpartition("return ")
    function_names: dict[str, Any] = dict(exercise.reference.__globals__)
    text = f"from __future__ import annotations\n{head}return {damage.format(f'({returned})')}\n"
    exec(compile(text, "<unlisted>", "exec"), function_names)
    verdict = verdict_on(exercise, function_names[exercise_id], 0)
    assert verdict.named is None
    assert any(says in f.saw for f in verdict.findings if f.step == "property"), verdict.findings


def test_a_random_start_is_recognised() -> None:
    rng = np.random.default_rng()

    def random_start(x: Any, y: Any, kernel_shape: Any, steps: int, lr: float) -> np.ndarray:
        kernel = learn_kernel.learn_kernel(x, y, kernel_shape, steps, lr)
        return kernel + 0.01 * rng.standard_normal(kernel_shape)

    verdict = verdict_on(learn_kernel.EXERCISE, random_start, 0)
    assert any("Two calls with the same arguments" in f.saw for f in verdict.findings)


# Random damage: whatever changes the function must change the verdict.


def _legal_kernel(rng: np.random.Generator) -> np.ndarray:
    """Some of rank 1, some not; never all zeros."""
    height, width = (int(n) for n in rng.integers(1, 6, size=2))
    while True:
        column = rng.integers(-3, 4, size=(height, 1)) * rng.choice((1.0, 0.37, 1e7))
        kernel = np.asarray(column * rng.integers(-3, 4, size=(1, width)))
        if rng.random() < 0.4:
            kernel = kernel + rng.integers(-1, 2, size=kernel.shape) * np.abs(kernel).max()
        if rng.random() < 0.2:
            kernel = kernel.astype(int)
        if kernel.any():
            return kernel


def _legal_task(rng: np.random.Generator) -> tuple[Any, ...]:
    x = image(rng, 1, 6)
    x = x if x.dtype == np.uint8 or x.dtype.kind == "i" else x.astype(float)
    shape = tuple(int(rng.integers(1, n + 1)) for n in x.shape)
    y = rng.integers(-9, 10, size=[n - k + 1 for n, k in zip(x.shape, shape, strict=True)])
    noisy = rng.random() < 0.7
    lr = 0.5 / max(float(np.sum(x.astype(float) ** 2)), 1e-3)
    wanted = y + rng.standard_normal(y.shape) if noisy else y
    return x, wanted, shape, int(rng.integers(0, 6)), lr


def _legal(exercise: Exercise, rng: np.random.Generator) -> tuple[Any, ...]:
    """Arguments that the docstring allows, drawn differently from the probes."""
    if exercise.id == "edge_kernel":
        return (str(rng.choice(("vertical", "horizontal", "both", "", "Vertical"))),)
    if exercise.id == "gaussian_kernel":
        return int(rng.integers(1, 10)), float(rng.uniform(0.4, 4))
    if exercise.id == "separate":
        return (_legal_kernel(rng),)
    if exercise.id == "learn_kernel":
        return _legal_task(rng)
    x = image(rng, 3)
    return (x,) if exercise.id == "gradient_magnitude" else (x, kernel_for(rng, x))


def _changes_something(exercise: Exercise, function: Function) -> bool:
    tried = Suite.__new__(Suite)
    tried.parameters = tuple(exercise.signature.parameters)
    rng = np.random.default_rng(987)
    for _ in range(150):
        probe = Probe("legal", "core", _legal(exercise, rng))
        expected, seen = tried.run(exercise.reference, probe), tried.run(function, probe)
        if not agree(*in_normal_form(expected, seen, exercise.normal_form), probe, 1e-7):
            return True
    return False


@pytest.mark.parametrize("exercise", LESSON.exercises, ids=lambda exercise: exercise.id)
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
    assert effective >= 2
    assert len(survivors) <= 0.02 * effective, survivors


# What the prose says.


def test_the_numbers_in_the_prose_are_right() -> None:
    row = np.array([[2.0, 2, 2, 2, 9, 9, 9, 9, 4, 4, 4]])
    jumps = cross_correlate2d(row, np.array([[-1.0, 0, 1]]))[0]
    assert jumps.tolist() == [0, 0, 7, 7, 0, 0, -5, -5, 0]
    thrice = cross_correlate2d(np.repeat(row, 3, axis=0), edge_kernel.edge_kernel("vertical"))[0]
    assert {21.0, -15.0} < {*thrice.tolist()}
    bell = np.exp(-0.5 * np.add.outer(np.square([-1, 0, 1]), np.square([-1, 0, 1])))
    assert (bell[1, 2].round(2), bell[0, 0].round(2), bell.sum().round(1)) == (0.61, 0.37, 4.9)
    rng = np.random.default_rng(2)
    noise = 0.1 * rng.standard_normal((40, 40))
    smooth = cross_correlate2d(0.5 + noise, np.full((3, 3), 1 / 9))
    assert 0.3 < smooth.std() / noise.std() < 0.37


def test_the_learning_rates_of_the_prose_end_as_it_says() -> None:
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, (12, 12))
    sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    y = cross_correlate2d(x, sobel)
    assert y.size == 100

    def loss(steps: int, lr: float) -> float:
        kernel = learn_kernel.learn_kernel(x, y, (3, 3), steps, lr)
        return float(np.mean((cross_correlate2d(x, kernel) - y) ** 2))

    cautious, steady, best, exploding = (loss(10, lr) for lr in (0.1, 0.5, 1.5, 2.5))
    assert best < steady < 0.01 < cautious < loss(0, 0.1) < exploding
    learned = learn_kernel.learn_kernel(x, y, (3, 3), 30, 0.5)
    assert np.array_equal(learned.round(2), sobel)
    stripes = np.tile(rng.uniform(-1, 1, 12), (12, 1))
    y = cross_correlate2d(stripes, sobel)
    found = learn_kernel.learn_kernel(stripes, y, (3, 3), 200, 0.15)
    np.testing.assert_allclose(found, 4 / 3 * edge_kernel.edge_kernel("vertical"), atol=1e-3)


def test_a_blur_by_half_turn_and_blur_twice_are_as_the_questions_say() -> None:
    small = gaussian_kernel.gaussian_kernel(3, 1.0)
    larger = cross_correlate2d(np.pad(small, 2), small)
    x = np.random.default_rng(5).standard_normal((9, 8))
    twice = cross_correlate2d(cross_correlate2d(x, small), small)
    np.testing.assert_allclose(twice, cross_correlate2d(x, larger))
    steps = np.arange(-2, 3) ** 2
    width = [
        (k.sum(axis=0) * steps[2 - half : 3 + half]).sum() for k, half in ((small, 1), (larger, 2))
    ]
    assert np.isclose(width[1], 2 * width[0]), "variances add, so sigma grows 1.4 times"
    unseen = [np.array([[1, 2], [2, 1]])]
    seen = [
        np.array([[0, 1], [1, 5]]),
        edge_kernel.edge_kernel("horizontal"),
        edge_kernel.edge_kernel("vertical"),
        np.array([[1, 2], [3, 4]]),
    ]
    for kernel in unseen + seen:
        same = np.allclose(convolve2d.convolve2d(x, kernel), cross_correlate2d(x, kernel))
        assert same == any(kernel is other for other in unseen)


def test_the_glossary_s_words_are_in_the_notebook() -> None:
    text = SOURCE.read_text().lower()
    for term in TERMS:
        assert term.lower().split(" kernel")[0] in text, term


def test_the_sharpening_kernel_s_cells_sum_to_one() -> None:
    lone_one = np.zeros((5, 5))
    lone_one[2, 2] = 1
    assert np.isclose((2 * lone_one - gaussian_kernel.gaussian_kernel(5, 1.0)).sum(), 1)
