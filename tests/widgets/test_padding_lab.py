"""PaddingLab's Python side: what it accepts, what it says, how it runs your function."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from course.widgets import PaddingLab
from tests.widgets import padding_cases

Array = npt.NDArray[np.float64]


def edges(x: Array, padding: int, mode: str) -> Array:
    """Replicate, whatever the mode."""
    around = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    return np.pad(x, around, mode="edge")


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    assert padding_cases.PATH.read_text(encoding="utf-8") == padding_cases.text()


def test_the_default_is_a_small_image_with_a_border_of_zeros() -> None:
    lab = PaddingLab()
    assert lab.image.shape == (6, 6)
    assert (lab.padding, lab.mode, lab.row) == ((1, 1, 1, 1), "zeros", None)
    assert lab.kernel.tolist() == [[-1, 0, 1]] * 3


@pytest.mark.parametrize(
    ("padding", "sides"),
    [
        (2, (2, 2, 2, 2)),
        (np.int64(2), (2, 2, 2, 2)),
        ((1, 3), (3, 3, 1, 1)),
        ([0, 1, 2, 3], (0, 1, 2, 3)),
    ],
)
def test_padding_is_given_as_torch_takes_it(padding: Any, sides: tuple[int, ...]) -> None:
    assert PaddingLab(padding=padding).padding == sides
    lab = PaddingLab()
    lab.padding = padding
    assert lab.padding == sides


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"image": [1, 2]}, ValueError, "image must be 2-D (height, width), got shape (2,)"),
        ({"image": np.zeros((65, 4))}, ValueError, "at most 64 rows"),
        ({"padding": -1}, ValueError, "padding must be 0 to 32 on every side, got -1"),
        ({"padding": (1, 2, 3, 33)}, ValueError, "must be 0 to 32 on every side"),
        ({"padding": (1, 2, 3)}, TypeError, "must be an int, (height, width) or (left, right, top"),
        ({"padding": "same"}, TypeError, "got 'same'"),
        ({"padding": True}, TypeError, "got True"),
        ({"mode": "symmetric"}, ValueError, "one of zeros, reflect, replicate, circular, got 'sym"),
        ({"kernel": np.zeros((16, 2))}, ValueError, "kernel has shape (16, 2); at most 15"),
        ({"function": 3}, TypeError, "function must be callable, got 3"),
        ({"pad": 2}, TypeError, "no argument 'pad'"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        PaddingLab(**arguments)
    assert words in str(refused.value)
    assert str(refused.value).startswith("PaddingLab: ")
    assert "\n" not in str(refused.value)


def test_it_refuses_what_torch_refuses() -> None:
    for mode, n, before, after, accepted in padding_cases.stored()["accepted"]:
        lab = PaddingLab(np.zeros((n, 8)), padding=(0, 0, before, after), mode=mode)
        assert lab.refused is not accepted, (mode, n, before, after)


def test_your_function_runs_once_on_a_copy_with_a_batch_and_a_channel() -> None:
    calls: list[Any] = []

    def mine(x: Array, padding: Any, mode: str) -> Array:
        calls.append((x.shape, str(x.dtype), padding, mode))
        out = edges(x, padding, mode)
        x[...] = 7
        return out

    lab = PaddingLab([[1, 2], [3, 4]], mode="replicate", function=mine)
    lab.row, lab.kernel = -1, [[1]]
    assert calls == [((1, 1, 2, 2), "float64", 1, "replicate")]
    assert lab.output.tolist() == [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
    assert (lab.function_name, lab.function_message, lab.stale) == ("mine", "", False)
    assert lab.image.tolist() == [[1, 2], [3, 4]]
    lab.padding = 0
    assert lab.stale
    lab.rerun()
    assert (lab.stale, lab.output.shape) == (False, (2, 2))


@pytest.mark.parametrize(
    ("padding", "passed"), [(2, 2), ((1, 3), (1, 3)), ((1, 0, 2, 2), (1, 0, 2, 2))]
)
def test_uneven_padding_reaches_the_function_as_a_tuple(padding: Any, passed: Any) -> None:
    seen: list[Any] = []
    PaddingLab(padding=padding, function=lambda x, padding, mode: seen.append(padding))
    assert seen == [passed]


def test_a_function_without_a_mode_is_run_for_zeros_only() -> None:
    def zero_pad2d(x: Array, padding: int) -> Array:
        return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))

    lab = PaddingLab(function=zero_pad2d)
    assert (lab.function_message, lab.output.shape) == ("", (8, 8))
    lab.mode = "reflect"
    lab.rerun()
    assert lab.output is None
    assert lab.function_message == "zero_pad2d takes no mode: it is compared for zeros only."


def missing(x: Array, padding: int, mode: str) -> Array:
    """Stand for an exercise not done yet."""
    raise NotImplementedError("pad2d: yours to write")


def refusing(x: Array, padding: int, mode: str) -> Array:
    """Do what torch does with too much."""
    raise ValueError(f"padding {padding} is too much")


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        (missing, {}, "missing is not written yet (pad2d: yours to write)."),
        (lambda x, padding, mode: None, {}, "returned None; end it with a return statement."),
        (lambda x, padding, mode: "map", {}, "returned a str that is not an array of real numbers"),
        (lambda x, padding, mode: x, {}, "returned shape (1, 1, 6, 6), expected (1, 1, 8, 8)."),
        (lambda x, padding, mode: x[0, 0], {}, "returned shape (6, 6), expected (1, 1, 8, 8)."),
        (lambda x, padding, mode: [[1], [2, 3]], {}, "returned a list that is not an array"),
        (refusing, {}, "refusing raised ValueError: padding 1 is too much"),
        (
            refusing,
            {"mode": "reflect", "padding": 6},
            "padding 6 is too much. PyTorch refuses this padding too.",
        ),
        (
            edges,
            {"mode": "circular", "padding": 7},
            "edges returned a value, but PyTorch refuses this padding.",
        ),
    ],
)
def test_what_is_odd_about_a_result_is_said_in_words(
    function: Any, arguments: dict[str, Any], message: str
) -> None:
    assert message in PaddingLab(function=function, **arguments).function_message


def test_the_browsers_controls_reach_python() -> None:
    lab = PaddingLab(function=edges)
    lab.set_state({"padding": [0, 1, 2, 3], "mode": "circular"})
    assert (lab.padding, lab.mode, lab.stale) == ((0, 1, 2, 3), "circular", True)
    lab._handle_custom_msg({"type": "rerun"}, [])
    assert not lab.stale
