"""Small batches of pictures whose numbers tell where they came from."""

from __future__ import annotations

import numpy as np


def batch(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Different whole numbers of both signs, none of them 0 or 1, as floats."""
    size = int(np.prod(shape))
    values = np.concatenate([np.arange(2, size + 2), -np.arange(1, size + 1)])
    return rng.permutation(values)[:size].reshape(shape).astype(np.float64)


def stored(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Bright pixels as files have them: uint8."""
    return rng.permutation(np.arange(150, 256))[: int(np.prod(shape))].reshape(shape).astype("u1")
