"""bubblewrap: a file system of its own for the warm process, in which nothing else exists.

An outer wall around every child's own. What a notebook may not read is not there at all, so that
even `stat` can't tell whether it exists; the network is empty, no other process has a number, and
everything inside ends with the warm process, which is process 1 there. The scratch folder is a file
system in memory, of a fixed size.

There is no `--die-with-parent`: it follows the thread that started the process, and threads of a
grader come and go. The warm process ends when its socket to the grader is closed instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from autograder.jail import toolkit

SCRATCH = Path("/submission")
"""Where the folders of submissions lie inside."""

TRIAL_SECONDS = 5.0

MANY = 30
"""From so many entries of one folder on, the folder is shown and the others in it are covered."""

_NAMESPACES = ("--unshare-user-try", "--unshare-ipc", "--unshare-pid", "--unshare-net",
               "--unshare-uts", "--unshare-cgroup-try", "--as-pid-1", "--hostname", "jail")  # fmt: skip
_LINKS = ("/lib", "/lib32", "/lib64")
"""Where a program looks for its loader; links to folders of /usr on most systems."""
_KERNEL = ("--proc", "/proc", "--dev", "/dev")


@lru_cache(maxsize=1)
def refusal() -> str:
    """Why bubblewrap can't be used here; "" where it can. Tried once for each process of ours."""
    program = shutil.which("bwrap") if sys.platform == "linux" else None
    if program is None:
        return "it is not installed"
    around = [program, *_NAMESPACES, "--ro-bind", "/", "/", *_KERNEL, "--size", "65536"]
    trial = [*around, "--tmpfs", "/dev/shm", "--", sys.executable, "-I", "-S", "-c", ""]
    try:
        done = subprocess.run(
            trial, capture_output=True, text=True, timeout=TRIAL_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"its trial run failed ({type(error).__name__})"
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return f"its trial run failed ({said[-1][:120] if said else done.returncode})"
    return ""


@lru_cache
def command(kind: str, writable: Path, size: int) -> tuple[str, ...]:
    """What to put before the warm process's own command line.

    Parameters
    ----------
    kind : str
        As for `toolkit.readable`.
    writable : Path
        A folder for the settings of libraries, which the warm process fills.
    size : int
        Bytes of all scratch folders together.
    """
    shown = [*toolkit.readable(kind), *toolkit.own(), Path(sys.executable)]
    return (
        shutil.which("bwrap") or "bwrap",
        *_NAMESPACES,
        *("--perms", "0700", "--size", str(size), "--tmpfs", str(SCRATCH)),
        *mounts(shown),
        *_KERNEL,
        *("--bind", str(writable), str(writable)),
        *("--remount-ro", "/", "--chdir", "/", "--"),
    )


def mounts(paths: Iterable[Path]) -> list[str]:
    """Arguments that show these files and folders, read-only, at the places where they are.

    Links on the way to them are made anew. Each mount costs 0.3 ms and more with their number, so
    most of a folder is shown by showing the whole, with the rest covered.
    """
    links: dict[Path, str] = {}
    for name in _LINKS:
        _resolved(Path(name), links)
    wanted = set()
    for path in paths:
        if path.parts[1] not in ("proc", "dev"):
            wanted.add(_resolved(path, links))
    shown, covered = _grouped({path for path in wanted if not _within(path, wanted)})
    made: list[tuple[Path, tuple[str, ...]]] = []
    for path in shown:
        made.append((path, ("--ro-bind", str(path), str(path))))
    for path in covered:
        cover = ("--tmpfs", str(path)) if path.is_dir() else ("--ro-bind", "/dev/null", str(path))
        made.append((path, cover))
    for link, target in links.items():
        above = next((p for p in link.parents if p in shown or p in covered), None)
        if above is None or above in covered:
            made.append((link, ("--symlink", target, str(link))))
    # What lies deeper is mounted on what lies above it.
    return [word for _, words in sorted(made, key=lambda one: len(one[0].parts)) for word in words]


def _grouped(wanted: set[Path]) -> tuple[set[Path], set[Path]]:
    """What to show and what to cover, so that exactly what is wanted can be seen."""
    shown, covered = set(wanted), set()
    by_folder: dict[Path, set[Path]] = defaultdict(set)
    for path in wanted:
        by_folder[path.parent].add(path)
    for folder, entries in by_folder.items():
        others = {folder / name for name in os.listdir(folder)} - entries
        others = {other for other in others if not other.is_symlink()}
        if len(entries) > MANY and len(others) < len(entries):
            shown = (shown - entries) | {folder}
            covered |= others
    return shown, covered - shown


def _within(path: Path, others: set[Path]) -> bool:
    return any(parent in others for parent in path.parents)


def _resolved(path: Path, links: dict[Path, str]) -> Path:
    """A path without links; those met on the way are noted."""
    place = Path("/")
    waiting = list(path.parts[1:])
    while waiting:
        part = waiting.pop(0)
        step = place.parent if part == ".." else place / part
        if part != ".." and (step in links or step.is_symlink()):
            links[step] = target = os.readlink(step)
            waiting[:0] = [one for one in Path(target).parts if one != "/"]
            place = Path("/") if target.startswith("/") else place
        else:
            place = step
    return place
