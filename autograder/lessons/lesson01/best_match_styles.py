"""Correct answers to `best_match` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative


def _score_map(x: np.ndarray, template: np.ndarray) -> tuple[int, int]:
    shape = x.shape[0] - template.shape[0] + 1, x.shape[1] - template.shape[1] + 1
    pattern = template - template.mean()
    scores = np.zeros(shape)
    for i in range(shape[0]):
        for j in range(shape[1]):
            patch = x[i : i + template.shape[0], j : j + template.shape[1]].astype(float)
            patch -= patch.mean()
            length = np.sqrt((patch**2).sum() * (pattern**2).sum())
            if length > 1e-12:
                scores[i, j] = (patch * pattern).sum() / length
    row, col = np.unravel_index(np.argmax(scores), shape)
    return int(row), int(col)


def _numpy_integers(x: np.ndarray, template: np.ndarray) -> tuple[np.intp, ...]:
    windows = sliding_window_view(x.astype(float), template.shape)
    windows = windows - windows.mean(axis=(2, 3), keepdims=True)
    pattern = template - template.mean()
    norms = np.sqrt(np.einsum("ijab,ijab->ij", windows, windows))
    scores = np.einsum("ijab,ab->ij", windows, pattern) / np.maximum(norms, 1e-9)
    return np.unravel_index(scores.argmax(), scores.shape)


def _template_norm_left_out(x: np.ndarray, template: np.ndarray) -> tuple[int, int]:
    height, width = template.shape
    pattern = template - template.mean()
    best, where = -1e300, (0, 0)
    for i in range(len(x) - height + 1):
        for j in range(len(x[0]) - width + 1):
            patch = x[i : i + height, j : j + width]
            spread = patch.std()
            score = 0 if spread == 0 else float((patch * pattern).mean() / spread)
            if score > best:
                best, where = score, (i, j)
    return where


def _skips_flat_patches(x: np.ndarray, template: np.ndarray) -> tuple[int, int]:
    def normal(patch: np.ndarray) -> np.ndarray:
        patch = patch - patch.mean()
        return np.asarray(patch / np.linalg.norm(patch))

    (rows, cols), (height, width) = x.shape, template.shape
    scores = {}
    for i, j in np.ndindex(rows - height + 1, cols - width + 1):
        patch = x[i : i + height, j : j + width]
        if np.ptp(patch) > 0:
            scores[i, j] = np.vdot(normal(patch), normal(template))
    return max(scores, key=lambda position: scores[position])


def _nan_argmax(x: np.ndarray, template: np.ndarray) -> tuple[int, int]:
    patches = sliding_window_view(x, template.shape).reshape(-1, template.size)
    with np.errstate(invalid="ignore"):
        scores = [np.corrcoef(patch, template.ravel())[0, 1] for patch in patches]
    row, col = divmod(int(np.nanargmax(scores)), x.shape[1] - template.shape[1] + 1)
    return row, col


ACCEPT = (
    Alternative("a map of scores, then argmax", _score_map),
    Alternative("sliding_window_view, NumPy integers", _numpy_integers),
    Alternative(
        "covariance over standard deviation",
        _template_norm_left_out,
        "You left out the template's own norm: it is the same at every position, so it cannot "
        "change which one is best.",
    ),
    Alternative("flat patches are skipped", _skips_flat_patches),
    Alternative(
        "np.corrcoef",
        _nan_argmax,
        "This score has a name in statistics: Pearson's correlation coefficient.",
    ),
)
