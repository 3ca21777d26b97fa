"""Landlock: which files a process may read and write, decided by the process itself, without root.

The kernel's interface is in its documentation, userspace-api/landlock: three system calls.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1

_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_WRITE_FILE, _REMOVE_DIR, _REMOVE_FILE = 1 << 1, 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_REG = 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_HANDLED_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP = 0b11
_SCOPES = 0b11

READ = _READ_FILE | _READ_DIR
LIST = _READ_DIR
READ_WRITE = (
    READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
)
DEVICE = _READ_FILE | _WRITE_FILE

if sys.platform != "win32":
    _libc = ctypes.CDLL(None, use_errno=True)
    _libc.syscall.restype = ctypes.c_long


class LandlockError(OSError):
    """The kernel refused a Landlock call."""


def abi() -> int:
    """The kernel's Landlock version: 0 when there is none, 6 and more on recent kernels."""
    version = _libc.syscall(_CREATE_RULESET, None, 0, _VERSION)
    return max(0, int(version))


def handled(version: int) -> int:
    """File accesses that this version governs."""
    return _HANDLED_BY_ABI[max(v for v in _HANDLED_BY_ABI if v <= version)]


def rule(fd: int, access: int, version: int) -> bytes:
    """A rule that allows an access below an open folder or file."""
    if not stat.S_ISDIR(os.fstat(fd).st_mode):
        access &= _READ_FILE | _WRITE_FILE | _TRUNCATE
    return struct.pack("=Qi", access & handled(version), fd)


class Ruleset:
    """A list of allowed paths, built once and applied in a child.

    Parameters
    ----------
    version : int
        As `abi()` tells; lower versions govern less.
    """

    def __init__(self, version: int) -> None:
        self.version = version
        self.handled = handled(version)
        attributes = struct.pack(
            "=QQQ", self.handled, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0
        )
        size = 24 if version >= 6 else 16 if version >= 4 else 8
        self.fd = _call(_CREATE_RULESET, attributes, size, 0)

    def allow(self, path: Path | str, access: int) -> bool:
        """Allow an access below a path; False when the path does not exist."""
        try:
            fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            self.allow_fd(fd, access)
        finally:
            os.close(fd)
        return True

    def allow_fd(self, fd: int, access: int) -> None:
        """Allow an access below an open folder or file."""
        self.add([rule(fd, access, self.version)])

    def add(self, rules: Iterable[bytes]) -> None:
        """Allow what rules made beforehand allow; their descriptors must be open still."""
        for one in rules:
            if _libc.syscall(_ADD_RULE, self.fd, _PATH_BENEATH, one, 0) < 0:
                raise _error(_ADD_RULE)

    def restrict_self(self) -> None:
        """Apply to this thread and its future children, for ever. Needs no_new_privs."""
        _call(_RESTRICT_SELF, self.fd, 0)

    def close(self) -> None:
        """Give the file descriptor back."""
        os.close(self.fd)


def _call(number: int, *arguments: object) -> int:
    converted = [
        argument if isinstance(argument, bytes) else ctypes.c_long(int(str(argument)))
        for argument in arguments
    ]
    result = int(_libc.syscall(number, *converted))
    if result < 0:
        raise _error(number)
    return result


def _error(number: int) -> LandlockError:
    code = ctypes.get_errno()
    return LandlockError(code, f"Landlock call {number}: {os.strerror(code)}")
