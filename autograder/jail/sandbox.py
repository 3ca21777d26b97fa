"""A target in the jail: the judge calls it as it would a local one."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.exercise import Probe
from autograder.jail.modules import SandboxModules
from autograder.jail.outcome import crashed, heard
from autograder.jail.session import Crashed, Session
from autograder.stand_ins import standing
from autograder.target import Failure, Outcome

TOGETHER_SECONDS = 1.0
"""After so long the jail answers for the calls it has made, and the rest is sent again."""

GRACE_SECONDS = 2.0
"""Added to a call's own limit before the process is killed from outside."""


class SandboxTarget:
    """A target in the jail; the judge calls it as it would a local one.

    It is the value of an expression there, or (with `number`) something the notebook handed over.
    `files` is what was submitted beside the notebook, read outside: what the notebook writes while
    it runs changes nothing in it.

    Everything that comes back is checked for its form. What the jail tells of itself (changed
    arguments, seconds) is used for feedback to honest students only.
    """

    def __init__(
        self,
        session: Session,
        expression: str,
        parameters: tuple[str, ...] = (),
        number: int | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self.session = session
        self.expression = expression
        self.parameters = parameters
        self._files = files or {}
        self._number = -1 if number is None else number
        self._generation = -1 if number is None else session.generation
        self._problem = ""

    @property
    def held(self) -> tuple[int, int]:
        """Which process of the session holds it, and its number there."""
        return self._generation, self._number

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

    def file(self, name: str) -> bytes | None:
        return self._files.get(name)

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

    def calls(
        self, probes: Sequence[Probe], seconds: float, forbids: tuple[str, ...] = ()
    ) -> Iterator[Outcome]:
        """One call after the other, many of them in one message while all goes well.

        The first is made alone, since it says whether anything is written; and so is each one after
        a message that was not answered, so that it is known which call ended the process.
        """
        done, together = 0, False
        while done < len(probes):
            outcomes = self._together(probes[done:], seconds, forbids) if together else []
            together = bool(outcomes) or done == 0
            if not outcomes:
                probe = probes[done]
                outcomes = [self.call(probe, seconds, forbids if probe.show else ())]
            yield from outcomes
            done += len(outcomes)

    def _together(
        self, probes: Sequence[Probe], seconds: float, forbids: tuple[str, ...]
    ) -> list[Outcome]:
        """Outcomes of the first of these probes, as many as the jail answers for at once."""
        calls = [
            (standing(p.args), standing(dict(p.kwargs)), forbids if p.show else ()) for p in probes
        ]
        message = {"op": "calls", "calls": calls, "seconds": seconds, "names": self.parameters}
        start = time.perf_counter()
        try:
            self._evaluate()
            if self._number < 0:
                return []
            message["target"] = self._number
            limit = seconds + TOGETHER_SECONDS + GRACE_SECONDS
            reply = self.session.request(message, limit)
        except Crashed:
            return []
        if not isinstance(reply, list) or not 0 < len(reply) <= len(probes):
            return []
        each = (time.perf_counter() - start) / len(reply)
        return [heard(one, each) for one in reply]

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
