"""From a failed check the `play` line opens a widget with the student's function in it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import autograder
from autograder import lessons
from autograder.exercise import Exercise
from course import widgets
from course.widgets.adapters import depth_then_point, windowed
from course.widgets.failing import answer_of, first_plane
from course.widgets.function_widget import FunctionWidget

WRITTEN_ELSEWHERE = ("10-backprop", "13-pytorch", "14-lenet")
PLAYED = [
    exercise
    for slug in lessons.LESSONS
    if slug not in WRITTEN_ELSEWHERE
    for exercise in lessons.lesson(slug).exercises
    if exercise.play
]
MOST_BUGS = 3


def opened(exercise: Exercise, function: Any) -> Any:
    """Check a function, then evaluate the exercise's line as the button does."""
    autograder.check(exercise.id, function)
    names = {name: getattr(widgets, name) for name in widgets.__all__}
    names |= {"np": np, "failing_case": autograder.failing_case, exercise.id: function}
    return eval(exercise.play, names)


def shows(widget: FunctionWidget, name: str) -> bool:
    """Whether a function is drawn, or the note says what it gave."""
    said = any(f"our {name} {gave}" in widget.note for gave in ("gives", "raises", "returns"))
    return widget.output is not None or widget.function_message != "" or said


@pytest.mark.parametrize("exercise", PLAYED, ids=lambda exercise: exercise.id)
def test_a_failed_check_opens_a_widget_on_its_case(exercise: Exercise) -> None:
    for bug in exercise.bugs[:MOST_BUGS]:
        function = exercise.buggy(bug)
        widget = opened(exercise, function)
        assert isinstance(widget, FunctionWidget), bug.id
        assert shows(widget, function.__name__), (bug.id, widget.note)
        if autograder.failing_case(exercise.id):
            one_class = "must hold 2 to 10 numbers to be drawn, got 1" in widget.note
            assert one_class or "cannot be drawn" not in widget.note, (bug.id, widget.note)


def test_every_widget_shows_a_function_that_is_drawn() -> None:
    drawn = set()
    for exercise in PLAYED:
        widget = opened(exercise, exercise.buggy(exercise.bugs[0]))
        if widget.output is not None and widget.function_name:
            drawn.add(type(widget).__name__)
    assert drawn == {
        *("ActivationZoo", "ChannelMixer", "KernelSlider", "KernelStudio", "LogitsToLoss"),
        *("PaddingLab", "PixelInspector", "PoolLab", "StrideRuler"),
    }


@pytest.mark.parametrize("exercise", PLAYED, ids=lambda exercise: exercise.id)
def test_a_right_function_is_right_in_its_widget(exercise: Exercise) -> None:
    widget = opened(exercise, exercise.reference)
    assert isinstance(widget, FunctionWidget)
    assert widget.function_message == ""
    if "on_failing_case" in exercise.play:
        assert "No failing case" in widget.note


def test_arguments_are_cut_down_to_what_is_shown() -> None:
    plane, cut = first_plane(np.arange(24).reshape(2, 3, 2, 2), most=64)
    assert plane.tolist() == [[0, 1], [2, 3]]
    assert cut == "Of it you see the first image, the first channel."
    assert first_plane(np.eye(2), most=64)[1] == ""


def test_a_function_cannot_change_the_case() -> None:
    def mine(x: Any) -> Any:
        x[...] = 9
        return x

    x = np.zeros(2)
    assert answer_of(mine, {"x": x})[1] == "For it, your mine gives [9., 9.] (shape (2,), float64)."
    assert x.tolist() == [0, 0]


def test_what_a_function_raises_is_said() -> None:
    def mine(n: int) -> int:
        raise RuntimeError("no")

    assert answer_of(mine, {"renamed": 3}) == (None, "For it, your mine raises RuntimeError: no.")


@pytest.mark.parametrize(
    "answer", [None, 7, "ab", (), {}, {"y": 1}, np.zeros((0, 3)), [[1], [2, 3]]]
)
@pytest.mark.parametrize(
    "kind",
    [
        c
        for c in vars(widgets).values()
        if isinstance(c, type)
        and issubclass(c, FunctionWidget)
        and c is not widgets.GradientFlow
        and "_opening" in vars(c)
    ],
)
def test_an_answer_that_is_no_case_opens_the_default(kind: Any, answer: Any) -> None:
    widget = kind.on_answer(lambda: answer)
    assert widget.note


def test_a_case_that_cannot_be_drawn_opens_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autograder, "failing_case", lambda exercise_id: {"x": "a word"})
    lab = widgets.PaddingLab.on_failing_case("pad2d", lambda x, padding, mode: x)
    assert "The failing case of pad2d cannot be drawn here" in lab.note
    assert lab.function_name == "<lambda>"


def test_a_layer_is_cut_down_and_its_padding_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    case = {
        "x": np.ones((1, 20, 3, 3)),
        "weight": np.ones((1, 20, 2, 2)),
        "stride": 2,
        "padding": 1,
    }
    monkeypatch.setattr(autograder, "failing_case", lambda exercise_id: case)
    mixer = widgets.ChannelMixer.on_failing_case("conv2d", lambda x, weight: x)
    assert mixer.x.shape == (1, 12, 5, 5)
    assert "The case has stride 2; here the windows move by 1." in mixer.note
    assert "Its padding is part of x here." in mixer.note


def test_gradient_flow_takes_the_first_image_and_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    case = {
        "dout": np.ones((2, 1, 3, 3)),
        "x": np.ones((2, 1, 4, 4)),
        "weight": np.ones((1, 1, 2, 2)),
    }
    monkeypatch.setattr(autograder, "failing_case", lambda exercise_id: case)
    flow = widgets.GradientFlow.on_failing_case("conv2d_backward", lambda *a: a[:3])
    assert flow.dout.tolist() == [[1.0] * 3] * 3
    assert "the first image" in flow.note
    del case["x"]
    flow = widgets.GradientFlow.on_failing_case("input_gradient_as_conv", said=lambda d, w: d)
    assert flow.x.shape == (4, 4)


def test_a_softmax_that_mixes_the_rows_of_a_batch_is_seen_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def softmax(z: Any, axis: int = -1) -> Any:
        return np.exp(z) / np.exp(z).sum()

    case = {"z": np.array([[0.0, 0], [0, 0], [0, 0]]), "axis": 0}
    monkeypatch.setattr(autograder, "failing_case", lambda exercise_id: case)
    widget = widgets.LogitsToLoss.on_failing_case("softmax", softmax)
    assert widget.output.tolist() == pytest.approx([np.log(6), 1 / 6 - 1, 1 / 6, 1 / 6])


def test_any_layer_is_made_of_separable_filters() -> None:
    def separable(x: Any, depth: Any, point: Any, padding: int) -> Any:
        return np.einsum("nchw,oc->nohw", x * depth[:, 0, 0, 0, None, None], point[:, :, 0, 0])

    x, weight = np.ones((1, 2, 2, 2)), np.array([1.0, 2, 3, 4]).reshape(2, 2, 1, 1)
    layer = depth_then_point(separable, None)
    assert layer(x, weight, np.array([0.0, 1]))[0, :, 0, 0].tolist() == [3, 8]


def test_a_window_of_another_shape_is_said() -> None:
    slider = widgets.KernelSlider(function=windowed(lambda x, r, c, shape: x[:1, :1], None))
    assert "at (0, 0) it has shape (1, 1)" in slider.function_message
