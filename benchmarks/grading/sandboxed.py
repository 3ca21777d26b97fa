"""The sandboxed part of grading alone: every notebook run in the jail and judged, no gradebook.

Run by the benchmark: python -m benchmarks.grading.sandboxed SUBMITTED JOBS REPORT. The report is a
JSON list: when each notebook was finished, in seconds since the first was handed over.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.classroom.results import ResultStore
from autograder.classroom.run import Options
from autograder.classroom.tasks import Task, run_here
from benchmarks.grading import cells


def tasks(submitted: Path) -> Iterator[Task]:
    """A task for each notebook, made when it is asked for."""
    for path in cells.notebooks(submitted):
        yield Task(path.stem + path.parts[-3], cells.read(path), {}, Options(secret="0"), True)


def main(arguments: Sequence[str]) -> None:
    """Run a class and write down when each notebook was finished."""
    submitted, jobs, report = arguments
    with tempfile.TemporaryDirectory(prefix="results-") as kept:
        start = time.monotonic()
        ran = run_here(tasks(Path(submitted)), int(jobs), ResultStore(Path(kept)))
        finished = [time.monotonic() - start for _ in ran]
    Path(report).write_text(json.dumps(finished), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
