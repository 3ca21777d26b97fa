"""Terms that lesson 04 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Aliasing": (
        "What becomes of a pattern finer than the stride: it vanishes, or turns into a coarser "
        "one, and changes altogether when the picture moves by a pixel."
    ),
    "Ceil mode": (
        "Rounding sizes up, so that a last window may hang over the end. Pooling layers of PyTorch "
        "do it on request (`ceil_mode=True`); convolutions round down."
    ),
    "Dilated convolution": (
        "A convolution whose kernel has holes, also called atrous. It sees further with the same "
        "number of weights."
    ),
    "Dilation": (
        "The distance between neighbouring kernel cells on the input. Dilation 1 is an ordinary "
        "kernel; dilation 2 leaves one cell out between two."
    ),
    "Effective kernel size": (
        "How many cells a kernel spans from its first to its last, holes included: d(k - 1) + 1."
    ),
    "Leftover cells": (
        "Cells at the end of the padded row that no whole window reaches. Stride 1 leaves none."
    ),
    "Output size": (
        "The number of whole windows on an axis: floor((n + 2p - d(k - 1) - 1) / s) + 1."
    ),
    "Stride": (
        "How many cells the window moves from one position to the next. Stride 2 moves two, and so "
        "skips one."
    ),
}
