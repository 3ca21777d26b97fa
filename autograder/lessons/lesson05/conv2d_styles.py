"""Correct answers to `conv2d` in other styles: each must earn full marks."""

from __future__ import annotations

from itertools import product

import numpy as np

from autograder.exercise import Alternative
from autograder.lessons.lesson05.conv2d_arrays import ARRAYS
from autograder.lessons.lesson05.conv2d_padding import padded, pair, plus


def _seven_loops(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    if x.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    if isinstance(stride, int):
        stride = (stride, stride)
    if isinstance(padding, int):
        padding = (padding, padding)
    images, channels, height, width = x.shape
    filters, _, kernel_height, kernel_width = weight.shape
    out_height = (height + 2 * padding[0] - kernel_height) // stride[0] + 1
    out_width = (width + 2 * padding[1] - kernel_width) // stride[1] + 1
    out = np.zeros((images, filters, out_height, out_width))
    for n, o, i, j in product(*map(range, out.shape)):
        total = 0.0 if bias is None else float(bias[o])
        for c, a, b in product(range(channels), range(kernel_height), range(kernel_width)):
            row, col = i * stride[0] - padding[0] + a, j * stride[1] - padding[1] + b
            if 0 <= row < height and 0 <= col < width:
                total += float(x[n, c, row, col]) * float(weight[o, c, a, b])
        out[n, o, i, j] = total
    return out


def _all_filters_at_once(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    (down, across), image = pair(stride), padded(x, weight, padding)
    high, wide = weight.shape[2:]
    rows = range(0, image.shape[2] - high + 1, down)
    cols = range(0, image.shape[3] - wide + 1, across)
    out = np.empty((len(x), len(weight), len(rows), len(cols)))
    for i, top in enumerate(rows):
        for j, left in enumerate(cols):
            patch = image[:, None, :, top : top + high, left : left + wide]
            out[:, :, i, j] = (patch * weight).sum(axis=(2, 3, 4))
    return plus(out, bias)


def _stride_one_then_pick(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    image = padded(x, weight, padding)
    high, wide = weight.shape[2:]
    out_height, out_width = image.shape[2] - high + 1, image.shape[3] - wide + 1
    out = np.zeros((len(x), len(weight), out_height, out_width))
    for i, j in np.ndindex(out_height, out_width):
        patch = image[:, :, i : i + high, j : j + wide].reshape(len(x), -1)
        out[:, :, i, j] = patch @ weight.reshape(len(weight), -1).T
    down, across = pair(stride)
    return plus(out[:, :, ::down, ::across].copy(), bias)


def _map_by_map(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    def one_map(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
        high, wide = kernel.shape
        rows = range(0, image.shape[0] - high + 1, down)
        cols = range(0, image.shape[1] - wide + 1, across)
        cut = [[np.vdot(image[r : r + high, c : c + wide], kernel) for c in cols] for r in rows]
        return np.array(cut, dtype=float)

    down, across = pair(stride)
    numbers = np.zeros(len(weight)) if bias is None else bias
    return np.array(
        [
            [
                sum(map(one_map, image, kernels)) + b
                for kernels, b in zip(weight, numbers, strict=True)
            ]
            for image in padded(x, weight, padding)
        ],
        dtype=float,
    )


def _recursive(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    if len(x) > 1:
        halves = [_recursive(part, weight, bias, stride, padding) for part in (x[:1], x[1:])]
        return np.concatenate(halves)
    if len(weight) > 1:
        first = _recursive(x, weight[:1], bias if bias is None else bias[:1], stride, padding)
        rest = _recursive(x, weight[1:], bias if bias is None else bias[1:], stride, padding)
        return np.concatenate([first, rest], axis=1)
    (down, across), image = pair(stride), padded(x, weight, padding)[0]
    high, wide = weight.shape[2:]
    sizes = (image.shape[1] - high) // down + 1, (image.shape[2] - wide) // across + 1
    out = np.full((1, 1, *sizes), 0.0 if bias is None else bias[0], dtype=np.float64)
    for i, j in np.ndindex(*sizes):
        top, left = i * down, j * across
        out[0, 0, i, j] += (image[:, top : top + high, left : left + wide] * weight[0]).sum()
    return out


def _pure_python(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    (down, across), image = pair(stride), padded(x, weight, padding)
    high, wide = weight.shape[2:]
    numbers = [0.0] * len(weight) if bias is None else bias.tolist()
    cells = list(np.ndindex(*weight.shape[1:]))
    out = []
    for picture in image.tolist():
        maps = []
        for kernel, number in zip(weight.tolist(), numbers, strict=True):
            rows = []
            for top in range(0, image.shape[2] - high + 1, down):
                row = []
                for left in range(0, image.shape[3] - wide + 1, across):
                    products = (
                        picture[c][top + a][left + b] * kernel[c][a][b] for c, a, b in cells
                    )
                    row.append(sum(products) + number)
                rows.append(row)
            maps.append(rows)
        out.append(maps)
    return np.array(out, dtype=np.float64)


def _in_the_images_own_type(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    if weight.shape[1] != x.shape[1]:
        raise ValueError("channels of x and weight differ")
    down, across = pair(stride)
    high, wide = pair(padding)
    image = np.pad(x, ((0, 0), (0, 0), (high, high), (wide, wide)))
    tall, broad = weight.shape[-2], weight.shape[-1]
    shape = (image.shape[2] - tall) // down + 1, (image.shape[3] - broad) // across + 1
    out = np.zeros((x.shape[0], weight.shape[0], *shape))
    for n, o, i, j in np.ndindex(*out.shape):
        patch = image[n, :, i * down :, j * across :][:, :tall, :broad]
        out[n, o, i, j] = np.sum(patch * weight[o]) + (0 if bias is None else bias[o])
    return out


ACCEPT = (
    Alternative("seven loops, padding never built", _seven_loops),
    Alternative(
        "all images and filters at each position",
        _all_filters_at_once,
        "Two loops instead of four: broadcasting takes care of images and filters.",
    ),
    Alternative(
        "stride 1, then every stride-th result",
        _stride_one_then_pick,
        "Right, but with a large stride most results are computed and thrown away.",
    ),
    Alternative("one map a channel, summed by Python", _map_by_map),
    Alternative("recursion along the batch, then along the filters", _recursive),
    Alternative("plain Python lists", _pure_python),
    Alternative("np.pad and loops in the arguments' own number types", _in_the_images_own_type),
    *ARRAYS,
)
