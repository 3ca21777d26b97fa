"""What a submission may use is limited, and nothing of it is left."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest

from autograder.jail.layers import MIB, Limits
from autograder.jail.session import Crashed, Session
from autograder.jail.warm import JailError, Zygote
from tests.jail.cells import run, text


def test_long_output_is_cut_and_says_so(session: Session) -> None:
    said = text(run(session, "for _ in range(3000): print('x' * 1000)"))
    assert len(said) < 1.2 * MIB and "cut off" in said


def test_many_outputs_are_cut(session: Session) -> None:
    source = "from IPython.display import display\nfor n in range(5000): display(n)"
    assert len(run(session, source)) <= 600


def test_a_large_picture_is_left_out_with_a_sentence(session: Session) -> None:
    source = "display({'image/svg+xml': 'x' * 20_000_000}, raw=True)"
    (shown,) = run(session, "from IPython.display import display\n" + source)
    assert "cut off" in shown["data"]["image/svg+xml"]


def test_memory_is_limited(zygote: Zygote) -> None:
    with Session(zygote, limits=Limits(memory=256 * MIB)) as opened:
        (error,) = run(opened, "held = bytearray(400 << 20)")
        assert error["ename"] == "MemoryError"
        assert text(run(opened, "print(len(bytearray(50 << 20)))", 2)) == "52428800\n"


def test_one_file_is_limited(zygote: Zygote) -> None:
    with Session(zygote, limits=Limits(file=MIB)) as opened:
        (error,) = run(
            opened, "with open('f', 'wb', 0) as f:\n    for _ in range(9): f.write(bytes(1 << 19))"
        )
        assert error["ename"] == "OSError"


def test_all_files_together_are_limited(zygote: Zygote) -> None:
    write = "    open(str(n), 'wb').write(bytes(1 << 20)); time.sleep(0.05)"
    source = f"import time\nfor n in range(40):\n{write}"
    with (
        Session(zygote, limits=Limits(disk=5 * MIB)) as opened,
        pytest.raises(Crashed, match="more files than"),
    ):
        run(opened, source)


NAMELESS = """
import mmap, os, time
held = []
for n in range(20):
    fd = os.open("f", os.O_RDWR | os.O_CREAT)
    os.unlink("f")
    os.write(fd, bytes(6 << 20))
    held.append(mmap.mmap(fd, 4096))
    os.close(fd)
    time.sleep(0.02)
"""


def test_files_that_have_no_name_any_more_are_counted(zygote: Zygote) -> None:
    with (
        Session(zygote, limits=Limits(disk=8 * MIB)) as opened,
        pytest.raises(Crashed, match="more files than"),
    ):
        run(opened, NAMELESS)


def test_files_are_counted_while_an_answer_is_on_its_way(zygote: Zygote) -> None:
    """The first byte of an answer, and then hours of work on the disk."""
    mine = "next(o for o in gc.get_objects() if isinstance(o, socket.socket))"
    begin = f"import gc, socket\n{mine}.send(b'C')\n"
    with (
        Session(zygote, limits=Limits(disk=8 * MIB)) as opened,
        pytest.raises(Crashed, match="more files than"),
    ):
        run(opened, begin + NAMELESS + "time.sleep(20)")


def test_many_empty_files_are_too_many(session: Session) -> None:
    with pytest.raises(Crashed, match="more files than"):
        run(session, "for n in range(21_000): open(str(n), 'w').close()")


def test_the_cells_before_one_that_wrote_too_much_are_kept(zygote: Zygote) -> None:
    with Session(zygote, limits=Limits(disk=8 * MIB)) as opened:
        run(opened, "kept = open('small', 'wb').write(bytes(5 << 20))")
        with pytest.raises(Crashed, match="more files than"):
            run(opened, "open('large', 'wb').write(bytes(5 << 20))", 2)
        assert text(run(opened, "import os; print(kept, os.listdir())", 3)).endswith("['small']\n")


def test_whatever_a_folder_holds_it_is_removed(zygote: Zygote) -> None:
    source = """
import os
os.mkdir("locked")
open("locked/file", "w")
for _ in range(1500):
    os.mkdir("d")
    os.chdir("d")
os.umask(0o777)
os.mkdir("nobody")
open("none", "w")
"""
    opened = Session(zygote)
    with contextlib.suppress(Crashed):  # it is too deep, where depth is looked at
        run(opened, source)
    opened.close()
    assert os.listdir(zygote.ground.fd) == []


def test_temporary_files_lie_in_the_own_folder(session: Session) -> None:
    source = "import tempfile, os\nwith tempfile.NamedTemporaryFile() as f: print(os.listdir())"
    assert text(run(session, source)).startswith("['tmp")


def _wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while os.path.exists(f"/proc/{pid}") and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_session_ends_well_when_the_warm_process_is_gone() -> None:
    with Zygote("numpy") as warm, Session(warm) as opened:
        os.kill(warm.pid, signal.SIGKILL)
        _wait_until_gone(opened._pid)
        with pytest.raises(JailError, match="is gone"):
            run(opened, "1 + 1")
        with pytest.raises(JailError, match="is gone"):
            Session(warm)


def test_processor_time_is_limited(zygote: Zygote) -> None:
    with Session(zygote, limits=Limits(cpu=1)) as opened, pytest.raises(Crashed):
        run(opened, "while True: pass", seconds=20.0)


def test_open_files_are_limited(session: Session) -> None:
    (error,) = run(session, "held = [open('/dev/null') for _ in range(1000)]")
    assert error["ename"] == "OSError" and "Too many open files" in error["evalue"]


def test_nothing_is_left_of_a_closed_session(zygote: Zygote) -> None:
    opened = Session(zygote)
    run(opened, "open('f', 'w').write('x')")
    pid = opened._pid
    assert os.listdir(zygote.ground.fd) != []
    opened.close()
    assert os.listdir(zygote.ground.fd) == []
    assert not Path(f"/proc/{pid}").exists()
