"""The sandboxed part of grading as independent tasks: for a pool of processes, or Dask."""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    Future,
    ProcessPoolExecutor,
    as_completed,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from autograder.artefact import NoTestSet
from autograder.classroom.executor import Zygotes, kind_of_notebook
from autograder.classroom.results import ResultStore
from autograder.classroom.run import Options, Ran, run_notebook
from autograder.jail.warm import JailError


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


AHEAD = 4
"""Tasks taken for each process: one runs, the others wait their turn."""

_local = threading.local()


def run_task(task: Task) -> Ran:
    """Run a task here, with this thread's own warm processes; with new ones if these break."""
    if not hasattr(_local, "zygotes"):
        _local.zygotes = {}
    zygotes = _local.zygotes.setdefault(task.confined, Zygotes(task.confined))
    kind = kind_of_notebook(task.cells)
    try:
        return run_notebook(task.cells, task.files, zygotes[kind], task.options)
    except JailError:
        zygotes.close()
        return run_notebook(task.cells, task.files, zygotes[kind], task.options)


def run_here(tasks: Iterable[Task], jobs: int, store: ResultStore) -> Iterator[str]:
    """Run tasks in `jobs` processes of this machine; what contained each, as their results come.

    Tasks are taken from the iterable as there is room for them, so that a large class needs no more
    memory than a small one. When a process of the pool dies, the rest is left to nbgrader's turn.
    """
    context = multiprocessing.get_context("spawn")
    with (
        suppress(BrokenProcessPool),
        ProcessPoolExecutor(jobs, context, initializer=_die_with_parent) as pool,
    ):
        waiting: set[Future[str]] = set()
        for task in tasks:
            waiting.add(pool.submit(_run_and_keep, task, store))
            if len(waiting) >= jobs * AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        for future in as_completed(waiting):
            yield future.result()


def _run_and_keep(task: Task, store: ResultStore) -> str:
    try:
        ran = run_task(task)
    except (JailError, NoTestSet):  # nbgrader comes to it again, and says why it has no score
        return ""
    store.put(task.key, ran)
    return ran.walls


def run_on_dask(tasks: Iterable[Task], scheduler: str, store: ResultStore) -> Iterator[str]:
    """Run tasks on a Dask cluster; a lost worker's tasks are run again by another.

    Parameters
    ----------
    tasks : iterable of Task
        Taken as there is room for them.
    scheduler : str
        Address, such as "tcp://10.0.0.1:8786".
    store : ResultStore
        Written here, not by the workers: they may have another disk.

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
        room = AHEAD * max(1, sum(client.nthreads().values()))
        coming = iter(tasks)
        finished = distributed.as_completed(with_results=True)
        for task in islice(coming, room):
            finished.add(_submit(client, task))
        for future, ran in finished:
            key = future.key.removeprefix(_PREFIX)
            store.put(key, ran)
            future.release()
            yield ran.walls
            for task in islice(coming, 1):
                finished.add(_submit(client, task))


_PREFIX = "run-"


def _submit(client: Any, task: Task) -> Any:
    return client.submit(run_task, task, key=_PREFIX + task.key, retries=3)


def _die_with_parent() -> None:
    """A pool process ends when the grader is gone, also when it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
