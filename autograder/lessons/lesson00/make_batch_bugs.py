# mypy: disable-error-code="no-any-return"
"""Mistakes in `make_batch` that have a name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Bug


def _fills_by_broadcasting(images: Sequence[np.ndarray]) -> np.ndarray:
    batch = np.zeros((len(images), *images[0].shape), dtype=images[0].dtype)
    for index, image in enumerate(images):
        batch[index] = image
    return batch


def _stacks_without_a_look(images: Sequence[np.ndarray]) -> np.ndarray:
    return np.stack(images)


_STACK = "np.stack(images)"
_RAISE = 'raise ValueError(f"make_batch: image {index} has shape {image.shape}, not {wanted}")'

BUGS = (
    Bug(
        "error_does_not_name_the_image",
        "The error does not say which image is the odd one out, or what shape it has. Look at the "
        "shapes yourself, one after the other, before stacking; positions count from 0.",
        function=_stacks_without_a_look,
    ),
    Bug(
        "returns_list",
        "The images came back as a list. A batch is one array: a network reads one block of memory.",
        {_STACK: "list(images)"},
    ),
    Bug(
        "joins_channels",
        "There is no new axis: the channels were put one after another, (N * C, H, W). "
        "`np.concatenate` joins along an axis that exists; a batch needs a new one.",
        {_STACK: "np.concatenate(images)"},
    ),
    Bug(
        "batch_axis_second",
        "The batch axis came second, (C, N, H, W). It comes first. With as many images as channels "
        "the shape hides this.",
        {_STACK: "np.stack(images, axis=1)"},
    ),
    Bug(
        "batch_axis_last",
        "The batch axis came last, (C, H, W, N). It comes first.",
        {_STACK: "np.stack(images, axis=-1)"},
    ),
    Bug(
        "channels_last",
        "The channels came last, (N, H, W, C). This course keeps NCHW.",
        {_STACK: "np.stack(images).transpose(0, 2, 3, 1)"},
    ),
    Bug(
        "swaps_H_and_W",
        "Rows and columns are exchanged.",
        {_STACK: "np.stack(images).swapaxes(2, 3)"},
    ),
    Bug(
        "reshape_mixes_images",
        "The shape is right, but numbers of different images are mixed: `reshape` moves no axis.",
        {_STACK: "np.stack(images, axis=-1).reshape(len(images), *wanted)"},
    ),
    Bug(
        "repeats_first_image",
        "Every image of the batch is image 0.",
        {_STACK: "np.stack([images[0]] * len(images))"},
    ),
    Bug(
        "repeats_last_image",
        "Every image of the batch is the last one: one array was filled again and again, and the "
        "batch holds it N times.",
        {_STACK: "np.stack([images[-1]] * len(images))"},
    ),
    Bug(
        "reverses_order",
        "The images came out in reverse order.",
        {_STACK: "np.stack(images[::-1])"},
    ),
    Bug(
        "drops_last_image",
        "The last image is missing.",
        {_STACK: "np.stack(images[: max(len(images) - 1, 1)])"},
    ),
    Bug(
        "single_image_without_batch_axis",
        "A single image came back without a batch axis. A batch of one has shape (1, C, H, W).",
        {_STACK: "np.stack(images) if len(images) > 1 else images[0].copy()"},
    ),
    Bug(
        "squeezes",
        "Axes of length 1 were squeezed away. Keep all four.",
        {_STACK: "np.squeeze(np.stack(images))"},
    ),
    Bug(
        "single_image_is_a_view",
        "For a single image the batch is a view: whoever writes into it changes the image. Make a "
        "new array in every case.",
        {_STACK: "np.stack(images) if len(images) > 1 else images[0][np.newaxis]"},
    ),
    Bug(
        "float64_batch",
        "The batch is float64 whatever the images are. `np.zeros` makes float64 unless told the "
        "dtype.",
        {_STACK: "np.stack(images).astype(np.float64)"},
    ),
    Bug(
        "float32_batch",
        "The batch is float32 whatever the images are. Keep their dtype.",
        {_STACK: "np.stack(images).astype(np.float32)"},
    ),
    Bug(
        "fills_by_broadcasting",
        "Assigning into a prepared array stretches an image of one channel over three without a "
        "word (broadcasting). Compare the shapes before filling.",
        function=_fills_by_broadcasting,
    ),
    Bug(
        "leaves_out_the_odd_one",
        "An image of another shape was left out in silence. Data that vanish are worse than an "
        "error.",
        {_RAISE: "images = [i for i in images if i.shape == wanted]"},
    ),
    Bug(
        "crops_to_fit",
        "Images of another shape were cropped to fit. Raise a ValueError instead.",
        {
            _RAISE: "size = np.min([i.shape for i in images], axis=0)\n"
            "            images = [i[: size[0], : size[1], : size[2]] for i in images]\n"
            "            wanted = tuple(size)\n            break"
        },
    ),
    Bug(
        "asserts_instead_of_raising",
        "An AssertionError was raised. Assertions are for your own mistakes and can be switched "
        "off; a caller's mistake is a ValueError.",
        {"raise ValueError(f": "raise AssertionError(f"},
    ),
    Bug(
        "returns_none_for_the_odd_one",
        "An image of another shape led to None. Raise a ValueError, so that the caller hears of "
        "it.",
        {_RAISE: "return None"},
    ),
    Bug(
        "empty_raises_index_error",
        "With no images, `images[0]` raised an IndexError. Look at the length first.",
        {"len(images) == 0": "False"},
    ),
)
