"""bubblewrap around the warm process: nothing else is there; without it all goes on, and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.jail import bubblewrap, toolkit
from autograder.jail.layers import walls
from autograder.jail.session import Session
from autograder.jail.warm import Zygote
from tests.jail.cells import run, text
from tests.jail.child import gone

needs_bubblewrap = pytest.mark.skipif(
    not walls().bubblewrap, reason=f"no bubblewrap: {walls().without}"
)
LOOK = "import os; print([os.path.lexists(place) for place in {places!r}])"


@pytest.fixture
def asked_anew() -> Iterator[None]:
    """What was found out about bubblewrap is forgotten, before and after."""
    bubblewrap.refusal.cache_clear()
    yield
    bubblewrap.refusal.cache_clear()


def listed(paths: list[Path], folder: Path) -> list[str]:
    """Everything that can be seen below a folder where only these paths are shown."""
    find = Path(shutil.which("find") or "find")
    program = [find, *map(Path, ("/usr/lib", "/usr/lib64"))]
    shown = bubblewrap.mounts([*paths, *(path for path in program if path.exists())])
    command = ["bwrap", "--unshare-user-try", *shown, "--", str(find), str(folder), "-printf"]
    done = subprocess.run([*command, "%P=%s\n"], capture_output=True, text=True, check=True)
    return sorted(line.split("=")[0] for line in done.stdout.splitlines() if line[0] != "=")


@needs_bubblewrap
def test_what_is_named_is_shown_and_nothing_else(tmp_path: Path) -> None:
    for name in ("a/b/c", "a/d", "e/f"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "a/b/c/text").write_text("x")
    (tmp_path / "e/secret").write_text("x")
    assert listed([tmp_path / "a/b"], tmp_path) == ["a", "a/b", "a/b/c", "a/b/c/text"]


@needs_bubblewrap
def test_links_on_the_way_lead_where_they_led(tmp_path: Path) -> None:
    (tmp_path / "real/inner").mkdir(parents=True)
    (tmp_path / "real/inner/text").write_text("x")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "again").symlink_to(tmp_path / "link/inner")
    found = listed([tmp_path / "again/text"], tmp_path)
    assert found == ["again", "link", "real", "real/inner", "real/inner/text"]


@needs_bubblewrap
def test_most_of_a_folder_is_shown_as_a_whole_with_the_rest_covered(tmp_path: Path) -> None:
    many = [tmp_path / f"package{n}" for n in range(bubblewrap.MANY + 5)]
    for place in (*many, tmp_path / "secret/deep"):
        place.mkdir(parents=True)
        (place / "text").write_text("x")
    (tmp_path / "file").write_text("secret")
    found = listed([*many, tmp_path / "secret/deep"], tmp_path)
    assert "secret/deep/text" in found and f"{many[0].name}/text" in found
    arguments = bubblewrap.mounts([*many, tmp_path / "secret/deep"])
    covered = arguments[arguments.index("/dev/null") + 1]
    assert covered == str(tmp_path / "file")
    assert str(many[0]) not in arguments


@needs_bubblewrap
def test_a_notebook_cannot_tell_whether_a_file_exists(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").touch()
    lesson = toolkit.ROOT / "autograder/lessons"
    places = [
        str(tmp_path / "gradebook.db"),
        "/etc/passwd",
        str(lesson),
        str(Path.home() / ".bashrc"),
    ]
    with Zygote("numpy") as zygote, Session(zygote) as session:
        assert text(run(session, LOOK.format(places=places))) == "[False, False, False, False]\n"


@needs_bubblewrap
def test_no_other_process_has_a_number_inside() -> None:
    with Zygote("numpy") as zygote, Session(zygote) as session:
        source = f"print(os.getppid(), os.path.exists('/proc/{os.getpid()}'))"
        assert text(run(session, f"import os; {source}")) == "1 False\n"
        told = Path(f"/proc/{session._pid}/status").read_text()
        assert f"PPid:\t{zygote.pid}\n" in told


@needs_bubblewrap
@pytest.mark.parametrize("kind", ["torch", "any", "any, torch"])
def test_every_kind_of_warm_process_starts_inside(kind: str) -> None:
    with Zygote(kind) as zygote:
        assert zygote.bubblewrap, zygote.walls
        with Session(zygote) as session:
            assert text(run(session, "import numpy; print(numpy.ones(2).sum())")) == "2.0\n"


@needs_bubblewrap
def test_it_ends_when_bubblewrap_itself_is_killed() -> None:
    with Zygote("numpy") as zygote, Session(zygote) as session:
        zygote._process.kill()
        assert gone(session._pid) and gone(zygote.pid)


@needs_bubblewrap
def test_it_outlives_the_thread_that_started_it() -> None:
    """Parent-death signals follow threads, and a grader's threads come and go."""
    made: list[Zygote] = []
    thread = threading.Thread(target=lambda: made.append(Zygote("numpy")))
    thread.start()
    thread.join()
    with made[0] as zygote, Session(zygote) as session:
        assert text(run(session, "print('alive')")) == "alive\n"


def works_bare(zygote: Zygote) -> bool:
    with zygote, Session(zygote) as session:
        return not zygote.bubblewrap and text(run(session, "print(1)")) == "1\n"


@pytest.mark.skipif(not walls().sufficient, reason="no jail on this machine")
def test_where_it_is_missing_the_inner_walls_stand_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, asked_anew: None
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert str(walls()).endswith("no bubblewrap: it is not installed")
    zygote = Zygote("numpy")
    assert works_bare(zygote)
    assert "no bubblewrap: it is not installed" in zygote.walls


@pytest.mark.skipif(not walls().sufficient, reason="no jail on this machine")
def test_where_it_is_forbidden_the_reason_is_its_own(
    monkeypatch: pytest.MonkeyPatch, asked_anew: None, tmp_path: Path
) -> None:
    program = tmp_path / "bwrap"
    program.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    zygote = Zygote("numpy")
    assert works_bare(zygote)
    assert "no bubblewrap: its trial run failed (bwrap: No permissions" in zygote.walls


@pytest.mark.skipif(not walls().sufficient, reason="no jail on this machine")
def test_where_the_warm_process_does_not_start_in_it_it_starts_bare(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such mount')"]
    monkeypatch.setattr(bubblewrap, "command", lambda *_: command)
    monkeypatch.setattr(bubblewrap, "refusal", lambda: "")
    zygote = Zygote("numpy")
    assert works_bare(zygote)
    assert "no such mount" in zygote.walls
