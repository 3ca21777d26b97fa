"""Answers to `break_square`: those that miss, and those that hit."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative, Bug

Arguments = dict[str, np.ndarray]


def _square_image() -> Arguments:
    return {"x": np.arange(32.0).reshape(1, 2, 4, 4), "weight": np.ones((3, 2, 2, 3))}


def _one_row() -> Arguments:
    return {"x": np.arange(5.0).reshape(1, 1, 1, 5), "weight": np.ones((1, 1, 1, 2))}


def _flat_image() -> Arguments:
    return {"x": np.ones((1, 1, 2, 5)), "weight": np.ones((1, 1, 1, 2))}


def _outputs_coincide() -> Arguments:
    return {"x": np.arange(6.0).reshape(1, 1, 2, 3), "weight": np.zeros((1, 1, 2, 2))}


def _channels_differ() -> Arguments:
    return {"x": np.arange(12.0).reshape(1, 2, 2, 3), "weight": np.ones((1, 3, 1, 1))}


def _kernel_does_not_fit() -> Arguments:
    return {"x": np.arange(6.0).reshape(1, 1, 2, 3), "weight": np.ones((1, 1, 3, 3))}


def _other_keys() -> Arguments:
    return {"image": np.arange(6.0).reshape(1, 1, 2, 3), "kernel": np.ones((1, 1, 1, 1))}


def _not_a_dict() -> tuple[np.ndarray, np.ndarray]:
    return np.arange(6.0).reshape(1, 1, 2, 3), np.ones((1, 1, 1, 1))


def _not_arrays() -> dict[str, list[list[list[list[float]]]]]:
    return {"x": [[[[0.0, 1, 2], [3, 4, 5]]]], "weight": [[[[1.0]]]]}


def _other_axes() -> Arguments:
    return {"x": np.arange(6.0).reshape(2, 3), "weight": np.ones((1, 1))}


def _not_finite() -> Arguments:
    return {"x": np.full((1, 1, 2, 3), np.nan), "weight": np.ones((1, 1, 1, 1))}


def _tall() -> Arguments:
    return {"x": np.arange(15.0).reshape(1, 1, 5, 3), "weight": np.ones((1, 1, 2, 2))}


def _whole_layer() -> Arguments:
    rng = np.random.default_rng(5)
    x, weight = rng.standard_normal((2, 3, 4, 6)), rng.standard_normal((5, 3, 2, 3))
    return {"weight": weight, "bias": rng.standard_normal(5), "x": x}


def _whole_numbers() -> Arguments:
    return {"x": np.arange(8).reshape(1, 1, 2, 4), "weight": np.array([[[[3, -1]]]])}


def _one_lit_pixel() -> Arguments:
    x = np.zeros((1, 1, 3, 4), dtype=np.uint8)
    x[0, 0, 2, 0] = 255
    return {"x": x, "weight": np.ones((1, 1, 3, 1))}


def _square_windows() -> Arguments:
    return {"x": np.arange(12.0).reshape(1, 1, 3, 4) ** 2, "weight": np.ones((2, 1, 3, 3))}


BUGS = (
    Bug(
        "square_image",
        "The image is a square, and there H and W are the same number. Most test images are "
        "square, which is why this mistake lives long.",
        function=_square_image,
    ),
    Bug(
        "one_row",
        "With a single row, row is always 0, and 0 * H = 0 * W. Give the image a second one.",
        function=_one_row,
    ),
    Bug(
        "flat_image",
        "The shape would do, but the pixels of a channel are all alike: it does not matter which "
        "of them is looked up.",
        function=_flat_image,
    ),
    Bug(
        "outputs_coincide",
        "The square layer looks up other pixels here, but the filters hide it: the sums agree. Let "
        "a kernel with a single 1 show the pixels themselves.",
        function=_outputs_coincide,
    ),
    Bug(
        "channels_differ",
        "The filters are not as deep as the image, or the biases are not as many as the filters: "
        "`conv2d` refuses these arguments.",
        function=_channels_differ,
    ),
    Bug(
        "kernel_does_not_fit",
        "The kernel is larger than the image on one axis, so there is no position for it.",
        function=_kernel_does_not_fit,
    ),
    Bug(
        "other_keys",
        'The keys are the names of `conv2d`\'s arguments: "x", "weight", and if you like "bias".',
        function=_other_keys,
    ),
    Bug(
        "not_a_dict",
        'Return a dict: `{"x": ..., "weight": ...}`.',
        function=_not_a_dict,
    ),
    Bug(
        "not_arrays",
        "Lists have no `shape`. Wrap each in `np.array(...)`.",
        function=_not_arrays,
    ),
    Bug(
        "other_axes",
        "Images and filters have four axes here, even a single one: `reshape(1, 1, 2, 3)`.",
        function=_other_axes,
    ),
    Bug(
        "not_finite",
        "Infinity and nan swallow every difference. Small whole numbers are enough.",
        function=_not_finite,
    ),
)

ACCEPT = (
    Alternative("a tall image, which makes the square layer fail", _tall),
    Alternative("a whole layer with bias", _whole_layer),
    Alternative("whole numbers", _whole_numbers),
    Alternative("one lit pixel", _one_lit_pixel),
    Alternative("squares of a ramp", _square_windows),
)
