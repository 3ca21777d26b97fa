"""Digits drawn as strokes of a pen, the same in every run."""

from __future__ import annotations

import numpy as np

Stroke = np.ndarray
"""Points (x, y) of a pen line, shape (points, 2): x to the right, y down, the digit in [0, 1]."""

_PEN = 0.062
"""Half the width of the pen, as a part of the picture's side."""


def digit(number: int, size: int = 28) -> np.ndarray:
    """A digit as a grey picture, white on black.

    Parameters
    ----------
    number : int
        0 to 9.
    size : int
        Height and width in pixels, at least 8.

    Returns
    -------
    np.ndarray, float64, shape (size, size)
        Values in [0, 1] with smooth edges.

    Examples
    --------
    >>> digit(1).shape
    (28, 28)
    >>> bool(digit(1).max() == 1.0)
    True
    """
    if number not in range(10):
        raise ValueError(f"digit: number is {number!r}; one of 0 to 9 is expected")
    if size < 8:
        raise ValueError(
            f"digit: size is {size}; at least 8 pixels are needed to tell digits apart"
        )
    centres = (np.arange(size) + 0.5) / size
    x, y = np.meshgrid(centres, centres)
    distance = np.full((size, size), np.inf)
    for stroke in _strokes(number):
        for start, end in zip(stroke[:-1], stroke[1:], strict=True):
            distance = np.minimum(distance, _distance(x, y, start, end))
    half_width = max(_PEN, 0.75 / size)
    return np.asarray(np.clip(0.5 + (half_width - distance) * size, 0, 1))


def _distance(x: np.ndarray, y: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distance of each pixel centre from a straight piece of a stroke."""
    along = end - start
    length = max(float(along @ along), 1e-12)
    part = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / length, 0, 1)
    return np.asarray(np.hypot(x - start[0] - part * along[0], y - start[1] - part * along[1]))


def _line(*points: tuple[float, float]) -> Stroke:
    return np.array(points, dtype=float)


def _arc(
    centre: tuple[float, float], radii: tuple[float, float], first: float, last: float
) -> Stroke:
    """Part of an ellipse; angles in degrees, 0 to the right, 90 at the top."""
    angles = np.radians(np.linspace(first, last, 25))
    x = centre[0] + radii[0] * np.cos(angles)
    y = centre[1] - radii[1] * np.sin(angles)
    return np.stack([x, y], axis=1)


def _strokes(number: int) -> list[Stroke]:
    if number == 0:
        return [_arc((0.5, 0.5), (0.19, 0.32), 0, 360)]
    if number == 1:
        return [_line((0.36, 0.31), (0.53, 0.18), (0.53, 0.82))]
    if number == 2:
        top = _arc((0.49, 0.37), (0.19, 0.19), 165, -35)
        return [top, _line(tuple(top[-1]), (0.30, 0.81), (0.72, 0.81))]
    if number == 3:
        return [
            _arc((0.47, 0.34), (0.18, 0.16), 150, -90),
            _arc((0.47, 0.66), (0.21, 0.165), 90, -150),
        ]
    if number == 4:
        return [_line((0.60, 0.82), (0.60, 0.18), (0.27, 0.62), (0.76, 0.62))]
    if number == 5:
        bowl = _arc((0.47, 0.62), (0.22, 0.20), 128, -145)
        return [_line((0.69, 0.19), (0.37, 0.19), tuple(bowl[0])), bowl]
    if number == 6:
        return [
            _arc((0.50, 0.63), (0.19, 0.19), 0, 360),
            _arc((0.66, 0.63), (0.35, 0.46), 180, 107),
        ]
    if number == 7:
        return [_line((0.28, 0.19), (0.73, 0.19), (0.44, 0.82))]
    if number == 8:
        return [
            _arc((0.5, 0.335), (0.165, 0.155), 0, 360),
            _arc((0.5, 0.66), (0.20, 0.17), 0, 360),
        ]
    return [
        _arc((0.50, 0.37), (0.19, 0.19), 0, 360),
        _arc((0.34, 0.37), (0.35, 0.46), 0, -73),
    ]
