"""Compares a student's modules with trusted ones: our weights go in, what they compute comes out.

A module may lie about its parameters, its type and its gradients. So nothing it says is believed:
fresh random weights are pushed into it, and what it computes from fresh inputs is compared with the
reference under the same weights, here. To get that right without the work is to do the work.

An `Experiment` draws all that is random once, with the reference; its `run` does the same with any
answer and records step by step what was seen. Two records of one experiment can be compared: with
the reference's to find what differs, with a bug's to name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.exercise import Function
from autograder.judge.weights import difference, pairs, same_bits, scatter
from autograder.modules import LocalModules, ModuleTarget
from autograder.stand_ins import Handle
from autograder.target import Failure, Outcome
from autograder.trials import Names, Task, Trial
from autograder.verdict import Finding

REFERENCE_SECONDS = 60.0
ENDS = frozenset(
    ["OutOfTime", "Crashed", "NotHeld", "TooManyHeld", "ForbiddenCall", "NotImplementedError"]
)
"""Failures after which nothing more is looked at."""


@dataclass(frozen=True)
class Step:
    """One thing that was seen: a value and its name in words, or why there is none.

    Attributes
    ----------
    what : str
        "the output", "the gradient of weight", "after the call, bn.running_mean".
    value : object
        A tensor, a number, or tuples and lists of these.
    failure : Failure or None
        How it ended, where it did; nothing is seen after that.
    changed : tuple of str
        Arguments that were modified on the way.
    problem : Finding or None
        Where it can't be compared at all: parameters that are not those asked for.
    """

    what: str
    value: Any = None
    failure: Failure | None = None
    changed: tuple[str, ...] = ()
    problem: Finding | None = None


Record = tuple[Step, ...]


class Experiment:
    """A trial or a task with everything drawn that is random, and what the reference does in it.

    Parameters
    ----------
    reference : callable
        The trusted class or function.
    probe : Trial or Task
    seed : int
        Of weights, inputs, upstream gradients and torch's own numbers: secret at grading.
    """

    def __init__(self, reference: Function, probe: Trial | Task, seed: int) -> None:
        self.probe = probe
        self._rng = np.random.default_rng(seed)
        self.seed = int(self._rng.integers(2**31))
        self._weights: Mapping[str, Any] | None = None
        self._inputs: list[tuple[Any, ...]] = []
        self._upstream: list[Any] = []
        self._data = int(self._rng.integers(2**31))
        ours = LocalModules(reference, seconds=REFERENCE_SECONDS, seed=self.seed)
        self.expected = self._record(ours, ours)
        if self.expected[-1].failure is not None or self.expected[-1].problem is not None:
            raise RuntimeError(f"{probe.label}: the reference fails: {self.expected[-1]}")

    def run(self, target: ModuleTarget) -> Record:
        """What an answer does, up to the first step that failed."""
        target.seed = self.seed
        return self._record(target, None)

    def _record(self, target: ModuleTarget, ours: LocalModules | None) -> Record:
        steps: list[Step] = []
        try:
            going = _trial if isinstance(self.probe, Trial) else _task
            for step in going(_Drawn(self, ours), target):
                steps.append(step)
                if step.failure is not None or step.problem is not None:
                    break
        finally:
            target.release()
        return tuple(steps)


class _Drawn:
    """What an experiment drew; where the reference leads it is drawn now."""

    def __init__(self, experiment: Experiment, ours: LocalModules | None) -> None:
        self._of = experiment
        self._ours = ours
        self._inputs = iter(list(experiment._inputs))
        self._upstream = iter(list(experiment._upstream))
        self.probe: Any = experiment.probe

    def weights(self, handle: Handle) -> Mapping[str, Any]:
        of = self._of
        if self._ours is not None and of._weights is None:
            module = self._ours.held[handle.number]
            if not isinstance(self.probe, Trial) or self.probe.push:
                scatter(module, of._rng)
            of._weights = {n: t.detach().clone() for n, t in module.state_dict().items()}
        assert of._weights is not None
        return of._weights

    def inputs(self) -> tuple[Any, ...]:
        if self._ours is None:
            return next(self._inputs)
        self._of._inputs.append(self.probe.inputs(self._of._rng))
        return self._of._inputs[-1]

    def upstream(self, output: Any) -> Any:
        """A gradient of the output's shape; None where the output is not of the right kind."""
        if self._ours is not None:
            self._of._upstream.append(_like(output, self._of._rng))
            return self._of._upstream[-1]
        found = next(self._upstream)
        if type(output) is not type(found):
            return None
        return found if (output.shape, output.dtype) == (found.shape, found.dtype) else None

    def generator(self) -> np.random.Generator:
        """Of a task's arguments: the same numbers for everybody."""
        return np.random.default_rng(self._of._data)


def _trial(drawn: _Drawn, target: ModuleTarget) -> Iterator[Step]:
    trial = drawn.probe
    made = target.construct(*trial.args, **trial.kwargs)
    yield _seen("the module", made, value=None)
    names: dict[str, str] = {}
    yield from _weights(drawn, target, made.value, names)
    yield _seen("its mode", target.mode(made.value, trial.training))
    for _ in range(trial.repeats):
        inputs = drawn.inputs()
        called = target.call(made.value, *inputs)
        yield _seen("the output", called)
        if trial.training:
            yield from _state(target, made.value, names)
        if trial.gradients and not isinstance(called.value, (tuple, list)):
            upstream = drawn.upstream(called.value)
            if upstream is None:
                return
            yield from _gradients(target, made.value, names, inputs, upstream)


def _task(drawn: _Drawn, target: ModuleTarget) -> Iterator[Step]:
    task = drawn.probe
    made = target.make(task.model)
    yield _seen("the model", made, value=None)
    names: dict[str, str] = {}
    yield from _weights(drawn, target, made.value, names)
    yield _seen("its mode", target.mode(made.value, task.training))
    if task.stale:
        inputs = drawn.inputs()
        called = target.call(made.value, *inputs)
        yield _seen("the model's output", called, value=None)
        upstream = drawn.upstream(called.value)
        before = target.gradients(made.value, inputs, upstream, True)
        yield _seen("old gradients", before, value=None)
    arguments = task.arguments(made.value, drawn.generator())
    outcome = target.function(*arguments)
    if task.fails and (outcome.failure is None or outcome.failure.type not in ENDS):
        how = outcome.failure.type if outcome.failure is not None else "no exception"
        yield Step("the end of the call", how, changed=tuple(outcome.changed))
    else:
        yield _seen("the returned value", outcome)
    yield from _state(target, made.value, names, "after the call, ")
    yield _seen("the number of hooks left on the model", target.hooks(made.value))
    yield _seen("the model's output afterwards", target.call(made.value, *drawn.inputs()))


def _seen(what: str, outcome: Outcome, **fixed: Any) -> Step:
    value = fixed.get("value", outcome.value)
    return Step(what, value, outcome.failure, tuple(outcome.changed))


def _weights(
    drawn: _Drawn, target: ModuleTarget, handle: Handle, names: dict[str, str]
) -> Iterator[Step]:
    """Its parameters are those asked for, and ours are loaded; `names` has our name for each."""
    probe = drawn.probe
    trial = isinstance(probe, Trial)
    asked: Names = probe.names if trial else "exact"
    first = target.state(handle)
    yield _seen("its state dict", first, value=None)
    ours = drawn.weights(handle)
    paired, findings = pairs(ours, first.value, asked, probe.label)
    if findings:
        yield Step("its state dict", problem=findings[0])
    back = {own: name for name, own in paired.items()}
    names.update({back[own]: own for own in ours})
    if trial and probe.initial is not None:
        saw = probe.initial(first.value)
        if saw:
            problem = Finding("values", "value", saw, probe.label)
            yield Step("its initial weights", problem=problem)
    if trial and not probe.push:
        return
    sent = {name: ours[paired[name]] for name in first.value}
    yield _seen("the loaded weights", target.load(handle, sent))
    arrived = target.state(handle)
    yield _seen("its state dict", arrived, value=None)
    if set(arrived.value) != set(sent) or not all(
        same_bits(arrived.value[n], sent[n]) for n in sent
    ):
        saw = "it does not hold the weights that were loaded into it."
        yield Step("the loaded weights", problem=Finding("contract", "load", saw, probe.label))


def _state(
    target: ModuleTarget, handle: Handle, names: Mapping[str, str], when: str = ""
) -> Iterator[Step]:
    now = target.state(handle)
    yield _seen(f"{when}the state dict", now, value=None)
    for name in names:
        if name not in now.value:
            saw = f"{when}its state dict has no {name} any more."
            yield Step("its state dict", problem=Finding("contract", "state", saw))
        else:
            yield Step(f"{when}{name}", now.value[name])


def _gradients(
    target: ModuleTarget,
    handle: Handle,
    names: Mapping[str, str],
    inputs: Sequence[Any],
    upstream: Any,
) -> Iterator[Step]:
    made = target.gradients(handle, inputs, upstream)
    yield _seen("the gradients", made, value=None)
    told = [*made.value["inputs"], *[None] * len(inputs)]  # it may tell of too few
    for number in range(len(inputs)):
        yield Step(f"the gradient of input {number + 1}", told[number])
    for name in names:
        yield Step(f"the gradient of {name}", made.value["parameters"].get(name))


def compare_records(expected: Record, seen: Record, label: str, rtol: float) -> list[Finding]:
    """The first thing that differs from what the reference did, and arguments that were changed."""
    findings: list[Finding] = []
    for ours, theirs in zip(expected, seen, strict=False):
        for name in theirs.changed:
            if name not in ours.changed:
                saw = f"{name} was modified by the call."
                findings.append(Finding("contract", "changed", saw, label))
        problem = theirs.problem or _failed(theirs, label)
        if problem is None:
            problem = _compared(ours, theirs, label, rtol)
        if problem is not None:
            return [*findings, problem]
    if len(seen) < len(expected):  # whatever the reason, it is not shown to be right
        saw = f"nothing more was seen after {seen[-1].what}."
        findings.append(Finding("values", "value", saw, label))
    return findings


def _failed(step: Step, label: str) -> Finding | None:
    failure = step.failure
    if failure is None:
        return None
    if failure.type == "OutOfTime":
        return Finding("contract", "time", f"{failure.text}. Does a loop never end?", label)
    if failure.type == "ForbiddenCall":
        saw = f"it called `{failure.text}`, which does the work this exercise asks of you."
        return Finding("contract", "forbidden", saw, label)
    at = f" ({failure.lines[-1]})" if failure.lines else ""
    said = f"{failure.type}: {failure.text or 'no message'}{at}"
    return Finding("contract", "raises", f"it ended with {said}", label)


def _compared(ours: Step, theirs: Step, label: str, rtol: float) -> Finding | None:
    if ours.value is None and "gradient of" in ours.what:
        return None  # the reference does not depend on it, or it is no float
    if theirs.value is None and "gradient of" in theirs.what:
        saw = f"{theirs.what} does not exist: the output does not depend on it."
        return Finding("values", "value", saw, label)
    return difference(ours.value, theirs.value, theirs.what, rtol, label)


def alike(a: Record, b: Record, rtol: float) -> bool:
    """Whether two records show the same behaviour, for telling mistakes apart."""
    pairs = zip(a, b, strict=False)
    return len(a) == len(b) and all(_same_step(first, second, rtol) for first, second in pairs)


def _same_step(a: Step, b: Step, rtol: float) -> bool:
    ends = [
        (x.failure.type if x.failure else "", x.problem.saw if x.problem else "") for x in (a, b)
    ]
    if ends[0] != ends[1] or set(a.changed) != set(b.changed):
        return False
    if any(ends[0]) or (a.value is None and b.value is None):
        return True
    if a.value is None or b.value is None:
        return False
    return difference(a.value, b.value, "", rtol, "", loose=True) is None


def same_module(
    reference: Function, target: ModuleTarget, trial: Trial, seed: int = 0
) -> list[Finding]:
    """Construct the student's module, push fresh weights into it, and compare what it computes.

    Parameters
    ----------
    reference : callable
        The trusted class, or function that gives a module.
    target : ModuleTarget
        The student's.
    trial : Trial
    seed : int
        Seed of weights and inputs: secret at grading.

    Returns
    -------
    list of Finding
        Empty when the module is right. The first difference ends the trial.
    """
    made = Experiment(reference, trial, seed)
    return compare_records(made.expected, made.run(target), trial.label, trial.rtol)


def same_effect(
    reference: Function, target: ModuleTarget, task: Task, seed: int = 0
) -> list[Finding]:
    """Let the student's function work on a model of ours, and compare what it returned and did.

    Compared are the returned value, the model's parameters and buffers, hooks that were left, and
    what it computes from fresh inputs in the mode in which it was left. Parameters as in
    `same_module`.
    """
    made = Experiment(reference, task, seed)
    return compare_records(made.expected, made.run(target), task.label, task.rtol)


def _like(output: Any, rng: np.random.Generator) -> Any:
    import torch

    return torch.as_tensor(rng.standard_normal(tuple(output.shape)), dtype=output.dtype)
