"""Pictures in which one patch matches a template best, and clearly so."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

Pair = tuple[np.ndarray, np.ndarray]

MARGIN = 0.02
"""Between the best score and the next: no honest rounding can exchange the two."""


def scene(
    rng: np.random.Generator,
    size: tuple[int, int],
    template: np.ndarray,
    patches: Mapping[tuple[int, int], np.ndarray],
    grey: float | None = None,
) -> Pair:
    """An image with patches pasted in, and the template; redrawn until one match clearly leads.

    The background is `grey`, or whole numbers from 0 to 9.
    """
    for _ in range(500):
        x = rng.integers(0, 10, size=size).astype(float) if grey is None else np.full(size, grey)
        for (row, col), patch in patches.items():
            x[row : row + patch.shape[0], col : col + patch.shape[1]] = patch
        if _clear(x, template):
            return x, template
    raise RuntimeError("no clear scene in 500 draws")


def faint_copy(rng: np.random.Generator) -> Pair:
    """Real numbers with two decimals: a faint copy in noise."""
    template = rng.standard_normal((3, 3)).round(2)
    row, col = int(rng.integers(0, 6)), int(rng.integers(0, 7))
    for _ in range(500):
        x = rng.standard_normal((8, 9)).round(2)
        x[row : row + 3, col : col + 3] = 0.1 * template + 0.3
        if _clear(x, template):
            return x, template
    raise RuntimeError("no clear scene in 500 draws")


def _clear(x: np.ndarray, template: np.ndarray) -> bool:
    second, best = np.sort(scores(x, template).ravel())[-2:]
    return bool(best > 0.1 and best - second > MARGIN)


def altered(template: np.ndarray) -> np.ndarray:
    """The template with its two largest values exchanged: nearly the same pattern."""
    out = template.copy()
    first, second = np.argsort(out, axis=None)[-2:]
    out.flat[[first, second]] = out.flat[[second, first]]
    return out


def stored(pair: Pair) -> Pair:
    """The same pictures as uint8, as files keep them."""
    x, template = pair
    return x.astype(np.uint8), template.astype(np.uint8)


def scores(x: np.ndarray, template: np.ndarray) -> np.ndarray:
    """Normalised correlation at every position; 0 for flat patches."""
    windows = sliding_window_view(x, template.shape).reshape(-1, template.size)
    windows = windows - windows.mean(axis=1, keepdims=True)
    pattern = template.ravel() - template.mean()
    norms = np.linalg.norm(windows, axis=1) * np.linalg.norm(pattern)
    return np.divide(windows @ pattern, norms, out=np.zeros_like(norms), where=norms > 0)
