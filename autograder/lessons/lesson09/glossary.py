"""Terms that lesson 09 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Logit": (
        "A score that a network gives to a class, before softmax: any number, larger for likelier. "
        "Only differences between the logits of one picture count."
    ),
    "Softmax": (
        "Turns scores into positive numbers that add up to 1: each power of e is divided by the sum "
        "of all of them."
    ),
    "Log-softmax": (
        "The logarithm of softmax, computed as score minus log-sum-exp, so that it stays exact where "
        "softmax itself is rounded to 0."
    ),
    "Log-sum-exp": (
        "The logarithm of the sum of the powers of e of some scores: a little above the largest of "
        "them. Subtract the maximum first, and no power overflows."
    ),
    "Temperature": (
        "A number by which scores are divided before softmax. Above 1 it makes the shares more even, "
        "below 1 it sharpens them; the order stays."
    ),
    "Cross-entropy": (
        "The loss of a classifier: minus the logarithm of the probability that it gave to the true "
        "class, averaged over the batch. Its gradient with respect to the logits is (p - y) / N."
    ),
    "Negative log-likelihood": (
        "The part of cross-entropy that comes after log-softmax: pick the log-probability of the "
        "true class and turn the sign. PyTorch's `nll_loss`."
    ),
    "One-hot": (
        "A row of zeros with a 1 at one class: the label y written as probabilities, so that p - y "
        "can be computed."
    ),
    "Momentum": (
        "The part of the last step's velocity that is kept. In PyTorch the velocity becomes momentum "
        "times itself plus the gradient, and lr times it is subtracted; other libraries put lr into "
        "the velocity, or scale the gradient by 1 - momentum."
    ),
    "Weight decay": (
        "A pull of every weight towards 0: in PyTorch's SGD, weight_decay times the weight is added "
        "to the gradient."
    ),
    "Confusion matrix": (
        "A table that counts which class was taken for which. In this course rows are the truth and "
        "columns the prediction; the diagonal counts what was right."
    ),
    "Calibration": (
        "Agreement of claimed and counted probability: of all predictions made with 0.8, about 80 % "
        "turn out right. Trained networks often claim too much."
    ),
}
