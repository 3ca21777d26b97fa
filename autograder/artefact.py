"""A trained network as an answer: a checkpoint file beside the notebook, counted on a test set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np

Name = Literal["mnist", "fashion", "cifar10", "digits"]
TestSet = Callable[[Name], tuple[np.ndarray, np.ndarray]]


class NoTestSet(FileNotFoundError):
    """The grader has not got the data that checkpoints are counted on; the text says what to do."""


@lru_cache(maxsize=4)
def test_set(name: Name) -> tuple[np.ndarray, np.ndarray]:
    """Images and labels that no training set holds.

    The data belong to the course's toolkit. This is the one place where the grader asks it for
    something, and it does so when a checkpoint is judged and not before.

    Parameters
    ----------
    name : {"mnist", "fashion", "cifar10", "digits"}

    Returns
    -------
    images : np.ndarray, uint8, shape (N, H, W) or (N, H, W, 3)
    labels : np.ndarray, int64, shape (N,)

    Raises
    ------
    course.data.DataNotFound
        When the set is not on this machine: one sentence with what to do.
    """
    from course.data import load

    data = load(name, download=False)
    images, labels = data.test_images.copy(), data.test_labels.copy()  # which are kept: no more
    images.flags.writeable = labels.flags.writeable = False
    return images, labels


test_set.__test__ = False  # type: ignore[attr-defined]  # pytest: not a test


@dataclass(frozen=True)
class Artefact:
    """What is asked of a submitted checkpoint.

    In the notebook one half of the test set is counted, at grading the other: which image belongs
    to which half is the same for everybody and says nothing about it.

    Attributes
    ----------
    file : str
        Name of the safetensors file beside the notebook.
    dataset : str
        Name of the data set, as for `course.data.load`.
    prepare : callable
        From uint8 images to the float32 tensor that the network is given.
    tiers : tuple of (float, float)
        Accuracy (a part of 1) and the points it earns, from the lowest to the highest.
    max_bytes : int
        A file larger than this is refused unread.
    test_set : callable
        From the data set's name to images and labels; another one in tests.
    """

    file: str
    dataset: Name
    prepare: Callable[[np.ndarray], Any]
    tiers: tuple[tuple[float, float], ...]
    max_bytes: int = 16 << 20
    test_set: TestSet = test_set

    def half(self, name: Name, hidden: bool) -> tuple[np.ndarray, np.ndarray]:
        """Images and labels of the half that is counted, in a fixed order."""
        images, labels = self.test_set(name)
        order = np.random.default_rng(len(labels)).permutation(len(labels))
        chosen = np.sort(order[len(labels) // 2 :] if hidden else order[: len(labels) // 2])
        return images[chosen], labels[chosen]

    def require(self) -> None:
        """Raise NoTestSet, with one sentence, where the data is not on this machine."""
        try:
            self.test_set(self.dataset)
        except Exception as error:
            raise NoTestSet(f"{self.file} can't be counted: {error}") from error

    def points(self, accuracy: float) -> float:
        """The points that an accuracy earns."""
        return max((points for least, points in self.tiers if accuracy >= least), default=0.0)
