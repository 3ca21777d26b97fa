"""What a widget draws of a function that is not of its own kind: one for each such exercise.

Each takes the student's function, and the failing case or None, and gives a function as the widget
asks for it, under the student's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

__all__ = [
    "Adapter",
    "depth_then_point",
    "dilated",
    "in_a_row",
    "loss_of_log_softmax",
    "loss_of_softmax",
    "one_filter",
    "shaped",
    "slope_at_x",
    "slope_at_y",
    "tap_by_tap",
    "whole_map",
    "windowed",
]

Function = Callable[..., Any]
Adapter = Callable[[Function, Mapping[str, Any] | None], Function]
Floats = npt.NDArray[np.float64]


def _called(function: Function, like: Function) -> Function:
    """Give a function another's name; not its signature, which would be taken for its own."""
    function.__name__ = getattr(like, "__name__", type(like).__name__)
    return function


def _correlate(image: Floats, kernel: Floats) -> Floats:
    windows = sliding_window_view(image, kernel.shape)
    return np.asarray(np.einsum("abij,ij->ab", windows, kernel))


def windowed(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `window_at`: the map whose windows it cuts out.

    Examples
    --------
    >>> cut = lambda x, row, col, shape: x[row : row + shape[0], col : col + shape[1]]
    >>> windowed(cut, None)(np.eye(3), np.ones((2, 2))).tolist()
    [[2.0, 1.0], [1.0, 2.0]]
    """

    def correlate(image: Floats, kernel: Floats) -> Floats:
        rows, cols = (n - k + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
        out = np.zeros((rows, cols))
        for row, col in np.ndindex(rows, cols):
            window = np.asarray(function(image.copy(), row, col, kernel.shape))
            if window.shape != kernel.shape:
                raise ValueError(f"at ({row}, {col}) it has shape {window.shape}")
            out[row, col] = np.sum(window * kernel)
        return out

    return _called(correlate, function)


def shaped(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `valid_output_shape`: the map, where its shape is right; else zeros in that shape."""

    def correlate(image: Floats, kernel: Floats) -> Floats:
        shape = tuple(function(image.shape, kernel.shape))
        out = _correlate(image, kernel)
        return out if shape == out.shape else np.zeros(shape)

    return _called(correlate, function)


def dilated(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `dilate_kernel`: the map that the dilated kernel makes without any dilation."""

    def correlate(image: Floats, kernel: Floats, dilation: tuple[int, int]) -> Floats:
        return _correlate(image, np.asarray(function(kernel, dilation)))

    return _called(correlate, function)


def in_a_row(name: str, k1: Floats, k2: Floats) -> Function:
    """Two kernels, one after the other: what `collapse` should replace."""

    def correlate(image: Floats, kernel: Floats) -> Floats:
        return _correlate(_correlate(image, k1), k2)

    correlate.__name__ = name
    return correlate


def one_filter(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `conv2d_one_filter`, for every image and every filter."""

    def layer(x: Floats, weight: Floats, bias: Floats | None = None) -> Floats:
        added = np.zeros(len(weight)) if bias is None else bias
        return np.array(
            [
                [function(n.copy(), w.copy(), float(b)) for w, b in zip(weight, added, strict=True)]
                for n in x
            ]
        )

    return _called(layer, function)


def depth_then_point(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `depthwise_separable` with the kernels of its case; the case's padding is part of x.

    Without a case it makes one filter at a time, since any one filter can be taken apart.
    """

    def layer(x: Floats, weight: Floats, bias: Floats | None = None) -> Any:
        if case is not None:
            return function(x, np.array(case["depth_weight"]), np.array(case["point_weight"]), 0)
        ones = np.ones((1, weight.shape[1], 1, 1))
        maps = [function(x.copy(), filter_[:, np.newaxis], ones, 0) for filter_ in weight]
        out = np.concatenate(maps, axis=1)
        return out if bias is None else out + bias[:, np.newaxis, np.newaxis]

    return _called(layer, function)


def tap_by_tap(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `conv1x1`: a larger kernel is a sum of such layers, one for each of its cells.

    Examples
    --------
    >>> mix = lambda x, weight, bias: np.einsum("nchw,oc->nohw", x, weight[..., 0, 0])
    >>> tap_by_tap(mix, None)(np.ones((1, 1, 2, 3)), np.ones((1, 1, 2, 2))).tolist()
    [[[[4.0, 4.0]]]]
    """

    def layer(x: Floats, weight: Floats, bias: Floats | None = None) -> Any:
        added = np.zeros(len(weight)) if bias is None else bias
        high, wide = weight.shape[2:]
        if high == wide == 1:
            return function(x, weight, added)
        rows, cols = x.shape[2] - high + 1, x.shape[3] - wide + 1
        taps = [
            function(
                x[:, :, i : i + rows, j : j + cols].copy(),
                weight[:, :, i : i + 1, j : j + 1].copy(),
                np.zeros(len(weight)),
            )
            for i, j in np.ndindex(high, wide)
        ]
        return np.sum(taps, axis=0) + added[:, np.newaxis, np.newaxis]

    return _called(layer, function)


def whole_map(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `global_avg_pool2d`: its numbers as maps of one cell."""

    def pool(x: Floats) -> Floats:
        return np.asarray(function(x))[..., np.newaxis, np.newaxis]

    return _called(pool, function)


def slope_at_x(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A backward step that is given the input: what a gradient of 1 becomes."""
    return _called(lambda x: function(np.ones_like(x), x), function)


def slope_at_y(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A backward step that is given the output: what a gradient of 1 becomes.

    Examples
    --------
    >>> def tanh_backward(dout, y):
    ...     return dout * (1 - y**2)
    >>> slope_at_y(tanh_backward, None)(np.zeros(2))
    array([1., 1.])
    """
    sigmoid = getattr(function, "__name__", "").startswith("sigmoid")

    def slope(x: Floats) -> Any:
        y = np.tanh(x / 2) / 2 + 0.5 if sigmoid else np.tanh(x)
        return function(np.ones_like(x), y)

    return _called(slope, function)


def _row_of(function: Function, case: Mapping[str, Any] | None) -> Function:
    """Call a function of a batch on one row (1, C), which stands in the case's batch for the first.

    A function that mixes rows is then seen to.
    """

    def row(scores: Floats) -> Floats:
        batch = np.moveaxis(np.array(case["z"], float), axis, -1) if case else np.empty(0)
        if batch.ndim < 2 or batch.shape[-1] != scores.shape[1]:
            return np.asarray(function(scores))
        first = (0,) * (batch.ndim - 1)
        batch[first] = scores[0]
        given = function(np.moveaxis(batch, -1, axis), *([axis] if axis != -1 else []))
        return np.asarray(np.moveaxis(np.asarray(given), axis, -1)[first][np.newaxis])

    axis = case.get("axis", -1) if case else -1
    return row


def loss_of_softmax(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `softmax`: the loss and the gradient that its probabilities give."""

    def cross_entropy(logits: Floats, labels: npt.NDArray[np.intp]) -> tuple[Any, Any]:
        given = _row_of(function, case)(logits)
        with np.errstate(divide="ignore", invalid="ignore"):
            return -np.log(given[0, labels[0]]), given - np.eye(logits.shape[1])[labels]

    return _called(cross_entropy, function)


def loss_of_log_softmax(function: Function, case: Mapping[str, Any] | None) -> Function:
    """A `log_softmax`: the loss and the gradient that its numbers give."""

    def cross_entropy(logits: Floats, labels: npt.NDArray[np.intp]) -> tuple[Any, Any]:
        given = _row_of(function, case)(logits)
        with np.errstate(over="ignore", invalid="ignore"):
            return -given[0, labels[0]], np.exp(given) - np.eye(logits.shape[1])[labels]

    return _called(cross_entropy, function)
