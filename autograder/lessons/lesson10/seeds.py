"""Where lesson 10 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A6": "With linear regression, the convolutional layers can learn.",
    "B10": "The filter weights are updated by each new input.",
    "How a network learns: backpropagation": "This is **backpropagation**",
    "Gradient checks, and their limits": "Your `conv2d_backward` agrees with `numerical_gradient`",
    "Transposed view: the way back is a convolution": "the way back through a convolution is a convolution",
}
