"""What `load` gives back, and the two ways in which it says that it cannot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Pictures with labels, split into those to learn from and those to be tested on.

    Attributes
    ----------
    name : str
        What `load` was asked for: "mnist", "fashion", "cifar10" or "digits".
    train_images, test_images : np.ndarray, uint8
        Shape (N, 28, 28), grey, white on black; for "cifar10" (N, 32, 32, 3), red, green and blue.
    train_labels, test_labels : np.ndarray, int64, shape (N,)
        The index of each picture's class in `classes`.
    classes : tuple of str
        What the labels mean.
    source : str
        The folder the pictures were read from, or the package that brings them.
    """

    name: str
    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    classes: tuple[str, ...]
    source: str

    def __repr__(self) -> str:
        size = "x".join(str(side) for side in self.train_images.shape[1:])
        return (
            f"Dataset {self.name!r}: {len(self.train_images):,} pictures to train on and "
            f"{len(self.test_images):,} to test, {size}, {len(self.classes)} classes, "
            f"from {self.source}"
        )


class _Told(Exception):
    """Shown in a notebook as its one sentence, without the calls that led to it."""

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class DataNotFound(_Told):
    """A set is on none of the folders searched, and could not be downloaded."""


class DamagedData(_Told):
    """A file of a set is not what its name promises."""
