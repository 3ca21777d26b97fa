"""Terms that lesson 05 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "1x1 convolution": (
        "Also pointwise convolution: a layer whose kernels cover a single pixel. It mixes the "
        "channels of each pixel, and is one matrix product."
    ),
    "Bias": "A learned number for each filter, added once to every value of its map.",
    "Dense layer": (
        "Also fully connected or linear layer: every output has a weight of its own for every "
        "input."
    ),
    "Depthwise convolution": (
        "A layer with as many groups as channels: each kernel slides over one channel alone."
    ),
    "Depthwise separable convolution": (
        "A depthwise convolution followed by a 1x1 convolution: space first, channels second, for"
        " a fraction of the cost of a full layer."
    ),
    "Filter": (
        "A block of weights, C_in x kH x kW, with one 2-D slice for every input channel; it makes"
        " one output map. Its slices are often called kernels, and often the whole block is."
    ),
    "Group": (
        "An equal share of the channels. With groups, a filter sees the input channels of its own"
        " group only."
    ),
    "Multiply-accumulate": (
        "MAC for short: one product of a weight and an input, added to a running sum. Some papers"
        " count it as two floating-point operations (FLOPs)."
    ),
    "Output channels": (
        "The maps a layer makes, one for each filter. Their number is yours to choose; the depth "
        "of a filter is not."
    ),
    "Parameter": (
        "A number that a layer learns: a weight or a bias. All positions share them, so their "
        "count does not depend on the size of the image."
    ),
}
