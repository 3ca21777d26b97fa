"""What torch says about LeNet-5 in both its forms; run this file to write it anew."""

from __future__ import annotations

import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("architecture_cases.json")
# Table I of LeCun, Bottou, Bengio and Haffner 1998: a row for each S2 map, a column for each C3 map.
TABLE = (
    "X   XXX  XXXX XX",
    "XX   XXX  XXXX X",
    "XXX   XXX  X XXX",
    " XXX  XXXX  X XX",
    "  XXX  XXXX XX X",
    "   XXX  XXXX XXX",
)


def _window(layers: list[Any], row: int) -> tuple[int, int]:
    """Return first and last row of the picture that one cell's gradient reaches."""
    import torch

    x = torch.zeros(1, 1, 32, 32, dtype=torch.float64, requires_grad=True)
    out = x
    for layer in layers:
        out = layer(out)
    place = (0, 0, row, row) if out.ndim == 4 else (0, 0)
    out[place].backward()
    assert x.grad is not None
    reached = torch.nonzero(x.grad[0, 0].sum(1)).flatten()
    return int(reached[0]), int(reached[-1])


def _sizes() -> list[dict[str, Any]]:
    """Run today's form: shapes, parameters, what one cell sees, how far windows are apart."""
    import torch
    from torch import nn

    layers = [
        ("C1", nn.Conv2d(1, 6, 5)),
        ("S2", nn.AvgPool2d(2)),
        ("C3", nn.Conv2d(6, 16, 5)),
        ("S4", nn.AvgPool2d(2)),
        ("C5", nn.Conv2d(16, 120, 5)),
        ("F6", nn.Linear(120, 84)),
        ("output", nn.Linear(84, 10)),
    ]
    x = torch.zeros(1, 1, 32, 32, dtype=torch.float64)
    so_far: list[Any] = []
    cases = []
    for name, layer in layers:
        layer.double()
        for parameter in layer.parameters():  # no weight hides what it reaches
            nn.init.ones_(parameter)
        if isinstance(layer, nn.Linear) and x.ndim == 4:
            so_far.append(nn.Flatten())
            x = x.flatten(1)
        so_far.append(layer)
        reads = x.shape
        x = layer(x)
        first, last = _window(so_far, 0)
        second = _window(so_far, 1)[0] if x.ndim == 4 and x.shape[2] > 1 else None
        cases.append(
            {
                "name": name,
                "shape": [*x.shape[1:], *([1, 1] if x.ndim == 2 else [])],
                "parameters": sum(p.numel() for p in layer.parameters()),
                "macs": _macs(layer, reads, x.shape),
                "field": last - first + 1,
                "jump": None if second is None else second - first,
            }
        )
    return cases


def _macs(layer: Any, reads: Any, gives: Any) -> int:
    """Count products as torch's own counter of operations does."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        result = layer(torch.zeros(reads, dtype=torch.float64))
    assert result.shape == gives
    return int(counter.get_total_flops()) // 2


def _original() -> dict[str, int]:
    """Count the trained parameters of 1998 from torch's layers, C3 map by map."""
    from torch import nn

    def count(*layers: Any) -> int:
        return sum(p.numel() for layer in layers for p in layer.parameters())

    reads = [sum(row[column] == "X" for row in TABLE) for column in range(16)]
    return {
        "C1": count(nn.Conv2d(1, 6, 5)),
        "S2": count(nn.Conv2d(6, 6, 1, groups=6)),  # a factor and a bias a map
        "C3": count(*(nn.Conv2d(n, 1, 5) for n in reads)),
        "S4": count(nn.Conv2d(16, 16, 1, groups=16)),
        "C5": count(nn.Conv2d(16, 120, 5)),
        "F6": count(nn.Linear(120, 84)),
    }


def make() -> dict[str, Any]:
    """Ask torch for everything."""
    import torch

    scores = [2.0, -1.0, 0.5, 0.0, 700.0, 699.0]
    return {
        "table": TABLE,
        "modern": _sizes(),
        "original": _original(),
        "scores": scores,
        "softmax": torch.softmax(torch.tensor(scores, dtype=torch.float64), 0).tolist(),
    }


def text() -> str:
    """Return the file's text."""
    return json.dumps(make(), indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
