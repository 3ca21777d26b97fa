"""A target in the jail: the judge calls it as it would a local one."""

from __future__ import annotations

import time
from typing import Any

from autograder.exercise import Probe
from autograder.jail.modules import SandboxModules
from autograder.jail.outcome import crashed, heard
from autograder.jail.session import Crashed, Session
from autograder.stand_ins import standing
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

    def modules(
        self, seconds: float = 5.0, seed: int = 0, forbids: tuple[str, ...] = ()
    ) -> SandboxModules:
        return SandboxModules(self, seconds, seed, forbids)

    def call(self, probe: Probe, seconds: float, forbids: tuple[str, ...] = ()) -> Outcome:
        message = {
            "op": "call",
            "args": standing(probe.args),
            "kwargs": standing(dict(probe.kwargs)),
            "seconds": seconds,
            "names": self.parameters,
            "forbids": forbids,
        }
        return self.ask(message, seconds)

    def ask(self, message: dict[str, Any], seconds: float) -> Outcome:
        """Send a request about this target; its outcome, also where the process died of it."""
        start = time.perf_counter()
        try:
            self._evaluate()
            if self._number < 0:
                return Outcome(failure=Failure("NameError", self._problem))
            message["target"] = self._number
            reply = self.session.request(message, seconds + GRACE_SECONDS)
            return heard(reply, time.perf_counter() - start)
        except Crashed as crash:
            return crashed(str(crash))

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
