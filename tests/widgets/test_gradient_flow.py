"""GradientFlow's Python side: what it accepts, what it says, how it runs your function."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import traitlets

from course.widgets import GradientFlow
from tests.widgets import flow_cases

Array = npt.NDArray[np.float64]


def conv2d_backward(
    dout: Array, x: Array, weight: Array, stride: int = 1, padding: int = 0
) -> tuple[Array, Array, Array]:
    """Give (dx, dw, db) for one channel."""
    dx, dw = np.zeros_like(x), np.zeros_like(weight)
    height, width = weight.shape[2:]
    for row, col in np.ndindex(dout.shape[2:]):
        top, left, value = row * stride, col * stride, dout[0, 0, row, col]
        window = np.s_[0, 0, top : top + height, left : left + width]
        dx[window] += value * weight[0, 0]
        dw[0, 0] += value * x[window]
    return dx, dw, dout.sum(axis=(0, 2, 3))


def test_the_default_has_two_windows_that_overlap() -> None:
    flow = GradientFlow()
    assert (flow.x.shape, flow.weight.shape, flow.stride) == ((6, 7), (3, 3), 1)
    assert flow.dout.shape == (4, 5)
    assert np.argwhere(flow.dout).tolist() == [[1, 2], [2, 3]]
    assert flow.dout[1, 2] == 1
    assert flow.dout[2, 3] == -2
    assert (flow.part, flow.row, flow.partial, flow.output) == ("dout", None, False, None)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"x": np.zeros((1, 1, 4, 4))}, ValueError, "x must be 2-D"),
        ({"x": np.zeros((9, 4))}, ValueError, "x has shape (9, 4); at most 8 rows"),
        ({"x": [[1, np.inf]]}, ValueError, "x holds inf at row 0, column 1"),
        ({"weight": np.zeros((5, 3))}, ValueError, "weight has shape (5, 3); at most 4 rows"),
        ({"weight": [[1], [2, 3]]}, TypeError, "weight has rows of different lengths"),
        ({"x": np.eye(2)}, ValueError, "weight (3, 3) does not fit in x (2, 2)"),
        ({"stride": 3}, ValueError, "stride must be 1 or 2, got 3"),
        ({"stride": (1, 1)}, ValueError, "stride must be 1 or 2, got (1, 1)"),
        ({"stride": True}, ValueError, "stride must be 1 or 2, got True"),
        ({"dout": np.eye(3)}, ValueError, "dout has shape (3, 3), expected (4, 5), the shape of"),
        ({"function": 3}, TypeError, "function must be callable, got 3"),
        ({"padding": 1}, TypeError, "no argument 'padding'"),
    ],
)
def test_a_bad_argument_is_refused_in_one_sentence(
    arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        GradientFlow(**arguments)
    assert words in str(refused.value)
    assert "GradientFlow" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_parts_have_names() -> None:
    with pytest.raises(traitlets.TraitError):
        GradientFlow(part="db")


@pytest.mark.parametrize(
    ("shape", "kernel", "stride", "expected"),
    [((6, 7), (3, 3), 2, (2, 3)), ((6, 7), (2, 3), 1, (5, 5)), ((3, 3), (3, 3), 1, (1, 1))],
)
def test_dout_has_the_shape_of_the_output(
    shape: Any, kernel: Any, stride: int, expected: Any
) -> None:
    flow = GradientFlow(np.ones(shape), np.ones(kernel), stride=stride)
    assert flow.dout.shape == expected
    assert flow.dout.any()


def test_another_stride_input_or_kernel_makes_another_dout() -> None:
    flow = GradientFlow()
    flow.stride = 2
    assert flow.dout.shape == (2, 3)
    flow.x = np.ones((8, 8))
    assert flow.dout.shape == (3, 3)
    flow.weight = np.ones((2, 2))
    assert flow.dout.shape == (4, 4)
    with pytest.raises(ValueError, match="does not fit in x"):
        flow.x = [[1.0]]


def test_the_browsers_stride_comes_with_its_own_dout() -> None:
    flow = GradientFlow(function=conv2d_backward)
    flow.set_state(
        {"stride": 2, "dout": [[0, 1, 0], [3, 0, 0]], "part": "dout", "row": 0, "col": 1}
    )
    assert flow.dout.tolist() == [[0, 1, 0], [3, 0, 0]]
    assert flow.stale
    flow._handle_custom_msg({"type": "rerun"}, [])
    assert (flow.stale, flow.function_message) == (False, "")


def test_your_function_gets_nchw_copies_and_what_it_gives_travels_flat() -> None:
    calls: list[Any] = []

    def mine(dout: Array, x: Array, weight: Array, stride: int, padding: int) -> Any:
        calls.append((dout.shape, x.shape, weight.shape, stride, padding, str(x.dtype)))
        result = conv2d_backward(dout, x, weight, stride)
        dout[...] = x[...] = weight[...] = 7
        return result

    flow = GradientFlow(function=mine, stride=2)
    assert calls == [((1, 1, 2, 3), (1, 1, 6, 7), (1, 1, 3, 3), 2, 0, "float64")]
    assert max(flow.x.max(), flow.weight.max(), flow.dout.max()) < 7
    assert flow.output.shape == (42 + 9 + 1,)
    dout, x, weight = (array[np.newaxis, np.newaxis] for array in (flow.dout, flow.x, flow.weight))
    expected = conv2d_backward(dout, x, weight, 2)
    np.testing.assert_array_equal(flow.output, np.concatenate([part.ravel() for part in expected]))


@pytest.mark.parametrize(
    "function",
    [
        lambda dout, x, weight: conv2d_backward(dout, x, weight, 1),
        lambda dout, x, weight, stride: conv2d_backward(dout, x, weight, stride),
        lambda *arguments: conv2d_backward(*arguments),
        conv2d_backward,
    ],
)
def test_a_function_is_given_as_much_of_the_geometry_as_it_takes(function: Any) -> None:
    assert GradientFlow(function=function).function_message == ""


def test_looking_elsewhere_does_not_make_it_stale() -> None:
    flow = GradientFlow(function=conv2d_backward)
    flow.set_state({"part": "dw", "row": 0, "col": 0, "partial": True})
    assert not flow.stale
    flow.dout = np.ones((4, 5))
    assert flow.stale


def missing(dout: Array, x: Array, weight: Array, stride: int, padding: int) -> Any:
    """Stand for an exercise not done yet."""
    raise NotImplementedError("conv2d_backward: yours to write")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (missing, "missing is not written yet (conv2d_backward: yours to write)."),
        (lambda d, x, w: d[9], "<lambda> raised IndexError: index 9 is out of bounds"),
        (lambda d, x, w: None, "<lambda> returned None; end it with return dx, dw, db."),
        (lambda d, x, w: x, "<lambda> returned a ndarray, expected three: (dx, dw, db)."),
        (lambda d, x, w: (x, w), "<lambda> returned a tuple of 2, expected three"),
        (lambda d, x, w: (x, w, d.sum()), "<lambda>: db has shape (), expected (1,)."),
        (
            lambda d, x, w: (w, x, d.sum((0, 2, 3))),
            "<lambda>: dx has shape (1, 1, 3, 3), expected (1, 1, 6, 7).",
        ),
        (lambda d, x, w: (x, None, [0]), "<lambda>: dw is a NoneType, expected an array of real"),
        (lambda d, x, w: ([[1], [1, 2]], w, [0]), "<lambda>: dx is a list, expected an array"),
    ],
)
def test_what_is_odd_about_a_result_is_said_in_words(function: Any, message: str) -> None:
    flow = GradientFlow(function=function)
    assert message in flow.function_message
    assert flow.output is None


def test_while_grading_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert GradientFlow(function=missing).function_message == ""


def test_rerun_without_a_function_says_so() -> None:
    with pytest.raises(ValueError, match="GradientFlow: no function to run"):
        GradientFlow().rerun()


def test_the_stored_cases_are_what_torch_gives() -> None:
    pytest.importorskip("torch", reason="needs torch: the oracle of these cases")
    assert flow_cases.stored() == flow_cases.make()
