"""Functions that the probes of `numerical_gradient` hand over.

Each stands alone: its source text and `import numpy as np` are all it needs, since that text is what
travels into the jail.
"""

from __future__ import annotations

import numpy as np


def cubes(x: np.ndarray) -> np.ndarray:
    """The third power of each number: its slope to the left differs from that to the right."""
    return x**3


def itself(x: np.ndarray) -> np.ndarray:
    """The array it was given, not a copy."""
    return x


def every_other(x: np.ndarray) -> np.ndarray:
    """Every other column: a view."""
    return x[:, ::2]


def times_neighbour(x: np.ndarray) -> np.ndarray:
    """Each number times the one to its right: most numbers take part in two products."""
    return x[:, :-1] * x[:, 1:]


def column_powers(x: np.ndarray) -> np.ndarray:
    """Sum of each column's third powers and of its numbers: shape (columns,)."""
    return np.sum(x**3 - 2 * x, axis=0)


def curved(x: np.ndarray) -> np.ndarray:
    """A curve that grows ever faster."""
    return np.exp(0.25 * x)


def running_total(x: np.ndarray) -> np.ndarray:
    """Each output is the sum of all inputs so far, in reading order: one axis."""
    return np.cumsum(x * x)


def small_layer(x: np.ndarray) -> np.ndarray:
    """Rows 1 to 3 weighted, then squared: a layer of shape (N, C, H - 2, W)."""
    sums = 2 * x[:, :, :-2] - x[:, :, 1:-1] + 0.5 * x[:, :, 2:]
    return sums**2 + sums


FUNCTIONS = (
    cubes,
    itself,
    every_other,
    times_neighbour,
    column_powers,
    curved,
    running_total,
    small_layer,
)
