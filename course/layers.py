"""One layer of a network as four numbers: all that sizes and receptive fields depend on."""

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
