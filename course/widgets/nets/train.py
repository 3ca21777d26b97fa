"""Train the LeNet-5 that answers where no kernel does: python -m course.widgets.nets.train

Reads MNIST through course.data (set $CNN_COURSE_DATA), prints the accuracy of the weights as they
are stored, in half precision, and writes lenet5.npz beside this file. About two minutes on two cores.
"""

from __future__ import annotations

import math
import os
import pathlib
import tempfile
import time
from typing import Any

import numpy as np

from course import data
from course.widgets.nets.lenet5 import PATH, SHAPES

_SEED = 5
_EPOCHS = 14
_BATCH = 128
_RATE = 6e-3
_TURN = math.radians(12)
_SHEAR = 0.15
_STRETCH = 0.12
_SHIFT = 1.5
"""Pixels to either side."""


def _network() -> Any:
    """Build lesson 14's LeNet-5, its layers named as there."""
    from collections import OrderedDict

    from torch import nn

    return nn.Sequential(
        OrderedDict(
            c1=nn.Conv2d(1, 6, 5),
            tanh1=nn.Tanh(),
            s2=nn.AvgPool2d(2),
            c3=nn.Conv2d(6, 16, 5),
            tanh3=nn.Tanh(),
            s4=nn.AvgPool2d(2),
            flat=nn.Flatten(),
            c5=nn.Linear(400, 120),
            tanh5=nn.Tanh(),
            f6=nn.Linear(120, 84),
            tanh6=nn.Tanh(),
            output=nn.Linear(84, 10),
        )
    )


def _varied(x: Any) -> Any:
    """Turn, shear, stretch and shift each picture a little, and write some with another pen."""
    import torch
    import torch.nn.functional as F

    count = len(x)

    def around(reach: float) -> Any:
        return reach * (2 * torch.rand(count) - 1)

    turn, shear = around(_TURN), around(_SHEAR)
    tall, wide = 1 + around(_STRETCH), 1 + around(_STRETCH)
    shift = 2 * _SHIFT / x.shape[-1]
    cos, sin = torch.cos(turn), torch.sin(turn)
    affine = torch.stack(
        [
            torch.stack([wide * cos, wide * (shear * cos - sin), around(shift)], 1),
            torch.stack([tall * sin, tall * (shear * sin + cos), around(shift)], 1),
        ],
        1,
    )
    grid = F.affine_grid(affine, list(x.shape), align_corners=False)
    moved = F.grid_sample(x, grid, align_corners=False)
    # A thicker pen spreads to the neighbours; a thinner one loses its edges.
    part = 0.8 * torch.rand(count, 1, 1, 1)
    thicker = torch.lerp(moved, F.max_pool2d(moved, 3, 1, 1), part)
    thinner = torch.lerp(moved, -F.max_pool2d(-moved, 3, 1, 1), 0.5 * part)
    pen = torch.rand(count, 1, 1, 1)
    return torch.where(pen < 0.3, thicker, torch.where(pen > 0.8, thinner, moved))


def _share_right(model: Any, x: Any, y: Any) -> float:
    import torch

    model.eval()
    with torch.no_grad():
        named = torch.cat([model(some).argmax(1) for some in x.split(1000)])
    return float((named == y).float().mean())


def train() -> Any:
    """Train with AdamW on one cycle of learning rates; the same weights at every run.

    Returns
    -------
    torch.nn.Sequential
        With the weights rounded to half precision, as they are stored.
    """
    import torch
    import torch.nn.functional as F

    torch.manual_seed(_SEED)
    digits = data.load("mnist")

    def tensors(images: Any, labels: Any) -> tuple[Any, Any]:
        x = torch.as_tensor(images[:, np.newaxis].astype(np.float32) / 255)
        return F.pad(x, (2, 2, 2, 2)), torch.as_tensor(labels)

    x, y = tensors(digits.train_images, digits.train_labels)
    x_test, y_test = tensors(digits.test_images, digits.test_labels)
    model = _network()
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.02)
    steps = _EPOCHS * math.ceil(len(x) / _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=_RATE, total_steps=steps)
    start = time.perf_counter()
    for epoch in range(1, _EPOCHS + 1):
        model.train()
        for rows in torch.randperm(len(x)).split(_BATCH):
            loss = F.cross_entropy(model(_varied(x[rows])), y[rows], label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        seconds = time.perf_counter() - start
        share = 100 * _share_right(model, x_test, y_test)
        print(f"epoch {epoch}: {share:.2f} % of the test pictures, {seconds:.0f} s", flush=True)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half())
    share = 100 * _share_right(model, x_test, y_test)
    print(f"as stored: {share:.2f} % of {len(y_test):,} test pictures")
    return model


def save(model: Any, path: pathlib.Path = PATH) -> None:
    """Write the weights, all or nothing: a temporary file takes the old one's place."""
    state = model.state_dict()
    weights = {name: state[name].numpy().astype(np.float16) for name in SHAPES}
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
        np.savez_compressed(file, **weights)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    save(train())
