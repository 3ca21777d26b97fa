"""Values that torch gives for activation_cases.json; run this file to write them anew."""

from __future__ import annotations

import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("activation_cases.json")
POINTS = (-1000.0, -40.0, -6.0, -2.5, -1.0, -0.03125, 0.0, 0.03125, 0.7, 1.0, 3.0, 40.0, 1000.0)
INPUTS = (-3.0, -1.0, -0.25, 0.0, 0.5, 1.5, 4.0)
LAYERS = 5


def make() -> dict[str, Any]:
    """Compute every case with torch's autograd, in float64."""
    import torch
    from torch.nn import functional as F

    curves: dict[str, Any] = {
        "relu": F.relu,
        "leaky relu": F.leaky_relu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
    }
    cases: dict[str, Any] = {"points": POINTS, "inputs": INPUTS, "curves": {}}
    for name, curve in curves.items():
        x = torch.tensor(POINTS, dtype=torch.float64, requires_grad=True)
        y = curve(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        inputs = torch.tensor(INPUTS, dtype=torch.float64, requires_grad=True)
        values, slopes = [inputs], []
        for _ in range(LAYERS):
            alone = values[-1].detach().requires_grad_()
            slopes.append(torch.autograd.grad(curve(alone).sum(), alone)[0])
            values.append(curve(values[-1]))
        gradients = torch.autograd.grad(values[-1].sum(), values[:-1])
        cases["curves"][name] = {
            "values": y.tolist(),
            "slopes": slope.tolist(),
            "layers": [
                {"slope": float(s.mean()), "product": float(g.mean())}
                for s, g in zip(slopes, gradients, strict=True)
            ],
        }
    return cases


def text() -> str:
    """Return the file's text."""
    return json.dumps(make(), indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
