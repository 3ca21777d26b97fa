"""Single cells of notebooks that anybody may have written: made sound, compared, looked into."""

from __future__ import annotations

import ast
import copy
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.build.solution import defined

_LONGEST_QUOTE = 60
MOST_PARSED = 100_000
"""Characters of a cell that Python's parser is given; it takes hundreds of bytes for each."""


def sound(given: Any) -> NotebookNode:
    """A well-formed copy of a cell, without outputs and with plain line ends."""
    raw = given if isinstance(given, Mapping) else {}
    source = raw.get("source", "")
    if isinstance(source, Iterable) and not isinstance(source, (str, Mapping)):
        source = "".join(map(str, source))
    metadata = raw.get("metadata")
    cell = NotebookNode(
        id=raw.get("id") if isinstance(raw.get("id"), str) else "",
        cell_type="raw",
        metadata=nbformat.from_dict(metadata if isinstance(metadata, Mapping) else {}),
        source=source.replace("\r\n", "\n") if isinstance(source, str) else "",
    )
    if isinstance(raw.get("attachments"), Mapping):
        cell.attachments = copy.deepcopy(raw["attachments"])
    kind = raw.get("cell_type")
    retype(cell, kind if kind in ("code", "markdown") else "raw")
    return cell


def retype(cell: NotebookNode, cell_type: str) -> None:
    """Turn a cell into a code, markdown or raw cell, in place."""
    cell.cell_type = cell_type
    if cell_type == "code":
        cell.outputs, cell.execution_count = [], None
        cell.pop("attachments", None)
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def valid_notebook(cells: list[NotebookNode], metadata: Mapping[str, Any]) -> NotebookNode:
    """A notebook of cells that `sound` made; what a schema can find wrong with them is looked at.

    The cells of a class differ in their source, which no schema forbids, and are alike in the rest.

    Raises
    ------
    nbformat.ValidationError
    """
    unseen: dict[str, NotebookNode] = {}
    for cell in cells:
        rest = {key: value for key, value in cell.items() if key not in ("id", "source")}
        key = json.dumps(rest, sort_keys=True)
        if key not in _valid or not _ID.fullmatch(cell.id):
            unseen[key] = cell
    whole = new_notebook(
        cells=list(unseen.values()), metadata=nbformat.from_dict(metadata), nbformat_minor=5
    )
    if len(_valid) < MOST_KEPT:
        _valid.update(unseen)
    whole.cells = cells
    return whole  # type: ignore[no-any-return]


_valid: set[str] = set()
_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")
MOST_KEPT = 4096
"""Different cells that are remembered as valid."""


def same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but white space at the ends of lines and of the text."""
    return [line.rstrip() for line in one.strip().splitlines()] == [
        line.rstrip() for line in other.strip().splitlines()
    ]


def parsed(source: str) -> ast.Module | None:
    """The text as Python; None when it is not, or is too much for the parser."""
    if len(source) > MOST_PARSED:
        return None
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def writes(cell: NotebookNode, name: str) -> bool:
    """Whether a cell defines a name at the top level, other than by `name = use(...)`."""
    if cell.cell_type != "code" or parsed(cell.source) is None:
        return False
    return name in defined(cell.source)


def quoted(value: Any) -> str:
    """A value out of a student's file, short."""
    text = f"{value:g}" if isinstance(value, (int, float)) and abs(value) < 1e300 else repr(value)
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "..."
