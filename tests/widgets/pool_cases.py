"""Values that torch gives for the cases of pool_cases.json; run this file to write them anew."""

from __future__ import annotations

import itertools
import json
import pathlib
from typing import Any

from course.widgets.pool_lab import distance_weights

PATH = pathlib.Path(__file__).with_name("pool_cases.json")

# image, kernel, stride, padding: pairs uneven somewhere, rows left over, windows that overlap
MAPS = [
    ((4, 6), (2, 2), (2, 2), (0, 0)),
    ((5, 7), (2, 2), (2, 2), (0, 0)),
    ((7, 8), (3, 2), (2, 3), (0, 0)),
    ((6, 6), (3, 3), (1, 2), (0, 0)),
    ((5, 6), (3, 3), (2, 2), (1, 1)),
    ((4, 5), (2, 4), (1, 3), (1, 2)),
    ((1, 1), (2, 3), (2, 2), (1, 1)),
]


def _pool(mode: str, x: Any, kernel: Any, stride: Any, padding: Any) -> Any:
    """Pool (1, 1, H, W) with torch."""
    from torch.nn import functional as F

    if mode == "max":
        return F.max_pool2d(x, kernel, stride, padding)
    if mode == "average":
        return F.avg_pool2d(x, kernel, stride, padding)
    if mode == "L2":
        return F.lp_pool2d(x, 2, kernel, stride)
    weights = x.new_tensor(distance_weights(kernel).tolist())
    return F.conv2d(x, weights[None, None], stride=stride)


def _size(mode: str, n: int, k: int, stride: int, padding: int) -> int | None:
    """Length torch gives along one axis; None: refused."""
    import torch

    try:
        x = torch.zeros(1, 1, n, 5)
        return int(_pool(mode, x, (k, 1), (stride, 1), (padding, 0)).shape[2])
    except RuntimeError:
        return None


def make() -> dict[str, Any]:
    """Compute every case with torch, in float64."""
    import torch

    generator = torch.Generator().manual_seed(0)
    maps = []
    for shape, kernel, stride, padding in MAPS:
        image = torch.randint(-9, 10, shape, generator=generator)
        for mode in ("max", "average", "L2", "weighted"):
            if mode in ("L2", "weighted") and any(padding):
                continue
            x = torch.nn.functional.pad(image.double(), (3, 0))[None, None]
            outputs = [
                _pool(mode, x[..., 3 - by : 3 - by + shape[1]], kernel, stride, padding)
                for by in range(4)
            ]
            before = outputs[0].norm()
            maps.append(
                {
                    "image": image.tolist(),
                    "mode": mode,
                    "windows": {"kernel": kernel, "stride": stride, "padding": padding},
                    "outputs": [output[0, 0].tolist() for output in outputs],
                    "changes": [
                        float((output - outputs[0]).norm() / before) if before > 0 else 0.0
                        for output in outputs
                    ],
                }
            )
    grid = itertools.product(("max", "average"), (1, 2, 5), (1, 2, 3, 4), (1, 2, 3), (0, 1, 2, 3))
    return {"maps": maps, "sizes": [[*case, _size(*case)] for case in grid]}


def text() -> str:
    """Return the file's text."""
    cases = make()
    parts = [f'"{key}": [\n' + ",\n".join(f"  {json.dumps(case)}" for case in cases[key]) + "\n]"
             for key in ("maps", "sizes")]  # fmt: skip
    return "{" + ",\n".join(parts) + "}\n"


def stored() -> dict[str, Any]:
    """Return the cases of the file."""
    cases: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return cases


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
