"""ActivationZoo's Python side: what it accepts, what it says, how it runs your function."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import traitlets

from course.widgets import ActivationZoo
from course.widgets.activation_zoo import sample_points
from tests.widgets import activation_cases

Array = npt.NDArray[np.float64]


def sigmoid(x: Array) -> Array:
    """Squash to 0 to 1."""
    return 1 / (1 + np.exp(-x))


def test_the_default_is_a_sigmoid() -> None:
    zoo = ActivationZoo()
    assert (zoo.curve, zoo.scale, zoo.bias, zoo.reference) == ("sigmoid", 1, 0, "")
    assert zoo.output is None


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"function": 3}, TypeError, "ActivationZoo: function must be callable, got 3"),
        ({"curve": "softmax"}, ValueError, "curve must be one of relu, leaky relu, sigmoid, tanh"),
        ({"curve": "yours"}, ValueError, "got 'yours'"),
        ({"slope": 0.1}, TypeError, "ActivationZoo: no argument 'slope'"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        ActivationZoo(**arguments)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("arguments", [{"scale": 0}, {"scale": 11}, {"bias": -6}, {"x": 7}])
def test_sliders_have_ends(arguments: dict[str, Any]) -> None:
    with pytest.raises(traitlets.TraitError):
        ActivationZoo(**arguments)


def test_your_curve_cannot_be_chosen_where_there_is_none() -> None:
    zoo = ActivationZoo()
    with pytest.raises(traitlets.TraitError, match="no curve of yours"):
        zoo.curve = "yours"


def test_your_function_runs_once_on_a_copy() -> None:
    calls: list[tuple[tuple[int, ...], str]] = []

    def tanh(x: Array) -> Array:
        calls.append((x.shape, str(x.dtype)))
        out = np.tanh(x)
        x[...] = 7
        return out

    zoo = ActivationZoo(function=tanh)
    zoo.scale, zoo.bias, zoo.x, zoo.curve = 4, 1, -2, "relu"
    assert calls == [((2561,), "float64")]
    np.testing.assert_array_equal(zoo.output, np.tanh(sample_points()))
    assert (zoo.function_name, zoo.reference, zoo.function_message) == ("tanh", "tanh", "")


def test_the_points_have_0_among_them_and_travel_as_their_start_and_step() -> None:
    low, step = ActivationZoo().get_state()["samples"]
    points = sample_points()
    np.testing.assert_array_equal(low + step * np.arange(points.size), points)
    assert 0 in points


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("sigmoid", "sigmoid"),
        ("leaky_relu", "leaky relu"),
        ("LeakyReLU", "leaky relu"),
        ("relu_backward", ""),
        ("swish", ""),
    ],
)
def test_the_reference_is_the_curve_of_the_same_name(name: str, reference: str) -> None:
    def mine(x: Array) -> Array:
        return x

    mine.__name__ = name
    zoo = ActivationZoo(function=mine)
    assert zoo.reference == reference
    assert zoo.curve == "yours"


def missing(x: Array) -> Array:
    """Stand for an exercise not done yet."""
    raise NotImplementedError("relu: yours to write")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (missing, "missing is not written yet (relu: yours to write)."),
        (lambda x: 0 if x < 0 else x, "<lambda> raised ValueError: The truth value of an array"),
        (lambda x: None, "<lambda> returned None; end it with a return statement."),
        (lambda x: "curve", "<lambda> returned a str that is not an array of real numbers."),
        (lambda x: x.sum(), "<lambda> returned shape (), expected (2561,), the shape of its input"),
    ],
)
def test_what_is_odd_about_a_result_is_said_in_words(function: Any, message: str) -> None:
    zoo = ActivationZoo(function=function)
    assert message in zoo.function_message
    assert zoo.output is None


def test_rerun_runs_it_once_more() -> None:
    calls = []

    def relu(x: Array) -> Array:
        calls.append(x)
        return np.maximum(x, 0)

    zoo = ActivationZoo(function=relu)
    zoo.rerun()
    assert len(calls) == 2
    with pytest.raises(ValueError, match="ActivationZoo: no function to run"):
        ActivationZoo().rerun()


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    stored = json.loads(activation_cases.PATH.read_text(encoding="utf-8"))
    made = json.loads(activation_cases.text())
    assert stored["points"] == made["points"]
    assert stored["inputs"] == made["inputs"]
    assert stored["curves"].keys() == made["curves"].keys()
    for name, new in made["curves"].items():
        old = stored["curves"][name]
        np.testing.assert_allclose(old["values"], new["values"], rtol=1e-12)
        np.testing.assert_allclose(old["slopes"], new["slopes"], rtol=1e-9, atol=1e-15)
        for old_layer, new_layer in zip(old["layers"], new["layers"], strict=True):
            assert old_layer == pytest.approx(new_layer, rel=1e-9)
