"""A warm process that is forked for each submission: libraries imported, nothing secret inside.

Started by `autograder.jail.warm.Zygote` as `python -m autograder.jail.zygote`; speaks over the
socket whose descriptor is its first argument. Single-threaded, since only then is a fork safe.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from autograder.jail import layers, toolkit, wire, worker
from autograder.jail.shell import make_shell


def main(arguments: list[str]) -> None:
    """Warm up, say so, and fork on request until the other side is gone."""
    control = socket.socket(fileno=int(arguments[0]))
    kind = arguments[1]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(_ENVIRONMENT)
    shell = make_shell()
    warm(kind)
    readable = [os.open(path, os.O_PATH) for path in toolkit.readable(kind)]
    worker.hide(toolkit.hidden_modules(kind))
    listable = [os.open(path, os.O_PATH) for path in toolkit.listable()]
    offered = layers.walls() if arguments[2] == "jail" else layers.Walls(0, False)
    wire.send(control, {"ready": os.getpid(), "walls": str(offered)})
    with contextlib.suppress(EOFError):
        while True:
            request, fds = _receive(control)
            if request["op"] == "fork":
                channel = fds[0]
                child = os.fork()
                if child == 0:
                    control.close()
                    _become_worker(channel, shell, request, readable, listable, offered)
                os.close(channel)
                wire.send(control, {"pid": child})
            else:
                wire.send(control, {"status": _end(request["pid"])})
    os._exit(0)


_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NBGRADER_EXECUTION": "autograde",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def warm(kind: str) -> None:
    """Import and use once whatever would cost each child its first second."""
    import numpy as np

    np.linalg.svd(np.ones((2, 2)))
    _draw()
    for name in ("ipywidgets", "course.data", "course.plots", "course.widgets"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    if kind.endswith("torch"):
        with contextlib.suppress(ImportError):
            _warm_torch()


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
    """One optimiser step on one thread: torch hangs in a fork after a parallel region."""
    import torch

    torch.set_num_threads(1)
    layer = torch.nn.Conv2d(1, 1, 3)
    optimizer = torch.optim.Adam(layer.parameters())
    layer(torch.zeros(1, 1, 4, 4)).sum().backward()
    optimizer.step()
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
    shell: Any,
    request: dict[str, Any],
    readable: list[int],
    listable: list[int],
    offered: layers.Walls,
) -> None:
    scratch = Path(request["scratch"])
    try:
        null = os.open("/dev/null", os.O_RDONLY)
        printed = os.open(scratch, os.O_TMPFILE | os.O_RDWR | os.O_APPEND, 0o600)
        os.dup2(null, 0)
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        os.environ["HOME"] = os.environ["TMPDIR"] = str(scratch)
        limits = layers.Limits(**request["limits"])
        layers.enter(scratch, readable, listable, limits, (channel,), request["zygote"], offered)
        worker.prepare(shell, request["seed"])
        wire.send(socket.socket(fileno=os.dup(channel)), {"entered": True})
        worker.run(socket.socket(fileno=channel), shell)
    except BaseException:
        with contextlib.suppress(OSError):
            wire.send(socket.socket(fileno=channel), {"failed": traceback.format_exc()[-2000:]})
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
