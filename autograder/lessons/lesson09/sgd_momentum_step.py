"""One step downhill, with a memory of the steps before it."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import Inconclusive
from autograder.lessons.lesson08.samples import tenths
from autograder.lessons.lesson09.sgd_momentum_step_bugs import BUGS
from autograder.lessons.lesson09.sgd_momentum_step_styles import ACCEPT


def sgd_momentum_step(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Take one step of stochastic gradient descent with momentum, by PyTorch's rule.

    Parameters
    ----------
    p : np.ndarray, any shape
        Parameters of a network; float64 or whole numbers.
    grad : np.ndarray, the shape of p
        The gradient of the loss with respect to p; float64 or whole numbers.
    velocity : np.ndarray, the shape of p
        What the previous step returned; zeros before the first. float64 or whole numbers.
    lr : float
        The learning rate, above 0.
    momentum : float
        From 0 to below 1. With 0 this is plain gradient descent.
    weight_decay : float
        0 or above. `weight_decay * p` is added to the gradient before anything else.

    Returns
    -------
    p, velocity : np.ndarray, float64, the shape of p
        Both after the step, in new arrays: first the velocity becomes
        `momentum * velocity + gradient`, then p becomes `p - lr * velocity`, with the new one.

    Examples
    --------
    The velocity becomes 0.5 * 4 + 3 = 5, and p becomes 10 - 0.1 * 5:

    >>> sgd_momentum_step(np.array([10.0]), np.array([3.0]), np.array([4.0]), 0.1, 0.5)
    (array([9.5]), array([5.]))

    With weight_decay=0.2 the gradient counts as 3 + 0.2 * 10 = 5:

    >>> sgd_momentum_step(np.array([10.0]), np.array([3.0]), np.array([4.0]), 0.1, 0.5, 0.2)
    (array([9.3]), array([7.]))
    """
    grad = grad + weight_decay * p
    velocity = momentum * velocity + grad
    return p - lr * velocity, velocity


def probes(rng: np.random.Generator) -> list[Probe]:
    """From rest, in motion, with decay; every setting away from its default, and at it."""

    def case(*shape: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return tenths(rng, *shape), tenths(rng, *shape), tenths(rng, *shape)

    p, grad, _ = case(2, 3)
    at_rest = (p, grad, np.zeros((2, 3)))
    falling = -np.sort(rng.permutation(np.arange(1, 95))[:15] / 10).reshape(5, 3)
    whole = [rng.permutation(np.arange(-7, 8)).reshape(3, 5) for _ in range(3)]
    real = [rng.standard_normal((4, 3, 5, 2)) for _ in range(3)]
    return [
        Probe("from rest", "core", (*at_rest, 0.1, 0.9)),
        Probe("in motion", "core", (*case(4, 3), 0.1, 0.9)),
        Probe("in motion, with decay", "core", (*case(3, 5), 0.2, 0.7, 0.3)),
        Probe("no momentum", "generality", (*case(2, 5), 0.3, 0.0)),
        Probe("no momentum, with decay", "generality", (*case(5, 2), 0.3, 0.0, 0.15)),
        Probe("a learning rate above 1", "generality", (*case(3, 3), 1.7, 0.6, 0.05)),
        Probe("no gradient: rolls on", "generality", (p, np.zeros((2, 3)), grad, 0.05, 0.8)),
        Probe("no gradient, with decay", "generality", (p, 0 * p, 0 * p, 0.05, 0.8, 0.1)),
        Probe(
            "all negative, falling",
            "generality",
            (falling, tenths(rng, 5, 3), falling / 4, 0.01, 0.95, 0.02),
        ),
        Probe("one axis", "generality", (*case(7), 0.15, 0.35)),
        Probe("weights of a layer", "generality", (*real, 0.03, 0.85, 5e-2), show=False),
        Probe("whole numbers", "robustness", (*whole, 0.1, 0.9, 0.25)),
        Probe("a gradient of whole numbers", "robustness", (*case(3, 5)[:1], *whole[:2], 0.1, 0.9)),
        Probe(
            "decay by its name",
            "robustness",
            case(2, 2),
            {"lr": 0.4, "momentum": 0.25, "weight_decay": 0.6},
        ),
    ]


def _step(
    function: Function, p: float, grad: float, velocity: float, *settings: float
) -> tuple[float, float]:
    value = function(np.array([p]), np.array([grad]), np.array([velocity]), *settings)
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise Inconclusive
    after = [np.asarray(part, dtype=float) for part in value]
    if after[0].shape != (1,) or after[1].shape != (1,):
        raise Inconclusive
    return float(after[0][0]), float(after[1][0])


def _plain_descent(function: Function, rng: np.random.Generator) -> str:
    p, _ = _step(function, 10, 3, 0, 0.1, 0.0)
    if np.isclose(p, 9.7):
        return ""
    return (
        "Without momentum, decay or velocity this is plain gradient descent: from 10 with gradient "
        f"3 and learning rate 0.1 to 9.7. Yours goes to {p:g}."
    )


def _coasting(function: Function, rng: np.random.Generator) -> str:
    p, velocity = _step(function, 10, 0, 4, 0.1, 0.5)
    if np.isclose(velocity, 2) and np.isclose(p, 9.8):
        return ""
    return (
        "With no gradient, a velocity of 4 and momentum 0.5, the velocity falls to 2 and p = 10 "
        f"moves to 9.8. Yours becomes {velocity:g}, and p {p:g}."
    )


def _decay_alone(function: Function, rng: np.random.Generator) -> str:
    p, velocity = _step(function, 10, 0, 0, 0.1, 0.5, 0.2)
    if np.isclose(velocity, 2) and np.isclose(p, 9.8):
        return ""
    return (
        "With weight decay 0.2 alone, p = 10 has the gradient 2: the velocity becomes 2 and p 9.8. "
        f"Yours becomes {velocity:g}, and p {p:g}."
    )


HINTS = (
    "Follow the docstring's example on paper. Which of the two results is needed to compute the "
    "other, and which velocity moves p: the one that came in, or the one that goes out?",
    "Three lines, in the docstring's order: the decay joins the gradient; the gradient joins a "
    "part of the old velocity; a part of the new velocity is taken from p. None of them writes "
    "into an argument.",
    "```text\ngrad = grad plus ...\nvelocity = momentum times velocity plus ...\n"
    "return p minus ..., velocity\n```",
)

SYMPTOMS = (
    Symptom(
        "right from rest, not in motion", "what happens to the old velocity, and in what order?"
    ),
    Symptom("p right, velocity too small by lr", "the learning rate multiplies at the very end"),
    Symptom("both smaller than expected", "some books scale the gradient by 1 - momentum"),
    Symptom("weights grow with decay", "its sign: it points from p towards 0"),
    Symptom("an argument was modified", "`velocity *= momentum` writes into what was passed in"),
)

EXERCISE = Exercise(
    id="sgd_momentum_step",
    points=3,
    card=Card("A step with momentum", 2, 4, 12),
    reference=sgd_momentum_step,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    properties=(
        Property("plain descent", _plain_descent),
        Property("rolls on", _coasting),
        Property("decay alone", _decay_alone),
    ),
    play='LogitsToLoss.on_failing_case("sgd_momentum_step", said=sgd_momentum_step)',
)
