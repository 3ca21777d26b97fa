"""All walls together; where some are missing, the rest stand or we refuse."""

from __future__ import annotations

import os
import platform
import resource
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.classroom import executor
from autograder.classroom.executor import NoSandbox, Zygotes
from autograder.jail import landlock, layers, seccomp
from autograder.jail.layers import MIB, Limits, Walls
from tests.jail.child import VERSIONS, attempt, in_child, libc, needs_landlock, needs_seccomp

# The other layers


def entered(
    act: Callable[[], object], folder: Path, offered: Walls, limits: Limits | None = None
) -> str:
    parent = os.getpid()

    def inside() -> object:
        layers.enter(folder, [], limits or Limits(), range(3, 64), parent, offered)
        return act()

    return in_child(inside)


def test_limits_hold_without_any_other_wall(folder: Path) -> None:
    def act() -> list[object]:
        names = ("AS", "CPU", "FSIZE", "NOFILE", "CORE")
        held = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}
        return [held["CPU"], held["FSIZE"], held["NOFILE"], held["CORE"], held["AS"][1] > 0]

    limits = Limits(cpu=7, file=MIB, files=64)
    expected = [(7, 7), (MIB, MIB), (64, 64), (0, 0), True]
    assert entered(act, folder, Walls(0, False), limits) == repr(expected)


def test_memory_beyond_the_limit_is_refused(folder: Path) -> None:
    def act() -> str:
        try:
            return str(len(bytearray(200 * MIB)))
        except MemoryError:
            return "refused"

    assert entered(act, folder, Walls(0, False), Limits(memory=100 * MIB)) == repr("refused")


def test_a_process_inside_has_no_power_and_a_session_of_its_own(folder: Path) -> None:
    def act() -> list[object]:
        status = dict(
            line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines()
        )
        return [
            int(status["CapEff"], 16), int(status["CapPrm"], 16), status["NoNewPrivs"].strip(),
            os.getsid(0) == os.getpid(), Path.cwd() == folder.resolve(),
            libc.prctl(3, 0, 0, 0, 0),
        ]  # fmt: skip

    if os.geteuid() != 0:
        pytest.skip("an ordinary user's process that can't be dumped can't read its own status")
    assert entered(act, folder, Walls(0, False)) == repr([0, 0, "1", True, True, 0])


def test_open_descriptors_do_not_come_along(folder: Path) -> None:
    with open(folder / "secret") as secret:
        number = secret.fileno()
        os.dup2(number, 200)
        try:
            said = entered(lambda: attempt(lambda: os.read(200, 1)), folder, Walls(0, False))
        finally:
            os.close(200)
    assert said == repr("EBADF")


def test_a_child_whose_parent_is_gone_does_not_start(folder: Path) -> None:
    def inside() -> object:
        layers.enter(folder, [], Limits(), range(3, 64), 1, Walls(0, False))
        return "started"

    assert in_child(inside).startswith("ended with")


@needs_landlock
@needs_seccomp
@pytest.mark.parametrize("version", VERSIONS)
def test_all_walls_stand_on_every_version(version: int, folder: Path) -> None:
    """Older kernels govern less; what they do not govern the filter refuses."""
    mine = folder / "mine"

    def act() -> list[str]:
        return [
            attempt((folder / "secret").read_text),
            attempt(lambda: os.truncate(folder / "secret", 0)),
            attempt(lambda: socket.socket().close()),
            attempt(lambda: os.kill(os.getppid(), 0)),
            attempt(lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes()),
            attempt(lambda: (mine / "new").write_text("x")),
        ]

    said = entered(act, mine, Walls(version, True))
    assert said.startswith("['EACCES', 'E") and "done" not in said[:-8]
    assert said.endswith("'done']")
    assert (folder / "secret").read_text() == "secret"


# What is there, and what is done about it


def test_walls_say_what_they_are() -> None:
    assert str(Walls(6, True, without="not installed")) == (
        "process limits, no new privileges; Landlock (version 6); system-call filter; "
        "no bubblewrap: not installed"
    )
    assert "no Landlock" in str(Walls(0, True)) and "no system-call filter" in str(Walls(6, False))
    assert str(Walls(6, True, bubblewrap=True)).endswith("; bubblewrap")


@pytest.mark.parametrize(("version", "filter_", "enough"), [(1, True, True), (7, True, True),
                         (0, True, False), (7, False, False), (0, False, False)])  # fmt: skip
def test_two_walls_are_needed(version: int, filter_: bool, enough: bool) -> None:
    assert Walls(version, filter_).sufficient is enough


def test_untrusted_code_is_refused_where_walls_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "walls", lambda: Walls(0, True))
    with pytest.raises(NoSandbox, match=r"no Landlock.*--sandbox none"):
        Zygotes()["numpy"]


@pytest.mark.parametrize(("name", "called"), [("darwin", "Darwin"), ("win32", "Windows")])
def test_another_system_is_told_what_to_do(
    name: str, called: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", name)
    monkeypatch.setattr(platform, "system", lambda: called)
    there = layers.walls()
    assert not there.sufficient and not there.bubblewrap
    assert str(there).startswith(f"{called} has no jail of ours. Grade on Linux 5.13 or newer")
    assert "container" in str(there)
    monkeypatch.setattr(executor, "walls", layers.walls)
    with pytest.raises(NoSandbox, match=r"container.*--sandbox none"):
        Zygotes()["numpy"]


WINDOWS = """
import platform, sys
import array, ctypes, dataclasses, functools, numpy, select, shutil, socket, struct, subprocess, tempfile
for name in ("resource", "fcntl", "pwd"):
    sys.modules[name] = None
sys.platform, platform.system = "win32", lambda: "Windows"
from autograder.jail import layers, warm
print(layers.walls())
"""


def test_what_has_no_jail_imports_nevertheless() -> None:
    """So that there is a sentence, and no traceback about a module that only Unix has."""
    done = subprocess.run([sys.executable, "-c", WINDOWS], capture_output=True, text=True)
    assert done.stdout.startswith("Windows has no jail of ours"), done.stderr


@pytest.mark.parametrize(("version", "filter_"), [(0, True), (7, False)])
def test_an_old_kernel_is_told_what_to_do(
    version: int, filter_: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: version)
    monkeypatch.setattr(seccomp, "available", lambda: filter_)
    there = layers.walls()
    assert not there.sufficient
    assert "grade on Linux 5.13 or newer" in str(there)
