"""Values that torch gives for the cases of flow_cases.json; run this file to write them anew."""

from __future__ import annotations

import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("flow_cases.json")

# input, kernel, stride: overlaps, windows side by side, rows and columns that no window reaches
CASES = [
    ((6, 7), (3, 3), 1),
    ((6, 7), (3, 3), 2),
    ((6, 7), (2, 3), 1),
    ((5, 8), (2, 3), 2),
    ((4, 4), (2, 2), 2),
    ((5, 4), (1, 1), 2),
    ((3, 3), (3, 3), 1),
]


def make() -> list[dict[str, Any]]:
    """Compute every case with torch, in float64."""
    import torch
    from torch.nn import functional as F

    generator = torch.Generator().manual_seed(0)
    cases = []
    for shape, kernel, stride in CASES:
        x, weight = (
            torch.randint(-9, 10, (1, 1, *size), generator=generator).double().requires_grad_()
            for size in (shape, kernel)
        )
        bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
        y = F.conv2d(x, weight, bias, stride=stride)
        dout = torch.randint(-4, 5, y.shape, generator=generator).double()
        y.backward(dout)
        arrays = {"x": x, "weight": weight, "dout": dout, "dx": x.grad, "dw": weight.grad}
        case: dict[str, Any] = {"stride": stride}
        for name, tensor in arrays.items():
            assert tensor is not None
            case[name] = tensor[0, 0].tolist()
        assert bias.grad is not None
        cases.append(case | {"db": bias.grad.item()})
    return cases


def text() -> str:
    """Return the file's text."""
    return "[\n" + ",\n".join(f"  {json.dumps(case)}" for case in make()) + "\n]\n"


def stored() -> list[dict[str, Any]]:
    """Return the cases of the file."""
    cases: list[dict[str, Any]] = json.loads(PATH.read_text(encoding="utf-8"))
    return cases


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
