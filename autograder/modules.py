"""Judging PyTorch modules by handles: construct, call, state, gradients; here or in a jail.

An exercise may ask for a class (`Conv2d(nn.Module)`), for a function that makes a module
(`vgg_block`), or for one that works on a module of ours (`train_one_epoch`). In all three the judge
holds handles and exchanges tensors, so that it can compare with a trusted reference under the same
weights. Nothing that a module tells of itself is evidence; `autograder.judge.modules` has the
comparison that is.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from autograder.exercise import Function
from autograder.stand_ins import ByName, Handle, Held, TooManyHeld, live
from autograder.target import Failure, Outcome, kind_of, observe, same

MAX_ENTRIES = 1024
"""Tensors in one state dict."""
MAX_NAME = 200
"""Characters of a parameter's name."""
MAX_NESTING = 16


class ModuleTarget(Protocol):
    """An answer that makes modules or works on them, wherever it runs.

    Each operation gives an Outcome: the student's exception stands in `failure`, and so do a time
    limit that ran out, a crash, and a handle whose object is gone ("NotHeld": construct it again).
    Tensors come back detached; modules come back as handles.

    Attributes
    ----------
    seed : int
        Seed of torch's random numbers in each operation.
    """

    seed: int

    def problem(self) -> str:
        """Why the answer can't be called at all, in a sentence, or ""."""

    def construct(self, *args: Any, **kwargs: Any) -> Outcome:
        """Call the answer, a class or a function; the value is a Handle to the module it gives."""

    def function(self, *args: Any, **kwargs: Any) -> Outcome:
        """Call the answer with plain values, handles and names; modules in its value are handles.

        `changed` has the positions ("argument 1") and names of tensors and arrays it modified.
        """

    def make(self, named: ByName) -> Outcome:
        """Make an object of ours there, such as a model to train; the value is a Handle."""

    def call(self, handle: Handle, *inputs: Any) -> Outcome:
        """Call a module with tensors. `changed` tells which inputs it modified."""

    def gradients(
        self, handle: Handle, inputs: Sequence[Any], upstream: Any, leave: bool = False
    ) -> Outcome:
        """Forward and backward with an upstream gradient of the output's shape.

        The value is `{"output": tensor, "inputs": list, "parameters": dict by name}`, with None for
        what the output does not depend on. With `leave` the gradients are added to the parameters'
        `.grad` too, where a training loop that does not clear them meets them.
        """

    def state(self, handle: Handle) -> Outcome:
        """The module's state dict: tensors by name, in order."""

    def load(self, handle: Handle, state: Mapping[str, Any]) -> Outcome:
        """Load a whole state dict into the module by its own `load_state_dict`."""

    def hooks(self, handle: Handle) -> Outcome:
        """How many forward and backward hooks the module and its parts have (advice: it tells)."""

    def mode(self, handle: Handle, training: bool) -> Outcome:
        """Put the module into training or evaluation mode."""

    def release(self, *handles: Handle) -> None:
        """Forget objects; without any named, all that this target was given."""


class LocalModules:
    """Modules in this process: the student's live notebook, or the inside of a jail.

    Parameters
    ----------
    answer : object
        The student's class or function; None where only modules of ours are worked on.
    held : Held, optional
        Where objects are kept; a new place by default.
    seconds : float
        Time limit of each operation.
    seed : int
        Seed of torch's random numbers in each operation; the notebook's own go on undisturbed.
    forbids : tuple of str
        Dotted names of functions that would skip the exercise.
    """

    def __init__(
        self,
        answer: Any,
        held: Held | None = None,
        seconds: float = 5.0,
        seed: int = 0,
        forbids: tuple[str, ...] = (),
    ) -> None:
        self._answer = answer
        self.held = Held() if held is None else held
        self._seconds = seconds
        self.seed = seed
        self._forbids = forbids

    def problem(self) -> str:
        if self._answer is None:
            return "there is nothing here yet: the name is None."
        if not callable(self._answer):
            return f"this is {kind_of(self._answer)}, not a class or a function."
        return ""

    def construct(self, *args: Any, **kwargs: Any) -> Outcome:
        outcome = self.function(*args, **kwargs)
        if outcome.failure is None and type(outcome.value) is not Handle:
            text = f"it gave {kind_of(outcome.value)}; a torch.nn.Module is expected."
            return Outcome(failure=Failure("TypeError", text), printed=outcome.printed)
        return outcome

    def function(self, *args: Any, **kwargs: Any) -> Outcome:
        return self._called(self._answer, args, kwargs)

    def make(self, named: ByName) -> Outcome:
        with self._seeded():
            return self._observed(lambda: self.held.keep(live(named, self.held)), None, ())

    def call(self, handle: Handle, *inputs: Any) -> Outcome:
        return self._called(handle, inputs, {})

    def gradients(
        self, handle: Handle, inputs: Sequence[Any], upstream: Any, leave: bool = False
    ) -> Outcome:
        return self._on(handle, lambda module: _gradients(module, inputs, upstream, leave))

    def state(self, handle: Handle) -> Outcome:
        def state(module: Any) -> dict[str, Any]:
            found = dict(module.state_dict())
            problem = state_problem(_sendable(found, self.held))
            if problem:
                raise TypeError(problem)
            return {name: value.detach().clone() for name, value in found.items()}

        return self._on(handle, state)

    def load(self, handle: Handle, state: Mapping[str, Any]) -> Outcome:
        def load(module: Any) -> None:
            module.load_state_dict(dict(state))

        return self._on(handle, load)

    def hooks(self, handle: Handle) -> Outcome:
        return self._on(handle, _hooks)

    def mode(self, handle: Handle, training: bool) -> Outcome:
        def mode(module: Any) -> None:
            module.train(training)

        return self._on(handle, mode)

    def release(self, *handles: Handle) -> None:
        for number in [handle.number for handle in handles] or list(self.held):
            self.held.release(number)

    def _called(self, called: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Outcome:
        given, named = copy.deepcopy((args, kwargs))
        with self._seeded():
            try:
                function = live(called, self.held)
                real, real_named = live(given, self.held), live(named, self.held)
            except Exception as error:
                return Outcome(failure=Failure(type(error).__name__, str(error)[:500]))
            outcome = self._observed(lambda: function(*real, **real_named), function, self._forbids)
        names = [f"argument {number + 1}" for number in range(len(args))] + list(kwargs)
        before, after = [*args, *kwargs.values()], [*given, *named.values()]
        rows = zip(names, before, after, strict=True)
        changed = tuple(name for name, a, b in rows if not same(a, b))
        return replace(outcome, changed=changed)

    def _on(self, handle: Handle, action: Callable[[Any], Any]) -> Outcome:
        if handle.number not in self.held:
            return Outcome(failure=Failure("NotHeld", f"object {handle.number} is not kept"))
        module = self.held[handle.number]
        with self._seeded():
            return self._observed(lambda: action(module), module, self._forbids)

    def _observed(
        self, action: Callable[[], Any], author: Any, forbids: tuple[str, ...]
    ) -> Outcome:
        seen = observe(action, self._seconds, forbids, _source_of(author))
        try:
            return replace(seen, value=_sendable(seen.value, self.held))
        except TooManyHeld as error:
            return replace(seen, value=None, failure=Failure("TooManyHeld", str(error)))

    @contextlib.contextmanager
    def _seeded(self) -> Iterator[None]:
        import torch

        numbers = torch.default_generator  # torch.manual_seed would look for every accelerator
        before = numbers.get_state()
        numbers.manual_seed(self.seed)
        try:
            yield
        finally:
            numbers.set_state(before)


def state_problem(value: Any) -> str:
    """Why a value is no state dict that can be used, in a sentence, or ""."""
    import torch

    if type(value) is not dict:
        return f"its state dict is {kind_of(value)}, not a dict."
    if len(value) > MAX_ENTRIES:
        return f"its state dict has {len(value)} entries; {MAX_ENTRIES} are allowed."
    for name, tensor in value.items():
        if type(name) is not str or len(name) > MAX_NAME:
            return f"its state dict has a name that is no text of at most {MAX_NAME} characters."
        if type(tensor) is not torch.Tensor:
            return f"its state dict has something else than a plain tensor under {name!r}."
    return ""


def gradients_problem(value: Any) -> str:
    """Why a value is not what `gradients` gives, in a sentence, or ""."""
    import torch

    kinds = (torch.Tensor, type(None))
    if type(value) is not dict or set(value) != {"output", "inputs", "parameters"}:
        return "the gradients are of no known form."
    inputs, parameters = value["inputs"], value["parameters"]
    if type(inputs) is not list or type(parameters) is not dict or len(parameters) > MAX_ENTRIES:
        return "the gradients are of no known form."
    if not all(type(name) is str and len(name) <= MAX_NAME for name in parameters):
        return "the gradients have a name that is too long, or no text."
    tensors = [*inputs, *parameters.values()]
    if type(value["output"]) is not torch.Tensor or any(type(t) not in kinds for t in tensors):
        return "the gradients have something else than plain tensors among them."
    return ""


def _gradients(module: Any, inputs: Sequence[Any], upstream: Any, leave: bool) -> dict[str, Any]:
    import torch

    given = [x.detach().clone() for x in inputs]
    for x in given:
        x.requires_grad_(x.dtype.is_floating_point)
    # A leaf that is modified in place can't be differentiated; a copy of it can.
    output = module(*[x.clone() for x in given])
    if not issubclass(type(output), torch.Tensor):
        raise TypeError(f"forward gave {kind_of(output)}; a tensor is expected.")
    named = dict(module.named_parameters())
    wanted = [*given, *named.values()]
    tracked = [tensor for tensor in wanted if tensor.requires_grad]
    found = torch.autograd.grad(output, tracked, upstream, allow_unused=True)
    by_id = {id(tensor): grad for tensor, grad in zip(tracked, found, strict=True)}
    if leave:
        for parameter in named.values():
            grad = by_id.get(id(parameter))
            if grad is not None:
                parameter.grad = grad.clone() if parameter.grad is None else parameter.grad + grad
    return {
        "output": output,
        "inputs": [by_id.get(id(x)) for x in given],
        "parameters": {name: by_id.get(id(p)) for name, p in named.items()},
    }


_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")


def _hooks(module: Any) -> int:
    return sum(len(getattr(part, name)) for part in module.modules() for name in _HOOKS)


def _sendable(value: Any, held: Held, above: tuple[int, ...] = ()) -> Any:
    """A value with its tensors detached and every module in its containers made a handle.

    Tuples with names, such as a `torch.Size`, become plain ones.

    Types are asked for by `type`, since an object may lie about its `__class__`.
    """
    import torch

    kind = type(value)
    if issubclass(kind, torch.nn.Module):
        return held.keep(value)
    if kind is torch.Tensor or kind is torch.nn.Parameter:
        return torch.Tensor.detach(value)
    if len(above) >= MAX_NESTING or id(value) in above:  # a list may hold itself
        return value
    inside = (*above, id(value))
    if kind is list:
        return [_sendable(item, held, inside) for item in value]
    if issubclass(kind, tuple):
        return tuple(_sendable(item, held, inside) for item in value)
    if kind is dict:
        return {key: _sendable(item, held, inside) for key, item in value.items()}
    return value


def _source_of(author: Any) -> Function:
    """The function whose file has the student's own lines: a class's or a module's forward."""
    kind = author if isinstance(author, type) else type(author)
    return getattr(kind, "forward", author)  # type: ignore[no-any-return]
