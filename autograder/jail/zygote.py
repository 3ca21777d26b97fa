"""A warm process that is forked for each submission: libraries imported, nothing secret inside.

Started by `autograder.jail.warm.Zygote` as `python -m autograder.jail.zygote`; speaks over the
socket whose descriptor is its first argument. Single-threaded, since only then is a fork safe.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from autograder.jail import bubblewrap, landlock, layers, seccomp, widgets, wire, worker
from autograder.jail.recorder import Recorder
from autograder.jail.shell import JailShell, make_shell, prepare_shell


def main(arguments: list[str]) -> None:
    """Warm up, say so, and fork on request until the other side is gone."""
    control, kind = socket.socket(fileno=int(arguments[0])), arguments[1]
    start = wire.receive(control)
    offered = layers.Walls(**start["walls"])
    if offered.bubblewrap:
        layers.die_with_parent(os.getppid())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(_ENVIRONMENT)
    shell = make_shell()
    warm(kind, shell)
    worker.hide(frozenset(start["hidden"]))
    rules = _rules(start, offered.landlock) if offered.landlock else []
    if offered.seccomp:
        seccomp.load(0)
    # What is there now stays: no child has to look through it, or copy it to note that it did.
    gc.collect()
    gc.freeze()
    _say_hello(control, offered)
    with contextlib.suppress(EOFError):
        while True:
            request, fds = _receive(control)
            if request["op"] == "fork":
                parent = os.getpid()
                child = os.fork()
                if child == 0:
                    control.close()
                    _become_worker(fds[0], shell, request, rules, offered, parent)
                os.close(fds[0])
                wire.send(control, {"pid": child})
            else:
                wire.send(control, {"status": _end(request["pid"])})
    os._exit(0)


def _say_hello(control: socket.socket, offered: layers.Walls) -> None:
    """The first byte carries our process id, and the folder that only this side can open."""
    if offered.bubblewrap:
        ground = os.open(bubblewrap.SCRATCH, os.O_RDONLY | os.O_DIRECTORY)
        socket.send_fds(control, [b"h"], [ground])
        os.close(ground)
    else:
        control.sendall(b"h")
    wire.send(control, {"ready": True})


def _rules(start: dict[str, Any], version: int) -> list[bytes]:
    """What Landlock lets every child read. The descriptors stay open here, for children to use."""
    given = ((start["readable"], landlock.READ), (start["listable"], landlock.LIST))
    return [
        landlock.rule(os.open(path, os.O_PATH), access, version)
        for paths, access in given
        for path in paths
        if os.path.exists(path)
    ]


_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NBGRADER_EXECUTION": "autograde",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def warm(kind: str, shell: JailShell) -> None:
    """Import and use once whatever would cost each child its first second."""
    import numpy as np

    np.linalg.svd(np.ones((2, 2)))
    _draw()
    widgets.quieten()
    for name in ("ipywidgets", "course.data", "course.plots", "course.widgets"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    if kind.endswith("torch"):
        with contextlib.suppress(ImportError):
            _warm_torch()
    prepare_shell(shell, 0)
    _run_cells(shell)


_CELLS = """
import numpy as np; np.random.rand(2); np.random.default_rng(0).normal(size=2)
%matplotlib inline
from IPython.display import display, HTML; display(HTML("")); import matplotlib.pyplot as plt
plt.subplots(); plt.imshow([[0, 1], [1, 0]]); plt.show()
from course import widgets, data; image = data.picture("boat"); data.digit(3); data.find_me()
display(widgets.KernelSlider(image.mean(axis=2)), widgets.PixelInspector(image))
widgets.choose("ab", answer="a")
x = np.zeros((3, 4)); x @ x
def f(n): return f(n + 1) if n else (n
raise ValueError("for the look of it")
np.ones(3) / 7
"""


def _run_cells(shell: JailShell) -> None:
    """What notebooks do, errors too, once; then the shell's names and last values are as before."""
    spaces = (shell.user_ns, shell.user_ns_hidden, vars(shell.displayhook), shell.user_ns["_oh"])
    before = [dict(space) for space in spaces]
    recorder = Recorder(shell)
    for source in _CELLS.strip().splitlines():
        with recorder.cell(0):
            shell.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]
    for space, names in zip(spaces, before, strict=True):
        space.clear()
        space.update(names)
    del shell.recorder


def _draw() -> None:
    """One figure as PNG, so that fonts are found and the renderer is loaded."""
    with contextlib.suppress(ImportError):
        import io

        import matplotlib.pyplot as plt

        figure = plt.figure(figsize=(1, 1))
        figure.gca().set_title("0")
        figure.savefig(io.BytesIO(), format="png")
        plt.close("all")


def _warm_torch() -> None:
    """A few optimiser steps on one thread: torch hangs in a fork after a parallel region."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    net = nn.Sequential(
        nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(18, 3),
    )  # fmt: skip
    for kind in (torch.optim.Adam, torch.optim.SGD):
        optimizer = kind(net.parameters(), lr=0.01)
        loss = nn.functional.cross_entropy(net(torch.randn(2, 1, 8, 8)), torch.tensor([0, 2]))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    with torch.no_grad():
        net(torch.randn(2, 1, 8, 8)).argmax(1)
    with contextlib.suppress(Exception):
        from autograder.torchvision_ops import import_torchvision

        import_torchvision()
    with contextlib.suppress(ImportError):
        importlib.import_module("safetensors.torch")


def _receive(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """A request and the descriptors that came with it: one byte announces them."""
    note, fds, _, _ = socket.recv_fds(control, 1, 1)
    if not note:
        raise EOFError
    return wire.receive(control), list(fds)


def _end(pid: int) -> int:
    """Kill a child, if it still runs, and collect its exit status."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, 0)[1]
    return 0


def _become_worker(
    channel: int,
    shell: JailShell,
    request: dict[str, Any],
    rules: list[bytes],
    offered: layers.Walls,
    parent: int,
) -> None:
    scratch = Path(request["scratch"])
    try:
        os.write(channel, b"c")  # with it the kernel tells our process id
        null = os.open("/dev/null", os.O_RDONLY)
        os.chdir(scratch)
        printed = _nameless(scratch)
        os.dup2(null, 0)
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
        limits = layers.Limits(**request["limits"])
        layers.enter(scratch, rules, limits, (channel,), parent, offered)
        worker.prepare(request["seed"])
        wire.send(socket.socket(fileno=os.dup(channel)), {"entered": True})
        worker.run(socket.socket(fileno=channel), shell)
    except BaseException:
        with contextlib.suppress(OSError):
            wire.send(socket.socket(fileno=channel), {"failed": traceback.format_exc()[-2000:]})
    finally:
        os._exit(1)


def _nameless(folder: Path) -> int:
    """A file for what is printed past Python's streams; it can't be reached by a path."""
    flags = os.O_RDWR | os.O_APPEND
    with contextlib.suppress(AttributeError, OSError):
        return os.open(folder, os.O_TMPFILE | flags, 0o600)
    # Not every file system and system has such files.
    printed = os.open(folder / "printed", os.O_CREAT | os.O_EXCL | flags, 0o600)
    os.unlink(folder / "printed")
    return printed


if __name__ == "__main__":
    main(sys.argv[1:])
