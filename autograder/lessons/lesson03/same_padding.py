"""How much padding keeps the size, and where the odd one goes."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom


def same_padding(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    """Say how many cells to put before and after a row so that sliding keeps its length.

    Parameters
    ----------
    kernel_size : int
        Cells of the kernel, 1 or more. It moves by one cell.
    dilation : int
        Distance between neighbouring kernel cells, 1 or more. Such a kernel spans
        `dilation * (kernel_size - 1) + 1` cells, holes included.

    Returns
    -------
    tuple of int
        (before, after), whole numbers that add up to what the kernel takes. Where they cannot be
        equal, the extra one comes after, as with PyTorch's `padding="same"`.

    Examples
    --------
    A kernel of 3 takes two cells from a row, one of 4 takes three:

    >>> same_padding(3)
    (1, 1)
    >>> same_padding(4)
    (1, 2)
    """
    total = dilation * (kernel_size - 1)
    before = total // 2
    return before, total - before


def probes(rng: np.random.Generator) -> list[Probe]:
    """Odd and even kernels; then with holes, where odd and even change places."""
    odd, even = (int(n) for n in (2 * rng.integers(5, 15) + 1, 2 * rng.integers(5, 15)))
    return [
        Probe("kernel of 5", "core", (5,)),
        Probe("kernel of 6", "core", (6,)),
        Probe("kernel of 2", "core", (2,)),
        Probe("kernel of 3, dilation 2", "core", (3, 2)),
        Probe("kernel of 1", "generality", (1,)),
        Probe("kernel of 7, dilation 3 by name", "generality", (7,), {"dilation": 3}),
        Probe("kernel of 4, dilation 2: even, and no rest", "generality", (4, 2)),
        Probe("kernel of 4, dilation 3", "generality", (4, 3)),
        Probe("kernel of 2, dilation 5", "generality", (2, 5)),
        Probe("kernel of 1, dilation 4", "generality", (1, 4)),
        Probe(f"kernel of {odd}", "generality", (odd,)),
        Probe(f"kernel of {even}, dilation 7", "generality", (even, 7)),
    ]


def _two_floors(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    lost = dilation * (kernel_size - 1)
    return lost // 2, (lost + 1) // 2


def _span_first(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    span = kernel_size + (kernel_size - 1) * (dilation - 1)
    return (span - 1) // 2, span // 2


def _divmod(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    half, rest = divmod((kernel_size - 1) * dilation, 2)
    return half, half + rest


def _one_cell_at_a_time(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    before = after = 0
    for number in range((kernel_size - 1) * dilation):
        if number % 2:
            before += 1
        else:
            after += 1
    return before, after


def _by_trying(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    span = len(range(0, kernel_size * dilation, dilation)) * dilation - dilation + 1
    length, both = 100, 0
    while length + both - span + 1 < length:
        both += 1
    return int(both / 2), both - int(both / 2)


def _by_numpy(kernel_size: int, dilation: int = 1) -> tuple[np.int64, np.int64]:
    holes = np.zeros(dilation * (kernel_size - 1) + 1)
    parts = np.array_split(holes[1:], 2)
    return np.int64(len(parts[1])), np.int64(len(parts[0]))


_TOTAL = "dilation * (kernel_size - 1)"
_HALF = "total // 2"
_AFTER = "total - before"
_PAIR = f"before, {_AFTER}"

BUGS = (
    Bug(
        "extra_before",
        "The numbers are right, in the other order: where the two differ, the extra one comes "
        "after.",
        {f"return {_PAIR}": f"return {_AFTER}, before"},
    ),
    Bug(
        "rounds_down_both",
        "For even kernels one cell is missing: both halves were rounded down. Together they must "
        "be what the kernel takes.",
        {_PAIR: "before, before"},
    ),
    Bug(
        "rounds_up_both",
        "For even kernels there is one cell too many: both halves were rounded up, so the map "
        "would grow by one.",
        {_HALF: "(total + 1) // 2", _PAIR: "before, before"},
    ),
    Bug(
        "fractions",
        "There are halves of cells in it. (k - 1) / 2 is whole only for odd kernels; else one side "
        "gets more.",
        {_PAIR: "total / 2, total / 2"},
    ),
    Bug(
        "float_result",
        "The numbers are right but they are floats. Cells are counted in whole numbers.",
        {_PAIR: f"float(before), float({_AFTER})"},
    ),
    Bug(
        "half_of_kernel_before",
        "Half of the *kernel* stands before. For even kernels that is one more before than after; "
        "the extra one comes after.",
        {_HALF: "dilation * (kernel_size // 2)"},
    ),
    Bug(
        "half_of_kernel_each_side",
        "k // 2 on each side is right for odd kernels only. An even one takes k - 1 cells, an odd "
        "number.",
        {_PAIR: "dilation * (kernel_size // 2), dilation * (kernel_size // 2)"},
    ),
    Bug(
        "pads_k_in_all",
        "A kernel of k takes k - 1 cells from a row, not k: count the starts.",
        {_TOTAL: "dilation * kernel_size"},
    ),
    Bug(
        "span_is_d_times_k",
        "With dilation too much is added: a kernel with holes spans d(k - 1) + 1 cells, not d k. "
        "There is no hole after the last cell.",
        {_TOTAL: "dilation * kernel_size - 1"},
    ),
    Bug(
        "ignores_dilation",
        "Dilation has no effect. A kernel with holes spans more cells, and takes more.",
        {_TOTAL: "kernel_size - 1"},
    ),
    Bug(
        "adds_dilation_once",
        "Dilation widens each of the k - 1 gaps, not one of them.",
        {_TOTAL: "kernel_size - 1 + dilation - 1"},
    ),
    Bug(
        "dilates_the_halves",
        "The total is right and its halves are uneven by d: first multiply by the dilation, then "
        "halve.",
        {_HALF: "dilation * ((kernel_size - 1) // 2)"},
    ),
    Bug(
        "full_padding",
        "That is k - 1 on each side: `full` padding, where the map grows. Both sides together get "
        "k - 1.",
        {_PAIR: "total, total"},
    ),
    Bug(
        "all_after",
        "All of it stands after. Each side gets its half.",
        {_HALF: "0"},
    ),
    Bug(
        "returns_total",
        "This is the total. Two numbers are asked for, (before, after).",
        {f"return {_PAIR}": "return total"},
    ),
    Bug(
        "returns_one_side",
        "This is the padding of one side. Two numbers are asked for, (before, after), since they "
        "may differ.",
        {f"return {_PAIR}": "return before"},
    ),
    Bug(
        "returns_list",
        "This is a list. Return a tuple: two values with a comma between them.",
        {f"return {_PAIR}": f"return [{_PAIR}]"},
    ),
)

EXERCISE = Exercise(
    id="same_padding",
    points=3,
    card=Card("Keep the size", 2, 4, 10, needs=("valid_output_shape",), tools="paper"),
    reference=same_padding,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("two floor divisions", _two_floors),
        Alternative("the span first", _span_first),
        Alternative("divmod", _divmod),
        Alternative("one cell at a time", _one_cell_at_a_time),
        Alternative("by trying", _by_trying),
        Alternative("NumPy's whole numbers", _by_numpy),
    ),
    hints=(
        "How many cells does a kernel of 3 take from a row? One of 4? And one of 3 with a hole "
        "between its cells, which spans 5?",
        "Find out what the kernel takes: its span without one. Halve that with whole-number "
        "division for the side before. What remains goes after.",
        "```text\ntotal = ...what a kernel of this span takes...\n"
        "before = half of it, rounded down\nafter = the rest\nreturn before and after\n```",
    ),
    symptoms=(
        Symptom("right for odd kernels only", "do before and after add up to k - 1?"),
        Symptom("right without dilation only", "how many gaps are between k cells?"),
        Symptom("1.5 instead of 1 and 2", "`/` gives fractions, `//` whole numbers"),
    ),
    play='PaddingLab.on_failing_case("same_padding", said=same_padding)',
)
