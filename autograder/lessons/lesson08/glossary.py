"""Terms that lesson 08 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Activation function": (
        "A fixed curve applied to each number of a layer's output by itself. Because it bends, "
        "layers stacked on it can compute more than one layer could. Also called nonlinearity."
    ),
    "ReLU": (
        "Rectified linear unit: max(x, 0). It keeps positive numbers and replaces negative ones by 0."
    ),
    "Leaky ReLU": (
        "A ReLU that multiplies negative numbers by a small slope instead of replacing them by 0, "
        "so that some gradient always passes. PyTorch's default slope is 0.01."
    ),
    "Sigmoid": (
        "The S-shaped curve 1 / (1 + exp(-x)), from 0 to 1; also called the logistic function."
    ),
    "Tanh": (
        "The hyperbolic tangent, an S-shaped curve from -1 to 1: 2 sigmoid(2x) - 1. It is "
        "zero-centred."
    ),
    "Zero-centred": (
        "Said of outputs that lie on both sides of 0. The outputs of tanh do, those of sigmoid "
        "do not."
    ),
    "Saturation": (
        "An output on the flat end of its curve. Its slope there is nearly 0, so hardly any "
        "gradient passes."
    ),
    "Vanishing gradient": (
        "A gradient that is multiplied by many numbers below 1 on its way back, and is nearly 0 when "
        "it reaches the first layers."
    ),
    "Dead unit": (
        "A channel or neuron whose ReLU gives 0 for every input. No gradient passes, so its own "
        "weights do not change any more. Also called a dying ReLU."
    ),
    "Upstream gradient": (
        "How fast the loss grows with each output of a step. Times the step's own slope it becomes "
        "how fast the loss grows with each input. Called `dout` in this course."
    ),
    "Subgradient": (
        "Any slope between those on the two sides of a corner. At the corner of ReLU everything "
        "from 0 to 1 is allowed; PyTorch, and this course, take 0."
    ),
    "Overflow": (
        "A result too large for its type. In float64 `exp` overflows to infinity above about "
        "709.78."
    ),
}
