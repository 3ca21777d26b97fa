"""ChannelMixer's Python side."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import traitlets

from course.widgets import ChannelMixer
from tests.widgets import mixer_cases

Array = npt.NDArray[np.float64]
X = np.arange(24.0).reshape(1, 2, 3, 4)
WEIGHT = np.arange(24.0).reshape(3, 2, 2, 2)
BIAS = np.array([1.0, 0.0, -1.0])


def conv2d(x: Array, weight: Array, bias: Array | None = None) -> Array:
    """Slide every filter over every image."""
    rows, cols = x.shape[2] - weight.shape[2] + 1, x.shape[3] - weight.shape[3] + 1
    if min(rows, cols) < 1:
        raise ValueError("does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    out: Array = np.einsum("nchwij,ocij->nohw", windows, weight)
    return out if bias is None else out + bias[:, None, None]


def test_the_default_is_a_boat_under_three_filters() -> None:
    mixer = ChannelMixer()
    assert mixer.x.shape == (1, 3, 24, 32)
    assert (mixer.weight.shape, mixer.bias.tolist()) == ((3, 3, 3, 3), [0, 0, -0.5])
    assert (mixer.row, mixer.filter, mixer.image, mixer.function_name) == (None, 0, 0, "")


def test_weights_made_for_your_x_have_its_channels_and_yours_no_bias_of_ours() -> None:
    assert ChannelMixer(np.ones((2, 5, 4, 4))).weight.shape == (3, 5, 3, 3)
    assert ChannelMixer(np.ones((2, 1, 4, 4))).weight.shape == (3, 1, 3, 3)
    assert ChannelMixer(X, WEIGHT).bias is None


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    assert mixer_cases.PATH.read_text(encoding="utf-8") == mixer_cases.text()


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"x": X[0]}, ValueError, "x must have shape (N, C_in, H, W), got (2, 3, 4); add an axis"),
        ({"x": [[1, 2]]}, ValueError, "x must have shape (N, C_in, H, W), got (1, 2)."),
        ({"x": np.zeros((1, 3, 65, 8))}, ValueError, "H must be 1 to 64 to be drawn"),
        ({"x": np.zeros((1, 0, 6, 8))}, ValueError, "C_in must be 1 to 12 to be drawn"),
        ({"x": [[[[np.nan]]]]}, ValueError, "x holds nan at index (0, 0, 0, 0)"),
        ({"x": [[[["a"]]]]}, TypeError, "x must hold real numbers"),
        ({"x": X, "weight": WEIGHT[0]}, ValueError, "such as weight[np.newaxis]"),
        ({"x": X, "weight": np.zeros((1, 2, 8, 1))}, ValueError, "kH must be 1 to 7"),
        ({"x": X, "weight": np.zeros((1, 3, 1, 1))}, ValueError, "weight has 3 input channels but"),
        ({"x": X, "weight": WEIGHT, "bias": [1.0]}, ValueError, "bias has 1 numbers but weight"),
        ({"bias": 1.0}, ValueError, "bias must have shape (C_out,), got ()"),
        ({"function": "conv2d"}, TypeError, "function must be callable, got 'conv2d'"),
        ({"stride": 2}, TypeError, "no argument 'stride'"),
        ({"filter": 3}, traitlets.TraitError, "filter must be 0 to 2, got 3"),
        ({"image": 1}, traitlets.TraitError, "image must be 0 to 0, got 1"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        ChannelMixer(**arguments)
    assert words in str(refused.value)
    assert "ChannelMixer" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_assigning_is_checked_like_constructing() -> None:
    mixer = ChannelMixer(X, WEIGHT, BIAS)
    mixer.weight = WEIGHT + 1
    assert mixer.weight[0, 0, 0, 0] == 1
    with pytest.raises(ValueError, match="weight has 1 input channels but x has 2"):
        mixer.weight = WEIGHT[:, :1]
    with pytest.raises(ValueError, match="bias has 2 numbers but weight has 3 filters"):
        mixer.bias = BIAS[:2]


def test_what_it_holds_is_a_copy_that_cannot_be_changed_in_place() -> None:
    x = X.copy()
    mixer = ChannelMixer(x, WEIGHT)
    x[...] = 9
    assert mixer.x[0, 0, 0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        mixer.weight[0, 0, 0, 0] = 1


def test_your_function_runs_once_on_copies_of_its_own() -> None:
    calls: list[list[str]] = []

    def mine(x: Array, weight: Array, bias: Array) -> Array:
        calls.append([str(a.dtype) for a in (x, weight, bias)])
        out = conv2d(x, weight, bias)
        for array in (x, weight, bias):
            array[...] = 7
        return out

    mixer = ChannelMixer(X.astype(int), WEIGHT.astype(np.uint8), BIAS, function=mine)
    mixer.row, mixer.col, mixer.filter = 1, 1, 2
    assert calls == [["float64"] * 3]
    assert mixer.x.tolist() == X.tolist()
    assert (mixer.bias.tolist(), mixer.output.shape) == (BIAS.tolist(), (1, 3, 2, 3))
    assert (mixer.function_name, mixer.function_message) == ("mine", "")


def test_without_a_bias_it_gets_x_and_weight() -> None:
    mixer = ChannelMixer(X, WEIGHT, function=lambda *arrays: conv2d(*arrays) + len(arrays))
    assert mixer.output[0, 0, 0, 0] == conv2d(X, WEIGHT)[0, 0, 0, 0] + 2


def test_a_changed_array_makes_it_stale_until_it_runs_again() -> None:
    mixer = ChannelMixer(X, WEIGHT, function=conv2d)
    mixer.x = X + 1
    assert mixer.stale
    mixer._handle_custom_msg({"type": "rerun"}, [])
    assert not mixer.stale
    assert mixer.output.tolist() == conv2d(X + 1, WEIGHT).tolist()


def missing(x: Array, weight: Array, bias: Any = None) -> Array:
    """Stand for an exercise not done yet."""
    raise NotImplementedError("conv2d: yours to write")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (missing, "missing is not written yet (conv2d: yours to write)."),
        (lambda x, weight: None, "<lambda> returned None; end it with a return statement."),
        (lambda x, weight: "map", "<lambda> returned a str that is not an array of real numbers."),
        (lambda x, weight: [[1], [2, 3]], "returned a list that is not an array of real numbers."),
        (lambda x: x, "<lambda> raised TypeError"),
        (lambda x, weight: x, "returned shape (1, 2, 3, 4), expected (1, 3, 2, 3) (N, C_out,"),
        (lambda x, weight: x[0, 0], "<lambda> returned shape (3, 4), expected (1, 3, 2, 3)"),
    ],
)
def test_what_is_odd_about_a_result_is_said_in_words(function: Any, message: str) -> None:
    assert message in ChannelMixer(X, WEIGHT, function=function).function_message


def test_a_kernel_that_does_not_fit_is_told_not_raised() -> None:
    large = np.ones((1, 2, 4, 4))
    assert ChannelMixer(X, large).output_shape is None
    raised = ChannelMixer(X, large, function=conv2d).function_message
    assert raised == "conv2d raised ValueError: does not fit. PyTorch refuses this kernel too."
    empty = ChannelMixer(X, large, function=lambda x, weight: np.zeros((1, 1, 0, 1)))
    assert "returned shape (1, 1, 0, 1), but the kernel does not fit" in empty.function_message
    assert empty.output is None


def test_arrays_travel_as_bytes() -> None:
    state = ChannelMixer(X, WEIGHT).get_state()
    assert (state["x"]["shape"], state["weight"]["shape"]) == ([1, 2, 3, 4], [3, 2, 2, 2])
    assert (state["bias"], state["output"]) == (None, None)
