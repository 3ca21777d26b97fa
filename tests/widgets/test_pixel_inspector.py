"""PixelInspector's Python side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import traitlets

from course.widgets import PixelInspector


def test_the_default_is_a_small_colour_picture_opened_in_the_middle() -> None:
    inspector = PixelInspector()
    assert (inspector.image.shape, inspector.image.dtype) == ((16, 20, 3), np.uint8)
    assert (inspector.row, inspector.col) == (8, 10)


@pytest.mark.parametrize(
    ("image", "error", "words"),
    [
        (np.zeros((2, 2)), TypeError, "must be uint8, got dtype float64; multiply by 255"),
        (np.zeros((2, 2), int), TypeError, "must be uint8, got dtype int64; use .astype(np.uint8)"),
        (np.zeros((3, 4, 5), np.uint8), ValueError, "got (3, 4, 5); use .transpose(1, 2, 0)"),
        (np.zeros((4, 4, 4), np.uint8), ValueError, "must have shape (H, W) or (H, W, 3)"),
        (np.zeros((0, 4), np.uint8), ValueError, "1 to 512 rows and columns, got shape (0, 4)"),
    ],
)
def test_a_bad_image_is_refused_in_one_sentence(
    image: Any, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        PixelInspector(image)
    assert str(refused.value).startswith("PixelInspector: image must")
    assert words in str(refused.value)


def test_a_pixel_outside_is_refused() -> None:
    with pytest.raises(traitlets.TraitError, match="row must be 0 to 15, got 16"):
        PixelInspector(row=16)


def test_the_image_travels_as_its_bytes() -> None:
    state = PixelInspector(np.array([[0, 255]], np.uint8)).get_state()["image"]
    assert (state["shape"], state["dtype"], bytes(state["data"])) == ([1, 2], "uint8", b"\x00\xff")
