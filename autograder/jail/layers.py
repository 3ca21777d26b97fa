"""The walls around a child process, from the outermost call to the innermost, and which are there.

Order matters: each wall is put up while the calls it needs are still allowed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.jail import landlock, seccomp

MIB = 1 << 20
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP = 1, 4, 38, 24
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    memory : int
        Bytes of address space beyond what the warm process already has.
    cpu : int
        Seconds of processor time, all threads together.
    file : int
        Bytes of one file.
    disk : int
        Bytes of the scratch folder, watched from outside.
    files : int
        Open file descriptors.
    """

    memory: int = 4096 * MIB
    cpu: int = 600
    file: int = 64 * MIB
    disk: int = 256 * MIB
    files: int = 256


@dataclass(frozen=True)
class Walls:
    """Which layers this machine offers.

    `sufficient` says whether untrusted code may run: Landlock and seccomp are both needed.
    """

    landlock: int
    seccomp: bool
    bubblewrap: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def sufficient(self) -> bool:
        return self.landlock > 0 and self.seccomp

    def __str__(self) -> str:
        parts = [
            "process limits, no new privileges",
            f"Landlock (version {self.landlock})" if self.landlock else "no Landlock",
            "system-call filter" if self.seccomp else "no system-call filter",
        ]
        return "; ".join([*parts, *(["bubblewrap"] if self.bubblewrap else []), *self.notes])


def walls() -> Walls:
    """Look at what this machine offers; cheap and without effect."""
    if sys.platform != "linux":
        where = (
            f"{platform.system()} has no jail of ours; use Linux, a container or a virtual machine"
        )
        return Walls(0, False, notes=(where,))
    return Walls(landlock.abi(), seccomp.available())


def enter(
    scratch: Path,
    readable: Sequence[int],
    listable: Sequence[int],
    limits: Limits,
    keep: Sequence[int],
    parent: int,
    offered: Walls,
) -> None:
    """Put up every wall around this process. There is no way back.

    Parameters
    ----------
    scratch : Path
        The only folder that may be written.
    readable, listable : sequences of int
        Open descriptors of the files and folders that may be read, and of folders that may be
        listed.
    limits : Limits
    keep : sequence of int
        Descriptors that stay open.
    parent : int
        Process id of the zygote; when it is gone, so is this process.
    offered : Walls
    """
    assert _libc is not None
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    os.setsid()
    os.chdir(scratch)
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    program = seccomp.load(os.getpid()) if offered.seccomp else b""
    _drop_capabilities()
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if offered.landlock:
        _confine_files(scratch, readable, listable, offered.landlock)
    close_all_but(keep)
    _limit(limits)
    if program:
        seccomp.apply(program)


def close_all_but(keep: Sequence[int]) -> None:
    """Close every descriptor except standard streams and those named."""
    low = 3
    for fd in sorted({fd for fd in keep if fd >= 3}):
        os.closerange(low, fd)
        low = fd + 1
    os.closerange(low, resource.getrlimit(resource.RLIMIT_NOFILE)[1])


def _limit(limits: Limits) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + limits.memory
    for which, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        _, most = resource.getrlimit(which)
        least = value if most == resource.RLIM_INFINITY else min(value, most)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (least, least))


def _drop_capabilities() -> None:
    """Give up root's powers where there are any; without effect for ordinary users."""
    assert _libc is not None
    for number in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0) != 0:
            break
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _libc.capset(header, nothing)


def _confine_files(
    scratch: Path, readable: Sequence[int], listable: Sequence[int], version: int
) -> None:
    rules = landlock.Ruleset(version)
    for fd in readable:
        rules.allow_fd(fd, landlock.READ)
    for fd in listable:
        rules.allow_fd(fd, landlock.LIST)
    for path, access in ((scratch, landlock.READ_WRITE), (f"/proc/{os.getpid()}", landlock.READ)):
        if not rules.allow(path, access):
            raise OSError(f"{path} could not be opened")
    for device in ("/dev/null", "/dev/zero", "/dev/full"):
        rules.allow(device, landlock.DEVICE)
    for device in ("/dev/urandom", "/dev/random"):
        rules.allow(device, landlock.READ)
    rules.restrict_self()
    rules.close()
