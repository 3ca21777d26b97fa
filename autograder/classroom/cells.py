"""Single cells of notebooks that anybody may have written: made sound, compared, looked into."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode

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
