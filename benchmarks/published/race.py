"""All networks side by side in one process, an epoch of each in turn.

Other work on the machine then slows them alike. Processor time counts all threads of this process
and no other's; measuring an accuracy is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from benchmarks.published import articles, recipe
from benchmarks.published.trained import Pictures, Trained, accuracy

Data = Literal["mnist", "fashion"]


class Split(NamedTuple):
    """Pictures to train on, and others that are only looked at after each epoch."""

    train: Pictures
    test: Pictures


@dataclass(frozen=True)
class Entry:
    """A network and its way of training.

    Attributes
    ----------
    key, title : str
    data : {"mnist", "fashion"}
    plan : Article or Recipe
    line : float, optional
        Accuracy in percent that an article's network has to reach.
    limit : float, optional
        Ours: the part of each rival's processor time that it may need.
    """

    key: str
    title: str
    data: Data
    plan: articles.Article | recipe.Recipe
    line: float | None = None
    limit: float | None = None

    def train(self, pictures: Pictures, seed: int, epochs: int) -> Iterator[Trained]:
        """The network after each epoch."""
        if isinstance(self.plan, articles.Article):
            return articles.train(self.plan, pictures, seed, epochs)
        return recipe.train(self.plan, pictures, seed, epochs)


ENTRIES = (
    Entry("C", "article C", "mnist", articles.C, line=98.8),
    Entry("D", "LeNet-5, modern", "mnist", articles.D, line=98.5),
    Entry("ours, digits", "our recipe", "mnist", recipe.DIGITS, limit=1 / 5),
    Entry("E", "article E", "fashion", articles.E, line=90.0),
    Entry("ours, clothes", "our recipe", "fashion", recipe.CLOTHES, limit=2 / 5),
)


@dataclass
class Result:
    """What came of an entry, epoch by epoch: accuracies in percent, times in seconds."""

    entry: Entry
    parameters: int = 0
    accuracies: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    loading: float = 0.0

    @property
    def accuracy(self) -> float:
        """After the last epoch, in percent."""
        return self.accuracies[-1]

    @property
    def seconds(self) -> float:
        """Of all processors, in all epochs."""
        return sum(self.cpu)


def race(
    entries: Sequence[Entry],
    splits: Mapping[Data, Split],
    *,
    seed: int = 0,
    epochs: int | None = None,
    told: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Train all entries, an epoch of each in turn.

    Parameters
    ----------
    entries : sequence of Entry
    splits : mapping
        The pictures of each data set.
    seed : int
        Of first weights and of the order of pictures.
    epochs : int, optional
        At most this many of each, for a quick look.
    told : callable
        Is given a result after each of its epochs.
    """
    _warm_up(entries, splits)
    results = [Result(entry) for entry in entries]
    limits = [min(entry.plan.epochs, epochs or entry.plan.epochs) for entry in entries]
    runs = [
        entry.train(splits[entry.data].train, seed, limit)
        for entry, limit in zip(entries, limits, strict=True)
    ]
    for epoch in range(max(limits)):
        for result, run, limit in zip(results, runs, limits, strict=True):
            if epoch >= limit:
                continue
            cpu, wall = time.process_time(), time.perf_counter()
            trained = next(run)
            result.cpu.append(time.process_time() - cpu)
            result.wall.append(time.perf_counter() - wall)
            result.loading = trained.loading
            result.parameters = sum(one.numel() for one in trained.net.parameters())
            result.accuracies.append(100 * accuracy(trained, splits[result.entry.data].test))
            told(result)
    return results


def _warm_up(entries: Sequence[Entry], splits: Mapping[Data, Split]) -> None:
    """One small epoch of each: loading libraries at first use is nobody's training."""
    for entry in entries:
        few = Pictures(*(part[:256] for part in splits[entry.data].train))
        next(entry.train(few, 0, 1))


@dataclass(frozen=True)
class Line:
    """A promise and whether it was kept."""

    what: str
    wanted: str
    found: str
    kept: bool


def lines(results: Sequence[Result]) -> list[Line]:
    """The articles' accuracies, and ours against each: better, and in a part of the time.

    An article counts with the best of its epochs where ours, after its last, has to beat it.
    """
    found = []
    for one in results:
        if one.entry.line is not None:
            wanted = f"{one.entry.line:.1f} % or more"
            kept = round(one.accuracy, 2) >= one.entry.line
            found.append(
                Line(f"{one.entry.key}: accuracy at the end", wanted, f"{one.accuracy:.2f} %", kept)
            )
    for ours in results:
        if ours.entry.limit is None:
            continue
        for rival in results:
            if rival.entry.data == ours.entry.data and rival.entry.limit is None:
                best = max(rival.accuracies)
                what = f"ours against {rival.entry.key}"
                found.append(
                    Line(
                        f"{what}: accuracy",
                        f"more than {best:.2f} %",
                        f"{ours.accuracy:.2f} %",
                        ours.accuracy > best,
                    )
                )
                part = ours.seconds / rival.seconds
                limit = ours.entry.limit
                found.append(
                    Line(
                        f"{what}: processor time",
                        f"{limit:.2f} of its or less",
                        f"{part:.3f}, {1 / part:.1f} times less",
                        part <= limit,
                    )
                )
    return found
