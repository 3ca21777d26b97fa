"""Mistakes in `cross_entropy`; most frequent first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug
from autograder.lessons.lesson09.log_softmax import log_softmax


def _in_place(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    rows = np.arange(len(labels))
    log_p = log_softmax(logits, axis=1)
    dlogits = np.exp(log_p)
    dlogits[rows, labels] -= 1
    logits -= logits.max(axis=1, keepdims=True)
    return float(-np.mean(log_p[rows, labels])), dlogits / len(labels)


def _loss_only(logits: np.ndarray, labels: np.ndarray) -> float:
    return float(-np.mean(log_softmax(logits, axis=1)[np.arange(len(labels)), labels]))


def _each_by_itself(logits: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows = np.arange(len(labels))
    log_p = log_softmax(logits, axis=1)
    dlogits = np.exp(log_p)
    dlogits[rows, labels] -= 1
    return -log_p[rows, labels], dlogits


_ROWS = "rows = np.arange(len(labels))"
_LOG_P = "log_p = log_softmax(logits, axis=1)"
_EXACT = "log_softmax(logits, axis=1)"
_MEAN = "np.mean(log_p[rows, labels])"
_LOSS = f"loss = -{_MEAN}"
_P = "dlogits = np.exp(log_p)"
_MINUS_1 = "dlogits[rows, labels] -= 1"
_DIVIDED = "dlogits / len(labels)"

BUGS = (
    Bug(
        "softmax_applied_twice",
        "Softmax was applied to scores that go through softmax anyway. Shares from 0 to 1 are poor "
        "scores: with ten classes even a perfect network cannot get below 1.461.",
        {_LOG_P: f"log_p = log_softmax(np.exp({_EXACT}), axis=1)"},
    ),
    Bug(
        "log_of_softmax",
        "A confident mistake costs infinity: its share was rounded to 0 before the logarithm. Your "
        "`log_softmax` exists for this.",
        {_LOG_P: f"log_p = np.log(np.exp({_EXACT}))"},
    ),
    Bug(
        "eps_inside_log",
        "A confident mistake costs 27.6 however bad it is: that is -log of the epsilon 1e-12. Take "
        "the logarithm by `log_softmax`, and nothing needs to be added.",
        {_LOG_P: f"log_p = np.log(np.exp({_EXACT}) + 1e-12)"},
    ),
    Bug(
        "clips_the_probability",
        "All mistakes beyond a limit cost the same: the probability was clipped at 1e-7. The "
        "logarithm of what was cut off is what the loss is about.",
        {_LOG_P: f"log_p = np.log(np.clip(np.exp({_EXACT}), 1e-7, 1 - 1e-7))"},
    ),
    Bug(
        "sum_not_mean",
        "The loss is N times too large: the losses of the batch were added up. The mean is asked.",
        {_MEAN: "np.sum(log_p[rows, labels])"},
    ),
    Bug(
        "gradient_not_divided_by_N",
        "The loss is a mean, and its gradient is N times too large: it belongs to the sum.",
        {_DIVIDED: "dlogits"},
    ),
    Bug(
        "gradient_sign",
        "The gradient points the other way, y - p: a step against it would make the loss grow.",
        {_MINUS_1: f"{_MINUS_1}\n    dlogits = -dlogits"},
    ),
    Bug(
        "gradient_forgets_minus_1",
        "The gradient is p at every class, so it would push all scores down, the true one too. "
        "What is special about the true class?",
        {_MINUS_1: "pass"},
    ),
    Bug(
        "fancy_index_pairs_all",
        "`lp[:, y]` picks a whole matrix, every row with every label, and the mean went over all of "
        "it. Pair row 0 with the first label, row 1 with the second, and so on.",
        {_MEAN: "np.mean(log_p[:, labels])"},
    ),
    Bug(
        "fancy_index_in_gradient",
        "The loss is right, and in the gradient 1 was subtracted in whole columns: `[:, y]` means "
        "every row. Pair row 0 with the first label, row 1 with the second, and so on.",
        {_MINUS_1: "dlogits[:, labels] -= 1"},
    ),
    Bug(
        "mean_over_classes_too",
        "The loss is too small by the number of classes. With zeros at the other classes the mean "
        "over all cells divides by N times C; the batch has N pictures.",
        {_LOSS: f"{_LOSS} / logits.shape[1]"},
    ),
    Bug(
        "gradient_divided_by_all_cells",
        "The gradient is too small by the number of classes: it was divided by N times C. The loss "
        "is a mean over N pictures.",
        {_DIVIDED: "dlogits / logits.size"},
    ),
    Bug(
        "gradient_divided_by_classes",
        "The gradient was divided by the number of classes. It is the pictures that the mean is "
        "over.",
        {_DIVIDED: "dlogits / logits.shape[1]"},
    ),
    Bug(
        "softmax_over_the_batch",
        "Pictures compete for each class: softmax went down the columns. Classes compete in each "
        "row.",
        {"axis=1": "axis=0"},
    ),
    Bug(
        "loss_is_negative",
        "The loss is the right number with the other sign: a log-probability is 0 or below, and a "
        "loss is its negative.",
        {_LOSS: f"loss = {_MEAN}"},
    ),
    Bug(
        "gradient_forgets_exp",
        "The gradient was made of log-probabilities. It is made of probabilities.",
        {_P: "dlogits = log_p.copy()"},
    ),
    Bug(
        "gradient_by_probabilities",
        "This is the gradient with respect to the probabilities, -1/p at the true class. One step "
        "is missing, the one back through softmax; together they are p - y.",
        {
            _P: "dlogits = np.zeros(log_p.shape)",
            _MINUS_1: "dlogits[rows, labels] -= np.exp(-log_p[rows, labels])",
        },
    ),
    Bug(
        "gradient_at_the_true_class_only",
        "The gradient is right at the true class and 0 elsewhere. The other scores have a part in "
        "the sum below the fraction, so they change the loss as well.",
        {_MINUS_1: "dlogits *= 0\n    dlogits[rows, labels] = np.exp(log_p[rows, labels]) - 1"},
    ),
    Bug(
        "gradient_through_softmax_again",
        "p - y was multiplied by p(1 - p) once more, as if it still had to go back through the "
        "softmax. It has gone through already.",
        {_MINUS_1: f"{_MINUS_1}\n    dlogits = dlogits * np.exp(log_p) * (1 - np.exp(log_p))"},
    ),
    Bug(
        "bits_not_nats",
        "The loss is too large by 1.4427: the logarithm to base 2 was taken. `np.log` is the "
        "natural one.",
        {_LOSS: f"{_LOSS} / np.log(2)"},
    ),
    Bug(
        "labels_from_1",
        "The class before the true one was taken, as if labels began at 1: they begin at 0.",
        {"[rows, labels]": "[rows, labels - 1]"},
    ),
    Bug(
        "believes_the_prediction",
        "The class with the highest score was taken for the true one, so the labels have no effect "
        "and mistakes cost little.",
        {_LOG_P: f"{_LOG_P}\n    labels = log_p.argmax(axis=1)"},
    ),
    Bug(
        "squared_error",
        "This loss is the squared distance from p to y. Cross-entropy is -log p at the true class.",
        {
            _LOSS: "y = np.arange(logits.shape[1]) == labels[:, None]\n"
            "    loss = np.mean(np.sum((np.exp(log_p) - y) ** 2, axis=1))"
        },
    ),
    Bug(
        "one_minus_p",
        "The loss is 1 - p of the true class, which is at most 1. The logarithm is missing.",
        {_LOSS: "loss = 1 - np.mean(np.exp(log_p[rows, labels]))"},
    ),
    Bug(
        "adds_the_other_classes",
        "-log(1 - p) of the other classes was added: that is the loss for independent yes-or-no "
        "questions. Here exactly one class is true, and its probability says it all.",
        {
            _LOSS: f"others = np.log(np.maximum(1 - np.exp(log_p), 1e-300))\n"
            "    others[rows, labels] = 0\n"
            f"    loss = -{_MEAN} - np.mean(others.sum(axis=1))"
        },
    ),
    Bug(
        "returns_wrong_order",
        "The gradient came first: the order is (loss, dlogits).",
        {"float(loss), dlogits / len(labels)": "dlogits / len(labels), float(loss)"},
    ),
    Bug(
        "returns_loss_only",
        "The loss came back alone. Return the pair (loss, dlogits).",
        function=_loss_only,
    ),
    Bug(
        "a_loss_for_each_picture",
        "One loss for each picture came back, and the gradients of these. The mean is one number.",
        function=_each_by_itself,
    ),
    Bug(
        "mutates_logits",
        "The logits were overwritten: whoever computed them may still need them.",
        function=_in_place,
    ),
    Bug(
        "float32_gradient",
        "The gradient is float32; functions written with NumPy return float64 in this course.",
        {_DIVIDED: "(dlogits / len(labels)).astype(np.float32)"},
    ),
)
