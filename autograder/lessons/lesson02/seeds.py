"""Where lesson 02 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A6": "With linear regression, the convolutional layers can learn.",
    "B9": "Where the image does not match the kernel, the result is",
    "C3": "A convolutional layer computes a convolution.",
    "Convolution and cross-correlation": "Plus signs are cross-correlation.",
    "Learning a kernel by gradient descent": "It is called **gradient descent**",
}
