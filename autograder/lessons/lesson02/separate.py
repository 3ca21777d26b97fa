"""Two small kernels in place of one: a column and a row whose product it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import (
    Card,
    Exercise,
    Function,
    NormalForm,
    Probe,
    Property,
    Symptom,
)
from autograder.judge.properties import Inconclusive
from autograder.lessons.lesson02.separate_bugs import BUGS
from autograder.lessons.lesson02.separate_styles import ACCEPT


def separate(kernel: np.ndarray, tol: float = 1e-9) -> tuple[np.ndarray, np.ndarray] | None:
    """Split a kernel into a column and a row whose product it is, if there are such.

    Parameters
    ----------
    kernel : np.ndarray, shape (kH, kW)
        Floats or whole numbers; at least one cell is not 0.
    tol : float
        Relative tolerance: every cell of `column * row` may differ from the kernel's by at most
        `tol` times the largest absolute value in the kernel.

    Returns
    -------
    tuple of np.ndarray, or None
        (column, row): new float64 arrays of shapes (kH, 1) and (1, kW), both kernels themselves.
        Any pair will do: with (column, row), (-2 * column, -row / 2) is right as well. None when no
        pair comes close enough, because the kernel's rows are not all multiples of one row.

    Examples
    --------
    >>> column, row = separate(np.array([[1, 2], [3, 6]]))
    >>> column * row
    array([[1., 2.],
           [3., 6.]])
    >>> separate(np.array([[1, 0], [0, 1]])) is None
    True
    """
    kernel = kernel.astype(np.float64)
    top, left = np.unravel_index(np.argmax(np.abs(kernel)), kernel.shape)
    largest = kernel[top, left]
    column, row = kernel[:, left : left + 1].copy(), kernel[top : top + 1] / largest
    if np.max(np.abs(kernel - column * row)) > tol * abs(largest):
        return None
    return column, row


def probes(rng: np.random.Generator) -> list[Probe]:
    """Products of small whole numbers first; zeros in every corner; both sides of the tolerance."""
    tall, wide = _whole(rng, 4, 1), _whole(rng, 1, 3)
    ringed = (
        np.array([[0.0], [2], [-3], [0]]) * np.array([[0.0, 5, -1, 4, 0]]) * rng.choice((1, -1))
    )
    zero_sum = np.array([[1.0], [2], [1]]) * np.array([[-1.0, 0, 1]]) * float(rng.integers(2, 5))
    real = rng.uniform(0.5, 2, (5, 1)) * rng.uniform(-2, -0.5, (1, 4))
    noise = rng.choice((-1.0, 1), size=real.shape) * rng.uniform(0.5, 1, real.shape)
    return [
        Probe("4x3, a product", "core", (tall * wide,)),
        Probe("2x5, one cell off", "core", (_spoilt(rng, 2, 5),)),
        Probe("identity, 3x3", "core", (np.eye(3) * float(rng.integers(2, 9)),)),
        Probe("Sobel's kernel, some times over", "core", (zero_sum,)),
        Probe("4x5, zeros all round", "generality", (ringed,)),
        Probe("one row", "generality", (_whole(rng, 1, 5),)),
        Probe("one column", "generality", (_whole(rng, 3, 1),)),
        Probe("1x1", "generality", (np.array([[-2.5]]),)),
        Probe("one cell of 2x3 is not 0", "generality", (_single(rng),)),
        Probe("4x3, two cells off", "generality", (_spoilt(rng, 4, 3),)),
        Probe("5x4, large real numbers", "generality", (1e9 * real,), show=False),
        Probe("3x2, tiny, no product", "generality", (1e-12 * _no_product(rng),)),
        Probe("5x4, nearly a product", "generality", (real + 1e-4 * noise,), show=False),
        Probe(
            "5x4, nearly a product, tol=0.1",
            "generality",
            (real + 1e-4 * noise,),
            {"tol": 0.1},
            rtol=0.02,
            show=False,
        ),
        Probe("3x2, no product, tol=0.001", "generality", (_no_product(rng), 1e-3)),
        Probe("whole numbers", "robustness", ((tall * wide).astype(int),)),
    ]


def _whole(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Whole numbers, none of them 0 or 1, all different in size."""
    sizes = rng.permutation(np.arange(2.0, 10.0))[: height * width]
    return (sizes * rng.choice((-1, 1), size=sizes.size)).reshape(height, width)


def _single(rng: np.random.Generator) -> np.ndarray:
    kernel = np.zeros((2, 3))
    kernel[1, int(rng.integers(1, 3))] = -float(rng.integers(2, 9))
    return kernel


def _spoilt(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A product but for one cell (too small) or two (one too small, one as much too large).

    None of them is in the row or column of the largest cell, or in the first or last row if there
    are others: a look at these finds nothing.
    """
    column, row = _whole(rng, height, 1), _whole(rng, 1, width)
    top, left = int(np.argmax(np.abs(column))), int(np.argmax(np.abs(row)))
    if height > 2:
        column[[0, top]], top = column[[top, 0]], 0
    kernel = column * row
    off = float(rng.integers(3, 7))
    kernel[height - 2 if height > 2 else 1 - top, left - 1] -= off
    if height > 2:
        kernel[1, left - 2] += off
    return kernel


def _no_product(rng: np.random.Generator) -> np.ndarray:
    kernel = _whole(rng, 3, 1) * np.array([[1.0, -2]])
    kernel[1, 1] = -kernel[1, 1]
    return kernel


def product(value: Any) -> Any:
    """Column times row, whatever their shapes; what is no pair of arrays comes back as it is."""
    if not isinstance(value, tuple) or len(value) != 2:
        return value
    if not all(isinstance(part, np.ndarray) and part.dtype.kind in "biuf" for part in value):
        return value
    with np.errstate(all="ignore"):
        return np.outer(*value)


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The cell of the kernel that the product should give."""
    row, col = index
    return {"kernel": (slice(row, row + 1), slice(col, col + 1))}


def _does_not_mind_scale(function: Function, rng: np.random.Generator) -> str:
    kernel = rng.uniform(1, 2, (3, 1)) * rng.uniform(1, 2, (1, 4))
    answers = [function(scale * kernel) is None for scale in (1.0, 1e8, 1e-8)]
    if len({*answers}) == 1:
        return ""
    return (
        "A kernel splits, and a multiple of it does not (1e8 or 1e-8 times as much). The tolerance "
        "is relative to the kernel's largest number."
    )


def _works_with_any_cell(function: Function, rng: np.random.Generator) -> str:
    for row, col in np.ndindex(3, 3):
        kernel = np.outer(np.eye(3)[row] + np.eye(3)[row - 1], np.eye(3)[col] + np.eye(3)[col - 1])
        found = function(kernel)
        if found is not None and not isinstance(found, tuple):
            raise Inconclusive
        if found is None or not np.allclose(product(found), kernel):
            return (
                f"Of the kernel {kernel.astype(int).tolist()}, a column times a row, yours makes "
                f"{'None' if found is None else 'another product'}. Which cells does your way need "
                "to be different from 0?"
            )
    return ""


HINTS = (
    "On paper: [[2, 4, 6], [1, 2, 3]]. Each row is a multiple of one row: which? If you choose the "
    "second row as `row`, which two numbers must stand in `column`? Where did you find them?",
    "Choose one cell that is safely not 0: the largest one. Its column of the kernel serves as "
    "`column`; its row of the kernel, divided by the cell itself, as `row`. Multiply them and "
    "compare with every cell of the kernel. If one is off by more than the tolerance, the answer "
    "is None.",
    "```text\ntop, left = where the largest absolute value is\n"
    "column = the kernel's column at left, shape (kH, 1)\n"
    "row = the kernel's row at top, shape (1, kW), divided by ...\n"
    "if any cell of column * row is off by more than tol times ...:\n    return None\n"
    "return column, row\n```",
)

SYMPTOMS = (
    Symptom("nan, or division by zero", "which cell do you divide by? May it be 0?"),
    Symptom("its shape is (3,)", "a slice `0:1` keeps the axis, an index `0` drops it"),
    Symptom("the product is some times too large", "both factors carry the size of the kernel"),
    Symptom("large kernels give None", "is the tolerance relative to the largest cell?"),
    Symptom("it never answers None", "compare column * row with the whole kernel"),
)

EXERCISE = Exercise(
    id="separate",
    points=4,
    card=Card("One kernel, two passes", 3, 3, 20, tools="NumPy, np.linalg too"),
    reference=separate,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    locate=locate,
    normal_form=NormalForm("column * row", product),
    properties=(
        Property("does not mind the scale", _does_not_mind_scale),
        Property("needs no particular cell", _works_with_any_cell),
    ),
    play='KernelStudio.on_failing_case("separate", said=separate)',
)
