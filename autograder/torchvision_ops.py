"""Import torchvision where its compiled operators do not load.

torchvision's Python code registers how `nms` behaves on fake tensors as soon as it is imported, and
fails with "operator torchvision::nms does not exist" where its compiled library was built for
another torch. Data sets, transforms and models need none of those operators. Declaring the two
names, without an implementation, is enough for the import; calling one still fails, as it should.

This module imports nothing of the course, so that every room may use it.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
"""Schema of both operators, as in torchvision's own C++ registration."""

NAMES = ("nms", "qnms")

_declared: list[object] = []  # torch forgets a declaration when its Library object is collected


def import_torchvision() -> ModuleType:
    """Import torchvision; when its compiled operators are missing, declare them first.

    Returns
    -------
    module
        torchvision, with `datasets`, `transforms` and `models` usable.

    Raises
    ------
    ImportError
        When torch or torchvision is not installed, or fails for another reason.
    """
    try:
        return importlib.import_module("torchvision")
    except ModuleNotFoundError as error:
        raise ImportError(
            f"torchvision needs {error.name}, which is not installed; "
            'from the course folder run: pip install -e ".[torch]" -c constraints.txt'
        ) from error
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise ImportError(f"torchvision does not import: {error}") from error
    _forget_half_imported()
    _declare()
    try:
        return importlib.import_module("torchvision")
    except RuntimeError as error:
        raise ImportError(
            f"torchvision does not import, even with its operators declared: {error}"
        ) from error


def declared() -> bool:
    """Whether this process had to declare the operators."""
    return bool(_declared)


def _declare() -> None:
    if _declared:
        return
    import torch

    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in NAMES:
        if not hasattr(torch.ops.torchvision, name):
            library.define(name + SIGNATURE)
    _declared.append(library)


def _forget_half_imported() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]
