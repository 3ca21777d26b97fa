"""Repairing a submitted notebook: the cells the gradebook knows, each once and in its place.

Whatever was pasted, renamed, retyped or deleted, the result has exactly one marked cell for every
graded cell of the lesson; all other cells stay, as ordinary cells, and run. Pure: a notebook and
the masters in, a notebook and sentences out.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nbformat import NotebookNode

from autograder.classroom.cells import parsed, quoted, retype, same, sound, valid_notebook, writes

SCHEMA_VERSION = 3
"""Of nbgrader's cell metadata."""

HIDDEN = "BEGIN HIDDEN TESTS"
"""A master with these differs from what students were given."""


@dataclass(frozen=True)
class Master:
    """A marked cell as it was when the lesson was generated.

    Attributes
    ----------
    name : str
        Its grade id.
    cell_type : {"code", "markdown", "raw"}
    source : str
        For a solution cell, what students start from.
    checksum : str or None
    locked, solution, task : bool
        nbgrader's marks.
    points : float or None
        None when it is not graded.
    """

    name: str
    cell_type: str
    source: str
    checksum: str | None = None
    locked: bool = False
    solution: bool = False
    task: bool = False
    points: float | None = None

    @property
    def grade(self) -> bool:
        """Whether the cell's own result is a score."""
        return self.points is not None and not self.task

    @cached_property
    def checks(self) -> frozenset[str]:
        """Names that a graded code cell looks up; of `check("f", f)` these are check and f."""
        if not self.grade or self.solution or self.cell_type != "code":
            return frozenset()
        tree = parsed(self.source)
        nodes = ast.walk(tree) if tree else ()
        return frozenset(node.id for node in nodes if isinstance(node, ast.Name))

    def metadata(self) -> NotebookNode:
        """Its marks, as nbgrader writes them."""
        marks: dict[str, Any] = {"grade": self.grade, "grade_id": self.name, "task": self.task}
        marks |= {"locked": self.locked, "solution": self.solution, "cell_type": self.cell_type}
        marks |= {"checksum": self.checksum} if self.checksum else {}
        marks |= {} if self.points is None else {"points": self.points}
        return NotebookNode(marks | {"schema_version": SCHEMA_VERSION})


def repair(
    notebook: Mapping[str, Any], masters: Sequence[Master]
) -> tuple[NotebookNode, list[str]]:
    """The notebook with every master in its place, and one sentence for each thing done.

    Parameters
    ----------
    notebook : mapping
        As submitted; it is not changed. Cells that are no cells become empty raw cells.
    masters : sequence of Master
        In the order of the lesson.
    """
    bench = _Bench(notebook, masters)
    bench.unmark_strangers()
    bench.recognise()
    bench.keep_one_each()
    bench.reset()
    bench.put_back()
    bench.put_below()
    metadata = notebook.get("metadata")
    whole = valid_notebook(bench.cells, metadata if isinstance(metadata, Mapping) else {})
    return whole, bench.sentences


class _Bench:
    """A notebook under repair.

    Attributes
    ----------
    cells : list of NotebookNode
    claims : dict
        For each master's name, the cells that carry it; after `keep_one_each` at most one.
    """

    def __init__(self, notebook: Mapping[str, Any], masters: Sequence[Master]) -> None:
        self.masters = {master.name: master for master in masters}
        self.claims: dict[str, list[NotebookNode]] = {name: [] for name in self.masters}
        self.sentences: list[str] = []
        given = notebook.get("cells")
        self.cells = [sound(cell) for cell in (given if isinstance(given, Sequence) else ())]
        ids: set[str] = set()
        for number, cell in enumerate(self.cells):
            if not cell.id or cell.id in ids:
                cell.id = f"intake-{number}"
            ids.add(cell.id)

    def say(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def at(self, cell: NotebookNode) -> int:
        """Position of a cell (of this very cell: a pasted copy is equal to it)."""
        return next(index for index, other in enumerate(self.cells) if other is cell)

    def unmark_strangers(self) -> None:
        for cell in self.cells:
            marks = cell.metadata.pop("nbgrader", None)
            name = marks.get("grade_id") if isinstance(marks, Mapping) else None
            if isinstance(name, str) and name in self.claims:
                cell.metadata.nbgrader = marks
                self.claims[name].append(cell)
            elif marks:
                self.say(
                    f"A cell marked {quoted(name)}, which this lesson does not have, was treated "
                    "as an ordinary cell."
                )

    def recognise(self) -> None:
        """Cells that lost their marks are known by their text, or by what they define."""
        for name, master in self.masters.items():
            if self.claims[name]:
                continue
            free = [cell for cell in self.cells if "nbgrader" not in cell.metadata]
            alike = [cell for cell in free if same(cell.source, master.source)]
            if master.solution and not alike:
                alike = [cell for cell in free if writes(cell, name)]
            if alike and master.source.strip():
                self.claims[name] = alike
                for cell in alike:
                    cell.metadata.nbgrader = master.metadata()
                self.say(f"The cell {name} had lost its mark and was recognised by what it says.")

    def keep_one_each(self) -> None:
        # Solutions first: which copy of a check is kept depends on where the solution is.
        for master in sorted(self.masters.values(), key=lambda master: not master.solution):
            copies = self.claims[master.name]
            if len(copies) < 2:
                continue
            pick = self._solution if master.solution else self._check
            kept = pick(master, copies)
            for cell in copies:
                if cell is not kept:
                    del cell.metadata["nbgrader"]
            self.claims[master.name] = [kept]
            self.say(
                f"The cell {master.name} was there {len(copies)} times; one was kept, and what was "
                "over was run as ordinary cells."
            )

    def _solution(self, master: Master, copies: list[NotebookNode]) -> NotebookNode:
        """The last written copy above the check; the last written one if none is above."""
        written = [cell for cell in copies if not same(cell.source, master.source)] or copies
        checks = [
            self.at(cell)
            for other in self.masters.values()
            if master.name in other.checks
            for cell in self.claims[other.name]
        ]
        above = [cell for cell in written if not checks or self.at(cell) < max(checks)]
        return (above or written)[-1]

    def _check(self, master: Master, copies: list[NotebookNode]) -> NotebookNode:
        """The first copy below the cell it checks: nothing that comes later can count."""
        floor = max((self.at(cell) for cell in self._checked(master)), default=-1)
        below = [cell for cell in copies if self.at(cell) > floor]
        return (below or copies)[0]

    def _checked(self, master: Master) -> list[NotebookNode]:
        """The solution cells that a check is about, by name."""
        names = [name for name in master.checks if name in self.masters]
        return [cell for name in names if self.masters[name].solution for cell in self.claims[name]]

    def reset(self) -> None:
        """Type, marks, points and, where locked, text are the master's again."""
        for name, master in self.masters.items():
            for cell in self.claims[name]:
                self._reset(cell, master)

    def _reset(self, cell: NotebookNode, master: Master) -> None:
        name, marks, own = master.name, cell.metadata.get("nbgrader"), master.metadata()
        marks = marks if isinstance(marks, Mapping) else {}
        if cell.cell_type != master.cell_type:
            self.say(
                f"The cell {name} had become a {cell.cell_type} cell and was turned back into a "
                f"{master.cell_type} cell."
            )
            retype(cell, master.cell_type)
        if own.get("points") != marks.get("points"):
            self.say(
                f"The points of {name} had been changed to {quoted(marks.get('points'))} and are "
                f"{quoted(own.get('points'))} again."
            )
        flags = ("grade", "locked", "solution", "task")
        changed = [key for key in flags if bool(marks.get(key, False)) != own[key]]
        if changed:
            self.say(f"The marks of {name} had been changed ({', '.join(changed)}) and were reset.")
        cell.metadata.nbgrader = own
        if master.locked and cell.source != master.source:
            if not same(cell.source, master.source) and HIDDEN not in master.source:
                self.say(f"The locked cell {name} had been edited and was restored.")
            cell.source = master.source

    def put_back(self) -> None:
        """Graded cells that are gone return below what they grade."""
        order = list(self.masters)
        for name, master in self.masters.items():
            if master.points is None or self.claims[name]:
                continue
            cell = sound({"cell_type": master.cell_type, "source": master.source})
            cell.id = f"restored-{order.index(name)}"
            cell.metadata.nbgrader = master.metadata()
            self.cells.insert(self._place(master, order), cell)
            self.claims[name] = [cell]
            self.say(f"The graded cell {name} was missing and was put back.")

    def _place(self, master: Master, order: list[str]) -> int:
        mine = order.index(master.name)
        checked = self._checked(master)
        if checked:
            # Below what it checks, and below the checks of the same that come before it.
            about = {cell.metadata.nbgrader["grade_id"] for cell in checked}
            before = [name for name in order[:mine] if self.masters[name].checks & about]
            checked += [cell for name in before for cell in self.claims[name]]
            return max(map(self.at, checked)) + 1
        for name in reversed(order[:mine]):
            for cell in self.claims[name]:
                return self.at(cell) + 1
        for name in order[mine:]:
            for cell in self.claims[name]:
                return self.at(cell)
        return len(self.cells)

    def put_below(self) -> None:
        """A check above the cell it checks would fail for a name that is not there yet."""
        for name, master in self.masters.items():
            floor = max((self.at(cell) for cell in self._checked(master)), default=-1)
            for cell in self.claims[name]:
                if self.at(cell) < floor:
                    self.cells.insert(floor, self.cells.pop(self.at(cell)))
                    self.say(f"The cell {name} stood above the cell it checks and was moved below.")
