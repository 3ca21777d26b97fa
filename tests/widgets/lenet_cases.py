"""What torch makes of LeNet-5's layers, and NumPy of a pen; run this file to write them anew."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import numpy as np
import numpy.typing as npt

from course import data
from course.widgets.centring import seen_by_net

PATH = pathlib.Path(__file__).with_name("lenet_cases.json")
EVERY = 97
"""Of the network's 9118 numbers, one in so many is kept, and all of the scores."""
DECIMALS = 7

Floats = npt.NDArray[np.float64]


def made_up(count: int, start: int = 0) -> Floats:
    """Numbers from -1 to 1 that lenet.test.mjs makes up in the same way."""
    i = np.arange(start, start + count)
    return np.asarray((i * 7919 % 2003 - 1001) / 1001)


def _layers() -> dict[str, Any]:
    """Odd sizes, and a kernel that is not 5 x 5."""
    import torch
    import torch.nn.functional as F

    x = torch.tensor(made_up(2 * 6 * 7)).reshape(1, 2, 6, 7)
    weight = torch.tensor(made_up(3 * 2 * 3 * 3, 500)).reshape(3, 2, 3, 3)
    bias = torch.tensor(made_up(3, 900))
    dense = torch.tensor(made_up(4 * 84, 2000)).reshape(4, 84)
    dense_bias = torch.tensor(made_up(4, 50))
    return {
        "convolve": F.conv2d(x, weight, bias).flatten().tolist(),
        "pooled": F.avg_pool2d(x, 2).flatten().tolist(),
        "linear": F.linear(x.flatten(1), dense, dense_bias).flatten().tolist(),
        "tanh": torch.tanh(x).flatten().tolist(),
    }


def _network() -> dict[str, Any]:
    """Lesson 14's LeNet-5 with made-up weights, scaled by the root of what a cell reads."""
    import torch
    from torch import nn

    parts: list[Any] = [nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)]
    heads: list[Any] = [nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)]
    used = 0
    for layer in (*parts, *heads):
        for parameter in layer.double().parameters():
            numbers = made_up(parameter.numel(), used) / np.sqrt(layer.weight[0].numel())
            used += parameter.numel()
            with torch.no_grad():
                parameter.copy_(torch.tensor(numbers).reshape(parameter.shape))
    picture = np.rint(255 * np.pad(data.digit(4), 2)) / 255
    stages = [torch.tensor(picture)[None, None]]
    with torch.no_grad():
        for part in parts:
            stages.append(torch.tanh(part(stages[-1])))
            stages.append(nn.functional.avg_pool2d(stages[-1], 2))
        for head in heads:
            sums = head(stages[-1].flatten(1))
            stages.append(sums if head is heads[-1] else torch.tanh(sums))
    flat = torch.cat([stage.flatten() for stage in stages])
    return {
        "levels": np.rint(255 * picture).astype(int).ravel().tolist(),
        "maps": flat[::EVERY].tolist(),
        "scores": stages[-1][0].tolist(),
    }


def _halves() -> dict[str, Any]:
    """The largest, the smallest, one below the normal ones, and some in between."""
    values = np.array([0, 1, -1, 0.1, -2.75, 65504, 6e-8, 3.1e-5, 6.104e-5], np.float16)
    return {"bits": values.view(np.uint16).tolist(), "values": values.astype(float).tolist()}


def stroke(
    drawing: Floats, start: tuple[float, float], end: tuple[float, float], erase: bool
) -> Floats:
    """One straight stroke, over the whole picture at once: ink by the distance from the segment."""
    row, col = np.mgrid[0:28, 0:28] + 0.5
    along = np.subtract(end, start)
    length = max(1e-12, float(along @ along))
    down, right = row - start[0], col - start[1]
    part = np.clip((down * along[0] + right * along[1]) / length, 0, 1)
    distance = np.hypot(down - part * along[0], right - part * along[1])
    ink = np.clip((2.6 if erase else 1.6) - distance, 0, 1)
    return np.minimum(drawing, 1 - ink) if erase else np.maximum(drawing, ink)


STROKES = [
    ((4.2, 5.0), (20.0, 9.7), False),
    ((14.5, 14.5), (14.5, 14.5), False),
    ((-3.0, 20.0), (30.0, 31.0), False),
    ((10.0, 2.0), (12.0, 14.0), True),
]


def _pen() -> dict[str, Any]:
    drawing = np.zeros((28, 28))
    steps = []
    for start, end, erase in STROKES:
        drawing = stroke(drawing, start, end, erase)
        ink = np.round(drawing, DECIMALS).ravel().tolist()
        steps.append({"from": start, "to": end, "erase": erase, "ink": ink})
    return {"steps": steps}


def drawings() -> dict[str, Floats]:
    """What is centred: large and small, in the middle and in a corner, in 256 levels."""
    small = np.zeros((28, 28))
    small[1:11, 16:26] = data.digit(6, 10)
    line = np.zeros((28, 28))
    line[2:27, 20:22] = 0.7
    dot = np.zeros((28, 28))
    dot[25, 3] = 1
    faint = np.full((28, 28), 12 / 255)
    found = {"digit": data.digit(7), "small": small, "line": line, "dot": dot, "faint": faint}
    return {name: np.rint(255 * drawing) / 255 for name, drawing in found.items()}


def _centring() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "levels": np.rint(255 * drawing).astype(int).ravel().tolist(),
            "centred": np.round(seen_by_net(drawing, True), DECIMALS).ravel().tolist(),
        }
        for name, drawing in drawings().items()
    ]


def make() -> dict[str, Any]:
    """Ask torch and NumPy for everything."""
    return {
        "layers": _layers(),
        "network": _network(),
        "halves": _halves(),
        "pen": _pen(),
        "centring": _centring(),
    }


def text() -> str:
    """Return the file's text."""
    return json.dumps(make(), separators=(",", ":")).replace("]", "]\n") + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
