# mypy: disable-error-code="no-any-return"
"""Correct answers to `to_grayscale` in other styles, all of which must pass."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative


def _accept_loops(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    _, height, width = image.shape
    out = np.zeros((1, height, width))
    for row in range(height):
        for col in range(width):
            for channel in range(3):
                out[0, row, col] += weights[channel] * image[channel, row, col]
    return out


def _accept_broadcast(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    w = np.array(weights)[:, None, None]
    return (image * w).sum(axis=0, keepdims=True)


def _accept_einsum(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    return np.einsum("chw,c->hw", image, np.asarray(weights))[None, :, :]


def _accept_tensordot(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    return np.expand_dims(np.tensordot(np.array(weights), image, axes=1), axis=0)


def _accept_matrix_product(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    channels, height, width = image.shape
    row = np.array([weights], dtype=float)
    return (row @ image.reshape(channels, -1)).reshape(1, height, width)


def _accept_accumulator(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    grey = np.zeros(image.shape[1:])
    for channel, weight in zip(image, weights, strict=True):
        grey += weight * channel
    return np.array([grey])


def _accept_slices(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    return weights[0] * image[0:1] + weights[1] * image[1:2] + weights[2] * image[2:3]


def _accept_channels_last(
    image: np.ndarray, weights: tuple[float, float, float] = (0.299, 0.587, 0.114)
) -> np.ndarray:
    grey = np.dot(image.transpose(1, 2, 0), weights)
    return grey.reshape((1,) + grey.shape)


ACCEPT = (
    Alternative("three loops", _accept_loops),
    Alternative("broadcasting, sum with keepdims", _accept_broadcast),
    Alternative("einsum", _accept_einsum),
    Alternative("tensordot", _accept_tensordot),
    Alternative("one matrix product", _accept_matrix_product),
    Alternative("accumulator", _accept_accumulator),
    Alternative("slices that keep the axis", _accept_slices),
    Alternative("through channels last", _accept_channels_last),
)
