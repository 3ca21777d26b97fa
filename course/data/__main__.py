"""Fetch data sets before they are needed: python -m course.data mnist fashion."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from course.data.dataset import DamagedData, DataNotFound
from course.data.loading import load


class Set(str, Enum):
    """The sets, as typed."""

    MNIST = "mnist"
    FASHION = "fashion"
    CIFAR10 = "cifar10"
    DIGITS = "digits"


def main(
    sets: Annotated[list[Set], typer.Argument(help="Which sets to have on this computer.")],
    offline: Annotated[bool, typer.Option("--offline", help="Look, but download nothing.")] = False,
) -> None:
    """Find data sets on this computer, download those that are missing, and say where they are."""
    missing = False
    for name in sets:
        try:
            typer.echo(repr(load(name.value, download=not offline)))
        except (DataNotFound, DamagedData) as error:
            missing = True
            typer.echo(str(error), err=True)
    raise typer.Exit(1 if missing else 0)


if __name__ == "__main__":
    typer.run(main)
