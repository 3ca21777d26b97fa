"""From numbers to colours, as the course's widgets do it.

Signed data runs dark blue, mid-grey, yellow: lightness rises all the way, so it reads in black and
white and for every kind of colour vision. Data without a negative number runs black to white.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]

SIGNED: tuple[Rgb, ...] = (
    (0, 34, 78),
    (30, 58, 110),
    (65, 77, 107),
    (96, 100, 112),
    (127, 127, 127),
    (152, 147, 118),
    (181, 169, 110),
    (219, 198, 90),
    (254, 232, 56),
)
"""Stops from the most negative number to the most positive; the same as in course/widgets."""


@dataclass(frozen=True)
class Scale:
    """The numbers at the two ends of the colours."""

    low: float
    high: float

    def colour(self, value: float) -> Rgb | None:
        """Colour of a number; None for NaN and infinities, which have none."""
        if not np.isfinite(value):
            return None
        at = min(1.0, max(0.0, (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)))
        if self.low == 0:
            grey = round(255 * at)
            return grey, grey, grey
        place = at * (len(SIGNED) - 1)
        left = min(int(place), len(SIGNED) - 2)
        a, b, part = SIGNED[left], SIGNED[left + 1], place - left
        red, green, blue = (round(p + part * (q - p)) for p, q in zip(a, b, strict=True))
        return red, green, blue


def scale_of(arrays: Iterable[NDArray[Any]]) -> Scale:
    """One scale for all arrays: symmetric about 0 when there is a negative number, else from 0."""
    low, high = 0.0, 0.0
    for array in arrays:
        if array.dtype.kind not in "biuf":
            continue
        finite = array[np.isfinite(array)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if low >= 0:
        return Scale(0.0, min(high, 1e308) if high >= 1e-300 else 1.0)
    most = min(max(-low, high, 1e-300), 1e308)
    return Scale(-most, most)


def ink_on(rgb: Rgb) -> str:
    """Black or white, whichever has more contrast (WCAG 2): at least 4.58 : 1."""
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000" if luminance > 0.179 else "#fff"
