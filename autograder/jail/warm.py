"""The trusted side's hold on a zygote: start it, fork from it, end it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from autograder.jail import wire
from autograder.jail.layers import Limits

START_SECONDS = 120.0
"""A warm process may take its time on a busy machine."""


class JailError(RuntimeError):
    """The jail itself could not be started or answered nonsense."""


class Zygote:
    """A warm process to fork submissions from. Use as a context manager, or `close()` it.

    Parameters
    ----------
    kind : {"numpy", "torch", "any", "any, torch"}
        Which libraries are there, and imported beforehand; the first cannot reach torch or SciPy.
    confined : bool
        False runs children without walls: only for code you trust.
    """

    def __init__(self, kind: str = "numpy", confined: bool = True) -> None:
        ours, theirs = socket.socketpair()
        self._control = ours
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "autograder.jail.zygote",
                    str(theirs.fileno()),
                    kind,
                    "jail" if confined else "none",
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_clean_environment(),
                cwd="/",
            )
        ours.settimeout(START_SECONDS)
        try:
            hello = wire.receive(ours)
        except (EOFError, OSError, wire.WireError) as error:
            said = (
                self._process.stderr.read().decode(errors="replace") if self._process.stderr else ""
            )
            self.close()
            raise JailError(f"the jail did not start: {said[-2000:] or error}") from None
        self.pid: int = hello["ready"]
        self.walls: str = hello["walls"]

    def fork(self, scratch: Path, limits: Limits, seed: int) -> tuple[socket.socket, int]:
        """A new jailed process: the socket to it, and its id."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b"f"], [theirs.fileno()])
            wire.send(
                self._control,
                {
                    "op": "fork",
                    "scratch": str(scratch),
                    "limits": asdict(limits),
                    "seed": seed,
                    "zygote": self.pid,
                },
            )
        return ours, int(wire.receive(self._control)["pid"])

    def end(self, pid: int) -> int:
        """Kill a child and return its wait status."""
        self._control.sendall(b"e")
        wire.send(self._control, {"op": "end", "pid": pid})
        return int(wire.receive(self._control)["status"])

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the zygote; its children die with it."""
        self._control.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _clean_environment() -> dict[str, str]:
    """No secrets: a fixed list of variables, and where our packages are."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    root = str(Path(__file__).resolve().parents[2])
    settings = Path(tempfile.gettempdir()) / f"cnn-course-matplotlib-{os.getuid()}"
    return {
        **kept,
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": root,
        "PYTHONHASHSEED": "0",
        # Before NumPy is imported: a thread pool that is alive when the zygote forks may hang a child.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "HOME": "/nonexistent",
        "MPLCONFIGDIR": str(settings),
        "IPYTHONDIR": str(settings / "ipython"),
    }
