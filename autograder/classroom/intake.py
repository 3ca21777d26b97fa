"""Taking a submission in: its notebook is repaired before nbgrader reads its marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.classroom.repair import Master, repair

if TYPE_CHECKING:
    from nbformat import NotebookNode

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
        masters = read_masters(names["db_url"], names["assignment"], names["notebook"])
        repaired, sentences = repair(nb, masters)
        for sentence in sentences:
            self.log.info("%s: %s", names["student"], sentence)
        repaired.metadata[METADATA_KEY] = {"repairs": sentences}
        return repaired, resources


def sanitize_preprocessors() -> list[type[Any]]:
    """The sanitising steps: ours, then nbgrader's own."""
    own = Autograde.class_traits()["sanitize_preprocessors"].default()
    return [RepairCells, *own]


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
