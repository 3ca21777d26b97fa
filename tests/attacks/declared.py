"""How an attack is declared: what it tries, with which cells, and what must be true afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from autograder import lessons
from autograder.exercise import Exercise

if TYPE_CHECKING:
    from tests.attacks.stage import Played, Stage

Kind = Literal[
    "tamper with the comparison",
    "forge equality",
    "forge the result channel",
    "peek",
    "skip the work",
    "persist or spread",
    "exhaust",
    "crash",
    "tamper with the notebook",
    "tamper with files",
    "attack the reader",
    "reach out",
]
"""The rows of the table of attacks."""

IMPORTS = "import numpy as np\nfrom autograder import check, hint, use"
BROKEN = "def cross_correlate2d(x, kernel):\n    return None\n"
"""Earns nothing, not even for the kind of its result."""


@dataclass(frozen=True)
class Attack:
    """A hostile notebook.

    It begins with the imports and an honest `window_at`, then come `cells`, then the check of the
    exercise under attack, last the check of `window_at`, which must still earn full marks.

    Attributes
    ----------
    id : str
    kind : Kind
    tries : str
        What it hopes for, in a sentence.
    cells : tuple of str
        `@CANARY@`, `@REPO@`, `@SITE@`, `@HOME@`, `@TOKEN@`, `@GRADER@`, `@TCP@` and `@UDP@` are filled in.
    exercise : str
        The exercise under attack.
    earns : float
        Points its function deserves; it must not get more.
    honest_first : bool
        Check `window_at` before the attack's cells: for attacks that ruin their own process.
    seconds, megabytes : float
        Bounds on the grader's wall-clock time and on the growth of its memory.
    cell_seconds : float
        The limit of one cell.
    holds : callable, optional
        What else must be true.
    """

    id: str
    kind: Kind
    tries: str
    cells: tuple[str, ...]
    exercise: str = "cross_correlate2d"
    earns: float = 0.0
    honest_first: bool = False
    seconds: float = 12.0
    megabytes: float = 200.0
    cell_seconds: float = 5.0
    holds: Callable[[Stage, Played], None] | None = None

    def __str__(self) -> str:
        return self.id


def exercise(task_id: str) -> Exercise:
    """An exercise of the lessons."""
    task = lessons.find(task_id)
    assert isinstance(task, Exercise)
    return task


def solution(task_id: str) -> str:
    """An honest answer: the reference's own text."""
    return exercise(task_id).source


def with_fallback(body: str) -> str:
    """A `cross_correlate2d` that tries a shortcut and returns None when it fails."""
    indented = "\n".join("        " + line for line in body.strip().splitlines())
    return (
        "def cross_correlate2d(x, kernel):\n    try:\n" + indented + "\n"
        "    except BaseException:\n        return None\n"
    )


WIRE = """
import gc, json, os, socket, struct, time

def channel():
    return next(o for o in gc.get_objects() if isinstance(o, socket.socket))

def message(head, buffers=()):
    head = head if isinstance(head, bytes) else json.dumps(head).encode()
    sizes = b"".join(struct.pack("<Q", len(b)) for b in buffers)
    return struct.pack("<4sII", b"CNN1", len(head), len(buffers)) + sizes + head + b"".join(buffers)

def d(**items):
    return {"d": [[key, value] for key, value in items.items()]}

def outputs(*items):
    return message(d(done=d(ok=True, outputs={"l": list(items)})))
"""
"""Finds the socket to the grader and speaks its language by hand."""
