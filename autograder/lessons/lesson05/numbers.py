"""Numbers for this lesson's probes: lopsided, of both signs, small enough for paper."""

from __future__ import annotations

import numpy as np


def whole(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Whole numbers from -9 to 9 as floats; about one in twelve is 0."""
    values = rng.integers(1, 10, size=shape) * rng.choice((-1, 1), size=shape)
    return np.where(rng.random(shape) < 1 / 12, 0, values).astype(float)


def weights(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Whole numbers, none of them 0 or 1; neighbours differ, so that no turn leaves them alike."""
    count = int(np.prod(shape))
    values = np.array([-6.0, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7])
    rounds = [rng.permutation(values) for _ in range(-(-count // len(values)))]
    return np.concatenate(rounds)[:count].reshape(shape)


def real(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Real numbers from a normal distribution."""
    return rng.standard_normal(shape)
