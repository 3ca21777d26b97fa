"""The command: measure, print the table and the targets, write the raw numbers."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from autograder import lessons
from autograder.jail.layers import walls
from benchmarks.grading import __doc__ as what
from benchmarks.grading import torch_lesson
from benchmarks.grading.meter import CommandFailed
from benchmarks.grading.report import Lesson, Row, Target
from benchmarks.grading.rounds import Bench, Measurement, Options, steps
from benchmarks.grading.tables import rows_table, targets_table

WIDTH = 170
"""Columns of the table where the output is not a terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 0 when all scores agree and every target that was measured is met."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.plain <= max(asked.jobs):
        parser.error(
            f"--plain {asked.plain}: more students than jobs are needed, to tell the start"
        )
    options = Options(
        students=tuple(asked.students),
        jobs=tuple(asked.jobs),
        plain=asked.plain,
        otter=asked.otter,
        otter_python=asked.otter_python,
        repeats=asked.repeats,
    )
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, WIDTH)
    load = os.getloadavg()
    problems: list[str] = []
    taken: list[Measurement] = []
    with tempfile.TemporaryDirectory(prefix="grading-benchmark-") as folder:
        try:
            _measure(Path(folder), asked.lesson, options, taken, problems, console)
        except CommandFailed as error:
            problems.append(str(error))
    found = [Lesson(slug, taken, options) for slug in asked.lesson]
    rows = [row for lesson in found for row in lesson.rows()]
    targets = [target for lesson in found for target in lesson.targets()]
    console.print(rows_table(rows))
    console.print(targets_table(targets))
    path = _write(Path(asked.out), _data(options, taken, rows, targets, problems, load))
    for problem in problems:
        console.print(f"[bold red]x[/] {escape(problem)}", soft_wrap=True)
    if not problems:
        console.print("All ways gave the same scores.")
    console.print(f"Raw numbers: {path}", soft_wrap=True)
    return 1 if problems or any(one.met is False for one in targets) else 0


def _measure(
    root: Path,
    slugs: Sequence[str],
    options: Options,
    taken: list[Measurement],
    problems: list[str],
    console: Console,
) -> None:
    """Fill `taken` and `problems`, lesson after lesson."""
    todo = list(steps(options))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        # A start costs about as much as twenty submissions.
        weights = [20 + step.students for step in todo]
        bar = progress.add_task("", total=sum(weights) * len(slugs))
        for slug in slugs:
            progress.update(bar, description=f"{slug}: releasing, making the class")
            bench = Bench(root, slug, options)
            try:
                bench.warm_up()
                for step, weight in zip(todo, weights, strict=True):
                    progress.update(bar, description=f"{slug}: {step}")
                    if not console.is_terminal:  # where no bar is drawn
                        console.print(f"{slug}: {step}")
                    taken.append(bench.take(step))
                    progress.advance(bar, weight)
            finally:
                problems += bench.problems


def _data(
    options: Options,
    taken: Sequence[Measurement],
    rows: Sequence[Row],
    targets: Sequence[Target],
    problems: Sequence[str],
    load: Sequence[float],
) -> dict[str, Any]:
    versions = {}
    for name in ("nbgrader", "ipython", "numpy", "torch"):
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = "absent"
    return {
        "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {
            "cores": len(os.sched_getaffinity(0)),
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            "python": platform.python_version(),
            "load_before": list(load),
            "walls": str(walls()),
            **versions,
        },
        # The path of an interpreter is nobody's business.
        "options": {**asdict(options), "otter_python": bool(options.otter_python)},
        "targets": [asdict(one) for one in targets],
        "rows": [asdict(one) for one in rows],
        "problems": list(problems),
        "measurements": [asdict(one) for one in taken],
    }


def _write(folder: Path, data: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "grading.json"
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return path


def _parser() -> argparse.ArgumentParser:
    assert what is not None
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.grading",
        description=what,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = (*lessons.LESSONS, torch_lesson.SLUG)
    add = parser.add_argument
    add("--lesson", nargs="+", choices=known, default=["01-sliding", torch_lesson.SLUG])
    sizes = "sizes of classes that show how the cost of ours grows"
    add("--students", nargs="+", type=_from(1), default=[10, 100, 1000], metavar="N", help=sizes)
    add("--jobs", nargs="+", type=_from(1), default=[1, 2], metavar="N", help="jobs of ours")
    add("--plain", type=_from(2), default=10, metavar="N", help="students of plain nbgrader")
    add("--otter", type=_from(1), default=10, metavar="N", help="students of otter")
    add("--otter-python", default="", metavar="PATH", help="an interpreter with otter-grader")
    add("--repeats", type=_from(1), default=3, metavar="N", help="of all but the growing classes")
    add("--out", default="build/benchmarks", metavar="FOLDER", help="where grading.json goes")
    return parser


def _from(least: int) -> Any:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} is too few; {least} or more are needed")
        return value

    return number


if __name__ == "__main__":
    sys.exit(main())
