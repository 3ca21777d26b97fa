"""Where lesson 04 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A11": "Activations such as ReLU have no window at all: they never",
    "A14": "there is no magic in its being odd",
    "B5": "filter with stride two give a 28 × 28 × 1 map.",
    "B16": "`pool` describes the usual **pooling** layer",
    "B18": "Pooling 1 × 1 with stride 1 returns its input",
    "C1": "A 3 × 3 convolution turns 32 × 32 into 32 × 32.",
    "C2": "without a floor, or with one for pooling layers only.",
    "C4": "Many texts list sizes as width × height, and the swap",
    "C9": "under an even kernel with stride 1 no padding keeps the size",
    "D2": "If the size is fractional, take ceil().",
    "D3": "Stride 2: we skip two columns.",
    "E4": "Without it the formula now and then promises half a cell.",
    "Stride, downsampling": "The distance is called the **stride**.",
    "Output-size formula, floor or ceil": "There is nothing in it that you have not counted.",
    "Worked sizes: LeNet-5": "32, 28, 14, 10, 5.",
    "Worked sizes: Fashion-MNIST": "It ends with 32 channels of 7 × 7: 1,568 numbers.",
    "Worked sizes: CIFAR-10": "This net comes from a tutorial on CIFAR-10",
    "Worked sizes: 28, 14, 7 by stride": "The first net below goes 28, 14, 7",
    "Choosing the padding": "Kernel and stride are fixed and you may choose the padding.",
}
