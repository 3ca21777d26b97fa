"""Mistakes in `sgd_momentum_step`; most frequent first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug


def _in_place(
    p: np.ndarray,
    grad: np.ndarray,
    velocity: np.ndarray,
    lr: float,
    momentum: float,
    weight_decay: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    velocity *= momentum
    velocity += grad + weight_decay * p
    p -= lr * velocity
    return p, velocity


_GRAD = "grad + weight_decay * p"
_DECAYED = f"grad = {_GRAD}"
_MOVED = "momentum * velocity + grad"
_VELOCITY = f"velocity = {_MOVED}"
_P = "p - lr * velocity"
_RETURN = f"return {_P}, velocity"

BUGS = (
    Bug(
        "in_place",
        "The arguments were overwritten: `*=`, `+=` and `-=` write into the arrays that were "
        "passed in. Return new ones.",
        function=_in_place,
    ),
    Bug(
        "dampened",
        "The gradient was scaled by 1 - momentum. That makes the velocity an average, and is a "
        "convention of its own; PyTorch's default adds the whole gradient.",
        {_MOVED: "momentum * velocity + (1 - momentum) * grad"},
    ),
    Bug(
        "lr_inside_velocity",
        "The learning rate went into the velocity. As long as it never changes p is the same; "
        "when it does, old steps keep the old rate. Here lr multiplies at the end.",
        {_MOVED: "momentum * velocity + lr * grad", _P: "p - velocity"},
    ),
    Bug(
        "velocity_points_downhill",
        "The velocity came out as momentum times the old one *minus* lr times the gradient, and "
        "was added to p: the rule of some courses. PyTorch's velocity points uphill, without lr.",
        {_MOVED: "momentum * velocity - lr * grad", _P: "p + velocity"},
    ),
    Bug(
        "uses_old_velocity",
        "p moved by the velocity that came in. The new velocity is computed first, and moves p.",
        {_VELOCITY: f"old = velocity\n    {_VELOCITY}", _P: "p - lr * old"},
    ),
    Bug(
        "weight_decay_sign",
        "Decay pushes weights away from 0: its gradient was subtracted. It is added, like any "
        "gradient, and the step then goes against it.",
        {_GRAD: "grad - weight_decay * p"},
    ),
    Bug(
        "nesterov",
        "p moved by the gradient plus momentum times the new velocity: that is Nesterov's version, "
        "an option in PyTorch.",
        {_P: "p - lr * (grad + momentum * velocity)"},
    ),
    Bug(
        "ignores_decay",
        "The weight decay has no effect.",
        {_DECAYED: "grad = grad + 0.0 * p"},
    ),
    Bug(
        "decay_beside_the_velocity",
        "The decay moved p directly and did not enter the velocity. That is *decoupled* decay, "
        "known from AdamW; here it joins the gradient before anything else.",
        {_DECAYED: "grad = grad + 0.0 * p", _P: "p - lr * (velocity + weight_decay * p)"},
    ),
    Bug(
        "decay_of_the_moved_weights",
        "p was shrunk after its step. The decay belongs to the gradient, before the velocity.",
        {
            _DECAYED: "grad = grad + 0.0 * p",
            _P: "(p - lr * velocity) * (1 - lr * weight_decay)",
        },
    ),
    Bug(
        "decay_times_lr_in_the_gradient",
        "The decay was multiplied by lr twice: once in the gradient, once at the end.",
        {_GRAD: "grad + lr * weight_decay * p"},
    ),
    Bug(
        "decay_twice_p",
        "The decay is twice as strong: the slope of p squared is 2p, and PyTorch's rule takes "
        "weight_decay * p.",
        {_GRAD: "grad + 2 * weight_decay * p"},
    ),
    Bug(
        "decay_by_sign",
        "The decay has the same size for every weight: its sign was taken (L1). Here it is "
        "proportional to p.",
        {_GRAD: "grad + weight_decay * np.sign(p)"},
    ),
    Bug(
        "decay_forgets_p",
        "The number weight_decay was added to every gradient. It is multiplied by p first.",
        {_GRAD: "grad + weight_decay"},
    ),
    Bug(
        "climbs",
        "p moved along the gradient, uphill: the loss would grow.",
        {_P: "p + lr * velocity"},
    ),
    Bug(
        "ignores_velocity",
        "The old velocity has no effect: this is plain gradient descent.",
        {_MOVED: "0.0 * velocity + grad"},
    ),
    Bug(
        "keeps_all_velocity",
        "The old velocity was kept whole: without a factor below 1 it never dies down.",
        {_MOVED: "velocity + grad"},
    ),
    Bug(
        "momentum_reversed",
        "The old velocity was multiplied by 1 - momentum. `momentum` is the part that stays.",
        {_MOVED: "(1 - momentum) * velocity + grad"},
    ),
    Bug(
        "momentum_on_both",
        "The gradient was multiplied by momentum as well: without momentum nothing would move.",
        {_MOVED: "momentum * (velocity + grad)"},
    ),
    Bug(
        "momentum_on_the_gradient",
        "Momentum multiplies the gradient, and the old velocity stays whole: the two are exchanged.",
        {_MOVED: "velocity + momentum * grad"},
    ),
    Bug(
        "subtracts_the_gradient",
        "The gradient was subtracted from the velocity, and p moves against that: uphill. One of "
        "two signs is too many.",
        {_MOVED: "momentum * velocity - grad"},
    ),
    Bug(
        "forgets_lr",
        "p moved by the whole velocity: the learning rate is missing.",
        {_P: "p - 1.0 * velocity"},
    ),
    Bug(
        "lr_twice",
        "The learning rate was applied twice.",
        {_P: "p - lr * lr * velocity"},
    ),
    Bug(
        "moves_by_the_gradient",
        "The velocity is right, and p moved by the gradient alone. It is the velocity that moves p.",
        {_P: "p - lr * grad"},
    ),
    Bug(
        "returns_wrong_order",
        "The velocity came first: the order is (p, velocity).",
        {_RETURN: "return velocity, p - lr * velocity"},
    ),
    Bug(
        "returns_old_velocity",
        "The velocity came back as it went in, so the next step remembers nothing of this one.",
        {_VELOCITY: f"old = velocity * 1.0\n    {_VELOCITY}", _RETURN: f"return {_P}, old"},
    ),
    Bug(
        "returns_the_step",
        "What came back beside p is lr times the velocity. The next step needs the velocity itself.",
        {_RETURN: f"return {_P}, lr * velocity"},
    ),
    Bug(
        "returns_p_only",
        "p came back alone. Return the pair (p, velocity): the next step needs both.",
        {_RETURN: f"return {_P}"},
    ),
    Bug(
        "float32_result",
        "The results are float32; functions written with NumPy return float64 in this course.",
        {_RETURN: "return (p - lr * velocity).astype(np.float32), velocity.astype(np.float32)"},
    ),
)
