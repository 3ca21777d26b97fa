"""What LeNet-5 learned in 1998, layer by layer: 60,000 numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Fault, Probe, Symptom
from autograder.lessons.lesson14.lenet5_original_parameters_answers import ACCEPT, BUGS


def lenet5_original_parameters() -> dict[str, int]:
    """Count what each layer of LeNet-5 learned, as it was published in 1998.

    - C1: 6 maps, a 5x5 kernel and a bias each, on one grey picture.
    - S2: 6 maps; each adds up four cells, multiplies by a learned coefficient, adds a learned bias.
    - C3: 16 maps; a 5x5 slice for each S2 map that it reads, by the table of `c3_connections`; one
      bias.
    - S4: 16 maps, as S2.
    - C5: 120 units; a 5x5 slice for each of the 16 maps, one bias.
    - F6: 84 units; a weight for each of the 120, one bias.

    The output layer compares with ten drawn patterns that are not learned: it is left out.

    Returns
    -------
    dict of str to int
        Six entries, "C1", "S2", "C3", "S4", "C5" and "F6". Their sum is 60,000.

    Examples
    --------
    >>> lenet5_original_parameters()["C1"]
    156
    """
    return {
        "C1": 6 * (5 * 5 + 1),
        "S2": 6 * 2,
        "C3": 60 * 5 * 5 + 16,
        "S4": 16 * 2,
        "C5": 120 * (16 * 5 * 5 + 1),
        "F6": 84 * (120 + 1),
    }


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the counts you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether the counts are those of the paper; the first that is not, otherwise."""
    if not isinstance(value, dict):
        kind = type(value).__name__
        return Fault(_known(value), f"it returned {kind}; a dict is expected.", "contract")
    right = lenet5_original_parameters()
    if set(value) != set(right):
        keys = ", ".join(map(repr, value)) or "none"
        saw = f"its keys are {keys}; {', '.join(map(repr, right))} are expected."
        return Fault(_known(value), saw, "contract")
    strange = [name for name in right if not _whole(value[name])]
    if strange:
        kind = type(value[strange[0]]).__name__
        saw = f"{strange[0]} is of the type {kind}; an int is expected."
        return Fault(_known(value), saw, "contract")
    off = [name for name in right if value[name] != right[name]]
    if not off:
        return None
    total = sum(int(count) for count in value.values())
    saw = f"{off[0]} is {int(value[off[0]]):,}, and the sum is {total:,} where 60,000 is expected."
    return Fault(_known(value) or _known_at(value, off[0]), saw)


def _whole(count: Any) -> bool:
    return isinstance(count, (int, np.integer)) and not isinstance(count, (bool, np.bool_))


def _known(value: Any) -> str:
    """The bug that gives exactly this."""
    for bug in BUGS:
        made = EXERCISE.buggy(bug)()
        if type(made) is type(value) and made == value and _kinds(made) == _kinds(value):
            return bug.id
    return ""


def _kinds(value: Any) -> list[type]:
    return [type(item) for item in value.values()] if isinstance(value, dict) else []


def _known_at(value: dict[str, Any], name: str) -> str:
    """The bug that gives this number at this name."""
    for bug in BUGS:
        made = EXERCISE.buggy(bug)()
        if isinstance(made, dict) and made.get(name) == value[name]:
            return bug.id
    return ""


EXERCISE = Exercise(
    id="lenet5_original_parameters",
    points=3,
    card=Card("Sixty thousand", 3, 3, 15, tools="paper first"),
    reference=lenet5_original_parameters,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "How many numbers has one map of S2 to learn, however large it is? How many kernels has C3 "
        "map 0, how many has map 15?",
        "For each layer: how many units or maps, times what one of them learns. A convolution's "
        "map learns a slice for every map it reads, and one bias. C3's slices are the True cells of "
        "the table. A pooling map learns two numbers.",
        "```text\nC1: 6 maps, each one slice and a bias\nS2: 6 maps, each ...\n"
        "C3: ...slices in the whole table... times 25, and a bias for each of 16 maps\n"
        "S4: as S2, with 16 maps\nC5: 120 units, each 16 slices and a bias\n"
        "F6: 84 units, each 120 weights and a bias\n```",
    ),
    symptoms=(
        Symptom("the sum is 60,900", "C3 reads 60 pairs of maps, not 96"),
        Symptom("the sum is 60,850", "the output layer learned nothing"),
        Symptom("the sum is 59,956", "S2 and S4 learn something too"),
        Symptom("the sum is off by 16, 84 or 120", "every map and every unit has one bias"),
    ),
    examine=examine,
    play="ArchitectureWalk(LeNet5, original=True)",
)
