"""Size and place a drawing as MNIST's digits were; src/centring.js computes the same in the browser."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["BOX", "FAINTEST", "MARGIN", "centred", "seen_by_net"]

BOX = 20
"""Rows or columns, whichever are more, that MNIST's digits fill."""
FAINTEST = 0.1
"""What is fainter is no ink when the drawing is measured."""
MARGIN = 2
"""Rows and columns of background that make 28 x 28 into LeNet-5's 32 x 32."""

Picture = npt.NDArray[np.float64]


def seen_by_net(drawing: Picture, centre: bool) -> Picture:
    """Return what LeNet-5 reads of a drawing.

    Parameters
    ----------
    drawing : ndarray of float64, (28, 28)
        Ink is 1.
    centre : bool
        Whether it is sized and placed as MNIST's digits were.

    Returns
    -------
    ndarray of float64, (32, 32), read-only
    """
    seen = np.pad(centred(drawing) if centre else drawing, MARGIN)
    seen.setflags(write=False)
    return seen


def centred(drawing: Picture) -> Picture:
    """Size the ink to a box of 20 x 20, and move its centre of mass to the middle.

    As the makers of MNIST did it, but for the interpolation, which is linear here; where the ink
    is made smaller, each pixel is a mean weighted by a tent as wide as the pixels it stands for.

    Parameters
    ----------
    drawing : ndarray of float64, (28, 28)
        One without ink comes back as it is.

    Examples
    --------
    >>> drawing = np.zeros((28, 28))
    >>> drawing[:10, 3:5] = 1
    >>> picture = centred(drawing)
    >>> np.flatnonzero(picture[:, 14] > 0.5)[[0, -1]], np.flatnonzero(picture[14] > 0.5)
    (array([ 4, 23]), array([12, 13, 14, 15]))
    """
    ink = drawing >= FAINTEST
    if not ink.any():
        return drawing
    longest = 1 + max(int(np.ptp(np.flatnonzero(ink.any(axis)))) for axis in (0, 1))
    scale = BOX / longest
    rows, cols = (_resample(drawing.sum(axis), scale) for axis in (1, 0))
    return np.asarray(np.clip(rows @ drawing @ cols.T, 0, 1))


def _resample(profile: Picture, scale: float) -> Picture:
    """Weights (n, n): row i says of which pixels pixel i of the result is a mean.

    Pixels beyond the frame are 0; their weights count in the mean and are left out.
    """
    count = len(profile)
    middle = float((np.arange(count) + 0.5) @ profile / profile.sum())
    at = middle + (np.arange(count) + 0.5 - count / 2) / scale
    reach = max(1.0, 1 / scale)
    pixels = np.arange(-2 * count, 3 * count) + 0.5
    weights = np.maximum(0, 1 - np.abs(pixels - at[:, np.newaxis]) / reach)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray(weights[:, 2 * count : 3 * count])
