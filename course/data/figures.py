"""Small generated pictures of bars, crosses and discs: enough to train a network in seconds."""

from __future__ import annotations

import numpy as np

SHAPES = ("bar", "cross", "disc")
"""What the labels 0, 1 and 2 of `shapes` mean."""

SIDE = 12
"""Height and width of a picture of `shapes`, in pixels."""


def shapes(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Noisy grey pictures of a bar, a cross or a disc, and which of them each shows.

    Place, size, angle, brightness and background differ from picture to picture, so no fixed
    template tells the three apart. There are as many of each, give or take one, in random order.

    Parameters
    ----------
    count : int
        How many pictures, 1 or more.
    rng : np.random.Generator
        Where every random number comes from: the same seed gives the same pictures.

    Returns
    -------
    x : np.ndarray, float64, shape (count, 1, 12, 12)
        Values in [0, 1]; the figure is brighter than what is behind it.
    y : np.ndarray, int64, shape (count,)
        0, 1 or 2, in the order of `SHAPES`.

    Examples
    --------
    >>> x, y = shapes(6, np.random.default_rng(0))
    >>> x.shape, sorted(SHAPES[label] for label in y)
    ((6, 1, 12, 12), ['bar', 'bar', 'cross', 'cross', 'disc', 'disc'])
    """
    if count < 1:
        raise ValueError(f"shapes: count is {count}; at least 1 picture is expected")
    y = rng.permutation(np.arange(count) % len(SHAPES))

    def draw(low: float, high: float) -> np.ndarray:
        """One number for each picture, ready to meet its rows and columns."""
        return rng.uniform(low, high, size=(count, 1, 1))

    row, col = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2  # 0 is the middle of the picture
    down, right = row - draw(-1.5, 1.5), col - draw(-1.5, 1.5)
    angle = draw(0, np.pi)
    along = np.cos(angle) * right + np.sin(angle) * down
    across = np.cos(angle) * down - np.sin(angle) * right
    half_length, half_width, radius = draw(3.5, 4.5), draw(0.6, 0.9), draw(2.0, 3.2)

    # How far outside the figure a pixel lies, in pixels; negative inside.
    bar = np.maximum(np.abs(along) - half_length, np.abs(across) - half_width)
    other_bar = np.maximum(np.abs(across) - half_length, np.abs(along) - half_width)
    cross = np.minimum(bar, other_bar)
    disc = np.hypot(right, down) - radius
    outside = np.choose(y[:, np.newaxis, np.newaxis], [bar, cross, disc])

    figure = np.clip(0.5 - outside, 0, 1)
    picture = draw(0.0, 0.15) + draw(0.5, 0.85) * figure
    noisy = np.clip(picture + rng.normal(0, 0.05, size=picture.shape), 0, 1)
    return noisy[:, np.newaxis], y.astype(np.int64)
