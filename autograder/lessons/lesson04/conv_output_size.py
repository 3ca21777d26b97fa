"""How many windows fit on one axis, with stride, padding and dilation."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson04.conv_output_size_bugs import BUGS
from autograder.lessons.lesson04.conv_output_size_styles import ACCEPT


def conv_output_size(n: int, k: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Count the windows of a sliding kernel on one axis.

    Parameters
    ----------
    n, k : int
        Cells in the row and in the kernel, at least 1.
    stride : int
        How far the kernel moves from one window to the next, at least 1.
    padding : int
        Cells added at each of the two ends, at least 0.
    dilation : int
        Distance between neighbouring kernel cells on the row, at least 1; 1 means no holes.

    Returns
    -------
    int
        The number of windows that lie inside the padded row. Cells after the last whole window
        are left over; they make no window of their own.

    Raises
    ------
    ValueError
        When not even one window fits.

    Examples
    --------
    On 6 cells a kernel of 3 that moves by 2 starts at 0 and at 2; cell 5 is left over:

    >>> conv_output_size(6, 3, stride=2)
    2
    >>> conv_output_size(6, 3, dilation=2)
    2
    """
    span = dilation * (k - 1) + 1
    room = n + 2 * padding - span
    if room < 0:
        raise ValueError(f"a kernel spans {span} cells; the padded row has {n + 2 * padding}")
    return room // stride + 1


def probes(rng: np.random.Generator) -> list[Probe]:
    """Rows that can be drawn first; then the sizes of well-known networks, and what must fail."""
    n = [int(size) for size in rng.choice((31, 37, 41, 43, 47, 53, 59, 61), 6, replace=False)]
    k, stride, padding = (int(rng.integers(*ends)) for ends in ((4, 8), (3, 6), (1, 4)))
    return [
        Probe("7 cells, kernel 3, the rest at default", "core", (7, 3)),
        _probe("core", 8, 3, 2),
        _probe("core", 10, 3, 2),
        _probe("core", 7, 3, 2, 1),
        _probe("core", 32, 5, 1),
        _probe("core", 32, 5, 2),
        Probe("9 cells, kernel 3, dilation 2 by name", "generality", (9, 3), {"dilation": 2}),
        _probe("generality", 5, 2, 1),
        _probe("generality", 4, 1, 3),
        _probe("generality", 3, 5, 1, 2),
        _probe("generality", 5, 5, 3, 0),
        _probe("generality", 7, 3, 1, 2, 2),
        _probe("generality", 9, 3, 2, 0, 2),
        _probe("generality", 6, 3, 3, 1, 3),
        _probe("generality", 12, 3, 4, 1),
        _probe("generality", 28, 5, 1, 2),
        _probe("generality", 28, 3, 2, 1),
        _probe("generality", n[0], k, stride),
        _probe("generality", n[1], k + 1, stride + 1, padding),
        _probe("generality", n[2], 4, 1, padding + 1, 3),
        _probe("generality", n[3], 5, stride, padding, int(rng.integers(2, 5))),
        _probe("generality", n[4], 2 + padding, 2, padding, 2),
        _probe("generality", 224, 7, 2, 3),
        _probe("generality", 224, 11, 4, 2),
        _probe("generality", 227, 11, 4),
        _probe("robustness", 3, 5, 1),
        _probe("robustness", 4, 5, 2),
        _probe("robustness", 5, 3, 2, 0, 3),
        _probe("robustness", n[5] % 7 + 1, n[5], 3, 2),
    ]


def _probe(family: str, n: int, k: int, stride: int, padding: int = 0, dilation: int = 1) -> Probe:
    given = (n, k, stride, padding, dilation)
    label = "{} cells, kernel {}, stride {}, padding {}, dilation {}".format(*given)
    return Probe(label, family, given)  # type: ignore[arg-type]


EXERCISE = Exercise(
    id="conv_output_size",
    points=4,
    card=Card("Count the windows", 2, 5, 12, needs=("valid_output_shape",), tools="paper first"),
    reference=conv_output_size,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "Where does the first window start, and which is the last cell on which a window may "
        "start? How many steps of the stride fit between the two?",
        "Find how many cells the kernel covers from its first to its last, holes included. "
        "Subtract that from the length of the padded row: this is the room the kernel has to move. "
        "No room at all is an error. Count how many whole steps the room holds, and do not forget "
        "the window before the first step.",
        "```text\nspan = cells from the kernel's first to its last\n"
        "room = length of the padded row - span\nif room is negative: ValueError\n"
        "return ...whole steps in the room, and the first window...\n```",
    ),
    symptoms=(
        Symptom("one more than expected", "does your last window hang over the end?"),
        Symptom("one less than expected", "the first window needs no step"),
        Symptom("right until dilation is 2", "draw a kernel of 3 with one hole between its cells"),
        Symptom("a float", "which operator divides and keeps whole numbers?"),
        Symptom("a number where an error is expected", "can the room be negative?"),
    ),
    play='StrideRuler.on_failing_case("conv_output_size", conv_output_size)',
)
