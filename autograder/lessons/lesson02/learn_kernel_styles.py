"""Correct answers to `learn_kernel` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Alternative
from autograder.lessons.lesson01.cross_correlate2d import cross_correlate2d


def _in_place(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    kernel = np.zeros(kernel_shape, dtype=np.float64)
    step = 0
    while step < steps:
        missing = y - cross_correlate2d(x, kernel)
        kernel += lr * 2 * cross_correlate2d(x, missing) / missing.size
        step += 1
    return kernel


def _loops(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    height, width = kernel_shape
    kernel = np.zeros((height, width))
    for _ in range(steps):
        gradient = np.zeros((height, width))
        for i in range(y.shape[0]):
            for j in range(y.shape[1]):
                window = x[i : i + height, j : j + width].astype(float)
                error = np.sum(window * kernel) - y[i, j]
                gradient += 2 * error * window / y.size
        kernel = kernel - lr * gradient
    return kernel


def _matrix(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    rows = sliding_window_view(x.astype(float), kernel_shape).reshape(y.size, -1)
    wanted, weights = y.ravel().astype(float), np.zeros(rows.shape[1])
    for _ in range(steps):
        weights -= lr * 2 / len(rows) * rows.T @ (rows @ weights - wanted)
    return weights.reshape(kernel_shape)


def _windows_and_einsum(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    windows = sliding_window_view(x.astype(np.float64), kernel_shape)
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = np.einsum("ijab,ab->ij", windows, kernel) - y
        kernel = kernel - 2 * lr * np.einsum("ijab,ij->ab", windows, error) / error.size
    return kernel


def _mean_for_each_cell(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    kernel = np.zeros(kernel_shape)
    high, wide = y.shape
    for _ in range(steps):
        error = cross_correlate2d(x, kernel) - y
        gradient = [
            [2 * np.mean(error * x[a : a + high, b : b + wide]) for b in range(kernel_shape[1])]
            for a in range(kernel_shape[0])
        ]
        kernel = kernel - lr * np.array(gradient)
    return kernel


def _recursion(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    def after(step: int) -> np.ndarray:
        if step == 0:
            return np.zeros(kernel_shape)
        kernel = after(step - 1)
        error = cross_correlate2d(x, kernel) - y
        return kernel - lr * (2.0 / error.size) * cross_correlate2d(x, error)

    return after(steps)


def _finite_differences(
    x: np.ndarray, y: np.ndarray, kernel_shape: tuple[int, int], steps: int, lr: float
) -> np.ndarray:
    windows = sliding_window_view(x.astype(float), kernel_shape)
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        gradient = np.zeros(kernel_shape)
        for cell in np.ndindex(*kernel_shape):
            bump = np.zeros(kernel_shape)
            bump[cell] = 0.5
            up, down = (
                np.mean((np.einsum("ijab,ab->ij", windows, k) - y) ** 2)
                for k in (kernel + bump, kernel - bump)
            )
            gradient[cell] = up - down
        kernel = kernel - lr * gradient
    return kernel


ACCEPT = (
    Alternative("in place, what is missing added", _in_place),
    Alternative("loops over positions", _loops),
    Alternative(
        "windows as rows of a matrix",
        _matrix,
        "With the windows as rows this is linear regression, and your loop its gradient descent.",
    ),
    Alternative("sliding_window_view and einsum", _windows_and_einsum),
    Alternative("a mean for each kernel cell", _mean_for_each_cell),
    Alternative("recursion", _recursion),
    Alternative(
        "the loss measured on both sides",
        _finite_differences,
        "For a squared loss this difference is the gradient exactly; lesson 10 uses it as a check.",
    ),
)
