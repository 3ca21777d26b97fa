"""Taking solutions out, the course's way: the stub says whose turn it is and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbgrader.preprocessors import ClearSolutions as NbgraderClearSolutions

from autograder.build.solution import cleared, regions

if TYPE_CHECKING:
    from nbformat import NotebookNode


class ClearSolutions(NbgraderClearSolutions):
    """nbgrader's own, with a stub that names the function the student writes.

    Only Python code cells with solution markers differ; everything else is left to nbgrader.
    """

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        if cell.cell_type != "code" or language != "python":
            return bool(super()._replace_solution_region(cell, language))
        try:
            if not list(regions(cell.source)):
                return False
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "this cell")
            cell.source = cleared(cell.source, name)
        except SyntaxError as error:
            raise RuntimeError(f"a solution cell is not Python: {error}") from error
        except ValueError as error:
            raise RuntimeError(f"a solution cell {error}") from error
        return True
