"""Arrays as traits: checked on the way in, compact on the way to the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

__all__ = ["MOST_PIXELS", "Array", "Pair", "grey_image", "pair", "real_array"]

MOST_PIXELS = 512
"""Longest side, in pixels, of an image a widget draws."""


def real_array(value: Any, where: str) -> npt.NDArray[np.float64]:
    """Copy a value into a float64 array, or raise one clear sentence.

    Parameters
    ----------
    value : array_like
        Real numbers: nested lists, an array, a tensor on the CPU.
    where : str
        What the value is, for the message: "KernelSlider: kernel".

    Returns
    -------
    ndarray of float64, read-only

    Raises
    ------
    TypeError
        If the value does not hold real numbers in a rectangle.
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise TypeError(f"{where} has rows of different lengths; give every row as many.") from None
    if array.dtype.kind not in "buif":
        raise TypeError(
            f"{where} must hold real numbers, got {type(value).__name__} of dtype {array.dtype}; "
            "give an array or nested lists of numbers."
        )
    copy = np.array(array, dtype=np.float64)
    copy.setflags(write=False)
    return copy


def grey_image(value: Any, where: str, most: int = MOST_PIXELS) -> npt.NDArray[np.float64]:
    """Copy a finite 2-D array of at least one and at most ``most`` rows and columns.

    Raises
    ------
    TypeError
        If the value does not hold real numbers.
    ValueError
        If it is not 2-D, is empty or too large, or holds NaN or infinity.
    """
    array = real_array(value, where)
    if array.ndim != 2:
        advice = "; take one channel, such as image[0]" if array.ndim > 2 else ""
        raise ValueError(f"{where} must be 2-D (height, width), got shape {array.shape}{advice}.")
    if min(array.shape) == 0:
        raise ValueError(f"{where} must have at least one row and column, got shape {array.shape}.")
    if max(array.shape) > most:
        raise ValueError(
            f"{where} has shape {array.shape}; at most {most} rows and columns can be drawn, "
            f"so take a part, such as [:{most}, :{most}]."
        )
    if not np.isfinite(array).all():
        row, col = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(
            f"{where} holds {array[row, col]} at row {row}, column {col}; give finite numbers."
        )
    return array


def pair(value: Any, where: str, least: int) -> tuple[int, int]:
    """Read an int, or a pair of ints (height, width), none below ``least``.

    Raises
    ------
    TypeError
        If the value is neither.
    ValueError
        If one of the two is below ``least``.
    """
    both = (value, value) if isinstance(value, (int, np.integer)) else value
    whole = isinstance(both, (tuple, list)) and len(both) == 2
    if not whole or not all(
        isinstance(n, (int, np.integer)) and not isinstance(n, bool) for n in both
    ):
        raise TypeError(f"{where} must be an int or a pair (height, width) of ints, got {value!r}.")
    if min(both) < least:
        raise ValueError(f"{where} must be at least {least}, got {value!r}.")
    return int(both[0]), int(both[1])


def _to_wire(array: npt.NDArray[Any] | None, _: Any) -> dict[str, Any] | None:
    if array is None:
        return None
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    data = memoryview(little.tobytes())
    return {"shape": list(array.shape), "dtype": array.dtype.name, "data": data}


def _to_lists(array: npt.NDArray[Any] | None, _: Any) -> Any:
    return None if array is None else array.tolist()


class Array(traitlets.TraitType[Any, Any]):
    """A read-only NumPy array; assigning copies and checks.

    Parameters
    ----------
    check : callable
        Turns what was assigned, and a name for messages, into the array, or raises.
    lists : bool
        Travel as nested lists, which the browser may change; otherwise as bytes, one way.
    allow_none : bool
        Whether None stands for "no array".
    """

    info_text = "an array"

    def __init__(
        self,
        check: Callable[[Any, str], npt.NDArray[Any]],
        *,
        lists: bool = False,
        allow_none: bool = False,
    ) -> None:
        self._check = check
        super().__init__(None, allow_none=allow_none)
        self.tag(sync=True, to_json=_to_lists if lists else _to_wire)

    def validate(self, obj: Any, value: Any) -> npt.NDArray[Any]:
        """Copy and check what was assigned."""
        return self._check(value, f"{type(obj).__name__}: {self.name}")


class Pair(traitlets.TraitType[Any, Any]):
    """A pair of ints (height, width); assigning one int sets both."""

    info_text = "an int or a pair of ints"

    def __init__(self, default: int, least: int) -> None:
        self._least = least
        super().__init__((default, default))
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> tuple[int, int]:
        """Read an int or a pair."""
        return pair(value, f"{type(obj).__name__}: {self.name}", self._least)
