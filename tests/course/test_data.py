"""Pictures drawn by code: right kinds, always the same, and told apart."""

from __future__ import annotations

import subprocess
import sys

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


def test_shapes_have_the_promised_kinds_and_as_many_of_each() -> None:
    x, y = data.shapes(600, np.random.default_rng(0))
    assert x.shape == (600, 1, 12, 12)
    assert x.dtype == np.float64
    assert y.dtype == np.int64
    assert 0 <= x.min() < x.max() <= 1
    assert np.bincount(y).tolist() == [200, 200, 200]
    assert data.SHAPES == ("bar", "cross", "disc")


def test_shapes_depend_on_the_generator_and_nothing_else() -> None:
    x, y = data.shapes(20, np.random.default_rng(7))
    again, labels = data.shapes(20, np.random.default_rng(7))
    other, _ = data.shapes(20, np.random.default_rng(8))
    assert np.array_equal(x, again) and np.array_equal(y, labels)
    assert not np.array_equal(x, other)
    assert (np.diff(y) != 1).any(), "the labels come in random order"


@pytest.mark.parametrize("count", [1, 2, 5])
def test_few_shapes_are_no_special_case(count: int) -> None:
    x, y = data.shapes(count, np.random.default_rng(0))
    assert x.shape == (count, 1, 12, 12)
    assert y.shape == (count,)


def test_no_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="count is 0; at least 1"):
        data.shapes(0, np.random.default_rng(0))


def test_shapes_can_be_told_apart_but_not_by_a_template() -> None:
    x, y = data.shapes(900, np.random.default_rng(0))
    flat = x.reshape(len(x), -1)
    flat = (flat - flat.mean(axis=1, keepdims=True)) / flat.std(axis=1, keepdims=True)
    templates = np.stack([flat[y == label].mean(axis=0) for label in range(3)])
    templates /= np.linalg.norm(templates, axis=1, keepdims=True)
    by_template = (flat @ templates.T).argmax(axis=1)
    assert (by_template == y).mean() < 0.75
    # The eye's way: how far the bright pixels spread along their longer and their shorter axis.
    bright = np.clip(x[:, 0] - x[:, 0].mean(axis=(1, 2), keepdims=True) - 0.1, 0, None)
    row, col = np.mgrid[:12, :12]
    mass = bright.sum(axis=(1, 2))
    down = row - ((bright * row).sum(axis=(1, 2)) / mass)[:, None, None]
    right = col - ((bright * col).sum(axis=(1, 2)) / mass)[:, None, None]
    moments = [(bright * a * b).sum(axis=(1, 2)) / mass for a, b in ((down, down), (right, right))]
    mixed = (bright * down * right).sum(axis=(1, 2)) / mass
    stretch = np.hypot(moments[0] - moments[1], 2 * mixed) / (moments[0] + moments[1])
    assert ((stretch > 0.5) == (y == data.SHAPES.index("bar"))).mean() > 0.95


def test_importing_the_toolkit_brings_in_nothing_heavy() -> None:
    heavy = {"torch", "torchvision", "sklearn", "scipy", "PIL", "rich", "autograder", "matplotlib"}
    code = f"import sys, course.data; print(sorted({heavy} & {{*sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
