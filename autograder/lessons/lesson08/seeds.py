"""Where lesson 08 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A11": "Three blocks of convolution and ReLU, because",
    "A12": "The last convolution doesn't require an activation",
    "B11": "Hidden layers use sigmoid, tanh, and softmax.",
    "B12": "the network can learn any functionality.",
    "B13": "ReLU is chosen because it is cheap, without",
    "D5": "The activation decides whether the neuron fires",
    "E7": "Convolution is linear, and images are far",
    "E8": "the output of the sigmoid is all positive or",
    "E9": "ReLU accelerates convergence six times.",
    "Sigmoid and tanh": "The second S-curve, **tanh**, runs from −1 to 1.",
    "Saturation": "An output on the flat end of its curve is **saturated**",
    "Zig-zag and zero-centred inputs": "Zero-centred inputs do not tie them.",
    "Dying ReLU": "ReLU has an illness of its own.",
}
