"""Random damage to a reference: small changes of its syntax tree, one at a time."""

from __future__ import annotations

import ast
import copy
import warnings
from collections.abc import Iterator
from typing import Any

from autograder.exercise import Exercise, Function, home_of

OPERATORS: dict[type[ast.operator], tuple[ast.operator, ...]] = {
    ast.Add: (ast.Sub(),),
    ast.Sub: (ast.Add(),),
    ast.Mult: (ast.Add(), ast.Div()),
    ast.Div: (ast.Mult(),),
}
COMPARISONS: dict[type[ast.cmpop], tuple[ast.cmpop, ...]] = {
    ast.Lt: (ast.LtE(), ast.Gt()),
    ast.Gt: (ast.GtE(), ast.Lt()),
    ast.LtE: (ast.Lt(),),
    ast.GtE: (ast.Gt(),),
}


def damaged(exercise: Exercise) -> Iterator[tuple[str, Function]]:
    """Each damaged version of an exercise's reference, with a description of the damage.

    Numbers off by one, operators and comparisons exchanged, terms and factors dropped, one name
    used for another, slice ends left open, a call replaced by its argument, statements removed.
    """
    tree = ast.parse(exercise.source)
    seen = {ast.unparse(tree)}
    for position, node in enumerate(ast.walk(tree)):
        for change in range(_variants(node, tree)):
            version = copy.deepcopy(tree)
            target = list(ast.walk(version))[position]
            before = ast.unparse(target)
            replaced = _change(target, change, tree)
            if replaced is not None:
                version = _Replace(target, replaced).visit(version)
            text = ast.unparse(ast.fix_missing_locations(version))
            if text in seen:
                continue
            seen.add(text)
            after = ast.unparse(replaced if replaced is not None else target)
            yield f"{before} -> {after}", _compiled(exercise, text)


def _variants(node: ast.AST, tree: ast.AST) -> int:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return 2
    if isinstance(node, ast.BinOp):
        return len(OPERATORS.get(type(node.op), ())) + 2
    if isinstance(node, ast.Compare):
        return len(COMPARISONS.get(type(node.ops[0]), ()))
    if isinstance(node, ast.BoolOp):
        return len(node.values) + 1
    if isinstance(node, ast.UnaryOp):
        return 1
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return len(_other_names(node.id, tree))
    if isinstance(node, ast.Slice):
        return 2
    if isinstance(node, ast.Call):
        return 1 if len(node.args) == 1 else 0
    if isinstance(node, ast.IfExp):
        return 2
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        return 1
    return 1 if isinstance(node, (ast.If, ast.Assign)) else 0


def _change(node: Any, change: int, tree: ast.AST) -> ast.AST | None:
    """Damage a node in place and return None, or return what to put in its place."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return ast.Constant(node.value + (1, -1)[change])
    if isinstance(node, ast.BinOp):
        operators = OPERATORS.get(type(node.op), ())
        if change >= len(operators):
            return (node.left, node.right)[change - len(operators)]
        node.op = operators[change]
    elif isinstance(node, ast.Compare):
        node.ops = [COMPARISONS[type(node.ops[0])][change]]
    elif isinstance(node, ast.BoolOp):
        if change == len(node.values):
            node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        else:
            del node.values[change]
    elif isinstance(node, ast.UnaryOp):
        return node.operand
    elif isinstance(node, ast.Name):
        return ast.Name(_other_names(node.id, tree)[change], ast.Load())
    elif isinstance(node, ast.Slice):
        setattr(node, ("lower", "upper")[change], None)
    elif isinstance(node, ast.Call):
        return node.args[0]
    elif isinstance(node, ast.IfExp):
        return (node.body, node.orelse)[change]
    elif isinstance(node, ast.Tuple):
        node.elts.reverse()
    else:
        return ast.Pass()
    return None


def _other_names(name: str, tree: ast.AST) -> list[str]:
    """Variables that might be taken for this one; never modules or built-ins."""
    known = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    known |= {a.arg for a in ast.walk(tree) if isinstance(a, ast.arg)}
    return sorted(known - {name}) if name in known else []


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


def _compiled(exercise: Exercise, text: str) -> Function:
    names = dict(vars(home_of(exercise.reference)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        exec(compile(f"from __future__ import annotations\n{text}", "<damaged>", "exec"), names)
    function: Function = names[exercise.id]
    return function
