"""Find finite scores on which the formula for softmax fails as it stands."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Fault, Probe, Symptom
from autograder.lessons.lesson09.softmax import softmax

MOST_NUMBERS = 100_000
"""Larger arrays are not needed, and slow."""

VISIBLE = 1e-3
"""Shares that differ by less count as the same."""


def break_unstable_softmax() -> np.ndarray:
    """Return scores on which `np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)` is not softmax.

    Returns
    -------
    np.ndarray, at least one axis
        Scores, finite ones; floats or whole numbers. The classes are on the last axis. There are
        many right answers.

    Examples
    --------
    These do not show it, since both ways give [0., 1.]: np.array([-1000.0, 3.0]).
    """
    return np.array([1000.0, 0.0])


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the scores you return", "core", ())]


def as_it_stands(z: np.ndarray) -> np.ndarray:
    """The formula of softmax without any care."""
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True))


def examine(value: Any) -> Fault | None:
    """Whether returned scores tell the careless formula from softmax; what is missing otherwise."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        kind = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
        return Fault("not_an_array", f"it returned {kind}, not an array of numbers.", "contract")
    if value.ndim == 0:
        return Fault("no_axis", "it is a single number without an axis.", "contract")
    if value.size == 0:
        return Fault("empty", f"the shape {value.shape} holds no number at all.", "contract")
    if value.size > MOST_NUMBERS:
        return Fault("", f"its shape is {value.shape}: two scores will do.", "contract")
    if not np.isfinite(value).all():
        return Fault("not_finite", "there is nan or infinity in it.", "contract")
    careless, careful = as_it_stands(value), softmax(value)
    with np.errstate(invalid="ignore"):
        same = np.abs(careless - careful) < VISIBLE
    return None if not same.all() else _blind_spot(value.astype(np.float64))


def _blind_spot(z: np.ndarray) -> Fault:
    largest, tops = float(z.max()), z.max(axis=-1)
    saw = f"both ways give the same shares; the largest score is {largest:g}"
    if largest > 600 or float(tops.min()) < -600:
        edge = largest if largest > 600 else float(tops.min())
        return Fault("nearly", f"both ways give the same shares; {edge:g} is close to the edge.")
    if float(z.min()) < -600:
        return Fault("one_very_low", f"{saw}, the smallest {float(z.min()):g}.")
    return Fault("ordinary_scores", f"{saw}.")


def _ordinary_scores() -> np.ndarray:
    return np.array([[1.0, 2.0, 3.0], [-30.0, 0.0, 100.0]])


def _nearly() -> np.ndarray:
    return np.array([700.0, 3.0, -2.0])


def _one_very_low() -> np.ndarray:
    return np.array([-5000.0, 0.5, 2.0])


def _list() -> list[float]:
    return [1000.0, 0.0]


def _no_axis() -> np.ndarray:
    return np.array(1000.0)


def _empty() -> np.ndarray:
    return np.zeros((0, 3))


def _not_finite() -> np.ndarray:
    return np.array([np.inf, 0.0])


def _all_very_low() -> np.ndarray:
    return np.array([-1000.0, -1001.0])


def _one_row_of_a_batch() -> np.ndarray:
    return np.array([[0.0, 1, 2], [3, 710, 5]])


def _only_the_sum_overflows() -> np.ndarray:
    return np.full((2, 3), 709.5)


def _whole_numbers() -> np.ndarray:
    return np.array([[[2000, -2000], [1, 2]]])


def _float32() -> np.ndarray:
    return np.array([100.0, 99.0], dtype=np.float32)


def _one_class() -> np.ndarray:
    return np.array([[800.0]])


def _last_digits() -> np.ndarray:
    return np.array([-744.0, -744.4])


BUGS = (
    Bug(
        "ordinary_scores",
        "These are harmless: `exp` of them is neither too large nor too small for float64. Where "
        "does `exp` leave float64's range?",
        function=_ordinary_scores,
    ),
    Bug(
        "nearly",
        "Close. `exp` overflows above 709.78, and gives 0 below about -745.13. Go further.",
        function=_nearly,
    ),
    Bug(
        "one_very_low",
        "A very low score beside an ordinary one gets the share 0, and that is right. What if "
        "*all* scores of a row were so low, or one so high?",
        function=_one_very_low,
    ),
    Bug(
        "not_an_array",
        "`np.exp` of a list works, but the axis of the classes is an array's. Wrap the numbers in "
        "`np.array([...])`.",
        function=_list,
    ),
    Bug(
        "no_axis",
        "Softmax compares scores along an axis: put the number into a row, `np.array([...])`.",
        function=_no_axis,
    ),
    Bug(
        "empty",
        "An empty array shows nothing. Two scores will do.",
        function=_empty,
    ),
    Bug(
        "not_finite",
        "Infinity minus infinity is nan in a careful softmax too. Use a large score that is "
        "finite.",
        function=_not_finite,
    ),
)

EXERCISE = Exercise(
    id="break_unstable_softmax",
    points=1,
    card=Card("Break it: the formula as it stands", 1, 4, 4, needs=("softmax",)),
    reference=break_unstable_softmax,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("all scores very low", _all_very_low),
        Alternative("one row of a batch", _one_row_of_a_batch),
        Alternative("only the sum overflows", _only_the_sum_overflows),
        Alternative("whole numbers, three axes", _whole_numbers),
        Alternative("float32, which ends earlier", _float32),
        Alternative("a single class", _one_class),
        Alternative("the last digits above 0", _last_digits),
    ),
    hints=(
        "What is the largest number that `np.exp` turns into a finite one? You met it in lesson "
        "08.",
        "Either one score so high that its power is infinity, or a whole row so low that every "
        "power is 0. Nothing else is needed.",
        "```text\nreturn an array of two scores, one of them ...\n```",
    ),
    symptoms=(
        Symptom("both ways give the same shares", "print `np.exp` of your scores"),
        Symptom("a share of 0 on both sides", "0 is the right share beside a far larger score"),
        Symptom("not an array of numbers", "`np.array([...])`, finite numbers only"),
    ),
    examine=examine,
    play="LogitsToLoss.on_answer(break_unstable_softmax)",
)
