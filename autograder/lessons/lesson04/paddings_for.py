"""The formula backwards: which paddings lead to a wanted size?"""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Probe, Symptom
from autograder.lessons.lesson04.conv_output_size import conv_output_size


def paddings_for(n: int, k: int, stride: int, out: int) -> list[int]:
    """Find every padding with which a layer gives a wanted size.

    Parameters
    ----------
    n, k, stride : int
        Cells in the row and in the kernel, and how far it moves; each at least 1. No dilation.
    out : int
        The wanted number of windows, at least 1.

    Returns
    -------
    list of int
        All paddings of 0 or more, in rising order; [] when there is none. Padding counts cells at
        each end, as everywhere.

    Examples
    --------
    4 cells, a kernel of 2, stride 4: paddings 1 and 2 both give 2 windows, and the second leaves
    two cells over. And no padding keeps 4 cells under a kernel of 2 that moves by 1:

    >>> paddings_for(4, 2, 4, 2)
    [1, 2]
    >>> paddings_for(4, 2, 1, 4)
    []
    """
    found = []
    for padding in range(stride * out + k):
        if (n + 2 * padding - k) // stride + 1 == out:
            found.append(padding)
    return found


def probes(rng: np.random.Generator) -> list[Probe]:
    """One answer, none, several; paddings as large as the kernel and larger; then random ones."""
    padding, k, stride = (int(rng.integers(*ends)) for ends in ((8, 12), (3, 6), (4, 8)))
    n = [int(size) for size in rng.choice((11, 13, 17, 19, 23, 29), 3, replace=False)]
    return [
        _probe("core", 7, 3, 1, 7),
        _probe("core", 5, 2, 1, 5),
        _probe("core", 9, 3, 3, 3),
        _probe("core", 28, 5, 1, 28),
        _probe("core", 224, 11, 4, 55),
        _probe("generality", 28, 3, 2, 14),
        _probe("generality", 227, 11, 4, 55),
        _probe("generality", 13, 5, 7, 3),
        _probe("generality", 4, 3, 1, 12),
        _probe("generality", 2, 3, 2, 17),
        _probe("generality", 9, 3, 1, 3),
        _probe("generality", 3, 7, 1, 5),
        _probe("generality", 6, 5, 5, 2),
        _probe("generality", 3, 9, 1, 1),
        _probe("generality", n[0], k, stride, (n[0] + 2 * padding - k) // stride + 1),
        _probe("generality", n[1], k, 2 * stride + 1, (n[1] + 2 * padding) // (2 * stride + 1) + 2),
        _probe("generality", n[2], k + 1, stride, int(rng.integers(9, 16))),
        _probe("robustness", 5, 1, 20, 1),
    ]


def _probe(family: str, *given: int) -> Probe:
    label = "{} cells, kernel {}, stride {}, wanted {}".format(*given)
    return Probe(label, family, given)  # type: ignore[arg-type]


def _from_bounds(n: int, k: int, stride: int, out: int) -> list[int]:
    least = stride * (out - 1) + k - n
    first, last = max(0, -(-least // 2)), (least + stride - 1) // 2
    return list(range(first, last + 1))


def _tries_with_error(n: int, k: int, stride: int, out: int) -> list[int]:
    answer: list[int] = []
    for p in range(k + stride * out + 1):
        try:
            if conv_output_size(n, k, stride, p) == out:
                answer += [p]
        except ValueError:
            continue
    return answer


def _grows_until_too_large(n: int, k: int, stride: int, out: int) -> list[int]:
    answer: list[int] = []
    p = 0
    while True:
        windows = len(range(0, n + 2 * p - k + 1, stride))
        if windows > out:
            return answer
        if windows == out:
            answer.append(p)
        p += 1


def _sorted_set(n: int, k: int, stride: int, out: int) -> list[int]:
    rooms = range(stride * (out - 1), stride * out)
    twice = {room + k - n for room in rooms}
    return sorted(both // 2 for both in twice if both >= 0 and both % 2 == 0)


def _filtered(n: int, k: int, stride: int, out: int) -> list[int]:
    def fits(p: int) -> bool:
        return stride * (out - 1) <= n + 2 * p - k < stride * out

    return list(filter(fits, range(1 + (stride * out + k) // 2)))


def _recursive(n: int, k: int, stride: int, out: int) -> list[int]:
    windows = 0 if n < k else (n - k) // stride + 1
    if windows > out:
        return []
    here = [0] if windows == out else []
    return here + [p + 1 for p in _recursive(n + 2, k, stride, out)]


def _array_comparison(n: int, k: int, stride: int, out: int) -> list[int]:
    p = np.arange(stride * out + k + 1)
    found: list[int] = np.flatnonzero((n + 2 * p - k) // stride + 1 == out).tolist()
    return found


_RANGE = "range(stride * out + k)"
_COUNT = "(n + 2 * padding - k) // stride + 1"
_TEST = f"{_COUNT} == out"
_APPEND, _RETURN = "found.append(padding)", "return found\n"

BUGS = (
    Bug(
        "stops_at_the_first",
        "Only the first padding is there. With a stride, larger ones may leave cells over and give "
        "the same size: look on.",
        {_APPEND: "return [padding]"},
    ),
    Bug(
        "returns_a_number",
        "A single number, where a list of all paddings is expected.",
        {_APPEND: "return padding"},
    ),
    Bug(
        "only_the_last",
        "Only the largest padding is there; smaller ones give the same size.",
        {_RETURN: "return found[-1:]\n"},
    ),
    Bug(
        "without_leftovers_only",
        "Paddings that leave cells over are missing. They are legal: leftover cells are ignored.",
        {_TEST: "n + 2 * padding - k == stride * (out - 1)"},
    ),
    Bug(
        "half_kernel_formula",
        "This is (k - 1) / 2, which keeps the size at stride 1. Other strides and sizes need "
        "another answer.",
        {_RETURN: "return [(k - 1) // 2]\n"},
    ),
    Bug(
        "searches_below_half_kernel",
        "The search ended at half a kernel. Larger paddings are legal too.",
        {_RANGE: "range(k // 2 + 1)"},
    ),
    Bug(
        "searches_below_kernel",
        "The search ended below the kernel's size. Larger paddings are legal too.",
        {_RANGE: "range(k)"},
    ),
    Bug(
        "searches_below_n",
        "The search ended below the row's length. Larger paddings are legal too.",
        {_RANGE: "range(n)"},
    ),
    Bug(
        "searches_up_to_wanted_size",
        "The search ended at the wanted size. Larger paddings are legal too.",
        {_RANGE: "range(out + 1)"},
    ),
    Bug(
        "starts_at_1",
        "Padding 0 is missing: no padding is one, too.",
        {_RANGE: "range(1, stride * out + k)"},
    ),
    Bug(
        "negative_padding",
        "There is a negative padding. One cannot take cells away by padding: start at 0.",
        {_RANGE: "range(-n, stride * out + k)"},
    ),
    Bug(
        "rounds_up",
        "Sizes were rounded up, so these paddings give one window less. Round down.",
        {_COUNT: "-((k - n - 2 * padding) // stride) + 1"},
    ),
    Bug(
        "pads_one_end",
        "The padding was counted once. It is added at both ends.",
        {_COUNT: "(n + padding - k) // stride + 1"},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect.",
        {_COUNT: "n + 2 * padding - k + 1"},
    ),
    Bug(
        "ignores_kernel",
        "The kernel's size has no effect.",
        {_COUNT: "(n + 2 * padding - 1) // stride + 1"},
    ),
    Bug(
        "forgets_plus_one",
        "These paddings give one window more than wanted: the first window needs no step.",
        {_COUNT: "(n + 2 * padding - k) // stride"},
    ),
    Bug(
        "plus_one_inside_division",
        "The + 1 went inside the division by the stride.",
        {_COUNT: "(n + 2 * padding - k + 1) // stride"},
    ),
    Bug(
        "at_least",
        "Paddings that give more windows than wanted are among them. Exactly `out` is asked for.",
        {_TEST: f"{_COUNT} >= out"},
    ),
    Bug(
        "padding_of_both_ends",
        "These are the cells added in all. A padding counts those at one end.",
        {_APPEND: "found.append(2 * padding)"},
    ),
    Bug(
        "none_for_no_answer",
        "It returned None where no padding will do. The list of all answers is empty then: [].",
        {_RETURN: "return found or None\n"},
    ),
    Bug(
        "falling_order",
        "The paddings are there, from the largest down. Rising order is asked for.",
        {_RETURN: "return found[::-1]\n"},
    ),
    Bug(
        "returns_tuple",
        "A tuple, where a list is expected.",
        {_RETURN: "return tuple(found)\n"},
    ),
    Bug(
        "returns_array",
        "An array, where a list is expected: `tolist()` makes one.",
        {_RETURN: "return np.array(found)\n"},
    ),
)

EXERCISE = Exercise(
    id="paddings_for",
    points=3,
    card=Card("Which padding?", 3, 3, 15, needs=("conv_output_size",)),
    reference=paddings_for,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("lower and upper bound, no search", _from_bounds),
        Alternative("tries conv_output_size, skips errors", _tries_with_error),
        Alternative("grows until there are too many windows", _grows_until_too_large),
        Alternative("a sorted set of even rooms", _sorted_set),
        Alternative("a double inequality", _filtered),
        Alternative("recursion, two cells at a time", _recursive),
        Alternative("all paddings as an array", _array_comparison),
    ),
    hints=(
        "One more cell of padding makes the row two cells longer. Can the number of windows fall "
        "then? And from which padding on are there certainly too many?",
        "Try every padding from 0 up: count the windows, keep those paddings that give the wanted "
        "number. Think about where you may stop, and about paddings so small that nothing fits.",
        "```text\nfound = []\nfor each padding from 0 up to ...far enough...:\n"
        "    if the kernel fits and gives the wanted number: append it\nreturn found\n```",
    ),
    symptoms=(
        Symptom("some paddings are missing", "how far do you search? do you stop at the first?"),
        Symptom("a ValueError", "with a small padding nothing fits yet; go on with the next"),
        Symptom("each padding is twice too large", "2p cells are p at each end"),
        Symptom("None instead of []", "what does a function return that has no `return`?"),
    ),
    play='StrideRuler.on_failing_case("paddings_for", said=paddings_for)',
)
