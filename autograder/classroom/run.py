"""Runs one submitted notebook: its cells in the jail, its checks judged here, outside."""

from __future__ import annotations

import ast
import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from autograder import lessons
from autograder.classroom.outputs import clean_outputs, error
from autograder.exercise import Exercise, Probe, Question
from autograder.feedback import clean, data, html
from autograder.jail.layers import Limits
from autograder.jail.sandbox import SandboxTarget
from autograder.jail.session import Crashed, Refusal, Session
from autograder.jail.warm import Zygote
from autograder.jail.wire import Opaque
from autograder.judge import judge
from autograder.notebook import VERDICT_MIME
from autograder.target import LocalTarget
from autograder.verdict import Verdict

MAX_ORACLE_ELEMENTS = 2_000_000
"""Array elements a notebook may send to the reference at once; it runs in this process."""
MAX_ORACLE_INT = 4096
MAX_NOTEBOOK_CELLS = 2000
MOST_KNOWN_CHARACTERS = 1000
"""Of a check that is remembered; those of a class are the same few."""
MAX_NOTEBOOK_CHARACTERS = 10 << 20
"""Of a notebook's outputs together."""


@dataclass(frozen=True)
class Options:
    """How notebooks are run.

    Attributes
    ----------
    cell_seconds : float
        Wall-clock limit of one cell.
    notebook_seconds : float
        Wall-clock limit of the whole notebook.
    limits : Limits
    secret : str
        The hidden probes are drawn from it; never reaches the jail.
    """

    cell_seconds: float = 60.0
    limits: Limits = field(default_factory=Limits)
    secret: str = ""
    notebook_seconds: float = 600.0


@dataclass(frozen=True)
class Ran:
    """What running a notebook gave.

    Attributes
    ----------
    outputs : list
        For each cell, its outputs as nbformat dictionaries (empty for text cells).
    notes : list of str
        What the instructor should know: crashes, time-outs.
    walls : str
        Which layers of the jail were active.
    """

    outputs: list[list[dict[str, Any]]]
    notes: list[str]
    walls: str


def run_notebook(
    cells: Sequence[Mapping[str, Any]],
    files: Mapping[str, bytes],
    zygote: Zygote,
    options: Options,
    progress: Callable[[], None] = lambda: None,
) -> Ran:
    """Run every code cell of a notebook, in order.

    Parameters
    ----------
    cells : sequence of mapping
        The notebook's cells as nbformat dictionaries, sanitised by nbgrader.
    files : mapping of str to bytes
        What lies beside the notebook, by relative path; written into its scratch folder.
    zygote : Zygote
    options : Options
    progress : callable
        Called after each cell.
    """
    outputs: list[list[dict[str, Any]]] = []
    with _Conversation(zygote, files, options) as conversation:
        sources = json.dumps([cell["source"] for cell in cells])
        conversation.salt = hashlib.sha256(sources.encode()).hexdigest()
        for number, cell in enumerate(cells):
            if cell["cell_type"] != "code":
                outputs.append([])
                continue
            if number >= MAX_NOTEBOOK_CELLS:
                # No output at all would be full marks: nbgrader takes silence for success.
                outputs.append([error("CellNotRun", f"only {MAX_NOTEBOOK_CELLS} cells are run")])
                continue
            outputs.append(conversation.run(cell))
            progress()
        if len(cells) > MAX_NOTEBOOK_CELLS:
            conversation.notes.append(f"only the first {MAX_NOTEBOOK_CELLS} cells were run")
        return Ran(outputs, conversation.notes, zygote.walls)


def parse_check(source: str) -> tuple[str, str] | None:
    """The task's id and the expression of a cell that is exactly one `check("id", expression)`."""
    return (_known_check if len(source) <= MOST_KNOWN_CHARACTERS else _parsed_check)(source)


def _parsed_check(source: str) -> tuple[str, str] | None:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        return None
    call = body[0].value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None
    if call.func.id != "check" or len(call.args) != 2 or call.keywords:
        return None
    name, expression = call.args
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return None
    return name.value, ast.unparse(expression)


_known_check = lru_cache(maxsize=256)(_parsed_check)


def hidden_seed(secret: str, task_id: str, notebook: str = "") -> int:
    """Seed of a task's probes at grading: another for each notebook, known to nobody.

    What one submission learns of its probes is of no use to another.
    """
    digest = hashlib.sha256(f"{secret}\0{notebook}\0{task_id}".encode()).digest()
    return int.from_bytes(digest[:8], "little")


class _Conversation:
    """One submission's run: the session in the jail and what it may ask."""

    def __init__(self, zygote: Zygote, files: Mapping[str, bytes], options: Options) -> None:
        self.options = options
        self.files = files
        self.notes: list[str] = []
        self.judging: Exercise | None = None
        self.asking = False
        self.salt = ""
        self.deadline = time.monotonic() + options.notebook_seconds
        self.late = False
        self.unsafe: set[str] = set()
        # Of each exercise, the object that its check cell judged, and whether it passed.
        self.checked: dict[str, tuple[tuple[int, int], bool]] = {}
        self.characters_left = MAX_NOTEBOOK_CHARACTERS
        self.count = 0
        self.session = Session(zygote, files, options.limits, asked=self.asked)

    def __enter__(self) -> _Conversation:
        return self

    def __exit__(self, *exception: object) -> None:
        self.session.close()

    def run(self, cell: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Outputs of one code cell."""
        self.count += 1
        if time.monotonic() > self.deadline:
            if not self.late:
                self.late = True
                self.notes.append(f"cell {self.count}: the notebook ran out of time")
            return [error("CellNotRun", "the notebook ran out of time")]
        source = "".join(cell["source"])
        graded = cell.get("metadata", {}).get("nbgrader", {})
        if graded.get("grade") and not graded.get("solution"):
            parsed = parse_check(source)
            task = _task(parsed[0]) if parsed else None
            if parsed and task is not None:
                return self._check(task, parsed[1], float(graded.get("points", 0)))
        unsafe = len(self.unsafe)
        try:
            try:
                outputs = self._cell(source)
            except Crashed:
                if len(self.unsafe) == unsafe:
                    raise
                # A function that crashed inside `use` is not called again: the reference stands in.
                outputs = self._cell(source)
        except Crashed as crash:
            self.notes.append(f"cell {self.count}: {crash}")
            self._define(graded)
            return [error("CellStopped", str(crash))]
        if any(output.get("output_type") == "error" for output in outputs if type(output) is dict):
            self._define(graded)
        cleaned = clean_outputs(outputs, bool(graded.get("grade")), self.characters_left)
        self.characters_left -= len(json.dumps(cleaned))
        return cleaned

    def _define(self, graded: Mapping[str, Any]) -> None:
        """After an exercise's cell that failed its name is None, for which `use` lends the reference.

        So that a slip in one exercise costs no other that builds on it.
        """
        name = graded.get("grade_id")
        if graded.get("solution") and isinstance(_task(name), Exercise):
            with suppress(Crashed):
                self._cell(f"{name} = globals().get({name!r})")

    def _cell(self, source: str) -> list[Any]:
        left = max(1.0, self.deadline - time.monotonic())
        seconds = min(self.options.cell_seconds, left)
        outputs: list[Any] = self.session.cell(source, self.count, seconds)["outputs"]
        return outputs

    def _check(
        self, task: Exercise | Question, expression: str, points: float
    ) -> list[dict[str, Any]]:
        parameters = tuple(task.signature.parameters) if isinstance(task, Exercise) else ()
        target = SandboxTarget(self.session, expression, parameters, files=self.files)
        self.judging = task if isinstance(task, Exercise) else None
        try:
            verdict = judge(task, target, hidden_seed(self.options.secret, task.id, self.salt))
        finally:
            self.judging = None
        self.checked[task.id] = (target.held, verdict.passed)
        earned = float(min(max(verdict.points, 0.0), points))
        return [
            {"output_type": "display_data", "data": _bundle(verdict, task), "metadata": {}},
            {
                "output_type": "execute_result",
                "data": {"text/plain": repr(earned)},
                "metadata": {},
                "execution_count": self.count,
            },
        ]

    def asked(self, question: Mapping[str, Any]) -> Any:
        """Answer the notebook: `use`, its own `check`, or a call of the reference."""
        name = question.get("task")
        task = _task(name)
        if task is None:
            raise Refusal(f"There is no exercise called {clean.value_text(name)}.")
        if question.get("what") == "reference":
            return self._reference(task, question)
        # A cell that runs again after a crash asks as it did the first time.
        if self.asking or (self.judging is not None and not self.session.replaying):
            raise Refusal("A function that is being judged can't ask for a judgement.")
        number = question.get("target")
        if type(number) is not int:
            raise Refusal("The question is malformed.")
        if question.get("what") == "use" and task.id in self.unsafe:
            return {"passed": False}
        parameters = tuple(task.signature.parameters) if isinstance(task, Exercise) else ()
        target = SandboxTarget(self.session, "", parameters, number, self.files)
        if question.get("what") == "use" and task.id in self.checked:
            held, passed = self.checked[task.id]
            # That it is the same object is the jail's word; it decides on no points.
            if held == target.held:
                return {"passed": passed}
        self.asking = True
        try:
            verdict = judge(task, target, 0, explain=question.get("what") != "use")
        finally:
            self.asking = False
        if self.session.stopped:
            self.unsafe.add(task.id)
        if question.get("what") == "use":
            return {"passed": verdict.passed}
        return {"points": verdict.points, "bundle": _bundle(verdict, task)}

    def _reference(self, task: Exercise | Question, question: Mapping[str, Any]) -> Any:
        if not isinstance(task, Exercise) or task.examine is not None:
            raise Refusal(f"{task.id} has no reference to call.")
        if isinstance(task.reference, type) or task.artefact is not None:
            raise Refusal(f"{task.id} makes a network: none is lent while a notebook is graded.")
        judged = self.judging
        if judged is not None and not self.session.replaying and task.id not in _needed(judged):
            raise Refusal(f"While {judged.id} is judged, {task.id} has to be yours.")
        args, kwargs = question.get("args"), question.get("kwargs")
        if not isinstance(args, tuple) or not isinstance(kwargs, dict) or not _modest(args, kwargs):
            raise Refusal(f"{task.id}: these arguments are too large, or not plain values.")
        outcome = LocalTarget(task.reference).call(Probe("", "core", args, kwargs), 5.0)
        if outcome.failure is not None:
            return {"failure": (outcome.failure.type, outcome.failure.text), "value": None}
        return {"failure": None, "value": outcome.value}


def _bundle(verdict: Verdict, task: Exercise | Question) -> dict[str, Any]:
    page = html.verdict_page(verdict, task, 0)
    return {
        "text/html": page.html,
        "text/plain": page.text,
        VERDICT_MIME: data.to_dict(verdict),
    }


def _task(task_id: Any) -> Exercise | Question | None:
    try:
        return (
            lessons.find(task_id) if isinstance(task_id, str) and task_id.isidentifier() else None
        )
    except lessons.UnknownTask:
        return None


def _needed(judged: Exercise) -> set[str]:
    """The exercises that one builds on: their references may be called while it is judged."""
    needed: set[str] = set()
    waiting = list(judged.card.needs)
    while waiting:
        name = waiting.pop()
        task = _task(name)
        if name not in needed and isinstance(task, Exercise):
            needed.add(name)
            waiting += task.card.needs
    return needed - {judged.id}


def _modest(*values: Any) -> bool:
    """Whether values are plain and small enough for the reference to work on in this process."""
    elements = 0
    waiting: list[Any] = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, Opaque):
            return False
        if isinstance(value, (list, tuple)):
            waiting += value
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, np.ndarray):
            elements += value.size
        elif isinstance(value, int) and abs(value) > MAX_ORACLE_INT:
            return False
        elements += 1
    return elements <= MAX_ORACLE_ELEMENTS
