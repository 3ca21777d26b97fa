"""Pictures drawn by code: right kinds, always the same, and told apart."""

from __future__ import annotations

import numpy as np
import pytest

from course import data


@pytest.mark.parametrize("number", range(10))
@pytest.mark.parametrize("size", [8, 12, 28, 29])
def test_a_digit_is_white_on_black(number: int, size: int) -> None:
    picture = data.digit(number, size)
    assert picture.shape == (size, size)
    assert picture.dtype == np.float64
    assert 0 <= picture.min() <= picture.max() <= 1
    assert picture.max() > 0.9
    assert 0.08 < picture.mean() < 0.45
    assert size < 12 or not picture[0].any(), "the margin is black"


@pytest.mark.parametrize("size", [8, 28])
def test_digits_differ_from_each_other(size: int) -> None:
    digits = [data.digit(number, size).ravel() for number in range(10)]
    for first in range(10):
        for second in range(first):
            assert np.corrcoef(digits[first], digits[second])[0, 1] < 0.93, (first, second)


def test_digits_have_smooth_edges_and_as_many_holes_as_they_should() -> None:
    ndimage = pytest.importorskip("scipy.ndimage", reason="scipy counts the holes")
    for number, holes in zip(range(10), (1, 0, 0, 0, 1, 0, 1, 0, 2, 1), strict=True):
        picture = data.digit(number)
        assert ((picture > 0) & (picture < 1)).sum() >= 20
        _, regions = ndimage.label(picture < 0.5)
        assert regions - 1 == holes, number
        _, pieces = ndimage.label(picture > 0.5, np.ones((3, 3)))
        assert pieces == 1, number


@pytest.mark.parametrize("bad", [10, -1, 2.5, "3"])
def test_other_digits_are_refused(bad: object) -> None:
    with pytest.raises(ValueError, match="one of 0 to 9"):
        data.digit(bad)  # type: ignore[arg-type]


def test_tiny_digits_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 8"):
        data.digit(3, 7)


@pytest.mark.parametrize("name", ["boat", "lighthouse"])
def test_a_picture_is_what_a_file_gives(name: str) -> None:
    picture = data.picture(name)
    assert picture.shape == (48, 64, 3)
    assert picture.dtype == np.uint8
    assert picture.max() > 250
    red, green, blue = (picture[:, :, c].ravel().astype(float) for c in range(3))
    for one, other in ((red, green), (green, blue), (blue, red)):
        assert np.abs(one - other).mean() > 10
    assert np.array_equal(picture, data.picture(name))


def test_unknown_picture_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'cat'; the pictures are boat, lighthouse"):
        data.picture("cat")


def test_results_are_new_each_time() -> None:
    data.picture("boat")[:] = 0
    data.digit(3)[:] = 0
    assert data.picture("boat").any()
    assert data.digit(3).any()


def test_bright_patch_beats_the_hidden_picture_until_scores_are_normalised() -> None:
    scene, template = data.find_me()
    assert 0 <= scene.min() <= scene.max() <= 1
    height, width = template.shape
    raw, normal = {}, {}
    for row in range(scene.shape[0] - height + 1):
        for col in range(scene.shape[1] - width + 1):
            window = scene[row : row + height, col : col + width]
            raw[row, col] = (window * template).sum()
            centred, wanted = window - window.mean(), template - template.mean()
            size = np.linalg.norm(centred) * np.linalg.norm(wanted)
            normal[row, col] = (centred * wanted).sum() / size if size > 1e-9 else 0.0
    best = max(raw, key=raw.__getitem__)
    assert scene[best] == scene[best[0] + height - 1, best[1] + width - 1] == 0.95
    assert raw[best] > 1.5 * raw[14, 5]
    assert max(normal, key=normal.__getitem__) == (14, 5)
    assert normal[14, 5] == pytest.approx(1)
    assert sorted(normal.values())[-2] < 0.7
