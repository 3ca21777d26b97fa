"""The nbgrader preprocessor that takes the place of `nbgrader.preprocessors.Execute`."""

from __future__ import annotations

import atexit
import re
import secrets
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.converters import Autograde
from nbgrader.preprocessors import CheckCellMetadata, Execute, NbGraderPreprocessor
from traitlets import Enum, Float, Unicode

from autograder import lessons
from autograder.classroom.marks import CheckMarks
from autograder.classroom.results import ResultStore, content_key, files_beside
from autograder.classroom.run import Options, Ran, parse_check, run_notebook
from autograder.jail.layers import walls
from autograder.jail.warm import Zygote

_IMPORTS_TORCH = re.compile(r"^\s*(import|from)\s+torch", re.MULTILINE)


class NoSandbox(RuntimeError):
    """Untrusted code can't be contained on this machine."""


class Zygotes:
    """The warm processes of this grader, one of each kind, started when first needed."""

    def __init__(self, confined: bool = True) -> None:
        self.confined = confined
        self._started: dict[str, Zygote] = {}
        atexit.register(self.close)

    def __getitem__(self, kind: str) -> Zygote:
        if self.confined and not walls().sufficient:
            raise NoSandbox(
                f"Untrusted code is not run on this machine: {walls()}. Grade on Linux with "
                "Landlock and seccomp, or, for code you trust, with --sandbox none."
            )
        if kind in self._started and not self._started[kind].alive:
            self._started.pop(kind).close()
        if kind not in self._started:
            self._started[kind] = Zygote(kind, self.confined)
        return self._started[kind]

    def close(self) -> None:
        """End every process."""
        while self._started:
            self._started.popitem()[1].close()


_zygotes: dict[bool, Zygotes] = {}


def zygotes(confined: bool) -> Zygotes:
    """The warm processes that all preprocessors of this grader share."""
    if confined not in _zygotes:
        _zygotes[confined] = Zygotes(confined)
    return _zygotes[confined]


class JailExecute(NbGraderPreprocessor):
    """Runs a submission in the jail and judges its checks outside.

    In `nbgrader_config.py` it stands in `c.Autograde.autograde_preprocessors` where `Execute` was.
    """

    timeout = Float(60.0, help="Seconds of wall-clock time for one cell.").tag(config=True)
    sandbox = Enum(
        ["jail", "none"], "jail", help='"none" runs submissions without walls: for code you trust.'
    ).tag(config=True)
    secret_file = Unicode(
        ".grading-secret",
        help="File from which the hidden probes are drawn. Delete it for new probes.",
    ).tag(config=True)
    results_directory = Unicode(
        "build/results", help="Where finished runs are kept; they are not run again."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        folder = Path(resources["metadata"]["path"])
        cells = plain_cells(nb)
        store = ResultStore(Path(self.results_directory))
        options = Options(self.timeout, secret=read_secret(Path(self.secret_file)))
        files = files_beside(folder)
        key = content_key(cells, files, options, self.sandbox)
        ran = store.get(key)
        if ran is None:
            zygote = zygotes(self.sandbox == "jail")[kind_of_notebook(cells)]
            ran = run_notebook(cells, files, zygote, options)
            store.put(key, ran)
        fill(nb, ran)
        return nb, resources


def autograde_preprocessors() -> list[type[Any]]:
    """The steps of nbgrader's autograding, with the jail in the place of its kernel."""
    own = Autograde.class_traits()["autograde_preprocessors"].default()
    ours = {Execute: JailExecute, CheckCellMetadata: CheckMarks}
    return [ours.get(step, step) for step in own]


def plain_cells(nb: NotebookNode) -> list[dict[str, Any]]:
    """The notebook's cells as plain data, as far as running them needs."""
    return [
        {
            "cell_type": cell.cell_type,
            "source": str(cell.source),
            "metadata": {"nbgrader": dict(cell.metadata.get("nbgrader", {}))},
        }
        for cell in nb.cells
    ]


def fill(nb: NotebookNode, ran: Ran) -> None:
    """Put outputs into the notebook's cells, and what there is to say into its metadata."""
    count = 0
    for cell, outputs in zip(nb.cells, ran.outputs, strict=True):
        if cell.cell_type == "code":
            count += 1
            cell.outputs = [from_dict(output) for output in outputs]
            cell.execution_count = count
    noted = nb.metadata.setdefault("autograder", NotebookNode())
    noted["notes"], noted["sandbox"] = ran.notes, ran.walls


def kind_of_notebook(cells: list[dict[str, Any]]) -> str:
    """Which zygote a notebook needs: that of its lesson, or one with all there is if not ours."""
    for cell in cells:
        parsed = parse_check(cell["source"]) if cell["metadata"]["nbgrader"].get("grade") else None
        if parsed is None:
            continue
        try:
            return "torch" if lessons.lesson_of(parsed[0]).torch else "numpy"
        except lessons.UnknownTask:
            continue
    return "any, torch" if any(_IMPORTS_TORCH.search(c["source"]) for c in cells) else "any"


def read_secret(path: Path) -> str:
    """The class's secret, made at first use and readable by its owner only."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        secret = secrets.token_hex(16)
        path.touch(mode=0o600)
        path.write_text(secret + "\n", encoding="ascii")
        return secret
