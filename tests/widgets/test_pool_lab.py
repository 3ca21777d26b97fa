"""PoolLab's Python side: what it accepts, what it says, how it runs your function."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import traitlets

from course.widgets import PoolLab
from course.widgets.pool_lab import distance_weights
from tests.widgets import pool_cases

Array = npt.NDArray[np.float64]


def max_pool2d(x: Array, kernel_size: Any, stride: Any = None, padding: Any = 0) -> Array:
    """Pool by maximum, square windows only."""
    k, s, p = kernel_size, stride or kernel_size, padding
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), constant_values=-np.inf)
    rows, cols = (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
    return np.array([[[[x[0, 0, s * r : s * r + k, s * c : s * c + k].max() for c in range(cols)]
                       for r in range(rows)]]])  # fmt: skip


def test_the_default_is_a_signed_map_under_a_two_by_two_max_pool() -> None:
    lab = PoolLab()
    assert lab.image.shape == (10, 10)
    assert lab.image.min() < 0 < lab.image.max()
    assert (lab.kernel_size, lab.stride, lab.padding) == ((2, 2), (2, 2), (0, 0))
    assert (lab.mode, lab.jitter, lab.row, lab.function_name) == ("max", 0, None, "")


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"image": [1, 2]}, ValueError, "image must be 2-D (height, width), got shape (2,)"),
        ({"image": np.zeros((1, 1, 4, 4))}, ValueError, "take one channel, such as image[0]"),
        ({"image": np.zeros((65, 4))}, ValueError, "at most 64 rows"),
        ({"kernel_size": 0}, ValueError, "kernel_size must be at least 1, got 0"),
        ({"kernel_size": (1, 2, 3)}, TypeError, "kernel_size must be an int or a pair"),
        ({"stride": 0}, ValueError, "stride must be at least 1, got 0"),
        ({"padding": "same"}, TypeError, "got 'same'"),
        ({"mode": "min"}, ValueError, "mode must be one of max, average, L2, weighted, got 'min'"),
        ({"function": 3}, TypeError, "function must be callable, got 3"),
        ({"dilation": 2}, TypeError, "no argument 'dilation'"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        PoolLab(**arguments)
    assert words in str(refused.value)
    assert "PoolLab" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_jitter_goes_from_0_to_3() -> None:
    with pytest.raises(traitlets.TraitError):
        PoolLab(jitter=4)


def test_no_stride_means_windows_side_by_side() -> None:
    assert PoolLab(kernel_size=(3, 2), stride=None).stride == (3, 2)


def test_shapes_are_torchs_and_what_torch_refuses_has_none() -> None:
    for mode, n, k, stride, padding, expected in pool_cases.stored()["sizes"]:
        lab = PoolLab(np.zeros((n, 5)), mode=mode, kernel_size=(k, 1), stride=(stride, 1))
        lab.padding = (padding, 0)
        found = lab.output_shape
        assert (found[0] if found else None) == expected, (mode, n, k, stride, padding)


@pytest.mark.parametrize("mode", ["L2", "weighted"])
def test_two_of_the_modes_take_no_padding(mode: str) -> None:
    assert PoolLab(mode=mode, kernel_size=3, padding=1).output_shape is None


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    stored, made = pool_cases.stored(), pool_cases.make()
    assert stored["sizes"] == made["sizes"]
    for old, new in zip(stored["maps"], made["maps"], strict=True):
        assert (old["image"], old["mode"]) == (new["image"], new["mode"])
        np.testing.assert_allclose(old["outputs"], new["outputs"], rtol=1e-12)
        np.testing.assert_allclose(old["changes"], new["changes"], rtol=1e-12)


def test_weights_fall_off_with_the_distance_and_add_up_to_1() -> None:
    weights = distance_weights((3, 3))
    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(weights[1] / weights[1, 1], [0.5, 1, 0.5])
    assert distance_weights((2, 2)).tolist() == [[0.25, 0.25], [0.25, 0.25]]


def test_your_function_runs_once_a_shift_on_copies() -> None:
    calls: list[Any] = []

    def mine(x: Array, *arguments: Any) -> Array:
        calls.append((x.shape, str(x.dtype), arguments, x[0, 0, 0].tolist()))
        out = max_pool2d(x, *arguments)
        x[...] = 7
        return out

    lab = PoolLab([[1, 2, 3, 4], [0, 0, 0, 0]], function=mine)
    lab.row, lab.jitter, lab.mode = 0, 2, "average"
    assert [call[3] for call in calls] == [[1, 2, 3, 4], [0, 1, 2, 3], [0, 0, 1, 2], [0, 0, 0, 1]]
    assert {call[:3] for call in calls} == {((1, 1, 2, 4), "float64", (2, 2, 0))}
    assert lab.image.max() == 4
    assert lab.output.tolist() == [[[2, 4]], [[1, 3]], [[0, 2]], [[0, 1]]]
    assert (lab.function_name, lab.function_mode, lab.function_message) == ("mine", "max", "")
    assert not lab.stale


def test_a_shift_wider_than_the_picture_leaves_zeros() -> None:
    lab = PoolLab([[5.0]], kernel_size=1, stride=1, function=max_pool2d)
    assert lab.output.ravel().tolist() == [5, 0, 0, 0]


def test_lesson_07s_other_poolings_are_called_as_they_are_written() -> None:
    def lp_pool2d(x: Array, p: float, kernel_size: Any, stride: Any = None) -> Array:
        assert (p, kernel_size, stride) == (2, 2, 2)
        return np.zeros((1, 1, 5, 5))

    def weighted_pool2d(x: Array, weights: Array, stride: tuple[int, int]) -> Array:
        assert weights.tolist() == [[0.25, 0.25], [0.25, 0.25]]
        assert stride == (2, 2)
        return np.zeros((1, 1, 5, 5))

    def halved(x: Array) -> Array:
        return max_pool2d(x, 2)

    assert PoolLab(mode="L2", function=lp_pool2d).function_message == ""
    assert PoolLab(mode="weighted", function=weighted_pool2d).function_message == ""
    assert PoolLab(function=halved).function_message == ""


def test_a_window_from_the_browser_makes_the_comparison_stale() -> None:
    lab = PoolLab(function=max_pool2d)
    lab.set_state({"kernel_size": [3, 3]})
    assert lab.stale
    assert lab.output.shape == (4, 5, 5)
    lab._handle_custom_msg({"type": "rerun"}, [])
    assert not lab.stale
    assert lab.output.shape == (4, 4, 4)


def test_neither_a_mode_nor_a_shift_makes_it_stale() -> None:
    lab = PoolLab(function=max_pool2d)
    lab.set_state({"mode": "L2", "jitter": 2})
    assert not lab.stale
    assert lab.function_mode == "max"


def missing(x: Array, kernel_size: Any) -> Array:
    """Stand for an exercise not done yet."""
    raise NotImplementedError("max_pool2d: yours to write")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (missing, "missing is not written yet (max_pool2d: yours to write)."),
        (lambda x, k: x[9], "<lambda> raised IndexError: index 9 is out of bounds"),
        (lambda x, k: None, "<lambda> returned None; end it with a return statement."),
        (lambda x, k: "map", "<lambda> returned a str that is not an array of real numbers."),
        (lambda x, k: [[1], [2, 3]], "returned a list that is not an array of real numbers"),
        (lambda x, k: x, "<lambda> returned shape (1, 1, 10, 10), expected (1, 1, 5, 5)."),
    ],
)
def test_what_is_odd_about_a_result_is_said_in_words(function: Any, message: str) -> None:
    lab = PoolLab(function=function)
    assert message in lab.function_message
    assert lab.output is None


def test_refusing_what_pytorch_refuses_is_right_and_a_value_is_not() -> None:
    def strict(x: Array, kernel_size: int, stride: int, padding: int) -> Array:
        raise ValueError("padding 2 is more than half of the kernel 2")

    lab = PoolLab(padding=2, function=strict)
    assert lab.function_message.endswith("kernel 2. PyTorch refuses this too.")
    lab = PoolLab(padding=2, function=max_pool2d)
    assert lab.function_message == "max_pool2d returned a value, but PyTorch refuses this pooling."


def test_rerun_without_a_function_says_so() -> None:
    with pytest.raises(ValueError, match="PoolLab: no function to run"):
        PoolLab().rerun()
