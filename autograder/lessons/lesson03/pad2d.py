"""Four ways to continue a picture beyond its border."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import linear
from autograder.lessons.lesson03.numbers import batch, stored
from autograder.lessons.lesson03.pad2d_bugs import BUGS
from autograder.lessons.lesson03.pad2d_styles import ACCEPT
from autograder.lessons.lesson03.properties import (
    copies_of_its_own_map,
    middle_is_x,
    not_another_mode,
)
from autograder.lessons.lesson03.zero_pad2d import zero_pad2d


def pad2d(
    x: np.ndarray, padding: int, mode: Literal["zeros", "reflect", "replicate", "circular"]
) -> np.ndarray:
    """Pad every picture of a batch on all four sides, in one of four modes.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers. Never modified.
    padding : int
        Cells on each of the four sides, 0 or more.
    mode : str
        What stands in them. "zeros": 0. "reflect": the picture mirrored at its outermost pixel,
        which is not repeated. "replicate": the nearest pixel of the picture. "circular": the
        picture again from its other end. Corners follow the same rule in both directions.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H + 2 * padding, W + 2 * padding)
        A new array, for padding 0 too.

    Raises
    ------
    ValueError
        Where the picture is too small to copy from: in mode "reflect" when padding is not smaller
        than H and W, in mode "circular" when it is larger than H or W.

    Examples
    --------
    A picture of three rows, all of them 1 2 3; any row of the result:

    >>> x = np.array([[[[1, 2, 3]] * 3]])
    >>> pad2d(x, 2, "reflect")[0, 0, 0]
    array([3., 2., 1., 2., 3., 2., 1.])
    >>> pad2d(x, 2, "replicate")[0, 0, 0]
    array([1., 1., 1., 2., 3., 3., 3.])
    >>> pad2d(x, 2, "circular")[0, 0, 0]
    array([2., 3., 1., 2., 3., 1., 2.])
    """
    if mode == "zeros":
        return zero_pad2d(x, padding)
    out = x.astype(np.float64)
    for axis in (2, 3):
        size = x.shape[axis]
        if mode == "reflect" and padding >= size:
            raise ValueError(f"reflect: padding {padding} is not smaller than {size}")
        if mode == "circular" and padding > size:
            raise ValueError(f"circular: padding {padding} is larger than {size}")
        source = np.arange(-padding, size + padding)
        if mode == "reflect":
            source = size - 1 - np.abs(size - 1 - np.abs(source))
        elif mode == "replicate":
            source = np.clip(source, 0, size - 1)
        else:
            source = source % size
        out = np.take(out, source, axis=axis)
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """Each mode small, then at its limits and in other sizes; types; what must be refused."""
    core = [
        Probe("zeros, 2x3, padding 1", "core", (batch(rng, 2, 1, 2, 3), 1, "zeros")),
        Probe("reflect, 3x4, padding 2", "core", (batch(rng, 1, 2, 3, 4), 2, "reflect")),
        Probe("replicate, 4x3, padding 2", "core", (batch(rng, 2, 1, 4, 3), 2, "replicate")),
        Probe("circular, 3x5, padding 2", "core", (batch(rng, 1, 2, 3, 5), 2, "circular")),
    ]
    sparse = batch(rng, 1, 1, 3, 4) * rng.permutation(np.arange(12) % 2).reshape(1, 1, 3, 4)
    tall = batch(rng, 2, 3, 5, 2)
    general = [
        Probe("zeros, padding 3, wider than 5x2", "generality", (tall, 3, "zeros")),
        Probe("reflect, 5x2, padding 1", "generality", (tall, 1, "reflect")),
        Probe("circular, 5x2, padding 2: all of a row", "generality", (tall, 2, "circular")),
        Probe("replicate, 1x2, padding 3", "generality", (tall[:1, :, 4:], 3, "replicate")),
        Probe("reflect, 3x3, padding 2", "generality", (batch(rng, 3, 3, 3, 3), 2, "reflect")),
        Probe("circular, 4x3, padding 1", "generality", (batch(rng, 1, 2, 4, 3), 1, "circular")),
        Probe("replicate, zeros in the picture", "generality", (sparse, 1, "replicate")),
        *(
            Probe(f"{mode}, padding 0", "generality", (batch(rng, 1, 2, 2, 3), 0, mode))
            for mode in ("zeros", "reflect", "replicate", "circular")
        ),
        *(
            Probe(
                f"{mode}, real numbers, padding 4",
                "generality",
                (1e3 * rng.standard_normal((3, 2, 7, 5)), 4, mode),
                show=False,
            )
            for mode in ("reflect", "replicate", "circular")
        ),
    ]
    return [*core, *general, *_robust(rng)]


def _robust(rng: np.random.Generator) -> list[Probe]:
    quarters = (batch(rng, 1, 1, 3, 2) / 4).astype(np.float32)
    whole = batch(rng, 2, 1, 3, 4).astype(int)
    wide, tall, dots = batch(rng, 2, 2, 2, 5), batch(rng, 3, 1, 5, 3), batch(rng, 6, 6, 1, 1)
    # Larger than the others: the smallest failing case is shown, and values come before refusals.
    refused: list[tuple[str, np.ndarray, int, str]] = [
        ("reflect, 2x5, padding 2: too much", wide, 2, "reflect"),
        ("reflect, 5x3, padding 3: too much", tall, 3, "reflect"),
        ("reflect, 5x3, padding 7: far too much", tall, 7, "reflect"),
        ("reflect, single pixels, padding 1: too much", dots, 1, "reflect"),
        ("circular, 2x5, padding 3: too much", wide, 3, "circular"),
        ("circular, 5x3, padding 4: too much", tall, 4, "circular"),
    ]
    return [
        Probe("whole numbers, reflect", "robustness", (whole, 2, "reflect")),
        Probe("uint8, circular", "robustness", (stored(rng, 1, 2, 2, 3), 1, "circular")),
        Probe("uint8, zeros", "robustness", (stored(rng, 1, 1, 3, 2), 2, "zeros")),
        Probe("float32, replicate", "robustness", (quarters, 1, "replicate")),
        *(Probe(label, "robustness", (x, p, mode)) for label, x, p, mode in refused),
    ]


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The pixel that is copied to this place; nothing for a zero of the border."""
    size, padding = arguments["x"].shape, arguments["padding"]
    numbers = np.arange(1.0, np.prod(size[2:]) + 1).reshape(1, 1, *size[2:])
    number = int(pad2d(numbers, padding, arguments["mode"])[0, 0, index[2], index[3]])
    if not number:
        return {}
    row, col = divmod(number - 1, size[3])
    return {"x": (*index[:2], slice(row, row + 1), slice(col, col + 1))}


Arguments = tuple[np.ndarray, int, str]


def zeros(rng: np.random.Generator) -> Arguments:
    """Arguments for the properties, as the three below."""
    return batch(rng, 2, 2, 4, 5), 2, "zeros"


def reflect(rng: np.random.Generator) -> Arguments:
    """Pad by mirroring."""
    return batch(rng, 2, 2, 4, 5), 2, "reflect"


def replicate(rng: np.random.Generator) -> Arguments:
    """Pad by repeating."""
    return batch(rng, 2, 2, 4, 5), 2, "replicate"


def circular(rng: np.random.Generator) -> Arguments:
    """Pad by wrapping round."""
    return batch(rng, 2, 2, 4, 5), 2, "circular"


IN_NUMPY = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}

HINTS = (
    "Number the cells of a row of 4 pixels: 0, 1, 2, 3. The padded row begins at -2 and ends at 5. "
    "Which pixel stands at -1 in each mode? At -2? At 4?",
    "Treat rows and columns alike, one axis after the other: then the corners come by themselves. "
    "For one axis, list the numbers from -p to size + p - 1 and turn each into the number of the "
    "pixel it copies: clip it, take it modulo the size, or fold it back at both ends. Pick those "
    "rows; then pick columns from the result. Check first whether there is enough to copy.",
    "```text\nif mode is zeros: you have that already\nout = x as float64\n"
    "for each of the two axes:\n    if there are too few pixels for this mode: raise ValueError\n"
    "    source = -p, ..., size + p - 1\n"
    "    replicate: clip source to 0 ... size - 1\n    circular:  source modulo size\n"
    "    reflect:   ...fold at 0, then fold at size - 1...\n"
    "    out = the cells of out at source, along this axis\nreturn out\n```",
)

SYMPTOMS = (
    Symptom("right but for the corners", "pad one axis, then pad the *result* along the other"),
    Symptom("the border of reflect is off by one", "is the outermost pixel in it twice?"),
    Symptom("circular shows the nearer end", "what comes before the first pixel on a ring?"),
    Symptom("right for padding 1 only", "in which order do the copies stand?"),
    Symptom("it called `numpy.pad`", "does your `zero_pad2d` use it? Then write the zeros here"),
)

EXERCISE = Exercise(
    id="pad2d",
    points=5,
    card=Card(
        "Four ways to go on", 3, 3, 25, needs=("zero_pad2d",), tools="loops welcome, no `np.pad`"
    ),
    reference=pad2d,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("numpy.pad", "torch.nn.functional.pad", "scipy.ndimage.map_coordinates"),
    locate=locate,
    properties=(
        middle_is_x(zeros),
        middle_is_x(reflect),
        not_another_mode(reflect, IN_NUMPY["reflect"]),
        not_another_mode(replicate, IN_NUMPY["replicate"]),
        not_another_mode(circular, IN_NUMPY["circular"]),
        copies_of_its_own_map(reflect),
        copies_of_its_own_map(replicate),
        copies_of_its_own_map(circular),
        linear(0, "x", zeros),
        linear(0, "x", reflect),
    ),
    play='PaddingLab.on_failing_case("pad2d", pad2d)',
)
