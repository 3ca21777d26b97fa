"""StrideRuler's Python side."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import traitlets

import autograder
from autograder import lessons
from course.widgets import StrideRuler
from tests.widgets import conv_cases, ruler_cases


def counted(n: int, k: int, stride: int, padding: int, dilation: int) -> int:
    """Count as PyTorch does."""
    room = n + 2 * padding - dilation * (k - 1) - 1
    if room < 0:
        raise ValueError("does not fit")
    return room // stride + 1


def rounded_up(n: int, k: int, stride: int, padding: int, dilation: int) -> int:
    """Take ceil: a mistake with a name."""
    return math.ceil((n + 2 * padding - dilation * (k - 1) - 1) / stride) + 1


def test_the_default_leaves_a_cell_over() -> None:
    ruler = StrideRuler()
    assert (ruler.n, ruler.k, ruler.stride, ruler.padding, ruler.dilation) == (10, 3, 2, 0, 1)
    assert (ruler.count, ruler.function_name) == (4, "")
    assert ruler.goal is None


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    assert ruler_cases.PATH.read_text(encoding="utf-8") == ruler_cases.text()


def test_counts_are_torchs() -> None:
    for n, k, stride, padding, dilation, expected in conv_cases.stored()["sizes"]:
        if min(n, k, stride, dilation, padding + 1) < 1:
            continue  # refused before there is a ruler
        ruler = StrideRuler(n, k, stride=stride, padding=padding, dilation=dilation)
        assert ruler.count == expected


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"n": 0}, ValueError, "StrideRuler: n must be at least 1, got 0."),
        ({"k": 2.0}, TypeError, "StrideRuler: k must be an int, got 2.0."),
        ({"stride": 0}, ValueError, "StrideRuler: stride must be at least 1, got 0."),
        ({"padding": -1}, ValueError, "StrideRuler: padding must be at least 0, got -1."),
        ({"dilation": True}, TypeError, "StrideRuler: dilation must be an int, got True."),
        ({"n": 10**6}, ValueError, "StrideRuler: n is 1000000; at most 1000 can be drawn."),
        ({"goal": 0}, ValueError, "StrideRuler: goal must be at least 1, got 0."),
        ({"goal": (28, 14, 7)}, TypeError, "must be an int or a pair (cells, windows)"),
        ({"goal": (28, 1.5)}, TypeError, "StrideRuler: goal[1] must be an int, got 1.5."),
        ({"function": 3}, TypeError, "StrideRuler: function must be callable, got 3"),
        ({"pad": 1}, TypeError, "StrideRuler: no argument 'pad'"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        StrideRuler(**arguments)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_assigning_is_checked_like_constructing() -> None:
    ruler = StrideRuler()
    ruler.n = np.int64(7)
    assert (ruler.n, type(ruler.n), ruler.count) == (7, int, 3)
    with pytest.raises(ValueError, match="StrideRuler: stride must be at least 1, got 0"):
        ruler.stride = 0
    with pytest.raises(traitlets.TraitError):
        ruler.rounding = "round"


def test_a_goal_is_a_count_or_a_pair_that_sets_the_row() -> None:
    assert StrideRuler(28, 3, stride=1, goal=14).goal == (28, 14)
    ruler = StrideRuler(goal=(28, 14))
    assert (ruler.goal, ruler.n) == ((28, 14), 28)


def test_a_kernel_that_does_not_fit_is_drawn_not_refused() -> None:
    assert StrideRuler(3, 5, stride=1).count is None


def test_your_function_is_asked_for_the_row_and_its_neighbours() -> None:
    ruler = StrideRuler(10, 3, stride=2, function=counted)
    expected = [[n, counted(n, 3, 2, 0, 1)] for n in range(7, 14)]
    assert ruler.output.tolist() == expected
    assert (ruler.function_name, ruler.function_message, ruler.stale) == ("counted", "", False)


def test_where_it_raises_a_value_error_stands_nan() -> None:
    ruler = StrideRuler(3, 5, stride=1, function=counted)
    assert np.isnan(ruler.output[:, 1]).tolist() == [True, True, True, True, False, False]
    assert ruler.output[:, 0].tolist() == [1, 2, 3, 4, 5, 6]
    assert ruler.function_message == ""


def test_a_changed_number_makes_it_stale_until_it_runs_again() -> None:
    ruler = StrideRuler(10, 3, stride=2, function=rounded_up)
    ruler.set_state({"stride": 3})
    assert ruler.stale
    ruler._handle_custom_msg({"type": "rerun"}, [])
    assert not ruler.stale
    assert dict(ruler.output.tolist())[10] == rounded_up(10, 3, 3, 0, 1)


def missing(n: int, k: int, stride: int, padding: int, dilation: int) -> int:
    """Stand for an exercise not done yet."""
    raise NotImplementedError("conv_output_size: yours to write")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (missing, "missing is not written yet (conv_output_size: yours to write)."),
        (lambda *a: None, "<lambda>(10, 3, 2, 0, 1) returned None; end it with a return statement"),
        (lambda *a: 4.0, "<lambda>(10, 3, 2, 0, 1) returned 4.0, a float; a count is an int."),
        (lambda *a: "4", "returned a str; a count is an int."),
        (lambda *a: True, "returned a bool; a count is an int."),
        (lambda *a: math.nan, "returned a float; a count is an int."),
        (lambda *a: 10**400, "returned an int of 401 digits."),
        (lambda *a: 1 / 0, "<lambda>(10, 3, 2, 0, 1) raised ZeroDivisionError: division by zero"),
        (lambda n, k: 1, "<lambda>(10, 3, 2, 0, 1) raised TypeError"),
    ],
)
def test_what_is_odd_about_an_answer_is_said_in_words(function: Any, message: str) -> None:
    assert message in StrideRuler(function=function).function_message


def test_an_error_that_should_be_a_value_error_is_named() -> None:
    def asserts(n: int, k: int, *rest: int) -> int:
        if n < k:
            raise AssertionError("too long")
        return 1

    message = StrideRuler(3, 5, stride=1, function=asserts).function_message
    assert message == (
        "asserts(3, 5, 1, 0, 1) raised AssertionError: too long. "
        "Where the kernel does not fit, raise a ValueError."
    )


def test_it_opens_on_every_case_a_check_can_fail() -> None:
    exercise = next(e for e in lessons.lesson("04-stride").exercises if e.id == "conv_output_size")
    for seed in range(5):
        for probe in exercise.probes(np.random.default_rng(seed)):
            names = ("n", "k", "stride", "padding", "dilation")
            given = dict(zip(names, probe.args, strict=False)) | dict(probe.kwargs)
            ruler = StrideRuler(**given, function=exercise.reference)
            assert dict(ruler.output.tolist())[ruler.n] == pytest.approx(
                math.nan if ruler.count is None else ruler.count, nan_ok=True
            )


def test_the_play_line_of_the_lesson_runs() -> None:
    autograder.check("conv_output_size", rounded_up)
    case = autograder.failing_case("conv_output_size")
    assert case is not None
    ruler = StrideRuler(**case, function=rounded_up)
    assert ruler.n == case["n"]
