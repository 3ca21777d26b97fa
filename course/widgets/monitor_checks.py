"""What TrainMonitor accepts, and what it says to anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["check_arguments", "number"]


def number(value: Any, name: str, question: str) -> float:
    """Read a real number that `TrainMonitor.epoch` was given."""
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(
            f"TrainMonitor.epoch: {name} must be a number, got {value!r}; {question}"
        ) from None


def check_arguments(model: Any, optimizer: Any, epochs: Any, classes: Any) -> None:
    """Raise one clear sentence for what `TrainMonitor` cannot work with."""
    if isinstance(model, type) or not hasattr(model, "register_forward_hook"):
        raise TypeError(
            f"TrainMonitor: model must be a torch.nn.Module, got {model!r}; "
            "make one first, such as model = MnistNet()."
        )
    if optimizer is not None and not hasattr(optimizer, "register_step_pre_hook"):
        raise TypeError(
            f"TrainMonitor: optimizer must be a torch.optim.Optimizer or None, got {optimizer!r}."
        )
    if isinstance(epochs, bool) or not isinstance(epochs, (int, np.integer)) or epochs < 1:
        raise ValueError(f"TrainMonitor: epochs must be an int of at least 1, got {epochs!r}.")
    if classes is not None and (isinstance(classes, str) or not isinstance(classes, Sequence)):
        raise TypeError(
            f"TrainMonitor: classes must be a list of names, one for each class, got {classes!r}."
        )
