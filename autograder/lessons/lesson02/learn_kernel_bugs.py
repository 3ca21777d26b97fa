"""Mistakes in `learn_kernel`: all of them; those in the gradient stand in a file of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Bug
from autograder.lessons.lesson02.learn_kernel_gradients import GRADIENT

_START = "np.zeros(kernel_shape)"
_LOOP = "for _ in range(steps):\n"
_ERROR = "error = cross_correlate2d(x, kernel) - y"
_UPDATE = "kernel = kernel - lr * gradient"
_RETURN = "\n    return kernel"


def _exact_solution(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    windows = sliding_window_view(x.astype(float), kernel_shape)
    rows = windows.reshape(y.size, -1)
    best: Any = np.linalg.lstsq(rows, y.ravel().astype(float), rcond=None)[0]
    return np.asarray(best.reshape(kernel_shape))


def _window_by_window(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        for (row, col), wanted in np.ndenumerate(y):
            window = x[row : row + kernel_shape[0], col : col + kernel_shape[1]]
            error = np.sum(window * kernel) - wanted
            kernel = kernel - lr * 2 / y.size * error * window
    return kernel


def _cell_by_cell(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    kernel = np.zeros(kernel_shape)
    windows = sliding_window_view(x.astype(float), kernel_shape)
    for _ in range(steps):
        for a, b in np.ndindex(*kernel_shape):
            error = np.einsum("ijab,ab->ij", windows, kernel) - y
            kernel[a, b] -= lr * 2 * np.mean(error * windows[:, :, a, b])
    return kernel


UPDATES = (
    Bug(
        "forgets_learning_rate",
        "The learning rate has no effect: each step is as long as the gradient.",
        {_UPDATE: "kernel = kernel - gradient"},
    ),
    Bug(
        "stale_error",
        "The first step is right. After it the same error is used again: predict anew in each "
        "step, with the new kernel.",
        {
            _LOOP: f"{_ERROR}\n    for _ in range(steps):\n",
            f"        {_ERROR}\n": "",
        },
    ),
    Bug(
        "one_step_only",
        "Only one step was made: the `return` stands inside the loop.",
        {_RETURN: "\n        return kernel\n    return kernel"},
    ),
    Bug(
        "one_step_too_many",
        "One step too many was made.",
        {"range(steps)": "range(steps + 1)"},
    ),
    Bug(
        "one_step_too_few",
        "One step is missing: `range(1, steps)` leaves out one end too many.",
        {"range(steps)": "range(1, steps)"},
    ),
    Bug(
        "replaces_kernel",
        "Each step threw the kernel away and kept the last movement only. Add the movement to the "
        "kernel.",
        {_UPDATE: "kernel = -lr * gradient"},
    ),
    Bug(
        "starts_at_ones",
        "The kernel starts as ones. It starts as zeros: with few steps one sees where it began.",
        {_START: "np.ones(kernel_shape)"},
    ),
    Bug(
        "starts_as_a_mean",
        "The kernel starts as a box blur. It starts as zeros.",
        {_START: "np.full(kernel_shape, 1 / (kernel_shape[0] * kernel_shape[1]))"},
    ),
    Bug(
        "decaying_rate",
        "The steps grow shorter from one to the next. The learning rate stays as it is.",
        {"for _ in": "for step in", _UPDATE: "kernel = kernel - lr / (step + 1) * gradient"},
    ),
    Bug(
        "momentum",
        "Part of the last movement was kept: this is momentum, which lesson 09 adds. Here each "
        "step follows the gradient alone.",
        {
            _START: "np.zeros(kernel_shape)\n    velocity = kernel",
            _UPDATE: "velocity = 0.9 * velocity - lr * gradient\n        kernel = kernel + "
            "velocity",
        },
    ),
    Bug(
        "weight_decay",
        "The kernel is pulled towards 0 in each step, on top of the gradient (weight decay). Plain "
        "descent does not.",
        {_UPDATE: "kernel = kernel - lr * (gradient + 0.01 * kernel)"},
    ),
    Bug(
        "unit_steps",
        "The gradient was divided by its length, so that every step is equally long. Its length "
        "matters: the steps grow shorter near the bottom.",
        {_UPDATE: "kernel = kernel - lr * gradient / (np.linalg.norm(gradient) + 1e-30)"},
    ),
    Bug(
        "sign_of_gradient",
        "Every cell moves by the same amount: only the gradient's sign was used.",
        {_UPDATE: "kernel = kernel - lr * np.sign(gradient)"},
    ),
    Bug(
        "clips_gradient",
        "Large gradients were cut off at 1. Here they are used as they are.",
        {_UPDATE: "kernel = kernel - lr * np.clip(gradient, -1, 1)"},
    ),
    Bug(
        "keeps_kernel_positive",
        "Negative weights became 0. An edge kernel needs them.",
        {_UPDATE: "kernel = np.maximum(kernel - lr * gradient, 0)"},
    ),
    Bug(
        "makes_sum_one",
        "The kernel was divided by its sum. That is for blurs; what this kernel sums to is for the "
        "data to say.",
        {_RETURN: "\n    return kernel / (np.sum(kernel) or 1)"},
    ),
    Bug(
        "updates_window_by_window",
        "The kernel was updated after every window, so that later windows saw another kernel. Here "
        "one step looks at all windows first (the other way is called stochastic).",
        function=_window_by_window,
    ),
    Bug(
        "updates_cell_by_cell",
        "One kernel cell was updated after the other, and the later ones saw the earlier ones' new "
        "values. Compute the whole gradient, then move all cells together.",
        function=_cell_by_cell,
    ),
    Bug(
        "exact_solution",
        "This is the kernel with the smallest loss of all, as least squares gives it. What is "
        "asked for is where gradient descent stands after `steps` steps.",
        function=_exact_solution,
    ),
)

RESULTS = (
    Bug(
        "returns_gradient",
        "This is the last gradient. Return the kernel.",
        {_START: "gradient = np.zeros(kernel_shape)", _RETURN: "\n    return gradient"},
    ),
    Bug(
        "returns_negative_kernel",
        "All signs are reversed.",
        {_RETURN: "\n    return -kernel"},
    ),
    Bug(
        "returns_flipped_kernel",
        "The learned kernel was turned by half a turn at the end. Return it as it is.",
        {_RETURN: "\n    return kernel[::-1, ::-1]"},
    ),
    Bug(
        "returns_prediction",
        "This is the prediction. Return the kernel.",
        {_RETURN: "\n    return cross_correlate2d(x, kernel)"},
    ),
    Bug(
        "returns_loss",
        "This is the loss. Return the kernel.",
        {_RETURN: "\n    return float(np.mean((cross_correlate2d(x, kernel) - y) ** 2))"},
    ),
    Bug(
        "returns_kernel_and_loss",
        "A pair came back. Return the kernel alone.",
        {_RETURN: "\n    return kernel, float(np.mean((cross_correlate2d(x, kernel) - y) ** 2))"},
    ),
    Bug(
        "returns_history",
        "A list of kernels came back. Return the last one.",
        {
            _START: "np.zeros(kernel_shape)\n    history = [kernel]",
            _UPDATE: f"{_UPDATE}\n        history.append(kernel)",
            _RETURN: "\n    return history",
        },
    ),
    Bug(
        "kernel_transposed",
        "The kernel has its sides exchanged: (kH, kW) is height first.",
        {_START: "np.zeros(kernel_shape[::-1])"},
    ),
    Bug(
        "rounds_kernel",
        "The kernel was rounded. Its weights are real numbers.",
        {_RETURN: "\n    return np.round(kernel, 3)"},
    ),
    Bug(
        "whole_number_kernel",
        "With a whole-number image the kernel is cut off to whole numbers: it took the dtype of "
        "the image. Weights are float64.",
        {
            _START: "np.zeros(kernel_shape, dtype=x.dtype)",
            _UPDATE: "kernel = (kernel - lr * gradient).astype(x.dtype)",
        },
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_RETURN: "\n    return kernel.astype(np.float32)"},
    ),
    Bug(
        "overwrites_y",
        "y was overwritten by the errors (`-=` works in place), so the second step aims at "
        "something else. Make a new array.",
        {
            _ERROR: "y -= cross_correlate2d(x, kernel).astype(y.dtype); error = -y",
        },
    ),
)

BUGS = (*GRADIENT, *UPDATES, *RESULTS)
