"""LogitsToLoss's Python side: what it accepts, what it says, how it runs your function."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import traitlets

from course.widgets import LogitsToLoss
from tests.widgets import loss_cases

Array = npt.NDArray[np.float64]


def cross_entropy(logits: Array, labels: Any) -> tuple[float, Array]:
    """Give the mean loss and its gradient."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    gradient = np.exp(log_p)
    gradient[rows, labels] -= 1
    return float(-log_p[rows, labels].mean()), gradient / len(labels)


def test_the_default_is_a_mistake() -> None:
    widget = LogitsToLoss()
    assert widget.names == ["cat", "dog", "ship", "frog", "truck"]
    assert widget.names[widget.label] == "cat"
    assert widget.names[int(widget.logits.argmax())] == "dog"
    assert (widget.temperature, widget.shift, widget.twice, widget.output) == (1, 0, False, None)


def test_classes_without_names_are_counted() -> None:
    assert LogitsToLoss([0, 1, 2]).names == ["class 0", "class 1", "class 2"]
    assert LogitsToLoss(np.zeros(10), 9).label == 9


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"logits": [[1, 2]]}, ValueError, "logits must have shape (C,), got (1, 2); take one row"),
        ({"logits": [1]}, ValueError, "logits must hold 2 to 10 numbers to be drawn, got 1"),
        ({"logits": np.zeros(11)}, ValueError, "2 to 10 numbers to be drawn, got 11"),
        ({"logits": [1, np.nan]}, ValueError, "holds nan at index 1; give numbers from -1000"),
        ({"logits": [1, 2000]}, ValueError, "holds 2000.0 at index 1"),
        ({"logits": "ab"}, TypeError, "logits must hold real numbers, got str"),
        ({"label": 5}, ValueError, "label must be 0 to 4 for 5 logits, got 5"),
        ({"label": -1}, ValueError, "label must be 0 to 4 for 5 logits, got -1"),
        ({"label": "cat"}, TypeError, "label must be an int, got 'cat'"),
        ({"label": True}, TypeError, "label must be an int, got True"),
        ({"names": ["a", "b"]}, ValueError, "names has 2 names but logits has 5 numbers"),
        ({"names": "abcde"}, TypeError, "names must be a list of strings, got 'abcde'"),
        ({"names": range(5)}, TypeError, "names must be a list of strings"),
        ({"function": 3}, TypeError, "function must be callable, got 3"),
        ({"lr": 1}, TypeError, "no argument 'lr'"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        LogitsToLoss(**arguments)
    assert words in str(refused.value)
    assert "LogitsToLoss" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "arguments", [{"temperature": 0}, {"temperature": 11}, {"shift": 1001}, {"shift": -1001}]
)
def test_sliders_have_ends(arguments: dict[str, Any]) -> None:
    with pytest.raises(traitlets.TraitError):
        LogitsToLoss(**arguments)


def test_later_labels_and_logits_are_checked_too() -> None:
    widget = LogitsToLoss()
    with pytest.raises(ValueError, match="label must be 0 to 4 for 5 logits, got 7"):
        widget.label = 7
    with pytest.raises(ValueError, match="logits must hold 5 numbers, one for each name, got 2"):
        widget.logits = [1, 2]
    assert widget.logits.shape == (5,)


def test_your_function_gets_a_batch_of_one_row_of_scores_in_copy() -> None:
    calls: list[Any] = []

    def mine(logits: Array, labels: Any) -> tuple[float, Array]:
        calls.append((logits.copy(), str(logits.dtype), labels.tolist(), labels.dtype.kind))
        result = cross_entropy(logits, labels)
        logits[...] = 7
        labels[...] = 0
        return result

    widget = LogitsToLoss([1, 2, -1], 2, temperature=2, shift=3, twice=True, function=mine)
    [(scores, dtype, labels, kind)] = calls
    assert scores.tolist() == [[2, 2.5, 1]]
    assert (dtype, labels, kind) == ("float64", [2], "i")
    assert widget.logits.tolist() == [1, 2, -1]
    assert (widget.label, widget.function_name, widget.function_message) == (2, "mine", "")
    loss, gradient = cross_entropy(widget.scores[np.newaxis], np.array([2]))
    np.testing.assert_array_equal(widget.output, [loss, *gradient[0]])


def test_what_the_function_is_given_makes_it_stale_and_the_switch_does_not() -> None:
    widget = LogitsToLoss(function=cross_entropy)
    widget.set_state({"twice": True})
    assert not widget.stale
    for change in ({"logits": [0, 1, 2, 3, 4]}, {"label": 3}, {"temperature": 2.0}, {"shift": 50}):
        widget.set_state(change)
        assert widget.stale, change
        widget._handle_custom_msg({"type": "rerun"}, [])
        assert not widget.stale
    expected, _ = cross_entropy(widget.scores[np.newaxis], np.array([3]))
    assert widget.output[0] == expected


def missing(logits: Array, labels: Any) -> Any:
    """Stand for an exercise not done yet."""
    raise NotImplementedError("cross_entropy: yours to write")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (missing, "missing is not written yet (cross_entropy: yours to write)."),
        (lambda z, y: z[9], "<lambda> raised IndexError: index 9 is out of bounds"),
        (lambda z, y: None, "<lambda> returned None; end it with return loss, dlogits."),
        (lambda z, y: z, "<lambda> returned a ndarray, expected a pair: (loss, dlogits)."),
        (lambda z, y: (1, z, z), "<lambda> returned a tuple of 3, expected a pair"),
        (lambda z, y: ("low", z), "<lambda>: loss is a str, expected a number."),
        (lambda z, y: (z[0], z), "<lambda>: loss has shape (5,), expected one number."),
        (lambda z, y: (1.0, None), "<lambda>: dlogits is a NoneType, expected an array of real"),
        (lambda z, y: (1.0, z[0]), "dlogits has shape (5,), expected (1, 5), the shape of the"),
        (lambda z, y: (1.0, [[1], [1, 2]]), "<lambda>: dlogits is a list, expected an array"),
    ],
)
def test_what_is_odd_about_a_result_is_said_in_words(function: Any, message: str) -> None:
    widget = LogitsToLoss(function=function)
    assert message in widget.function_message
    assert widget.output is None


def test_while_grading_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert LogitsToLoss(function=missing).function_message == ""


def test_rerun_without_a_function_says_so() -> None:
    with pytest.raises(ValueError, match="LogitsToLoss: no function to run"):
        LogitsToLoss().rerun()


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    for old, new in zip(loss_cases.stored(), loss_cases.make(), strict=True):
        assert (old["settings"], old["label"]) == (new["settings"], new["label"])
        for name in ("once", "twice"):
            for part in ("loss", "seen", "gradient"):
                np.testing.assert_allclose(old[name][part], new[name][part], rtol=1e-9, atol=1e-15)
