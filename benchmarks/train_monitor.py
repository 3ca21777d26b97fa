"""Training with a TrainMonitor beside training without: processor seconds, in pairs, and their ratio.

Each pair trains one net for two short epochs, one watched and one not, in changing order, so that a
busy machine slows both. Data are random, of MNIST's shape. It all runs in a Jupyter kernel, which
sends every live update as it does to a page.

Run from the repository: python -m benchmarks.train_monitor
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

TARGET = 1.03


def small() -> Any:
    """Return a CNN of two small convolutions, whose batches are over soon."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(784, 10),
    )


def seed_c() -> Any:
    """Return lesson 13's net of 421 642 parameters."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(3136, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )


def train_one_epoch(model: Any, loader: Iterable[Any], optimizer: Any) -> float:
    """Train as a student does."""
    from torch.nn.functional import cross_entropy

    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def compare(make: Callable[[], Any], loader: Any, pairs: int) -> None:
    """Train in pairs of epochs, and print medians: to be run in a kernel."""
    import torch

    from course.widgets import TrainMonitor

    torch.manual_seed(0)
    model = make()
    optimizer = torch.optim.Adam(model.parameters())
    monitor = TrainMonitor(model, optimizer, epochs=pairs + 1)
    monitor._repr_mimebundle_()  # as if it stood on a page already, and the page had said so
    monitor._on_message(monitor, {"type": "here"}, [])

    def seconds(watched: bool) -> tuple[float, float]:
        cpu, wall = time.process_time(), time.perf_counter()
        loss = train_one_epoch(model, monitor.watch(loader) if watched else loader, optimizer)
        if watched:
            monitor.epoch(loss, 0.5)
        return time.process_time() - cpu, time.perf_counter() - wall

    seconds(True)  # what happens once
    runs = []
    for pair in range(pairs):
        times = {watched: seconds(watched) for watched in ((True, False), (False, True))[pair % 2]}
        ratios = (each / bare for each, bare in zip(times[True], times[False], strict=True))
        runs.append((*ratios, *times[False]))
    cpu, wall, bare, bare_wall = (statistics.median(column) for column in zip(*runs, strict=True))
    low, _, high = statistics.quantiles((run[0] for run in runs), n=4)
    print(
        f"{make.__name__:7} {1e3 * bare / len(loader):6.2f} CPU ms a batch without "
        f"({1e3 * bare_wall / len(loader):.2f} ms); with / without: CPU {cpu:.3f} "
        f"(quartiles {low:.3f}, {high:.3f}), wall {wall:.3f}; "
        f"looked at every {monitor._probe.every}. batch; "
        f"{'within' if cpu <= TARGET else 'over'} {TARGET}",
        flush=True,
    )


def in_a_kernel(pairs: int, batches: int, threads: int) -> None:
    """Run both nets' comparisons in this process: a kernel's."""
    import torch

    torch.set_num_threads(threads)
    generator = torch.Generator().manual_seed(0)
    loader = [
        (
            torch.randn(64, 1, 28, 28, generator=generator),
            torch.randint(0, 10, (64,), generator=generator),
        )
        for _ in range(batches)
    ]
    for make in (small, seed_c):
        compare(make, loader, pairs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Start a kernel, measure there, and pass on what it prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20, help="epochs of each kind (20)")
    parser.add_argument("--batches", type=int, default=100, help="batches of 64 an epoch (100)")
    parser.add_argument("--threads", type=int, default=1, help="torch's threads (1)")
    options = parser.parse_args(arguments)
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3")
    try:
        call = f"in_a_kernel({options.pairs}, {options.batches}, {options.threads})"
        reply = client.execute_interactive(f"from benchmarks.train_monitor import *; {call}")
        if reply["content"]["status"] != "ok":
            raise SystemExit(reply["content"]["evalue"])
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
