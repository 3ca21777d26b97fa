"""The sandboxed part of grading as independent tasks: for a pool of processes, or Dask."""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

from autograder.classroom.executor import Zygotes, kind_of_notebook
from autograder.classroom.run import Options, Ran, run_notebook


@dataclass(frozen=True)
class Task:
    """One notebook to run: all that a worker elsewhere needs.

    Attributes
    ----------
    key : str
        Hash of all the rest; the result is kept under it.
    cells : list
        The sanitised notebook's cells as plain data.
    files : dict of str to bytes
        What lies beside the notebook, by relative path.
    """

    key: str
    cells: list[dict[str, Any]]
    files: dict[str, bytes]
    options: Options
    confined: bool


_local = threading.local()


def run_task(task: Task) -> Ran:
    """Run a task here, with this thread's own warm processes."""
    if not hasattr(_local, "zygotes"):
        _local.zygotes = {}
    zygotes = _local.zygotes.setdefault(task.confined, Zygotes(task.confined))
    zygote = zygotes[kind_of_notebook(task.cells)]
    return run_notebook(task.cells, task.files, zygote, task.options)


def run_here(tasks: Sequence[Task], jobs: int) -> Iterator[tuple[Task, Ran]]:
    """Run tasks in `jobs` processes of this machine; results as they come."""
    if not tasks:
        return
    with ProcessPoolExecutor(
        min(jobs, len(tasks)), multiprocessing.get_context("spawn"), initializer=_die_with_parent
    ) as pool:
        waiting = {pool.submit(run_task, task): task for task in tasks}
        yield from _finished(waiting)


def run_on_dask(tasks: Sequence[Task], scheduler: str) -> Iterator[tuple[Task, Ran]]:
    """Run tasks on a Dask cluster; a lost worker's tasks are run again by another.

    Parameters
    ----------
    tasks : sequence of Task
    scheduler : str
        Address, such as "tcp://10.0.0.1:8786".

    Raises
    ------
    ModuleNotFoundError
        When Dask is not installed; the message says what to install.
    """
    try:
        import distributed
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "--scheduler needs Dask: install it with `pip install 'cnn-course[cluster]'`"
        ) from None
    with distributed.Client(scheduler, set_as_default=False) as client, client.as_current():
        futures = [
            client.submit(run_task, task, key=f"run-{task.key}", retries=3) for task in tasks
        ]
        by_key = {f"run-{task.key}": task for task in tasks}
        for future, ran in distributed.as_completed(futures, with_results=True):
            yield by_key[future.key], ran
            future.release()


def _finished(waiting: dict[Future[Ran], Task]) -> Iterator[tuple[Task, Ran]]:
    for future in as_completed(waiting):
        yield waiting[future], future.result()


def _die_with_parent() -> None:
    """A pool process ends when the grader is gone, also when it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
