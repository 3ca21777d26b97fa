"""How much of a layer sits on the flat ends of its curve."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom
from autograder.lessons.lesson08.samples import tenths


def saturated_fraction(y: np.ndarray, lower: float, upper: float) -> float:
    """Tell which part of a layer's outputs lies at or beyond either of two limits.

    Parameters
    ----------
    y : np.ndarray, any shape, at least one number
        Outputs of an activation; floats or whole numbers.
    lower, upper : float
        lower < upper. An output counts as saturated if it is `lower` or less, or `upper` or more.

    Returns
    -------
    float
        The number of saturated outputs divided by the number of all outputs, from 0 to 1.

    Examples
    --------
    Of these four, 0.02 and 0.99 are saturated:

    >>> saturated_fraction(np.array([[0.02, 0.5], [0.99, 0.1]]), lower=0.05, upper=0.95)
    0.5
    """
    return float(np.mean((y <= lower) | (y >= upper)))


def probes(rng: np.random.Generator) -> list[Probe]:
    """Different counts on both sides, values on the limits, limits off centre, several shapes."""

    def case(low: int, middle: int, high: int, *shape: int) -> np.ndarray:
        """So many below -2.5, between, and above 4.1; none on a limit."""
        numbers = [
            rng.integers(-90, -25, size=low),
            rng.integers(-24, 41, size=middle),
            rng.integers(42, 95, size=high),
        ]
        return np.asarray(rng.permutation(np.concatenate(numbers)).reshape(shape) / 10)

    limits = (-2.5, 4.1)
    on_both = case(2, 7, 1, 2, 5)
    on_both[0, :2], on_both[1, 2:] = limits, (-2.5, 4.1, -2.5)
    ends = rng.permutation([0.0, 0.0, 1.0, 0.3, 0.7, 0.45, 0.55, 1e-3]).reshape(4, 2)
    return [
        Probe("2x4, one below and two above", "core", (case(1, 5, 2, 2, 4), *limits)),
        Probe("5x3, seven below and two above", "core", (case(7, 6, 2, 5, 3), *limits)),
        Probe("some exactly on the limits", "core", (on_both, *limits)),
        Probe("sigmoid outputs at 0 and 1", "generality", (ends, 0.0, 1.0)),
        Probe("two below, none above", "generality", (case(2, 7, 0, 3, 3), *limits)),
        Probe("four above, none below", "generality", (case(0, 11, 4, 3, 5), *limits)),
        Probe("none at all", "generality", (case(0, 12, 0, 6, 2), *limits)),
        Probe("both limits below 0", "generality", (tenths(rng, 3, 7), -6.3, -1.2)),
        Probe("one axis", "generality", (case(1, 4, 2, 7), *limits)),
        Probe(
            "3 images of 2 channels",
            "generality",
            (case(11, 22, 15, 3, 2, 2, 4), *limits),
        ),
        Probe(
            "whole numbers",
            "robustness",
            (np.r_[rng.permutation(np.arange(-4, 5)), -4, 4, 4].reshape(3, 4), -3, 4),
        ),
    ]


def _counts(y: np.ndarray, lower: float, upper: float) -> float:
    count = 0
    for value in y.ravel():
        if value <= lower or value >= upper:
            count += 1
    return count / y.size


def _one_minus_inside(y: np.ndarray, lower: float, upper: float) -> float:
    inside = np.logical_and(y > lower, y < upper)
    return float(1 - inside.sum() / y.size)


def _two_sums(y: np.ndarray, lower: float, upper: float) -> float:
    return float((np.sum(y <= lower) + np.sum(y >= upper)) / np.prod(y.shape))


def _numpy_scalar(y: np.ndarray, lower: float, upper: float) -> np.floating:
    return np.logical_or(y <= lower, y >= upper).mean()


def _clipped(y: np.ndarray, lower: float, upper: float) -> float:
    clipped = np.clip(y, lower, upper)
    return float(np.count_nonzero((clipped == lower) | (clipped == upper)) / y.size)


def _array(y: np.ndarray, lower: float, upper: float) -> np.ndarray:
    return np.array([np.mean((y <= lower) | (y >= upper))])


_LOW, _HIGH = "(y <= lower)", "(y >= upper)"
_EITHER = f"{_LOW} | {_HIGH}"
_RESULT = f"float(np.mean({_EITHER}))"

BUGS = (
    Bug(
        "limits_left_out",
        "Outputs exactly on a limit were not counted: at or beyond, so <= and >=. A sigmoid does "
        "reach 1.0 in float64.",
        {_LOW: "(y < lower)", _HIGH: "(y > upper)"},
    ),
    Bug(
        "lower_limit_left_out",
        "Outputs exactly on the lower limit were not counted.",
        {_LOW: "(y < lower)"},
    ),
    Bug(
        "upper_limit_left_out",
        "Outputs exactly on the upper limit were not counted.",
        {_HIGH: "(y > upper)"},
    ),
    Bug(
        "upper_end_only",
        "Only the upper end was counted. The curve is flat at both.",
        {_EITHER: "y >= upper"},
    ),
    Bug(
        "lower_end_only",
        "Only the lower end was counted. The curve is flat at both.",
        {_EITHER: "y <= lower"},
    ),
    Bug(
        "both_at_once",
        "Always 0: no number is below the lower and above the upper limit at once. It takes an or.",
        {_EITHER: f"{_LOW} & {_HIGH}"},
    ),
    Bug(
        "counts_the_others",
        "This is the part that is *not* saturated.",
        {_RESULT: f"float(1 - np.mean({_EITHER}))"},
    ),
    Bug(
        "returns_count",
        "This is how many are saturated. Divide by how many there are.",
        {"np.mean": "np.sum"},
    ),
    Bug(
        "returns_percent",
        "This is in percent. A fraction lies between 0 and 1.",
        {_RESULT: f"100 * {_RESULT}"},
    ),
    Bug(
        "divides_by_rows",
        "The count was divided by `len(y)`, the length of the first axis. There are `y.size` "
        "numbers.",
        {_RESULT: f"float(np.sum({_EITHER}) / len(y))"},
    ),
    Bug(
        "averages_the_two_ends",
        "Half of what it should be: the parts at both ends were averaged. Add them.",
        {_RESULT: f"{_RESULT} / 2"},
    ),
    Bug(
        "distance_from_zero",
        "The size of y was compared, without its sign. That works for limits like -1 and 1 only.",
        {_EITHER: "np.abs(y) >= upper"},
    ),
    Bug(
        "limits_exchanged",
        "`lower` was used above and `upper` below: nearly everything counts.",
        {_LOW: "(y <= upper)", _HIGH: "(y >= lower)"},
    ),
    Bug(
        "any_in_a_row",
        "Rows were counted, in which something is saturated. Count single outputs.",
        {_RESULT: f"float(np.mean(np.any({_EITHER}, axis=-1)))"},
    ),
    Bug(
        "mean_of_the_saturated",
        "This is the mean of the saturated outputs. The question is how many they are.",
        {_RESULT: f"float(np.sum(y[{_EITHER}]) / y.size)"},
    ),
    Bug(
        "one_number_for_each_column",
        "An array came back. One number for the whole layer is asked: name no axis.",
        {_RESULT: f"np.mean({_EITHER}, axis=0)"},
    ),
    Bug(
        "returns_array",
        "The number is inside an array. `float(...)` takes it out.",
        function=_array,
    ),
    Bug(
        "returns_mask",
        "True and False for each output came back. Their mean is what is asked: True counts as 1.",
        {_RESULT: _EITHER},
    ),
)

EXERCISE = Exercise(
    id="saturated_fraction",
    points=1,
    card=Card("How much is saturated?", 2, 3, 4),
    reference=saturated_fraction,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("a loop that counts", _counts),
        Alternative("1 minus the inside", _one_minus_inside),
        Alternative("two sums", _two_sums),
        Alternative("a NumPy number", _numpy_scalar),
        Alternative("clip and compare", _clipped),
    ),
    hints=(
        "What does `y >= upper` give you, and what is the mean of an array of True and False?",
        "Make one mask for the lower end and one for the upper. A cell counts if it is in one or "
        "in the other. The mean of the joined mask is the fraction.",
        "```text\nsaturated = ...at or below lower... or, cell by cell, ...at or above upper...\n"
        "return mean of saturated, as float\n```",
    ),
    symptoms=(
        Symptom(
            "truth value of an array is ambiguous", "`or` asks one question; `|` asks each cell"
        ),
        Symptom("a little too small", "values exactly on a limit count"),
        Symptom("always 0", "can a number be at both ends?"),
    ),
    play='ActivationZoo.on_failing_case("saturated_fraction", said=saturated_fraction)',
)
