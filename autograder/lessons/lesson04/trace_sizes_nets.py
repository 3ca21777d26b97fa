"""Networks with a name, as layers: each row below is one block of the network."""

from __future__ import annotations

from course.layers import Layer

POOL = Layer(2, 2)

LENET5 = (Layer(5), POOL, Layer(5), POOL)
"""Text D: 32, 28, 14, 10, 5."""

NET_A = (
    *(Layer(3, padding=1), Layer(3, stride=2, padding=1), Layer(3, stride=2, padding=1)),
    Layer(7),
)
"""Text A, with kernels of our choice: 28, 28, 14, 7, 1."""

NET_B = (
    *(Layer(3, padding=1), POOL),
    *(Layer(3), POOL),
    *(Layer(2), Layer(1)),
    *(Layer(2), Layer(1)),
    *(Layer(2), Layer(1)),
)
"""Text B: 32, 32, 16, 14, 7, 6, 6, 5, 5, 4, 4; its last three poolings are 1x1."""

NET_E = (Layer(5, padding=2), POOL, Layer(5, padding=2), POOL)
"""Text E: 28, 28, 14, 14, 7."""

ALEXNET = (
    *(Layer(11, stride=4, padding=2), Layer(3, 2)),
    *(Layer(5, padding=2), Layer(3, 2)),
    *(Layer(3, padding=1), Layer(3, padding=1), Layer(3, padding=1), Layer(3, 2)),
)
"""torchvision's AlexNet: 224, 55, 27, 27, 13, 13, 13, 13, 6."""

DILATED = (Layer(3, dilation=1), Layer(3, dilation=2), Layer(3, dilation=3), Layer(2, 2, 1, 3))
"""No network in particular: 20, 18, 14, 8, 4."""
