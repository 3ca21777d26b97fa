"""One tally of predictions a kernel."""

from __future__ import annotations

import gc
import threading

import pytest

from course.widgets import KernelSlider, PoolLab, tally
from course.widgets.tally import Tally


@pytest.fixture(autouse=True)
def of_a_new_kernel(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """A tally that nobody has counted in."""
    fresh = Tally()
    monkeypatch.setattr(tally, "_tally", fresh)
    return fresh


def predict(slider: KernelSlider | PoolLab, right: bool, cell: int = 0) -> None:
    """What the browser sends after a prediction."""
    slider.set_state(
        {
            "score": slider.score + right,
            "attempts": slider.attempts + 1,
            "answered": [*slider.answered, cell],
        }
    )


def test_predictions_of_all_widgets_add_up_and_all_are_told() -> None:
    first, second = KernelSlider(), PoolLab()
    predict(first, right=True)
    predict(second, right=False)
    predict(first, right=True, cell=1)
    assert (first.score, first.attempts) == (2, 2)
    assert (second.score, second.attempts) == (0, 1)
    assert first.lesson == second.lesson == (2, 3)


def test_a_widget_made_later_knows_the_score() -> None:
    predict(KernelSlider(), right=True)
    assert KernelSlider().lesson == (1, 1)


def test_predictions_that_arrive_together_count_one_by_one() -> None:
    slider = KernelSlider()
    slider.set_state({"score": 2, "attempts": 5})
    assert slider.lesson == (2, 5)


def test_starting_a_widget_anew_takes_nothing_away() -> None:
    slider = KernelSlider()
    predict(slider, right=True)
    slider.score = slider.attempts = 0
    assert slider.lesson == (1, 1)
    predict(slider, right=True)
    assert slider.lesson == (2, 2)


def test_threads_lose_no_prediction(of_a_new_kernel: Tally) -> None:
    sliders = [KernelSlider() for _ in range(4)]

    def play(slider: KernelSlider) -> None:
        for cell in range(50):
            predict(slider, right=cell % 2 == 0, cell=cell)

    threads = [threading.Thread(target=play, args=(slider,)) for slider in sliders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (of_a_new_kernel.right, of_a_new_kernel.count) == (100, 200)
    assert {slider.lesson for slider in sliders} == {(100, 200)}


def test_the_tally_keeps_no_widget_alive(of_a_new_kernel: Tally) -> None:
    widget = tally.Predicting()
    widget.follow_tally()
    assert len(of_a_new_kernel._widgets) == 1
    del widget
    gc.collect()
    assert len(of_a_new_kernel._widgets) == 0
