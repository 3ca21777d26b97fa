"""The filter refuses what no notebook needs, and lets a notebook work."""

from __future__ import annotations

import asyncio
import ctypes
import os
import platform
import resource
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.jail import seccomp
from tests.jail.child import NO_NEW_PRIVS, attempt, in_child, libc, needs_seccomp

needs_x86 = pytest.mark.skipif(
    platform.machine() != "x86_64", reason="the numbers of system calls here are those of x86-64"
)


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
