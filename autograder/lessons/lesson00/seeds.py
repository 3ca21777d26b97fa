"""Where lesson 00 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A1": "Each pixel is a value between 0 and 1.",
    "A2": "An RGB image is a matrix of 3 × 16 × 16.",
    "C10": "Dividing by 255 is a normalisation layer.",
    "C11": "Divide by 255, since there are 256 pixel values.",
    "E14": "An image is a 2-D grid, a binary representation",
    "Images as arrays: rows, columns, channels": "`boat` is a grid with three axes",
    "Value ranges, scaling, standardising the input": "Each pixel is a value between 0 and 1.",
}
