# mypy: disable-error-code="no-any-return"
"""Correct answers to `to_float_chw` in other styles, all of which must pass."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative


def _accept_pixel_loops(image: np.ndarray) -> np.ndarray:
    if len(image.shape) == 2:
        image = image.reshape(image.shape[0], image.shape[1], 1)
    height, width, channels = image.shape
    out = np.zeros((channels, height, width), dtype=np.float32)
    for channel in range(channels):
        for row in range(height):
            for col in range(width):
                out[channel, row, col] = image[row, col, channel] / 255
    return out


def _accept_moveaxis(image: np.ndarray) -> np.ndarray:
    scaled = (image / 255.0).astype(np.float32)
    if scaled.ndim == 2:
        return scaled[None]
    return np.ascontiguousarray(np.moveaxis(scaled, -1, 0))


def _accept_stacked_channels(image: np.ndarray) -> np.ndarray:
    if image.ndim == 2:
        channels = [image]
    else:
        channels = [image[:, :, c] for c in range(image.shape[2])]
    return np.stack(channels).astype("float32") * np.float32(1 / 255)


def _accept_einsum(image: np.ndarray) -> np.ndarray:
    image = np.atleast_3d(image)
    return np.ascontiguousarray(np.einsum("hwc->chw", image), dtype=np.float32) / np.float32(255)


def _accept_two_swaps(image: np.ndarray) -> np.ndarray:
    if image.ndim == 2:
        image = np.expand_dims(image, axis=-1)
    channels_first = image.swapaxes(0, 2).swapaxes(1, 2)
    return np.divide(channels_first, 255, dtype=np.float32).copy(order="C")


def _accept_filled_channels(image: np.ndarray) -> np.ndarray:
    height, width = image.shape[:2]
    flat = image.reshape(height * width, -1)
    out = np.empty((flat.shape[1], height * width), dtype=np.float32)
    for channel in range(flat.shape[1]):
        out[channel] = flat[:, channel]
    out /= 255
    return out.reshape(-1, height, width)


def _accept_nested_lists(image: np.ndarray) -> np.ndarray:
    rows = image.tolist()
    if image.ndim == 2:
        return np.array([[[v / 255 for v in row] for row in rows]], dtype=np.float32)
    planes = [[[pixel[c] / 255 for pixel in row] for row in rows] for c in range(image.shape[-1])]
    return np.array(planes, dtype=np.float32)


def _accept_interp(image: np.ndarray) -> np.ndarray:
    table = np.linspace(0, 1, 256, dtype=np.float32)
    scaled = table[image]
    return scaled[np.newaxis] if image.ndim == 2 else np.array(scaled.transpose(2, 0, 1), order="C")


ACCEPT = (
    Alternative("loops over pixels", _accept_pixel_loops),
    Alternative("scaled in float64, then cast, moveaxis", _accept_moveaxis),
    Alternative("np.stack of channels, times 1/255", _accept_stacked_channels),
    Alternative("einsum", _accept_einsum),
    Alternative("two swaps of axes", _accept_two_swaps),
    Alternative("flat pixels, one channel at a time, divided in place", _accept_filled_channels),
    Alternative("nested lists", _accept_nested_lists),
    Alternative("a table of 256 values", _accept_interp),
)
