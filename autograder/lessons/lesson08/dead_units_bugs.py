"""Mistakes in `dead_units`; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_AXES = "(0, *range(2, y.ndim))"
_ANY = "np.any(y > 0, axis=other_axes)"
_RESULT = f"~{_ANY}"

BUGS = (
    Bug(
        "answers_for_each_image",
        "The answer was given for each image. A channel is dead when it is silent for the whole "
        "batch, so the batch axis disappears too.",
        {_AXES: "tuple(range(2, y.ndim))"},
    ),
    Bug(
        "answers_for_each_position",
        "The answer was given for each position. A channel is one unit slid over the picture: if "
        "it answers somewhere, it lives.",
        {_AXES: "(0,)"},
    ),
    Bug(
        "four_axes_only",
        "Axes 2 and 3 were named outright, and a dense layer's (N, C) has none.",
        {_AXES: "(0, 2, 3)"},
    ),
    Bug(
        "answers_for_each_row",
        "A number for each channel *and* column came back: one axis too many was kept.",
        {_AXES: "(0, *range(2, min(y.ndim, 3)))"},
    ),
    Bug(
        "first_image_only",
        "Only the first image was looked at. A channel that is silent there may answer later.",
        {"y > 0": "y[:1] > 0"},
    ),
    Bug(
        "any_silence_is_death",
        "A channel was called dead when it was silent once. It must be silent always.",
        {"~np.any": "~np.all"},
    ),
    Bug(
        "returns_alive",
        "This says which channels live: True and False are exchanged.",
        {_RESULT: _ANY},
    ),
    Bug(
        "negative_counts_as_alive",
        "A channel with negative outputs was called alive. It must be above 0 somewhere: 'all "
        "zeros' is a narrower question.",
        {"y > 0": "y != 0"},
    ),
    Bug(
        "zero_counts_as_alive",
        "A channel whose best output is 0 was called alive. Silent means not above 0: zero "
        "included.",
        {"y > 0": "y >= 0"},
    ),
    Bug(
        "sum_not_positive",
        "The outputs of a channel were added up first. Negative ones may hide a positive one.",
        {_RESULT: "np.sum(y, axis=other_axes) <= 0"},
    ),
    Bug(
        "sum_is_zero",
        "A channel was called dead when its outputs add up to exactly 0. After a leaky activation "
        "they do not.",
        {_RESULT: "np.sum(y, axis=other_axes) == 0"},
    ),
    Bug(
        "absolute_sum",
        "The sizes were added up, without their signs: a channel that is negative throughout "
        "looked alive.",
        {_RESULT: "np.sum(np.abs(y), axis=other_axes) <= 1.0"},
    ),
    Bug(
        "constant_is_dead",
        "A channel was called dead when its outputs do not vary. A dead one may vary below 0.",
        {_RESULT: "np.ptp(y, axis=other_axes) == 0"},
    ),
    Bug(
        "mostly_silent_is_dead",
        "A channel that is silent most of the time was called dead. Never means never.",
        {_RESULT: "np.mean(y > 0, axis=other_axes) < 0.5"},
    ),
    Bug(
        "margin_above_zero",
        "A small positive output was not counted: compare with 0 itself.",
        {"y > 0": "y > 0.25"},
    ),
    Bug(
        "channels_last",
        "The answer runs along the last axis. In this course the channels are axis 1: (N, C, H, W).",
        {_AXES: "tuple(range(y.ndim - 1))"},
    ),
    Bug(
        "images_not_channels",
        "The answer is about images: which of them wake no channel at all. Keep axis 1, not axis 0.",
        {_AXES: "tuple(range(1, y.ndim))"},
    ),
    Bug(
        "one_answer_for_all",
        "One answer came back for the whole layer. There is one for each channel.",
        {"axis=other_axes": "axis=None"},
    ),
    Bug(
        "returns_numbers",
        "The numbers of the dead channels came back. A mask is asked: True or False for each "
        "channel.",
        {_RESULT: f"np.flatnonzero({_RESULT})"},
    ),
    Bug(
        "returns_count",
        "This is how many channels are dead. Which ones is the question.",
        {_RESULT: f"int(np.sum({_RESULT}))"},
    ),
    Bug(
        "zeros_and_ones",
        "Zeros and ones came back. True and False are asked, so that `y[:, dead]` picks channels.",
        {_RESULT: f"({_RESULT}).astype(np.float64)"},
    ),
)
