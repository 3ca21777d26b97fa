"""LeNet-5 as lesson 14 builds it, trained on MNIST: its weights, and its forward pass in NumPy.

`course.widgets.nets.train` makes the file of weights; src/lenet.js computes the same in the browser.
"""

from __future__ import annotations

import pathlib

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

__all__ = ["PATH", "SHAPES", "Maps", "flat_weights", "maps_of"]

PATH = pathlib.Path(__file__).with_name("lenet5.npz")
SHAPES = {
    "c1.weight": (6, 1, 5, 5),
    "c1.bias": (6,),
    "c3.weight": (16, 6, 5, 5),
    "c3.bias": (16,),
    "c5.weight": (120, 400),
    "c5.bias": (120,),
    "f6.weight": (84, 120),
    "f6.bias": (84,),
    "output.weight": (10, 84),
    "output.bias": (10,),
}
"""Lesson 14's names, in the order in which the weights travel to the page."""

Maps = npt.NDArray[np.float64]


def _stored() -> dict[str, npt.NDArray[np.float16]]:
    with np.load(PATH) as file:
        return {name: file[name] for name in SHAPES}


def flat_weights() -> npt.NDArray[np.float16]:
    """All 61 706 weights, one after the other, in the order of `SHAPES`.

    Examples
    --------
    >>> flat_weights().shape, flat_weights().dtype
    ((61706,), dtype('float16'))
    """
    return np.concatenate([weight.ravel() for weight in _stored().values()])


def maps_of(picture: npt.NDArray[np.float64]) -> Maps:
    """Run the network on one picture.

    Parameters
    ----------
    picture : ndarray, (32, 32)
        Ink is 1.

    Returns
    -------
    ndarray of float64, (9118,)
        Input, C1, S2, C3, S4, C5, F6 and the ten scores, flat, one after the other.

    Examples
    --------
    >>> from course import data
    >>> scores = maps_of(np.pad(data.digit(3), 2))[-10:]
    >>> int(scores.argmax())
    3
    """
    weights = {name: array.astype(np.float64) for name, array in _stored().items()}
    parts = [np.array(picture, dtype=np.float64)[np.newaxis]]
    for name in ("c1", "c3"):
        windows = sliding_window_view(parts[-1], (5, 5), (1, 2))
        sums = np.tensordot(weights[f"{name}.weight"], windows, ([1, 2, 3], [0, 3, 4]))
        parts.append(np.tanh(sums + weights[f"{name}.bias"][:, np.newaxis, np.newaxis]))
        count, height, width = parts[-1].shape
        parts.append(parts[-1].reshape(count, height // 2, 2, width // 2, 2).mean((2, 4)))
    for name in ("c5", "f6", "output"):
        sums = weights[f"{name}.weight"] @ parts[-1].ravel() + weights[f"{name}.bias"]
        parts.append(sums if name == "output" else np.tanh(sums))
    return np.concatenate([part.ravel() for part in parts])
