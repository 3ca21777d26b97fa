"""Reading and writing folders of generated files: whole or not at all, and only what changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

IGNORED = ("__pycache__", ".*", "*.pyc", "*~")
"""Names that are nobody's work."""


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files below a folder, by path within it with forward slashes; empty when it is absent."""
    found = {}
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if path.is_file() and not any(ignored(part) for part in within.parts):
            found[within.as_posix()] = path.read_bytes()
    return found


def ignored(name: str) -> bool:
    """Whether a file or folder of that name is left alone."""
    return any(fnmatch(name, pattern) for pattern in IGNORED)


def write(path: Path, content: bytes) -> bool:
    """Write a file by renaming a finished one over it, unless it has that content already.

    Returns
    -------
    bool
        Whether the file was written.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def mirror(folder: Path, content: Mapping[str, bytes]) -> list[str]:
    """Make a folder hold exactly these files; returns the names of those written or removed."""
    changed = [name for name, data in content.items() if write(folder / name, data)]
    for name in read_folder(folder).keys() - content.keys():
        (folder / name).unlink()
        changed.append(name)
    return changed
