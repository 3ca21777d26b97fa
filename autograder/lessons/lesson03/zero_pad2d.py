"""A rim of zeros round every picture of a batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson03.numbers import batch, stored
from autograder.lessons.lesson03.properties import border_is_zero, middle_is_x
from autograder.lessons.lesson03.zero_pad2d_bugs import BUGS
from autograder.lessons.lesson03.zero_pad2d_styles import ACCEPT


def zero_pad2d(x: np.ndarray, padding: int | tuple[int, int]) -> np.ndarray:
    """Put rows and columns of zeros round every picture of a batch.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers. Never modified.
    padding : int or tuple of int
        Zeros on each side, (rows above and below, columns left and right); a single number is
        both. 0 or more.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H + 2 * rows, W + 2 * columns)
        A new array, for padding 0 too.

    Examples
    --------
    One picture of one row; no rows are added, and one column on each side:

    >>> zero_pad2d(np.array([[[[5, 6]]]]), (0, 1))
    array([[[[0., 5., 6., 0.]]]])
    """
    pad_height, pad_width = (padding, padding) if isinstance(padding, int) else padding
    images, channels, height, width = x.shape
    out = np.zeros((images, channels, height + 2 * pad_height, width + 2 * pad_width))
    out[:, :, pad_height : pad_height + height, pad_width : pad_width + width] = x
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """One number, a pair, none; then sizes that coincide or are extreme, and number types."""
    sparse = batch(rng, 2, 2, 3, 4) * rng.permutation(np.arange(48) % 2).reshape(2, 2, 3, 4)
    return [
        Probe("2 images, 1 channel, 3x4, padding 1", "core", (batch(rng, 2, 1, 3, 4), 1)),
        Probe("1 image, 2 channels, 4x3, padding (1, 2)", "core", (batch(rng, 1, 2, 4, 3), (1, 2))),
        Probe("2 images, 3 channels, 2x3, padding 2", "core", (batch(rng, 2, 3, 2, 3), 2)),
        Probe("padding 0", "generality", (batch(rng, 2, 1, 3, 5), 0)),
        Probe("padding (2, 0)", "generality", (batch(rng, 1, 3, 2, 5), (2, 0))),
        Probe("padding (0, 3), tall", "generality", (batch(rng, 3, 2, 5, 2), (0, 3))),
        Probe("3x3 images, padding (3, 1)", "generality", (batch(rng, 1, 2, 3, 3), (3, 1))),
        Probe("all sizes 2, padding 2", "generality", (batch(rng, 2, 2, 2, 2), 2)),
        Probe("one pixel, padding (1, 4)", "generality", (batch(rng, 1, 1, 1, 1), (1, 4))),
        Probe("images with zeros in them", "generality", (sparse, (1, 3))),
        Probe(
            "real numbers, padding (3, 2)",
            "generality",
            (1e3 * rng.standard_normal((3, 4, 7, 5)), (3, 2)),
            show=False,
        ),
        Probe("whole numbers", "robustness", (batch(rng, 2, 1, 2, 3).astype(int), (1, 2))),
        Probe("stored pictures: uint8", "robustness", (stored(rng, 1, 3, 3, 2), 1)),
        Probe(
            "float32, padding 0",
            "robustness",
            ((batch(rng, 1, 2, 3, 4) / 4).astype(np.float32), (0, 0)),
        ),
    ]


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The pixel that belongs at this place; nothing in the border."""
    padding = arguments["padding"]
    sides = (padding, padding) if isinstance(padding, int) else padding
    place = [n - p for n, p in zip(index[2:], sides, strict=True)]
    if not all(0 <= n < size for n, size in zip(place, arguments["x"].shape[2:], strict=True)):
        return {}
    return {"x": (*index[:2], *(slice(n, n + 1) for n in place))}


def _some(rng: np.random.Generator) -> tuple[np.ndarray, tuple[int, int]]:
    return batch(rng, 2, 3, 4, 5), (2, 1)


HINTS = (
    "A row of 4 cells gets 2 zeros on each side. How long is it now? At which index does its first "
    "old cell stand, and at which its last?",
    "Turn a single number into a pair. Work out the new height and width, and make an array of "
    "zeros of that size, with the old number of images and channels. Then write all of x into its "
    "middle at one stroke: a slice of rows and a slice of columns, each as long as x.",
    "```text\nrows, columns = padding, or twice the single number\n"
    "out = zeros(images, channels, height + rows twice, width + columns twice)\n"
    "out[all images, all channels, ...where x starts and ends...] = x\nreturn out\n```",
)

SYMPTOMS = (
    Symptom("could not broadcast input array", "how long is the slice you assign to?"),
    Symptom("cannot unpack non-iterable int", "padding may be one number or a pair"),
    Symptom("right for 1 and 2, not for 0", "what does `out[p:-p]` cut when p is 0?"),
    Symptom("right when padding is one number", "pairs are (height, width), as in `shape`"),
    Symptom("shares memory with `x`", "padding 0 also asks for a new array"),
)

EXERCISE = Exercise(
    id="zero_pad2d",
    points=4,
    card=Card("A rim of zeros", 2, 5, 12, tools="slices, loops, `np.pad`: what you like"),
    reference=zero_pad2d,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    locate=locate,
    properties=(middle_is_x(_some), border_is_zero(_some), linear(0, "x", _some)),
    play='PaddingLab.on_failing_case("zero_pad2d", zero_pad2d)',
)
