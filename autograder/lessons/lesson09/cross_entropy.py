"""How badly a batch was predicted, in one number, and which way each score should move."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Family, Function, Probe, Property, Symptom
from autograder.judge.properties import Inconclusive
from autograder.lessons.lesson08.samples import tenths
from autograder.lessons.lesson09.cross_entropy_bugs import BUGS
from autograder.lessons.lesson09.cross_entropy_styles import ACCEPT
from autograder.lessons.lesson09.log_softmax import log_softmax
from autograder.lessons.lesson09.scores import MOST


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute the mean cross-entropy of a batch, and its gradient with respect to the logits.

    Parameters
    ----------
    logits : np.ndarray, shape (N, C)
        Scores of N pictures for C classes, straight from the last layer: floats or whole numbers,
        finite, as large as you like. Softmax has not been applied to them.
    labels : np.ndarray, whole numbers, shape (N,)
        The true class of each picture, from 0 to C - 1.

    Returns
    -------
    loss : float
        The mean over the batch of `-log_softmax(logits)[n, labels[n]]`.
    dlogits : np.ndarray, float64, shape (N, C)
        How fast the loss grows with each logit: `(p - y) / N`, where p is the softmax of each row,
        and y is 1 at the true class and 0 elsewhere. A new array.

    Examples
    --------
    One picture with p = [1/4, 3/4], whose true class is the first: the loss is log 4, and the
    gradient is [1/4 - 1, 3/4]:

    >>> loss, dlogits = cross_entropy(np.array([[0.0, np.log(3)]]), np.array([0]))
    >>> round(loss, 3), dlogits.round(3)
    (1.386, array([[-0.75,  0.75]]))
    """
    rows = np.arange(len(labels))
    log_p = log_softmax(logits, axis=1)
    loss = -np.mean(log_p[rows, labels])
    dlogits = np.exp(log_p)
    dlogits[rows, labels] -= 1
    return float(loss), dlogits / len(labels)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Ordinary batches; then one picture, no difference, and confidence in the right or another.

    Where the right class is nearly certain, one picture of the batch is not, so that the digits
    lost in p - 1 are small beside the largest gradient.
    """

    def batch(n: int, c: int) -> tuple[np.ndarray, np.ndarray]:
        return tenths(rng, n, c, most=MOST), rng.permutation(np.arange(n) % c)

    confident, right = batch(5, 3)
    confident[np.arange(1, 5), right[1:]] = 20 + rng.permutation(80)[:4] / 10
    far, mistaken = 10 * tenths(rng, 4, 3, most=MOST), rng.permutation(np.arange(4) % 3)
    far[np.arange(4), (mistaken + 1) % 3] += 900
    far[1] -= 950.5
    alike = np.repeat(tenths(rng, 3, 1, zeros=0), 10, axis=1)
    falling = -np.sort(rng.permutation(np.arange(1, MOST))[:12] / 10).reshape(3, 4)
    one_class = np.full(5, int(rng.integers(2, 4)))
    whole = rng.permutation(np.arange(-7, 8)).reshape(3, 5)
    stored = rng.permutation(np.arange(12)).reshape(4, 3).astype(np.uint8)
    reals = 3 * rng.standard_normal((13, 10))
    many = rng.integers(0, 10, size=13)
    cases: list[tuple[str, Family, tuple[np.ndarray, np.ndarray]]] = [
        ("two pictures, three classes", "core", batch(2, 3)),
        ("four pictures, three classes", "core", batch(4, 3)),
        ("three pictures, five classes", "core", batch(3, 5)),
        ("one picture", "generality", batch(1, 4)),
        ("two classes", "generality", batch(5, 2)),
        ("a square, 3x3", "generality", batch(3, 3)),
        ("all scores alike", "generality", (alike, rng.permutation(10)[:3])),
        ("all negative, falling", "generality", (falling, rng.permutation(4)[:3])),
        ("all of one class", "generality", (tenths(rng, 5, 4, most=MOST), one_class)),
        ("confident and right, but for one", "generality", (confident, right)),
        ("confident mistakes", "generality", (far, mistaken)),
        ("real numbers", "generality", (reals, many)),
        ("whole numbers", "robustness", (whole, rng.permutation(5)[:3])),
        ("whole numbers below 256, uint8", "robustness", (stored, right[:4])),
        ("labels in int32", "robustness", (falling, np.array([2, 0, 2], dtype=np.int32))),
        (
            "logits in float32",
            "robustness",
            (tenths(rng, 4, 3, most=MOST).astype(np.float32), mistaken),
        ),
    ]
    # A tiny epsilon in a logarithm shows best where the mistake is confident, not in a last digit.
    return [
        Probe(label, family, pair, rtol=1e-6, show=pair[0].size < 100)
        for label, family, pair in cases
    ]


def _pair(function: Function, logits: np.ndarray, labels: list[int]) -> tuple[float, np.ndarray]:
    value = function(logits, np.array(labels))
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise Inconclusive
    loss, grad = value
    if not isinstance(loss, (int, float, np.number)) or np.shape(grad) != logits.shape:
        raise Inconclusive
    return float(loss), np.asarray(grad, dtype=float)


_LOGITS = np.array([[0.3, -1.2, 2.1, 0.4], [1.5, 0.2, -0.6, -2.0], [0.7, 1.1, -0.9, 0.0]])
_LABELS = [2, 1, 0]


def _knows_nothing(function: Function, rng: np.random.Generator) -> str:
    loss, _ = _pair(function, np.zeros((3, 10)), [7, 0, 3])
    if np.isclose(loss, np.log(10)):
        return ""
    return (
        "Ten scores that are all alike must cost log 10 = 2.303, whatever the label; yours cost "
        f"{loss:.4g}."
    )


def _confident_mistake(function: Function, rng: np.random.Generator) -> str:
    loss, _ = _pair(function, np.array([[0.0, 1000.0]]), [0])
    if np.isclose(loss, 1000):
        return ""
    return (
        f"A mistake by 1000 must cost 1000; yours costs {loss:.4g}. Was a probability clipped, or "
        "something added to it, before the logarithm?"
    )


def _same_mean_twice(function: Function, rng: np.random.Generator) -> str:
    once, _ = _pair(function, _LOGITS, _LABELS)
    twice, _ = _pair(function, np.repeat(_LOGITS, 2, axis=0), list(np.repeat(_LABELS, 2)))
    if np.isclose(once, twice):
        return ""
    return (
        "Every picture was given twice, and the loss changed. It is a mean over the batch: the "
        "number of pictures must not matter."
    )


def _gradient_sums_to_zero(function: Function, rng: np.random.Generator) -> str:
    _, grad = _pair(function, _LOGITS, _LABELS)
    if np.allclose(grad.sum(axis=1), 0, atol=1e-9):
        return ""
    return (
        "Each row of the gradient must add up to 0, since adding the same number to all scores of "
        "a row changes no loss; yours does not."
    )


def _gradient_fits_the_loss(function: Function, rng: np.random.Generator) -> str:
    _, grad = _pair(function, _LOGITS, _LABELS)
    step = np.zeros(_LOGITS.shape)
    step[1, 3] = 1e-5
    above, below = (_pair(function, _LOGITS + s * step, _LABELS)[0] for s in (1, -1))
    measured = (above - below) / 2e-5
    if np.isclose(measured, grad[1, 3], rtol=1e-4, atol=1e-7):
        return ""
    return (
        f"Nudging logit [1, 3] up and down changes your loss at the rate {measured:.4g}, and your "
        f"gradient says {grad[1, 3]:.4g}. The two belong to different losses."
    )


PROPERTIES = (
    Property("knows nothing", _knows_nothing),
    Property("a confident mistake", _confident_mistake),
    Property("a mean", _same_mean_twice),
    Property("rows of the gradient", _gradient_sums_to_zero),
    Property("gradient of this loss", _gradient_fits_the_loss),
)

HINTS = (
    "`log_softmax` gives a row of log-probabilities for each picture. Which one number of each row "
    "does the loss need? And how do you pick it for all rows at once?",
    "Loss: take the log-probability of the true class in each row, turn the sign, take the mean. "
    "Gradient: start from the probabilities, subtract 1 at the true class of each row, and "
    "remember that the loss was a mean.",
    "```text\nlog_p = log_softmax along the classes\nloss = - mean of log_p at (row n, labels[n])\n"
    "p = exp of log_p\nat (row n, labels[n]): p -= ...\nreturn loss as float, p divided by ...\n```",
)

SYMPTOMS = (
    Symptom("inf or nan", "the logarithm of a probability that became 0: `log_softmax` is exact"),
    Symptom("never below about 1.5", "softmax on top of scores that were softmaxed already"),
    Symptom(
        "a matrix where a row of losses should be", "`lp[:, y]` does not pair rows with labels"
    ),
    Symptom("N times too large", "both the loss and the gradient belong to a *mean*"),
    Symptom("loss right, gradient not", "each row of it adds up to 0: p minus 1 at the true class"),
)

EXERCISE = Exercise(
    id="cross_entropy",
    points=6,
    card=Card("The loss and its gradient", 3, 5, 25, needs=("log_softmax",)),
    reference=cross_entropy,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("torch.nn.functional.cross_entropy", "torch.nn.functional.nll_loss"),
    properties=PROPERTIES,
    play='LogitsToLoss.on_failing_case("cross_entropy", cross_entropy)',
)
