"""A correct `train_tiny_cnn` that calls the functions of the lessons, loops and all."""

from __future__ import annotations

import numpy as np

from autograder.lessons.lesson05.conv2d import conv2d
from autograder.lessons.lesson07.max_pool2d import max_pool2d
from autograder.lessons.lesson08.relu import relu
from autograder.lessons.lesson08.relu_backward import relu_backward
from autograder.lessons.lesson09.cross_entropy import cross_entropy
from autograder.lessons.lesson10.conv2d_backward import conv2d_backward
from autograder.lessons.lesson10.linear_backward import linear_backward
from autograder.lessons.lesson10.max_pool2d_backward import max_pool2d_backward


def loops_and_a_dict(
    x: np.ndarray, y: np.ndarray, steps: int, lr: float, rng: np.random.Generator
) -> list[float]:
    """Train with loops, the parameters in a dict."""
    n, c, h, w = x.shape
    p = {"k": rng.standard_normal((6, c, 5, 5)) * (2 / (25 * c)) ** 0.5, "kb": np.zeros(6)}
    d = 6 * ((h + 1) // 2 // 2) * ((w + 1) // 2 // 2)
    p["w"], p["b"] = rng.standard_normal((3, d)) * d**-0.5, np.zeros(3)
    losses: list[float] = []
    while len(losses) < steps:
        take = rng.permutation(n)[:12]
        z = conv2d(x[take], p["k"], p["kb"], stride=2, padding=2)
        a = relu(z)
        s = max_pool2d(a, 2)
        f = s.reshape(s.shape[0], -1)
        loss, g = cross_entropy(f @ p["w"].T + p["b"], y[take])
        grad = {}
        gf, grad["w"], grad["b"] = linear_backward(g, f, p["w"])
        gz = relu_backward(max_pool2d_backward(gf.reshape(s.shape), a, 2), z)
        _, grad["k"], grad["kb"] = conv2d_backward(gz, x[take], p["k"], stride=2, padding=2)
        for name in p:
            p[name] -= lr * grad[name]
        losses.append(loss)
    return losses
