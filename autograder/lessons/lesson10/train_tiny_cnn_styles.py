"""Correct answers to `train_tiny_cnn` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson07.max_pool2d import max_pool2d
from autograder.lessons.lesson08.relu import relu
from autograder.lessons.lesson08.relu_backward import relu_backward
from autograder.lessons.lesson09.cross_entropy import cross_entropy
from autograder.lessons.lesson10.linear_backward import linear_backward
from autograder.lessons.lesson10.max_pool2d_backward import max_pool2d_backward
from autograder.lessons.lesson10.numbers import quick_conv2d as conv2d
from autograder.lessons.lesson10.numbers import quick_conv2d_backward as conv2d_backward
from autograder.lessons.lesson10.train_tiny_cnn_loops import loops_and_a_dict


def _pool_before_relu(
    x: np.ndarray, y: np.ndarray, steps: int, lr: float, rng: np.random.Generator
) -> list[float]:
    filters = rng.standard_normal((6, x.shape[1], 5, 5)) * np.sqrt(2 / (25 * x.shape[1]))
    size = max_pool2d(conv2d(x[:1], filters, np.zeros(6), 2, 2), 2).size
    weight = rng.standard_normal((3, size)) / np.sqrt(size)
    filter_bias, bias = np.zeros(6), np.zeros(3)
    losses = []
    for _ in range(steps):
        batch = rng.permutation(len(x))[:12]
        maps = conv2d(x[batch], filters, filter_bias, 2, 2)
        pooled = max_pool2d(maps, 2)
        flat = relu(pooled).reshape(len(batch), size)
        loss, dscores = cross_entropy(flat.dot(weight.T) + bias, y[batch])
        dflat, dweight, dbias = linear_backward(dscores, flat, weight)
        dpooled = relu_backward(dflat.reshape(pooled.shape), pooled)
        dmaps = max_pool2d_backward(dpooled, maps, 2)
        dfilters, dfilter_bias = conv2d_backward(dmaps, x[batch], filters, 2, 2)[1:]
        filters -= lr * dfilters
        filter_bias -= lr * dfilter_bias
        weight -= lr * dweight
        bias -= lr * dbias
        losses.append(loss)
    return losses


def _layers_as_functions(
    x: np.ndarray, y: np.ndarray, steps: int, lr: float, rng: np.random.Generator
) -> list[float]:
    c, height, width = x.shape[1:]
    size = 6 * ((height + 1) // 4) * ((width + 1) // 4)
    parameters = [rng.standard_normal((6, c, 5, 5)) * np.sqrt(2 / (25 * c)), np.zeros(6)]
    parameters += [rng.standard_normal((3, size)) / np.sqrt(size), np.zeros(3)]

    def gradients(images: np.ndarray, labels: np.ndarray) -> tuple[float, list[np.ndarray]]:
        filters, filter_bias, weight, bias = parameters
        active = relu(conv2d(images, filters, filter_bias, 2, 2))
        pooled = max_pool2d(active, 2)
        flat = pooled.reshape(len(images), -1)
        loss, dscores = cross_entropy(flat @ weight.T + bias, labels)
        dflat, *last = linear_backward(dscores, flat, weight)
        dactive = max_pool2d_backward(dflat.reshape(pooled.shape), active, 2)
        _, *first = conv2d_backward(dactive * (active > 0), images, filters, 2, 2)
        return loss, first + last

    losses = []
    for _ in range(steps):
        batch = rng.permutation(len(x))[:12]
        loss, slopes = gradients(x[batch], y[batch])
        parameters = [p - lr * slope for p, slope in zip(parameters, slopes, strict=True)]
        losses.append(float(loss))
    return losses


def _nothing_borrowed(
    x: np.ndarray, y: np.ndarray, steps: int, lr: float, rng: np.random.Generator
) -> list[float]:
    n, c, height, width = x.shape
    rows, cols = (height + 1) // 4, (width + 1) // 4
    kernels = rng.standard_normal((6, c, 5, 5)) * np.sqrt(2 / (25 * c))
    weight = rng.standard_normal((3, 6 * rows * cols)) / np.sqrt(6 * rows * cols)
    kernel_bias, bias, losses = np.zeros(6), np.zeros(3), []
    for _ in range(steps):
        batch = rng.permutation(n)[:12]
        m, truth = len(batch), np.eye(3)[y[batch]]
        padded = np.pad(x[batch].astype(float), ((0, 0), (0, 0), (2, 2), (2, 2)))
        windows = sliding_window_view(padded, (5, 5), axis=(2, 3))[:, :, ::2, ::2]
        maps = np.einsum("ncijab,ocab->noij", windows, kernels) + kernel_bias[:, None, None]
        cut = np.maximum(maps, 0)[:, :, : 2 * rows, : 2 * cols]
        fours = cut.reshape(m, 6, rows, 2, cols, 2).swapaxes(3, 4).reshape(m, 6, rows, cols, 4)
        flat = fours.max(axis=-1).reshape(m, -1)
        scores = flat @ weight.T + bias
        scores -= scores.max(axis=1, keepdims=True)
        log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        losses.append(-float((truth * log_p).sum()) / m)
        slope = (np.exp(log_p) - truth) / m
        back = (slope @ weight).reshape(m, 6, rows, cols)[..., None]
        fours = back * (np.arange(4) == fours.argmax(axis=-1)[..., None])
        dmaps = np.zeros(maps.shape)
        fours = fours.reshape(m, 6, rows, cols, 2, 2).swapaxes(3, 4)
        dmaps[:, :, : 2 * rows, : 2 * cols] = fours.reshape(m, 6, 2 * rows, 2 * cols)
        dmaps *= maps > 0
        weight = weight - lr * slope.T @ flat
        bias = bias - lr * slope.sum(axis=0)
        kernels = kernels - lr * np.einsum("noij,ncijab->ocab", dmaps, windows)
        kernel_bias = kernel_bias - lr * dmaps.sum(axis=(0, 2, 3))
    return losses


def _numpy_floats(
    x: np.ndarray, y: np.ndarray, steps: int, lr: float, rng: np.random.Generator
) -> list[float]:
    return [np.float64(loss) for loss in _layers_as_functions(x, y, steps, lr, rng)]


ACCEPT = (
    Alternative("parameters in a dict, updated in place", loops_and_a_dict),
    Alternative(
        "pool before ReLU",
        _pool_before_relu,
        "Maximum and ReLU commute (lesson 07), so the numbers are the same, and ReLU has a quarter "
        "of the work.",
    ),
    Alternative("an inner function that returns all gradients", _layers_as_functions),
    Alternative("nothing borrowed: arrays throughout", _nothing_borrowed),
    Alternative("a list of NumPy's floats", _numpy_floats),
)
