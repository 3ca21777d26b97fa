"""Pictures made of a few painted shapes, the same in every run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

HEIGHT, WIDTH = 48, 64
"""Size of every picture, in pixels."""

_FINE = 4
"""Each pixel is the mean of this many squared painted ones, which gives smooth edges."""


def picture(name: str) -> np.ndarray:
    """A small colour picture, as an image file would give it.

    Parameters
    ----------
    name : {"boat", "lighthouse"}

    Returns
    -------
    np.ndarray, uint8, shape (48, 64, 3)
        Rows from the top, columns from the left, then red, green and blue.

    Examples
    --------
    >>> picture("boat").shape
    (48, 64, 3)
    """
    if name not in _PICTURES:
        known = ", ".join(sorted(_PICTURES))
        raise ValueError(f"picture: there is no picture {name!r}; the pictures are {known}")
    return np.array(_painted(name))


@cache
def _painted(name: str) -> np.ndarray:
    shape = (HEIGHT * _FINE, WIDTH * _FINE)
    row, col = np.mgrid[: shape[0], : shape[1]]
    canvas = np.zeros((*shape, 3))
    _PICTURES[name](canvas, (row + 0.5) / _FINE, (col + 0.5) / _FINE)
    blocks = canvas.reshape(HEIGHT, _FINE, WIDTH, _FINE, 3)
    return np.asarray(np.rint(blocks.mean(axis=(1, 3))), dtype=np.uint8)


def _blend(
    part: np.ndarray, first: tuple[int, int, int], second: tuple[int, int, int]
) -> np.ndarray:
    part = np.clip(part, 0, 1)[:, :, np.newaxis]
    return np.asarray((1 - part) * np.array(first) + part * np.array(second))


def _disc(
    row: np.ndarray, col: np.ndarray, centre: tuple[float, float], radius: float
) -> np.ndarray:
    return np.asarray(np.hypot(row - centre[0], col - centre[1]) < radius)


def _boat(canvas: np.ndarray, row: np.ndarray, col: np.ndarray) -> None:
    canvas[:] = _blend(row / 30, (70, 150, 235), (200, 228, 250))
    canvas[_disc(row, col, (9, 52), 5.5)] = (255, 205, 40)
    hill = row > 27 - 8 * np.exp(-(((col - 8) / 13) ** 2)) - 3 * np.exp(-(((col - 33) / 9) ** 2))
    canvas[hill] = (40, 140, 60)
    sea = row > 29
    wave = 8 * np.sin(row * 1.7 + np.sin(col / 5))
    water = _blend((row - 29) / 22, (30, 105, 190), (10, 50, 125)) + wave[:, :, np.newaxis]
    canvas[sea] = np.clip(water, 0, 255)[sea]
    hull = (row > 33) & (row < 40.5) & (col > 15 + (row - 33) * 0.8) & (col < 49 - (row - 33) * 0.7)
    canvas[hull] = (205, 30, 35)
    canvas[hull & (row < 34.8)] = (250, 240, 225)
    canvas[(np.abs(col - 32) < 0.8) & (row > 5) & (row <= 33)] = (95, 60, 30)
    height = (row - 6) / 25
    canvas[(height > 0) & (row < 31) & (col > 33.5) & (col < 33.5 + 14 * height)] = (252, 250, 245)
    canvas[(height > 0.15) & (row < 31) & (col < 30.8) & (col > 31 - 11 * height)] = (245, 150, 30)


def _lighthouse(canvas: np.ndarray, row: np.ndarray, col: np.ndarray) -> None:
    canvas[:] = _blend(row / 34, (25, 30, 95), (240, 130, 80))
    canvas[_disc(row, col, (31, 15), 6)] = (255, 225, 120)
    beam = (np.abs(row - 9.5) < 0.22 * (43 - col)) & (col < 43)
    canvas[beam] = 0.55 * canvas[beam] + 0.45 * np.array((255, 240, 150))
    sea = row > 34
    canvas[sea] = _blend((row - 34) / 14, (40, 95, 160), (10, 40, 100))[sea]
    glitter = sea & (np.abs(col - 15) < 6) & (np.sin(row * 2.6) > 0.35)
    canvas[glitter] = (250, 190, 100)
    cliff = row > 31 + 10 * np.exp(-np.maximum(col - 24, 0) / 3.5) + 0.8 * np.sin(col)
    canvas[cliff & (col > 24)] = (50, 120, 55)
    canvas[cliff & (col > 24) & (row > 37 + np.sin(col / 2))] = (110, 85, 65)
    half = 3.2 + (row - 12) * 0.09
    tower = (np.abs(col - 45) < half) & (row > 12) & (row < 34)
    canvas[tower] = (245, 245, 240)
    canvas[tower & (np.floor((row - 12) / 4.4) % 2 == 1)] = (210, 30, 40)
    canvas[(np.abs(col - 45) < 2.6) & (row > 7) & (row <= 12)] = (255, 235, 110)
    canvas[(np.abs(col - 45) < 4.4) & (row > 11.4) & (row < 12.8)] = (40, 40, 50)
    canvas[(np.abs(col - 45) < (row - 3) * 0.9) & (row > 3) & (row <= 7)] = (170, 20, 30)


_PICTURES: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], None]] = {
    "boat": _boat,
    "lighthouse": _lighthouse,
}


def find_me() -> tuple[np.ndarray, np.ndarray]:
    """A grey scene with a small picture hidden in it, dim, beside a bright empty patch.

    Sliding the template over the scene and adding up the products gives the highest score on the
    bright patch, which holds nothing. Only a normalised score finds the hidden picture.

    Returns
    -------
    scene : np.ndarray, float64, shape (24, 36)
        Values in [0, 1]. The top-left corner of the hidden picture is at row 14, column 5.
    template : np.ndarray, float64, shape (7, 5)
        The same picture at full contrast.

    Examples
    --------
    >>> scene, template = find_me()
    >>> hidden = scene[14:21, 5:10]
    >>> bool(np.allclose(hidden, 0.2 + 0.25 * template))
    True
    """
    rows = ("..#..", ".###.", "#.#.#", "..#..", "..#..", ".#.#.", "#...#")
    template = np.array([[float(cell == "#") for cell in row] for row in rows])
    row, col = np.mgrid[:24, :36]
    scene = (
        0.3 + 0.08 * np.sin(row / 3.1) * np.cos(col / 4.3) + 0.05 * np.sin(1.7 * row + 2.3 * col)
    )
    scene[3:14, 20:33] = 0.95
    scene[14:21, 5:10] = 0.2 + 0.25 * template
    return scene, template
