"""Terms that lesson 02 introduces."""

from __future__ import annotations

TERMS: dict[str, str] = {
    "Convolution": (
        "Cross-correlation with the kernel turned by half a turn. Mathematics and signal processing "
        "mean this; convolutional layers leave the turn out."
    ),
    "Edge": "A place where the picture changes quickly from one brightness to another.",
    "Gaussian kernel": (
        "A blur kernel whose weights fall off with the distance from the centre like a bell of "
        "width sigma; they sum to 1."
    ),
    "Gradient": (
        "Of a loss: how much it grows when each weight grows a little; it points uphill. Of a "
        "picture: how much it brightens to the right and downwards."
    ),
    "Gradient descent": (
        "Change the weights again and again, each time a little against the gradient of the loss."
    ),
    "Gradient magnitude": (
        "The strength of an edge whatever its direction: the square root of the sum of the squared "
        "changes across and down."
    ),
    "Impulse": (
        "A picture with a single 1. Convolving it stamps the kernel; correlating it stamps the "
        "kernel turned."
    ),
    "Learning rate": "How far one step of gradient descent goes, as a multiple of the gradient.",
    "Loss": "One number that says how bad a result is; learning makes it small.",
    "Mean squared error": "The mean of the squared differences between what came and what should.",
    "Prewitt kernel": "An edge kernel of -1, 0 and 1: one side of a 3x3 window minus the other.",
    "Separable": (
        "Said of a kernel that is a column times a row (of rank 1): two cheap passes do its work."
    ),
    "Sharpening": "Adding to a picture what a blur takes away from it.",
    "Sobel kernel": "An edge kernel like Prewitt's whose middle row or column weighs twice.",
    "Zero-mean kernel": "A kernel whose cells sum to 0; it gives 0 on every flat part of a picture.",
}
