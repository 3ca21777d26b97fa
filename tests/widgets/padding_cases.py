"""Values that torch gives for the cases of padding_cases.json; run this file to write them anew."""

from __future__ import annotations

import itertools
import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("padding_cases.json")
MODES = ("zeros", "reflect", "replicate", "circular")

# image, (left, right, top, bottom), kernel: uneven, as much as each mode takes, single rows
SHAPES = [
    ((3, 4), (1, 1, 1, 1), (3, 3)),
    ((4, 3), (2, 1, 0, 3), (2, 3)),
    ((2, 5), (4, 0, 1, 0), (3, 3)),
    ((3, 2), (2, 2, 3, 3), (1, 4)),
    ((1, 4), (0, 3, 0, 0), (1, 2)),
    ((5, 6), (0, 0, 0, 0), (3, 2)),
    ((6, 6), (2, 2, 2, 2), (5, 5)),
    ((1, 1), (3, 5, 4, 2), (2, 2)),
]


def _pad(image: Any, sides: tuple[int, ...], mode: str) -> Any:
    """Pad (H, W) with torch; None where it refuses."""
    import torch

    name = "constant" if mode == "zeros" else mode
    try:
        return torch.nn.functional.pad(image[None, None], sides, mode=name)[0, 0]
    except RuntimeError:
        return None


def _reads(shape: tuple[int, int], sides: tuple[int, ...], mode: str, kernel: Any) -> Any:
    """How often each pixel is read: the gradient of the sum of a map whose weights are all 1."""
    import torch

    image = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
    padded = _pad(image, sides, mode)
    if padded is None or any(k > n for k, n in zip(kernel, padded.shape, strict=True)):
        return None
    weight = torch.ones((1, 1, *kernel), dtype=torch.float64)
    torch.nn.functional.conv2d(padded[None, None], weight).sum().backward()
    gradient: Any = image.grad
    return gradient.tolist()


def make() -> dict[str, Any]:
    """Compute every case with torch, in float64."""
    import torch

    generator = torch.Generator().manual_seed(0)
    pads = []
    for (shape, sides, kernel), mode in itertools.product(SHAPES, MODES):
        image = torch.randint(1, 100, shape, generator=generator).double()
        padded = _pad(image, sides, mode)
        pads.append(
            {
                "image": image.tolist(),
                "sides": sides,
                "mode": mode,
                "kernel": kernel,
                "padded": None if padded is None else padded.tolist(),
                "reads": _reads(shape, sides, mode, kernel),
                "itself": _reads(shape, sides, "zeros", kernel),
            }
        )
    axes = itertools.product(MODES, (1, 2, 3, 5), (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4, 5, 6))
    accepted = [
        [mode, n, before, after, _pad(torch.zeros(n, 8), (0, 0, before, after), mode) is not None]
        for mode, n, before, after in axes
    ]
    return {"pads": pads, "accepted": accepted}


def text() -> str:
    """Return the file's text."""
    cases = make()
    pads = [f"  {json.dumps(case)}" for case in cases["pads"]]
    accepted = [f"  {json.dumps(case)}" for case in cases["accepted"]]
    return (
        '{"pads": [\n'
        + ",\n".join(pads)
        + '\n],\n"accepted": [\n'
        + ",\n".join(accepted)
        + "\n]}\n"
    )


def stored() -> dict[str, Any]:
    """Return the cases of the file."""
    cases: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return cases


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
