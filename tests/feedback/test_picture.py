"""What is drawn: windows, sums, slices, crops; in a terminal and on a page."""

from __future__ import annotations

import re

import numpy as np
import pytest

from autograder.feedback import html
from autograder.feedback.colour import SIGNED, Scale, ink_on, scale_of
from autograder.feedback.picture import draw
from autograder.target import Failure, Outcome
from autograder.verdict import Case
from tests.feedback.cases import EXERCISE, X, by_hand, flipped


def page_of(*args, **kwargs):
    return html.verdict_page(by_hand(*args, **kwargs), EXERCISE, 0)


def test_the_sum_behind_the_first_cell_is_written_out():
    page = html.verdict_page(flipped(), EXERCISE, 0)
    assert "3*1 + 1*2 + (-2)*3 + (-4)*(-4) = 15, yours -17" in page.text
    assert "3×1 + 1×2 + (−2)×3 + (−4)×(−4) = <b>15</b>, yours <b>−17</b>" in page.html


def test_the_window_is_outlined_and_cells_that_differ_are_marked():
    page = html.verdict_page(flipped(), EXERCISE, 0)
    assert "[3   1]  0  -2" in page.text
    assert "[-17*]" in page.text
    outlined = re.findall(r'<td class="([tblr ]+)"', page.html)
    assert outlined[:4] == ["t l", "t r", "b l", "r b"]
    assert page.html.count("<u>−") + page.html.count("<u>1") == 6
    assert "outlined: rows 0 to 1, columns 0 to 1" in page.html


def test_columns_of_the_text_line_up():
    lines = html.verdict_page(flipped(), EXERCISE, 0).text.splitlines()
    at = next(n for n, line in enumerate(lines) if "expected (2 x 3)" in line)
    head, first, second = lines[at + 1 : at + 4]
    for column in ("0", "1", "2"):
        end = head.index(column) + 1
        assert first[:end].rstrip(" ]*")[-1].isdigit()
        assert second[end - 1].isdigit()
    widths = {len(line.rstrip()) for line in (first, second)}
    assert max(widths) - min(widths) <= 1


def test_a_sum_that_does_not_add_up_is_not_written():
    regions = {"x": (slice(0, 2), slice(0, 2)), "kernel": (slice(0, 2), slice(0, 2))}
    arguments = {"x": X, "kernel": np.ones((2, 2))}
    page = page_of(np.zeros(2), np.array([99.0, 0]), arguments, index=(0,), regions=regions)
    assert "times" not in page.text


def test_a_true_convolution_is_written_with_the_kernel_flipped():
    x, kernel = np.array([1.0, 2, 3]), np.array([1.0, 10, 100])
    everything = {"x": (slice(0, 3),), "kernel": (slice(0, 3),)}
    arguments = {"x": x, "kernel": kernel}
    page = page_of(np.array([321.0]), np.array([123.0]), arguments, index=(0,), regions=everything)
    assert "x times kernel, flipped: 1*100 + 2*10 + 3*1 = 123, yours 321" in page.text


def conv_case(value_change: float = 1.0) -> Case:
    rng = np.random.default_rng(0)
    x = rng.integers(-9, 10, (2, 3, 12, 14)).astype(float)
    weight, bias = rng.integers(1, 4, (4, 3, 2, 3)).astype(float), np.array([5.0, 6, 7, 8])
    expected = np.zeros((2, 4, 11, 12))
    for row in range(11):
        for col in range(12):
            window = x[:, :, row : row + 2, col : col + 3]
            expected[:, :, row, col] = np.einsum("nchw,ochw->no", window, weight) + bias
    value = expected.copy()
    value[1, 2, 6:, 7:] += value_change
    regions = {
        "x": (slice(1, 2), slice(None), slice(6, 8), slice(7, 10)),
        "weight": (slice(2, 3),),
        "bias": (slice(2, 3),),
    }
    arguments = {"x": x, "weight": weight, "bias": bias, "stride": 1}
    return Case("batch", arguments, expected, Outcome(value), (1, 2, 6, 7), regions)


def test_of_a_batch_the_slice_that_differs_is_drawn_and_named():
    case = conv_case()
    picture = draw(case)
    assert picture is not None
    assert [grid.name for grid in picture.inputs] == [
        *("x[1, 0]", "x[1, 1]", "weight[2, 0]", "weight[2, 1]", "bias")
    ]
    assert picture.inputs[0].detail == "image 1, channel 0, 12 x 14, cropped"
    assert picture.inputs[1].detail.endswith("1 more not drawn")
    assert picture.inputs[2].detail.startswith("filter 2, channel 0")
    assert picture.results[0].detail == "image 1, channel 2, 11 x 12, cropped"
    assert picture.settings == ("stride=1",)
    assert picture.sum is not None
    assert picture.sum.left_out == 14
    assert picture.sum.added == ("7",)
    assert float(picture.sum.total) == case.expected[1, 2, 6, 7]


def test_a_crop_keeps_the_window_and_says_what_it_left_out():
    picture = draw(conv_case())
    assert picture is not None
    grid = picture.inputs[0]
    assert {6, 7} <= set(grid.rows)
    assert {7, 8, 9} <= set(grid.cols)
    assert grid.rows[0] is None
    assert grid.rows[-1] is None
    assert sum(cell is not None and cell.outlined for row in grid.cells for cell in row) == 6


def test_a_difference_in_the_last_decimals_can_be_seen():
    expected = np.array([1 / 3, 2.0, 3.0])
    case = by_hand(expected + 2e-6, expected).case
    assert case is not None
    picture = draw(case)
    assert picture is not None
    one, other = (grid.cells[0][0] for grid in picture.results)
    assert one is not None and other is not None
    assert one.text != other.text


def test_a_dtype_or_a_shape_is_told_without_values():
    page = page_of(np.ones((2, 3), np.float32) * 7, np.ones((2, 3)) * 7, {"x": X})
    assert "dtype: expected float64, yours float32  <- differs" in page.text
    assert "x: array of shape (3, 4), float64" in page.text
    assert "<table class=g" not in page.html
    page = page_of(np.ones((3, 2)), np.ones((2, 3)), {"x": X})
    assert "shape: expected (2, 3), yours (3, 2)  <- differs" in page.text


@pytest.mark.parametrize(
    ("value", "expected", "words"),
    [
        (7, 8, "value: expected 8, yours 7"),
        (0.1234564, 0.1234565, "value: expected 0.1234565, yours 0.1234564"),
        ("abd", "abc", 'expected "abc", yours "abd"'),
        ((5, 4), (5, 3), "Item 1 of the result:\n  value: expected 3, yours 4"),
        ([1, 2], (1, 2), "type: expected tuple, yours list"),
        (None, np.ones(3), "expected array of shape (3,), float64, yours None"),
        (True, False, "expected False, yours True"),
        (np.array(3.0), np.array(4.0), "value: expected 4, yours 3"),
    ],
)
def test_what_is_not_an_array_is_told_in_words(value, expected, words):
    assert words in page_of(value, expected).text


def test_in_a_tuple_the_item_that_differs_is_drawn():
    expected = np.ones((2, 2)), np.arange(6.0).reshape(2, 3)
    case = by_hand((expected[0], expected[1] + np.eye(2, 3)), expected).case
    assert case is not None
    picture = draw(case)
    assert picture is not None
    assert picture.item == 1
    assert picture.count == 2


def test_a_call_that_raised_shows_its_arguments():
    verdict = by_hand(None, np.ones(3), {"x": X, "n": 3})
    assert verdict.case is not None
    lines = ("line 3: y = f(x)", "line 9: return 1 / 0")
    outcome = Outcome(failure=Failure("ZeroDivisionError", "division by zero", lines))
    case = Case("a case", verdict.case.arguments, np.ones(3), outcome)
    picture = draw(case)
    assert picture is not None
    assert picture.facts[0].yours == "raised ZeroDivisionError"
    assert picture.inputs[0].name == "x"
    assert not picture.results


def test_zero_is_mid_grey_and_every_number_can_be_read():
    assert scale_of([np.array([-2.0, 1])]).colour(0.0) == (127, 127, 127)
    assert scale_of([np.array([-2.0, 1])]) == Scale(-2.0, 2.0)
    assert scale_of([np.array([0.0, 4])]).colour(4.0) == (255, 255, 255)

    def light(rgb):
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    scales = Scale(-1.0, 1.0), Scale(0.0, 1.0)
    colours = [s.colour(v) for s in scales for v in np.linspace(s.low, s.high, 301)]
    for rgb in colours:
        assert rgb is not None
        high, low = sorted([light(rgb), 1.0 if ink_on(rgb) == "#fff" else 0.0], reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5
    lightness = [light(rgb) for rgb in SIGNED]
    assert lightness == sorted(lightness)
