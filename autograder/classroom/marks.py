"""nbgrader's check of the marks in a notebook's cells, without compiling its schema for each cell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nbgrader.nbgraderformat.v3 import MetadataValidatorV3
from nbgrader.preprocessors import CheckCellMetadata

if TYPE_CHECKING:
    from nbformat import NotebookNode

MOST_KEPT = 4096
"""Different marks that are remembered as valid."""


class CheckMarks(CheckCellMetadata):
    """nbgrader's check of its marks in a notebook's cells; marks seen before are not checked again."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Called by nbgrader, at the end of the steps that sanitise and of those that grade."""
        try:
            _Validator().validate_nb(nb)
        except Exception:
            return super().preprocess(nb, resources)  # type: ignore[no-any-return]
        return nb, resources


class _Validator(MetadataValidatorV3):
    _passed: set[str] = set()

    def validate_cell(self, cell: NotebookNode) -> None:
        marks = cell.metadata.get("nbgrader")
        if marks is None:
            return
        key = json.dumps([cell.cell_type, marks], sort_keys=True)
        if key in self._passed:
            return
        super().validate_cell(cell)
        if len(self._passed) < MOST_KEPT:
            self._passed.add(key)
