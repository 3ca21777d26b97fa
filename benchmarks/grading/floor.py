"""The floor: processor time of the students' own cells, which any way of grading has to spend.

Run by the benchmark: python -m benchmarks.grading.floor SUBMITTED KIND REPORT. One warm process
(warmed as the engine's) forks for each notebook, without walls and without a judge, and runs its
code cells in IPython's own shell. Counted are user and system seconds inside `run_cell` alone:
parsing, running, and what the cells show. Not counted: start, imports made beforehand, the fork.

In notebooks of ours `check` returns 0 and `use` returns the function, both at once, so judging is
not in it. The graded cells of a foreign notebook are plain code and are in it.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.jail import toolkit, worker
from autograder.jail.recorder import Recorder
from autograder.jail.shell import JailShell, make_shell, prepare_shell
from autograder.jail.zygote import warm
from benchmarks.grading import cells


def main(arguments: Sequence[str]) -> None:
    """Run a class and write down each notebook's seconds."""
    submitted, kind, report = arguments
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    shell = make_shell()
    warm(kind, shell)
    worker.hide(toolkit.hidden_modules(kind))  # or cells try out libraries that the jail has not
    gc.collect()
    gc.freeze()
    seconds = [_seconds(path, shell) for path in cells.notebooks(Path(submitted))]
    Path(report).write_text(json.dumps(seconds), encoding="utf-8")


def _seconds(path: Path, shell: JailShell) -> float:
    """Processor seconds of one notebook's cells, run in a fork."""
    code = [cell["source"] for cell in cells.read(path) if cell["cell_type"] == "code"]
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, repr(_run(code, shell)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    if not told:
        raise RuntimeError(f"{path} did not run to its end")
    return float(told)


def _run(code: list[str], shell: JailShell) -> float:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    for name in [n for n in sys.modules if n.partition(".")[0] == "autograder"]:
        del sys.modules[name]
    sys.modules["autograder"] = _face()
    recorder = Recorder(shell)
    prepare_shell(shell, 0)
    total = 0.0
    for count, source in enumerate(code, 1):
        with recorder.cell(count):
            start = time.process_time()
            shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
            total += time.process_time() - start
    return total


def _face() -> types.ModuleType:
    """Stands for the module `autograder`: as cheap as can be."""

    def check(task_id: str, answer: Any) -> float:
        return 0.0

    def use(task_id: str, function: Any) -> Any:
        return function

    def nothing(name: str = "") -> None:
        return None

    module = types.ModuleType("autograder")
    for name, function in (
        ("check", check),
        ("use", use),
        ("hint", nothing),
        ("failing_case", nothing),
        ("progress", nothing),
    ):
        setattr(module, name, function)
    return module


if __name__ == "__main__":
    main(sys.argv[1:])
