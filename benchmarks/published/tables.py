"""The race as tables: each network's epochs, and the promises with their marks."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from benchmarks.published.race import Line, Result

TITLES = {"mnist": "MNIST", "fashion": "Fashion-MNIST", "digits": "small digits"}

CAPTION = (
    "CPU s: processor seconds of all threads in all epochs, preparing the pictures included and "
    "measuring the accuracy not. loading: the part in which a DataLoader made pictures ready."
)


def results_table(results: Sequence[Result], title: str) -> Table:
    """A row for each network."""
    table = Table(title=title, caption=CAPTION)
    for name in ("data", "network", "parameters", "accuracy in %, by epoch"):
        table.add_column(name, justify="right" if name == "parameters" else "left")
    for name in ("CPU s", "an epoch", "loading", "wall s"):
        table.add_column(name, justify="right")
    before = results[0].entry.data
    for one in results:
        if one.entry.data != before:
            table.add_section()
        before = one.entry.data
        table.add_row(
            TITLES[one.entry.data],
            one.entry.title,
            f"{one.parameters:,}",
            " ".join(f"{accuracy:.2f}" for accuracy in one.accuracies),
            f"{one.seconds:.1f}",
            f"{one.seconds / len(one.cpu):.1f}",
            f"{one.loading:.1f}" if one.loading else "",
            f"{sum(one.wall):.1f}",
        )
    return table


def lines_table(lines: Sequence[Line]) -> Table:
    """The promises, each with a mark."""
    table = Table("", "wanted", "found", "", title="Lines to hold")
    for one in lines:
        mark = "[green]✓ held[/]" if one.kept else "[red]✗ missed[/]"
        table.add_row(one.what, one.wanted, one.found, mark)
    return table
