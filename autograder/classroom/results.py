"""Finished runs, kept by the hash of all that they depend on, so that no work is done twice."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import autograder
from autograder.classroom.run import Options, Ran

MAX_BESIDE = 64 << 20
"""Bytes of files that may lie beside a notebook."""


class ResultStore:
    """A folder of results. Safe for many writers: each result is written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Ran | None:
        """The result of that key, or None when there is none that can be read."""
        try:
            kept = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            return Ran(kept["outputs"], kept["notes"], kept["walls"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, ran: Ran) -> None:
        """Keep a result."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fd, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            json.dump(asdict(ran), file)
        os.replace(name, self.folder / f"{key}.json")


def content_key(
    cells: list[dict[str, Any]], files: Mapping[str, bytes], options: Options, sandbox: str
) -> str:
    """Hash of the cells, the files beside them, the options and the grader's own version."""
    digest = hashlib.sha256(_engine().encode())
    digest.update(json.dumps([cells, asdict(options), sandbox], sort_keys=True).encode())
    for name, content in sorted(files.items()):
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def files_beside(*folders: Path) -> dict[str, bytes]:
    """Plain files in these folders by relative path; a later folder's replace an earlier's.

    Notebooks, links, what nbgrader and Jupyter leave behind, and what is more than a submission may
    bring are left out.
    """
    found: dict[str, bytes] = {}
    total = 0
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder)
            if _is_ours(relative) or not _is_plain(path, folder):
                continue
            total += path.stat().st_size
            if total > MAX_BESIDE:
                return found
            found[relative.as_posix()] = path.read_bytes()
    return found


def _is_ours(relative: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in relative.parts)
    return hidden or relative.suffix in (".ipynb", ".pyc") or relative.name == "timestamp.txt"


def _is_plain(path: Path, folder: Path) -> bool:
    parents = [folder / part for part in path.relative_to(folder).parents]
    return path.is_file() and not any(place.is_symlink() for place in (path, *parents[:-1]))


@lru_cache(maxsize=1)
def _engine() -> str:
    """Hash of the autograder's source: a changed exercise is judged anew."""
    digest = hashlib.sha256()
    for path in sorted(Path(autograder.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
