"""Find sizes on which rounding up shows."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Fault, Probe, Symptom

NAMES = ("n", "k", "stride", "padding")

LARGEST = 10**9
"""Sizes beyond any row; keeps messages short."""


def break_ceil() -> tuple[int, int, int, int]:
    """Return (n, k, stride, padding) on which rounding up gives another size than rounding down.

    Returns
    -------
    tuple of int
        n, k and stride at least 1, padding at least 0, no dilation; the kernel fits into the
        padded row. There are many right answers; with stride 1 nobody can see the difference.

    Examples
    --------
    (7, 3, 2, 1) does not expose it: 4 windows either way, and no cell is left over.
    """
    return 32, 5, 2, 0


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the arguments you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether returned sizes tell floor from ceil; what is missing otherwise."""
    if not isinstance(value, tuple) or len(value) != 4:
        found = f"{len(value)} items" if isinstance(value, tuple) else type(value).__name__
        return Fault(
            "not_four", f"it returned {found}; (n, k, stride, padding) is expected.", "contract"
        )
    for name, number in zip(NAMES, value, strict=True):
        if isinstance(number, (bool, np.bool_)) or not isinstance(number, (int, np.integer)):
            kind = type(number).__name__
            return Fault("not_whole_numbers", f"{name} is of type {kind}, not int.", "contract")
    n, k, stride, padding = (int(number) for number in value)
    for name, number, least in zip(NAMES, (n, k, stride, padding), (1, 1, 1, 0), strict=True):
        if not least <= number <= LARGEST:
            shown = str(number) if abs(number) <= LARGEST else f"beyond {LARGEST}"
            saw = f"{name} is {shown}; at least {least} is expected, and no more than a row holds."
            return Fault("out_of_range", saw, "contract")
    return _blind_spot(n, k, stride, padding)


def _blind_spot(n: int, k: int, stride: int, padding: int) -> Fault | None:
    room = n + 2 * padding - k
    row = f"a padded row of {n + 2 * padding} cells and a kernel of {k}"
    if room < 0:
        return Fault("kernel_does_not_fit", f"{row}: there is not one window.", "contract")
    if room % stride:
        return None
    same = f"{row}: rounding up and rounding down both give {room // stride + 1}."
    if stride == 1:
        return Fault("stride_1", same)
    if room == 0:
        return Fault("kernel_fills_the_row", same)
    return Fault("no_leftover", same)


def _stride_1() -> tuple[int, int, int, int]:
    return 28, 5, 1, 2


def _no_leftover() -> tuple[int, int, int, int]:
    return 28, 2, 2, 0


def _kernel_fills_the_row() -> tuple[int, int, int, int]:
    return 5, 7, 3, 1


def _kernel_does_not_fit() -> tuple[int, int, int, int]:
    return 4, 7, 2, 1


def _not_four() -> tuple[int, int, int]:
    return 32, 5, 2


def _not_whole_numbers() -> tuple[float, int, int, int]:
    return 32.0, 5, 2, 0


def _out_of_range() -> tuple[int, int, int, int]:
    return 32, 5, 0, 0


def _pooling() -> tuple[int, int, int, int]:
    return 7, 2, 2, 0


def _resnet_stem() -> tuple[int, int, int, int]:
    return 224, 7, 2, 3


def _stride_beyond_the_row() -> tuple[int, int, int, int]:
    return 2, 1, 5, 0


def _one_cell_left() -> tuple[int, int, int, int]:
    n, k, stride, padding = 9, 4, 4, 0
    assert (n + 2 * padding - k) % stride == 1
    return n, k, stride, padding


def _searched() -> tuple[int, ...]:
    for n in range(1, 20):
        for stride in range(2, 5):
            down, up = (n - 1) // stride + 1, -(-(n - 1) // stride) + 1
            if down != up:
                return n, 1, stride, 0
    return ()


def _numpy_integers() -> tuple[np.int64, ...]:
    return tuple(np.array([12, 3, 2, 1]))


BUGS = (
    Bug(
        "stride_1",
        "With stride 1 every cell is a start, so nothing is ever left over and nothing rounded. "
        "Take a larger stride.",
        function=_stride_1,
    ),
    Bug(
        "no_leftover",
        "The stride divides the room that the kernel has, so the last window ends with the row. "
        "Make the row one cell longer.",
        function=_no_leftover,
    ),
    Bug(
        "kernel_fills_the_row",
        "The kernel is as long as the padded row: one window, no room to move, nothing to round.",
        function=_kernel_fills_the_row,
    ),
    Bug(
        "kernel_does_not_fit",
        "The kernel is longer than the padded row. That is an error before it is a matter of "
        "rounding.",
        function=_kernel_does_not_fit,
    ),
    Bug(
        "not_four",
        "Return four numbers with commas between them: `return n, k, stride, padding`.",
        function=_not_four,
    ),
    Bug(
        "not_whole_numbers",
        "Sizes are whole numbers of type int.",
        function=_not_whole_numbers,
    ),
    Bug(
        "out_of_range",
        "No layer has such a number. n, k and stride are at least 1, the padding at least 0.",
        function=_out_of_range,
    ),
)

EXERCISE = Exercise(
    id="break_ceil",
    points=1,
    card=Card("Break it: rounded up", 2, 3, 5, needs=("conv_output_size",)),
    reference=break_ceil,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("2x2 pooling on 7 cells", _pooling),
        Alternative("the first layer of a ResNet", _resnet_stem),
        Alternative("a stride longer than the row", _stride_beyond_the_row),
        Alternative("one cell left over", _one_cell_left),
        Alternative("found by a search", _searched),
        Alternative("NumPy integers", _numpy_integers),
    ),
    hints=(
        "When does `room / stride` have a fraction at all?",
        "Choose a stride of 2 or more, and a row in which some cells are left over after the last "
        "whole window. Four small numbers are enough.",
        "```text\nroom = n + 2 * padding - k\n"
        "return n, k, stride, padding for which room is ...\n```",
    ),
    symptoms=(
        Symptom("both give the same", "draw the windows: is a cell left over at the end?"),
        Symptom("the kernel does not fit", "n comes first, then k"),
        Symptom("not int", "7 // 2 is an int, 7 / 2 and 7.0 are not"),
    ),
    examine=examine,
    play="StrideRuler.on_answer(break_ceil)",
)
