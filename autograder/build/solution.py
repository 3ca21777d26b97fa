"""What stands between the solution markers of a cell, and what students find in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

BEGIN = "BEGIN SOLUTION"
END = "END SOLUTION"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Region:
    """Lines from the begin marker to the end marker, both included, counted from 1."""

    first: int
    last: int


def regions(source: str, *, strict: bool = True) -> Iterator[Region]:
    """The solution regions of a cell.

    Raises
    ------
    ValueError
        When the markers do not pair up; unless `strict` is false, then a region ends with the cell.
    """
    first = 0
    number = 0
    for number, line in enumerate(source.split("\n"), start=1):
        if BEGIN in line:
            if first and strict:
                raise ValueError(
                    f"has `### {BEGIN}` on line {number} before the region of line {first} has "
                    f"ended; put `### {END}` between them"
                )
            first = first or number
        elif END in line:
            if not first and strict:
                raise ValueError(
                    f"has `### {END}` on line {number} and no `### {BEGIN}` above it; add one"
                )
            if first:
                yield Region(first, number)
            first = 0
    if first and strict:
        raise ValueError(f"has `### {BEGIN}` on line {first} and no `### {END}`; add one")
    if first:
        yield Region(first, number)


def defined(source: str) -> set[str]:
    """Names that a cell gives a meaning at its top level, other than by `name = use(...)`."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a cell with magics
        return set()
    names: set[str] = set()
    for node in body:
        if isinstance(node, _DEFINITIONS):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            value = node.value
            if not (isinstance(value, ast.Call) and ast.unparse(value.func) == "use"):
                names |= {name.id for name in node.targets if isinstance(name, ast.Name)}
    return names


def trouble(source: str, name: str, below: bool = False) -> Iterator[str]:
    """Sentences about what an exercise cell lacks, without a subject ("has no docstring; ...").

    `below` allows solution regions below the definition too: the training of a network.
    """
    try:
        found = list(regions(source))
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"is not Python (line {error.lineno}: {error.msg}); correct it"
        return
    except ValueError as error:
        yield str(error)
        return
    if not found:
        yield f"has no solution markers; put `### {BEGIN}` and `### {END}` around the solution"
        return
    target = [item for item in tree.body if isinstance(item, _DEFINITIONS) and item.name == name]
    if len(target) != 1:
        yield f"must define {name} once, and does so {len(target)} times; write `def {name}(...):`"
        return
    if ast.get_docstring(target[0]) is None:
        yield f"gives {name} no docstring; say what it takes and returns, above the solution"
        return
    doc_end = target[0].body[0].end_lineno or 0
    for region in found:
        end = target[0].end_lineno or 0
        if not (doc_end < region.first <= end or (below and region.first > end)):
            yield (
                f"has a solution region on line {region.first}, outside the body of {name}; "
                f"move the markers into it, below the docstring"
            )


def cleared(source: str, fallback: str) -> str:
    """A cell's source with every solution replaced by what students find there.

    That is `raise NotImplementedError("<name>: yours to write")`, with the name of the function or
    class around it (`fallback` at the top level); below a definition it is a comment, so that the
    cell still runs; and for an answer to a question it is the same line with an empty answer.
    """
    lines = source.split("\n")
    tree = ast.parse(source)
    out: list[str] = []
    done = 0
    for region in regions(source):
        out += lines[done : region.first - 1]
        first = lines[region.first - 1]
        indent = first[: len(first) - len(first.lstrip())]
        inside = "\n".join(lines[region.first : region.last - 1])
        owner = _owner(tree, region.first, len(indent))
        stub = f'{indent}raise NotImplementedError("{owner or fallback}: yours to write")'
        if not owner and _defines_above(tree, region.first):
            stub = f"# {fallback}: yours to write, below this line"
        out.append(_unanswered(inside) or stub)
        done = region.last
    return "\n".join(out + lines[done:])


def _defines_above(tree: ast.Module, line: int) -> bool:
    return any(isinstance(node, _DEFINITIONS) and node.lineno < line for node in tree.body)


def _owner(tree: ast.AST, line: int, indent: int) -> str:
    """Dotted name of the definition that a marker on this line stands in; "" at the top level."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.stmt):
            continue
        if not node.lineno <= line <= (node.end_lineno or 0):
            continue
        inner = _owner(node, line, indent)
        if isinstance(node, _DEFINITIONS) and node.col_offset < indent:
            return f"{node.name}.{inner}" if inner else node.name
        return inner
    return ""


def _unanswered(source: str) -> str:
    """The answer to a question with the letter taken out; "" when the source is something else."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return ""
    match body:
        case [ast.Assign(value=ast.Call(func=ast.Name(id="choose"), keywords=keywords) as call)]:
            for keyword in keywords:
                if keyword.arg == "answer":
                    keyword.value = ast.Constant("")
            target = ast.unparse(body[0].targets[0])  # type: ignore[attr-defined]
            return f"{target} = {ast.unparse(call)}".replace("'", '"')
    return ""
