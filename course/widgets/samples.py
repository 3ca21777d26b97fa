"""The small pictures a widget shows when it is given none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["landscape", "seven"]

# Quarters of full ink, so that sums over a window are short numbers.
_SEVEN = """
000000000000
000000000000
002444444200
002444444400
000000014400
000000034300
000000144100
000000343000
000001441000
000003430000
000004420000
000000000000
"""


def seven() -> npt.NDArray[np.float64]:
    """Draw the digit 7: float64 (12, 12) in [0, 1], ink is 1.

    Examples
    --------
    >>> seven().shape
    (12, 12)
    """
    return np.array([[int(ink) / 4 for ink in row] for row in _SEVEN.split()])


def landscape() -> npt.NDArray[np.uint8]:
    """Draw a sun over a hill: uint8 (16, 20, 3), red, green, blue.

    Examples
    --------
    >>> landscape().shape
    (16, 20, 3)
    """
    row, col = np.mgrid[0:16, 0:20]
    image = np.empty((16, 20, 3))
    image[...] = np.stack([90 + 9 * row, 150 + 5 * row, 235 - 4 * row], axis=-1)
    image[(row - 4) ** 2 + (col - 14) ** 2 <= 7] = 255, 200, 40
    hill = row >= 11 - 3 * np.cos((col - 6) / 4)
    image[hill] = np.stack([40 + 2 * row, 165 - 4 * row, 60 + row], axis=-1)[hill]
    image[9:13, 4:8] = 190, 60, 50
    image[11:13, 5:6] = 250, 240, 210
    return image.astype(np.uint8)
