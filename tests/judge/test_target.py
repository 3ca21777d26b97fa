"""A local target: copies, captures, limits and describes one call."""

from __future__ import annotations

import sys
import warnings

import numpy as np
import pytest

from autograder.exercise import Probe
from autograder.target import LocalTarget, Outcome, same, time_limit


def call(function: object, *args: object, forbids: tuple[str, ...] = ()) -> Outcome:
    return LocalTarget(function, ("x", "y")).call(Probe("probe", "core", args), 1.0, forbids)


def test_arguments_are_copies_and_a_changed_one_is_named() -> None:
    x, y = np.zeros(3), np.ones(3)

    def spoil(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        y += 1
        return np.add(x, y)

    outcome = call(spoil, x, y)
    assert outcome.changed == ("y",)
    assert (y == 1).all()


def test_a_changed_list_is_noticed_too() -> None:
    assert call(lambda x: x.append(3), [1, 2]).changed == ("x",)


def test_a_view_of_an_argument_is_noticed_also_inside_a_tuple() -> None:
    x = np.zeros((3, 3))
    assert call(lambda x: x[1:], x).shared == ("x",)
    assert call(lambda x: (1, x.T), x).shared == ("x",)
    assert call(lambda x: x[1:].copy(), x).shared == ()


def test_prints_and_warnings_do_not_escape(capsys: pytest.CaptureFixture[str]) -> None:
    def noisy(x: float) -> float:
        print("hello")
        print("trouble", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return x

    outcome = call(noisy, 1.0)
    assert outcome.value == 1.0
    assert "hello" in outcome.printed and "trouble" in outcome.printed
    assert capsys.readouterr() == ("", "")


def test_an_endless_loop_is_stopped_even_when_it_swallows_exceptions() -> None:
    def stubborn(x: float) -> None:
        while True:
            try:
                while True:
                    pass
            except Exception:
                pass

    outcome = LocalTarget(stubborn).call(Probe("p", "core", (1.0,)), 0.2)
    assert outcome.failure is not None and outcome.failure.type == "OutOfTime"
    assert outcome.seconds < 2


def test_the_time_limit_leaves_no_timer_behind() -> None:
    import signal

    with time_limit(0.5):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize("error", [SystemExit(3), RecursionError("deep"), KeyError("k")])
def test_whatever_is_raised_becomes_a_failure(error: BaseException) -> None:
    def fail(x: float) -> None:
        raise error

    outcome = call(fail, 1.0)
    assert outcome.failure is not None and outcome.failure.type == type(error).__name__


def test_the_failure_quotes_the_students_own_line() -> None:
    def fail(x: np.ndarray) -> np.ndarray:
        square: np.ndarray = x.reshape(7, 7)
        return square

    failure = call(fail, np.zeros(3)).failure
    assert failure is not None
    assert failure.lines and "x.reshape(7, 7)" in failure.lines[-1]
    assert "cannot reshape" in failure.text


def test_an_exception_that_cannot_be_printed_is_survived() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    def fail(x: float) -> None:
        raise Mute

    failure = call(fail, 1.0).failure
    assert failure is not None and failure.type == "Mute" and failure.text == ""


@pytest.mark.parametrize(
    "reach",
    [
        lambda x: np.convolve(x, x),
        lambda x: getattr(np, "con" + "volve")(x, x),
        lambda x: (lambda helper: helper(x, x))(np.convolve),
    ],
)
def test_a_forbidden_call_is_noticed_however_it_is_reached(reach: object) -> None:
    outcome = call(reach, np.ones(3), forbids=("numpy.convolve",))
    assert outcome.failure is not None
    assert (outcome.failure.type, outcome.failure.text) == ("ForbiddenCall", "numpy.convolve")
    assert sys.getprofile() is None


def test_naming_a_forbidden_function_without_calling_it_is_allowed() -> None:
    def honest(x: np.ndarray) -> np.ndarray:
        """Not np.convolve."""
        return x + 1

    assert call(honest, np.ones(3), forbids=("numpy.convolve",)).failure is None


def test_a_forbidden_module_that_is_not_there_is_not_imported() -> None:
    call(lambda x: x, 1.0, forbids=("wave.open_nothing", "not_a_module.function"))
    assert "not_a_module" not in sys.modules


@pytest.mark.parametrize(
    ("answer", "word"), [(None, "None"), (3, "an int"), (np.zeros(2), "an array of shape (2,)")]
)
def test_what_cannot_be_called_is_said_in_words(answer: object, word: str) -> None:
    assert word in LocalTarget(answer).problem()


def test_same_tells_dtype_shape_and_nan_apart() -> None:
    assert same(np.array([np.nan]), np.array([np.nan]))
    assert not same(np.array([1]), np.array([1.0]))
    assert not same(np.zeros((2, 1)), np.zeros((1, 2)))
    assert not same([np.zeros(2)], [np.ones(2)])
    assert not same({"a": 1}, {"b": 1})


def test_a_forbidden_ufunc_is_refused_and_comes_back_afterwards() -> None:
    def by_numpy(x: np.ndarray) -> np.ndarray:
        return np.asarray(np.tanh(x))

    before = np.tanh
    outcome = LocalTarget(by_numpy).call(Probe("", "core", (np.ones(2),)), 1.0, ("numpy.tanh",))
    assert outcome.failure is not None
    assert (outcome.failure.type, outcome.failure.text) == ("ForbiddenCall", "numpy.tanh")
    assert np.tanh is before


def test_warnings_of_numpy_are_heard_and_others_are_not() -> None:
    def noisy(x: np.ndarray) -> np.ndarray:
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        return np.asarray(np.exp(x))

    outcome = LocalTarget(noisy).call(Probe("", "core", (np.array([1e9]),)), 1.0)
    assert outcome.warned == ("overflow encountered in exp",)


def test_a_list_that_holds_itself_stops_nobody() -> None:
    def endless(x: np.ndarray) -> list[object]:
        found: list[object] = [x]
        found.append(found)
        return found

    assert LocalTarget(endless).call(Probe("", "core", (np.ones(2),)), 1.0).failure is None
