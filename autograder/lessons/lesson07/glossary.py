"""Terms that lesson 07 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Average pooling": (
        "Replace each window by the mean of its cells. At the border it matters whether padded "
        "cells are counted."
    ),
    "Ceiling mode": (
        "An option of pooling layers (`ceil_mode`): a last window may hang over the end. Off by "
        "default in PyTorch."
    ),
    "Global average pooling": (
        "One number for each channel, the mean over all positions. Most classifiers end with it; it "
        "takes pictures of any size."
    ),
    "Lp pooling": (
        "Replace each window by its p-norm, the p-th root of the sum of |x| to the power p. L2 "
        "pooling is the case p = 2."
    ),
    "Max-pooling": "Replace each window by its largest number, channel by channel.",
    "Pooling": (
        "Replace each window of a map by one number, with the same rule in each channel and, as a "
        "rule, nothing to learn. Also called subsampling or downsampling."
    ),
    "Shift invariance": (
        "When the input moves, the output stays the same. Pooling has it for small shifts at best, "
        "and in part."
    ),
    "Shift sensitivity": (
        "This course's measure: how much the output changes when the input moves, relative to the "
        "output."
    ),
    "Weighted pooling": (
        "Replace each window by a weighted mean, for instance with weights that fall off with the "
        "distance from its centre."
    ),
}
