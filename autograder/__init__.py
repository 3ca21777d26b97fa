"""Auto-graded exercises for the course on convolutional networks.

The student's face is five names: `check` an answer, ask for a `hint`, `use` your own function or
the reference in its place, look at the `failing_case` of the last check, and at your `progress`.
They are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.notebook import check, failing_case, hint, progress, use

__all__ = ["check", "failing_case", "hint", "progress", "use"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from autograder import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
