"""The pictures to choose from in a widget: small, grey, the same in every run."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from course import data

__all__ = ["gallery"]


def _grey(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    return np.asarray(picture @ np.array([0.299, 0.587, 0.114]) / 255)  # as lesson 00 does


@functools.cache
def gallery() -> dict[str, npt.NDArray[np.uint8]]:
    """Paint the pictures: name to uint8 (height, width), 255 is white.

    Examples
    --------
    >>> {name: picture.shape for name, picture in gallery().items()}
    {'boat': (48, 64), 'lighthouse': (48, 64), 'digit 5': (28, 28), 'hidden figure': (24, 36),
     'one bright pixel': (15, 15)}
    """
    spot = np.zeros((15, 15))
    spot[7, 7] = 1
    pictures = {
        "boat": _grey(data.picture("boat")),
        "lighthouse": _grey(data.picture("lighthouse")),
        "digit 5": data.digit(5),
        "hidden figure": data.find_me()[0],
        "one bright pixel": spot,
    }
    return {name: np.rint(255 * picture).astype(np.uint8) for name, picture in pictures.items()}
