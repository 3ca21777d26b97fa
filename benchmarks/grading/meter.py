"""What a command costs: processor time, wall-clock time and memory of all its processes together.

`measure` runs the command below a small process of its own (this file, started as a script, which
needs nothing but the standard library). That process makes itself the reaper of orphans
(PR_SET_CHILD_SUBREAPER), waits for every descendant, and reports

- `cpu`: user and system seconds of all descendants, by getrusage(RUSAGE_CHILDREN). A process hands
  its own time and that of the children it waited for to whoever waits for it; one whose parent was
  killed comes to the reaper. So kernels, zygotes and the zygotes' killed children are all in it.
  Only a child of a process that ignores SIGCHLD would be missing: nobody here does.
- `sampled`: the same from /proc/PID/stat, read many times a second: an independent lower bound
  (a process shorter than the interval is missed, the last interval of any other, too).
- `wall`: seconds until the command itself has ended.
- `peak`: bytes of memory, the largest sum over the tree of the proportional set size: pages
  shared by n processes count 1/n in each. Where that may not be read, the resident set size stands
  in, and `shared_twice` is true: shared pages then count in each process.

The reaper's own time is in none of them. Held against a control group's own accounts (cpuacct) on
plain nbgrader and on ours with two jobs, `cpu` and those agreed within 0.05 s: the reaper itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_CHILD_SUBREAPER = 36
INTERVAL = 0.05
"""Seconds between two looks at the tree; more where a look takes long: see `SHARE`."""
SHARE = 0.04
"""Of one core, the most that looking may take."""
PATIENCE = 30.0
"""Seconds that orphans may take to end once the command has ended; then they are killed."""
TAIL = 3000
"""Characters of a failed command's output that are told."""


class CommandFailed(RuntimeError):
    """A measured command ended with an error; the text has the end of what it printed."""


@dataclass(frozen=True)
class Usage:
    """What one run of a command took; seconds and bytes, as the module says."""

    cpu: float
    sampled: float
    wall: float
    peak: int
    shared_twice: bool


def measure(
    command: Sequence[str],
    cwd: Path,
    env: Mapping[str, str],
    accept: Sequence[int] = (0,),
    memory: bool = True,
) -> Usage:
    """Run a command to its end and say what it took.

    Parameters
    ----------
    command : sequence of str
    cwd : Path
    env : mapping of str to str
        The whole environment.
    accept : sequence of int
        Exit codes that are no failure.
    memory : bool
        False leaves `peak` and `sampled` at 0, and the machine to the command alone.

    Raises
    ------
    CommandFailed
    """
    with tempfile.TemporaryDirectory(prefix="meter-") as folder:
        report, printed = Path(folder) / "report.json", Path(folder) / "printed"
        looks = "look" if memory else "blind"
        with printed.open("wb") as file:
            subprocess.run(
                [sys.executable, "-I", __file__, str(report), looks, *command],
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                check=False,
            )
        said = printed.read_text(encoding="utf-8", errors="replace")[-TAIL:]
        try:
            found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            raise CommandFailed(f"{' '.join(command)} was not measured:\n{said}") from None
    code = found.pop("code")
    if code not in accept:
        raise CommandFailed(f"{' '.join(command)} ended with {code}:\n{said}")
    return Usage(**found)


class Watch(threading.Thread):
    """Looks at the tree below this process until told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.shared_twice = False
        self._seconds: dict[tuple[int, str], float] = {}
        self._ended = threading.Event()

    @property
    def sampled(self) -> float:
        """Processor seconds seen so far, all processes together."""
        return sum(self._seconds.values())

    def stop(self) -> None:
        """End the thread."""
        self._ended.set()
        self.join()

    def run(self) -> None:
        pause = INTERVAL
        while not self._ended.wait(pause):
            start = time.thread_time()
            self._look()
            pause = max(INTERVAL, (time.thread_time() - start) / SHARE)

    def _look(self) -> None:
        total = 0
        for pid in self._tree():
            size = _proportional(pid)
            if size is None:
                size, self.shared_twice = _resident(pid), True
            total += size
        self.peak = max(self.peak, total)

    def _tree(self) -> list[int]:
        """All descendants; their times are noted on the way."""
        below: dict[int, list[int]] = {}
        times: dict[int, tuple[str, float]] = {}
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            with contextlib.suppress(OSError, IndexError):
                fields = Path(f"/proc/{name}/stat").read_text("utf-8", "replace")
                rest = fields.rpartition(")")[2].split()
                below.setdefault(int(rest[1]), []).append(int(name))
                times[int(name)] = rest[19], (int(rest[11]) + int(rest[12])) / _TICKS
        found: list[int] = []
        waiting = list(below.get(os.getpid(), ()))
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting += below.get(pid, ())
            begun, seconds = times[pid]
            self._seconds[pid, begun] = seconds
        return found


_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def _proportional(pid: int) -> int | None:
    """Proportional set size in bytes; None where it may not be read, 0 for one that is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    except OSError:
        return None
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


def _reap(child: int) -> tuple[int, float]:
    """Wait for every descendant; the child's wait status, and when it ended."""
    status, ended, deadline = 0, 0.0, float("inf")
    while True:
        try:
            pid, found = os.waitpid(-1, os.WNOHANG if ended else 0)
        except ChildProcessError:
            return status, ended
        if pid == child:
            status, ended = found, time.monotonic()
            deadline = ended + PATIENCE
        elif pid == 0:
            if time.monotonic() > deadline:
                _kill_children()
            time.sleep(0.01)


def _kill_children() -> None:
    for path in Path("/proc/self/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for pid in path.read_text(encoding="ascii").split():
                os.kill(int(pid), signal.SIGKILL)


def main(arguments: Sequence[str]) -> None:
    """Run a command and write down what it took: the reaper's own process."""
    report, looks, *command = arguments
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this machine can't collect orphans; Linux is needed")
    watch = Watch()
    start = time.monotonic()
    child = subprocess.Popen(command)
    if looks == "look":
        watch.start()
    status, ended = _reap(child.pid)
    if looks == "look":
        watch.stop()
    child.returncode = os.waitstatus_to_exitcode(status)  # it was waited for here
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "code": child.returncode,
        "cpu": spent.ru_utime + spent.ru_stime,
        "sampled": watch.sampled,
        "wall": ended - start,
        "peak": watch.peak,
        "shared_twice": watch.shared_twice,
    }
    Path(report).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
