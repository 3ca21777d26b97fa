"""From a stored picture to what a network reads: axes, type and range."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Family, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through
from autograder.lessons.lesson00.to_float_chw_bugs import BUGS
from autograder.lessons.lesson00.to_float_chw_styles import ACCEPT

RTOL = 1e-6
"""float32 keeps about seven digits; dividing by 255 and multiplying by 1/255 differ in the last."""


def to_float_chw(image: np.ndarray) -> np.ndarray:
    """Turn a stored picture into what a network reads.

    Parameters
    ----------
    image : np.ndarray, uint8, shape (H, W, C), or (H, W) when it is grey

    Returns
    -------
    np.ndarray, float32, shape (C, H, W), contiguous
        A new array with values in [0, 1]: 0 stays 0, 255 becomes 1. A grey image gets one channel.
        A dim image stays dim: its own largest value does not matter.

    Examples
    --------
    One row, two columns, three channels:

    >>> to_float_chw(np.array([[[0, 51, 255], [102, 0, 0]]], dtype=np.uint8))
    array([[[0. , 0.4]],
           [[0.2, 0. ]],
           [[1. , 0. ]]], dtype=float32)
    """
    if image.ndim == 2:
        image = image[:, :, np.newaxis]
    channels_first = np.ascontiguousarray(image.transpose(2, 0, 1))
    return channels_first.astype(np.float32) / 255


def probes(rng: np.random.Generator) -> list[Probe]:
    """Unequal sides and 0 to 255; then grey, other channel counts, equal sides, dim and black."""
    steps = 15 * rng.permutation(18).reshape(2, 3, 3)
    return [
        _probe("2x3 RGB", "core", steps),
        _probe("4x6 RGB", "core", _spread(rng, (4, 6, 3))),
        _probe("4x5 grey, two axes", "generality", _spread(rng, (4, 5))),
        _probe("4x6 grey, three axes", "generality", _spread(rng, (4, 6, 1))),
        _probe("2x5 with 4 channels", "generality", _spread(rng, (2, 5, 4))),
        _probe("3x3 RGB: all sizes equal", "generality", _spread(rng, (3, 3, 3))),
        _probe("5x3 RGB: as wide as it has channels", "generality", _spread(rng, (5, 3, 3))),
        _probe("dim 3x2 RGB", "generality", rng.integers(20, 120, size=(3, 2, 3))),
        _probe("all black, 2x3 RGB", "robustness", np.zeros((2, 3, 3))),
        _probe("all white, 3x2 RGB", "robustness", np.full((3, 2, 3), 255)),
    ]


def _probe(label: str, family: Family, image: np.ndarray) -> Probe:
    return Probe(label, family, (image.astype(np.uint8),), rtol=RTOL)


def _spread(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Distinct values with both 0 and 255 among them, in random places."""
    count = int(np.prod(shape))
    values = np.concatenate([[0, 255], 1 + rng.permutation(254)[: count - 2]])
    return rng.permutation(values).reshape(shape)


def one_lit_number(function: Function, rng: np.random.Generator) -> str:
    """Follow one number through the function."""
    shape = (4, 6, 3)
    row, col, channel = (int(rng.integers(1, n)) for n in shape)
    image = np.zeros(shape, dtype=np.uint8)
    image[row, col, channel] = 255
    result = call_through(function, (image,))
    lit = [tuple(int(n) for n in index) for index in np.argwhere(result)]
    if lit == [(channel, row, col)]:
        return ""
    came = f"came out at {list(lit[0])}" if len(lit) == 1 else f"came out in {len(lit)} places"
    return (
        f"I lit one number of a {shape} image, at [{row}, {col}, {channel}]. It {came} of a "
        f"{result.shape} result; [{channel}, {row}, {col}] of a {(3, 4, 6)} one is expected."
    )


def white_gives_one(function: Function, rng: np.random.Generator) -> str:
    """A white image becomes all ones."""
    result = call_through(function, (np.full((2, 3, 3), 255, dtype=np.uint8),))
    if np.allclose(result, 1, rtol=RTOL):
        return ""
    return f"A white image (all 255) becomes {result.flat[0]:.6g}; 1 is expected."


EXERCISE = Exercise(
    id="to_float_chw",
    points=3,
    card=Card("From a file's layout to a network's", 1, 5, 10),
    reference=to_float_chw,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "The number at `image[row, col, channel]`: at which three indices should it stand in the "
        "result? Which axis moved, and which two kept their order?",
        "Three changes, in this order: give a grey image a third axis, of length 1; move the "
        "channel axis to the front and let rows and columns follow in their old order; turn the "
        "numbers into float32 and divide by the largest value a uint8 can hold.",
        "```\nif the image has two axes:\n    add an axis of length 1 at the end\n"
        "chw = image with its axes in the order ...      # which of 0, 1, 2 comes first?\n"
        "make chw contiguous (np.ascontiguousarray)\nreturn chw as float32, divided by ...\n```",
    ),
    symptoms=(
        Symptom(
            "the shape is right, the picture looks like coloured noise", "`reshape` moves no axis"
        ),
        Symptom(
            "the picture lies on its side",
            "rows and columns changed places: look at the order of the last two axes",
        ),
        Symptom(
            "everything is 0, apart from white", "which came first, the division or the conversion?"
        ),
        Symptom("dtype float64 is reported", "uint8 divided by 255 gives float64: convert"),
        Symptom("colour works, grey raises an error", "what is `image.ndim`?"),
    ),
    properties=(
        Property("one lit number", one_lit_number),
        Property("white gives 1", white_gives_one),
    ),
    contiguous=True,
    play='PixelInspector.on_failing_case("to_float_chw", to_float_chw)',
)
