"""Modules in the jail, held by the judge as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from autograder.jail.outcome import NONSENSE
from autograder.modules import gradients_problem, state_problem
from autograder.stand_ins import ByName, Handle
from autograder.target import Failure, Outcome, kind_of

if TYPE_CHECKING:
    from autograder.jail.sandbox import SandboxTarget

GONE = "the process was started anew since this object was made: construct it again."


class SandboxModules:
    """Modules that an answer in the jail makes or works on (see `ModuleTarget`).

    Use it as a context manager, or `release()` it: the jail keeps a limited number of objects. A
    handle of an earlier start of the process is refused, with the failure "NotHeld".

    Parameters
    ----------
    target : SandboxTarget
        The answer.
    seconds : float
        Time limit of each operation.
    seed : int
        Seed of torch's random numbers in each operation.
    forbids : tuple of str
        Dotted names of functions that would skip the exercise.
    """

    def __init__(
        self,
        target: SandboxTarget,
        seconds: float = 5.0,
        seed: int = 0,
        forbids: tuple[str, ...] = (),
    ) -> None:
        import torch  # noqa: F401 - tensors are decoded only where torch is loaded

        self._target = target
        self._seconds = seconds
        self.seed = seed
        self._forbids = forbids
        self._given: set[Handle] = set()

    def __enter__(self) -> SandboxModules:
        return self

    def __exit__(self, *exception: object) -> None:
        self.release()

    def problem(self) -> str:
        return self._target.problem()

    def construct(self, *args: Any, **kwargs: Any) -> Outcome:
        return self._ask("construct", args, kwargs, _handle_problem)

    def function(self, *args: Any, **kwargs: Any) -> Outcome:
        return self._ask("function", args, kwargs)

    def make(self, named: ByName) -> Outcome:
        return self._ask("make", (named,), {}, _handle_problem)

    def call(self, handle: Handle, *inputs: Any) -> Outcome:
        return self._ask("call", (handle, *inputs), {})

    def gradients(
        self, handle: Handle, inputs: Sequence[Any], upstream: Any, leave: bool = False
    ) -> Outcome:
        args = (handle, tuple(inputs), upstream, leave)
        return self._ask("gradients", args, {}, gradients_problem)

    def state(self, handle: Handle) -> Outcome:
        return self._ask("state", (handle,), {}, state_problem)

    def load(self, handle: Handle, state: Mapping[str, Any]) -> Outcome:
        return self._ask("load", (handle, dict(state)), {})

    def hooks(self, handle: Handle) -> Outcome:
        return self._ask("hooks", (handle,), {})

    def mode(self, handle: Handle, training: bool) -> Outcome:
        return self._ask("mode", (handle, training), {})

    def release(self, *handles: Handle) -> None:
        generation = self._target.session.generation
        chosen = [h for h in handles or self._given if h.generation == generation]
        self._given.difference_update(handles or list(self._given))
        if chosen and not self._target.session.stopped:
            self._ask("release", tuple(chosen), {})

    def _ask(
        self,
        operation: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        check: Callable[[Any], str] | None = None,
    ) -> Outcome:
        session = self._target.session
        if any(h.generation != session.generation for h in _handles((args, kwargs))):
            return Outcome(failure=Failure("NotHeld", GONE))
        message = {
            "op": "module",
            "operation": operation,
            "args": args,
            "kwargs": kwargs,
            "seconds": self._seconds,
            "seed": self.seed,
            "forbids": self._forbids,
        }
        outcome = self._target.ask(message, self._seconds)
        if outcome.failure is not None:
            return outcome
        problem = check(outcome.value) if check else ""
        if problem:
            return Outcome(failure=Failure("Crashed", f"{NONSENSE}: {problem}"))
        value = self._stamped(outcome.value)
        return Outcome(value, None, outcome.changed, (), True, outcome.printed, outcome.seconds)

    def _stamped(self, value: Any) -> Any:
        """The value with its handles marked as of this start of the process."""
        kind = type(value)
        if kind is Handle:
            handle = Handle(value.number, self._target.session.generation)
            self._given.add(handle)
            return handle
        if kind is list or kind is tuple:
            return kind(self._stamped(item) for item in value)
        if kind is dict:
            return {key: self._stamped(item) for key, item in value.items()}
        return value


def _handle_problem(value: Any) -> str:
    return "" if type(value) is Handle else f"{kind_of(value)} in place of a handle."


def _handles(value: Any) -> list[Handle]:
    """All handles in a request, also those among the arguments of a name."""
    kind = type(value)
    if kind is Handle:
        return [value]
    if kind is ByName:
        return _handles((value.args or (), dict(value.kwargs)))
    if kind is dict:
        return _handles(tuple(value.values()))
    if kind is list or kind is tuple:
        return [handle for item in value for handle in _handles(item)]
    return []
