"""Layers as torch computes and counts them, for mixer.test.mjs; run this file to write them anew."""

from __future__ import annotations

import json
import pathlib
from typing import Any

PATH = pathlib.Path(__file__).with_name("mixer_cases.json")

# x, weight, bias: all axes of different lengths somewhere
LAYERS = [
    ((2, 3, 4, 5), (4, 3, 2, 3), True),
    ((1, 2, 5, 4), (3, 2, 3, 2), False),
    ((3, 1, 3, 6), (2, 1, 3, 1), True),
    ((1, 4, 2, 3), (1, 4, 1, 1), False),
    ((1, 1, 1, 1), (1, 1, 1, 1), True),
]


Shape = tuple[int, int, int, int]


def _layer(x_shape: Shape, weight_shape: Shape, bias: bool) -> dict[str, Any]:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    generator = torch.Generator().manual_seed(sum(x_shape))
    x = torch.randint(-9, 10, x_shape, generator=generator).double()
    kernel_size = (weight_shape[2], weight_shape[3])
    conv = torch.nn.Conv2d(x_shape[1], weight_shape[0], kernel_size, bias=bias).double()
    with torch.no_grad():
        for parameter in conv.parameters():
            parameter.copy_(torch.randint(-4, 5, parameter.shape, generator=generator))
        counter = FlopCounterMode(display=False)
        with counter:
            conv(x[:1])
        output = conv(x)
        # Filter o on channel c of image n alone: (n, o, c, rows, cols)
        partials = torch.stack(
            [torch.nn.functional.conv2d(x[:, [c]], conv.weight[:, [c]]) for c in range(x_shape[1])],
            dim=2,
        )
    inputs, outputs = x[0].numel(), output[0].numel()
    dense = torch.nn.Linear(inputs, outputs, bias=bias)
    with FlopCounterMode(display=False) as dense_counter:
        dense(torch.zeros(1, inputs))
    return {
        "x": x.tolist(),
        "weight": conv.weight.tolist(),
        "bias": None if conv.bias is None else conv.bias.tolist(),
        "output": output.tolist(),
        "partials": partials.tolist(),
        # A multiply-accumulate is two operations to torch.
        "conv": {
            "parameters": sum(p.numel() for p in conv.parameters()),
            "macs": counter.get_total_flops() // 2,
        },
        "dense": {
            "parameters": sum(p.numel() for p in dense.parameters()),
            "macs": dense_counter.get_total_flops() // 2,
        },
    }


def text() -> str:
    """Return the file's text."""
    lines = [f"  {json.dumps(_layer(*layer))}" for layer in LAYERS]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
