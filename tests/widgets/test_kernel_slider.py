"""KernelSlider's Python side: what it accepts, what it says, how it runs your function."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import traitlets

import autograder
from course.widgets import KernelSlider
from course.widgets.student_function import output_shape
from tests.widgets import conv_cases

Array = npt.NDArray[np.float64]


def zeros_like_the_map(x: Array, kernel: Array) -> Array:
    """Return zeros of the right shape."""
    return np.zeros((x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1))


def test_the_default_is_a_digit_under_a_vertical_edge_kernel() -> None:
    slider = KernelSlider()
    assert slider.image.shape == (12, 12)
    assert slider.kernel.tolist() == [[-1, 0, 1]] * 3
    assert (slider.row, slider.mode, slider.function_name) == (None, "explore", "")


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"image": [1, 2]}, ValueError, "image must be 2-D (height, width), got shape (2,)"),
        ({"image": np.zeros((3, 4, 4))}, ValueError, "take one channel, such as image[0]"),
        ({"image": np.zeros((0, 4))}, ValueError, "at least one row and column"),
        ({"image": np.zeros((600, 4))}, ValueError, "at most 512 rows"),
        ({"image": [[1, np.nan]]}, ValueError, "holds nan at row 0, column 1"),
        ({"image": [["a"]]}, TypeError, "image must hold real numbers, got list of dtype <U1"),
        ({"image": [[1, 2], [3]]}, TypeError, "rows of different lengths"),
        ({"kernel": np.zeros((16, 2))}, ValueError, "kernel has shape (16, 2); at most 15"),
        ({"kernel": [[1j]]}, TypeError, "kernel must hold real numbers"),
        ({"stride": 0}, ValueError, "stride must be at least 1, got 0"),
        ({"stride": (1, 2, 3)}, TypeError, "stride must be an int or a pair (height, width)"),
        ({"padding": -1}, ValueError, "padding must be at least 0, got -1"),
        ({"padding": "same"}, TypeError, "got 'same'"),
        ({"dilation": 1.5}, TypeError, "dilation must be an int or a pair"),
        ({"function": 3}, TypeError, "function must be callable, got 3"),
        ({"strides": 2}, TypeError, "no argument 'strides'"),
        ({"mode": "guess"}, traitlets.TraitError, "expected any of ['explore', 'predict']"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        KernelSlider(**arguments)
    assert words in str(refused.value)
    assert "KernelSlider" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_assigning_is_checked_like_constructing() -> None:
    slider = KernelSlider()
    slider.kernel = [[1, 2]]
    slider.stride = 2
    assert slider.kernel.dtype == np.float64
    assert slider.stride == (2, 2)
    with pytest.raises(ValueError, match="KernelSlider: kernel must be 2-D"):
        slider.kernel = [1, 2]


def test_what_it_holds_is_a_copy_that_cannot_be_changed_in_place() -> None:
    image = np.ones((4, 4))
    slider = KernelSlider(image)
    image[0, 0] = 9
    assert slider.image[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        slider.kernel[0, 0] = 3


def test_integers_booleans_and_tensors_are_images_too() -> None:
    torch = pytest.importorskip("torch", reason="needs torch")
    for image in (np.eye(3, dtype=bool), np.eye(3, dtype=np.uint8), torch.eye(3)):
        assert KernelSlider(image).image.tolist() == np.eye(3).tolist()


def test_arrays_travel_as_bytes_and_the_kernel_as_lists() -> None:
    state = KernelSlider([[1.5, -2.0]], [[3.0]]).get_state()
    assert state["image"]["shape"] == [1, 2]
    assert np.frombuffer(state["image"]["data"], "<f8").tolist() == [1.5, -2.0]
    assert state["kernel"] == [[3.0]]
    assert state["output"] is None


def test_a_kernel_from_the_browser_is_taken_and_makes_the_comparison_stale() -> None:
    slider = KernelSlider(function=zeros_like_the_map)
    assert not slider.stale
    slider.set_state({"kernel": [[1, 2], [3, 4]]})
    assert slider.kernel.tolist() == [[1, 2], [3, 4]]
    assert slider.stale
    assert slider.output.shape == (10, 10)
    slider.rerun()
    assert not slider.stale
    assert slider.output.shape == (11, 11)


def test_your_function_runs_once_on_copies_of_its_own() -> None:
    calls: list[tuple[str, str]] = []

    def mine(x: Array, kernel: Array) -> Array:
        calls.append((str(x.dtype), str(kernel.dtype)))
        out = zeros_like_the_map(x, kernel)
        x[...] = 7
        kernel[...] = 7
        return out

    slider = KernelSlider(np.eye(4, dtype=np.uint8), function=mine)
    slider.row, slider.col = 1, 1
    slider.mode = "predict"
    assert calls == [("float64", "float64")]
    assert slider.image.tolist() == np.eye(4).tolist()
    assert slider.kernel.max() == 1
    assert slider.function_name == "mine"
    assert slider.function_message == ""


def test_stride_and_padding_reach_a_function_that_names_them() -> None:
    def mine(x: Array, kernel: Array, stride: Any = (1, 1), padding: Any = (0, 0)) -> Array:
        return np.full((3, 1), 100.0 * stride[0] + padding[0])

    slider = KernelSlider(np.eye(5), stride=(2, 3), padding=(1, 0), function=mine)
    assert slider.output.tolist() == [[201.0]] * 3
    assert slider.function_message == ""


def missing(x: Array, kernel: Array) -> Array:
    """Stand for an exercise not done yet."""
    raise NotImplementedError("cross_correlate2d: yours to write")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (missing, "missing is not written yet (cross_correlate2d: yours to write)."),
        (lambda x, kernel: x[99], "<lambda> raised IndexError: index 99 is out of bounds"),
        (lambda x: x, "<lambda> raised TypeError"),
        (lambda x, kernel: None, "<lambda> returned None; end it with a return statement."),
        (lambda x, kernel: "map", "<lambda> returned a str that is not an array of real numbers"),
        (lambda x, kernel: [[1], [2, 3]], "returned a list that is not an array of real numbers"),
        (lambda x, kernel: x.sum(), "<lambda> returned shape (); a map is 2-D (height, width)."),
        (lambda x, kernel: x, "<lambda> returned shape (12, 12), expected (10, 10)."),
    ],
)
def test_what_is_odd_about_a_result_is_said_in_words(function: Any, message: str) -> None:
    assert message in KernelSlider(function=function).function_message


def test_a_map_where_there_can_be_none_is_pointed_out() -> None:
    slider = KernelSlider(np.eye(2), np.eye(3), function=lambda x, kernel: x)
    assert "the kernel does not fit" in slider.function_message


def test_the_browsers_button_runs_the_function_again() -> None:
    slider = KernelSlider(function=zeros_like_the_map)
    slider.stale = True
    slider._handle_custom_msg({"type": "rerun"}, [])
    assert not slider.stale


def test_rerun_without_a_function_says_so() -> None:
    with pytest.raises(ValueError, match="no function to run; make one with function=yours"):
        KernelSlider().rerun()


def flipped(x: Array, kernel: Array) -> Array:
    """Correlate with the kernel turned by half a turn: a mistake with a name."""
    turned, out = kernel[::-1, ::-1], zeros_like_the_map(x, kernel)
    for row, col in np.ndindex(out.shape):
        window = x[row : row + kernel.shape[0], col : col + kernel.shape[1]]
        out[row, col] = np.sum(window * turned)
    return out


def test_it_opens_on_the_case_the_last_check_failed() -> None:
    autograder.check("cross_correlate2d", flipped)
    case = autograder.failing_case("cross_correlate2d")
    assert case is not None
    slider = KernelSlider.on_failing_case("cross_correlate2d", flipped)
    assert slider.image.tolist() == np.asarray(case["x"]).tolist()
    assert slider.kernel.tolist() == np.asarray(case["kernel"]).tolist()
    assert slider.function_name == "flipped"
    assert "smallest case that your cross_correlate2d failed" in slider.note


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (None, "No failing case"),
        ({"x": np.zeros((1, 2, 4, 4)), "kernel": np.eye(2)}, "got shape (1, 2, 4, 4)"),
        ({"n": 7, "k": 3}, "it is not one image x and one kernel"),
    ],
)
def test_without_a_case_to_draw_it_says_so_and_shows_the_default(
    monkeypatch: pytest.MonkeyPatch, case: Any, words: str
) -> None:
    monkeypatch.setattr(autograder, "failing_case", lambda exercise_id: case)
    slider = KernelSlider.on_failing_case("conv2d", zeros_like_the_map)
    assert words in slider.note
    assert "This is the default example." in slider.note
    assert slider.image.shape == (12, 12)
    assert slider.function_name == "zeros_like_the_map"


def test_output_sizes_are_torchs() -> None:
    for n, k, stride, padding, dilation, expected in conv_cases.stored()["sizes"]:
        if min(n, k, stride, dilation, padding + 1) < 1:
            continue  # refused before a size is asked for
        found = output_shape((n, 5), (k, 1), (stride, 1), (padding, 0), (dilation, 1))
        assert (found[0] if found else None) == expected


def test_importing_the_widgets_imports_neither_torch_nor_matplotlib() -> None:
    code = "import sys, course.widgets; print({'torch', 'matplotlib', 'autograder'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
