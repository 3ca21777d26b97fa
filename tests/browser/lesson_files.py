"""Lessons as files for a running JupyterLab, and which widgets their cells show."""

from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat

from autograder import lessons
from autograder.build.builder import source_files
from course import widgets
from tests.browser.jupyter import REPOSITORY, Lab


def place(lab: Lab, slug: str, version: str) -> str:
    """Put a lesson, "released" or "solved", into the lab's folder; its path there."""
    path = lab.root / version / f"{slug}.ipynb"
    path.parent.mkdir(exist_ok=True)
    if version == "released":
        shutil.copyfile(REPOSITORY / "course" / slug / f"{slug}.ipynb", path)
    else:
        built = source_files(REPOSITORY, slug, lessons)
        for name, content in built.items():
            if Path(name).suffix == ".ipynb":
                path.write_bytes(content)
    return str(path.relative_to(lab.root))


def widgets_shown(path: Path) -> Counter[str]:
    """How many of each widget a notebook shows, by the names that their elements' classes have."""
    return Counter(_shown(nbformat.read(path, 4)))


def _shown(notebook: nbformat.NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        tree = ast.parse(cell.source).body if cell.cell_type == "code" else []
        yield from ("train-monitor" for call in ast.walk(ast.Module(tree, [])) if _is_monitor(call))
        last = tree[-1].value if tree and isinstance(tree[-1], ast.Expr) else None
        if isinstance(last, ast.Call) and isinstance(last.func, ast.Name):
            name = last.func.id
            if name in widgets.__all__ and name != "choose":
                yield re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def _is_monitor(node: ast.AST) -> bool:
    """Whether this makes a monitor, which shows itself when training begins."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "TrainMonitor"
