"""Correct answers to `sgd_momentum_step` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Alternative

Pair = tuple[np.ndarray, np.ndarray]


def _copies(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> Pair:
    p, velocity = p.astype(float), velocity.astype(float)
    velocity *= momentum
    velocity += grad
    velocity += weight_decay * p
    p -= lr * velocity
    return p, velocity


def _loop(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> Pair:
    new_p, new_v = np.zeros(p.shape), np.zeros(p.shape)
    for index in np.ndindex(*p.shape):
        new_v[index] = momentum * velocity[index] + grad[index] + weight_decay * p[index]
        new_p[index] = p[index] - lr * new_v[index]
    return new_p, new_v


def _one_formula(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> Pair:
    moved = (1 - lr * weight_decay) * p - lr * grad - lr * momentum * velocity
    return moved, weight_decay * p + grad + momentum * velocity


def _like_torch(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> Pair:
    if weight_decay != 0:
        grad = grad + p * weight_decay
    buffer = np.zeros(p.shape) + grad
    if momentum != 0:
        buffer = np.add(np.multiply(velocity, momentum), grad)
    return np.add(p, -lr * buffer), buffer


def _matrix(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> Pair:
    rule = np.array(
        [
            [1 - lr * weight_decay, -lr, -lr * momentum],
            [weight_decay, 1.0, momentum],
        ]
    )
    after = np.tensordot(rule, np.stack([p, grad, velocity]), axes=1)
    return after[0].copy(), after[1].copy()


def _lists(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> Pair:
    rows = zip(p.ravel().tolist(), grad.ravel().tolist(), velocity.ravel().tolist(), strict=True)
    moved = [(w, momentum * v + g + weight_decay * w) for w, g, v in rows]
    ps = [w - lr * v for w, v in moved]
    shape = p.shape
    return np.array(ps).reshape(shape), np.array([float(v) for _, v in moved]).reshape(shape)


ACCEPT = (
    Alternative("copies, then in place", _copies),
    Alternative("a loop", _loop),
    Alternative("one formula each", _one_formula),
    Alternative("branches like PyTorch's source", _like_torch),
    Alternative("a matrix that turns three arrays into two", _matrix),
    Alternative("plain Python lists", _lists),
)
