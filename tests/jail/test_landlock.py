"""Landlock of every version hides what it is to hide."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from autograder.jail import landlock
from tests.jail.child import ABI, NO_NEW_PRIVS, VERSIONS, attempt, in_child, libc, needs_landlock


def confine(version: int, *allowed: tuple[Path, int]) -> None:
    libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    rules = landlock.Ruleset(version)
    for path, access in allowed:
        rules.allow(path, access)
    rules.restrict_self()
    rules.close()


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
