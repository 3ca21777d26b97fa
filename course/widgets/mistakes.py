"""The pictures a model took for something else, ready to be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Gallery", "gallery_of", "levels"]

_MOST_PICTURES = 24
_MOST_PIXELS = 96


@dataclass(frozen=True)
class Gallery:
    """Pictures (n, H, W, C) with [index, label, prediction] each, and a sentence on all."""

    pictures: npt.NDArray[np.uint8] | None
    wrong: list[list[int]]
    note: str


def levels(value: Any, _: str) -> npt.NDArray[np.uint8]:
    """Copy pictures into a read-only uint8 array."""
    copy = np.array(value, dtype=np.uint8)
    copy.setflags(write=False)
    return copy


def gallery_of(images: Any, labels: Any, predictions: Any, classes: Sequence[str]) -> Gallery:
    """Choose the first pictures whose prediction is not their label.

    Parameters
    ----------
    images : array or tensor, (N, H, W) or (N, C, H, W) with C 1 or 3
        uint8, or float, scaled together: black is the smallest or 0, white the largest or 1.
    labels, predictions : array or tensor of int, (N,)
    classes : sequence of str
        Names of the classes; their numbers stand in for those that are missing.

    Examples
    --------
    >>> gallery = gallery_of(np.zeros((3, 8, 8)), [1, 4, 7], [1, 9, 7], [])
    >>> gallery.wrong, gallery.pictures.shape
    ([[1, 4, 9]], (1, 8, 8, 1))
    >>> gallery.note
    '1 of 3 pictures is mistaken (33.33 %): 4 taken for 9.'
    """
    pixels = _array(images, "images")
    if pixels.ndim == 3:
        pixels = pixels[:, np.newaxis]
    if pixels.ndim != 4 or pixels.shape[1] not in (1, 3):
        raise ValueError(
            f"TrainMonitor.mistakes: images must have shape (N, H, W), or (N, C, H, W) with 1 or 3 "
            f"channels, got {_array(images, 'images').shape}."
        )
    if max(pixels.shape[2:]) > _MOST_PIXELS:
        raise ValueError(
            f"TrainMonitor.mistakes: images are {pixels.shape[2]} x {pixels.shape[3]}; "
            f"at most {_MOST_PIXELS} x {_MOST_PIXELS} pixels can be drawn."
        )
    of, given = (
        _numbers(value, name, len(pixels))
        for value, name in ((labels, "labels"), (predictions, "predictions"))
    )
    at = np.flatnonzero(of != given)
    if not len(at):
        return Gallery(None, [], f"No mistakes among {_plural(len(of))}.")
    shown = at[:_MOST_PICTURES]
    scaled, scale = _levels(pixels[shown])
    wrong = [[int(i), int(of[i]), int(given[i])] for i in shown]
    return Gallery(scaled, wrong, _note(of[at], given[at], len(of), len(shown), classes) + scale)


def _note(
    of: npt.NDArray[Any], given: npt.NDArray[Any], count: int, shown: int, classes: Sequence[str]
) -> str:
    def name(number: int) -> str:
        return classes[number] if 0 <= number < len(classes) else str(number)

    kinds = Counter(zip(of.tolist(), given.tolist(), strict=True))
    pairs = kinds.most_common(3)
    often = ", ".join(
        f"{name(label)} taken for {name(taken)}" + (f" ({n} times)" if n > 1 else "")
        for (label, taken), n in pairs
    )
    verb = "is" if len(of) == 1 else "are"
    most = "most often " if len(kinds) > len(pairs) else ""
    note = f"{len(of)} of {_plural(count)} {verb} mistaken ({100 * len(of) / count:.2f} %): {most}{often}."
    return note + (f" The first {shown} are shown." if shown < len(of) else "")


def _plural(count: int) -> str:
    return f"{count} picture" + ("" if count == 1 else "s")


def _array(value: Any, name: str) -> npt.NDArray[Any]:
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        array = np.empty(0, dtype=object)
    if array.dtype.kind not in "buif":
        raise TypeError(
            f"TrainMonitor.mistakes: {name} must be an array or tensor of real numbers, "
            f"got {type(value).__name__}."
        )
    return array


def _numbers(value: Any, name: str, count: int) -> npt.NDArray[Any]:
    array = _array(value, name)
    if array.shape != (count,):
        advice = ": take scores.argmax(1)" if array.ndim == 2 and len(array) == count else ""
        raise ValueError(
            f"TrainMonitor.mistakes: {name} must have shape ({count},), one number for each image, "
            f"got {array.shape}{advice}."
        )
    return array


def _levels(pixels: npt.NDArray[Any]) -> tuple[npt.NDArray[np.uint8], str]:
    """Scale to uint8 (n, H, W, C), and say how where that is not plain."""
    last = np.moveaxis(pixels, 1, -1)
    if last.dtype == np.uint8:
        return last, ""
    numbers = np.nan_to_num(last.astype(np.float64))
    low, high = min(0.0, numbers.min()), max(1.0, numbers.max())
    plain = low == 0 and high == 1
    said = "" if plain else f" Black is {low:.2f}, white {high:.2f}."
    said = said.replace("-", "\N{MINUS SIGN}")
    return np.rint(255 * (numbers - low) / (high - low)).astype(np.uint8), said
