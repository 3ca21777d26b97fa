"""One layer of a network as a few numbers: what sizes depend on, and what it gives and costs."""

from __future__ import annotations

from typing import NamedTuple


class Layer(NamedTuple):
    """What a convolution or pooling layer does to one axis.

    Channels, weights and activations are left out on purpose: none of them changes a size.

    Attributes
    ----------
    kernel : int
        Cells in the kernel, at least 1.
    stride : int
        How far it moves, at least 1. A pooling layer usually moves by its own size.
    padding : int
        Cells added at *each* end.
    dilation : int
        Distance between two neighbouring kernel cells on the input; 1 is a kernel without holes.

    Examples
    --------
    >>> Layer(5, padding=2)
    Layer(kernel=5, stride=1, padding=2, dilation=1)
    >>> kernel, stride, padding, dilation = Layer(2, 2)
    >>> stride
    2
    """

    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1


class LayerRow(NamedTuple):
    """One line of a table of layers: what a layer of a model gives and costs, for one picture.

    Attributes
    ----------
    name : str
        The name by which the model knows it, such as "conv1" or "head.2".
    type : str
        The name of its class, such as "Conv2d".
    output_shape : tuple of int
        The shape of what it gives, without the batch axis.
    parameters : int
        Numbers it learns.
    macs : int
        Multiply-accumulates: products of a weight and an input.

    Examples
    --------
    >>> LayerRow("c1", "Conv2d", (6, 28, 28), 156, 117600).parameters
    156
    """

    name: str
    type: str
    output_shape: tuple[int, ...]
    parameters: int
    macs: int
