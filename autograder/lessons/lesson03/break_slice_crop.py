"""Find arguments that show a crop which counts from the end."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Bug, Card, Exercise, Fault, Probe, Symptom


def break_slice_crop() -> tuple[np.ndarray, int]:
    """Return (x, p) on which `crop` does not take p cells off each of the four sides.

    `crop(x, p)` is `x[:, :, p:-p, p:-p]`. It should undo `zero_pad2d(x, p)`: rows p to H - p and
    columns p to W - p should stay.

    Returns
    -------
    tuple of np.ndarray and int
        A batch x, shape (N, C, H, W), and p, 0 or more, which leaves something: 2 * p < H and
        2 * p < W. There are many right answers.

    Examples
    --------
    These do not expose it, since the pixel in the middle is left: x = np.arange(9.0).reshape(1, 1,
    3, 3), p = 1.
    """
    return np.array([[[[5.0]]]]), 0


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the arguments you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether a returned pair exposes the crop; what is missing otherwise."""
    if not isinstance(value, tuple) or len(value) != 2:
        found = f"{len(value)} items" if isinstance(value, tuple) else type(value).__name__
        return Fault("not_a_pair", f"it returned {found}; (x, p) is expected.", "contract")
    x, given = value
    if isinstance(given, np.ndarray) and given.ndim and not isinstance(x, np.ndarray):
        return Fault("arguments_exchanged", f"x is {x!r:.40}, p is an array.", "contract")
    problem = _array_problem(x)
    if problem is not None:
        return problem
    try:
        p = operator.index(given)
    except TypeError:
        kind = type(given).__name__
        saw = f"p is {kind}, not a whole number."
        return Fault("not_a_whole_number", saw, "contract")
    return _padding_problem(x, p) or _blind_spot(x, p)


def _array_problem(x: Any) -> Fault | None:
    if not isinstance(x, np.ndarray) or x.dtype.kind not in "biuf":
        kind = x.dtype if isinstance(x, np.ndarray) else type(x).__name__
        return Fault("not_an_array", f"x is {kind}, not an array of numbers.", "contract")
    if x.ndim != 4:
        saw = f"x has the shape {x.shape}; four axes, (N, C, H, W), are expected."
        return Fault("other_axes", saw, "contract")
    if x.size == 0:
        return Fault("no_pixels", f"x has the shape {x.shape}: there is nothing in it.", "contract")
    return None


def _padding_problem(x: np.ndarray, p: int) -> Fault | None:
    if p < 0:
        return Fault("negative_padding", f"p is {p}; 0 or more is expected.", "contract")
    if 2 * p >= min(x.shape[2:]):
        saw = f"p is {p}, the pictures are {x.shape[2]}x{x.shape[3]}: nothing should be left."
        return Fault("nothing_left", saw, "contract")
    return None


def _blind_spot(x: np.ndarray, p: int) -> Fault | None:
    height, width = x.shape[2:]
    wanted = x[:, :, p : height - p, p : width - p]
    seen = x[:, :, p:-p, p:-p]
    if seen.shape != wanted.shape:
        return None
    left = f"{wanted.shape[2]}x{wanted.shape[3]}"
    return Fault("positive_padding", f"p is {p}: {left} pixels are left, as they should be.")


def _positive_padding() -> tuple[np.ndarray, int]:
    return np.arange(60.0).reshape(1, 2, 5, 6), 2


def _nothing_left() -> tuple[np.ndarray, int]:
    return np.arange(16.0).reshape(1, 1, 4, 4), 2


def _negative_padding() -> tuple[np.ndarray, int]:
    return np.arange(16.0).reshape(1, 1, 4, 4), -1


def _not_a_whole_number() -> tuple[np.ndarray, float]:
    return np.arange(16.0).reshape(1, 1, 4, 4), 0.0


def _other_axes() -> tuple[np.ndarray, int]:
    return np.arange(16.0).reshape(4, 4), 0


def _no_pixels() -> tuple[np.ndarray, int]:
    return np.zeros((1, 1, 0, 0)), 0


def _not_an_array() -> tuple[list[list[list[list[int]]]], int]:
    return [[[[1, 2], [3, 4]]]], 0


def _not_a_pair() -> np.ndarray:
    return np.arange(16.0).reshape(1, 1, 4, 4)


def _arguments_exchanged() -> tuple[int, np.ndarray]:
    return 0, np.arange(16.0).reshape(1, 1, 4, 4)


def _ramp() -> tuple[np.ndarray, int]:
    return np.arange(60.0).reshape(1, 2, 5, 6), 0


def _batch_of_zeros() -> tuple[np.ndarray, np.int64]:
    return np.zeros((3, 2, 4, 4), dtype=np.uint8), np.int64(0)


def _random() -> tuple[np.ndarray, int]:
    return np.random.default_rng(5).standard_normal((2, 3, 7, 1)), 0


def _padded_by_nothing() -> tuple[np.ndarray, int]:
    p = 0
    return np.pad(np.eye(3)[None, None], [(0, 0), (0, 0), (p, p), (p, p)]), p


BUGS = (
    Bug(
        "positive_padding",
        "For this p the crop is right. Which p makes -p the same number as p?",
        function=_positive_padding,
    ),
    Bug(
        "nothing_left",
        "The p is too large for the pictures: with 2p rows or columns gone, nothing should be left, "
        "and both ways agree on that.",
        function=_nothing_left,
    ),
    Bug(
        "negative_padding",
        "A padding counts cells, so it is 0 or more.",
        function=_negative_padding,
    ),
    Bug(
        "not_a_whole_number",
        "p counts cells and stands in a slice: a whole number, without a decimal point.",
        function=_not_a_whole_number,
    ),
    Bug(
        "other_axes",
        "Batches have four axes: images, channels, rows, columns. `reshape(1, 1, H, W)` makes one "
        "of a single picture.",
        function=_other_axes,
    ),
    Bug(
        "no_pixels",
        "An empty batch stays empty whatever is done to it. Put a pixel in.",
        function=_no_pixels,
    ),
    Bug(
        "not_an_array",
        "Lists cannot be sliced along several axes. Wrap yours in `np.array(...)`.",
        function=_not_an_array,
    ),
    Bug(
        "not_a_pair",
        "Return the batch and the padding, with a comma between them: `return x, p`.",
        function=_not_a_pair,
    ),
    Bug(
        "arguments_exchanged",
        "The batch comes first, then the padding: (x, p).",
        function=_arguments_exchanged,
    ),
)

EXERCISE = Exercise(
    id="break_slice_crop",
    points=2,
    card=Card("Break it: the crop that eats all", 1, 4, 5, needs=("zero_pad2d",), tools="paper"),
    reference=break_slice_crop,
    probes=probes,
    bugs=BUGS,
    accept=(
        Alternative("a ramp", _ramp),
        Alternative("a black batch, NumPy's zero", _batch_of_zeros),
        Alternative("random numbers, one column", _random),
        Alternative("a picture padded by nothing", _padded_by_nothing),
    ),
    hints=(
        "Write down what `p:-p` says for p = 2, and for p = 1. Now go on downwards. What does the "
        "end of that slice count from?",
        "Take any batch with pixels in it, and the one padding for which taking nothing off turns "
        "into taking everything off.",
        "```text\nx = any batch, shape (1, 1, H, W)\np = ...the p that equals -p...\nreturn x, p\n"
        "```",
    ),
    symptoms=(
        Symptom("for every p you try the crop is right", "have you tried the smallest?"),
        Symptom("nothing should be left", "2p rows go; the picture has to have more"),
        Symptom("x has the shape (3, 3)", "(N, C, H, W): `reshape(1, 1, 3, 3)`"),
    ),
    examine=examine,
    play="PaddingLab.on_answer(break_slice_crop)",
)
