"""Where lesson 03 treats which claim: words of the cell or question that does (see `claims`)."""

from __future__ import annotations

SEEDS: dict[str, str] = {
    "A4": "Padding makes the output the same size as the input.",
    "B6": "padding can be non-existent, where the output maintains",
    "C5": "ensures that the edge information is preserved",
    "C8": "Pooling is typically used with padding",
    "C9": "The padding is (f − 1)/2.",
    "D6": "Zero fillings",
    "Padding: valid, same and full": "**Valid**: the kernel stays inside.",
    "Padding: zeros, and values of the edge": "*Replicate*: that pixel again and again.",
    "The padding (f - 1) / 2": "The padding is (f − 1)/2.",
}
