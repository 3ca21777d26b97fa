"""The walls around a child process, from the outermost call to the innermost, and which are there.

Order matters: each wall is put up while the calls it needs are still allowed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.jail import bubblewrap, landlock, seccomp

if sys.platform != "win32":
    import resource

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
        Bytes of the scratch folder, watched from outside; also of files without a name.
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

    Attributes
    ----------
    landlock : int
        Version, 0 for none.
    seccomp : bool
    bubblewrap : bool
    without : str
        Why there is no bubblewrap.
    notes : tuple of str
        What else is to be said, such as what to do where there is no jail.
    """

    landlock: int
    seccomp: bool
    bubblewrap: bool = False
    without: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def sufficient(self) -> bool:
        return self.landlock > 0 and self.seccomp

    def __str__(self) -> str:
        none = f"no bubblewrap: {self.without}" if self.without else "no bubblewrap"
        parts = [
            "process limits, no new privileges",
            f"Landlock (version {self.landlock})" if self.landlock else "no Landlock",
            "system-call filter" if self.seccomp else "no system-call filter",
            "bubblewrap" if self.bubblewrap else none,
        ]
        return "; ".join([*(parts if sys.platform == "linux" else ()), *self.notes])


NOWHERE = Walls(0, False)
"""No walls but limits: for code that is trusted."""


def walls() -> Walls:
    """Look at what this machine offers; without effect.

    The first call takes about 20 ms, for bubblewrap's trial run.
    """
    if sys.platform != "linux":
        return Walls(0, False, notes=(f"{platform.system()} has no jail of ours. {ELSEWHERE}",))
    there, without = landlock.abi(), bubblewrap.refusal()
    notes = [] if there and seccomp.available() else [OLD_KERNEL]
    return Walls(there, seccomp.available(), not without, without, tuple(notes))


ELSEWHERE = (
    "Grade on Linux 5.13 or newer: a machine, a virtual machine, or a container "
    "(Docker Desktop and WSL 2 bring such a kernel along)"
)
OLD_KERNEL = (
    "Both Landlock and the system-call filter are needed: grade on Linux 5.13 or newer on x86_64 "
    "or aarch64, with Landlock among the kernel's security modules (lsm=landlock,...)"
)


def enter(
    scratch: Path,
    rules: Sequence[bytes],
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
    rules : sequence of bytes
        What else may be read, as `landlock.rule` makes them.
    limits : Limits
    keep : sequence of int
        Descriptors that stay open.
    parent : int
        Process id of the zygote; when it is gone, so is this process.
    offered : Walls
    """
    if _libc is None:
        os.chdir(scratch)
        return
    die_with_parent(parent)
    os.setsid()
    os.chdir(scratch)
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    program = seccomp.load(os.getpid()) if offered.seccomp else b""
    _drop_capabilities()
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if offered.landlock:
        _confine_files(scratch, rules, offered.landlock)
    close_all_but(keep)
    _limit(limits)
    if program:
        seccomp.apply(program)


def die_with_parent(parent: int) -> None:
    """End this process when the one that started it, of this id, is gone; also if it is already."""
    assert _libc is not None
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


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


def _confine_files(scratch: Path, given: Sequence[bytes], version: int) -> None:
    rules = landlock.Ruleset(version)
    rules.add(given)
    for path, access in ((scratch, landlock.READ_WRITE), (f"/proc/{os.getpid()}", landlock.READ)):
        if not rules.allow(path, access):
            raise OSError(f"{path} could not be opened")
    for device in ("/dev/null", "/dev/zero", "/dev/full"):
        rules.allow(device, landlock.DEVICE)
    for device in ("/dev/urandom", "/dev/random"):
        rules.allow(device, landlock.READ)
    rules.restrict_self()
    rules.close()
