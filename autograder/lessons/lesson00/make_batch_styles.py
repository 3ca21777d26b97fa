# mypy: disable-error-code="no-any-return"
"""Correct answers to `make_batch` in other styles, all of which must pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative


def _accept_filled_array(images: Sequence[np.ndarray]) -> np.ndarray:
    count = len(images)
    if count < 1:
        raise ValueError("empty")
    shape = images[0].shape
    batch = np.zeros((count,) + shape, dtype=images[0].dtype)
    for i in range(count):
        if images[i].shape != shape:
            raise ValueError("image " + str(i) + " is " + str(images[i].shape))
        batch[i] = images[i]
    return batch


def _accept_concatenate(images: Sequence[np.ndarray]) -> np.ndarray:
    for i, image in enumerate(images):
        if i > 0 and image.shape != images[i - 1].shape:
            raise ValueError(f"image {i}: shape {image.shape!r}")
    return np.concatenate([image[None] for image in images], axis=0)


def _accept_array(images: Sequence[np.ndarray]) -> np.ndarray:
    shapes = [image.shape for image in images]
    odd = [i for i, shape in enumerate(shapes) if shape != shapes[0]]
    if odd or not shapes:
        raise ValueError(f"{[(i, shapes[i]) for i in odd]}")
    return np.array(images)


def _accept_catch(images: Sequence[np.ndarray]) -> np.ndarray:
    try:
        return np.stack(images, axis=0)
    except ValueError:
        for i, image in enumerate(images):
            if image.shape != images[0].shape:
                raise ValueError(f"image {i} has shape {image.shape}") from None
        raise


def _accept_majority(images: Sequence[np.ndarray]) -> np.ndarray:
    shapes = [tuple(image.shape) for image in images]
    if not shapes:
        raise ValueError("need at least one image")
    usual = max(shapes, key=shapes.count)
    for position, shape in enumerate(shapes):
        if shape != usual:
            raise ValueError(f"images[{position}].shape is {shape}, the others have {usual}")
    return np.moveaxis(np.stack(images, axis=3), 3, 0).copy()


def _accept_vstack(images: Sequence[np.ndarray]) -> np.ndarray:
    if not images:
        raise ValueError("no images given")
    first, *others = images
    for number, other in enumerate(others, start=1):
        if other.shape != first.shape:
            raise ValueError(f"Image no. {number}: {other.shape} instead of {first.shape}")
    return np.vstack([np.expand_dims(image, 0) for image in images])


ACCEPT = (
    Alternative("prepared array with the images' dtype", _accept_filled_array),
    Alternative("concatenate of images with a new axis, neighbours compared", _accept_concatenate),
    Alternative("np.array of the list, all odd ones listed", _accept_array),
    Alternative("stack first, look when it fails", _accept_catch),
    Alternative("compared with the most frequent shape, axis moved", _accept_majority),
    Alternative("vstack", _accept_vstack),
)
