"""Find arguments that show a layer which takes every image for a square."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Card, Exercise, Fault, Probe, Symptom
from autograder.lessons.lesson05.break_square_answers import ACCEPT, BUGS

MOST_PRODUCTS = 10_000_000
"""Products to compute, at most."""

AXES = {"x": 4, "weight": 4, "bias": 1}
REQUIRED = ("x", "weight")


def break_square() -> dict[str, np.ndarray]:
    """Return arguments on which `square_layer` and `conv2d` disagree.

    `square_layer` looks up the pixel at (row, col) in one long row of numbers, at position
    `row * H + col`. The right position is `row * W + col`.

    Returns
    -------
    dict of str to np.ndarray
        "x", shape (N, C_in, H, W), "weight", shape (C_out, C_in, kH, kW), and if you like "bias",
        shape (C_out,). `conv2d(**break_square())` runs. There are many right answers; an error in
        `square_layer` counts as disagreement.

    Examples
    --------
    These do not expose it: x = np.arange(4.0).reshape(1, 1, 2, 2), weight = np.ones((1, 1, 1, 1)).
    """
    x = np.arange(6.0).reshape(1, 1, 2, 3)
    return {"x": x, "weight": np.ones((1, 1, 1, 1))}


def _layer(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None) -> np.ndarray:
    """`conv2d` without settings, quick enough for a whole picture."""
    windows = sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    maps = np.einsum("ncijab,ocab->noij", windows, weight)
    return maps if bias is None else maps + bias[:, np.newaxis, np.newaxis]


def _as_if_square(x: np.ndarray) -> np.ndarray:
    """The images as the square layer sees them, which reads past the end of tall ones."""
    row, col = np.indices(x.shape[2:])
    return x.reshape(*x.shape[:2], -1)[:, :, row * x.shape[2] + col]


def probes(rng: np.random.Generator) -> list[Probe]:
    """One call without arguments: what comes back is examined."""
    return [Probe("the arguments you return", "core", ())]


def examine(value: Any) -> Fault | None:
    """Whether the returned arguments expose the square layer; what is missing otherwise."""
    if not isinstance(value, dict):
        return Fault(
            "not_a_dict",
            f"it returned {type(value).__name__}; a dict with x and weight is expected.",
            "contract",
        )
    missing = [name for name in REQUIRED if name not in value]
    unknown = [name for name in value if name not in AXES]
    if missing or unknown:
        saw = (
            f"its keys are {', '.join(map(repr, value)) or 'none'}; 'x' and 'weight' are expected."
        )
        return Fault("other_keys", saw, "contract")
    for name, array in value.items():
        problem = _array_problem(name, array)
        if problem is not None:
            return problem
    return _layer_problem(**value) or _blind_spot(**value)


def _array_problem(name: str, array: Any) -> Fault | None:
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "biuf":
        kind = array.dtype if isinstance(array, np.ndarray) else type(array).__name__
        return Fault(
            "not_arrays", f"the type of {name} is {kind}, not an array of numbers.", "contract"
        )
    if array.ndim != AXES[name] or array.size == 0:
        axes = "four axes" if AXES[name] == 4 else "one axis"
        saw = f"the shape of {name} is {array.shape}; {axes}, none of them empty, are expected."
        return Fault("other_axes", saw, "contract")
    if not np.isfinite(array).all():
        return Fault("not_finite", f"the array {name} holds nan or infinity.", "contract")
    return None


def _layer_problem(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None
) -> Fault | None:
    saw = f"the shape of x is {x.shape}, that of weight {weight.shape}"
    if x.shape[1] != weight.shape[1]:
        return Fault("channels_differ", f"{saw}: their channels differ.", "contract")
    if bias is not None and len(bias) != len(weight):
        saw = f"there are {len(weight)} filters and {len(bias)} biases."
        return Fault("channels_differ", saw, "contract")
    if weight.shape[2] > x.shape[2] or weight.shape[3] > x.shape[3]:
        return Fault("kernel_does_not_fit", f"{saw}: the kernel does not fit.", "contract")
    if x.size * weight.size > MOST_PRODUCTS:
        return Fault("", f"{saw}: smaller ones will do, on paper even.", "contract")
    return None


def _blind_spot(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> Fault | None:
    x, weight = x.astype(np.float64), weight.astype(np.float64)
    expected = _layer(x, weight, bias)
    try:
        seen = _layer(_as_if_square(x), weight, bias)
    except IndexError:
        return None
    scale = max(np.abs(expected).max(), np.abs(seen).max())
    if np.abs(expected - seen).max() > 1e-9 * scale:
        return None
    saw = f"both give {expected.flat[0]:g} at [0, 0, 0, 0], and agree everywhere else."
    height, width = x.shape[2:]
    if height == width:
        return Fault("square_image", f"the image is {height}x{width}; {saw}")
    if height == 1:
        return Fault("one_row", f"the image has a single row; {saw}")
    if np.ptp(x, axis=(2, 3)).max() == 0:
        return Fault("flat_image", f"every pixel of x is the same in its channel; {saw}")
    return Fault("outputs_coincide", saw)


EXERCISE = Exercise(
    id="break_square",
    points=1,
    card=Card("Break it: the square layer", 2, 3, 5, needs=("conv2d",), tools="paper and arange"),
    reference=break_square,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "`row * H + col` and `row * W + col`: for which images are these the same number? And for "
        "which rows?",
        "Take an image whose height is not its width, with more than one row and with pixels that "
        "differ. One channel and a kernel of a single 1 are enough to look through.",
        "```text\nx = an image with ...what relation of H and W?..., shape (1, 1, H, W)\n"
        'weight = a single 1, shape (1, 1, 1, 1)\nreturn {"x": x, "weight": weight}\n```',
    ),
    symptoms=(
        Symptom("both agree though H is not W", "is there a second row? do its pixels differ?"),
        Symptom("x has the shape (2, 3)", "(N, C, H, W): `reshape(1, 1, 2, 3)`"),
        Symptom("their channels differ", "the second number of both shapes"),
    ),
    examine=examine,
    play="ChannelMixer.on_answer(break_square)",
)
