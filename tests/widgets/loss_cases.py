"""Values that torch gives for the cases of loss_cases.json; run this file to write them anew."""

from __future__ import annotations

import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("loss_cases.json")

# logits, label, shift, temperature: mistakes, large and equal scores, two classes and ten
CASES: list[tuple[list[float], int, float, float]] = [
    ([1.2, 3.1, 0.4, -0.8, -1.5], 0, 0, 1),
    ([1.2, 3.1, 0.4, -0.8, -1.5], 1, 30, 2.5),
    ([0, 0, 0], 2, 0, 1),
    ([1000, 0], 1, 0, 1),
    ([-1000, 3, 2], 1, 1000, 0.5),
    ([5, -3, 0.5, 2, 2, -1, 0, 8, -8, 1], 7, -200, 0.1),
    ([5, -3, 0.5, 2, 2, -1, 0, 8, -8, 1], 8, 0, 10),
]


def make() -> list[dict[str, Any]]:
    """Compute every case with torch, in float64."""
    import torch
    from torch.nn import functional as F

    cases = []
    for logits, label, shift, temperature in CASES:
        case: dict[str, Any] = {
            "settings": {"logits": logits, "shift": shift, "temperature": temperature},
            "label": label,
        }
        for name in ("once", "twice"):
            scores = (torch.tensor([logits], dtype=torch.float64) + shift) / temperature
            scores.requires_grad_()
            entered = scores if name == "once" else scores.softmax(1)
            loss = F.cross_entropy(entered, torch.tensor([label]))
            loss.backward()
            assert scores.grad is not None
            case[name] = {
                "seen": entered.softmax(1)[0].tolist(),
                "loss": loss.item(),
                "gradient": scores.grad[0].tolist(),
            }
        cases.append(case)
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
