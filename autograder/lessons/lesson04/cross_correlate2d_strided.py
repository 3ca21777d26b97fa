"""Slide with steps: cross-correlation with stride and padding on each axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import (
    Inconclusive,
    call_through,
    depends_only_on,
    gives,
    impulse_gives,
    linear,
)
from autograder.lessons.lesson04.cross_correlate2d_strided_bugs import BUGS
from autograder.lessons.lesson04.cross_correlate2d_strided_styles import ACCEPT


def cross_correlate2d_strided(
    x: np.ndarray,
    kernel: np.ndarray,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] = (0, 0),
) -> np.ndarray:
    """Cross-correlate a zero-padded image with a kernel that moves in steps.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers (a stored picture is uint8).
    kernel : np.ndarray, shape (kH, kW)
        It fits into the padded image.
    stride : tuple of int
        (down, across): how far the window moves, each at least 1.
    padding : tuple of int
        (rows, columns): zeros added above *and* below, left *and* right.

    Returns
    -------
    np.ndarray, float64, shape (H', W')
        `out[i, j]` is the sum of products of the kernel, not flipped, and the window that starts
        at (i * down, j * across) of the padded image. Only whole windows count: H' and W' are
        those of `conv_output_size`.

    Examples
    --------
    >>> x = np.array([[1, 2, 3, 4, 5]])
    >>> cross_correlate2d_strided(x, np.array([[1, 10]]), stride=(1, 2))
    array([[21., 43.]])
    >>> cross_correlate2d_strided(x, np.array([[1, 10]]), stride=(1, 2), padding=(0, 1))
    array([[10., 32., 54.]])
    """
    down, across = stride
    pad_rows, pad_cols = padding
    height, width = x.shape
    kernel_height, kernel_width = kernel.shape
    padded = np.zeros((height + 2 * pad_rows, width + 2 * pad_cols))
    padded[pad_rows : pad_rows + height, pad_cols : pad_cols + width] = x
    out_height = (padded.shape[0] - kernel_height) // down + 1
    out_width = (padded.shape[1] - kernel_width) // across + 1
    out = np.zeros((out_height, out_width))
    for row in range(out_height):
        for col in range(out_width):
            top, left = row * down, col * across
            window = padded[top : top + kernel_height, left : left + kernel_width]
            out[row, col] = np.sum(window * kernel)
    return out


def probes(rng: np.random.Generator) -> list[Probe]:
    """Whole numbers, one new thing at a time; then leftovers, gaps between windows, and types."""
    falling = -np.cumsum(rng.integers(1, 4, size=30)).reshape(6, 5).astype(float)
    sparse = _whole(rng, 5, 7) * rng.permutation(np.arange(35) % 2).reshape(5, 7)
    floats = (0.1 * rng.integers(-40, 40, size=(5, 4))).astype(np.float32)
    counts = rng.integers(1, 9, size=(4, 5))
    bright = rng.integers(100, 256, size=(6, 4)).astype(np.uint8)
    return [
        _probe("core", _whole(rng, 4, 3), _kernel(rng, 3, 2)),
        _probe("core", _whole(rng, 5, 6), _kernel(rng, 2, 2), (2, 2)),
        _probe("core", _whole(rng, 3, 4), _kernel(rng, 2, 3), (1, 1), (1, 2)),
        _probe("core", _whole(rng, 7, 5), _kernel(rng, 2, 3), (2, 3), (1, 2)),
        _probe("generality", _whole(rng, 5, 3), _kernel(rng, 2, 2), (3, 1), (0, 1)),
        _probe("generality", _whole(rng, 3, 6), _kernel(rng, 3, 2), (1, 2), (2, 0)),
        _probe("generality", _whole(rng, 3, 3), _kernel(rng, 3, 3), (2, 2), (1, 1)),
        _probe("generality", _whole(rng, 8, 11), _kernel(rng, 3, 2), (3, 4)),
        _probe("generality", sparse, _kernel(rng, 1, 2), (4, 3)),
        _probe("generality", _whole(rng, 2, 3), _kernel(rng, 4, 5), (2, 2), (1, 1)),
        _probe("generality", falling, _kernel(rng, 3, 2), (2, 1), (1, 1)),
        _probe("generality", floats, 0.3 * _kernel(rng, 2, 3), (1, 3), (1, 0), "float32, "),
        Probe(
            "real numbers, stride (2, 3), padding (1, 0)",
            "generality",
            (*_real(rng), (2, 3), (1, 0)),
            show=False,
        ),
        _probe("robustness", counts, np.array([[0.5, -0.25, 1.5]]), (2, 1), (0, 1), "integers, "),
        _probe("robustness", bright, np.array([[-1, 2], [3, 1]]), (2, 3), (1, 1), "uint8, "),
    ]


def _probe(
    family: str,
    x: np.ndarray,
    kernel: np.ndarray,
    stride: tuple[int, int] | None = None,
    padding: tuple[int, int] | None = None,
    kind: str = "",
) -> Probe:
    given = [x, kernel, *(pair for pair in (stride, padding) if pair is not None)]
    sizes = f"{kind}{x.shape[0]}x{x.shape[1]}, kernel {kernel.shape[0]}x{kernel.shape[1]}"
    names = zip(("stride", "padding"), given[2:], strict=False)
    label = ", ".join([sizes, *(f"{name} {pair}" for name, pair in names)])
    return Probe(label, family, tuple(given))  # type: ignore[arg-type]


def _whole(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Whole numbers, none of them 0, so that every cell of a window matters."""
    values = rng.integers(1, 10, size=(height, width)) * rng.choice((-1, 1), size=(height, width))
    return values.astype(float)


def _kernel(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Whole numbers, all different in size, none 0 or 1: symmetric under nothing."""
    values = rng.permutation(np.arange(2.0, 2.0 + height * width))
    return (values * rng.choice((-1, 1), size=values.size)).reshape(height, width)


def _real(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return 1e3 * rng.standard_normal((9, 11)), rng.standard_normal((4, 3))


def locate(arguments: Mapping[str, Any], index: tuple[int, ...]) -> Mapping[str, Any]:
    """The part of the window that lies on the image, and the kernel cells above it."""
    on_image, on_kernel = [], []
    for axis, place in enumerate(index):
        cells, taps = arguments["x"].shape[axis], arguments["kernel"].shape[axis]
        stride = arguments.get("stride", (1, 1))[axis]
        start = place * stride - arguments.get("padding", (0, 0))[axis]
        first, last = max(start, 0), min(start + taps, cells)
        if first >= last:  # the whole window lies in the padding
            return {"kernel": (slice(None), slice(None))}
        on_image.append(slice(first, last))
        on_kernel.append(slice(first - start, last - start))
    return {"x": tuple(on_image), "kernel": tuple(on_kernel)}


def _all_ones(rng: np.random.Generator) -> tuple[Any, ...]:
    height, width = (int(n) for n in rng.integers(2, 4, size=2))
    return np.ones((6, 7)), np.ones((height, width)), (3, 2)


def _counts(args: tuple[Any, ...]) -> np.ndarray:
    height, width = args[1].shape
    return np.full(((6 - height) // 3 + 1, (7 - width) // 2 + 1), float(height * width))


def _one_lit_pixel(rng: np.random.Generator) -> tuple[Any, ...]:
    x = np.zeros((5, 9))
    x[2, 4] = 1
    return x, _kernel(rng, 3, 4), (1, 2)


def _every_second_tap(args: tuple[Any, ...]) -> np.ndarray:
    return np.pad(args[1][::-1, ::-1][:, 1::2], ((0, 0), (1, 0)))


def _strided(rng: np.random.Generator) -> tuple[Any, ...]:
    return (*_real(rng), (2, 3), (1, 2))


def _unpadded(rng: np.random.Generator) -> tuple[Any, ...]:
    return (*_real(rng), (2, 3))


def moves_by_the_stride(function: Function, rng: np.random.Generator) -> str:
    """An image moved by one stride gives the map moved by one cell."""
    x, kernel = rng.standard_normal((9, 12)), rng.standard_normal((3, 2))
    before = call_through(function, (x, kernel, (2, 3)))
    after = call_through(function, (np.roll(x, (2, 3), axis=(0, 1)), kernel, (2, 3)))
    if before.shape != after.shape or min(before.shape, default=0) < 2:
        raise Inconclusive
    if np.allclose(after[1:, 1:], before[:-1, :-1]):
        return ""
    return (
        "With stride (2, 3), an image moved 2 cells down and 3 to the right must give the same map "
        "moved by one cell; yours changes. Where does the window for `out[row, col]` start?"
    )


PROPERTIES = (
    gives(
        "counts the kernel's cells",
        _all_ones,
        _counts,
        "An image of ones under a {1} kernel of ones, without padding, must give {expected} "
        "everywhere, the number of products in one window; yours gives {got}.",
    ),
    impulse_gives(
        _one_lit_pixel,
        _every_second_tap,
        {
            "one cell too far right": lambda picture: np.roll(picture, 1, axis=1),
            "one cell too far left": lambda picture: np.roll(picture, -1, axis=1),
            "mirrored up-down": np.flipud,
            "mirrored left-right": np.fliplr,
        },
        "With stride (1, 2), a single 1 in the image stamps every second column of the kernel, "
        "turned by half a turn, onto the map; yours stamps it {variant}.",
    ),
    linear(0, "x", _strided),
    linear(1, "kernel", _strided),
    depends_only_on(
        _unpadded,
        0,
        lambda args: (slice(0, args[1].shape[0]), slice(0, args[1].shape[1])),
        "Without padding, the result at [0, 0] changes when a pixel outside the first window "
        "changes. Each output cell sees the pixels under the kernel and no others.",
    ),
    Property("moves by the stride", moves_by_the_stride),
)

HINTS = (
    "In lesson 01 the window for `out[row, col]` started at (row, col). Where does it start when "
    "the kernel moves 2 down and 3 across?",
    "Make a larger array of zeros and put the image in its middle. Count the windows on each axis "
    "as `conv_output_size` does, and make an array of that size. For each output cell, work out "
    "where its window starts in the padded image, cut it out, multiply by the kernel, and add up.",
    "```text\npadded = zeros, larger by twice the padding, with x in the middle\n"
    "out = zeros(windows down, windows across)\nfor each row of out:\n    for each col of out:\n"
    "        top, left = ...where this window starts...\n"
    "        out[row, col] = sum of the window of padded at (top, left) * kernel\nreturn out\n```",
)

SYMPTOMS = (
    Symptom("the shape is right, most values are not", "do windows start at row, or further on?"),
    Symptom("could not be broadcast together", "the last window hangs over: round down, not up"),
    Symptom("right only while both strides are equal", "which number is down, which across?"),
    Symptom("right without padding only", "zeros on both sides; where does the image start?"),
    Symptom("fails when the padding is 0", "`[p:-p]` is empty for p = 0"),
)

EXERCISE = Exercise(
    id="cross_correlate2d_strided",
    points=6,
    card=Card(
        "Slide in steps",
        3,
        5,
        20,
        needs=("cross_correlate2d", "conv_output_size"),
    ),
    reference=cross_correlate2d_strided,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=(
        "scipy.signal.correlate2d",
        "scipy.signal.convolve2d",
        "scipy.signal.correlate",
        "scipy.signal.convolve",
        "scipy.signal.fftconvolve",
        "scipy.signal.oaconvolve",
        "scipy.ndimage.correlate",
        "scipy.ndimage.convolve",
        "torch.nn.functional.conv2d",
        "torch.conv2d",
    ),
    locate=locate,
    properties=PROPERTIES,
    play='KernelSlider.on_failing_case("cross_correlate2d_strided", cross_correlate2d_strided)',
)
