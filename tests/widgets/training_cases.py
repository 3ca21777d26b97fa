"""Running means as torch's Adam keeps them; run this file to write them anew."""

from __future__ import annotations

import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("training_cases.json")
LOSSES = (2.5, 2.25, 2.75, 1.5, 1.0, 1.125, 0.25, 0.5)
BETAS = (0.0, 0.5, 0.9)


def make() -> dict[str, Any]:
    """Feed the losses to Adam as gradients: its first moment, made unbiased, is the smooth curve."""
    import torch

    smooth = {}
    for beta in BETAS:
        weight = torch.zeros(1, dtype=torch.float64, requires_grad=True)
        adam = torch.optim.Adam([weight], betas=(beta, 0.999))
        means = []
        for step, loss in enumerate(LOSSES, start=1):
            weight.grad = torch.full((1,), loss, dtype=torch.float64)
            adam.step()
            means.append(float(adam.state[weight]["exp_avg"]) / (1 - beta**step))
        smooth[str(beta)] = means
    return {"losses": LOSSES, "smooth": smooth}


def text() -> str:
    """Return the file's text."""
    return json.dumps(make(), indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
