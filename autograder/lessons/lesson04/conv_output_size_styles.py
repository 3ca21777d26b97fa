"""Correct answers to `conv_output_size` in other styles: each must earn full marks."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Alternative


def _length_of_range(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    last = n + padding - dilation * (k - 1) - 1
    count = len(range(-padding, last + 1, stride))
    if count == 0:
        raise ValueError("the kernel does not fit")
    return count


def _walks(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    count, start = 0, -padding
    while start + dilation * (k - 1) < n + padding:
        count, start = count + 1, start + stride
    if not count:
        raise ValueError(f"{k} cells do not fit")
    return count


def _floor_of_division(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    if dilation * (k - 1) + 1 > n + 2 * padding:
        raise ValueError
    return math.floor((n + 2 * padding - dilation * (k - 1) - 1) / stride + 1)


def _int_of_division(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    room = n + 2 * padding - dilation * (k - 1) - 1
    if room < 0:
        raise ValueError("too long")
    return int(room / stride) + 1


def _divmod(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    steps, _left_over = divmod(n + 2 * padding - (k + (k - 1) * (dilation - 1)), stride)
    if steps < 0:
        raise ValueError("the kernel is longer than the padded row")
    return steps + 1


def _recursive(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    def windows(cells: int) -> int:
        return 0 if cells < dilation * (k - 1) + 1 else 1 + windows(cells - stride)

    count = windows(n + 2 * padding)
    if count < 1:
        raise ValueError("not one window")
    return count


def _numpy_integer(
    n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> np.integer:
    room = np.int64(n + 2 * padding - dilation * (k - 1) - 1)
    if room < 0:
        raise ValueError("no room")
    return np.floor_divide(room, stride) + 1


def _counts_starts_that_fit(
    n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    cells = range(-padding, n + padding)
    taps = [dilation * a for a in range(k)]
    starts = [start for start in cells[::stride] if all(start + tap in cells for tap in taps)]
    if not starts:
        raise ValueError("no start fits")
    return len(starts)


def _slices_a_range(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    possible = range(n + 2 * padding)[dilation * (k - 1) :]
    assert stride >= 1
    if len(possible) == 0:
        raise ValueError("nothing left")
    return len(possible[::stride])


ACCEPT = (
    Alternative("length of a range", _length_of_range),
    Alternative("walks with a while loop", _walks),
    Alternative("math.floor of the quotient", _floor_of_division),
    Alternative(
        "int for floor, after the check",
        _int_of_division,
        "`int` cuts towards zero, which is the floor here, since the room is never negative.",
    ),
    Alternative("divmod", _divmod),
    Alternative("recursion", _recursive),
    Alternative("a NumPy integer", _numpy_integer),
    Alternative("counts the starts whose cells all exist", _counts_starts_that_fit),
    Alternative("slices a range with the stride", _slices_a_range),
)
