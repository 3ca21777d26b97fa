"""Rules that every set of probes keeps, so that a mistake has nowhere to hide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from autograder.exercise import SHARES, Exercise, Probe
from autograder.judge.suite import Suite
from autograder.target import same

SEEDS = range(5)
MOST_SHOWN = 128
"""Numbers in one array that a student is shown."""

KERNELS = ("kernel", "template", "weight")

SHAPES_ONLY = "takes sizes, no arrays"
PICTURES = "takes stored pictures: uint8 only"
EXEMPT = {
    ("valid_output_shape", "whole numbers and fractions"): SHAPES_ONLY,
    ("valid_output_shape", "negative numbers"): SHAPES_ONLY,
    **{
        (name, rule): SHAPES_ONLY
        for name in ("conv_output_size", "trace_sizes", "paddings_for")
        for rule in (
            "unequal sides",
            "equal sides",
            "whole numbers and fractions",
            "negative numbers",
        )
    },
    **{
        ("same_padding", rule): SHAPES_ONLY
        for rule in ("unequal sides", "whole numbers and fractions", "negative numbers")
    },
    **{
        ("usage_count", rule): SHAPES_ONLY
        for rule in ("whole numbers and fractions", "negative numbers")
    },
    **{
        ("conv_cost", rule): SHAPES_ONLY
        for rule in ("unequal sides", "whole numbers and fractions", "negative numbers")
    },
    **{
        (name, rule): "takes a word or two numbers, no arrays"
        for name in ("edge_kernel", "gaussian_kernel")
        for rule in ("unequal sides", "whole numbers and fractions", "negative numbers")
    },
    **{
        ("confusion_matrix", rule): "takes numbers of classes in one row"
        for rule in ("unequal sides", "whole numbers and fractions", "negative numbers")
    },
    ("to_float_chw", "whole numbers and fractions"): PICTURES,
    ("to_float_chw", "negative numbers"): PICTURES,
    ("to_grayscale", "never all ones"): "white must stay white: its other probes differ",
    ("make_batch", "negative numbers"): "copies numbers; none is special",
    ("make_batch", "zeros"): "copies numbers; none is special",
    ("make_batch", "errors only in robustness"): "finding the odd one out is half of the exercise",
}
"""Rules that make no sense for an exercise, and why."""

Rule = Callable[[Exercise, Suite], bool]


def arrays(value: Any) -> Iterator[np.ndarray]:
    """All arrays in an argument, those in sequences too."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from arrays(item)


def sizes(value: Any) -> Iterator[tuple[int, ...]]:
    """Shapes of arrays, and tuples of numbers that are shapes."""
    if isinstance(value, tuple) and value and all(isinstance(n, int) for n in value):
        yield value
    else:
        for array in arrays(value):
            yield array.shape


def every_array(probes: Sequence[Probe]) -> list[np.ndarray]:
    """All arrays of all probes."""
    return [a for p in probes for v in (*p.args, *p.kwargs.values()) for a in arrays(v)]


def _first_shapes(probe: Probe) -> list[tuple[int, ...]]:
    """Of the first argument that is not a function."""
    first = next((value for value in probe.args if not callable(value)), None)
    return [*sizes(first)]


def unequal_sides(exercise: Exercise, tried: Suite) -> bool:
    """Some image is wide and some is tall, and most are one of the two."""
    shapes = [s for p in tried.probes for s in _first_shapes(p) if len(s) >= 2]
    channels_last = exercise.id == "to_float_chw"
    pairs = [s[:2] if channels_last else s[-2:] for s in shapes]
    wide, tall = (sum(h < w for h, w in pairs), sum(h > w for h, w in pairs))
    return wide > 0 and tall > 0 and wide + tall > len(pairs) / 2


def equal_sides(exercise: Exercise, tried: Suite) -> bool:
    """Once all sizes coincide, since some slips work silently only there."""
    values = [v for p in tried.probes for v in (*p.args, *p.kwargs.values(), *_results(p, tried))]
    shapes = [s for v in values for s in sizes(v) if len(s) >= 2]
    return any(len({*s[-2:]}) == 1 or len({*s[:2]}) == 1 for s in shapes)


def _results(probe: Probe, tried: Suite) -> list[Any]:
    return [tried.expected[tried.probes.index(probe)].value]


def asymmetric_kernel(exercise: Exercise, tried: Suite) -> bool:
    """Some square kernel changes under every turn and mirror, and some kernel is not square."""
    named = [
        value
        for probe in tried.probes
        for name, value in zip(tried.parameters, probe.args, strict=False)
        if name in KERNELS
    ]
    if not named:
        return True
    return any(_asymmetric(k) for k in named) and any(k.shape[0] != k.shape[1] for k in named)


def _asymmetric(kernel: np.ndarray) -> bool:
    others = (kernel[::-1], kernel[:, ::-1], kernel[::-1, ::-1], kernel.T, np.rot90(kernel))
    return not any(np.array_equal(kernel, other) for other in others)


def whole_numbers_and_fractions(exercise: Exercise, tried: Suite) -> bool:
    """An integer dtype and a float dtype each appear."""
    kinds = {array.dtype.kind for array in every_array(tried.probes)}
    return "f" in kinds and bool(kinds & {"i", "u"})


def negative_numbers(exercise: Exercise, tried: Suite) -> bool:
    """Some array has a number below zero."""
    return any((a < 0).any() for a in every_array(tried.probes) if a.dtype.kind in "if")


def zeros(exercise: Exercise, tried: Suite) -> bool:
    """Some array has a zero, or there are no arrays."""
    found = every_array(tried.probes)
    return not found or any((a == 0).any() for a in found)


def never_all_ones(exercise: Exercise, tried: Suite) -> bool:
    """No array consists of ones: sums and means, flips and turns all agree there."""
    return not any((a == 1).all() for a in every_array(tried.probes) if a.size > 1)


def one_of_each_family(exercise: Exercise, tried: Suite) -> bool:
    """There is something of the core and something more general, and no family without a share."""
    families = {probe.family for probe in tried.tried}
    return {"core", "generality"} <= families <= {*SHARES}


def distinct_labels(exercise: Exercise, tried: Suite) -> bool:
    """Labels are short and differ."""
    labels = [probe.label for probe in tried.tried]
    return len({*labels}) == len(labels) and all(0 < len(label) <= 60 for label in labels)


def small_enough_to_show(exercise: Exercise, tried: Suite) -> bool:
    """What is shown fits a screen."""
    shown = [probe for probe in tried.probes if probe.show]
    return all(array.size <= MOST_SHOWN for array in every_array(shown))


def errors_only_in_robustness(exercise: Exercise, tried: Suite) -> bool:
    """The reference answers every probe of the other families."""
    return all(
        outcome.failure is None or probe.family == "robustness"
        for probe, outcome in zip(tried.probes, tried.expected, strict=True)
    )


def arguments_left_alone(exercise: Exercise, tried: Suite) -> bool:
    """The reference changes no argument and returns no view."""
    return not any(outcome.changed or outcome.shared for outcome in tried.expected)


def few_results_alike(exercise: Exercise, tried: Suite) -> bool:
    """A constant answer passes next to nothing."""
    values = [o.value for o in tried.expected if o.failure is None]
    return len({repr(v) for v in values}) > len(values) / 2


RULES: tuple[Rule, ...] = (
    unequal_sides,
    equal_sides,
    asymmetric_kernel,
    whole_numbers_and_fractions,
    negative_numbers,
    zeros,
    never_all_ones,
    one_of_each_family,
    distinct_labels,
    small_enough_to_show,
    errors_only_in_robustness,
    arguments_left_alone,
    few_results_alike,
)


def _suites(exercise: Exercise, rule: Rule | None = None) -> list[Suite]:
    if exercise.artefact is not None:
        pytest.skip("its answer is a file")
    if exercise.trials(np.random.default_rng(0)) and rule not in (
        one_of_each_family,
        distinct_labels,
    ):
        pytest.skip("it is tried on modules: see the tests of its lesson")
    if exercise.examine is not None:
        pytest.skip("it has no arguments: what it returns is examined")
    return [Suite(exercise, seed) for seed in SEEDS]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_probes_keep_the_rule(any_exercise: Exercise, rule: Rule) -> None:
    reason = EXEMPT.get((any_exercise.id, rule.__name__.replace("_", " ")))
    suites = _suites(any_exercise, rule)
    broken = [
        seed for seed, tried in zip(SEEDS, suites, strict=True) if not rule(any_exercise, tried)
    ]
    if reason is not None:
        assert broken, f"this exemption is no longer needed: {reason}"
        pytest.skip(reason)
    assert broken == [], rule.__doc__


def test_a_seed_gives_the_same_probes_again_and_another_seed_others(any_exercise: Exercise) -> None:
    first, *others = (s.probes for s in _suites(any_exercise))
    assert _equal(first, Suite(any_exercise, SEEDS[0]).probes)
    assert not any(_equal(first, other) for other in others)


def test_probes_share_no_memory_with_one_another_between_seeds(any_exercise: Exercise) -> None:
    first, second = (every_array(s.probes) for s in _suites(any_exercise)[:2])
    assert not any(np.shares_memory(a, b) for a in first for b in second)


def _equal(first: Sequence[Probe], second: Sequence[Probe]) -> bool:
    if len(first) != len(second):
        return False
    return all(
        same(a.args, b.args) and same(dict(a.kwargs), dict(b.kwargs))
        for a, b in zip(first, second, strict=True)
    )
