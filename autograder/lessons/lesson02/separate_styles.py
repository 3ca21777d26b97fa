"""Correct answers to `separate` in other styles, with other factors: each must earn full marks."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative

Pair = tuple[np.ndarray, np.ndarray]


def _singular_values(kernel: np.ndarray, tol: float = 1e-9) -> Pair | None:
    u, s, vh = np.linalg.svd(kernel)
    if np.any(s[1:] > tol * s[0]):
        return None
    return u[:, :1] * np.sqrt(s[0]), vh[:1] * np.sqrt(s[0])


def _singular_value_left(kernel: np.ndarray, tol: float = 1e-9) -> Pair | None:
    u, s, vh = np.linalg.svd(kernel.astype(float), full_matrices=False)
    column, row = s[0] * u[:, [0]], vh[[0]]
    if np.abs(column @ row - kernel).max() > tol * np.abs(kernel).max():
        return None
    return column, row


def _matrix_rank(kernel: np.ndarray, tol: float = 1e-9) -> Pair | None:
    if np.linalg.matrix_rank(kernel, tol=tol * np.abs(kernel).max()) != 1:
        return None
    row = kernel[[np.argmax(np.linalg.norm(kernel, axis=1))]].astype(float)
    return kernel @ row.T / np.sum(row**2), row


def _longest_row(kernel: np.ndarray, tol: float = 1e-9) -> Pair | None:
    rows = kernel.astype(float)
    lengths = [float(np.sqrt(np.sum(row**2))) for row in rows]
    best = int(np.argmax(lengths))
    unit = rows[best] / lengths[best]
    column = np.array([np.sum(row * unit) for row in rows]).reshape(-1, 1)
    found = column, unit.reshape(1, -1)
    within = np.abs(np.outer(*found) - rows) <= tol * np.abs(rows).max()
    return found if within.all() else None


def _power_iteration(kernel: np.ndarray, tol: float = 1e-9) -> Pair | None:
    matrix = kernel.astype(np.float64)
    row = matrix[np.abs(matrix).max(axis=1).argmax()].copy()
    for _ in range(20):
        row /= np.linalg.norm(row)
        row = matrix.T @ (matrix @ row)
    row /= np.linalg.norm(row)
    column = matrix @ row
    if not np.allclose(np.outer(column, row), matrix, rtol=0, atol=tol * np.abs(matrix).max()):
        return None
    return column[:, None], row[None, :]


def _small_determinants(kernel: np.ndarray, tol: float = 1e-9) -> Pair | None:
    cells = kernel.astype(float)
    biggest = max(abs(cell) for cell in cells.ravel())
    places = [(i, j) for i, j in np.ndindex(cells.shape) if abs(cells[i, j]) == biggest]
    top, left = places[-1]
    for i, j in np.ndindex(cells.shape):
        crossed = cells[i, j] * cells[top, left] - cells[i, left] * cells[top, j]
        if abs(crossed) > tol * biggest * biggest:
            return None
    return cells[:, [left]] / cells[top, left], cells[[top], :]


def _largest_cell_whole_column(kernel: np.ndarray, tol: float = 1e-9) -> Pair | None:
    scaled = kernel / np.abs(kernel).max()
    left = np.abs(scaled).max(axis=0).argmax()
    column = scaled[:, [left]]
    row, *_ = np.linalg.lstsq(column, scaled, rcond=None)
    if np.abs(scaled - column * row).max() > tol:
        return None
    return column, row * np.abs(kernel).max()


ACCEPT = (
    Alternative(
        "singular values, the root in each factor",
        _singular_values,
        "The singular value decomposition: of all products, its first one comes closest.",
    ),
    Alternative("the singular value in the column", _singular_value_left),
    Alternative("matrix_rank and a projection", _matrix_rank),
    Alternative("the longest row, made a unit", _longest_row),
    Alternative("power iteration", _power_iteration),
    Alternative("2x2 determinants", _small_determinants),
    Alternative("least squares", _largest_cell_whole_column),
)
