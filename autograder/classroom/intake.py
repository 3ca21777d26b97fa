"""Taking a submission in: its notebook is repaired before nbgrader reads its marks."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import CheckCellMetadata, NbGraderPreprocessor

from autograder.build import files
from autograder.classroom.marks import CheckMarks
from autograder.classroom.repair import Master, repair

if TYPE_CHECKING:
    from nbformat import NotebookNode

_LINKED = (
    "{name} is a link to another file; it was left out, since a submission brings its own files."
)

METADATA_KEY = "autograder"
"""Of a notebook's metadata; `{"repairs": [sentence, ...]}` stands below it."""


class RepairCells(NbGraderPreprocessor):
    """Brings a submitted notebook back to the cells nbgrader knows, and notes each repair.

    nbgrader alone gives up a whole batch when a graded cell was pasted twice, and a submission when
    a check and the cell before it are gone. `autograder.classroom.repair` says what is done.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Called by nbgrader, first of the steps that sanitise."""
        names = resources["nbgrader"]
        linked = self._refuse_links(names)
        if f"{names['notebook']}.ipynb" in linked:
            nb.cells = []
        masters = read_masters(names["db_url"], names["assignment"], names["notebook"])
        repaired, sentences = repair(nb, masters)
        sentences = [_LINKED.format(name=name) for name in linked] + sentences
        for sentence in sentences:
            self.log.info("%s: %s", names["student"], sentence)
        repaired.metadata[METADATA_KEY] = {"repairs": sentences}
        return repaired, resources

    def _refuse_links(self, names: dict[str, str]) -> list[str]:
        """Links in the submission, by relative path; the copies nbgrader made through them go.

        A link shows whatever it points at: a classmate's work, or an instructor's file.
        """
        course = CourseDirectory(config=self.config)
        folders = [
            Path(course.format_path(step, names["student"], names["assignment"]))
            for step in (course.submitted_directory, course.autograded_directory)
        ]
        linked = links_below(folders[0])
        for name in linked:
            copy = folders[1] / name
            if copy.is_dir() and not copy.is_symlink():
                shutil.rmtree(copy, ignore_errors=True)
            else:
                copy.unlink(missing_ok=True)
        return linked


def restore_name(folder: Path, notebook: str) -> bool:
    """Give a renamed notebook its name back, as a copy; whether that was done.

    Only where the right name is missing and one notebook of the folder carries nbgrader's marks.
    """
    wanted = folder / f"{notebook}.ipynb"
    if wanted.exists() or wanted.is_symlink() or folder.is_symlink():
        return False
    candidates = [path for path in folder.glob("*.ipynb") if not path.is_symlink()]
    marked = [path for path in candidates if b'"grade_id"' in path.read_bytes()]
    if len(marked) != 1:
        return False
    files.write(wanted, marked[0].read_bytes())
    return True


def links_below(folder: Path) -> list[str]:
    """Relative paths of the symbolic links in a folder, not followed.

    A folder that is itself a link gives the names of all that lies in it.
    """
    if folder.is_symlink() or folder.parent.is_symlink():
        return sorted(entry.name for entry in folder.iterdir())
    found = []
    for root, folders, names in os.walk(folder, followlinks=False):
        for name in (*folders, *names):
            path = Path(root, name)
            if path.is_symlink():
                found.append(path.relative_to(folder).as_posix())
    return sorted(found)


def sanitize_preprocessors() -> list[type[Any]]:
    """The sanitising steps: ours, then nbgrader's own."""
    own = Autograde.class_traits()["sanitize_preprocessors"].default()
    return [RepairCells, *(CheckMarks if step is CheckCellMetadata else step for step in own)]


def read_masters(db_url: str, assignment: str, notebook: str) -> list[Master]:
    """The cells of a notebook as the gradebook has them, in the order of the notebook.

    Raises
    ------
    nbgrader.api.MissingEntry
        When the gradebook has no such notebook.
    """
    with Gradebook(db_url) as gradebook:
        entry = gradebook.find_notebook(notebook, assignment)
        points = {cell.name: float(cell.max_score) for cell in entry.grade_cells}
        tasks = {cell.name: float(cell.max_score) for cell in entry.task_cells}
        solutions = {cell.name for cell in entry.solution_cells}
        return [
            Master(
                name=cell.name,
                cell_type=cell.cell_type,
                source=cell.source,
                checksum=cell.checksum,
                locked=bool(cell.locked),
                solution=cell.name in solutions,
                task=cell.name in tasks,
                points=points.get(cell.name, tasks.get(cell.name)),
            )
            for cell in entry.source_cells
        ]
