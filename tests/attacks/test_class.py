"""Attacks that need more than one notebook, and bounds that hold for a whole notebook."""

from __future__ import annotations

import ast
import json
import os
import signal
from dataclasses import fields
from typing import Any

import pytest
from nbformat.v4 import new_code_cell

from autograder.classroom import run
from autograder.classroom.executor import Zygotes
from autograder.classroom.run import Options, run_notebook
from autograder.exercise import Exercise, Question
from autograder.jail.warm import Zygote
from autograder.judge import judge
from autograder.verdict import Verdict
from tests.attacks.declared import IMPORTS, exercise, solution
from tests.attacks.stage import Played, Stage, check_cell

FULL = {name: exercise(name).points for name in ("window_at", "cross_correlate2d")}

RECORDER = """
seen = []
def cross_correlate2d(x, kernel):
    seen.append((x, kernel))
"""

PUBLISH = """
reference = use("cross_correlate2d", None)
print("|" + repr([[x.tolist(), k.tolist(), reference(x, k).tolist()] for x, k in seen]) + "|")
"""


def cells(*sources: str) -> list[Any]:
    return [new_code_cell(source) for source in (IMPORTS, *sources)]


def printed(played: Played) -> str:
    found = [
        output.text
        for cell in played.notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream"
    ]
    return "".join(found)


def test_hidden_cases_told_by_one_submission_do_not_help_the_next(stage: Stage) -> None:
    first = stage.run([*cells(RECORDER), check_cell("cross_correlate2d"), *cells(PUBLISH)])
    told = printed(first).partition("|")[2].partition("|")[0] or "[]"
    table = {repr(case[:2]): case[2] for case in ast.literal_eval(told)}
    by_heart = (
        f"ANSWERS = {table!r}\ndef cross_correlate2d(x, kernel):\n"
        "    known = ANSWERS.get(repr([x.tolist(), kernel.tolist()]))\n"
        "    return None if known is None else np.array(known, float)\n"
    )
    second = stage.run([*cells(by_heart), check_cell("cross_correlate2d")])
    assert second.points["cross_correlate2d"] == 0


def test_a_batch_of_hostile_notebooks_costs_the_honest_one_nothing(stage: Stage) -> None:
    for source in (
        "import os; os._exit(1)",
        "while True: pass",
        "import ctypes; ctypes.string_at(0)",
    ):
        stage.run(cells(source), cell_seconds=0.5)
    assert stage.honest().points == FULL


def test_a_whole_notebook_has_a_time_limit(stage: Stage) -> None:
    assert "notebook_seconds" in {field.name for field in fields(Options)}
    bounds: dict[str, Any] = {"cell_seconds": 1.0, "notebook_seconds": 2.0}
    sleepy = [{"cell_type": "code", "source": "import time; time.sleep(0.6)", "metadata": {}}] * 12
    ran = run_notebook(sleepy, {}, stage.zygote, Options(**bounds))
    assert "time" in " ".join(ran.notes)


def test_a_warm_process_that_died_is_replaced(stage: Stage) -> None:
    warm = Zygotes()
    try:
        os.kill(warm["numpy"].pid, signal.SIGKILL)
        warm["numpy"]._process.wait()
        notebook = [{"cell_type": "code", "source": "print('here')", "metadata": {}}]
        assert "here" in json.dumps(run_notebook(notebook, {}, warm["numpy"], Options()).outputs)
    finally:
        warm.close()


def test_a_reference_stays_in_use_after_a_later_crash(stage: Stage) -> None:
    """The cell that took the reference runs again while a judgement is going on."""
    played = stage.run(
        [
            *cells("def window_at(*args): return None"),
            check_cell("window_at"),
            new_code_cell('window_at = use("window_at", window_at)'),
            new_code_cell("def valid_output_shape(a, b): import os; os._exit(1)"),
            check_cell("valid_output_shape"),
            new_code_cell(BUILT_ON_WINDOW_AT),
            check_cell("cross_correlate2d"),
        ]
    )
    assert played.points["cross_correlate2d"] == FULL["cross_correlate2d"]


def test_the_reference_replaces_a_function_that_crashes(stage: Stage) -> None:
    played = stage.run(
        [
            *cells("def window_at(*args): import os; os._exit(1)"),
            check_cell("window_at"),
            new_code_cell('window_at = use("window_at", window_at)'),
            new_code_cell(BUILT_ON_WINDOW_AT),
            check_cell("cross_correlate2d"),
        ]
    )
    assert played.points == {"window_at": 0.0, "cross_correlate2d": FULL["cross_correlate2d"]}


def test_use_takes_the_word_of_the_check_before_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []

    def counting(task: Exercise | Question, *args: Any, **kwargs: Any) -> Verdict:
        judged.append(task.id)
        return judge(task, *args, **kwargs)

    monkeypatch.setattr(run, "judge", counting)
    used = new_code_cell('window_at = use("window_at", window_at)')
    right = cells(solution("window_at"))
    stage.run([*right, check_cell("window_at"), used, used])
    assert judged == ["window_at"]
    # Another function of the same name is another answer.
    stage.run([*right, check_cell("window_at"), *cells("def window_at(*args): return 1"), used])
    assert judged == ["window_at"] * 3


BUILT_ON_WINDOW_AT = """
def cross_correlate2d(x, kernel):
    h, w = kernel.shape
    out = np.zeros((x.shape[0] - h + 1, x.shape[1] - w + 1))
    for row in range(out.shape[0]):
        for col in range(out.shape[1]):
            out[row, col] = (window_at(x, row, col, (h, w)) * kernel).sum()
    return out
"""


def test_what_is_left_of_a_dead_grader_is_nothing(stage: Stage) -> None:
    """The warm process and its children go when the socket to them is closed."""
    warm = Zygote("numpy")
    warm._control.close()
    assert warm._process.wait(timeout=5) == 0
    warm.close()


def test_the_honest_solution_earns_everything(stage: Stage) -> None:
    assert stage.honest().points == FULL
