"""Where lesson 05 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A3": "There is a kernel for each image channel.",
    "B3": "GoogLeNet has four million parameters.",
    "B7": "The filter works in each one of the channels, creating",
    "C4": "Sizes are listed as width × height.",
    "C16": "95 % of the parameters sit in the first dense layer",
    "D4": "We slide a filter of any depth",
    "E2": "The kernel is more in-depth than the image",
    "E15": "A convolutional layer has four hyperparameters",
    "Filter depth = input depth": "Its depth is that of its input, exactly.",
    "Number of filters = output depth": "Depth is given, the number of filters is chosen.",
    "Kernels per channel": "How many 2-D slices do its filters have in all",
    "Parameter counts (LeNet, AlexNet 60 M, GoogLeNet)": "AlexNet, two years older, has 60,965,224.",
}
