"""What every padding keeps, for answers that no listed mistake explains."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.exercise import Function, Property
from autograder.judge.properties import Inconclusive, Make, call_through


def middle_is_x(make: Make) -> Property:
    """The pictures stand in the middle of the result, untouched."""

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        got = _padded(function, args)
        rows, cols = _sides(args[1])
        height, width = args[0].shape[2:]
        if np.allclose(got[:, :, rows : rows + height, cols : cols + width], args[0]):
            return ""
        return (
            "The middle of the result should be x itself, cell for cell; yours differs there. "
            "At which index does the first pixel of x stand?"
        )

    return Property("x in the middle", test)


def border_is_zero(make: Make) -> Property:
    """Around the pictures there are zeros."""

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        got = _padded(function, args).copy()
        rows, cols = _sides(args[1])
        height, width = args[0].shape[2:]
        got[:, :, rows : rows + height, cols : cols + width] = 0
        if not got.any():
            return ""
        first = got[got != 0][0]
        return f"Every cell of the rim should be 0; yours has a {first:g} in it."

    return Property("zeros in the rim", test)


def copies_of_its_own_map(make: Make) -> Property:
    """Every number of a padded map occurs in the map that was padded."""

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        got = _padded(function, args)
        for n, c in np.ndindex(got.shape[:2]):
            strange = got[n, c][~np.isin(got[n, c], args[0][n, c])]
            if strange.size:
                return (
                    f'With mode "{args[2]}" every padded cell is a copy of a pixel of its own '
                    f"channel; yours has a {strange[0]:g}, which is not among them."
                )
        return ""

    return Property(f"copies in mode {make.__name__}", test)


_MODES: Mapping[str, str] = {
    "symmetric": "shows the outermost pixel twice (symmetric)",
    "reflect": "mirrors at the outermost pixel (reflect)",
    "edge": "repeats the outermost pixel (replicate)",
    "wrap": "goes on at the other end (circular)",
    "constant": "holds zeros",
}
"""NumPy's names, and what they do."""


def not_another_mode(make: Make, own: str) -> Property:
    """Where there is room enough, the border is not that of another mode, nor without corners."""

    def test(function: Function, rng: np.random.Generator) -> str:
        args = make(rng)
        x, padding = args[0], args[1]
        got = _padded(function, args)
        sides = ((0, 0), (0, 0), (padding, padding), (padding, padding))
        for mode, does in _MODES.items():
            if mode != own and np.allclose(got, np.pad(x, sides, mode=mode)):  # type: ignore[call-overload]
                return f'With mode "{args[2]}" your border {does}.'
        corners = np.pad(x, sides, mode=own)  # type: ignore[call-overload]
        rows, cols = (np.r_[:padding, size + padding : size + 2 * padding] for size in x.shape[2:])
        corners[:, :, rows[:, np.newaxis], cols] = 0
        if np.allclose(got, corners):
            return f'With mode "{args[2]}" the four sides are right and the corners are 0.'
        return ""

    return Property(f"not another mode than {own}", test)


def _padded(function: Function, args: tuple[object, ...]) -> np.ndarray:
    x, padding = args[0], args[1]
    assert isinstance(x, np.ndarray)
    got = call_through(function, args)
    rows, cols = _sides(padding)
    if got.shape != (*x.shape[:2], x.shape[2] + 2 * rows, x.shape[3] + 2 * cols):
        raise Inconclusive
    return got


def _sides(padding: object) -> tuple[int, int]:
    if isinstance(padding, tuple):
        return padding[0], padding[1]
    assert isinstance(padding, int)
    return padding, padding
