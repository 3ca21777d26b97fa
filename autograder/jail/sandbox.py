"""A target in the jail: the judge calls it as it would a local one."""

from __future__ import annotations

import time
from typing import Any

from autograder.exercise import Probe
from autograder.jail.session import Crashed, Session
from autograder.target import Failure, Outcome

GRACE_SECONDS = 2.0
"""Added to a call's own limit before the process is killed from outside."""


class SandboxTarget:
    """A target in the jail; the judge calls it as it would a local one.

    It is the value of an expression there, or (with `number`) something the notebook handed over.

    Everything that comes back is checked for its form. What the jail tells of itself (changed
    arguments, seconds) is used for feedback to honest students only.
    """

    def __init__(
        self,
        session: Session,
        expression: str,
        parameters: tuple[str, ...] = (),
        number: int | None = None,
    ) -> None:
        self.session = session
        self.expression = expression
        self.parameters = parameters
        self._number = -1 if number is None else number
        self._generation = -1 if number is None else session.generation
        self._problem = ""

    def problem(self) -> str:
        try:
            self._evaluate()
        except Crashed as crash:
            return f"{crash}."
        return self._problem

    def value(self) -> Any:
        try:
            self._evaluate()
            if self._number < 0:
                return None
            return self.session.request({"op": "value", "target": self._number}, 10.0)
        except Crashed:
            return None

    def call(self, probe: Probe, seconds: float, forbids: tuple[str, ...] = ()) -> Outcome:
        start = time.perf_counter()
        try:
            self._evaluate()
            if self._number < 0:
                return Outcome(failure=Failure("NameError", self._problem))
            reply = self.session.request(
                {
                    "op": "call",
                    "target": self._number,
                    "args": probe.args,
                    "kwargs": dict(probe.kwargs),
                    "seconds": seconds,
                    "names": self.parameters,
                    "forbids": forbids,
                },
                seconds + GRACE_SECONDS,
            )
            return _outcome(reply, time.perf_counter() - start)
        except Crashed as crash:
            kind = "OutOfTime" if "time" in str(crash) else "Crashed"
            return Outcome(failure=Failure(kind, str(crash)))

    def _evaluate(self) -> None:
        if self._generation == self.session.generation:
            return
        reply = self.session.request({"op": "evaluate", "expression": self.expression}, 10.0)
        if not isinstance(reply, dict):
            raise Crashed("the process answered nonsense")
        number, problem = reply.get("target"), reply.get("problem")
        self._number = number if type(number) is int else -1
        self._problem = problem[:300] if isinstance(problem, str) else ""
        self._generation = self.session.generation


def _outcome(reply: Any, seconds: float) -> Outcome:
    if not isinstance(reply, dict):
        return Outcome(failure=Failure("Crashed", "the process answered nonsense"))
    failure = reply.get("failure")
    told = None
    if failure is not None:
        kind, text, lines = (
            (*failure, "", "", ())[:3] if isinstance(failure, tuple) else ("", "", ())
        )
        told = Failure(_text(kind, 80) or "Error", _text(text, 500), _texts(lines))
    return Outcome(
        value=reply.get("value"),
        failure=told,
        changed=_texts(reply.get("changed")),
        shared=_texts(reply.get("shared")),
        contiguous=reply.get("contiguous") is not False,
        printed=_text(reply.get("printed"), 4000),
        seconds=seconds,
    )


def _text(value: Any, most: int) -> str:
    return value[:most] if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (tuple, list)):
        return ()
    return tuple(_text(item, 300) for item in value[:8])
