"""The file that progress is kept in: safe for two notebooks at once, and against being deleted."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from autograder import lessons

NAME = ".course-progress.json"
VERSION = 1
LOCK_SECONDS = 2.0
"""How long one notebook waits for another; a check must not take longer."""


@dataclass(frozen=True)
class Entry:
    """What is known of one exercise or question.

    Attributes
    ----------
    best : float
        The most points a check has given.
    passed : bool
        Whether a check has passed, at any time.
    checks, hints : int
        Checks that were run on something written, and hints that were taken.
    """

    best: float = 0.0
    passed: bool = False
    checks: int = 0
    hints: int = 0


def folder_of(here: Path) -> Path:
    """Where the file belongs: the folder of the lessons, for a notebook in one of them."""
    return here.parent if here.name in lessons.LESSONS else here


class Store:
    """One learner's progress in one folder.

    What this process has noted is remembered, so that the file can be made again when somebody
    deletes it; what others note is read from the file at every turn.

    Parameters
    ----------
    folder : Path
        Where the file lies, see `folder_of`. A folder that can't be written keeps nothing, and
        `problem` says why.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.problem = ""
        self._own: dict[str, Entry] = {}

    def read(self) -> dict[str, Entry]:
        """All entries by task."""
        return _joined(self._kept(), self._own)

    def checked(self, task_id: str, points: float, passed: bool) -> None:
        """Note a check."""

        def change(entry: Entry) -> Entry:
            best = max(entry.best, points)
            return replace(entry, best=best, passed=entry.passed or passed, checks=entry.checks + 1)

        self._note(task_id, change)

    def hinted(self, task_id: str, hints: int) -> None:
        """Note that so many hints were taken."""
        self._note(task_id, lambda entry: replace(entry, hints=max(entry.hints, hints)))

    def _note(self, task_id: str, change: Callable[[Entry], Entry]) -> None:
        lock = FileLock(f"{self.path}.lock", timeout=LOCK_SECONDS)
        try:
            with lock:
                entries = self.read()
                entries[task_id] = self._own[task_id] = change(entries.get(task_id, Entry()))
                _write(self.path, entries)
            self.problem = ""
        except (OSError, Timeout) as error:
            entries = self.read()
            self._own[task_id] = change(entries.get(task_id, Entry()))
            reason = getattr(error, "strerror", "") or "another program holds it"
            self.problem = f"Progress is not kept: {self.path} can't be written ({reason})."

    def _kept(self) -> dict[str, Entry]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError):
            self._put_aside()
            return {}
        tasks = found.get("tasks") if isinstance(found, dict) else None
        if not isinstance(tasks, dict):
            self._put_aside()
            return {}
        return {name: _entry(value) for name, value in tasks.items() if isinstance(value, dict)}

    def _put_aside(self) -> None:
        """A file that is none of ours any more is kept under another name."""
        with suppress(OSError):
            os.replace(self.path, f"{self.path}.damaged")


def _entry(found: Mapping[str, Any]) -> Entry:
    """An entry from what stands in the file; what is of the wrong kind is left at its default."""

    def number(name: str) -> float:
        value = found.get(name)
        return value if type(value) in (int, float) and 0 <= value < 1e6 else 0  # type: ignore

    passed = found.get("passed") is True
    return Entry(float(number("best")), passed, int(number("checks")), int(number("hints")))


def _joined(kept: Mapping[str, Entry], own: Mapping[str, Entry]) -> dict[str, Entry]:
    joined = dict(kept)
    for name, mine in own.items():
        other = joined.get(name, Entry())
        joined[name] = Entry(
            best=max(mine.best, other.best),
            passed=mine.passed or other.passed,
            checks=max(mine.checks, other.checks),
            hints=max(mine.hints, other.hints),
        )
    return joined


def _write(path: Path, entries: Mapping[str, Entry]) -> None:
    """Written whole or not at all."""
    tasks = {name: asdict(entry) for name, entry in sorted(entries.items())}
    fd, part = tempfile.mkstemp(dir=path.parent, prefix=NAME, suffix=".part")
    try:
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            json.dump({"version": VERSION, "tasks": tasks}, file, indent=1)
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise
