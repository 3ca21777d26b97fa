"""In how many windows does each pixel lie?"""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import Inconclusive, call_through
from autograder.lessons.lesson03.usage_count_bugs import BUGS
from autograder.lessons.lesson03.usage_count_styles import ACCEPT


def usage_count(
    input_shape: tuple[int, int], kernel_shape: tuple[int, int], padding: tuple[int, int]
) -> np.ndarray:
    """Count for each pixel of an image how many windows of a sliding kernel cover it.

    Parameters
    ----------
    input_shape : tuple of int
        (H, W) of the image without padding.
    kernel_shape : tuple of int
        (kH, kW). It moves by one cell, and it fits into the padded image.
    padding : tuple of int
        (rows above and below, columns left and right), 0 or more.

    Returns
    -------
    np.ndarray, float64, shape (H, W)
        The counts of the image's own pixels; padded cells are left out.

    Examples
    --------
    Four pixels in a row and a kernel of 3 have two windows; padding by one column makes four:

    >>> usage_count((1, 4), (1, 3), (0, 0))
    array([[1., 2., 2., 1.]])
    >>> usage_count((1, 4), (1, 3), (0, 1))
    array([[2., 3., 3., 2.]])
    """
    (height, width), (kernel_height, kernel_width) = input_shape, kernel_shape
    pad_height, pad_width = padding
    counts = np.zeros((height + 2 * pad_height, width + 2 * pad_width))
    for row in range(height + 2 * pad_height - kernel_height + 1):
        for col in range(width + 2 * pad_width - kernel_width + 1):
            counts[row : row + kernel_height, col : col + kernel_width] += 1
    return counts[pad_height : pad_height + height, pad_width : pad_width + width].copy()


def probes(rng: np.random.Generator) -> list[Probe]:
    """Without padding, with a little, with much; kernels that are small, large, and not square."""
    height, width = (int(n) for n in rng.choice(np.arange(7, 30), size=2, replace=False))
    return [
        Probe("4x5 image, 2x3 kernel", "core", ((4, 5), (2, 3), (0, 0))),
        Probe("5x4 image, 3x2 kernel, padding (1, 0)", "core", ((5, 4), (3, 2), (1, 0))),
        Probe("3x6 image, 2x4 kernel, padding (0, 2)", "core", ((3, 6), (2, 4), (0, 2))),
        Probe("6x4 image, 5x3 kernel, padding (2, 1)", "core", ((6, 4), (5, 3), (2, 1))),
        Probe("3x3 image, 3x3 kernel, padding (1, 1)", "generality", ((3, 3), (3, 3), (1, 1))),
        Probe("kernel as large as the image", "generality", ((3, 5), (3, 5), (0, 0))),
        Probe("kernel larger than the image", "generality", ((2, 3), (4, 5), (1, 2))),
        Probe("padding larger than the kernel", "generality", ((4, 2), (2, 1), (3, 2))),
        Probe("padding larger than all else", "generality", ((1, 2), (2, 1), (5, 6))),
        Probe("1x2 kernel, padding (2, 1)", "generality", ((3, 4), (1, 2), (2, 1))),
        Probe(
            f"{height}x{width} image, 4x6 kernel, padding (1, 3)",
            "generality",
            ((height, width), (4, 6), (1, 3)),
        ),
        Probe(
            f"{width}x{height} image, 6x3 kernel, padding (2, 0)",
            "generality",
            ((width, height), (6, 3), (2, 0)),
        ),
    ]


def _symmetric(function: Function, rng: np.random.Generator) -> str:
    got = call_through(function, ((5, 6), (3, 2), (1, 0)))
    if np.array_equal(got, got[::-1]) and np.array_equal(got, got[:, ::-1]):
        return ""
    return (
        "The counts should look the same in a mirror, left-right and up-down: no border is better "
        "off than the one opposite. Yours do not."
    )


def _one_window(function: Function, rng: np.random.Generator) -> str:
    got = call_through(function, ((3, 4), (3, 4), (0, 0)))
    if got.shape != (3, 4):
        raise Inconclusive
    if (got == 1).all():
        return ""
    return (
        "A kernel as large as the image has one window, which covers every pixel once; yours says "
        f"{got.max():g} somewhere."
    )


def _total(function: Function, rng: np.random.Generator) -> str:
    got = call_through(function, ((5, 4), (2, 3), (0, 0)))
    if got.shape != (5, 4) or got.sum() == 48:
        return ""
    return (
        "A 5x4 image has 8 windows of 2x3: 8 windows of 6 pixels make 48 visits in all; yours add "
        f"up to {got.sum():g}."
    )


HINTS = (
    "Take a row of 4 pixels and a kernel of 3, without padding. Which pixels lie in the first "
    "window, which in the second? Write a mark under each pixel for each window.",
    "Make an array of zeros as large as the *padded* image. Visit every position of the kernel, as "
    "in lesson 01, and add 1 to all cells it covers there. In the end keep the part that is the "
    "image, without the padding.",
    "```text\ncounts = zeros, as large as the padded image\n"
    "for each position (row, col) of the kernel:\n"
    "    ...all cells under the kernel... += 1\n"
    "return a copy of counts without its rim\n```",
)

SYMPTOMS = (
    Symptom("the shape is that of the padded image", "which of its cells are pixels?"),
    Symptom("an empty result for padding 0", "what is `counts[0:-0]`?"),
    Symptom("every count is 1", "windows overlap: `=` replaces, `+=` adds"),
    Symptom("right for square kernels only", "which name holds the height, which the width?"),
)

EXERCISE = Exercise(
    id="usage_count",
    points=4,
    card=Card("Who is seen how often", 3, 3, 15, needs=("cross_correlate2d", "zero_pad2d")),
    reference=usage_count,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    properties=(
        Property("one window, one visit", _one_window),
        Property("48 visits", _total),
        Property("the same in a mirror", _symmetric),
    ),
    play='PaddingLab.on_failing_case("usage_count", said=usage_count)',
)
