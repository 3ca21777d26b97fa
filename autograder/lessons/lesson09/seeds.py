"""Where lesson 09 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A10": "The fully connected layer generates the probabilities.",
    "C15": "The comment is mistaken: what comes out are log-probabilities",
    "D15": "It gives positive numbers that add up to 1. Whether they are",
    "Softmax output": "Then divide by the sum. This is **softmax**",
    "Cross-entropy": "**Cross-entropy** charges",
    "`log_softmax` + `nll_loss`": "PyTorch has the two halves apart as well",
    "Softmax twice: the floor of 1.461": "The loss cannot fall below",
    "Loss at the start: log C": "Every share is 1/10, whatever the label",
    "Momentum, and its conventions": "Libraries differ here. PyTorch keeps lr out of the velocity",
    "Calibration, temperature": "It is not **calibrated**.",
}
