"""Lesson 03's notebook: what its prose states is what its cells print."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.lessons.notebooks import after, printed

SLUG = "03-padding"


@pytest.fixture(params=[True, False], ids=["released", "solved"])
def names(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Names of the notebook after it ran, unwritten and written."""
    return after(SLUG, request.param)


def test_six_layers_leave_four_pixels_a_side(names: dict[str, Any]) -> None:
    assert [m.shape[0] for m in names["maps"]] == [28, 24, 20, 16, 12, 8, 4]
    assert names["blur"].shape == (5, 5)


def test_sizes_shrink_stay_and_grow(names: dict[str, Any]) -> None:
    assert names["kept"].shape == (28, 28)
    assert printed(SLUG, "for p in range(4)", names).splitlines()[1] == "padding 1 (28, 28)"
    lines = printed(SLUG, "k = 5", names).splitlines()
    assert [line.split(": ")[1] for line in lines] == ["(24, 24)", "(28, 28)", "(32, 32)"]
    assert printed(SLUG, "for p in (1, 2)", names).splitlines() == [
        "padding 1 (27, 27)",
        "padding 2 (29, 29)",
    ]
    assert (names["before"], names["after"]) == (1, 2)


def test_a_corner_keeps_half_of_its_brightness(names: dict[str, Any]) -> None:
    assert names["blur"][2:, 2:].sum() == pytest.approx(0.49, abs=0.005)
    assert np.argmax(names["blur"]) == 12
    corner, zeros, replicate = printed(SLUG, "blurred = {", names).split()[-3:]
    assert float(zeros) / float(corner) == pytest.approx(0.49, abs=0.01)
    assert float(replicate) == pytest.approx(float(corner), rel=0.02)


def test_the_corner_of_the_widget_s_picture_copies_what_the_answer_says(
    names: dict[str, Any],
) -> None:
    small = names["small"]
    assert small.shape == (5, 6)
    assert len({*small.ravel().tolist()}) >= 15
    numbers = np.arange(30.0).reshape(1, 1, 5, 6)
    corners = {mode: names["pad2d"](numbers, 2, mode)[0, 0, 0, 0] for mode in names["modes"]}
    assert corners["reflect"] == numbers[0, 0, 2, 2]
    assert corners["circular"] == numbers[0, 0, 3, 4]
    assert corners["replicate"] == numbers[0, 0, 0, 0]


def test_only_reflect_gives_zero_along_the_left_border(names: dict[str, Any]) -> None:
    small = names["small"][np.newaxis, np.newaxis]
    left = {
        mode: names["cross_correlate2d"](
            names["pad2d"](small, 1, mode)[0, 0], names["vertical_edge"]
        )[:, 0]
        for mode in names["modes"]
    }
    assert [mode for mode in names["modes"] if not left[mode].any()] == ["reflect"]


def test_the_counts_are_those_of_the_prose(names: dict[str, Any]) -> None:
    valid, same, full = names["counts"]
    assert (valid[0, 0], valid[2, 2]) == (1, 9)
    assert (same[0, 0], same[0, 2], same[2, 2]) == (4, 6, 9)
    assert (full == 9).all()
    assert printed(SLUG, "windows = np.zeros", names).splitlines()[-1].startswith("12321")


def test_the_crop_passes_every_padding_that_was_tried(names: dict[str, Any]) -> None:
    assert printed(SLUG, "def crop", names) == "1 True\n2 True\n3 True"
    assert names["crop"](names["ramp"], 1).shape == (2, 3, 2, 3)
    assert names["crop"](names["ramp"], 0).size == 0
