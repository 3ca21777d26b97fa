"""Where lesson 13 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A15": "91 % after 30 epochs: a little better than a linear model.",
    "C12": "The fully connected layer turns the 2-D feature maps",
    "C15": "with the comment *softmax*, and is trained with `nll_loss`",
    "C16": "401,536 parameters: 95 % of the whole net",
    "C17": "Measure on the test set after each epoch, and report",
    "C18": "It pools *before* the ReLU.",
    "MNIST 2-conv net, Adam, 4 epochs, 99.01 %": "64 maps of 14 × 14 → pool → 7 × 7",
    "Training: clear, forward, backward, step": "For each batch four lines do the work",
    "Training mode and evaluation mode": "A model has two **modes**: dropout and batch",
    "Flatten, view, reshape": "You will also meet `x.view(len(x), -1)`",
    "Loss at the start, one batch by heart": "Before hours of training, two minutes of doubt.",
    "Validation set": "So keep a **validation set**: a twelfth",
    "Adam, and a learning rate that falls": "The optimizer of choice is **Adam**",
}
