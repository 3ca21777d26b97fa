"""Judges a checkpoint: the file is read here, the student's class computes, we count here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.artefact import Artefact, NoTestSet
from autograder.exercise import Exercise
from autograder.judge.comparison import UNWRITTEN
from autograder.judge.weights import pairs, same_bits
from autograder.modules import LocalModules, ModuleTarget
from autograder.target import Target, kind_of
from autograder.verdict import Finding, Verdict

BATCH = 250
"""Images in one forward."""
BATCH_SECONDS = 10.0
LIKELY = 2.0
"""Standard errors that are told as the play of chance."""


class Unwritten(Exception):
    """The student has not said yet which net the checkpoint belongs to."""


class Unusable(Exception):
    """Why a checkpoint or a class can't be counted, in a sentence for the student."""


def judge_artefact(task: Exercise, target: Target, hidden: bool) -> Verdict:
    """Count what a submitted network gets right.

    The checkpoint is loaded into the student's class. Where that class is missing or does not take
    it, the reference's is used: whoever could not write the class may still have trained the net.

    Parameters
    ----------
    task : Exercise
        One with an `artefact`; its reference is the class.
    target : Target
        The student's class; its `file` gives what lies beside the notebook.
    hidden : bool
        Whether to count the half of the test set that the notebook does not: at grading.

    Raises
    ------
    NoTestSet
        At grading, where the data is missing: that is nobody's mistake but the grader's.
    """
    asked = task.artefact
    assert asked is not None
    content = target.file(asked.file)
    if content is None:
        return _failed(task, "no_file", _missing(asked), "unwritten")
    try:
        state = read(content, asked)
    except Unusable as reason:
        return _failed(task, "file", str(reason))
    try:
        images, labels = asked.half(asked.dataset, hidden)
    except Exception as error:  # no data: said in one sentence by the loader itself
        if hidden:
            raise NoTestSet(f"{asked.file} can't be counted: {error}") from error
        return _without_data(task, target, state, str(error))
    try:
        right, instead = _right(task, target, asked, state, images, labels)
    except Unwritten:
        return Verdict(task.id, 0.0, task.points, "unwritten")
    except Unusable as reason:
        return _failed(task, "file", str(reason))
    return _counted(task, asked, right, len(labels), instead)


def read(content: bytes, asked: Artefact) -> dict[str, Any]:
    """The tensors in a safetensors file, by name.

    Raises
    ------
    Unusable
        When it is too large, cut off, no such file, or holds NaN or infinity.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    if len(content) > asked.max_bytes:
        raise Unusable(
            f"{asked.file} has {len(content) / 2**20:.1f} MiB; at most "
            f"{asked.max_bytes / 2**20:.0f} MiB are read. Save the state dict alone."
        )
    try:
        state = dict(load(content))
    except (SafetensorError, ValueError, KeyError, MemoryError, TypeError) as error:
        raise Unusable(
            f"{asked.file} can't be read: it is cut off, or no safetensors file "
            f"({str(error)[:120]}). Save it anew with "
            f'save_file(model.state_dict(), "{asked.file}").'
        ) from error
    for name, tensor in state.items():
        if not bool(tensor.isfinite().all()):
            raise Unusable(
                f"{asked.file} holds values that are not finite (nan or infinity) in {name}: the "
                "training diverged. Lower the learning rate and train again."
            )
    return state


def _right(
    task: Exercise,
    target: Target,
    asked: Artefact,
    state: Mapping[str, Any],
    images: np.ndarray,
    labels: np.ndarray,
) -> tuple[int, str]:
    """How many images the network classifies correctly; why not with the student's class, or ""."""
    theirs = target.modules(BATCH_SECONDS)
    try:
        return _with(theirs, asked, state, images, labels), ""
    except Unusable as reason:
        try:
            right = _with(LocalModules(task.reference), asked, state, images, labels)
            return right, f" (Counted with the reference's class: {reason})"
        except Unusable:
            raise reason from None
    finally:
        theirs.release()


def _with(
    modules: ModuleTarget,
    asked: Artefact,
    state: Mapping[str, Any],
    images: np.ndarray,
    labels: np.ndarray,
) -> int:
    problem = modules.problem()
    if problem:
        raise Unusable(problem)
    made = modules.construct()
    if made.failure is not None and made.failure.type == UNWRITTEN:
        raise Unwritten
    if made.failure is not None:
        raise Unusable(f"your class ended with {made.failure.type}: {made.failure.text}")
    own = modules.state(made.value)
    if own.failure is not None:
        raise Unusable(f"your class has no state dict: {own.failure.text}")
    _, findings = pairs(own.value, state, "exact", "")
    if findings:
        said = findings[0].saw.partition(": ")[2]
        raise Unusable(f"{asked.file} does not fit your class: it comes {said}")
    loaded = modules.load(made.value, state)
    if loaded.failure is not None:
        raise Unusable(f"{asked.file} does not load into your class: {loaded.failure.text}")
    after = modules.state(made.value)
    if after.failure is not None or not all(
        name in after.value and same_bits(after.value[name], tensor)
        for name, tensor in state.items()
    ):
        raise Unusable("your class does not hold the weights that were loaded into it.")
    modules.mode(made.value, False)
    right = 0
    for start in range(0, len(labels), BATCH):
        part = slice(start, start + BATCH)
        called = modules.call(made.value, asked.prepare(images[part]))
        if called.failure is not None:
            raise Unusable(f"your net ended with {called.failure.type}: {called.failure.text}")
        right += _hits(called.value, labels[part])
    return right


def _hits(logits: Any, labels: np.ndarray) -> int:
    import torch

    classes = 10
    if type(logits) is not torch.Tensor or logits.ndim != 2 or len(logits) != len(labels):
        what = f"{tuple(logits.shape)}" if type(logits) is torch.Tensor else kind_of(logits)
        raise Unusable(f"your net gave {what} for {len(labels)} images; logits of shape "
                       f"({len(labels)}, {classes}) are expected.")  # fmt: skip
    scores = logits.detach().to(torch.float32).numpy()
    if not np.isfinite(scores).all():
        raise Unusable("your net gave logits that are not finite (nan or infinity).")
    return int((scores.argmax(1) == labels).sum())


def _counted(task: Exercise, asked: Artefact, right: int, count: int, instead: str) -> Verdict:
    accuracy = right / count
    points = min(asked.points(accuracy), task.points)
    error = LIKELY * math.sqrt(max(accuracy * (1 - accuracy), 1e-9) / count)
    said = (
        f"{right:,} of {count:,} images right: {100 * accuracy:.2f} %. Chance alone moves such a "
        f"count by about {100 * error:.1f} points.{instead}"
    )
    if points >= task.points:
        return Verdict(task.id, points, task.points, "passed", {"core": True}, note=said, probes=1)
    above = next((tier for tier in asked.tiers if tier[0] > accuracy), asked.tiers[-1])
    saw = f"{said} {100 * above[0]:g} % earn {above[1]:g} of {task.points:g} points."
    return Verdict(
        task=task.id,
        points=points,
        max_points=task.points,
        status="partial" if points > 0 else "failed",
        findings=(Finding("values", "value", saw, f"{count:,} images it has not seen"),),
        probes=1,
    )


def _without_data(task: Exercise, target: Target, state: Mapping[str, Any], why: str) -> Verdict:
    """No points can be given; the bundled digits tell at least whether it has learned."""
    asked = task.artefact
    assert asked is not None
    saw = f"The points are counted on data that is not here: {why}"
    if asked.dataset == "mnist":
        try:
            images, labels = (np.array(part) for part in asked.test_set("digits"))
            right, _ = _right(task, target, asked, state, images, labels)
            saw += f" Of the {len(labels)} bundled digits your net gets {right} right."
        except Unwritten:
            return Verdict(task.id, 0.0, task.points, "unwritten")
        except Unusable as reason:
            return _failed(task, "file", str(reason))
        except Exception as error:  # not even those are here: scikit-learn is missing
            saw += f" ({error})"
    return _failed(task, "no_data", saw)


def _missing(asked: Artefact) -> str:
    return (
        f"there is no {asked.file} beside the notebook. Train, then "
        f'save_file(model.state_dict(), "{asked.file}").'
    )


def _failed(task: Exercise, code: str, saw: str, status: Any = "failed") -> Verdict:
    finding = Finding("contract", code, saw)
    return Verdict(task.id, 0.0, task.points, status, findings=(finding,))
