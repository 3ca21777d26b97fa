"""What the build says when a lesson's source and its declaration do not fit together."""

from __future__ import annotations

from collections.abc import Iterable


class BuildError(ValueError):
    """One or more lessons cannot be built.

    Attributes
    ----------
    problems : tuple of str
        One sentence each: the file, the cell, what is the matter, what to do.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
