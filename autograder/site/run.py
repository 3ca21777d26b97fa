"""Runs a lesson once in a kernel and keeps the result until the lesson or the course changes."""

from __future__ import annotations

import copy
import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbclient
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.site.folder import write_whole

SECONDS_A_CELL = 600
_AT_ONCE = 2
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_NOT_RUN_BY_LESSONS = ("build", "classroom", "doctor", "jail", "site")


class LessonFailed(Exception):
    """A cell of a lesson raised, though the unwritten notebook should run through."""


def code_of_course(root: Path) -> bytes:
    """A digest of all Python that a lesson may import from the repository."""
    digest = hashlib.sha256()
    for path in sorted([*(root / "course").rglob("*.py"), *(root / "autograder").rglob("*.py")]):
        parts = path.relative_to(root).parts
        if "node_modules" not in parts and parts[1] not in _NOT_RUN_BY_LESSONS:
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()


def run_all(
    notebooks: dict[str, NotebookNode], cache: Path, code: bytes, say: Callable[[str], None]
) -> dict[str, NotebookNode]:
    """Run lessons, two at a time; those whose code ran before as it is now come from the cache.

    Parameters
    ----------
    notebooks : dict
        Slug to notebook; not changed.
    cache : Path
        Folder of executed notebooks.
    code : bytes
        What else the results depend on: see `code_of_course`.

    Raises
    ------
    LessonFailed
    """
    cache.mkdir(parents=True, exist_ok=True)

    def one(item: tuple[str, NotebookNode]) -> NotebookNode:
        slug, notebook = item
        only_code = new_notebook(
            cells=[cell for cell in notebook.cells if cell.cell_type == "code"],
            metadata=notebook.metadata,
        )
        text = nbformat.writes(only_code)
        key = hashlib.sha256(code + text.encode()).hexdigest()[:16]
        kept = cache / f"{slug}-{key}.ipynb"
        if not kept.exists():
            say(f"running {slug}")
            done = _run(slug, nbformat.reads(text, as_version=4))
            for old in cache.glob(f"{slug}-*.ipynb"):
                old.unlink(missing_ok=True)
            write_whole(kept, nbformat.writes(done).encode())
        return _with_outputs(notebook, nbformat.read(kept, as_version=4))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip(notebooks, pool.map(one, notebooks.items()), strict=True))


def _run(slug: str, notebook: NotebookNode) -> NotebookNode:
    # Nobody learns here: with this set, what a check finds is not kept as somebody's progress.
    environment = os.environ | {"NBGRADER_EXECUTION": "site"}
    with tempfile.TemporaryDirectory() as folder:
        client = nbclient.NotebookClient(
            notebook,
            timeout=SECONDS_A_CELL,
            resources={"metadata": {"path": folder}},
            extra_arguments=["--log-level=ERROR"],
        )
        try:
            client.execute(env=environment)
        except nbclient.exceptions.CellExecutionError as error:
            told = _COLOURS.sub("", str(error))
            raise LessonFailed(f"{slug}: {error.ename}: {error.evalue}\n\n{told}") from None
    return notebook


def _with_outputs(notebook: NotebookNode, done: NotebookNode) -> NotebookNode:
    made = copy.deepcopy(notebook)
    outputs = {cell.id: cell.outputs for cell in done.cells}
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs = outputs[cell.id]
    made.metadata = done.metadata
    return made
