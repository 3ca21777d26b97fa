"""Average each window, with or without the padding in the count."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.judge.properties import gives, linear
from autograder.lessons.lesson07.avg_pool2d_bugs import BUGS
from autograder.lessons.lesson07.avg_pool2d_styles import ACCEPT
from autograder.lessons.lesson07.geometry import distinct, falling, locate, pair, real, ties
from autograder.lessons.lesson07.properties import first_window_only, per_channel, per_image


def avg_pool2d(
    x: np.ndarray,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
    count_include_pad: bool = True,
) -> np.ndarray:
    """Average the numbers of each window, channel by channel.

    Parameters
    ----------
    x : np.ndarray, shape (N, C, H, W)
        Floats or whole numbers.
    kernel_size, stride, padding
        As for `max_pool2d`, but the padding consists of zeros.
    count_include_pad : bool
        Whether padded zeros count as cells of a window. True divides each sum by the number of
        all cells, kH * kW; False by the number of those that lie in the picture.

    Returns
    -------
    np.ndarray, float64, shape (N, C, H', W')
        A new array, as large as that of `max_pool2d`.

    Raises
    ------
    ValueError
        When the padding is more than half of the kernel on an axis.

    Examples
    --------
    >>> avg_pool2d(np.array([[[[4, 8], [0, 4]]]]), 2)
    array([[[[4.]]]])
    >>> avg_pool2d(np.array([[[[4, 8]]]]), 2, padding=1)
    array([[[[1., 2.]]]])
    >>> avg_pool2d(np.array([[[[4, 8]]]]), 2, padding=1, count_include_pad=False)
    array([[[[4., 8.]]]])
    """
    kernel_height, kernel_width = pair(kernel_size)
    stride_height, stride_width = pair(kernel_size if stride is None else stride)
    padding_height, padding_width = pair(padding)
    if padding_height > kernel_height // 2 or padding_width > kernel_width // 2:
        raise ValueError(f"padding {padding} is more than half of the kernel {kernel_size}")
    border = ((padding_height, padding_height), (padding_width, padding_width))
    padded = np.pad(x.astype(np.float64), ((0, 0), (0, 0), *border))
    inside = np.pad(np.ones(x.shape[2:]), border)
    out_height = (padded.shape[2] - kernel_height) // stride_height + 1
    out_width = (padded.shape[3] - kernel_width) // stride_width + 1
    out = np.zeros((x.shape[0], x.shape[1], out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * stride_height, col * stride_width
            rows, cols = slice(top, top + kernel_height), slice(left, left + kernel_width)
            real_cells = np.sum(inside[rows, cols])
            cells = kernel_height * kernel_width if count_include_pad else real_cells
            out[:, :, row, col] = np.sum(padded[:, :, rows, cols], axis=(2, 3)) / cells
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """The plain mean; padding with both ways to count; sizes, strides, types and refusals."""
    small = distinct(rng, 1, 1, 4, 6)
    picture = rng.integers(150, 256, size=(1, 3, 4, 5)).astype(np.uint8)
    whole = distinct(rng, 2, 1, 5, 4).astype(np.int64)
    excluded = {"count_include_pad": False}
    pairs = distinct(rng, 2, 2, 5, 6), (3, 2), (2, 3), 1
    one_axis = distinct(rng, 1, 2, 5, 7), (3, 2), 2, (1, 0)
    half = distinct(rng, 1, 2, 3, 7), (2, 4), 3, (1, 2)
    floats = (rng.integers(-40, 41, size=(2, 2, 4, 5)) / 4).astype(np.float32)
    return [
        Probe("4x6 picture, 2x2 windows", "core", (small, 2)),
        Probe("padding 1, all cells count", "core", (distinct(rng, 1, 2, 5, 4), 3, 2, 1)),
        Probe(
            "padding 1, real cells count", "core", (distinct(rng, 1, 2, 5, 4), 3, 2, 1), excluded
        ),
        Probe("two images, windows 2 high and 3 wide", "core", (distinct(rng, 2, 3, 4, 5), (2, 3))),
        Probe("real cells count, no padding", "core", (falling(rng, 1, 1, 6, 4), 2), excluded),
        Probe("windows 3 high and 2 wide, stride (2, 3), padding 1", "generality", pairs),
        Probe("the same, real cells count", "generality", pairs, excluded),
        Probe("7x9 picture: a row and a column are left over", "generality", _leftover(rng)),
        Probe("windows that overlap", "generality", (distinct(rng, 1, 2, 5, 6), (2, 3), 1)),
        Probe("padding above and below only", "generality", one_axis),
        Probe("the same, counting real cells", "generality", one_axis, excluded),
        Probe("padding of half an even window", "generality", half, excluded),
        Probe("3 images, 3 channels, 3x3", "generality", (distinct(rng, 3, 3, 3, 3), 2, 1)),
        Probe(
            "few numbers, zeros among them",
            "generality",
            (ties(rng, 1, 2, 4, 5), 2, 1, 1),
            excluded,
        ),
        Probe("1x1 windows", "generality", (distinct(rng, 1, 2, 3, 4), 1)),
        Probe("real numbers", "generality", (real(rng, 2, 3, 11, 8), 3, 2, 1), show=False),
        Probe("uint8 picture, padding 1", "robustness", (picture, 3, 2, 1)),
        Probe("whole numbers", "robustness", (whole, (3, 2), 1)),
        Probe("float32", "robustness", (floats, 2, (2, 1))),
        Probe("padding 2 above a window of 3", "robustness", (small, (3, 4), 1, (2, 1))),
        Probe("padding 2 beside a window of 3", "robustness", (small, (4, 3), 1, (1, 2))),
    ]


def _leftover(rng: np.random.Generator) -> tuple[np.ndarray, int]:
    return distinct(rng, 1, 1, 7, 9), 2


def _legal(rng: np.random.Generator) -> tuple[np.ndarray, tuple[int, int]]:
    return real(rng, 2, 3, 6, 7), (2, 3)


def _sevens(rng: np.random.Generator) -> tuple[np.ndarray, tuple[int, int]]:
    return np.full((1, 2, 6, 7), 7.0), (int(rng.integers(2, 4)), int(rng.integers(2, 4)))


PROPERTIES = (
    gives(
        "keeps a flat picture",
        _sevens,
        lambda args: np.full((1, 2, 6 // args[1][0], 7 // args[1][1]), 7.0),
        "A picture that is 7 everywhere has the mean {expected} in every window; yours gives "
        "{got}.",
    ),
    per_channel(_legal),
    per_image(_legal),
    first_window_only(_legal, 2, 3),
    linear(0, "x", _legal),
)

HINTS = (
    "A 3x3 window lies over the corner with padding 1: how many of its nine cells are real? By "
    "which number does the sum get divided with `count_include_pad=True`, and by which with False?",
    "Everything but one line is `max_pool2d`: the padding is 0 now, and the window is summed and "
    "divided. To count the real cells of a window, pad an array of ones in the same way and look "
    "through the same window.",
    "```text\npairs, refusal and padding (with zeros) as in max_pool2d\n"
    "inside = ones of the picture's size, padded with zeros too\nfor each row, col of out:\n"
    "    rows, cols = the two slices of this window\n"
    "    cells = kh * kw, or ...what inside says...\n"
    "    out[:, :, row, col] = sum of the window, each image and channel, / cells\nreturn out\n```",
)

SYMPTOMS = (
    Symptom("too small at the border only", "are padded cells counted, and should they be?"),
    Symptom("right for square windows only", "kH * kW cells: print both"),
    Symptom("fractions are missing", "the dtype of `out`, and `//` in place of `/`"),
    Symptom("minus infinity at the border", "a maximum ignores it, a sum does not"),
)

EXERCISE = Exercise(
    id="avg_pool2d",
    points=4,
    card=Card(
        "Average, and who counts",
        2,
        4,
        12,
        needs=("max_pool2d",),
        tools="loops welcome; helpers of your own too",
    ),
    reference=avg_pool2d,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "torch.nn.functional.avg_pool2d",
        "scipy.ndimage.uniform_filter",
        "skimage.measure.block_reduce",
    ),
    locate=locate,
    properties=PROPERTIES,
    play='PoolLab.on_failing_case("avg_pool2d", avg_pool2d, mode="average")',
)
