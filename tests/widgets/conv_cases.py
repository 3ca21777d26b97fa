"""Values that torch gives for the cases of conv_cases.json; run this file to write them anew."""

from __future__ import annotations

import itertools
import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("conv_cases.json")

# image, kernel, stride, padding, dilation: every pair uneven somewhere, and things torch refuses
MAPS = [
    ((5, 5), (3, 3), (1, 1), (0, 0), (1, 1)),
    ((7, 9), (3, 2), (1, 1), (0, 0), (1, 1)),
    ((7, 8), (3, 3), (2, 3), (0, 0), (1, 1)),
    ((6, 6), (3, 3), (2, 2), (1, 1), (1, 1)),
    ((4, 5), (2, 4), (1, 2), (2, 1), (1, 1)),
    ((8, 7), (3, 2), (1, 1), (0, 2), (2, 3)),
    ((5, 6), (2, 3), (3, 2), (3, 2), (3, 2)),
    ((1, 1), (1, 1), (4, 4), (2, 3), (1, 1)),
    ((3, 3), (4, 4), (1, 1), (1, 1), (1, 1)),
    ((2, 6), (1, 6), (1, 1), (0, 0), (5, 1)),
]


def _size(n: int, k: int, stride: int, padding: int, dilation: int) -> int | None:
    """Length torch gives along one axis, the other being 5 long with a kernel of 1; None: refused."""
    import torch

    try:
        result = torch.nn.functional.conv2d(
            torch.zeros(1, 1, n, 5),
            torch.zeros(1, 1, k, 1),
            stride=(stride, 1),
            padding=(padding, 0),
            dilation=(dilation, 1),
        )
    except RuntimeError:
        return None
    return int(result.shape[2])


def make() -> dict[str, Any]:
    """Compute every case with torch, in float64."""
    import torch

    generator = torch.Generator().manual_seed(0)
    maps = []
    for image_shape, kernel_shape, stride, padding, dilation in MAPS:
        image = torch.randint(-9, 10, image_shape, generator=generator)
        kernel = torch.randint(-4, 5, kernel_shape, generator=generator)
        output = torch.nn.functional.conv2d(
            image.double()[None, None],
            kernel.double()[None, None],
            stride=stride,
            padding=padding,
            dilation=dilation,
        )[0, 0]
        maps.append(
            {
                "image": image.tolist(),
                "kernel": kernel.tolist(),
                "stride": stride,
                "padding": padding,
                "dilation": dilation,
                "output": output.tolist(),
            }
        )
    grid = itertools.product(
        (0, 1, 2, 5, 6), (0, 1, 2, 3), (-1, 0, 1, 2, 3), (-1, 0, 1, 2), (0, 1, 2)
    )
    return {"maps": maps, "sizes": [[*case, _size(*case)] for case in grid]}


def text() -> str:
    """Return the file's text."""
    cases = make()
    lines = [f"  {json.dumps(case)}" for case in cases["maps"]]
    sizes = [f"  {json.dumps(case)}" for case in cases["sizes"]]
    return '{"maps": [\n' + ",\n".join(lines) + '\n],\n"sizes": [\n' + ",\n".join(sizes) + "\n]}\n"


def stored() -> dict[str, Any]:
    """Return the cases of the file."""
    cases: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return cases


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
