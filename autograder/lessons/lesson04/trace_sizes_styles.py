"""Correct answers to `trace_sizes` in other styles: each must earn full marks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import accumulate

from autograder.exercise import Alternative
from autograder.lessons.lesson04.conv_output_size import conv_output_size
from course.layers import Layer


def _star(n: int, layers: Sequence[Layer]) -> list[int]:
    sizes = [n]
    for layer in layers:
        sizes.append(conv_output_size(sizes[-1], *layer))
    return sizes


def _accumulated(n: int, layers: Sequence[Layer]) -> list[int]:
    return list(accumulate(layers, lambda size, layer: conv_output_size(size, *layer), initial=n))


def _recursive(n: int, layers: Sequence[Layer]) -> list[int]:
    if len(layers) == 0:
        return [n]
    return [n, *_recursive(conv_output_size(n, *layers[0]), layers[1:])]


def _own_formula(n: int, layers: Sequence[Layer]) -> list[int]:
    sizes = [n]
    for kernel, stride, padding, dilation in layers:
        room = sizes[-1] + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError(f"a kernel of {kernel} does not fit into {sizes[-1]} cells")
        sizes += [room // stride + 1]
    return sizes


def _ranges(n: int, layers: Sequence[Layer]) -> list[int]:
    sizes = [n]
    for layer in layers:
        span = layer.dilation * (layer.kernel - 1) + 1
        n = len(range(0, n + 2 * layer.padding - span + 1, layer.stride))
        if n < 1:
            raise ValueError("nothing is left")
        sizes.append(n)
    return sizes


def _reduced(n: int, layers: Sequence[Layer]) -> list[int]:
    def longer(sizes: list[int], layer: Layer) -> list[int]:
        return [*sizes, conv_output_size(sizes[-1], **layer_arguments(layer))]

    def layer_arguments(layer: Layer) -> dict[str, int]:
        names = {"k": "kernel", "stride": "stride", "padding": "padding", "dilation": "dilation"}
        return {name: getattr(layer, field) for name, field in names.items()}

    return reduce(longer, layers, [n])


def _indices(n: int, layers: Sequence[Layer]) -> list[int]:
    sizes = [n] * (len(layers) + 1)
    for i in range(len(layers)):
        k, s, p, d = layers[i][0], layers[i][1], layers[i][2], layers[i][3]
        sizes[i + 1] = conv_output_size(sizes[i], k, s, p, d)
    return sizes


def _rounds_at_the_end(n: int, layers: Sequence[Layer]) -> list[int]:
    size = Fraction(n)
    sizes = [n]
    for kernel, stride, padding, dilation in layers:
        room = size + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError("it does not fit")
        size = room / stride + 1
        sizes.append(int(size))
    return sizes


ACCEPT = (
    Alternative("a star for the four numbers", _star),
    Alternative("itertools.accumulate", _accumulated),
    Alternative("recursion", _recursive),
    Alternative("the formula written out", _own_formula),
    Alternative("lengths of ranges", _ranges),
    Alternative("functools.reduce with names", _reduced),
    Alternative("a list filled by index", _indices),
    Alternative(
        "exact fractions, rounded down for the list only",
        _rounds_at_the_end,
        "Right, by luck of arithmetic: rounding down once or at each layer gives the same.",
    ),
)
