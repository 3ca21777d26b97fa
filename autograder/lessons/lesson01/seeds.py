"""Where lesson 01 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A3": "There is a kernel for each image channel.",
    "B6": "Padding can be non-existent; then the output keeps",
    "B9": "Where the image does not match the kernel, the result is",
    "D1": "In a convolution we always take the sum or the average",
    "D3": "With stride two we skip two columns.",
    "A kernel slides, multiplies and sums": "Each kernel cell meets one pixel: **multiply** them.",
    "Feature map, activation map": "The array of sums is called a **feature map**",
    "The vertical-edge kernel on a digit": "The digit is white on black.",
}
