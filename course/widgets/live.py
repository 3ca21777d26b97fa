"""Whether a live kernel runs this code, and how to run something between its cells."""

from __future__ import annotations

import asyncio
import sys

__all__ = ["in_kernel", "loop_of_cells"]


def in_kernel() -> bool:
    """Tell whether this runs in a Jupyter kernel, rather than plain Python or a terminal."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return shell is not None and hasattr(shell, "kernel")


def loop_of_cells() -> asyncio.AbstractEventLoop | None:
    """Return the loop that runs the kernel's cells, one at a time; None outside of a cell.

    What another thread hands to its `call_soon_threadsafe` runs between cells, never beside one.
    """
    if not in_kernel():
        return None
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
