"""The same class graded by `otter run`: one command for each notebook, as Otter does it.

Otter's tests stand outside the notebook and are all or nothing, so each graded cell becomes a test
file that asks for full points: of the same `check` where the cell is a check, of the same asserts
where it is plain code. The graded cells leave the notebook, and its metadata say where tests run.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.classroom.run import parse_check
from benchmarks.grading.meter import Usage, measure

Notebook = dict[str, Any]

FILE = """\
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = {points!r}


@test_case()
def test_it(env):
{body}
"""

CHECK = """\
    from autograder import check

    assert check({task!r}, env.get({expression!r})) >= {points!r}"""

CODE = """\
    exec({source!r}, env)
    assert env.pop("earned", {points!r}) >= {points!r}"""


@dataclass(frozen=True)
class Run:
    """One notebook graded by Otter.

    Attributes
    ----------
    usage : Usage
    passed : dict of str to bool
        By graded cell.
    """

    usage: Usage
    passed: dict[str, bool]


class Otter:
    """Otter, set up for one assignment.

    Parameters
    ----------
    python : str
        An interpreter that has otter-grader and what the notebooks import.
    folder : Path
        To work in.
    released : str
        A notebook of the assignment, as a file's text.
    """

    def __init__(self, python: str, folder: Path, released: str) -> None:
        self._python = python
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._zip = folder / "autograder.zip"
        with zipfile.ZipFile(self._zip, "w") as archive:
            archive.writestr("otter_config.json", "{}")
            notebook = json.loads(released)
            self._points = {_name(one): _points(one) for one in notebook["cells"] if _graded(one)}
            for name, text in tests(notebook).items():
                archive.writestr(f"tests/{name}.py", text)

    def grade(self, text: str, env: Mapping[str, str]) -> Run:
        """Grade one notebook, given as a file's text.

        Raises
        ------
        CommandFailed
        """
        notebook, results = self._folder / "notebook.ipynb", self._folder / "results.json"
        notebook.write_text(json.dumps(rewritten(json.loads(text))), encoding="utf-8")
        results.unlink(missing_ok=True)
        command = [self._python, "-m", "otter", "run", str(notebook), "--no-logo"]
        command += ["-a", str(self._zip), "-o", str(self._folder)]
        usage = measure(command, self._folder, env)
        found = json.loads(results.read_text(encoding="utf-8"))
        return Run(usage, _passed(found["tests"]))

    def full_marks(self, scores: Mapping[str, float]) -> dict[str, bool]:
        """Which of these scores, given by nbgrader's names of cells, are full; by Otter's names."""
        named = {name.replace("-", "_"): points for name, points in scores.items()}
        return {name: named[name] >= most for name, most in self._points.items() if most and named}


def tests(notebook: Notebook) -> dict[str, str]:
    """Otter's test files by name, one for each graded cell."""
    return {_name(cell): _test(cell) for cell in notebook["cells"] if _graded(cell)}


def rewritten(notebook: Notebook) -> Notebook:
    """The notebook without its graded cells; Otter's tests run where they stood."""
    kept: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        if not _graded(cell):
            kept.append(cell)
            continue
        before = next(one for one in reversed(kept) if one["cell_type"] == "code")
        before["metadata"].setdefault("otter", {}).setdefault("tests", []).append(_name(cell))
    return {**notebook, "cells": kept}


def _test(cell: Mapping[str, Any]) -> str:
    source, points = "".join(cell["source"]), _points(cell)
    parsed = parse_check(source)
    body = (
        CHECK.format(task=parsed[0], expression=parsed[1], points=points)
        if parsed
        else CODE.format(source=source, points=points)
    )
    return FILE.format(name=_name(cell), points=points, body=body)


def _graded(cell: Mapping[str, Any]) -> bool:
    nbgrader = cell["metadata"].get("nbgrader", {})
    return bool(nbgrader.get("grade")) and not nbgrader.get("solution")


def _points(cell: Mapping[str, Any]) -> float:
    return float(cell["metadata"]["nbgrader"]["points"])


def _name(cell: Mapping[str, Any]) -> str:
    """The graded cell's name, as a module may be called."""
    return str(cell["metadata"]["nbgrader"]["grade_id"]).replace("-", "_")


def _passed(results: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    return {
        str(one["name"]).partition(" - ")[0]: one.get("score", 0) >= one.get("max_score", 0)
        for one in results
        if one.get("max_score")
    }
