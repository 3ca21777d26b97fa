"""Compares a student's modules with trusted ones: our weights go in, what they compute comes out.

A module may lie about its parameters, its type and its gradients. So nothing it says is believed:
fresh random weights are pushed into it, and what it computes from fresh inputs is compared with the
reference under the same weights, here. To get that right without the work is to do the work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.exercise import Function
from autograder.judge.weights import Names, difference, pairs, same_bits, scatter
from autograder.modules import LocalModules, ModuleTarget
from autograder.stand_ins import ByName, Handle
from autograder.target import Outcome
from autograder.verdict import Finding

REFERENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Trial:
    """One way to construct a module, and inputs to try it on.

    Attributes
    ----------
    label : str
    inputs : callable
        From a `numpy.random.Generator` to the tuple of tensors of one forward.
    args, kwargs
        The constructor's arguments; names may be among them (see `ByName`).
    push : bool
        Whether our weights are pushed into it. False where its weights are the answer, as in
        `linear_to_conv`.
    training : bool
        The module's mode. In training its buffers are compared after each forward, too.
    gradients : bool
        Whether gradients of inputs and parameters are compared, with a random upstream.
    names : {"exact", "shapes"}
        Whether parameters must be called as the reference's are.
    repeats : int
        Forwards on fresh inputs.
    rtol : float
    """

    label: str
    inputs: Callable[[np.random.Generator], tuple[Any, ...]]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    push: bool = True
    training: bool = False
    gradients: bool = True
    names: Names = "exact"
    repeats: int = 2
    rtol: float = 1e-4


@dataclass(frozen=True)
class Task:
    """A model of ours that a student's function works on, such as one training epoch.

    Attributes
    ----------
    label : str
    model : ByName
        The model, of torch's own layers.
    arguments : callable
        `arguments(handle, rng)` gives the function's arguments. A list of tensors is a loader; an
        optimizer is `ByName("torch.optim.SGD", (ByName("parameters", (handle,)),), {"lr": 0.1})`.
    inputs : callable
        From a generator to the inputs on which the model is tried afterwards, as it was left.
    training : bool
        The mode in which the model arrives.
    stale : bool
        Whether it arrives with gradients of an earlier step.
    rtol : float
    """

    label: str
    model: ByName
    arguments: Callable[[Handle, np.random.Generator], tuple[Any, ...]]
    inputs: Callable[[np.random.Generator], tuple[Any, ...]]
    training: bool = False
    stale: bool = False
    rtol: float = 1e-4


class _Stop(Exception):
    """Nothing more can be compared: the findings say why."""


def same_module(
    reference: Function, target: ModuleTarget, trial: Trial, seed: int = 0
) -> list[Finding]:
    """Construct the student's module, push fresh weights into it, and compare what it computes.

    Parameters
    ----------
    reference : callable
        Makes the trusted module from the trial's arguments.
    target : ModuleTarget
        The student's class or function.
    trial : Trial
    seed : int
        Seed of weights and inputs: secret at grading.

    Returns
    -------
    list of Finding
        Empty when the module is right.
    """
    rng = np.random.default_rng(seed)
    ours = LocalModules(reference, seconds=REFERENCE_SECONDS, seed=target.seed)
    made = _Compared(ours, target, trial.label, trial.rtol)
    try:
        mine, yours = made.both("construct", *trial.args, **trial.kwargs)
        if trial.push:
            scatter(ours.held[mine.number], rng)
        paired = made.weights(mine, yours, trial.names, trial.push)
        made.apply("mode", mine, yours, trial.training)
        for _ in range(trial.repeats):
            inputs = trial.inputs(rng)
            output = made.same("call", mine, yours, *inputs)
            if trial.training:
                made.same_state(mine, yours, paired)
            if trial.gradients and not isinstance(output, (tuple, list)):
                made.same_gradients(mine, yours, paired, inputs, _like(output, rng))
    except _Stop:
        pass
    finally:
        target.release()
    return made.findings


def same_effect(
    reference: Function, target: ModuleTarget, task: Task, seed: int = 0
) -> list[Finding]:
    """Let the student's function work on a model of ours, and compare what it returned and did.

    Compared are the returned value, the model's parameters and buffers, and what it computes from
    fresh inputs in the mode in which it was left.

    Parameters
    ----------
    reference : callable
        The trusted function.
    target : ModuleTarget
        The student's.
    task : Task
    seed : int
        Seed of weights, data and inputs: secret at grading.

    Returns
    -------
    list of Finding
        Empty when the function is right.
    """
    rng = np.random.default_rng(seed)
    ours = LocalModules(reference, seconds=REFERENCE_SECONDS, seed=target.seed)
    made = _Compared(ours, target, task.label, task.rtol)
    try:
        mine, yours = made.both("make", task.model)
        scatter(ours.held[mine.number], rng)
        paired = made.weights(mine, yours, "exact", True)
        made.apply("mode", mine, yours, task.training)
        if task.stale:
            inputs = task.inputs(rng)
            output = made.value(ours.call(mine, *inputs))
            made.apply("gradients", mine, yours, inputs, _like(output, rng), True)
        data = int(rng.integers(2**32))
        arguments = [task.arguments(h, np.random.default_rng(data)) for h in (mine, yours)]
        expected = made.trusted(ours.function(*arguments[0]))
        value = made.value(target.function(*arguments[1]))
        made.note(difference(expected, value, "the returned value", task.rtol, task.label))
        made.same_state(mine, yours, paired, "after the call, ")
        made.same("call", mine, yours, *task.inputs(rng))
    except _Stop:
        pass
    finally:
        target.release()
    return made.findings


class _Compared:
    """The same operations on a trusted target and on a student's, with what differs."""

    def __init__(self, ours: LocalModules, theirs: ModuleTarget, label: str, rtol: float) -> None:
        self.ours = ours
        self.theirs = theirs
        self.label = label
        self.rtol = rtol
        self.findings: list[Finding] = []

    def note(self, finding: Finding | None) -> None:
        if finding is not None:
            self.findings.append(finding)

    def stop(self, *findings: Finding) -> None:
        """Note findings; where there are any, nothing that follows can be compared."""
        self.findings += findings
        if findings:
            raise _Stop

    def trusted(self, outcome: Outcome) -> Any:
        if outcome.failure is not None:
            raise RuntimeError(f"{self.label}: the reference fails: {outcome.failure}")
        return outcome.value

    def value(self, outcome: Outcome) -> Any:
        """The value of a student's outcome; its failure and changed arguments are findings."""
        saw = "{} was modified by the call."
        for name in outcome.changed:
            self.note(Finding("contract", "changed", saw.format(name), self.label))
        failure = outcome.failure
        if failure is not None:
            at = f" ({failure.lines[-1]})" if failure.lines else ""
            code = {"OutOfTime": "time", "ForbiddenCall": "forbidden"}.get(failure.type, "raises")
            said = f"{failure.type}: {failure.text or 'no message'}{at}"
            self.stop(Finding("contract", code, f"it ended with {said}", self.label))
        return outcome.value

    def both(self, operation: str, *args: Any, **kwargs: Any) -> tuple[Handle, Handle]:
        mine = self.trusted(getattr(self.ours, operation)(*args, **kwargs))
        return mine, self.value(getattr(self.theirs, operation)(*args, **kwargs))

    def apply(self, operation: str, mine: Handle, yours: Handle, *args: Any) -> tuple[Any, Any]:
        expected = self.trusted(getattr(self.ours, operation)(mine, *args))
        return expected, self.value(getattr(self.theirs, operation)(yours, *args))

    def same(self, operation: str, mine: Handle, yours: Handle, *args: Any) -> Any:
        expected, value = self.apply(operation, mine, yours, *args)
        found = difference(expected, value, "the output", self.rtol, self.label)
        self.stop(*([found] if found else []))
        return expected

    def weights(self, mine: Handle, yours: Handle, names: Names, push: bool) -> dict[str, str]:
        """Our name for each tensor of theirs; with `push`, ours are loaded and seen to arrive."""
        ours, theirs = self.apply("state", mine, yours)
        paired, findings = pairs(ours, theirs, names, self.label)
        self.stop(*findings)
        if not push:
            return paired
        sent = {name: ours[paired[name]] for name in theirs}
        self.value(self.theirs.load(yours, sent))
        arrived = self.value(self.theirs.state(yours))
        if set(arrived) != set(sent) or not all(same_bits(arrived[n], sent[n]) for n in sent):
            saw = "it does not hold the weights that were loaded into it."
            self.stop(Finding("contract", "load", saw, self.label))
        return paired

    def same_state(
        self, mine: Handle, yours: Handle, paired: Mapping[str, str], when: str = ""
    ) -> None:
        ours, theirs = self.apply("state", mine, yours)
        if set(theirs) != set(paired):
            self.stop(*pairs(ours, theirs, "exact", self.label)[1])
        for name, own in paired.items():
            found = difference(ours[own], theirs[name], f"{when}{name}", self.rtol, self.label)
            self.stop(*([found] if found else []))

    def same_gradients(
        self,
        mine: Handle,
        yours: Handle,
        paired: Mapping[str, str],
        inputs: tuple[Any, ...],
        upstream: Any,
    ) -> None:
        ours, theirs = self.apply("gradients", mine, yours, inputs, upstream)
        found_inputs = [*theirs["inputs"], *[None] * len(inputs)]  # it may tell of too few
        rows = [
            (f"the gradient of input {number + 1}", expected, found_inputs[number])
            for number, expected in enumerate(ours["inputs"])
        ]
        back = {own: name for name, own in paired.items()}
        for own, expected in ours["parameters"].items():
            name = back[own]
            rows.append((f"the gradient of {name}", expected, theirs["parameters"].get(name)))
        for what, expected, value in rows:
            found = self._gradient(what, expected, value)
            self.stop(*([found] if found else []))

    def _gradient(self, what: str, expected: Any, value: Any) -> Finding | None:
        if expected is None:
            return None
        if value is None:
            saw = f"{what} does not exist: the output does not depend on it."
            return Finding("values", "value", saw, self.label)
        return difference(expected, value, what, self.rtol, self.label)


def _like(output: Any, rng: np.random.Generator) -> Any:
    import torch

    return torch.as_tensor(rng.standard_normal(tuple(output.shape)), dtype=output.dtype)
