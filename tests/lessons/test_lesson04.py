"""Lesson 04: two independent oracles for each reference, random damage, and the prose's numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from importlib.util import find_spec
from math import ceil, floor
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from autograder import lessons
from autograder.exercise import Exercise, Function, Probe
from autograder.judge.comparison import agree
from autograder.judge.suite import Suite
from autograder.lessons.lesson04 import (
    break_ceil,
    conv_output_size,
    cross_correlate2d_strided,
    dilate_kernel,
    paddings_for,
    trace_sizes,
    trace_sizes_nets,
)
from autograder.mutation import verdict_on
from autograder.torchvision_ops import import_torchvision
from course.layers import Layer
from tests.lessons.damage import damaged

EXERCISES = lessons.lesson("04-stride").exercises

count = conv_output_size.conv_output_size
slide = cross_correlate2d_strided.cross_correlate2d_strided
dilate = dilate_kernel.dilate_kernel
trace = trace_sizes.trace_sizes


# Oracle one: torch. Oracle two: plain Python that lays out every window cell by cell.


def starts(n: int, k: int, stride: int, padding: int, dilation: int) -> list[int]:
    """Cells (0 is the first real one) on which a window starts whose cells all exist."""
    cells = set(range(-padding, n + padding))
    return [
        start
        for start in range(-padding, n + padding, stride)
        if all(start + dilation * a in cells for a in range(k))
    ]


small = st.integers(1, 9)
pads, steps = st.integers(0, 4), st.integers(1, 5)


@given(st.integers(1, 40), small, steps, pads, st.integers(1, 4))
@settings(max_examples=400, deadline=None)
def test_conv_output_size_counts_what_torch_makes(n: int, k: int, s: int, p: int, d: int) -> None:
    torch = pytest.importorskip("torch")
    expected = len(starts(n, k, s, p, d))
    row, kernel = torch.zeros(1, 1, n), torch.zeros(1, 1, k)
    if expected == 0:
        with pytest.raises(ValueError, match="spans"):
            count(n, k, s, p, d)
        with pytest.raises(RuntimeError):
            torch.nn.functional.conv1d(row, kernel, None, s, p, d)
        return
    assert count(n, k, s, p, d) == expected
    made = torch.nn.functional.conv1d(row, kernel, None, s, p, d)
    assert made.shape[-1] == expected


@st.composite
def slides(draw: st.DrawFn) -> tuple[Any, ...]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    stride, padding = draw(st.tuples(steps, steps)), draw(st.tuples(pads, pads))
    shape = draw(st.tuples(small, small))
    most = [n + 2 * p for n, p in zip(shape, padding, strict=True)]
    kernel_shape = [draw(st.integers(1, min(n, 6))) for n in most]
    dtype = draw(st.sampled_from((np.float64, np.float32, np.int64, np.uint8)))
    values = rng.normal(0, 50, size=shape)
    x = np.abs(values).astype(dtype) if dtype is np.uint8 else values.astype(dtype)
    return x, rng.normal(size=kernel_shape), stride, padding


@given(slides())
@settings(max_examples=300, deadline=None)
def test_strided_correlation_is_what_torch_and_plain_lists_compute(case: tuple[Any, ...]) -> None:
    torch = pytest.importorskip("torch")
    x, kernel, stride, padding = case
    got = slide(x, kernel, stride, padding)
    as_torch = torch.nn.functional.conv2d(
        torch.tensor(x.astype(np.float64))[None, None],
        torch.tensor(kernel)[None, None],
        stride=stride,
        padding=padding,
    )[0, 0].numpy()
    tops, lefts = (
        starts(x.shape[axis], kernel.shape[axis], stride[axis], padding[axis], 1) for axis in (0, 1)
    )
    pixels = {place: float(value) for place, value in np.ndenumerate(x)}
    by_lists = [
        [
            sum(
                pixels.get((top + a, left + b), 0.0) * weight
                for (a, b), weight in np.ndenumerate(kernel)
            )
            for left in lefts
        ]
        for top in tops
    ]
    assert got.dtype == np.float64
    np.testing.assert_allclose(got, as_torch, rtol=1e-9, atol=1e-8)
    np.testing.assert_allclose(got, by_lists, rtol=1e-9, atol=1e-8)


@given(st.integers(0, 2**32), st.tuples(small, small), st.tuples(steps, steps))
@settings(max_examples=200, deadline=None)
def test_a_dilated_kernel_is_kron_without_its_tail_and_slides_as_torch_dilates(
    seed: int, shape: tuple[int, int], dilation: tuple[int, int]
) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(seed)
    kernel = rng.normal(size=shape)
    got = dilate(kernel, dilation)
    corner = np.zeros(dilation)
    corner[0, 0] = 1
    tall, wide = got.shape
    np.testing.assert_array_equal(got, np.kron(kernel, corner)[:tall, :wide])
    assert got.shape == tuple(
        len(range(0, d * k, d)) * d - d + 1 for d, k in zip(dilation, shape, strict=True)
    )
    x = rng.normal(size=(tall + 3, wide + 2))
    by_torch = torch.nn.functional.conv2d(
        torch.tensor(x)[None, None], torch.tensor(kernel)[None, None], dilation=dilation
    )
    np.testing.assert_allclose(slide(x, got), by_torch[0, 0].numpy(), rtol=1e-9, atol=1e-9)


layers = st.builds(Layer, st.integers(1, 6), st.integers(1, 3), pads, st.integers(1, 3))


@given(st.integers(1, 80), st.lists(layers, max_size=5))
@settings(max_examples=200, deadline=None)
def test_trace_sizes_is_what_a_stack_of_torch_layers_does(n: int, net: list[Layer]) -> None:
    torch = pytest.importorskip("torch")
    row, sizes = torch.zeros(1, 1, n), [n]
    for kernel, stride, padding, dilation in net:
        if not starts(sizes[-1], kernel, stride, padding, dilation):
            with pytest.raises(ValueError, match="spans"):
                trace(n, net)
            return
        weight = torch.zeros(1, 1, kernel)
        row = torch.nn.functional.conv1d(row, weight, None, stride, padding, dilation)
        sizes.append(row.shape[-1])
    assert trace(n, net) == sizes


@given(st.integers(1, 30), st.integers(1, 12), st.integers(1, 12), st.integers(1, 20))
@settings(max_examples=300, deadline=None)
def test_paddings_for_is_an_exhaustive_search(n: int, k: int, stride: int, out: int) -> None:
    tried = range(stride * out + k + n)
    assert paddings_for.paddings_for(n, k, stride, out) == [
        p for p in tried if len(starts(n, k, stride, p, 1)) == out
    ]


@given(st.integers(1, 60), small, steps, pads)
@settings(max_examples=300, deadline=None)
def test_sizes_break_ceil_exactly_when_fractions_say_so(n: int, k: int, s: int, p: int) -> None:
    assume(k <= n + 2 * p)
    size = Fraction(n + 2 * p - k, s) + 1
    fault = break_ceil.examine((n, k, s, p))
    assert (fault is None) == (floor(size) != ceil(size))
    if fault is not None:
        assert fault.step == "values"


# What the prose says.


def test_the_networks_have_the_sizes_that_their_texts_report() -> None:
    nets = trace_sizes_nets
    assert trace(32, nets.LENET5) == [32, 28, 14, 10, 5]
    assert 16 * trace(32, nets.LENET5)[-1] ** 2 == 400
    assert trace(28, nets.NET_A) == [28, 28, 14, 7, 1]
    assert list(dict.fromkeys(trace(32, nets.NET_B))) == [32, 16, 14, 7, 6, 5, 4]
    assert trace(28, nets.NET_E) == [28, 28, 14, 14, 7]
    assert 32 * trace(28, nets.NET_E)[-1] ** 2 == 1568
    assert trace(224, nets.ALEXNET) == [224, 55, 27, 27, 13, 13, 13, 13, 6]
    assert trace(20, nets.DILATED) == [20, 18, 14, 8, 4]
    assert trace(224, [Layer(3, 2, 1)] * 5) == [224, 112, 56, 28, 14, 7]


def test_net_b_with_these_sizes_has_the_parameters_that_its_text_reports() -> None:
    convs = [(3, 128, 3), (128, 128, 3), (128, 64, 2), (64, 32, 2), (32, 32, 2)]
    last = trace(32, trace_sizes_nets.NET_B)[-1]
    dense = [(32 * last * last, 64), (64, 10)]
    weights = sum(o * (i * k * k + 1) for i, o, k in convs) + sum(o * (i + 1) for i, o in dense)
    assert weights == 229_834


@pytest.mark.skipif(find_spec("torchvision") is None, reason="torchvision is not installed")
def test_torchvision_s_alexnet_has_the_sizes_of_the_probe() -> None:
    torch = pytest.importorskip("torch")
    models = import_torchvision().models
    with torch.device("meta"):  # sizes without numbers: 61 million weights take no room
        sizes, maps = [224], torch.zeros(1, 3, 224, 224)
        for layer in models.alexnet(weights=None).features:
            maps = layer(maps)
            if not isinstance(layer, torch.nn.ReLU):
                sizes.append(maps.shape[-1])
    assert sizes == trace(224, trace_sizes_nets.ALEXNET)


def test_kernel_3_stride_2_padding_1_halves_and_rounds_up() -> None:
    assert all(count(n, 3, 2, 1) == ceil(n / 2) for n in range(1, 300))


@pytest.mark.parametrize(
    ("layer", "shows"),
    [
        ((28, 2, 2, 0), False),
        ((28, 3, 2, 1), False),
        ((7, 3, 2, 1), True),
        ((32, 5, 1, 2), False),
        ((28, 4, 4, 0), False),
    ],
)
def test_one_option_of_the_width_question_shows_the_shortcut(
    layer: tuple[int, int, int, int], shows: bool
) -> None:
    n, k, stride, padding = layer
    assert (count(n, k, stride, padding) != n // stride) == shows
    question = next(q for q in lessons.lesson("04-stride").questions if q.id == "width_over_stride")
    text = f"{n} cells, kernel {k}, stride {stride}, padding {padding}"
    assert {option.text: option.right for option in question.options}[text] == shows


def test_the_numbers_in_the_other_questions() -> None:
    assert (count(32, 5), count(32, 5, 2), count(32, 5, 3)) == (28, 14, 10)
    assert count(7, 2, 2) == 3
    assert (count(28, 3, 2), count(28, 5, 2, 1)) == (13, 13)


def test_the_detective_story_of_alexnet() -> None:
    assert count(224, 11, 4) == 54
    assert paddings_for.paddings_for(224, 11, 4, 55) == [2, 3]
    assert paddings_for.paddings_for(227, 11, 4, 55) == [0, 1]


def test_no_padding_keeps_the_size_under_an_even_kernel() -> None:
    for k in range(1, 12):
        expected = [(k - 1) // 2] if k % 2 else []
        assert paddings_for.paddings_for(28, k, 1, 28) == expected


def test_rounding_at_each_layer_or_at_the_end_is_the_same() -> None:
    """Why `trace_sizes` accepts exact fractions, and has no mistake "carries fractions"."""
    rng = np.random.default_rng(4)
    for _ in range(200):
        n, sizes = int(rng.integers(20, 90)), []
        exact = Fraction(n)
        net = trace_sizes._random_net(rng, n, 3)
        for kernel, stride, padding, dilation in net:
            exact = (exact + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1
            sizes.append(floor(exact))
        assert trace(n, net)[1:] == sizes


def test_a_layer_has_defaults_names_and_an_order() -> None:
    assert Layer(3) == (3, 1, 0, 1)
    assert Layer._fields == ("kernel", "stride", "padding", "dilation")


# The check and forbidden calls, and mistakes nobody listed.


def test_a_library_call_is_refused_by_name() -> None:
    signal = pytest.importorskip("scipy.signal")

    def skips_the_work(
        x: np.ndarray,
        kernel: np.ndarray,
        stride: tuple[int, int] = (1, 1),
        padding: tuple[int, int] = (0, 0),
    ) -> np.ndarray:
        big = np.pad(x.astype(float), [(p, p) for p in padding])
        return np.array(
            signal.correlate2d(big, kernel, mode="valid")[:: stride[0], :: stride[1]], dtype=float
        )

    verdict = verdict_on(cross_correlate2d_strided.EXERCISE, skips_the_work, 0)
    assert not verdict.passed
    assert "scipy.signal.correlate2d" in verdict.findings[0].saw


@pytest.mark.parametrize(
    ("exercise", "damage", "says"),
    [
        (cross_correlate2d_strided.EXERCISE, "out + 1", "must give"),
        (cross_correlate2d_strided.EXERCISE, "out ** 3", "must give"),
        (cross_correlate2d_strided.EXERCISE, "np.clip(out, -8, 8)", "linear"),
        (cross_correlate2d_strided.EXERCISE, "np.roll(out, 1, axis=1)", "too far right"),
        (cross_correlate2d_strided.EXERCISE, "out + 0.5 * x[-1, -1]", "outside the first"),
        (cross_correlate2d_strided.EXERCISE, "out[::-1]", "moved by one cell"),
        (dilate_kernel.EXERCISE, "out + 1", "other than 0"),
        (dilate_kernel.EXERCISE, "out ** 3", "add up to"),
        (dilate_kernel.EXERCISE, "np.roll(out, 1, axis=0)", "too far down"),
    ],
)
def test_a_mistake_nobody_listed_still_gets_a_sentence(
    exercise: Exercise, damage: str, says: str
) -> None:
    source = exercise.source.replace("return out", f"return {damage}")
    names: dict[str, Any] = {"np": np}
    exec(compile(f"from __future__ import annotations\n{source}", "<unlisted>", "exec"), names)
    verdict = verdict_on(exercise, names[exercise.id], 0)
    assert verdict.named is None
    assert any(says in f.saw for f in verdict.findings if f.step == "property"), verdict.findings


@pytest.mark.parametrize("seed", range(5))
def test_the_drawn_window_gives_the_number_at_its_place(seed: int) -> None:
    for probe in cross_correlate2d_strided.probes(np.random.default_rng(seed)):
        arguments = dict(zip(("x", "kernel", "stride", "padding"), probe.args, strict=False))
        out = slide(*probe.args)
        for index in np.ndindex(out.shape):
            region = cross_correlate2d_strided.locate(arguments, index)
            total = 0.0
            if "x" in region:
                window = arguments["x"][region["x"]].astype(float)
                total = float(np.sum(window * arguments["kernel"][region["kernel"]]))
            assert total == pytest.approx(out[index]), (probe.label, index)


# Random damage: whatever changes the function must change the verdict.


def _legal(exercise: Exercise, rng: np.random.Generator) -> tuple[Any, ...]:
    """Arguments that the docstring allows, drawn differently from the probes."""

    def whole(low: int, high: int) -> int:
        return int(rng.integers(low, high))

    if exercise.id == "conv_output_size":
        return tuple(whole(*ends) for ends in ((1, 30), (1, 8), (1, 5), (0, 4), (1, 4)))
    if exercise.id == "paddings_for":
        return tuple(whole(*ends) for ends in ((1, 12), (1, 8), (1, 6), (1, 12)))
    if exercise.id == "trace_sizes":
        net = [
            Layer(whole(1, 5), whole(1, 3), whole(0, 3), whole(1, 3)) for _ in range(whole(0, 4))
        ]
        return whole(1, 40), net
    if exercise.id == "dilate_kernel":
        kernel = rng.standard_normal((whole(1, 5), whole(1, 5)))
        return kernel, (whole(1, 4), whole(1, 4))
    x = rng.integers(-9, 10, size=(whole(1, 7), whole(1, 7))) * rng.choice((1.0, 0.5))
    padding = whole(0, 3), whole(0, 3)
    room = [n + 2 * p for n, p in zip(x.shape, padding, strict=True)]
    kernel = rng.standard_normal([whole(1, n + 1) for n in room])
    if rng.random() < 0.2:
        x = rng.integers(0, 256, size=x.shape).astype(np.uint8)
    return x, kernel, (whole(1, 4), whole(1, 4)), padding


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
        if description in ("padding -> found", "size -> sizes"):
            continue  # a list appended to itself: no end to look at
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
