"""A folder that ends up with exactly the files written into it, unchanged ones left alone."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody who reads it meanwhile sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


class Folder:
    """Files below a path. Sphinx reads again only what has changed, by the time of the change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._written: set[Path] = set()

    def write(self, name: str, content: bytes) -> None:
        """Write a file, unless it is already there with this content."""
        path = self.path / name
        self._written.add(path)
        if path.exists() and path.read_bytes() == content:
            return
        write_whole(path, content)

    def tidy(self) -> None:
        """Remove the files that were there before and have not been written."""
        for path in self.path.rglob("*"):
            if path.is_file() and path not in self._written:
                path.unlink()
