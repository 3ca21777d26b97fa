"""The warm process and its children: who ends with whom."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.jail import layers
from autograder.jail.session import Session
from autograder.jail.warm import JailError, Zygote
from tests.jail.child import gone

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
