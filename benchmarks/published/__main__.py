"""The command: train the articles' networks and ours side by side, print accuracies and times."""

from __future__ import annotations

import os
from typing import Annotated

# Threads that wait for each other would otherwise spin, which counts as work and, on a busy
# machine, is most of it. Read when torch is imported.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.published.race import ENTRIES, Result, Split, lines, race
from benchmarks.published.recipe import has_bfloat16
from benchmarks.published.tables import lines_table, results_table
from benchmarks.published.trained import Pictures
from course.data import DataNotFound, Dataset, load, load_or_digits

HELD_OUT = 10_000
"""Training pictures kept aside by --holdout: as many as the test has."""

QUICK = (640, 320)
"""Pictures to train on and to test with --quick."""

WIDTH = 120
"""Columns of the tables where the output is not a terminal."""

app = typer.Typer(add_completion=False)


@app.command()
def main(
    holdout: Annotated[
        bool, typer.Option(help="Test on training pictures held out, for choosing a recipe.")
    ] = False,
    quick: Annotated[
        bool, typer.Option(help="A few pictures and one epoch: shows that everything runs.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="One of C, D, E, 'ours, digits', 'ours, clothes'.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of first weights and of the pictures' order.")] = 0,
    threads: Annotated[int, typer.Option(help="Threads that torch uses.")] = 2,
) -> None:
    """Train networks C, D and E as their articles say, and ours, an epoch of each in turn."""
    torch.set_num_threads(threads)
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    entries = [entry for entry in ENTRIES if not only or entry.key in only]
    if not entries:
        raise typer.BadParameter(f"--only: the networks are {[entry.key for entry in ENTRIES]}")
    find = load_or_digits if quick else load
    try:
        sets = {name: find(name) for name in dict.fromkeys(entry.data for entry in entries)}
    except DataNotFound as error:
        console.print(str(error), soft_wrap=True)
        raise typer.Exit(2) from None
    splits = {name: split(one, holdout=holdout, quick=quick) for name, one in sets.items()}
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
    ) as progress:
        total = sum(1 if quick else entry.plan.epochs for entry in entries)
        task = progress.add_task("Training", total=total)

        def told(result: Result) -> None:
            progress.advance(task)
            console.print(
                f"{result.entry.key}: epoch {len(result.cpu)}, {result.accuracy:.2f} %, "
                f"{result.cpu[-1]:.1f} CPU s"
            )

        results = race(entries, splits, seed=seed, epochs=1 if quick else None, told=told)
    tested = "held-out training pictures" if holdout else "test pictures"
    number = "with" if has_bfloat16() else "without"
    title = f"Accuracy on {tested}; {threads} threads, seed {seed}, a processor {number} bfloat16"
    console.print(results_table(results, f"{title}, QUICK" if quick else title))
    found = lines(results)
    if quick or holdout:
        console.print("The lines are for whole runs on the test pictures, so none is drawn here.")
    elif found:
        console.print(lines_table(found))
        raise typer.Exit(0 if all(line.kept for line in found) else 1)


def split(found: Dataset, *, holdout: bool, quick: bool) -> Split:
    """A set as tensors; with `holdout`, its test pictures are not looked at."""
    train = Pictures(torch.from_numpy(found.train_images), torch.from_numpy(found.train_labels))
    if holdout:
        count = min(HELD_OUT, len(train.labels) // 4)
        # Always the same ones, whatever the seed of the training.
        order = torch.randperm(len(train.labels), generator=torch.Generator().manual_seed(123))
        kept, out = order[count:], order[:count]
        test = Pictures(train.images[out], train.labels[out])
        train = Pictures(train.images[kept], train.labels[kept])
    else:
        test = Pictures(torch.from_numpy(found.test_images), torch.from_numpy(found.test_labels))
    if quick:
        train = Pictures(*(part[: QUICK[0]] for part in train))
        test = Pictures(*(part[: QUICK[1]] for part in test))
    return Split(train, test)


if __name__ == "__main__":
    app()
