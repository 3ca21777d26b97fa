"""The first kernels one designs: where does the picture grow brighter?"""

from __future__ import annotations

from typing import Literal

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through
from autograder.lessons.lesson02.edge_kernel_bugs import BUGS
from autograder.lessons.lesson02.edge_kernel_styles import ACCEPT


def edge_kernel(direction: Literal["vertical", "horizontal"]) -> np.ndarray:
    """Make a Prewitt kernel: one side of the window minus the other.

    Parameters
    ----------
    direction : "vertical" or "horizontal"
        How the edge runs. A vertical edge separates left from right.

    Returns
    -------
    np.ndarray, float64, shape (3, 3)
        Cells are -1, 0 and 1. Slid as it is (no flip), "vertical" gives a positive number where
        the picture grows brighter to the right, "horizontal" where it grows brighter downwards.

    Raises
    ------
    ValueError
        For any other direction; the message names it.

    Examples
    --------
    >>> edge_kernel("vertical")[0]
    array([-1.,  0.,  1.])
    """
    if direction not in ("vertical", "horizontal"):
        raise ValueError(f"edge_kernel: no direction {direction!r}; vertical or horizontal?")
    vertical = np.array([[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]])
    return vertical if direction == "vertical" else vertical.T


def probes(rng: np.random.Generator) -> list[Probe]:
    """Both directions, and one that does not exist."""
    unknown = f"diagonal-{rng.integers(1000, 10000)}"
    return [
        Probe("vertical", "core", ("vertical",)),
        Probe("horizontal", "generality", ("horizontal",)),
        Probe("no such direction", "robustness", (unknown,), mentions=(unknown,)),
    ]


def _silent_on_flat(function: Function, rng: np.random.Generator) -> str:
    total = call_through(function, ("vertical",)).sum()
    if total == 0:
        return ""
    return (
        f"The kernel's cells sum to {total:g}. On a flat part of the picture there is no edge, and "
        "the sum of products there should be 0: what must the cells sum to?"
    )


def _brighter_right(function: Function, rng: np.random.Generator) -> str:
    kernel = call_through(function, ("vertical",))
    window = np.broadcast_to(np.arange(kernel.shape[1], dtype=float), kernel.shape)
    score = float((kernel * window).sum())
    if score > 0:
        return ""
    return f"On a window that grows brighter to the right, `vertical` gives {score:g}, not above 0."


HINTS = (
    "Take a window whose right column is 9 and whose other cells are 0. Which weights make the sum "
    "large and positive? What should a window full of 9s give?",
    "Write down the vertical kernel row by row: dark side negative, middle nothing, bright side "
    "positive; all three rows alike. The horizontal kernel asks the same question of up and down, "
    "so its rows are the other one's columns. Refuse other words first.",
    '```text\nif direction is neither of the two:\n    raise ValueError("... the direction ...")\n'
    "vertical = array of three equal rows ...which...\n"
    "return vertical, or, for horizontal, ...the same with rows and columns exchanged...\n```",
)

SYMPTOMS = (
    Symptom("positive and negative are exchanged", "the bright side of the window gets the + 1"),
    Symptom("the two directions are exchanged", "a vertical edge separates left from right"),
    Symptom("its dtype is int64", 'one decimal point is enough: "-1.0"'),
    Symptom("a KeyError comes where a ValueError is due", "ask whether the word is known first"),
)

EXERCISE = Exercise(
    id="edge_kernel",
    points=2,
    card=Card("Two edge kernels", 1, 3, 5, tools="write the numbers down"),
    reference=edge_kernel,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    properties=(
        Property("silent on flat pictures", _silent_on_flat),
        Property("positive where it grows brighter", _brighter_right),
    ),
    play='KernelStudio.on_failing_case("edge_kernel", said=edge_kernel)',
)
