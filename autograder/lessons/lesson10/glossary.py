"""Terms that lesson 10 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Backpropagation": (
        "Computing the gradient of a loss layer by layer, from the last to the first: each layer "
        "turns the gradient of its output into those of its input and its parameters."
    ),
    "Backward pass": "The run through the layers from the loss to the input, after the forward pass.",
    "Central difference": (
        "The slope between a point a little above and one a little below; its error shrinks with "
        "the square of the step."
    ),
    "Chain rule": (
        "The slope of two functions in a row is the product of their slopes; where several paths "
        "lead to the loss, the products add up."
    ),
    "Full convolution": (
        "A convolution padded so far that the kernel touches the image in a single cell at the "
        "corners; the output is larger than the input."
    ),
    "Gather": "To compute each output from all the inputs it depends on; the opposite of scatter.",
    "Gradient check": (
        "Comparing a backward function with slopes measured by nudging, for a random upstream "
        "gradient."
    ),
    "Mini-batch": "A few examples, drawn at random, whose mean loss gives the gradient of one step.",
    "Numerical gradient": "A gradient measured by nudging each number in turn, not derived.",
    "Scatter": "To add each input's share to all the outputs it reaches; the opposite of gather.",
    "Stochastic gradient descent": (
        "SGD for short: gradient descent whose steps look at a random mini-batch instead of all "
        "examples."
    ),
}
