"""KernelStudio's Python side: what it accepts, what it says, how it runs your function."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from autograder.lessons.lesson02.convolve2d import convolve2d
from course.widgets import KernelStudio

Array = npt.NDArray[np.float64]


def test_the_default_is_a_boat_under_prewitts_kernel_as_a_correlation() -> None:
    studio = KernelStudio()
    assert studio.image.shape == (48, 64)
    assert 0 <= studio.image.min() < 0.2 < 0.8 < studio.image.max() <= 1
    assert studio.kernel.tolist() == [[-1, 0, 1]] * 3
    assert (studio.flip, studio.normalise, studio.function_name) == (False, False, "")


def test_with_a_function_the_reference_is_the_convolution_unless_told() -> None:
    assert KernelStudio(function=convolve2d).flip
    assert not KernelStudio(function=convolve2d, flip=False).flip


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"image": [1, 2]}, ValueError, "image must be 2-D (height, width), got shape (2,)"),
        ({"image": np.zeros((600, 4))}, ValueError, "at most 512 rows"),
        ({"image": [[1, np.nan]]}, ValueError, "holds nan at row 0, column 1"),
        ({"kernel": np.zeros((16, 2))}, ValueError, "kernel has shape (16, 2); at most 15"),
        ({"kernel": [[1j]]}, TypeError, "kernel must hold real numbers"),
        ({"function": 3}, TypeError, "function must be callable, got 3"),
        ({"normalize": True}, TypeError, "no argument 'normalize'"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        KernelStudio(**arguments)
    assert words in str(refused.value)
    assert str(refused.value).startswith("KernelStudio: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("kernel", "expected"),
    [
        ([[1, 3]], [[0.25, 0.75]]),
        ([[-1, 3]], [[-0.5, 1.5]]),
        ([[0.1, 0.2, -0.3]], [[0.1, 0.2, -0.3]]),
        ([[0]], [[0]]),
    ],
)
def test_normalising_divides_by_the_sum_unless_it_is_0(kernel: Any, expected: Any) -> None:
    assert KernelStudio(kernel=kernel, normalise=True).weights.tolist() == expected
    assert KernelStudio(kernel=kernel).weights.tolist() == kernel


def test_your_function_gets_the_normalised_kernel_unflipped_once_on_copies() -> None:
    seen: list[Any] = []

    def mine(x: Array, kernel: Array) -> Array:
        seen.append(kernel.tolist())
        out = convolve2d(x, kernel)
        x[...] = 7
        kernel[...] = 7
        return out

    studio = KernelStudio([[1, 2, 3]], [[1, 3]], function=mine, normalise=True)
    studio.flip = False
    studio.row, studio.col = 0, 1
    assert seen == [[[0.25, 0.75]]]
    assert not studio.stale
    assert studio.output.tolist() == [[1.25, 2.25]]
    assert studio.image.tolist() == [[1, 2, 3]]
    assert studio.kernel.tolist() == [[1, 3]]
    studio.normalise = False
    assert studio.stale
    studio.rerun()
    assert seen[1:] == [[[1, 3]]]
    assert not studio.stale


def test_a_failing_case_opens_as_it_is() -> None:
    case = {"x": np.full((4, 5), 200, np.uint8), "kernel": np.array([[-1, 2], [3, 1]])}
    studio = KernelStudio(*case.values(), function=convolve2d)
    assert studio.image.dtype == np.float64
    assert studio.output.tolist() == [[1000] * 4] * 3


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda x, kernel: x[999], "raised IndexError: index 999 is out of bounds"),
        (lambda x, kernel: None, "returned None; end it with a return statement."),
        (lambda x, kernel: x, "returned shape (48, 64), expected (46, 62)."),
    ],
)
def test_what_is_odd_about_a_result_is_said_in_words(function: Any, message: str) -> None:
    assert message in KernelStudio(function=function).function_message


def test_a_picture_from_the_browser_becomes_the_image_and_is_not_sent_back() -> None:
    studio = KernelStudio(function=convolve2d)
    sent: list[Any] = []
    studio._send = lambda message, buffers=None: sent.append(message)
    pixels = np.array([[0.25, 1.0, 0.5]])
    wire = {"shape": [1, 3], "dtype": "float64", "data": memoryview(pixels.astype("<f8").tobytes())}
    studio.set_state({"image": wire, "stale": True})
    assert studio.image.tolist() == pixels.tolist()
    assert studio.stale
    assert not [m for m in sent if m["method"] == "update" and "image" in m["state"]]


def test_the_browsers_button_runs_the_function_again() -> None:
    studio = KernelStudio(function=convolve2d)
    studio.kernel = [[1]]
    assert studio.stale
    studio._handle_custom_msg({"type": "rerun"}, [])
    assert (studio.stale, studio.output.shape) == (False, (48, 64))


def test_rerun_without_a_function_says_so() -> None:
    with pytest.raises(ValueError, match="KernelStudio: no function to run"):
        KernelStudio().rerun()


def test_the_pictures_to_choose_from_travel_as_whole_numbers() -> None:
    pictures = KernelStudio().get_state()["pictures"]
    assert list(pictures) == [
        "boat",
        "lighthouse",
        "digit 5",
        "hidden figure",
        "one bright pixel",
    ]
    assert all(isinstance(level, int) for row in pictures["boat"] for level in row)
    assert pictures["one bright pixel"][7][7] == 255
