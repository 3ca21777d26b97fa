"""Find an input that shows which slope was chosen at the corner."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Fault, Probe, Symptom


def break_relu_at_zero() -> np.ndarray:
    """Return an input x on which `x >= 0` and `x > 0` make different gradients of `relu`.

    Returns
    -------
    np.ndarray, any shape
        What goes into `relu`; floats or whole numbers. The upstream gradient is 1 everywhere.
        There are many right answers.

    Examples
    --------
    This one does not show it, since both ways give [1., 0.]: np.array([3.0, -2.0]).
    """
    return np.array([0.0])


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the input you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether a returned input tells the two comparisons apart; what is missing otherwise."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        kind = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
        return Fault("not_an_array", f"it returned {kind}, not an array of numbers.", "contract")
    if value.size == 0:
        return Fault("empty", f"the shape {value.shape} holds no number at all.", "contract")
    if not np.isfinite(value).all():
        return Fault("not_finite", "there is nan or infinity in it.", "contract")
    if bool(np.any(value == 0)):
        return None
    nearest = float(np.abs(value.astype(np.float64)).min())
    saw = f"both ways give the same gradient everywhere; the number nearest to 0 is {nearest:g}"
    if nearest < 1e-3:
        return Fault("nearly_zero", f"{saw}.")
    if bool(np.all(value > 0)):
        return Fault("all_positive", f"{saw}, and all are positive.")
    if bool(np.all(value < 0)):
        return Fault("all_negative", f"{saw}, and all are negative.")
    return Fault("both_signs", f"{saw}.")


def _both_signs() -> np.ndarray:
    return np.array([[-2.0, 3.0], [0.5, -0.25]])


def _all_positive() -> np.ndarray:
    return np.array([1.0, 2.0, 3.0])


def _all_negative() -> np.ndarray:
    return np.array([-1.0, -2.0])


def _nearly_zero() -> np.ndarray:
    return np.array([1e-12, -1e-12])


def _bare_number() -> float:
    return 0.0


def _empty() -> np.ndarray:
    return np.zeros(0)


def _not_finite() -> np.ndarray:
    return np.array([0.0, np.nan])


def _zeros() -> np.ndarray:
    return np.zeros((2, 3, 4, 5))


def _whole() -> np.ndarray:
    return np.arange(-3, 4)


def _minus_zero() -> np.ndarray:
    return np.array([[-0.0, 5.0]])


def _rectified() -> np.ndarray:
    return np.maximum(np.random.default_rng(8).standard_normal((4, 7)), 0)


def _picture() -> np.ndarray:
    return np.array([[0, 255], [12, 0]], dtype=np.uint8)


BUGS = (
    Bug(
        "both_signs",
        "Positive and negative numbers are not enough: above and below the corner the two agree. "
        "Where do `>` and `>=` differ?",
        function=_both_signs,
    ),
    Bug(
        "all_positive",
        "Above the corner both ways pass everything. Where do `>` and `>=` differ?",
        function=_all_positive,
    ),
    Bug(
        "all_negative",
        "Below the corner both ways pass nothing. Where do `>` and `>=` differ?",
        function=_all_negative,
    ),
    Bug(
        "nearly_zero",
        "Close, and still on one side of the corner: floats near 0 are exact enough to be told "
        "from it. It takes 0 itself.",
        function=_nearly_zero,
    ),
    Bug(
        "not_an_array",
        "`relu` takes arrays: wrap the numbers in `np.array([...])`.",
        function=_bare_number,
    ),
    Bug(
        "empty",
        "An empty array shows nothing. One number will do.",
        function=_empty,
    ),
    Bug(
        "not_finite",
        "nan compares false with everything, and infinity is far from the corner. One plain number "
        "will do.",
        function=_not_finite,
    ),
)

EXERCISE = Exercise(
    id="break_relu_at_zero",
    points=1,
    card=Card("Break it: the corner", 1, 3, 3, needs=("relu_backward",)),
    reference=break_relu_at_zero,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("zeros in four axes", _zeros),
        Alternative("whole numbers on both sides", _whole),
        Alternative("minus zero", _minus_zero),
        Alternative("what comes out of a rectifier", _rectified),
        Alternative("a dark pixel", _picture),
    ),
    hints=(
        "For which single number x do `x > 0` and `x >= 0` give different answers?",
        "Random real numbers almost never hit it. Write it down yourself, or take data in which it "
        "is common: what does `relu` put out most often?",
        "```text\nreturn an array that holds ...the number at the corner...\n```",
    ),
    symptoms=(
        Symptom("both ways give the same", "evaluate both comparisons for each of your numbers"),
        Symptom("close to 0 is not enough", "a float is 0 or it is not"),
        Symptom("not an array of numbers", "`np.array([...])`, numbers only"),
    ),
    examine=examine,
    play='ActivationZoo.on_answer(break_relu_at_zero, curve="relu")',
)
