"""A table of a model's layers, made by hooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.exercise import Card, Exercise, Symptom
from autograder.lessons.lesson14.layer_table_bugs import BUGS
from autograder.lessons.lesson14.layer_table_styles import ACCEPT
from autograder.stand_ins import ByName, Handle
from autograder.trials import Task
from course.layers import LayerRow


def layer_table(model: nn.Module, input_shape: tuple[int, ...]) -> list[LayerRow]:
    """Send one picture through a model and write down what each of its layers gives and costs.

    Parameters
    ----------
    model : nn.Module
        Left as it was: its weights and running statistics, its mode, and no hooks on it. That
        holds when its forward raises, too.
    input_shape : tuple of int
        Shape of one input without the batch axis, such as (1, 32, 32).

    Returns
    -------
    list of LayerRow
        In the order of the calls, one row a call, and only for modules without children: a
        Sequential is no layer, what stands in it is. The fields are

        - name: the module's name in `model.named_modules()`; "" if the model itself is a layer;
        - type: the name of its class;
        - output_shape: a tuple, without the batch axis;
        - parameters: how many numbers it learns, biases included;
        - macs: for nn.Conv2d and nn.Linear the products of a weight and an input, as in
          `conv_cost`; 0 for all others.

        The picture goes through in evaluation mode, and no graph is built for gradients.

    Examples
    --------
    >>> layer_table(nn.Sequential(nn.Linear(3, 2), nn.ReLU()), (3,))[0]
    LayerRow(name='0', type='Linear', output_shape=(2,), parameters=8, macs=6)
    """
    rows: list[LayerRow] = []

    def note(name: str) -> Callable[[nn.Module, Any, Tensor], None]:
        def hook(layer: nn.Module, inputs: Any, output: Tensor) -> None:
            parameters = sum(p.numel() for p in layer.parameters())
            macs = 0
            if isinstance(layer, (nn.Conv2d, nn.Linear)):
                macs = output.numel() * layer.weight[0].numel()
            shape = tuple(output.shape[1:])
            rows.append(LayerRow(name, type(layer).__name__, shape, parameters, macs))

        return hook

    layers = [(name, m) for name, m in model.named_modules() if not list(m.children())]
    handles = [m.register_forward_hook(note(name)) for name, m in layers]
    modes = [(m, m.training) for m in model.modules()]
    try:
        model.eval()
        with torch.no_grad():
            model(torch.zeros(1, *input_shape))
    finally:
        for handle in handles:
            handle.remove()
        for m, training in modes:
            m.training = training
    return rows


def _named(name: str, *args: Any, **kwargs: Any) -> ByName:
    return ByName(name if name == "witness" else f"torch.nn.{name}", args, kwargs)


def _asked(*shape: int) -> Callable[[Handle, np.random.Generator], tuple[Any, ...]]:
    return lambda model, rng: (model, shape)


def _inputs(*shape: int) -> Callable[[np.random.Generator], tuple[Any, ...]]:
    return lambda rng: (torch.as_tensor(rng.standard_normal(shape), dtype=torch.float32),)


def trials(rng: np.random.Generator) -> list[Task]:
    """A small net first; then nesting, groups, strides, both modes, a witness for graphs."""
    out, inner = int(rng.integers(2, 6)), int(rng.integers(6, 10))
    small = _named(
        "Sequential",
        _named("Conv2d", 2, 3, (3, 2)),
        _named("ReLU"),
        _named("Flatten"),
        _named("Linear", 3 * 3 * 5, out),
    )
    nested = _named(
        "Sequential",
        _named(
            "Sequential", _named("Conv2d", 1, inner, 3, padding=1), _named("BatchNorm2d", inner)
        ),
        _named("Tanh"),
        _named(
            "Sequential",
            _named("AvgPool2d", (2, 1)),
            _named("Sequential", _named("Conv2d", inner, 4, (1, 3)), _named("Identity")),
        ),
        _named("AdaptiveAvgPool2d", 1),
        _named("Flatten"),
        _named("Linear", 4, 1),
    )
    costs = _named(
        "Sequential",
        _named("Conv2d", 6, 4, (3, 2), stride=(2, 1), padding=(0, 1), groups=2),
        _named("Conv2d", 4, 4, 3, groups=4, bias=False),
        _named("Conv2d", 4, 8, 1, bias=False),
        _named("Flatten", 2),
        _named("Linear", 3, 5, bias=False),
    )
    dense = _named(
        "Sequential",
        _named("Linear", 5, 4),
        _named("ReLU"),
        _named("Dropout", 0.5),
        _named("Linear", 4, 3, bias=False),
    )
    one_cell = _named(
        "Sequential",
        _named("Conv2d", 3, inner, (2, 3), bias=False),
        _named("AdaptiveAvgPool2d", 1),
        _named("BatchNorm2d", inner),
        _named("Flatten"),
        _named("Linear", inner, out),
    )
    modes = _named(
        "Sequential",
        _named("Conv2d", 1, 3, 2),
        _named("BatchNorm2d", 3),
        _named("witness"),
        _named("Dropout", 0.4),
    )
    return [
        Task("convolution, ReLU, linear", "core", small, _asked(2, 5, 6), _inputs(2, 2, 5, 6)),
        Task("Sequentials in Sequentials", "core", nested, _asked(1, 6, 5), _inputs(2, 1, 6, 5)),
        Task("groups, strides, no biases", "core", costs, _asked(6, 7, 4), _inputs(2, 6, 7, 4)),
        Task(
            "arrives in training mode",
            "generality",
            modes,
            _asked(1, 4, 6),
            _inputs(3, 1, 4, 6),
            training=True,
        ),
        Task(
            "arrives in evaluation mode", "generality", modes, _asked(1, 5, 3), _inputs(2, 1, 5, 3)
        ),
        Task(
            "normalises a single cell, in training mode",
            "generality",
            one_cell,
            _asked(3, 4, 5),
            _inputs(3, 3, 4, 5),
            training=True,
        ),
        Task("rows of numbers, no pictures", "generality", dense, _asked(5), _inputs(4, 5), True),
        Task(
            "the model is a single layer",
            "robustness",
            _named("Linear", 3, inner),
            _asked(3),
            _inputs(2, 3),
        ),
        Task(
            "the picture does not fit: its forward raises",
            "robustness",
            modes,
            _asked(2, 5, 4),
            _inputs(3, 1, 5, 4),
            training=True,
            fails=True,
        ),
    ]


HINTS = (
    "A hook is a function of yours that PyTorch calls after a layer's forward: with the layer, its "
    "inputs and its output. What of a row do these three tell you, and what do they not?",
    "Collect the modules without children, with their names. Hang a hook on each, and keep the "
    "handles. The hook appends a row. Send one picture of zeros through, in evaluation mode and "
    "under `no_grad`. Whatever happens, take the hooks off and give every module its mode back. "
    "Products: every output value took as many as one filter, or one row of the matrix, has "
    "weights.",
    "```text\nrows = []\na function that makes the hook for a name:\n"
    "    the hook appends LayerRow(name, type, shape, parameters, macs)\n"
    "handles = hooks on all modules without children\nremember each module's mode\ntry:\n"
    "    evaluation mode, no graph: model(zeros with a batch axis of 1)\nfinally:\n"
    "    ...\nreturn rows\n```",
)

SYMPTOMS = (
    Symptom(
        "all rows have the last layer's name",
        "a hook in a loop looks its name up when it is called",
    ),
    Symptom("right the first time, twice as many rows the second", "which hooks are still there?"),
    Symptom("Expected more than 1 value per channel", "in which mode does the picture go through?"),
    Symptom("macs too large with groups", "how many weights has *one* filter? `weight[0]`"),
    Symptom("the model computes something else afterwards", "its mode, and its running statistics"),
)

EXERCISE = Exercise(
    id="layer_table",
    points=4,
    card=Card("A table of layers", 4, 4, 25, needs=("conv_cost",), tools="`register_forward_hook`"),
    reference=layer_table,
    trials=trials,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    play="layer_table(LeNet5(), (1, 32, 32))",
)
