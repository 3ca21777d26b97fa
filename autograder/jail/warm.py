"""The trusted side's hold on a zygote: start it, fork from it, end it."""

from __future__ import annotations

import array
import contextlib
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

from autograder.jail import bubblewrap, layers, toolkit, wire
from autograder.jail.layers import Limits, Walls
from autograder.jail.scratch import Ground

START_SECONDS = 120.0
"""A warm process may take its time on a busy machine."""

END_SECONDS = 2.0
"""A warm process that is not told to end by a signal hears at once that nobody needs it."""

SCRATCH_BYTES = 2 * Limits().disk
"""Of the file system in memory; a submission is stopped when it has taken half of it."""

_CREDENTIALS = struct.Struct("=iii")


class JailError(RuntimeError):
    """The jail itself could not be started or answered nonsense."""


class Child(NamedTuple):
    """A process forked for a submission.

    Attributes
    ----------
    channel : socket
    number : int
        Its id as the zygote knows it.
    pid : int
        Its id as this process knows it; the same unless bubblewrap is around the zygote.
    """

    channel: socket.socket
    number: int
    pid: int


class Zygote:
    """A warm process to fork submissions from. Use as a context manager, or `close()` it.

    Parameters
    ----------
    kind : {"numpy", "torch", "any", "any, torch"}
        Which libraries are there, and imported beforehand; the first cannot reach torch or SciPy.
    confined : bool
        False runs children without walls: only for code you trust.
    outer : bool
        False leaves bubblewrap away where it could be used.

    Attributes
    ----------
    pid : int
    walls : str
        Which layers are around its children.
    bubblewrap : bool
    ground : Ground
        Where the folders of submissions lie.
    """

    def __init__(self, kind: str = "numpy", confined: bool = True, outer: bool = True) -> None:
        if not hasattr(os, "fork"):
            raise JailError(f"{sys.platform} can't fork. {layers.ELSEWHERE}.")
        offered = layers.walls() if confined else layers.NOWHERE
        if offered.bubblewrap and not outer:
            offered = replace(offered, bubblewrap=False, without="left away")
        try:
            self._start(kind, offered)
        except JailError as error:
            if not offered.bubblewrap:
                raise
            said = str(error).strip().splitlines()[-1][-200:]
            why = f"the warm process does not start in it ({said})"
            self._start(kind, replace(offered, bubblewrap=False, without=why))

    def _start(self, kind: str, offered: Walls) -> None:
        ours, theirs = socket.socketpair()
        self._control = ours
        self._ground: Ground | None = None
        self.bubblewrap = offered.bubblewrap
        _want_credentials(ours)
        settings = _settings_folder()
        own = [sys.executable, "-m", "autograder.jail.zygote", str(theirs.fileno()), kind]
        around = bubblewrap.command(kind, settings, SCRATCH_BYTES) if offered.bubblewrap else ()
        with theirs:
            self._process = subprocess.Popen(
                [*around, *own],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_clean_environment(settings, bubblewrap.SCRATCH if around else None),
                cwd="/",
            )
        self.pid = self._process.pid
        ours.settimeout(START_SECONDS)
        start = {
            "walls": asdict(offered),
            "readable": [str(path) for path in toolkit.readable(kind)],
            "listable": [str(path) for path in toolkit.listable()],
            "hidden": sorted(toolkit.hidden_modules(kind)),
        }
        try:
            wire.send(ours, start)
            pid, fds = _hear(ours)
            wire.receive(ours)
        except (EOFError, OSError, wire.WireError) as error:
            said = self._last_words()
            self.close()
            raise JailError(f"the jail did not start: {said[-2000:] or error}") from None
        self.pid = pid or self.pid
        self.walls = str(offered)
        self._ground = Ground(fds[0], bubblewrap.SCRATCH, True) if fds else Ground.temporary()

    @property
    def ground(self) -> Ground:
        """Where the folders of submissions lie."""
        assert self._ground is not None
        return self._ground

    def fork(self, scratch: Path, limits: Limits, seed: int) -> Child:
        """A new jailed process; `scratch` is its folder as the jail sees it.

        Raises
        ------
        JailError
            When the warm process is gone.
        """
        ours, theirs = socket.socketpair()
        _want_credentials(ours)
        ours.settimeout(START_SECONDS)
        request = {"op": "fork", "scratch": str(scratch), "limits": asdict(limits), "seed": seed}
        try:
            with theirs:
                socket.send_fds(self._control, [b"f"], [theirs.fileno()])
                wire.send(self._control, request)
            number = int(wire.receive(self._control)["pid"])
            pid, _ = _hear(ours)
        except (EOFError, OSError, wire.WireError) as error:
            ours.close()
            raise JailError(f"the warm process is gone ({error})") from None
        return Child(ours, number, pid or number)

    def end(self, number: int) -> int:
        """Kill a child and return its wait status."""
        try:
            self._control.sendall(b"e")
            wire.send(self._control, {"op": "end", "pid": number})
            return int(wire.receive(self._control)["status"])
        except (EOFError, OSError, wire.WireError):
            return signal.SIGKILL  # it died with the warm process

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the zygote; its children die with it."""
        self._control.close()
        # Inside bubblewrap it hears that and ends, with all there; bubblewrap itself ends last.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS if self.bubblewrap else 0)
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        if self._ground is not None:
            self._ground.close()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _last_words(self) -> str:
        stream = self._process.stderr
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        self._process.kill()
        return stream.read().decode(errors="replace").strip() if stream else ""


def _want_credentials(channel: socket.socket) -> None:
    """Have the kernel say who sends: inside bubblewrap processes have other numbers."""
    if sys.platform == "linux":
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)


def _hear(channel: socket.socket) -> tuple[int, list[int]]:
    """The first byte of a process of ours: its id (0 where none is told), and descriptors with it."""
    pid, fds = 0, array.array("i")
    note, ancillary, _, _ = channel.recvmsg(1, 256, getattr(socket, "MSG_CMSG_CLOEXEC", 0))
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            fds.frombytes(data[: len(data) - len(data) % fds.itemsize])
        elif sys.platform == "linux" and kind == socket.SCM_CREDENTIALS:
            pid = _CREDENTIALS.unpack(data)[0]
    if not note:
        raise EOFError("the other side is gone")
    if sys.platform == "linux":
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
    return pid, list(fds)


def _settings_folder() -> Path:
    """Where matplotlib keeps its list of fonts from one start to the next."""
    place = Path(tempfile.gettempdir()) / f"cnn-course-matplotlib-{os.getuid()}"
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=0o700)
    told = place.lstat()
    if not stat.S_ISDIR(told.st_mode) or told.st_uid != os.getuid():
        return Path(tempfile.mkdtemp(prefix="cnn-course-matplotlib-"))  # somebody else was there
    return place


def _clean_environment(settings: Path, temporary: Path | None) -> dict[str, str]:
    """No secrets: a fixed list of variables, and where our packages are."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    if temporary is not None:
        kept["TMPDIR"] = str(temporary)
    return {
        **kept,
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(toolkit.ROOT),
        "PYTHONHASHSEED": "0",
        # Before NumPy is imported: a thread pool that is alive when the zygote forks may hang a child.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "HOME": "/nonexistent",
        "MPLCONFIGDIR": str(settings),
        "IPYTHONDIR": str(settings / "ipython"),
    }
