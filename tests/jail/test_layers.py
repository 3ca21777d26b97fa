"""Each wall does what it says, alone; where some are missing, the rest stand or we refuse."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom import executor
from autograder.classroom.executor import NoSandbox, Zygotes
from autograder.jail import landlock, layers, seccomp
from autograder.jail.layers import MIB, Limits, Walls
from autograder.jail.session import Session
from autograder.jail.warm import JailError, Zygote

ABI = landlock.abi()
VERSIONS = range(1, ABI + 1)
NO_NEW_PRIVS = 38
CHILD_SECONDS = 20.0
needs_landlock = pytest.mark.skipif(ABI == 0, reason="this kernel has no Landlock")
needs_seccomp = pytest.mark.skipif(
    not seccomp.available(), reason="no filter for this processor, or no seccomp"
)
needs_x86 = pytest.mark.skipif(
    platform.machine() != "x86_64", reason="the numbers of system calls here are those of x86-64"
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


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "mine").mkdir()
        (Path(name) / "secret").write_text("secret")
        yield Path(name)


# Landlock


def confine(version: int, *allowed: tuple[Path, int]) -> None:
    libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    rules = landlock.Ruleset(version)
    for path, access in allowed:
        rules.allow(path, access)
    rules.restrict_self()
    rules.close()


def attempt(act: Callable[[], object]) -> str:
    try:
        act()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


@needs_landlock
@pytest.mark.parametrize("version", VERSIONS)
def test_landlock_of_every_version_hides_files(version: int, folder: Path) -> None:
    def act() -> list[str]:
        confine(version, (folder / "mine", landlock.READ_WRITE))
        return [
            attempt((folder / "secret").read_text),
            attempt(lambda: os.listdir(folder)),
            attempt(lambda: (folder / "new").write_text("x")),
            attempt((folder / "secret").unlink),
            attempt(lambda: (folder / "mine" / "new").write_text("x")),
            attempt((folder / "mine" / "new").read_text),
        ]

    assert in_child(act) == repr(["EACCES"] * 4 + ["done"] * 2)
    assert (folder / "secret").read_text() == "secret"


@needs_landlock
def test_landlock_lets_read_what_is_readable_and_no_more(folder: Path) -> None:
    def act() -> list[str]:
        confine(ABI, (folder, landlock.READ))
        return [
            attempt((folder / "secret").read_text),
            attempt(lambda: open(folder / "secret", "a")),
        ]

    assert in_child(act) == repr(["done", "EACCES"])


@needs_landlock
def test_a_listable_folder_shows_names_only(folder: Path) -> None:
    def act() -> list[str]:
        confine(ABI, (folder, landlock.LIST))
        return [attempt(lambda: os.listdir(folder)), attempt((folder / "secret").read_text)]

    assert in_child(act) == repr(["done", "EACCES"])


@pytest.mark.skipif(ABI < 3, reason="Landlock governs truncation from version 3")
@pytest.mark.parametrize("version", [v for v in VERSIONS if v >= 3])
def test_landlock_from_version_3_keeps_lengths(version: int, folder: Path) -> None:
    def act() -> str:
        confine(version, (folder / "mine", landlock.READ_WRITE))
        return attempt(lambda: os.truncate(folder / "secret", 0))

    assert in_child(act) == repr("EACCES")
    assert (folder / "secret").read_text() == "secret"


@pytest.mark.skipif(ABI < 4, reason="Landlock governs TCP from version 4")
@pytest.mark.parametrize("version", [v for v in VERSIONS if v >= 4])
def test_landlock_from_version_4_stops_tcp(version: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def act() -> list[str]:
            confine(version)
            here = server.getsockname()
            return [
                attempt(lambda: socket.create_connection(here, 1)),
                attempt(lambda: socket.create_server(("127.0.0.1", 0))),
            ]

        assert in_child(act) == repr(["EACCES", "EACCES"])


@pytest.mark.skipif(ABI < 6, reason="Landlock governs signals from version 6")
def test_landlock_from_version_6_stops_signals_to_others() -> None:
    def act() -> str:
        confine(6)
        return attempt(lambda: os.kill(os.getppid(), 0))

    assert in_child(act) == repr("EPERM")


@needs_landlock
def test_a_path_that_is_not_there_is_not_allowed(folder: Path) -> None:
    rules = landlock.Ruleset(1)
    assert not rules.allow(folder / "nowhere", landlock.READ)
    rules.close()


@needs_landlock
def test_a_call_that_the_kernel_refuses_says_which() -> None:
    rules = landlock.Ruleset(1)
    with pytest.raises(landlock.LandlockError, match="Landlock call 445"):
        landlock._call(445, rules.fd, 99, b"\0" * 12, 0)
    rules.close()


# seccomp


def filtered(act: Callable[[], object]) -> str:
    def confined() -> object:
        libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
        seccomp.apply(seccomp.load(os.getpid()))
        return act()

    return in_child(confined)


REFUSED: dict[str, Callable[[], Any]] = {
    "a new process": os.fork,
    "another program": lambda: os.execv("/bin/true", ["true"]),
    "a socket": socket.socket,
    "a signal to the parent": lambda: os.kill(os.getppid(), 0),
    "a signal to everybody": lambda: os.kill(-1, 0),
    "the parent's limits": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CORE),
    "another owner": lambda: os.chown("/tmp", 0, 0),
    "a link": lambda: os.symlink("/etc", "/tmp/never"),
    "a device": lambda: os.mkfifo("/tmp/never"),
    "memory without a file": lambda: os.memfd_create("x"),
    "a length by path": lambda: os.truncate("/nowhere", 0),
    "another root": lambda: os.chroot("/"),
    "another priority": lambda: os.nice(1),
    "a file's extra attributes": lambda: os.setxattr("/tmp", "user.x", b""),
    "a datagram socket of one's own": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
}


@needs_seccomp
@pytest.mark.parametrize("what", REFUSED)
def test_the_filter_refuses(what: str) -> None:
    assert filtered(REFUSED[what]) == "EPERM"


@needs_seccomp
@needs_x86
@pytest.mark.parametrize("number", [101, 160, 272, 165, 310, 311, 425, 321, 438, 29, 248])
def test_the_filter_refuses_calls_that_no_notebook_needs(number: int) -> None:
    assert filtered(lambda: (libc.syscall(number, 0, 0, 0, 0), ctypes.get_errno())) == "(-1, 1)"


@needs_seccomp
def test_the_filter_lets_a_notebook_work() -> None:
    def act() -> list[object]:
        import asyncio
        import threading

        heard: list[object] = []
        thread = threading.Thread(target=heard.append, args=(1,))
        thread.start()
        thread.join()
        with tempfile.TemporaryFile() as file:
            heard.append(file.write(b"12"))
        signal.signal(signal.SIGUSR1, lambda *a: heard.append(3))
        os.kill(os.getpid(), signal.SIGUSR1)
        heard.append(asyncio.run(asyncio.sleep(0, 4)))
        return heard

    assert filtered(act) == "[1, 2, 3, 4]"


@needs_seccomp
def test_rights_and_times_are_left_alone_with_a_straight_face(folder: Path) -> None:
    before = (folder / "secret").stat()

    def act() -> list[str]:
        secret = folder / "secret"
        return [attempt(lambda: secret.chmod(0)), attempt(lambda: os.utime(secret, (0, 0)))]

    assert filtered(act) == repr(["done", "done"])
    after = (folder / "secret").stat()
    assert (after.st_mode, after.st_mtime) == (before.st_mode, before.st_mtime)


@needs_seccomp
def test_a_filter_knows_the_process_it_was_made_for() -> None:
    assert seccomp.OWN_PID.to_bytes(4, sys.byteorder) not in seccomp.load(1234)
    assert seccomp.load(1234) != seccomp.load(1235)


def test_without_no_new_privileges_a_filter_is_an_error() -> None:
    if os.geteuid() == 0:
        pytest.skip("root may apply filters without it")
    with pytest.raises(seccomp.SeccompError, match="seccomp"):
        seccomp.apply(seccomp.load(os.getpid()))


# The other layers


def entered(
    act: Callable[[], object], folder: Path, offered: Walls, limits: Limits | None = None
) -> str:
    parent = os.getpid()

    def inside() -> object:
        layers.enter(folder, [], [], limits or Limits(), range(3, 64), parent, offered)
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
        layers.enter(folder, [], [], Limits(), range(3, 64), 1, Walls(0, False))
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
    assert str(Walls(6, True)) == (
        "process limits, no new privileges; Landlock (version 6); system-call filter"
    )
    assert "no Landlock" in str(Walls(0, True)) and "no system-call filter" in str(Walls(6, False))
    assert "bubblewrap" in str(Walls(6, True, bubblewrap=True))


@pytest.mark.parametrize(("version", "filter_", "enough"), [(1, True, True), (7, True, True),
                         (0, True, False), (7, False, False), (0, False, False)])  # fmt: skip
def test_two_walls_are_needed(version: int, filter_: bool, enough: bool) -> None:
    assert Walls(version, filter_).sufficient is enough


def test_untrusted_code_is_refused_where_walls_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "walls", lambda: Walls(0, True))
    with pytest.raises(NoSandbox, match=r"no Landlock.*--sandbox none"):
        Zygotes()["numpy"]


def test_another_system_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    there = layers.walls()
    assert not there.sufficient
    assert "Darwin has no jail of ours" in str(there)


# The warm process and its children


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


GRADER = """
import sys, time
from autograder.jail.session import Session
from autograder.jail.warm import Zygote
warm = Zygote("numpy")
session = Session(warm)
print(warm.pid, session._pid, flush=True)
session.cell("import signal\\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)", 1, 5.0)
print("ready", flush=True)
try:
    session.cell("while True: pass", 2, 60.0)
except BaseException:
    pass
"""


@pytest.mark.skipif(not layers.walls().sufficient, reason="no jail on this machine")
@pytest.mark.parametrize("whom", ["grader", "zygote"])
def test_children_die_with_those_above_them(whom: str) -> None:
    grader = subprocess.Popen([sys.executable, "-c", GRADER], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    zygote, child = map(int, grader.stdout.readline().split())
    assert grader.stdout.readline() == "ready\n"
    os.kill(grader.pid if whom == "grader" else zygote, signal.SIGKILL)
    try:
        assert gone(child)
        assert gone(zygote)
    finally:
        grader.kill()
        grader.wait()
        grader.stdout.close()


@pytest.mark.skipif(not layers.walls().sufficient, reason="no jail on this machine")
def test_closing_the_warm_process_ends_its_children() -> None:
    warm = Zygote("numpy")
    session = Session(warm)
    child = session._pid
    warm.close()
    assert gone(child)
    assert not Path(f"/proc/{warm.pid}").exists()


def test_the_warm_process_has_one_thread() -> None:
    """A fork copies no other thread, and whatever lock one of them held stays locked."""
    with Zygote("numpy") as warm:
        assert "Threads:\t1\n" in Path(f"/proc/{warm.pid}/status").read_text()


def test_a_warm_process_that_cannot_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(JailError, match="did not start"):
        Zygote("numpy")
