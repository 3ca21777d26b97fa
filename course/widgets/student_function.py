"""Run a student's function once, and say in words what was odd about the result."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["GEOMETRY", "Outcome", "name_of", "output_shape", "run", "unseen"]

GEOMETRY = ("stride", "padding", "dilation")
Shape = tuple[int, int]


@dataclass(frozen=True)
class Outcome:
    """What a function gave: an array to draw, if there is one, and a sentence, if there is need."""

    output: npt.NDArray[np.float64] | None
    message: str


def unseen() -> bool:
    """Whether nobody will look at a widget, since the notebook is being graded."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def name_of(function: Callable[..., Any]) -> str:
    """Return the function's own name, or its type's where it has none."""
    return str(getattr(function, "__name__", type(function).__name__))


def output_shape(
    image: Shape, kernel: Shape, stride: Shape, padding: Shape, dilation: Shape
) -> Shape | None:
    """Return (height, width) of the map, or None where the kernel does not fit.

    floor((n + 2p - d(k - 1) - 1) / s) + 1, per axis, as torch.nn.Conv2d documents it.

    Examples
    --------
    >>> output_shape((7, 9), (3, 2), (2, 1), (0, 0), (1, 1))
    (3, 8)
    """
    room = [
        n + 2 * p - d * (k - 1) - 1
        for n, k, p, d in zip(image, kernel, padding, dilation, strict=True)
    ]
    if min(room) < 0:
        return None
    return room[0] // stride[0] + 1, room[1] // stride[1] + 1


def run(
    function: Callable[..., Any],
    image: npt.NDArray[np.float64],
    kernel: npt.NDArray[np.float64],
    geometry: dict[str, Shape],
) -> Outcome:
    """Call ``function(image, kernel)`` on copies and check what comes back.

    Stride, padding and dilation are passed by name to a function that has them as parameters.
    Never raises for what the function does.

    Parameters
    ----------
    function : callable
        The student's.
    image, kernel : ndarray of float64, 2-D
    geometry : dict
        "stride", "padding" and "dilation", pairs (height, width).
    """
    name = name_of(function)
    try:
        returned = function(image.copy(), kernel.copy(), **_wanted(function, geometry))
    except NotImplementedError as error:
        reason = f" ({error})" if str(error) else ""
        return Outcome(None, f"{name} is not written yet{reason}.")
    except Exception as error:  # a student's function may raise anything; it is shown, not raised
        reason = f": {error}" if str(error) else ""
        return Outcome(None, f"{name} raised {type(error).__name__}{reason}")
    expected = output_shape(_shape(image), _shape(kernel), **geometry)
    return _examine(name, returned, expected)


def _shape(array: npt.NDArray[np.float64]) -> Shape:
    return array.shape[0], array.shape[1]


def _wanted(function: Callable[..., Any], geometry: dict[str, Shape]) -> dict[str, Shape]:
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}
    return {key: value for key, value in geometry.items() if key in parameters}


def _examine(name: str, returned: Any, expected: Shape | None) -> Outcome:
    if returned is None:
        return Outcome(None, f"{name} returned None; end it with a return statement.")
    try:
        array = np.asarray(returned)
        kind = array.dtype.kind
    except Exception:  # ragged lists, odd objects: whatever NumPy raises, it is no array
        array, kind = np.empty(0), "O"
    if kind not in "buif":
        what = type(returned).__name__
        return Outcome(None, f"{name} returned a {what} that is not an array of real numbers.")
    if array.ndim != 2:
        return Outcome(None, f"{name} returned shape {array.shape}; a map is 2-D (height, width).")
    output = np.array(array, dtype=np.float64)
    if expected is None:
        message = (
            f"{name} returned shape {array.shape}, but the kernel does not fit: no map exists."
        )
    elif array.shape != expected:
        message = f"{name} returned shape {array.shape}, expected {expected}."
    else:
        message = ""
    return Outcome(output, message)
