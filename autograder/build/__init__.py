"""Building the course: from the lessons' source with solutions to what students get.

    solutions/<slug>/<slug>.py          percent text, the only file an author edits
      -> build/source/<slug>/           the notebook with solutions, nbgrader's "source"
      -> course/<slug>/<slug>.ipynb     nbgrader's "release": no solutions, no outputs; committed

`expand` writes the cells around each task (its card, its check, its symptoms) from the lesson's
declaration, and nbgrader's own generate_assignment does the rest. Building twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.build.problem import BuildError

if TYPE_CHECKING:
    from autograder.build.builder import Catalogue, Report

__all__ = ["BuildError", "build"]


def build(
    root: Path,
    slugs: Sequence[str] | None = None,
    check: bool = False,
    progress: Callable[[str], None] | None = None,
    *,
    catalogue: Catalogue | None = None,
) -> Report:
    """Build lessons, or say which files of `course/` are stale.

    Parameters
    ----------
    root : Path
        The repository.
    slugs : sequence of str, optional
        Which lessons; all unless told.
    check : bool
        Build into a temporary folder with a temporary gradebook, change nothing, and report every
        file of `course/` that differs.
    progress : callable, optional
        Called with one line for each lesson.
    catalogue : Catalogue, optional
        Where lessons are looked up; `autograder.lessons` unless told.

    Returns
    -------
    Report
        Its `written` and `stale` say what happened.

    Raises
    ------
    BuildError
        When lessons cannot be built; the others were. Its `problems` are one sentence each.
    """
    # nbgrader and Jupytext take two seconds to import; nbgrader_config.py imports this package.
    from autograder.build.builder import build_course

    if catalogue is None:
        from autograder import lessons

        catalogue = lessons
    return build_course(root, slugs, check, progress, catalogue)
