"""Correct answers to `layer_table` in other styles: each must earn full marks."""

from __future__ import annotations

import contextlib
import copy
import functools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.modules.module import register_module_forward_hook

from autograder.exercise import Alternative
from autograder.lessons.lesson05.conv_cost import conv_cost
from course.layers import LayerRow


def _later(model: nn.Module, input_shape: tuple[int, ...]) -> list[LayerRow]:
    seen: list[tuple[nn.Module, Tensor]] = []
    names = {module: name for name, module in model.named_modules()}
    was = model.training
    with contextlib.ExitStack() as stack:
        stack.callback(model.train, was)
        for module in names:
            if next(module.children(), None) is None:
                handle = module.register_forward_hook(lambda m, x, y: seen.append((m, y)))
                stack.callback(handle.remove)
        model.eval()
        stack.enter_context(torch.inference_mode())
        model(torch.zeros((1, *input_shape)))
    return [LayerRow(names[m], m._get_name(), y.shape[1:], *_costs(m, y)) for m, y in seen]


def _costs(module: nn.Module, output: Tensor) -> tuple[int, int]:
    shape = tuple(output.shape)
    if isinstance(module, nn.Conv2d):
        kernel: Any = module.kernel_size
        size = (shape[2], shape[3])
        return conv_cost(
            module.in_channels,
            module.out_channels,
            kernel,
            size,
            module.groups,
            module.bias is not None,
        )
    if isinstance(module, nn.Linear):
        inside, outside = module.in_features, module.out_features
        rows = math.prod(shape[1:-1])
        return outside * (inside + (module.bias is not None)), rows * inside * outside
    return sum(math.prod(p.shape) for p in module.parameters()), 0


def _plain_tuples(model: nn.Module, input_shape: tuple[int, ...]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []

    def hook(layer: Any, inputs: Any, output: Tensor, name: str) -> None:
        weights = [p.numel() for p in layer.parameters()]
        macs = 0
        if type(layer) in (nn.Conv2d, nn.Linear):
            macs = weights[0] // layer.weight.shape[0] * output[0].numel()
        rows.append((name, layer.__class__.__name__, output[0].shape, sum(weights), macs))

    was, handles = model.training, []
    for name, layer in model.named_modules():
        if len(list(layer.children())) == 0:
            handles.append(layer.register_forward_hook(functools.partial(hook, name=name)))
    try:
        with torch.no_grad():
            model.eval()(torch.randn(1, *input_shape))
    finally:
        for handle in handles:
            handle.remove()
        model.train(was)
    return rows


def _on_a_copy(model: nn.Module, input_shape: tuple[int, ...]) -> list[LayerRow]:
    double = copy.deepcopy(model).eval().requires_grad_(False)
    rows: list[LayerRow] = []

    def hook_for(name: str) -> Any:
        def hook(layer: Any, inputs: Any, output: Any) -> None:
            macs = 0
            if isinstance(layer, nn.Conv2d):
                macs = math.prod(layer.kernel_size) * layer.in_channels // layer.groups
            elif isinstance(layer, nn.Linear):
                macs = layer.in_features
            count: Any = np.sum([np.prod(p.shape) for p in layer.parameters()], dtype=np.int64)
            kind = str(type(layer).__qualname__).rpartition(".")[2]
            rows.append(LayerRow(name, kind, (*output.shape[1:],), count, macs * output.numel()))

        return hook

    for name, layer in double.named_modules():
        if not layer._modules:
            layer.register_forward_hook(hook_for(name))
    with torch.no_grad():
        double(torch.ones(1, *input_shape))
    return rows


def _one_hook_for_all(model: nn.Module, input_shape: tuple[int, ...]) -> list[LayerRow]:
    rows: list[LayerRow] = []
    names = {id(m): n for n, m in model.named_modules() if not [*m.children()]}

    def hook(module: Any, inputs: Any, output: Any) -> None:
        if id(module) in names:
            counted = isinstance(module, (nn.Conv2d, nn.Linear))
            fields = [names[id(module)], type(module).__name__, tuple(output.size())[1:]]
            fields.append(sum(p.nelement() for p in module.parameters(recurse=False)))
            fields.append(output.nelement() * module.weight[0].nelement() if counted else 0)
            rows.append(LayerRow(*fields))

    modes = {m: m.training for m in model.modules()}
    handle = register_module_forward_hook(hook)
    try:
        model.eval()
        torch.no_grad()(model)(torch.zeros(1, *input_shape))
    finally:
        handle.remove()
        for module, mode in modes.items():
            module.training = mode
    return rows


def _leaves(module: nn.Module, name: str = "") -> Iterator[tuple[str, nn.Module]]:
    children = dict(module.named_children())
    if not children:
        yield name, module
    for key, child in children.items():
        yield from _leaves(child, f"{name}.{key}" if name else key)


class _Watch:
    """Hangs itself on a layer, and notes what the layer gave."""

    def __init__(self, name: str, layer: Any, rows: list[LayerRow]) -> None:
        self.name, self.layer, self.rows = name, layer, rows
        self.handle = layer.register_forward_hook(self)

    def __call__(self, layer: nn.Module, inputs: Any, output: Tensor) -> None:
        weights = dict(self.layer.named_parameters())
        macs = 0
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            macs = sum(weights["weight"][0].numel() for _ in range(output.numel()))
        count = sum(p.numel() for p in weights.values())
        shape = tuple(int(n) for n in output.squeeze(0).shape) if output.ndim > 1 else ()
        self.rows.append(LayerRow(self.name, type(layer).__name__, shape, count, macs))


def _objects_as_hooks(model: nn.Module, input_shape: tuple[int, ...]) -> list[LayerRow]:
    rows: list[LayerRow] = []
    watches = [_Watch(name, layer, rows) for name, layer in _leaves(model)]
    training = model.training
    model.train(False)
    try:
        with torch.set_grad_enabled(False):
            model(torch.full((1, *input_shape), 0.5))
    finally:
        for watch in watches:
            watch.handle.remove()
        model.train(training)
    return rows


ACCEPT = (
    Alternative("rows made afterwards, with conv_cost", _later),
    Alternative("plain tuples, random input", _plain_tuples),
    Alternative("hooks on a copy of the model, NumPy's numbers", _on_a_copy),
    Alternative("one hook for all modules", _one_hook_for_all),
    Alternative("recursion, objects as hooks", _objects_as_hooks),
)
