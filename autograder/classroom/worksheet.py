"""A released notebook in a student's hands: find a task's cells, write an answer, disturb the page."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell


class NoSuchTask(LookupError):
    """The notebook has no check, or no cell to answer in, for a task."""


@dataclass(frozen=True)
class Place:
    """Where a task lives in a notebook.

    Attributes
    ----------
    task : str
        Id of the exercise or question.
    name : str
        The variable that is checked: a function, or the answer to a question.
    answer, check : int
        Positions of the cell to write in and of the locked cell that checks it.
    """

    task: str
    name: str
    answer: int
    check: int


class Worksheet:
    """One student's copy of a lesson.

    Parameters
    ----------
    notebook : NotebookNode
        As released; copied, never changed.
    origin : str
        Where it came from, for error messages.
    """

    def __init__(self, notebook: NotebookNode, origin: str = "the notebook") -> None:
        self.notebook: NotebookNode = copy.deepcopy(notebook)
        self.origin = origin

    @classmethod
    def read(cls, path: Path) -> Worksheet:
        """The worksheet in a file.

        Raises
        ------
        FileNotFoundError
            When the lesson has not been built.
        """
        if not path.is_file():
            raise FileNotFoundError(f"{path}: no released notebook here; build the lessons first")
        return cls(nbformat.read(path, as_version=4), str(path))

    @property
    def cells(self) -> list[NotebookNode]:
        """The cells, in order; change the list to change the notebook."""
        cells: list[NotebookNode] = self.notebook.cells
        return cells

    def names(self) -> set[str]:
        """Every name that the notebook's code cells bind at top level."""
        return {name for cell in self.cells for name in _bound(cell)}

    def places(self) -> list[Place]:
        """All tasks that have both a check and a cell to answer in, in order."""
        return list(self._places())

    def place(self, task: str) -> Place:
        """Where a task is.

        Raises
        ------
        NoSuchTask
        """
        for place in self._places():
            if place.task == task:
                return place
        raise NoSuchTask(
            f'{self.origin}: no cell check("{task}", ...) with a cell to answer in above it; '
            "does the lesson's notebook match its declaration?"
        )

    def write(self, task: str, source: str) -> None:
        """Write a function or a class into its skeleton, under the skeleton's docstring.

        Parameters
        ----------
        task : str
        source : str
            The text; lines before its `def` or `class` (imports, helpers) go above it.
        """
        place = self.place(task)
        cell = self.cells[place.answer]
        cell.source = _filled(cell.source, place.name, source)

    def choose(self, task: str, letter: str) -> None:
        """Answer a question: as the keyword `answer` of its widget, or as the plain value."""
        place = self.place(task)
        cell = self.cells[place.answer]
        cell.source = _chosen(cell.source, place.name, letter)

    def insert(self, position: int, source: str, kind: str = "code") -> None:
        """Add a cell of the student's own before `position`."""
        make: Callable[..., NotebookNode] = new_code_cell if kind == "code" else new_markdown_cell
        self.cells.insert(position, make(source, id=f"own-{len(self.cells)}"))

    def paste_again(self, position: int) -> None:
        """Paste a copy of a cell below it, as JupyterLab does: same metadata, an id of its own."""
        again = copy.deepcopy(self.cells[position])
        again["id"] = f"{again['id']}-again"[:64]
        self.cells.insert(position + 1, again)

    def save(self, path: Path, newline: str = "\n") -> None:
        """Write the notebook; `newline` is what an editor on the student's system ends lines with."""
        notebook = copy.deepcopy(self.notebook)
        if newline != "\n":
            for cell in notebook.cells:
                cell.source = cell.source.replace("\n", newline)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = nbformat.writes(notebook, version=4) + "\n"
        path.write_bytes(text.replace("\n", newline).encode())

    def _places(self) -> Iterator[Place]:
        for position, cell in enumerate(self.cells):
            checked = checked_task(cell)
            if checked is None:
                continue
            task, name = checked
            answers = [i for i, above in enumerate(self.cells[:position]) if name in _bound(above)]
            graded = [i for i in answers if _nbgrader(self.cells[i]).get("solution")]
            if graded or answers:
                yield Place(task, name, (graded or answers)[-1], position)


def checked_task(cell: NotebookNode) -> tuple[str, str] | None:
    """The task and the variable that a cell `check("task", variable)` checks, or None."""
    if cell.cell_type != "code" or "check(" not in cell.source:
        return None
    for node in ast.walk(_tree(cell.source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "check"
        ):
            match node.args:
                case [ast.Constant(value=str(task)), ast.Name(id=name)]:
                    return task, name
    return None


def _nbgrader(cell: NotebookNode) -> dict[str, object]:
    found: dict[str, object] = cell.metadata.get("nbgrader", {})
    return found


def _tree(source: str) -> ast.Module:
    """The syntax tree; empty for cells that are not plain Python (magics, half-written code)."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def _bound(cell: NotebookNode) -> set[str]:
    if cell.cell_type != "code":
        return set()
    names: set[str] = set()
    for node in _tree(cell.source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(
                part.id
                for target in targets
                for part in ast.walk(target)
                if isinstance(part, ast.Name)
            )
    return names


def _definition(source: str, name: str) -> ast.FunctionDef | ast.ClassDef:
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
            return node
    raise NoSuchTask(f"no function or class {name!r} in this text:\n{source}")


def _filled(cell: str, name: str, source: str) -> str:
    old, new = _definition(cell, name), _definition(source, name)
    skeleton, lines = cell.splitlines(), source.splitlines()
    first = new.body[0].lineno
    docstring: list[str] = []
    if ast.get_docstring(old) is not None and first > new.lineno:
        docstring = skeleton[old.body[0].lineno - 1 : old.body[0].end_lineno]
    above, below = skeleton[: old.lineno - 1], skeleton[old.end_lineno :]
    written = [*lines[: first - 1], *docstring, *lines[first - 1 :]]
    return "\n".join([*above, *written, *below])


def _chosen(cell: str, name: str, letter: str) -> str:
    for node in ast.parse(cell).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        if node.targets[0].id != name:
            continue
        old = ast.get_source_segment(cell, node)
        assert old is not None
        value = node.value
        if isinstance(value, ast.Call):
            value.keywords = [k for k in value.keywords if k.arg != "answer"]
            value.keywords.append(ast.keyword("answer", ast.Constant(letter)))
            written = ast.unparse(value).replace("'", '"')
        else:
            written = f'"{letter}"'
        return cell.replace(old, f"{name} = {written}", 1)
    raise NoSuchTask(f"no line `{name} = ...` in this cell:\n{cell}")
