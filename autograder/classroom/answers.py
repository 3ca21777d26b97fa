"""The text of an answer, taken from the declarations: what a student would have typed."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
import sys
from collections.abc import Collection
from types import ModuleType

from autograder.exercise import Bug, Exercise, Function, home_of, plain_source


def correct(exercise: Exercise, style: int, known: Collection[str]) -> tuple[str, str]:
    """A correct answer and the name of its style.

    Parameters
    ----------
    exercise : Exercise
    style : int
        0 is the reference; then the accepted alternatives, round and round.
    known : collection of str
        Names that the notebook defines; all others are imported or written out above the function.

    Returns
    -------
    text, style : str
    """
    styles: list[tuple[str, Function]] = [("the reference", exercise.reference)]
    styles += [(other.style, other.function) for other in exercise.accept]
    name, function = styles[style % len(styles)]
    return _whole(plain_source(function), function, exercise.id, known), name


def mistaken(exercise: Exercise, bugs: tuple[Bug, ...], known: Collection[str]) -> str:
    """An answer that makes these mistakes, together."""
    home = bugs[0].function or exercise.reference
    return _whole(exercise.buggy_source(*bugs), home, exercise.id, known)


def endless(exercise: Exercise) -> str:
    """An answer whose loop never ends."""
    if isinstance(exercise.reference, type):
        return (
            f"class {exercise.id}(nn.Module):\n"
            "    def __init__(self, *args, **kwargs):\n"
            "        super().__init__()\n"
            "        while True:\n"
            "            pass\n"
        )
    return (
        f"{_header(exercise)}\n"
        "    row, total = 0, 0.0\n"
        "    while row < 3:\n"
        "        total = total + 1.0\n"
        "    return total\n"
    )


def delegating(exercise: Exercise, helper: str) -> str:
    """An answer that hands everything to a function in another cell."""
    names = ", ".join(exercise.signature.parameters)
    return f"{_header(exercise)}\n    return {helper}({names})\n"


def renamed(source: str, old: str, new: str) -> str:
    """The text with its function `old` called `new`, also where it calls itself."""
    return re.sub(rf"\b{re.escape(old)}\b", new, source)


def noisy(source: str, name: str) -> str:
    """The text with debugging prints, a line on standard error and a warning in the function."""
    noise = (
        "    import sys\n    import warnings\n\n"
        f"    print('in {name}')\n"
        f"    print('still in {name}', file=sys.stderr)\n"
        f"    warnings.warn('{name} was called', stacklevel=2)\n"
    )
    return _at_start(source, name, noise)


def commented(source: str, name: str, library: str) -> str:
    """The text with a comment that names a function the exercise forbids."""
    return _at_start(source, name, f"    # {library}() would do this, but I may not use it\n")


def _at_start(source: str, name: str, lines: str) -> str:
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            text = source.splitlines(keepends=True)
            first = node.body[0].lineno - 1
            return "".join([*text[:first], lines, *text[first:]])
    raise ValueError(f"no function {name!r} in this text:\n{source}")


def _header(exercise: Exercise) -> str:
    parameters = exercise.signature.parameters.values()
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in parameters]
    return f"def {exercise.id}{inspect.Signature(plain)}:"


def _whole(source: str, function: Function, name: str, known: Collection[str]) -> str:
    tree = ast.parse(source).body[0]
    assert isinstance(tree, (ast.FunctionDef, ast.ClassDef))
    source = renamed(source, tree.name, name)
    module = home_of(function)
    above = _needed(source, module, {name, *known, *dir(builtins)})
    return "\n".join([*above, source]) if above else source


def _needed(source: str, module: ModuleType, known: set[str]) -> list[str]:
    """Texts that define, in order, the module's names that `source` uses; `known` grows."""
    parts = []
    for name in _looked_up(source):
        if name in known:
            continue
        known.add(name)
        found = _definition(name, module)
        if found is None:
            continue
        text, home = found
        parts += [*_needed(text, home, known), text]
    return parts


def _looked_up(source: str) -> list[str]:
    """Names that are read and not bound anywhere in the text, in order of appearance."""
    nodes = list(ast.walk(ast.parse(source)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    return [name for name in dict.fromkeys(node.id for node in names) if name not in bound]


def _definition(name: str, module: ModuleType) -> tuple[str, ModuleType] | None:
    """How a module comes to have a global name; our own modules are written out, not imported."""
    text = inspect.getsource(module)
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
            return plain_source(getattr(module, name)), module
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return (ast.get_source_segment(text, node) or "") + "\n", module
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                if (alias.asname or alias.name.partition(".")[0]) != name:
                    continue
                return _imported(node, alias, module)
    return None


def _imported(
    node: ast.Import | ast.ImportFrom, alias: ast.alias, module: ModuleType
) -> tuple[str, ModuleType] | None:
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import([alias])), module
    if node.module is not None and node.module.partition(".")[0] == "autograder":
        value = getattr(module, alias.asname or alias.name)
        if isinstance(value, ModuleType):
            return None
        found = _definition(alias.name, sys.modules[node.module])
        if found is None or alias.asname is None:
            return found
        return renamed(found[0], alias.name, alias.asname), found[1]
    return ast.unparse(ast.ImportFrom(node.module, [alias], node.level)), module
