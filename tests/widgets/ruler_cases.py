"""How many windows torch takes along one axis, rounding up; run this file to write them anew."""

from __future__ import annotations

import itertools
import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("ruler_cases.json")


def _pooled(n: int, k: int, stride: int, padding: int, dilation: int) -> int | None:
    """Length that a pooling layer with ceil_mode gives; None: refused."""
    import torch

    try:
        result = torch.nn.functional.max_pool1d(
            torch.zeros(1, 1, n),
            k,
            stride=stride,
            padding=padding,
            dilation=dilation,
            ceil_mode=True,
        )
    except RuntimeError:
        return None
    return int(result.shape[2])


def make() -> dict[str, Any]:
    """Ask torch for every size; n, k, stride, padding, dilation, count."""
    grid = itertools.product((1, 2, 5, 6, 7, 10), (1, 2, 3, 4), (1, 2, 3, 5), (0, 1, 2), (1, 2, 3))
    # Pooling wants padding to be at most half the kernel.
    cases = [case for case in grid if 2 * case[3] <= case[1]]
    fitting = [c for c in cases if c[0] + 2 * c[3] > c[4] * (c[1] - 1)]
    return {"ceil_mode": [[*case, _pooled(*case)] for case in fitting]}


def text() -> str:
    """Return the file's text."""
    lines = [f"  {json.dumps(case)}" for case in make()["ceil_mode"]]
    return '{"ceil_mode": [\n' + ",\n".join(lines) + "\n]}\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
