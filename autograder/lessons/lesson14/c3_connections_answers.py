"""Answers to `c3_connections`: mistakes, and right ones in other styles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Bug

ROWS = "012 123 234 345 045 015 0123 1234 2345 0345 0145 0125 0134 1245 0235 012345"
"""What each C3 map reads, written out."""


def _table(rows: Sequence[Sequence[int]]) -> np.ndarray:
    table = np.zeros((16, 6), dtype=bool)
    for number, row in enumerate(rows):
        table[number, list(row)] = True
    return table


def _rows() -> list[list[int]]:
    return [[int(digit) for digit in row] for row in ROWS.split()]


def _all_maps() -> np.ndarray:
    return np.ones((16, 6), dtype=bool)


def _cut_off_at_the_end() -> np.ndarray:
    rows = [[j + step for step in range(3)] for j in range(6)]
    rows += [[j + step for step in range(4)] for j in range(6)]
    rows += [[j + step for step in (0, 1, 3, 4)] for j in range(3)]
    return _table([[i for i in row if i < 6] for row in rows] + [[*range(6)]])


def _stops_at_the_end() -> np.ndarray:
    rows = [[min(j, 3) + step for step in range(3)] for j in range(6)]
    rows += [[min(j, 2) + step for step in range(4)] for j in range(6)]
    return _table([*rows, *_rows()[12:]])


def _no_gap() -> np.ndarray:
    rows = _rows()
    rows[12:15] = [[j, j + 1, j + 2, j + 3] for j in range(3)]
    return _table(rows)


def _gap_not_moved() -> np.ndarray:
    rows = _rows()
    rows[12:15] = [rows[12]] * 3
    return _table(rows)


def _every_other() -> np.ndarray:
    rows = _rows()
    rows[12:15] = [[(j + step) % 6 for step in (0, 2, 3, 5)] for j in range(3)]
    return _table(rows)


def _three_in_all_rows() -> np.ndarray:
    return _table([[(j + step) % 6 for step in range(3)] for j in range(12)] + _rows()[12:])


def _four_in_all_rows() -> np.ndarray:
    return _table([[(j + step) % 6 for step in range(4)] for j in range(12)] + _rows()[12:])


def _fours_first() -> np.ndarray:
    rows = _rows()
    return _table([*rows[6:12], *rows[:6], *rows[12:]])


def _last_row_empty() -> np.ndarray:
    return _table([*_rows()[:15], []])


def _counts_backwards() -> np.ndarray:
    rows = [[(j - step) % 6 for step in range(3)] for j in range(6)]
    rows += [[(j - step) % 6 for step in range(4)] for j in range(6)]
    return _table([*rows, *_rows()[12:]])


def _starts_at_one() -> np.ndarray:
    return np.roll(_table(_rows()), 1, axis=1)


def _complement() -> np.ndarray:
    return ~_table(_rows())


def _transposed() -> np.ndarray:
    return _table(_rows()).T.copy()


def _whole_numbers() -> np.ndarray:
    return _table(_rows()).astype(int)


def _lists() -> list[list[bool]]:
    written: list[list[bool]] = _table(_rows()).tolist()
    return written


BUGS = (
    Bug(
        "all_maps",
        "Every C3 map reads every S2 map: that is today's form, with 96 pairs. The paper leaves "
        "36 of them out.",
        function=_all_maps,
    ),
    Bug(
        "cut_off_at_the_end",
        "Neighbours beyond S2 map 5 were dropped. The numbers go round: after 5 comes 0.",
        function=_cut_off_at_the_end,
    ),
    Bug(
        "stops_at_the_end",
        "The last windows were held back so that they fit. The numbers go round instead: after 5 "
        "comes 0.",
        function=_stops_at_the_end,
    ),
    Bug(
        "no_gap",
        "C3 maps 12 to 14 read four neighbours in a row here. In the paper there is a gap after "
        "the second.",
        function=_no_gap,
    ),
    Bug(
        "gap_not_moved",
        "C3 maps 12, 13 and 14 read the same four maps. Each moves on by one.",
        function=_gap_not_moved,
    ),
    Bug(
        "every_other_map",
        "The gap of C3 maps 12 to 14 comes one map too early: two neighbours, a gap, two "
        "neighbours.",
        function=_every_other,
    ),
    Bug(
        "three_in_all_rows",
        "C3 maps 6 to 11 read three maps here, as the six before them. They read four.",
        function=_three_in_all_rows,
    ),
    Bug(
        "four_in_all_rows",
        "C3 maps 0 to 5 read four maps here, as the six after them. They read three.",
        function=_four_in_all_rows,
    ),
    Bug(
        "fours_first",
        "The two blocks are exchanged: first come the six maps that read three, then the six that "
        "read four.",
        function=_fours_first,
    ),
    Bug(
        "last_row_empty",
        "C3 map 15 reads nothing. It reads all six.",
        function=_last_row_empty,
    ),
    Bug(
        "counts_backwards",
        "Map o reads o and the maps *before* it here. Count upwards from o.",
        function=_counts_backwards,
    ),
    Bug(
        "starts_at_one",
        "Everything sits one column too far right. C3 map 0 begins with S2 map 0.",
        function=_starts_at_one,
    ),
    Bug(
        "complement",
        "True and False are exchanged: this is the table of the pairs that are left out.",
        function=_complement,
    ),
    Bug(
        "one_row_for_each_s2_map",
        "Rows and columns are exchanged, as the paper prints the table. Here a row belongs to a "
        "C3 map.",
        function=_transposed,
    ),
    Bug(
        "zeros_and_ones",
        "The table holds numbers. A table of yes and no has the dtype bool, and then works as an "
        "index too.",
        function=_whole_numbers,
    ),
    Bug(
        "returns_lists",
        "This is a list of lists. Make it an array: `np.array(...)`.",
        function=_lists,
    ),
)


def _written_out() -> np.ndarray:
    return np.array([[str(i) in row for i in range(6)] for row in ROWS.split()])


def _rolled() -> np.ndarray:
    three = np.array([True, True, True, False, False, False])
    four = np.array([True, True, True, True, False, False])
    pairs = np.array([True, True, False, True, True, False])
    rows = [np.roll(three, j) for j in range(6)] + [np.roll(four, j) for j in range(6)]
    rows += [np.roll(pairs, j) for j in range(3)] + [np.full(6, True)]
    return np.stack(rows)


def _distances() -> np.ndarray:
    away = (np.arange(6)[np.newaxis] - np.arange(6)[:, np.newaxis]) % 6
    pairs = np.isin(away[:3], (0, 1, 3, 4))
    return np.concatenate([away < 3, away < 4, pairs, np.ones((1, 6), dtype=bool)])


def _columns_of_the_paper() -> np.ndarray:
    printed = """
        X...XXX..XXXX.XX
        XX...XXX..XXXX.X
        XXX...XXX..X.XXX
        .XXX..XXXX..X.XX
        ..XXX..XXXX.XX.X
        ...XXX..XXXX.XXX
    """
    return np.array([[c == "X" for c in line] for line in printed.split()]).T


def _bits() -> np.ndarray:
    codes = [7, 14, 28, 56, 49, 35, 15, 30, 60, 57, 51, 39, 27, 54, 45, 63]
    return np.array([[bool(code >> i & 1) for i in range(6)] for code in codes])


ACCEPT = (
    Alternative("written out", _written_out),
    Alternative("np.roll", _rolled),
    Alternative("distances round the circle", _distances),
    Alternative("the table as the paper prints it", _columns_of_the_paper),
    Alternative("bits of whole numbers", _bits),
)
