"""Which maps of S2 each map of LeNet-5's C3 reads: the table of 1998."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Fault, Probe, Symptom
from autograder.lessons.lesson14.c3_connections_answers import ACCEPT, BUGS

SHAPE = (16, 6)


def c3_connections() -> np.ndarray:
    """Return the table of the 1998 paper: which maps of S2 each map of C3 reads.

    Map numbers go round: after S2 map 5 comes S2 map 0.

    - C3 maps 0 to 5 read three neighbouring maps each: map o reads o, o + 1 and o + 2.
    - C3 maps 6 to 11 read four neighbours each: map 6 + j reads j, j + 1, j + 2 and j + 3.
    - C3 maps 12 to 14 read two pairs of neighbours each, with a gap between them: map 12 + j reads
      j, j + 1, j + 3 and j + 4.
    - C3 map 15 reads all six.

    Returns
    -------
    np.ndarray, bool, shape (16, 6)
        Row o belongs to C3 map o, column i to S2 map i; True where o reads i. 60 of 96 are True.

    Examples
    --------
    >>> c3_connections()[4].astype(int).tolist()
    [1, 0, 0, 0, 1, 1]
    """
    table = np.zeros((16, 6), dtype=bool)
    for j in range(6):
        for step in (0, 1, 2):
            table[j, (j + step) % 6] = True
        for step in (0, 1, 2, 3):
            table[6 + j, (j + step) % 6] = True
    for j in range(3):
        for step in (0, 1, 3, 4):
            table[12 + j, (j + step) % 6] = True
    table[15] = True
    return table


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the table you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether the table is that of the paper; the first row that is not, otherwise."""
    if not isinstance(value, np.ndarray):
        kind = type(value).__name__
        known = "returns_lists" if kind == "list" else ""
        return Fault(known, f"it returned {kind}; a NumPy array is expected.", "contract")
    if value.shape != SHAPE:
        known = "one_row_for_each_s2_map" if value.shape == SHAPE[::-1] else ""
        saw = f"its shape is {value.shape}; {SHAPE}, a row for each C3 map, is expected."
        return Fault(known, saw, "contract")
    if value.dtype != np.bool_:
        return Fault("zeros_and_ones", f"its dtype is {value.dtype}; bool is expected.", "contract")
    table = c3_connections()
    if np.array_equal(value, table):
        return None
    row = int(np.argwhere((value != table).any(axis=1))[0, 0])
    reads = ", ".join(str(i) for i in np.flatnonzero(value[row])) or "nothing"
    saw = (
        f"{int(value.sum())} of 96 are True; the first row that differs from the paper's is "
        f"{row}: yours reads {reads}."
    )
    for bug in BUGS:
        assert bug.function is not None
        if np.array_equal(value, bug.function()):
            return Fault(bug.id, saw)
    return Fault("", saw)


EXERCISE = Exercise(
    id="c3_connections",
    points=3,
    card=Card("The table of 1998", 2, 2, 10, tools="NumPy; `%` makes numbers go round"),
    reference=c3_connections,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "On paper: which maps do C3 maps 4, 11 and 14 read? What happens to a number that "
        "reaches 6?",
        "Begin with a table of 16 rows and 6 columns that is False everywhere. One loop sets the "
        "rows 0 to 5, one the rows 6 to 11, one the rows 12 to 14; each row is the row above it "
        "moved by one column, round the end. The last row is True everywhere.",
        "```text\ntable = 16 x 6, all False\nfor j in 0..5:\n"
        "    row j: True at three columns, counted ...round the end...\n"
        "    row 6 + j: the same with four\nfor j in 0..2:\n"
        "    row 12 + j: True at j plus 0, 1, ...\nlast row: all True\n```",
    ),
    symptoms=(
        Symptom("IndexError: index 6 is out of bounds", "what comes after S2 map 5?"),
        Symptom("fewer than 60 are True", "are rows cut off at the last column? is row 15 set?"),
        Symptom("the dtype is not bool", "`dtype=bool` when the table is made"),
        Symptom("the shape is (6, 16)", "the paper prints S2 maps as rows; here they are columns"),
    ),
    examine=examine,
    play="ArchitectureWalk(LeNet5, original=True)",
)
