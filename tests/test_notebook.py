"""The student's face: check, hint, use and failing_case."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from autograder import check, failing_case, hint, lessons, use
from autograder.exercise import Exercise

EXERCISE: Exercise = next(
    task for task in lessons.lesson("01-sliding").exercises if task.id == "cross_correlate2d"
)
FLIPPED = EXERCISE.buggy(EXERCISE.bug("flips_kernel"))


def mine(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    return np.array(EXERCISE.reference(x, kernel))


def unwritten(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    raise NotImplementedError("cross_correlate2d: yours to write")


def test_check_returns_the_points_as_a_plain_float(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("cross_correlate2d", mine) == 8.0
    points = check("cross_correlate2d", FLIPPED)
    assert type(points) is float and 0 < points < 8
    said = capsys.readouterr()
    assert "flips_kernel" in said.out and said.err == ""


@pytest.mark.parametrize(
    "answer",
    [
        None,
        3,
        "text",
        lambda: None,
        lambda x, kernel: x / 0,
        lambda x, kernel: "text",
        lambda x, kernel: sys.exit(1),
        type("Odd", (), {"__call__": lambda self, x, k: self, "__repr__": lambda self: 1 / 0})(),
        np.zeros((2, 2)),
        [],
    ],
)
def test_check_never_raises_and_never_writes_to_standard_error(
    answer: object, capsys: pytest.CaptureFixture[str]
) -> None:
    for task in (
        "cross_correlate2d",
        "window_at",
        "break_constant_kernel",
        "size_7x9",
        "standardize",
    ):
        points = check(task, answer)
        assert type(points) is float and points == points
    assert capsys.readouterr().err == ""


def test_an_unknown_name_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("cross_corelate2d", mine) == 0.0
    assert "Did you mean 'cross_correlate2d'?" in capsys.readouterr().out


def test_a_skeleton_is_not_written_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("cross_correlate2d", unwritten) == 0.0
    assert "not written yet" in capsys.readouterr().out


def test_each_hint_is_one_step_more(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = []
    for _ in range(4):
        hint("best_match")
        lengths.append(len(capsys.readouterr().out))
    assert lengths[0] < lengths[1] < lengths[2] == lengths[3]


def test_use_gives_back_what_passes_and_lends_the_reference_otherwise(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert use("cross_correlate2d", mine) is mine
    assert "yours" in capsys.readouterr().out
    for answer in (FLIPPED, unwritten):
        lent = use("cross_correlate2d", answer)
        assert lent is not answer
        x, kernel = np.arange(12.0).reshape(3, 4), np.array([[1.0, 2.0]])
        assert np.array_equal(lent(x, kernel), mine(x, kernel))


def test_a_lent_reference_earns_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    lent = use("cross_correlate2d", unwritten)
    assert check("cross_correlate2d", lent) == 0.0
    assert "the reference that `use` handed out" in capsys.readouterr().out


def test_the_failing_case_is_that_of_the_last_check() -> None:
    check("cross_correlate2d", FLIPPED)
    case = failing_case("cross_correlate2d")
    assert case is not None and set(case) == {"x", "kernel"}
    assert not np.array_equal(FLIPPED(**case), mine(**case))
    check("cross_correlate2d", mine)
    assert failing_case("cross_correlate2d") is None


def test_importing_check_loads_neither_torch_nor_matplotlib() -> None:
    code = (
        "import sys; from autograder import check; "
        "print(sorted({'torch', 'matplotlib', 'IPython', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
