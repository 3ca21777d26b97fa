"""Count the positions of a kernel on an image."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom


def valid_output_shape(
    input_shape: tuple[int, int], kernel_shape: tuple[int, int]
) -> tuple[int, int]:
    """Count the positions at which a kernel fits into an image, down and across.

    Parameters
    ----------
    input_shape : tuple of int
        (H, W).
    kernel_shape : tuple of int
        (kH, kW). The kernel fits: kH <= H and kW <= W.

    Returns
    -------
    tuple of int
        (positions down, positions across); 1 on an axis where the kernel is as long as the image.

    Examples
    --------
    A kernel 2 rows high starts at row 0, 1 or 2 of a 4-row image; one 3 wide has 4 starts on 6
    columns:

    >>> valid_output_shape((4, 6), (2, 3))
    (3, 4)
    """
    height, width = input_shape
    kernel_height, kernel_width = kernel_shape
    return height - kernel_height + 1, width - kernel_width + 1


def probes(rng: np.random.Generator) -> list[Probe]:
    """Unequal sides, odd and even; then special sizes, where mistakes cancel or show."""
    height, width = (int(n) for n in rng.choice(np.arange(20, 60), size=2, replace=False))
    return [
        Probe("5x8 image, 2x3 kernel", "core", ((5, 8), (2, 3))),
        Probe("9x6 image, 4x2 kernel", "core", ((9, 6), (4, 2))),
        Probe("28x28 digit, 5x5 kernel", "core", ((28, 28), (5, 5))),
        Probe("7x4 image, 3x1 kernel", "generality", ((7, 4), (3, 1))),
        Probe("3x3 image, 3x3 kernel", "generality", ((3, 3), (3, 3))),
        Probe("6x9 image, 1x9 kernel", "generality", ((6, 9), (1, 9))),
        Probe("1x1 kernel", "generality", ((4, 7), (1, 1))),
        Probe(f"{height}x{width} image, 7x3 kernel", "generality", ((height, width), (7, 3))),
    ]


def _zipped(input_shape: tuple[int, int], kernel_shape: tuple[int, int]) -> tuple[int, ...]:
    return tuple(n - k + 1 for n, k in zip(input_shape, kernel_shape, strict=True))


def _counts_starts(input_shape: tuple[int, int], kernel_shape: tuple[int, int]) -> tuple[int, int]:
    def positions(cells: int, kernel_cells: int) -> int:
        return sum(1 for start in range(cells) if start + kernel_cells <= cells)

    return positions(input_shape[0], kernel_shape[0]), positions(input_shape[1], kernel_shape[1])


def _walks(input_shape: tuple[int, int], kernel_shape: tuple[int, int]) -> tuple[int, int]:
    down = across = 0
    while down + kernel_shape[0] <= input_shape[0]:
        down += 1
    while across + kernel_shape[1] <= input_shape[1]:
        across += 1
    return (down, across)


def _numpy_integers(
    input_shape: tuple[int, int], kernel_shape: tuple[int, int]
) -> tuple[np.int64, ...]:
    return tuple(np.subtract(input_shape, kernel_shape) + 1)


def _asks_numpy(input_shape: tuple[int, int], kernel_shape: tuple[int, int]) -> tuple[int, ...]:
    view = np.lib.stride_tricks.sliding_window_view
    return tuple(int(n) for n in view(np.empty(input_shape), kernel_shape).shape[:2])


def _returns_array(input_shape: tuple[int, int], kernel_shape: tuple[int, int]) -> np.ndarray:
    return np.array(input_shape) - np.array(kernel_shape) + 1


_DOWN, _ACROSS = "height - kernel_height + 1", "width - kernel_width + 1"
_BOTH = f"{_DOWN}, {_ACROSS}"

BUGS = (
    Bug(
        "forgets_plus_one",
        "One too few on each axis. A kernel as wide as the image has one position, not none: n - "
        "k + 1.",
        {_DOWN: "height - kernel_height", _ACROSS: "width - kernel_width"},
    ),
    Bug(
        "minus_one",
        "Two too few on each axis: the 1 is added, not taken away. Count a 2-wide kernel on 3 "
        "cells.",
        {_DOWN: "height - kernel_height - 1", _ACROSS: "width - kernel_width - 1"},
    ),
    Bug(
        "one_too_many",
        "One too many on each axis: the last window would hang over the border.",
        {_DOWN: "height - kernel_height + 2", _ACROSS: "width - kernel_width + 2"},
    ),
    Bug(
        "keeps_input_size",
        "This is the size of the image. A kernel that must stay inside has fewer positions than "
        "the image has cells.",
        {_BOTH: "height, width"},
    ),
    Bug(
        "returns_kernel_size",
        "This is the size of the kernel. The question is at how many places it fits.",
        {_BOTH: "kernel_height, kernel_width"},
    ),
    Bug(
        "swaps_result",
        "Down and across are exchanged: rows come first, as in `shape`.",
        {_BOTH: f"{_ACROSS}, {_DOWN}"},
    ),
    Bug(
        "swaps_kernel_sides",
        "The kernel's height was taken from the image's width and the other way round. It shows "
        "only when the kernel is not square.",
        {"kernel_height, kernel_width =": "kernel_width, kernel_height ="},
    ),
    Bug(
        "height_for_both",
        "The kernel's height was used on both axes.",
        {"width - kernel_width": "width - kernel_height"},
    ),
    Bug(
        "only_rows_shrink",
        "The columns did not shrink: the kernel has a width too.",
        {_ACROSS: "width"},
    ),
    Bug(
        "windows_do_not_overlap",
        "This counts windows side by side. The kernel moves by one cell, so windows overlap.",
        {_BOTH: "height // kernel_height, width // kernel_width"},
    ),
    Bug(
        "full_size",
        "The sign of k is turned: the result is larger than the image, as if the kernel could hang "
        "over every border.",
        {_BOTH: "height + kernel_height - 1, width + kernel_width - 1"},
    ),
    Bug(
        "shrinks_twice",
        "The image lost k - 1 cells on each side; it loses k - 1 in all.",
        {_BOTH: "height - 2 * (kernel_height - 1), width - 2 * (kernel_width - 1)"},
    ),
    Bug(
        "subtracts_half",
        "The image lost k // 2 cells, the part on one side of the centre. Both sides count.",
        {_BOTH: "height - kernel_height // 2, width - kernel_width // 2"},
    ),
    Bug(
        "float_result",
        "Sizes are whole numbers: float gives 4.0, and an array cannot have 4.0 rows.",
        {_BOTH: f"float({_DOWN}), float({_ACROSS})"},
    ),
    Bug(
        "returns_number_of_positions",
        "This is the number of positions in all. Return both counts: (down, across).",
        {_BOTH: f"({_DOWN}) * ({_ACROSS})"},
    ),
    Bug(
        "returns_list",
        "A list, where a tuple is expected. Shapes are tuples.",
        {_BOTH: f"[{_BOTH}]"},
    ),
    Bug(
        "returns_array",
        "An array, where a tuple of two numbers is expected. Shapes are tuples: `tuple(...)` "
        "makes one.",
        function=_returns_array,
    ),
)

EXERCISE = Exercise(
    id="valid_output_shape",
    points=2,
    card=Card("Count the positions", 1, 5, 5, tools="paper first"),
    reference=valid_output_shape,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("both axes in one expression", _zipped),
        Alternative("counts the starts that fit", _counts_starts),
        Alternative("walks until the kernel hangs over", _walks),
        Alternative("NumPy integers in a tuple", _numpy_integers),
        Alternative("asks sliding_window_view", _asks_numpy),
    ),
    hints=(
        "Draw 4 cells in a row and a strip 2 cells long. At which cells can the strip start? And a "
        "strip of 4?",
        "On each axis the first start is 0. The last start is the one where the end of the kernel "
        "meets the end of the image. Count from the first to the last, both included.",
        "```text\ndown   = last start of a row - first start + 1\nacross = ...the same with "
        "widths...\nreturn (down, across)\n```",
    ),
    symptoms=(
        Symptom("one less than expected", "does your count include both the first and the last?"),
        Symptom("right for square kernels only", "which axis does kH belong to?"),
        Symptom("the two numbers are exchanged", "NumPy's order: rows, then columns"),
    ),
    play='KernelSlider.on_failing_case("valid_output_shape", valid_output_shape)',
)
