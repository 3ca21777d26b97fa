"""nbconvert's exporter of notebooks, for steps that own what they work on.

nbconvert copies a notebook three times and validates it after each step before it writes it; the
notebooks of a class have just been read from a file for these steps alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbconvert.exporters import NotebookExporter

if TYPE_CHECKING:
    from nbformat import NotebookNode


class LeanExporter(NotebookExporter):
    """Runs the same steps in the same order, without copies, and validates what is kept.

    Attributes
    ----------
    finished : mapping of str to Path
        Texts that the sanitising steps gave already, by the name of the submitted file; taken as
        they are.
    draft : bool
        Whether the texts are read again by the next steps, which validate them, and then replaced:
        they are written the quick way, on one line.
    last : NotebookNode
        The notebook of the text that was made last.
    """

    draft = False
    last: NotebookNode

    finished: Mapping[str, Path] = {}

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        kept = self.finished.get(filename)
        if kept is None:
            return super().from_filename(filename, resources, **kw)
        return kept.read_text(encoding="utf-8"), self._resources(resources)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        resources = self._resources(resources)
        for step in self._preprocessors:
            nb, resources = step(nb, resources)
        self.last = nb
        if self.draft:
            return json.dumps(nb), resources
        return nbformat.writes(nb, version=self.nbformat_version) + "\n", resources

    def _resources(self, given: dict[str, Any] | None) -> dict[str, Any]:
        resources: dict[str, Any] = self._init_resources(given)  # type: ignore[no-untyped-call]
        return resources
