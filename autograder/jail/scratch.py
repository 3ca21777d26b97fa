"""The folder that one submission may write, from outside: made, watched and removed.

Where the warm process is inside bubblewrap, it lies in a file system in memory that holds nothing
else. What is taken from that can be asked for in one call, and counts files that have no name any
more. Elsewhere it lies among the machine's temporary files: those with a name are counted, and for
the rest there is the free space of the whole file system.

Names and depth are the student's: nothing here follows a link, recurses, or builds a path.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

MOST_FILES = 20_000
"""Files and folders of one submission."""

MOST_DEPTH = 64
"""Folders in folders of one submission."""

UNSEEN = 8
"""Free space may shrink by so many times what a submission may write; others write there, too."""

_FOLDER = os.O_RDONLY
if sys.platform != "win32":
    _FOLDER |= os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Ground:
    """Where the folders of one warm process lie.

    Parameters
    ----------
    fd : int
        The folder, open; closed by `close()`.
    inside : Path
        Its path as the jail sees it.
    alone : bool
        Whether nothing else lies in its file system.
    """

    def __init__(self, fd: int, inside: Path, alone: bool) -> None:
        self.fd = fd
        self.inside = inside
        self.alone = alone

    @classmethod
    def temporary(cls) -> Ground:
        """A new folder among the machine's temporary files."""
        place = Path(tempfile.mkdtemp(prefix="submissions-"))
        return cls(os.open(place, _FOLDER), place, False)

    def close(self) -> None:
        """Give it back; what lies there is gone."""
        if self.fd >= 0:
            if not self.alone:
                _empty(self.fd)
                shutil.rmtree(self.inside, ignore_errors=True)
            os.close(self.fd)
            self.fd = -1


class Folder:
    """One submission's folder, with what lies beside its notebook.

    Parameters
    ----------
    ground : Ground
    files : mapping of str to bytes
        By relative path.
    """

    def __init__(self, ground: Ground, files: Mapping[str, bytes]) -> None:
        self._ground = ground
        self._before = _taken(ground.fd)
        self._name = f"submission-{secrets.token_hex(8)}"
        os.mkdir(self._name, 0o700, dir_fd=ground.fd)
        self._fd = os.open(self._name, _FOLDER, dir_fd=ground.fd)
        for name, content in files.items():
            self._write(PurePosixPath(name), content)

    @property
    def inside(self) -> Path:
        """Its path as the jail sees it."""
        return self._ground.inside / self._name

    def overfull(self, most: int) -> bool:
        """Whether more than `most` bytes, or too many files, are there."""
        taken = tuple(
            now - then for now, then in zip(_taken(self._ground.fd), self._before, strict=True)
        )
        if self._ground.alone:
            return taken[0] > most or taken[1] > MOST_FILES
        seen = _seen(self._fd)
        return seen is None or seen > most or taken[0] - seen > UNSEEN * most

    def remove(self) -> None:
        """Remove it, whatever it holds; the process that wrote there must be gone."""
        if self._fd >= 0:
            _empty(self._fd)
            os.close(self._fd)
            self._fd = -1
            with contextlib.suppress(OSError):
                os.rmdir(self._name, dir_fd=self._ground.fd)

    def _write(self, name: PurePosixPath, content: bytes) -> None:
        if name.is_absolute() or ".." in name.parts:
            raise ValueError(f"{name} does not lie beside the notebook")
        for parent in reversed(name.parents[:-1]):
            with contextlib.suppress(FileExistsError):
                os.mkdir(parent, dir_fd=self._fd)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(name, flags, 0o600, dir_fd=self._fd), "wb") as file:
            file.write(content)


def _taken(fd: int) -> tuple[int, int]:
    """Bytes and files in use on a folder's file system."""
    told = os.fstatvfs(fd)
    return (told.f_blocks - told.f_bfree) * told.f_frsize, told.f_files - told.f_ffree


def _seen(top: int) -> int | None:
    """Bytes of the files below a folder; None when they are too many, too deep, or locked away."""
    total, count = 0, 0
    levels: list[tuple[int, list[str]]] = []  # folders that are open, and what to enter there
    try:
        entered = os.dup(top)
        while True:
            inner: list[str] = []
            levels.append((entered, inner))
            with os.scandir(entered) as entries:
                for entry in entries:
                    count += 1
                    with contextlib.suppress(FileNotFoundError):
                        told = entry.stat(follow_symlinks=False)
                        total += told.st_blocks * 512
                        if stat.S_ISDIR(told.st_mode):
                            inner.append(entry.name)
                    if count > MOST_FILES:
                        return None
            while levels and not levels[-1][1]:
                os.close(levels.pop()[0])
            if not levels:
                return total
            if len(levels) > MOST_DEPTH:
                return None
            with contextlib.suppress(FileNotFoundError):
                entered = os.open(levels[-1][1].pop(), _FOLDER, dir_fd=levels[-1][0])
    except OSError:
        return None
    finally:
        for folder, _ in levels:
            os.close(folder)


def _empty(top: int) -> None:
    """Remove all that lies in a folder: folders are moved up first, so that none is ever deep."""
    while names := os.listdir(top):
        done = 0
        for name in names:
            try:
                os.unlink(name, dir_fd=top)
                done += 1
            except OSError:
                done += _flatten(top, name)
        if not done:
            return


def _flatten(top: int, name: str) -> bool:
    """Remove a folder; its own folders become neighbours. Whether anything was gained."""
    with contextlib.suppress(OSError):
        os.chmod(name, 0o700, dir_fd=top)  # folders may be made so that nobody can enter them
        folder = os.open(name, _FOLDER, dir_fd=top)
        try:
            for inner in os.listdir(folder):
                try:
                    os.unlink(inner, dir_fd=folder)
                except OSError:
                    os.chmod(inner, 0o700, dir_fd=folder)
                    new = secrets.token_hex(16)
                    os.rename(inner, new, src_dir_fd=folder, dst_dir_fd=top)
        finally:
            os.close(folder)
        os.rmdir(name, dir_fd=top)
        return True
    return False
