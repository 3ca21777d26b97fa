"""A kernel that blurs: weights that fall off with distance and sum to 1."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through
from autograder.lessons.lesson02.gaussian_kernel_bugs import BUGS
from autograder.lessons.lesson02.gaussian_kernel_styles import ACCEPT


def gaussian_kernel(size: int, sigma: float) -> np.ndarray:
    """Make a blur kernel whose weights fall off with the distance from its centre.

    Parameters
    ----------
    size : int
        Rows, and columns; odd and positive, so that there is a centre cell.
    sigma : float
        Width of the bell, in cells; greater than 0.

    Returns
    -------
    np.ndarray, float64, shape (size, size)
        A cell a rows and b columns from the centre weighs exp(-(a**2 + b**2) / (2 * sigma**2));
        then all are divided by their sum, so that they add up to 1. Size 1 gives [[1.]].

    Raises
    ------
    ValueError
        When size is even; the message names it.

    Examples
    --------
    With this sigma a direct neighbour weighs half of the centre, and a corner a quarter:

    >>> gaussian_kernel(3, np.sqrt(1 / (2 * np.log(2)))).round(4)
    array([[0.0625, 0.125 , 0.0625],
           [0.125 , 0.25  , 0.125 ],
           [0.0625, 0.125 , 0.0625]])
    """
    if size % 2 == 0:
        raise ValueError(f"gaussian_kernel: size is {size}; an odd number has a centre")
    steps = np.arange(size) - size // 2
    squared = steps[:, np.newaxis] ** 2 + steps**2
    weights = np.exp(-squared / (2 * sigma**2))
    return weights / np.sum(weights)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small and large bells, none of them with a sigma that hides a square or a root."""
    return [
        Probe("3x3, narrow", "core", (3, _sigma(rng, 0.55, 0.85))),
        Probe("5x5", "core", (5, _sigma(rng, 1.15, 1.6))),
        Probe("1x1", "generality", (1, _sigma(rng, 0.5, 3.0))),
        Probe("7x7, so narrow that the corners are next to nothing", "generality", (7, 0.45)),
        Probe("7x7, nearly flat", "generality", (7, _sigma(rng, 5.0, 9.0))),
        Probe("9x9", "generality", (9, _sigma(rng, 1.7, 2.9))),
        Probe("11x11, many decimals", "generality", (11, 1.5 + rng.random()), show=False),
        Probe("sigma is a whole number", "robustness", (5, int(rng.integers(2, 4)))),
        _even(int(rng.choice((6, 8, 12)))),
    ]


def _sigma(rng: np.random.Generator, low: float, high: float) -> float:
    return round(float(rng.uniform(low, high)), 2)


def _even(size: int) -> Probe:
    return Probe("even size", "robustness", (size, 1.2), mentions=(str(size),))


def _sums_to_one(function: Function, rng: np.random.Generator) -> str:
    total = call_through(function, (5, 1.3)).sum()
    if abs(total - 1) < 1e-9:
        return ""
    return (
        f"The cells of a 5x5 kernel sum to {total:.6g}. A blur must not make the picture brighter "
        "or darker: what has to be divided by what?"
    )


def _falls_off(function: Function, rng: np.random.Generator) -> str:
    kernel = call_through(function, (7, 1.7))
    if kernel.shape != (7, 7):
        return ""
    row, col = divmod(int(np.argmax(kernel)), 7)
    if (row, col) != (3, 3):
        return f"The largest weight of a 7x7 kernel is at [{row}, {col}], not at its centre [3, 3]."
    if not np.allclose(kernel, kernel[::-1, ::-1]) or not np.allclose(kernel, kernel.T):
        return "The weights are not the same in all four directions from the centre."
    ratio = float(np.log(kernel[3, 3] / kernel[3, 5]) / np.log(kernel[3, 3] / kernel[3, 4]))
    if abs(ratio - 4) < 1e-6:
        return ""
    return (
        "Going two cells from the centre, the exponent should be four times that of one cell "
        f"(2 squared); yours is {ratio:.3g} times."
    )


HINTS = (
    "What are the steps from the centre of a row of five cells? (There are negative ones.) How far "
    "from the centre, squared, is a corner of a 3x3 kernel?",
    "Make the steps from the centre, for example with `np.arange`. A cell's squared distance is "
    "its row step squared plus its column step squared. Turn each into a weight with the formula; "
    "then divide the whole array by the sum of the whole array.",
    "```text\nif size is even: raise ValueError\nsteps = whole numbers, 0 in the ...\n"
    "for each cell: squared = row step ** 2 + col step ** 2\n"
    "weights = exp(-squared / ...)\nreturn weights divided by ...\n```",
)

SYMPTOMS = (
    Symptom("the blurred picture is too bright", "do the weights sum to 1?"),
    Symptom("the bell is too wide or too narrow", "two times sigma squared, below a minus"),
    Symptom("the peak is not in the middle", "steps of size 5: -2, -1, 0, 1, 2"),
    Symptom("one row in place of a square", "row steps as a column: `steps[:, np.newaxis]`"),
)

EXERCISE = Exercise(
    id="gaussian_kernel",
    points=3,
    card=Card("A bell that blurs", 2, 3, 10, tools="loops welcome"),
    reference=gaussian_kernel,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("scipy.signal.windows.gaussian", "cv2.getGaussianKernel"),
    properties=(
        Property("sums to 1", _sums_to_one),
        Property("falls off from the centre", _falls_off),
    ),
    play='KernelStudio.on_failing_case("gaussian_kernel", said=gaussian_kernel)',
)
