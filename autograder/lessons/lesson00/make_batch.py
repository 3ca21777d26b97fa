"""Several images to one array with a batch axis, and an error that names the odd one out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.judge.properties import call_through
from autograder.lessons.lesson00.make_batch_bugs import BUGS
from autograder.lessons.lesson00.make_batch_styles import ACCEPT


def make_batch(images: Sequence[np.ndarray]) -> np.ndarray:
    """Stack images of one shape into a batch, image 0 first.

    Parameters
    ----------
    images : sequence of np.ndarray, each of shape (C, H, W)

    Returns
    -------
    np.ndarray, shape (N, C, H, W), with the images' dtype
        A new array; a single image gives N = 1.

    Raises
    ------
    ValueError
        When an image has another shape than image 0; the message states the first such image's
        position, counted from 0, and its shape as Python prints it, such as (3, 5, 4). Also when
        there are no images.

    Examples
    --------
    Two images of one channel, one row and two columns:

    >>> make_batch([np.array([[[1.0, 2.0]]]), np.array([[[3.0, 4.0]]])]).tolist()
    [[[[1.0, 2.0]]], [[[3.0, 4.0]]]]
    """
    if len(images) == 0:
        raise ValueError("make_batch: there are no images")
    wanted = images[0].shape
    for index, image in enumerate(images):
        if image.shape != wanted:
            raise ValueError(f"make_batch: image {index} has shape {image.shape}, not {wanted}")
    return np.stack(images)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small whole numbers; then one image, equal sizes, float32 and the odd one out."""
    three = _images(rng, 3, (2, 4, 5))
    odd = [*_images(rng, 2, (3, 4, 5)), *_images(rng, 1, (3, 5, 4)), *_images(rng, 1, (3, 4, 5))]
    spread = _images(rng, 2, (3, 4, 5)) + _images(rng, 1, (1, 4, 5))
    return [
        Probe("2 images of (1, 2, 3)", "core", (_images(rng, 2, (1, 2, 3)),)),
        Probe("3 images of (2, 4, 5)", "core", (three,)),
        Probe("one image of (3, 2, 4)", "generality", (_images(rng, 1, (3, 2, 4)),)),
        Probe(
            "a tuple of 3 images of (3, 3, 3)", "generality", (tuple(_images(rng, 3, (3, 3, 3))),)
        ),
        Probe(
            "2 float32 images of (3, 2, 3)",
            "generality",
            ([image.astype(np.float32) for image in _images(rng, 2, (3, 2, 3))],),
        ),
        Probe(
            "image 2 of 4 has its rows and columns exchanged",
            "generality",
            (odd,),
            mentions=("2", "(3, 5, 4)"),
        ),
        Probe(
            "image 2 of 3 has one channel only",
            "robustness",
            (spread,),
            mentions=("2", "(1, 4, 5)"),
        ),
        Probe("no images", "robustness", ([],)),
        Probe(
            "2 uint8 images of (1, 3, 2)",
            "robustness",
            ([image.astype(np.uint8) for image in _images(rng, 2, (1, 3, 2))],),
        ),
    ]


def _images(rng: np.random.Generator, count: int, shape: tuple[int, int, int]) -> list[np.ndarray]:
    numbers = rng.permutation(np.arange(1.0, 1 + count * np.prod(shape)))
    return list(numbers.reshape(count, *shape))


def images_in_order(function: Function, rng: np.random.Generator) -> str:
    """Every image of the batch is the image that was given."""
    images = _images(rng, 3, (2, 3, 4))
    batch = call_through(function, (images,))
    if batch.shape != (3, 2, 3, 4):
        return ""
    for index, image in enumerate(images):
        if not np.array_equal(batch[index], image):
            twin = [n for n, other in enumerate(images) if np.array_equal(batch[index], other)]
            found = (
                f"it is image {twin[0]}" if twin else "its numbers are not those of any one image"
            )
            return f"`batch[{index}]` should be image {index}; {found}."
    return ""


EXERCISE = Exercise(
    id="make_batch",
    points=3,
    card=Card("Many images, one array", 1, 4, 8),
    reference=make_batch,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=(
        "What does `np.concatenate` do to the number of axes, and what does `np.stack` do?",
        "Refuse an empty sequence. Compare every image's shape with image 0's and raise a "
        "ValueError at the first that differs, with its position and its shape in the message. "
        "Then stack along a new first axis.",
        "```\nif there are no images: raise ValueError\n"
        "for each position and image:\n    if ...:                # what must be equal to what?\n"
        "        raise ValueError(message with the position and image.shape)\n"
        "return the images, stacked along a new axis 0\n```",
    ),
    symptoms=(
        Symptom("three axes instead of four", "joining along an old axis, or a new axis?"),
        Symptom(
            "the message should mention a number and a shape",
            "`enumerate` gives both position and image; an f-string writes them",
        ),
        Symptom(
            "an image of one channel is accepted among images of three",
            "assignment into an array broadcasts: compare shapes first",
        ),
        Symptom("the result shares memory", "one image: is the batch a new array?"),
    ),
    properties=(Property("images in order", images_in_order),),
)
