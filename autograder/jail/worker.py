"""Inside the jail: one submission's notebook, in IPython's own shell, answering the judge's calls.

Nothing here is trusted by the other side. It holds no expected value, no reference and no score.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import socket
import sys
import time
import types
from collections.abc import Callable
from typing import Any

from autograder.exercise import Probe
from autograder.jail import wire
from autograder.jail.outcome import told, too_large
from autograder.jail.recorder import Recorder
from autograder.jail.shell import seed_all
from autograder.modules import LocalModules
from autograder.stand_ins import Held
from autograder.target import LocalTarget, Outcome

NO_INPUT = (
    "input() has nobody to answer it while a notebook is graded. "
    "Assign the value to a variable instead."
)


TOGETHER_SECONDS = 1.0
TOGETHER_BYTES = 1 << 20
"""Of the arrays that answer many calls at once."""


class Refused(RuntimeError):
    """The grader does not do what the notebook asked for."""


class Worker:
    """Serves the judge over one socket until it is closed."""

    def __init__(self, channel: socket.socket, shell: Any, recorder: Recorder) -> None:
        self.channel = channel
        self.shell = shell
        self.recorder = recorder
        self.targets: list[Any] = []
        self.held = Held()

    def serve(self) -> None:
        """Answer requests until the other side closes the socket."""
        with contextlib.suppress(EOFError):
            while True:
                self._answer(wire.receive(self.channel, named=True))

    def ask(self, question: dict[str, Any]) -> Any:
        """Ask the grader something; it may call back before it answers."""
        wire.send(self.channel, {"ask": question})
        while True:
            message = wire.receive(self.channel, named=True)
            if "answer" not in message:
                self._answer(message)
            elif message.get("refused"):
                raise Refused(message["refused"])
            else:
                return message["answer"]

    def _answer(self, message: dict[str, Any]) -> None:
        method: Callable[..., Any] = getattr(self, "on_" + message.pop("op"))
        reply = method(**message)
        try:
            parts = wire.encode({"done": reply})
        except wire.WireError as error:
            parts = wire.encode({"done": too_large(str(error))})
        wire.send_parts(self.channel, parts)

    def on_cell(self, source: str, count: int) -> dict[str, Any]:
        """Run one cell; its outputs as plain nbformat dictionaries."""
        with self.recorder.cell(count) as outputs:
            result = self.shell.run_cell(source, store_history=True, silent=False)
        return {"outputs": outputs, "ok": bool(result.success)}

    def on_evaluate(self, expression: str) -> dict[str, Any]:
        """Evaluate an expression to a target; its number, and what it is in words."""
        with self.recorder.cell(0) as outputs:
            try:
                value = eval(expression, self.shell.user_ns)
            except BaseException as error:
                text = f"{type(error).__name__}: {error}"[:300]
                return {"target": -1, "problem": text, "outputs": outputs}
        problem = LocalTarget(value).problem()
        return {"target": self.number_of(value), "problem": problem, "outputs": outputs}

    def number_of(self, value: Any) -> int:
        """The number by which the grader asks for a value: the same for the same object."""
        for number, target in enumerate(self.targets):
            if target is value:
                return number
        self.targets.append(value)
        return len(self.targets) - 1

    def on_value(self, target: int) -> Any:
        """The target itself, as far as it travels."""
        return LocalTarget(self.targets[target]).value()

    def on_call(
        self,
        target: int,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        seconds: float,
        names: tuple[str, ...],
        forbids: tuple[str, ...],
    ) -> dict[str, Any]:
        """Call a target with arguments of the judge's."""
        probe = Probe("", "core", args, kwargs)
        return told(LocalTarget(self.targets[target], names).call(probe, seconds, forbids))

    def on_calls(
        self,
        target: int,
        calls: list[tuple[tuple[Any, ...], dict[str, Any], tuple[str, ...]]],
        seconds: float,
        names: tuple[str, ...],
    ) -> list[dict[str, Any]]:
        """Call a target many times; the first outcomes, up to a second's and a message's worth."""
        function = LocalTarget(self.targets[target], names)
        end, room = time.monotonic() + TOGETHER_SECONDS, TOGETHER_BYTES
        replies: list[dict[str, Any]] = []
        for args, kwargs, forbids in calls:
            outcome = function.call(Probe("", "core", args, kwargs), seconds, forbids)
            room -= int(getattr(outcome.value, "nbytes", 0))
            if room < 0 and replies:
                break
            replies.append(told(outcome))
            if time.monotonic() > end or room < 0:
                break
        return replies

    def on_module(
        self,
        target: int,
        operation: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        seconds: float,
        seed: int,
        forbids: tuple[str, ...],
    ) -> dict[str, Any]:
        """Make a module, or work on one that is held here; see `ModuleTarget`."""
        modules = LocalModules(self.targets[target], self.held, seconds, seed, forbids)
        outcome = getattr(modules, operation)(*args, **kwargs)
        return told(outcome or Outcome())


def face(worker: Worker) -> types.ModuleType:
    """Stands for the module `autograder` in the jail: the student's face, asking the grader."""
    module = types.ModuleType("autograder", "The student's face, inside the grader.")

    def check(task_id: str, answer: Any) -> float:
        number = worker.number_of(answer)
        reply = worker.ask({"what": "check", "task": task_id, "target": number})
        from IPython.display import display

        display(reply["bundle"], raw=True)
        return float(reply["points"])

    def hint(task_id: str) -> None:
        print(f"Hints for {task_id} are for the live notebook.")

    def failing_case(task_id: str) -> None:
        return None

    def progress(slug: str = "") -> None:
        """The learner's own; a grader has none."""

    def use(task_id: str, function: Any = None) -> Any:
        if function is not None:
            own = worker.ask({"what": "use", "task": task_id, "target": worker.number_of(function)})
            if own["passed"]:
                return function

        def reference(*args: Any, **kwargs: Any) -> Any:
            reply = worker.ask(
                {"what": "reference", "task": task_id, "args": args, "kwargs": kwargs}
            )
            if reply["failure"]:
                kind, text = reply["failure"]
                raise getattr(builtins, kind, RuntimeError)(text)
            return reply["value"]

        reference.__name__ = reference.__qualname__ = task_id
        if function is None:
            print(f"{task_id}: the reference of the one you wrote in an earlier lesson.")
        else:
            print(f"{task_id}: the reference for now, since yours is not passing its check yet.")
        return reference

    for function in (check, hint, failing_case, progress, use):
        setattr(module, function.__name__, function)
    return module


class _Hider:
    """Says in the import system's own words that a library is not there; Landlock makes it true."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if path is None and name in self.names:
            raise ModuleNotFoundError(
                f"No module named {name!r} (this notebook is graded without it)", name=name
            )


def hide(names: frozenset[str]) -> None:
    """Make imports of these top-level modules fail with a sentence."""
    sys.meta_path.insert(0, _Hider(names))


def prepare(seed: int) -> None:
    """Make the child's own state: random numbers, no input, modules beside the notebook."""
    _no_input()
    sys.path.insert(0, "")
    seed_all(seed)


def run(channel: socket.socket, shell: Any) -> None:
    """Serve one submission in this process, which is inside its walls already."""
    worker = Worker(channel, shell, Recorder(shell))
    for name in [n for n in sys.modules if n == "autograder" or n.startswith("autograder.")]:
        del sys.modules[name]
    sys.modules["autograder"] = face(worker)
    with contextlib.suppress(BrokenPipeError, ConnectionError):
        worker.serve()
    os._exit(0)


def _no_input() -> None:
    def refuse(prompt: object = "", *args: object, **kwargs: object) -> str:
        raise Refused(NO_INPUT)

    builtins.input = refuse
    import getpass

    getpass.getpass = refuse
