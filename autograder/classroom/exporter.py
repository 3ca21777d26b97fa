"""nbconvert's exporter of notebooks, for steps that own what they work on.

nbconvert copies a notebook three times and validates it after each step before it writes it; the
notebooks of a class have just been read from a file for these steps alone. Nor is a text checked
that was made here a moment ago.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbconvert.exporters import NotebookExporter

from autograder.classroom import notebook_file
from autograder.classroom.intake import RepairCells

if TYPE_CHECKING:
    from nbformat import NotebookNode


class LeanExporter(NotebookExporter):
    """Runs the same steps in the same order, without copies, and validates a notebook once.

    That is done as it is read, or, where it is repaired, by the repair. What the later steps change
    are scores and outputs, which are ours.

    Attributes
    ----------
    finished : mapping of str to Path
        Texts that the sanitising steps gave already, by the name of the submitted file; taken as
        they are.
    draft : bool
        Whether the texts are read again by the next steps and then replaced: they are written the
        quick way, on one line.
    last : NotebookNode
        The notebook of the text that was made last.
    """

    draft = False
    last: NotebookNode

    finished: Mapping[str, Path] = {}
    _given = ""
    _valid = False

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        kept = self.finished.get(filename)
        if kept is None:
            return super().from_filename(filename, resources, **kw)
        self._given = kept.read_text(encoding="utf-8")
        return self._given, self._resources(resources)

    def from_file(
        self, file_stream: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        text = file_stream.read()
        repaired = any(isinstance(step, RepairCells) for step in self._preprocessors)
        ours = text == self._given
        notebook = (
            notebook_file.read(text)
            if ours or repaired
            else nbformat.reads(text, as_version=notebook_file.VERSION)
        )
        self._valid = ours
        return self.from_notebook_node(notebook, resources, **kw)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        resources = self._resources(resources)
        for step in self._preprocessors:
            nb, resources = step(nb, resources)
        self.last = nb
        if self.draft:
            return json.dumps(nb), resources
        if self._valid and self.nbformat_version == nb.nbformat == notebook_file.VERSION:
            return notebook_file.written(nb) + "\n", resources
        return nbformat.writes(nb, version=self.nbformat_version) + "\n", resources

    def _resources(self, given: dict[str, Any] | None) -> dict[str, Any]:
        resources: dict[str, Any] = self._init_resources(given)  # type: ignore[no-untyped-call]
        return resources
