"""seccomp: which system calls a process may make. The filters are compiled beforehand.

See `compile_filters` for what they allow. They are shipped ready-made, because looking the numbers
up at run time needs a library that may be missing or of another architecture.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from functools import lru_cache
from pathlib import Path

OWN_PID = 0x7A5A7A5A
"""Stands in the compiled filters for the id of the process that they will confine."""

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_INSTRUCTION, _VALUE = struct.Struct("=HBBI"), struct.Struct("=I")

if sys.platform != "win32":
    _libc = ctypes.CDLL(None, use_errno=True)


class SeccompError(OSError):
    """The kernel refused the filter."""


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def available() -> bool:
    """Whether there is a filter for this processor and the kernel takes filters."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "Seccomp:" in status and _path().exists()


def load(pid: int) -> bytes:
    """The filter for a process: the compiled program with its id filled in."""
    template, places = _template()
    program = bytearray(template)
    for place in places:
        _VALUE.pack_into(program, place, pid)
    return bytes(program)


@lru_cache(maxsize=1)
def _template() -> tuple[bytes, tuple[int, ...]]:
    """The compiled program, and where in it the id belongs; read once by the warm process."""
    program = _path().read_bytes()
    starts = range(0, len(program), _INSTRUCTION.size)
    values = [_INSTRUCTION.unpack_from(program, start)[3] for start in starts]
    after = _INSTRUCTION.size - _VALUE.size
    return program, tuple(
        s + after for s, value in zip(starts, values, strict=True) if value == OWN_PID
    )


def apply(program: bytes) -> None:
    """Confine this process, for ever. Needs no_new_privs."""
    filter_ = _Program(len(program) // _INSTRUCTION.size, program)
    if _libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_), 0, 0) != 0:
        code = ctypes.get_errno()
        raise SeccompError(code, f"seccomp: {os.strerror(code)}")


def _path() -> Path:
    return Path(__file__).parent / "filters" / f"{platform.machine()}.bpf"
