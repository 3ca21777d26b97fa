"""Where lesson 14 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "D7": "LeNet-5: ReLU, average pooling, softmax.",
    "D9": "few connections are the point of a convolution",
    "D11": "were tested on ImageNet",
    "D12": "has been through a translation program",
    "D13": "the formula was a picture and is lost",
    "D14": "a CNN is no different from a feed-forward network",
    "E1": "A CNN typically has three layers.",
    "E3": "multiplied with the restricted portion of the receptive",
    "E4": "Here it is whole, for a map of n cells",
    "E13": "a program read its code as",
    "LeNet-5 layer by layer": "Walk through *your* net with a digit.",
    "LeNet-5 of 1998": "The paper's net has the same sizes and differs",
    "Fashion-MNIST conv-BN-ReLU-pool x 2 + FC, at least 90 %": "the difference between 88 % and more",
    "Worked sizes of LeNet-5": "28, 14, 10, 5, 1. C5's kernel is as large as",
    "Worked sizes of the Fashion-MNIST net": "28, 28, 14, 14, 7, and 32 maps of 7x7 cells.",
    "Parameter counts of LeNet-5": "no factors in its poolings, and an output",
    "Where parameters and work sit": "Few weights, used often.",
}
