"""Where attacks are played: a grader with things worth stealing around it, watched from outside."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import pwd
import secrets
import socket
import sqlite3
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

import autograder
from autograder.classroom.executor import fill, plain_cells
from autograder.classroom.run import Options, run_notebook
from autograder.jail.layers import Limits
from autograder.jail.warm import Zygote
from tests.attacks.declared import IMPORTS, Attack, exercise, solution

MARKER = "for-instructors-eyes-only-7f3a91"
"""Stands in everything that nobody in the jail may read."""
PR_SET_CHILD_SUBREAPER = 36
OUTPUT_MEGABYTES = 10


@dataclass(frozen=True)
class Played:
    """What became of one submission.

    Attributes
    ----------
    points : dict
        By exercise, as nbgrader counts them.
    notebook : NotebookNode
    notes : list of str
    said : str
        All outputs as one text.
    seconds, megabytes : float
        Time the grader took, and by how much its memory grew at most.
    """

    points: dict[str, float]
    notebook: Any
    notes: list[str]
    said: str
    seconds: float
    megabytes: float


class Stage:
    """A grader, its secrets, and a warm process, in bubblewrap or not; `close()` it."""

    def __init__(self, folder: Path, outer: bool = True) -> None:
        self.token = f"attack-was-here-{secrets.token_hex(4)}"
        self.secret = f"{MARKER}-{secrets.token_hex(8)}"
        self.canary = folder / "course"
        self.home = folder / "home"
        self.scratch = folder / "tmp"
        self._plant()
        self._before = os.environ.get("HOME"), tempfile.tempdir
        os.environ["HOME"], tempfile.tempdir = str(self.home), str(self.scratch)
        os.environ["GRADING_SECRET"] = MARKER
        # Orphans of ours become our children, so that no daemon escapes the count.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.ears = Ears(folder)
        self.zygote = Zygote("numpy", outer=outer)
        # The warm process among them, and bubblewrap where it stands between.
        self._others = descendants(os.getpid())
        self.site = Path(sysconfig.get_path("purelib"))
        self.repository = Path(autograder.__file__).resolve().parents[1]
        self._treasures = self.treasures()

    def _plant(self) -> None:
        for place in (self.home, self.scratch, self.canary / "submitted/alice/01-sliding"):
            place.mkdir(parents=True)
        (self.canary / "source").mkdir()
        (self.canary / "source/solution.py").write_text(f"ANSWER = '{MARKER}'\n")
        (self.canary / "submitted/alice/01-sliding/01-sliding.ipynb").write_text(f'["{MARKER}"]')
        (self.canary / "nbgrader_config.py").write_text(f"# {MARKER}\n")
        (self.canary / ".grading-secret").write_text(MARKER)
        (self.home / ".bashrc").write_text(f"# {MARKER}\n")
        with sqlite3.connect(self.canary / "gradebook.db") as gradebook:
            gradebook.execute("create table grade (student text, points real)")
            gradebook.execute("insert into grade values (?, 1)", (MARKER,))
        gradebook.close()

    def close(self) -> None:
        self.zygote.close()
        self.ears.close()
        home, tempfile.tempdir = self._before
        os.environ.pop("HOME") if home is None else os.environ.update(HOME=home)
        del os.environ["GRADING_SECRET"]

    def filled(self, source: str) -> str:
        """A cell with this stage's paths and numbers in it."""
        names = {
            "@CANARY@": self.canary,
            "@HOME@": self.home,
            "@REPO@": self.repository,
            "@SITE@": self.site,
            "@TOKEN@": self.token,
            "@GRADER@": os.getpid(),
            "@TCP@": self.ears.tcp.getsockname()[1],
            "@UDP@": self.ears.udp.getsockname()[1],
        }
        for name, value in names.items():
            source = source.replace(name, str(value))
        return source

    def play(self, attack: Attack) -> Played:
        """Run a hostile notebook."""
        honest = [check_cell("window_at")]
        cells = [
            new_code_cell(IMPORTS),
            new_code_cell(solution("window_at")),
            *(honest if attack.honest_first else []),
            *(new_code_cell(self.filled(source)) for source in attack.cells),
            check_cell(attack.exercise),
            *([] if attack.honest_first else honest),
        ]
        return self.run(cells, attack.cell_seconds)

    def honest(self) -> Played:
        """Run a notebook whose two exercises are right."""
        names = ("window_at", "cross_correlate2d")
        cells = [new_code_cell(IMPORTS), *(new_code_cell(solution(name)) for name in names)]
        return self.run([*cells, *map(check_cell, names)])

    def run(
        self, cells: Sequence[Any], cell_seconds: float = 5.0, limits: Limits | None = None
    ) -> Played:
        """Run cells as the executor does, and watch the grader meanwhile."""
        notebook = new_notebook(cells=list(cells))
        options = Options(cell_seconds, limits or Limits(), secret=self.secret)
        before, start = forget_peak(), time.monotonic()
        ran = run_notebook(plain_cells(notebook), {}, self.zygote, options)
        seconds, megabytes = time.monotonic() - start, memory("VmHWM") - before
        fill(notebook, ran)
        points = {
            cell.metadata.nbgrader.grade_id: float(determine_grade(cell)[0] or 0.0)
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade")
        }
        said = json.dumps(ran.outputs)
        return Played(points, notebook, ran.notes, said, seconds, megabytes)

    def treasures(self) -> dict[str, Any]:
        """Everything that no submission may change, in a form that can be compared."""
        found: dict[str, Any] = {}
        for place in (self.canary, self.home):
            for path in sorted(place.rglob("*")):
                told = path.lstat()
                text = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
                found[str(path)] = (told.st_mode, told.st_size, told.st_mtime_ns, text)
        for path in (
            self.site / "numpy/__init__.py",
            self.site / "numpy",
            self.site,
            self.repository / "course/__init__.py",
        ):
            found[str(path)] = path.stat().st_mode, path.stat().st_size
        return found

    def assert_untouched(self) -> None:
        """Nothing outside the scratch folder has changed, and nothing was left behind."""
        assert self.treasures() == self._treasures
        for place in ("/tmp", "/var/tmp", "/dev/shm", pwd.getpwuid(os.getuid()).pw_dir, "/"):
            assert not list(glob(place, f"*{self.token}*"))
        for inside in (self.site, self.repository, self.repository / "course"):
            assert not list(glob(inside, f"*{self.token}*"))
        assert os.listdir(self.zygote.ground.fd) == []
        assert self.ears.heard() == []

    def assert_nobody_left(self) -> None:
        """No process but the warm one is left; the dying get a moment."""
        deadline = time.monotonic() + 2.0
        while True:
            left = descendants(os.getpid()) - self._others
            if not left or time.monotonic() > deadline:
                break
            time.sleep(0.01)
        assert left == set()


class Ears:
    """Sockets that must never hear anything."""

    def __init__(self, folder: Path) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.path = folder / "course" / "log.socket"
        self.unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.unix.bind(str(self.path))
        self.path.chmod(0o666)
        self.abstract = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.abstract.bind(f"\0attacks-{os.getpid()}")
        for ear in (self.tcp, self.udp, self.unix, self.abstract):
            ear.setblocking(False)

    def heard(self) -> list[str]:
        """What came since the last time."""
        found = []
        for name, ear in (("udp", self.udp), ("unix", self.unix), ("abstract", self.abstract)):
            try:
                found.append(f"{name}: {ear.recv(100)!r}")
            except BlockingIOError:
                pass
        try:
            self.tcp.accept()[0].close()
            found.append("tcp")
        except BlockingIOError:
            pass
        return found

    def close(self) -> None:
        for ear in (self.tcp, self.udp, self.unix, self.abstract):
            ear.close()


def check_cell(task_id: str, grade_id: str = "") -> Any:
    """The locked, graded cell of an exercise."""
    marks = {"grade": True, "grade_id": grade_id or task_id, "locked": True}
    marks |= {"solution": False, "task": False, "schema_version": 3, "cell_type": "code"}
    marks["points"] = exercise(task_id).points
    return new_code_cell(f'check("{task_id}", {task_id})', metadata={"nbgrader": marks})


def assert_can_be_kept(played: Played) -> None:
    """The notebook is valid, can be written and read, and is of modest size."""
    nbformat.validate(played.notebook)
    text = nbformat.writes(played.notebook).encode()
    assert nbformat.reads(text.decode(), as_version=4) is not None
    assert len(text) < OUTPUT_MEGABYTES << 20


def glob(place: str | Path, pattern: str) -> list[Path]:
    """Entries of one folder; none where it can't be listed."""
    try:
        return list(Path(place).glob(pattern))
    except OSError:
        return []


def descendants(pid: int) -> set[int]:
    """Ids of all living processes below this one."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents[int(entry.name)] = int(parent)
    found = {pid}
    while more := {p for p, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def memory(name: str, pid: int | str = "self") -> float:
    """Megabytes of VmRSS, VmHWM or another line of a process's status."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise KeyError(name)


def forget_peak() -> float:
    """Let the highest memory use count from now; returns what is used now, in megabytes."""
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")
