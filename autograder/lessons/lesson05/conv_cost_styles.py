"""Correct answers to `conv_cost` in other styles: each must earn full marks."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Alternative


def _size_of_the_weight(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> tuple[int, int]:
    if in_channels % groups != 0 or out_channels % groups != 0:
        raise ValueError("groups")
    weight = np.empty((out_channels, in_channels // groups, *kernel_size))
    return weight.size + bias * out_channels, weight.size * math.prod(output_size)


def _group_by_group(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> tuple[int, int]:
    inside, rest_in = divmod(in_channels, groups)
    filters, rest_out = divmod(out_channels, groups)
    if rest_in or rest_out:
        raise ValueError(f"{groups} groups leave channels over")
    parameters = multiplications = 0
    for _ in range(groups):
        for _ in range(filters):
            parameters += inside * kernel_size[0] * kernel_size[1]
            multiplications += (
                inside * kernel_size[0] * kernel_size[1] * output_size[0] * output_size[1]
            )
            if bias:
                parameters += 1
    return parameters, multiplications


def _numpy_integers(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> tuple[np.int64, np.int64]:
    if np.any(np.array([in_channels, out_channels]) % groups):
        raise ValueError("groups must divide both")
    weights = np.prod((out_channels, in_channels // groups, *kernel_size), dtype=np.int64)
    return np.int64(weights + (out_channels if bias else 0)), weights * np.prod(output_size)


def _divides_at_the_end(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> tuple[int, int]:
    if math.gcd(in_channels, out_channels) % groups:
        raise ValueError("groups must divide both")
    (a, b), (c, d) = kernel_size, output_size
    weights = in_channels * out_channels * a * b // groups
    return weights + int(bias) * out_channels, weights * c * d


def _per_output_value(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    groups: int = 1,
    bias: bool = True,
) -> tuple[int, int]:
    for count in (in_channels, out_channels):
        if count % groups:
            raise ValueError(f"{groups} does not divide {count}")
    per_value = int(in_channels / groups) * kernel_size[0] * kernel_size[1]
    values = out_channels * output_size[0] * output_size[1]
    return out_channels * (per_value + 1 if bias else per_value), per_value * values


ACCEPT = (
    Alternative("the size of the weight array", _size_of_the_weight),
    Alternative("filter by filter, group by group", _group_by_group),
    Alternative("NumPy integers", _numpy_integers),
    Alternative("divides at the end", _divides_at_the_end),
    Alternative("products for each output value", _per_output_value),
)
