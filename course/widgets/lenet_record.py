"""What a LeNet-5 makes of one picture, layer by layer: recorded by hooks, put in the paper's order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from course.widgets.student_function import name_of

__all__ = ["SIDE", "STAGES", "Seen", "check_model", "matched", "record", "trouble"]

SIDE = 32
"""Rows and columns of what LeNet-5 reads."""
STAGES = {
    "input": (1, 32, 32),
    "C1": (6, 28, 28),
    "S2": (6, 14, 14),
    "C3": (16, 10, 10),
    "S4": (16, 5, 5),
    "C5": (120, 1, 1),
    "F6": (84, 1, 1),
    "output": (10, 1, 1),
}

Seen = list[tuple[str, npt.NDArray[np.float64]]]


def check_model(model: Any, where: str) -> None:
    """Refuse what is neither a module nor a class.

    Raises
    ------
    TypeError
        One sentence; ``where`` is the widget's name.
    """
    if model is None or isinstance(model, type) or hasattr(model, "register_forward_hook"):
        return
    raise TypeError(f"{where}: model must be a torch.nn.Module or a class of one, got {model!r}.")


def trouble(model: Any, error: Exception) -> str:
    """Say in a sentence what a model raised."""
    name, text = name_of(model), str(error)
    if isinstance(error, NotImplementedError):
        return f"{name} is not written yet{f' ({text})' if text else ''}."
    return f"{name} raised {type(error).__name__}{f': {text}' if text else ''}"


@contextmanager
def _evaluating(model: Any) -> Iterator[None]:
    """Put a model in eval mode, and every module of it back into its own mode."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def record(model: Any, image: npt.NDArray[np.float64]) -> tuple[Seen, list[int]]:
    """Run a model on one picture; what went into and came out of each module, in order of time.

    Parameters
    ----------
    model : torch.nn.Module
        Left as it was: its mode comes back, and no hooks stay on it.
    image : ndarray of float64, (H, W)

    Returns
    -------
    seen : list of (str, ndarray of float64)
        Where it was seen, and the tensor without its axis of pictures.
    weighted : list of int
        Parameters of each module that has its own, in the order in which they ran.
    """
    import torch

    seen: Seen = []
    weighted: dict[str, int] = {}

    def note(where: str, value: Any) -> None:
        if isinstance(value, torch.Tensor) and value.ndim > 1 and len(value) == 1:
            copy = value.detach().to(device="cpu", dtype=torch.float64, copy=True)
            seen.append((where, copy[0].numpy()))

    def hook_on(name: str) -> Any:
        def hook(module: Any, arguments: tuple[Any, ...], output: Any) -> None:
            label = f"{name} ({type(module).__name__})" if name else type(module).__name__
            if arguments:
                note(f"what goes into {label}", arguments[0])
            note(f"what {label} gives", output)
            own = sum(int(p.numel()) for p in module.parameters(recurse=False))
            if own:
                weighted[name] = own

        return hook

    first = next(model.parameters(), None)
    x = torch.tensor(image, dtype=torch.float32)[None, None]
    if first is not None:
        x = x.to(device=first.device, dtype=first.dtype)
    leaves = [(n, m) for n, m in model.named_modules() if not list(m.children())]
    handles: list[Any] = []
    try:
        handles += [module.register_forward_hook(hook_on(name)) for name, module in leaves]
        with torch.no_grad(), _evaluating(model):
            output = model(x)
    finally:
        for handle in handles:
            handle.remove()
    note(f"what {type(model).__name__} returns", output)
    return seen, list(weighted.values())


def matched(
    image: npt.NDArray[np.float64], seen: Seen
) -> tuple[npt.NDArray[np.float64], list[str], str]:
    """Find each stage among what was seen: the last tensor of its size, after any activation.

    Returns
    -------
    maps : ndarray of float64
        All stages, flat, one after the other; NaN for a stage that was not found.
    sources : list of str
        Where each was seen; "" for a stage that was not found.
    missing : str
        A sentence's end about the first stage that was not found, or "".
    """
    parts, sources, missing, at = [image.ravel()], ["the digit"], "", 0
    for stage, shape in list(STAGES.items())[1:]:
        found = [i for i in range(at, len(seen)) if _fits(seen[i][1].shape, shape)]
        if found:
            at = found[-1]
            parts.append(seen[at][1].ravel())
            sources.append(seen[at][0])
            continue
        parts.append(np.full(int(np.prod(shape)), np.nan))
        sources.append("")
        if not missing:
            wanted = (1, *(shape if shape[1] > 1 else shape[:1]))
            after = dict.fromkeys(str((1, *array.shape)) for _, array in seen[at + 1 :])
            shapes = ", ".join(list(after)[:4]) or "nothing more"
            missing = f"no tensor of shape {wanted} was seen for {stage}; after the stage before: {shapes}"
    return np.concatenate(parts), sources, missing


def _fits(shape: tuple[int, ...], wanted: tuple[int, int, int]) -> bool:
    return shape == wanted or (wanted[1] == 1 and shape == wanted[:1])
