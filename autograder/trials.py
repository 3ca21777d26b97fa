"""What is tried on PyTorch modules: `Trial` and `Task`, beside `Probe` in an exercise's probes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from autograder.exercise import Family
from autograder.stand_ins import ByName, Handle

Names = Literal["exact", "shapes"]
RTOL = 1e-4
"""Relative tolerance in float32."""


@dataclass(frozen=True)
class Trial:
    """One way to construct a module, and inputs to try it on.

    Attributes
    ----------
    label : str
    family : {"contract", "core", "generality", "robustness"}
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
    initial : callable, optional
        From the state dict as it was constructed (tensors by name) to a sentence for the student, or
        "" where nothing is wrong with it: bounds of the initial values. Advice, since a module
        tells its own state; the values that count are those after our weights went in.
    """

    label: str
    family: Family
    inputs: Callable[[np.random.Generator], tuple[Any, ...]]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    push: bool = True
    training: bool = False
    gradients: bool = True
    names: Names = "exact"
    repeats: int = 2
    rtol: float = RTOL
    initial: Callable[[Mapping[str, Any]], str] | None = None


@dataclass(frozen=True)
class Task:
    """A model of ours that a student's function works on, such as one training epoch.

    Attributes
    ----------
    label : str
    family : {"contract", "core", "generality", "robustness"}
    model : ByName
        The model: torch's own layers, and `ByName("witness", ())`, which counts in its buffer
        `graphs` how often it was called while a graph was being built.
    arguments : callable
        `arguments(handle, rng)` gives the function's arguments. A list of tensors is a loader; an
        optimizer is `ByName("torch.optim.SGD", (ByName("parameters", (handle,)),), {"lr": 0.1})`.
    inputs : callable
        From a generator to the inputs on which the model is tried afterwards, as it was left.
    training : bool
        The mode in which the model arrives.
    stale : bool
        Whether it arrives with gradients of an earlier step.
    fails : bool
        Whether the call has to end with an exception, after which the model is looked at all the
        same: what a function that tidies up leaves behind. Only the exception's type counts.
    rtol : float
    """

    label: str
    family: Family
    model: ByName
    arguments: Callable[[Handle, np.random.Generator], tuple[Any, ...]]
    inputs: Callable[[np.random.Generator], tuple[Any, ...]]
    training: bool = False
    stale: bool = False
    fails: bool = False
    rtol: float = RTOL
