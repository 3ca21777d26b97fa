"""Something is done in a forked child, and what came of it is told here."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.jail import landlock, seccomp

ABI = landlock.abi()
VERSIONS = range(1, ABI + 1)
NO_NEW_PRIVS = 38
CHILD_SECONDS = 20.0
needs_landlock = pytest.mark.skipif(ABI == 0, reason="this kernel has no Landlock")
needs_seccomp = pytest.mark.skipif(
    not seccomp.available(), reason="no filter for this processor, or no seccomp"
)
libc = ctypes.CDLL(None, use_errno=True)


def in_child(act: Callable[[], object]) -> str:
    """What an action returns, as text, in a forked child; or the exception that it raises."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = repr(act())
        except OSError as error:
            said = errno.errorcode.get(error.errno or 0, str(error))
        except BaseException:
            said = traceback.format_exc()
        with contextlib.suppress(OSError):
            os.write(write, said.encode()[:60_000])
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        if not select.select([answer], [], [], CHILD_SECONDS)[0]:
            os.kill(child, signal.SIGKILL)
        said = answer.read()
    status = os.waitpid(child, 0)[1]
    return said or f"ended with {status}"


def attempt(act: Callable[[], object]) -> str:
    try:
        act()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether a process ends within that time (a zombie has ended)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False
