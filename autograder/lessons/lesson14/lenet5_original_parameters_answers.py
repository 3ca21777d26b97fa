"""Answers to `lenet5_original_parameters`: mistakes, and right ones in other styles."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug

_C1 = "6 * (5 * 5 + 1)"
_S2 = '"S2": 6 * 2'
_C3 = "60 * 5 * 5 + 16"
_S4 = '"S4": 16 * 2'
_C5 = "120 * (16 * 5 * 5 + 1)"
_F6 = "84 * (120 + 1)"
_END = f"{_F6},\n"


def _total_only() -> int:
    return 60_000


def _list_of_counts() -> list[int]:
    return [156, 12, 1516, 32, 48_120, 10_164]


def _small_letters() -> dict[str, int]:
    return {"c1": 156, "s2": 12, "c3": 1516, "s4": 32, "c5": 48_120, "f6": 10_164}


def _as_texts() -> dict[str, str]:
    return {"C1": "156", "S2": "12", "C3": "1516", "S4": "32", "C5": "48120", "F6": "10164"}


def _as_floats() -> dict[str, float]:
    return {"C1": 156.0, "S2": 12.0, "C3": 1516.0, "S4": 32.0, "C5": 48_120.0, "F6": 10_164.0}


BUGS = (
    Bug(
        "todays_c3",
        "C3 is counted as in today's form, where every map reads all six: 96 slices. In 1998 it "
        "had 60.",
        {_C3: "96 * 5 * 5 + 16"},
    ),
    Bug(
        "pooling_learns_nothing",
        "S2 and S4 are counted as today's pooling, which learns nothing. In 1998 each of their maps "
        "had a coefficient and a bias.",
        {_S2: '"S2": 0', _S4: '"S4": 0'},
    ),
    Bug(
        "pooling_without_bias",
        "A map of S2 learned two numbers: the coefficient and the bias.",
        {_S2: '"S2": 6 * 1', _S4: '"S4": 16 * 1'},
    ),
    Bug(
        "pooling_weight_for_each_cell",
        "S2 has a weight for each of the four cells here. The four are added first; one coefficient "
        "multiplies their sum.",
        {_S2: '"S2": 6 * 5', _S4: '"S4": 16 * 5'},
    ),
    Bug(
        "pooling_per_cell_of_the_map",
        "The coefficient and the bias were counted for every cell of S2. A map shares them.",
        {_S2: '"S2": 6 * 2 * 14 * 14', _S4: '"S4": 16 * 2 * 5 * 5'},
    ),
    Bug(
        "s4_has_six_maps",
        "S4 has as many maps as C3 before it: 16.",
        {_S4: '"S4": 6 * 2'},
    ),
    Bug(
        "c3_without_bias",
        "The slices of C3 are right. Each of its 16 maps has a bias, too.",
        {_C3: "60 * 5 * 5"},
    ),
    Bug(
        "c3_bias_for_each_slice",
        "C3 has a bias for every slice here. A map adds its bias once.",
        {_C3: "60 * (5 * 5 + 1)"},
    ),
    Bug(
        "c3_one_slice_for_each_map",
        "Each C3 map has a single slice here. It has one for every S2 map that it reads.",
        {_C3: "16 * (5 * 5 + 1)"},
    ),
    Bug(
        "c3_counts_pairs_that_are_left_out",
        "These are the 36 pairs that C3 leaves out. Count the True cells.",
        {_C3: "36 * 5 * 5 + 16"},
    ),
    Bug(
        "c1_without_bias",
        "C1 has 150 weights, and a bias for each of its 6 maps.",
        {_C1: "6 * 5 * 5"},
    ),
    Bug(
        "c1_counts_connections",
        "That is how many connections C1 has: 28 x 28 positions use the same numbers.",
        {_C1: "6 * (5 * 5 + 1) * 28 * 28"},
    ),
    Bug(
        "c5_without_bias",
        "C5 has 48,000 weights, and a bias for each of its 120 units.",
        {_C5: "120 * 16 * 5 * 5"},
    ),
    Bug(
        "c5_one_slice",
        "A unit of C5 reads all 16 maps of S4, with a slice for each.",
        {_C5: "120 * (5 * 5 + 1)"},
    ),
    Bug(
        "f6_without_bias",
        "F6 has 10,080 weights, and a bias for each of its 84 units.",
        {_F6: "84 * 120"},
    ),
    Bug(
        "f6_bias_of_the_inputs",
        "The biases of F6 were counted for its inputs: 120 of them. It has 84 units.",
        {_F6: "84 * 120 + 120"},
    ),
    Bug(
        "adds_the_output_layer",
        "The output layer compared with drawn patterns: nothing in it was learned. Leave it out.",
        {_END: f'{_END}        "output": 10 * (84 + 1),\n'},
    ),
    Bug(
        "adds_the_total",
        "The total is no layer. Whoever wants it adds the six numbers up.",
        {_END: f'{_END}        "total": 60_000,\n'},
    ),
    Bug(
        "forgets_the_pooling_layers",
        "S2 and S4 are missing. They learned 12 and 32 numbers.",
        {'        "S2": 6 * 2,\n': "", '        "S4": 16 * 2,\n': ""},
    ),
    Bug(
        "returns_the_total", "One number came back. Return all six, by name.", function=_total_only
    ),
    Bug(
        "returns_list",
        'The numbers stand in a list. Return a dict, `{"C1": ...}`.',
        function=_list_of_counts,
    ),
    Bug("small_letters", 'The names are capitals: "C1", "S2" and so on.', function=_small_letters),
    Bug("texts", "The counts are texts. Return whole numbers.", function=_as_texts),
    Bug(
        "floats",
        "The counts are floats. Counts are whole numbers: `//` divides into one.",
        function=_as_floats,
    ),
)


def _written_out() -> dict[str, int]:
    return {"C1": 156, "S2": 12, "C3": 1_516, "S4": 32, "C5": 48_120, "F6": 10_164}


def _block_by_block() -> dict[str, int]:
    counts = {"F6": 84 * 121, "C5": 120 * 401}
    counts["C3"] = 6 * (3 * 25 + 1) + 6 * (4 * 25 + 1) + 3 * (4 * 25 + 1) + (6 * 25 + 1)
    counts.update({"S4": 2 * 16, "S2": 2 * 6, "C1": 26 * 6})
    return counts


def _numpy_integers() -> dict[str, np.int64]:
    reads = np.array([3] * 6 + [4] * 9 + [6])
    units = {"C1": np.full(6, 26), "S2": np.full(6, 2), "C3": 25 * reads + 1, "S4": np.full(16, 2)}
    units.update({"C5": np.full(120, 401), "F6": np.full(84, 121)})
    return {name: np.sum(each, dtype=np.int64) for name, each in units.items()}


def _by_a_helper() -> dict[str, int]:
    def layer(maps: int, slices: int, cells: int) -> int:
        return slices * cells + maps

    return {
        "C1": layer(6, 6, 25),
        "S2": layer(6, 6, 1),
        "C3": layer(16, 60, 25),
        "S4": layer(16, 16, 1),
        "C5": layer(120, 120 * 16, 25),
        "F6": layer(84, 84, 120),
    }


def _from_todays_form() -> dict[str, int]:
    today = {"C1": 156, "S2": 0, "C3": 2416, "S4": 0, "C5": 48_120, "F6": 10_164}
    changes = {"S2": 2 * 6, "C3": -36 * 25, "S4": 2 * 16}
    return {name: count + changes.get(name, 0) for name, count in today.items()}


ACCEPT = (
    Alternative("written out", _written_out),
    Alternative("block by block, in another order", _block_by_block),
    Alternative("NumPy integers", _numpy_integers),
    Alternative("one formula for all layers", _by_a_helper),
    Alternative("from today's form", _from_todays_form),
)
