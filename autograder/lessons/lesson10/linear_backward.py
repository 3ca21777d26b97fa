"""Three products: how a loss reaches the input, the weights and the biases of a linear layer."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson05.numbers import real, weights, whole
from autograder.lessons.lesson10.linear_backward_bugs import BUGS
from autograder.lessons.lesson10.linear_backward_styles import ACCEPT
from autograder.lessons.lesson10.numbers import upstream
from autograder.lessons.lesson10.properties import linear_item


def linear_backward(
    dout: np.ndarray, x: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send a gradient back through the linear layer `out = x @ weight.T + bias`.

    Parameters
    ----------
    dout : np.ndarray, shape (N, M)
        The upstream gradient: how fast the loss grows with each output.
    x : np.ndarray, shape (N, D)
        What went in: N inputs of D numbers; floats or whole numbers.
    weight : np.ndarray, shape (M, D)
        One row for each output, as in PyTorch.

    Returns
    -------
    dx : np.ndarray, float64, shape (N, D)
        How fast the loss grows with each input.
    dw : np.ndarray, float64, shape (M, D)
        ... with each weight, added up over the N inputs: all of them used it.
    db : np.ndarray, float64, shape (M,)
        ... with each bias, likewise.

    Examples
    --------
    One input of two numbers, one output; the loss grows 10 times as fast as the output:

    >>> dx, dw, db = linear_backward(np.array([[10.0]]), np.array([[1, 2]]), np.array([[3, 4]]))
    >>> dx.tolist(), dw.tolist(), db.tolist()
    ([[30.0, 40.0]], [[10.0, 20.0]], [10.0])
    """
    dout, x, weight = (array.astype(np.float64) for array in (dout, x, weight))
    dx = dout @ weight
    dw = dout.T @ x
    db = np.sum(dout, axis=0)
    return dx, dw, db


def _case(
    rng: np.random.Generator, n: int, d: int, m: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return upstream(rng, n, m), whole(rng, n, d), weights(rng, m, d)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small and lopsided first; then sizes that coincide, where a lost transpose is silent."""
    dout, x, weight = _case(rng, 3, 5, 2)
    falling = -np.cumsum(rng.integers(1, 4, size=12)).reshape(4, 3).astype(float)
    return [
        Probe("2 inputs of 3 numbers, 4 outputs", "core", _case(rng, 2, 3, 4)),
        Probe("5 inputs of 2 numbers, 3 outputs", "core", _case(rng, 5, 2, 3)),
        Probe("3 inputs of 3 numbers, 3 outputs", "core", _case(rng, 3, 3, 3)),
        Probe("one input", "generality", _case(rng, 1, 4, 3)),
        Probe("one output", "generality", _case(rng, 4, 3, 1)),
        Probe("inputs of one number", "generality", _case(rng, 3, 1, 2)),
        Probe(
            "falling negative inputs",
            "generality",
            (upstream(rng, 4, 2), falling, weights(rng, 2, 3)),
        ),
        Probe(
            "real numbers",
            "generality",
            (real(rng, 7, 4), real(rng, 7, 9), real(rng, 4, 9)),
            show=False,
        ),
        Probe("whole-number inputs", "robustness", (dout, x.astype(int), weight)),
        Probe(
            "whole numbers everywhere",
            "robustness",
            (whole(rng, 3, 2).astype(int), x.astype(int), weight.astype(int)),
        ),
        Probe(
            "float32 everywhere",
            "robustness",
            tuple((a / 4).astype(np.float32) for a in (whole(rng, 3, 2), x, weight)),
        ),
    ]


def _real(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return real(rng, 3, 4), real(rng, 3, 5), real(rng, 4, 5)


HINTS = (
    "The first input of the example is 1 and its weight is 3. If that input grows by 0.1, by how "
    "much does the output grow, and by how much the loss? And if instead the weight grows by 0.1?",
    "Each of the three has the shape of what it belongs to, so the shapes say which product it can "
    "be. An input meets dout through the weights. A weight meets dout through the inputs, added up "
    "over the batch. A bias has a 1 where the weight has an input.",
    "```text\nall three arrays as float64\n"
    "dx, (N, D):  dout, (N, M), times ...an (M, D) array...\n"
    "dw, (M, D):  ...an (M, N) array... times x, (N, D)\n"
    "db, (M,):    dout, added up over ...which axis...\nreturn dx, dw, db\n```",
)

SYMPTOMS = (
    Symptom("matmul: mismatch in its core dimension", "write the shapes above the two arrays"),
    Symptom("right unless N = D = M", "there every product fits: which one do the shapes ask for?"),
    Symptom("dw or db is N times too small", "the mean is the loss's business, not the layer's"),
    Symptom("db has the shape of dout", "one bias serves every input of the batch"),
)

EXERCISE = Exercise(
    id="linear_backward",
    points=3,
    card=Card("Back through a linear layer", 2, 4, 10, tools="no loop is needed"),
    reference=linear_backward,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("torch.autograd.grad", "torch.autograd.backward"),
    properties=(
        linear_item(0, 0, "dx", "dout", _real),
        linear_item(1, 0, "dw", "dout", _real),
        linear_item(2, 0, "db", "dout", _real),
        linear_item(0, 2, "dx", "weight", _real),
        linear_item(1, 1, "dw", "x", _real),
    ),
    play="GradientFlow()",
)
