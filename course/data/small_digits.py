"""scikit-learn's 8x8 digits, which come with it, made to look like MNIST's."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from course.data.dataset import DataNotFound, Dataset

TRAIN = 1437
"""Pictures to train on: the first ones. The last 360 are kept for the test."""

ENLARGED = 20
"""Side of an enlarged digit, in pixels, as in MNIST, whose digits fill the middle 20x20 of 28x28."""

SIDE = 28

_BRIGHTEST = 16
"""scikit-learn's pixels count the ink in blocks of 4x4."""


def small_digits() -> Dataset:
    """1,797 handwritten digits, 28x28, white on black, always in the same order and split.

    They were 8x8; enlarged smoothly to 20x20 they lie in the middle, so that a network for MNIST
    takes them as they are. They are easier than MNIST's and far fewer, so the accuracies differ.

    Raises
    ------
    DataNotFound
        When scikit-learn is not installed.
    """
    pictures, labels = _read()
    images = enlarge(pictures / _BRIGHTEST)
    return Dataset(
        name="digits",
        train_images=images[:TRAIN],
        train_labels=labels[:TRAIN],
        test_images=images[TRAIN:],
        test_labels=labels[TRAIN:],
        classes=tuple("0123456789"),
        source="scikit-learn",
    )


def _read() -> tuple[np.ndarray, np.ndarray]:
    """Pictures (1797, 8, 8), 0 to 16, and labels int64.

    From the file in which scikit-learn keeps them, because importing it takes seconds, and warns
    in the grader's jail; through scikit-learn where it keeps them elsewhere.
    """
    found = find_spec("sklearn")
    for folder in (found and found.submodule_search_locations) or ():
        try:
            table = np.loadtxt(Path(folder, "datasets/data/digits.csv.gz"), delimiter=",")
        except (OSError, ValueError):
            continue
        if table.shape == (1797, 65):
            return table[:, :-1].reshape(-1, 8, 8), table[:, -1].astype(np.int64)
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        raise DataNotFound(
            "The small digits come with scikit-learn, which cannot be imported here; "
            'from the course folder run: pip install -e ".[torch]" -c constraints.txt'
        ) from None
    bunch = load_digits()
    return bunch.images, bunch.target.astype(np.int64)


def enlarge(pictures: np.ndarray) -> np.ndarray:
    """Small pictures in [0, 1] in the middle of 28x28 black ones, uint8 (bilinear)."""
    rows = _between(pictures.shape[1])
    cols = _between(pictures.shape[2])
    canvas = np.zeros((len(pictures), SIDE, SIDE), dtype=np.uint8)
    margin = (SIDE - ENLARGED) // 2
    inside = slice(margin, margin + ENLARGED)
    canvas[:, inside, inside] = np.rint(255 * (rows @ pictures @ cols.T))
    return canvas


def _between(side: int) -> np.ndarray:
    """How much each of `side` pixels counts in each of the enlarged ones, shape (20, side)."""
    centres = (np.arange(ENLARGED) + 0.5) * side / ENLARGED - 0.5
    distance = np.abs(np.clip(centres, 0, side - 1)[:, np.newaxis] - np.arange(side))
    return np.asarray(np.clip(1 - distance, 0, 1))
