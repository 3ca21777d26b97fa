# mypy: disable-error-code="no-any-return"
"""Mistakes in `standardize` that have a name."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _in_place(x: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    for channel in range(x.shape[1]):
        x[:, channel] -= mean[channel]
        x[:, channel] /= std[channel]
    return x


def _in_place_on_a_copy(x: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    out = x.copy()
    for channel in range(x.shape[1]):
        out[:, channel] = (x[:, channel] - mean[channel]) / std[channel]
    return out


def _channel_axis_first(x: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    out = np.zeros(x.shape)
    for channel in range(len(mean)):
        out[channel] = (x[channel] - mean[channel]) / std[channel]
    return out


_MEAN = "mean.reshape(per_channel)"
_STD = "std.reshape(per_channel)"
_RESULT = f"(x - {_MEAN}) / {_STD}"
_AXES = "(1, -1, 1, 1)"

BUGS = (
    Bug(
        "forgets_brackets",
        "`x - mean / std` divides the mean, then subtracts. The difference is what gets divided.",
        {f"(x - {_MEAN})": f"x - {_MEAN}"},
    ),
    Bug(
        "runs_along_the_width",
        "`mean` and `std` were lined up with the last axis, the width. That raises an error for "
        "most sizes and is silent when W equals C. They belong to axis 1.",
        {_MEAN: "mean", _STD: "std"},
    ),
    Bug(
        "runs_along_the_height",
        "`mean` and `std` were lined up with axis 2, the height. They belong to axis 1.",
        {_AXES: "(-1, 1)"},
    ),
    Bug(
        "runs_along_the_batch",
        "`mean` and `std` were lined up with axis 0, the images. They belong to axis 1.",
        {_AXES: "(-1, 1, 1, 1)"},
    ),
    Bug(
        "loops_over_images_not_channels",
        "`x[c]` is image c of the batch, not channel c. Channel c of all images is `x[:, c]`.",
        function=_channel_axis_first,
    ),
    Bug(
        "multiplies_by_std",
        "The difference was multiplied by std. Divide.",
        {f" / {_STD}": f" * {_STD}"},
    ),
    Bug(
        "adds_mean",
        "The mean was added. Subtract it.",
        {"x - ": "x + "},
    ),
    Bug(
        "sign_reversed",
        "The sign is reversed: mean - x. Brighter than the mean is positive.",
        {f"(x - {_MEAN})": f"({_MEAN} - x)"},
    ),
    Bug(
        "forgets_mean",
        "The mean was not subtracted.",
        {f"(x - {_MEAN})": "x"},
    ),
    Bug(
        "forgets_std",
        "The values were not divided by std.",
        {f" / {_STD}": ""},
    ),
    Bug(
        "divides_by_variance",
        "The values were divided by std squared, the variance.",
        {f" / {_STD}": f" / {_STD} ** 2"},
    ),
    Bug(
        "divides_by_root",
        "The values were divided by the root of std. `std` is the root of the variance already.",
        {f" / {_STD}": f" / np.sqrt({_STD})"},
    ),
    Bug(
        "adds_eps",
        "Something small was added to std. It is never 0 here, so use it as it is.",
        {f" / {_STD}": f" / ({_STD} + 1e-5)"},
    ),
    Bug(
        "adds_tiny_eps",
        "Something tiny was added to std (1e-8?); it shows when std is small. It is never 0 here.",
        {f" / {_STD}": f" / ({_STD} + 1e-8)"},
    ),
    Bug(
        "own_statistics",
        "You measured mean and std of x itself. Use those you are given: later, new pictures must "
        "be treated with the numbers of the training pictures.",
        {
            _MEAN: "x.mean(axis=(0, 2, 3), keepdims=True)",
            _STD: "x.std(axis=(0, 2, 3), keepdims=True)",
        },
    ),
    Bug(
        "statistics_of_each_image",
        "You measured mean and std of each image. Use those you are given.",
        {_MEAN: "x.mean(axis=(2, 3), keepdims=True)", _STD: "x.std(axis=(2, 3), keepdims=True)"},
    ),
    Bug(
        "first_channel_for_all",
        "All channels were treated with the numbers of channel 0.",
        {_MEAN: "mean[0]", _STD: "std[0]"},
    ),
    Bug(
        "one_number_for_all_channels",
        "The means and stds were averaged over the channels first. Each channel has its own.",
        {_MEAN: "mean.mean()", _STD: "std.mean()"},
    ),
    Bug(
        "swaps_mean_and_std",
        "mean and std were exchanged.",
        {_RESULT: f"(x - {_STD}) / {_MEAN}"},
    ),
    Bug(
        "reversed_channels",
        "The channels' numbers were used in reverse order.",
        {_MEAN: "mean[::-1].reshape(per_channel)", _STD: "std[::-1].reshape(per_channel)"},
    ),
    Bug(
        "clips",
        "The result was clipped to [0, 1]. Standardised values are negative about half the time.",
        {_RESULT: f"np.clip({_RESULT}, 0, 1)"},
    ),
    Bug(
        "drops_negatives",
        "Negative values became 0. They are meant to be there.",
        {_RESULT: f"np.maximum({_RESULT}, 0)"},
    ),
    Bug(
        "absolute_value",
        "The sign is gone. Darker than the mean is negative.",
        {_RESULT: f"np.abs({_RESULT})"},
    ),
    Bug(
        "modifies_x",
        "Your function wrote into the batch it was given: `x -= ...` changes the caller's array. "
        "`x - mean` makes a new one.",
        function=_in_place,
    ),
    Bug(
        "keeps_integer_dtype",
        "Fractions are cut off for a batch of whole numbers: the result array took the dtype of x. "
        "The result is float64.",
        function=_in_place_on_a_copy,
    ),
    Bug(
        "float32_result",
        "The result is float32; functions written with NumPy return float64 in this course.",
        {f"return {_RESULT}": f"return ({_RESULT}).astype(np.float32)"},
    ),
)
