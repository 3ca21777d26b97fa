"""Mistakes in `overfit_one_batch`; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_ZERO = "optimizer.zero_grad()\n        "
_LOSS = "F.cross_entropy(model(x), y)"
_SGD = "torch.optim.SGD(model.parameters(), lr=lr)"
_RETURN = "return loss.item()"
_LOOP = "    for _ in range(steps):"

BUGS = (
    Bug(
        "forgets_zero_grad",
        "Gradients of earlier steps are still there, and add up. Clear them before each backward.",
        {_ZERO: ""},
    ),
    Bug(
        "zero_grad_once",
        "Gradients were cleared once, before the first step; from the second on they add up.",
        {_ZERO: "", _LOOP: f"    optimizer.zero_grad()\n{_LOOP}"},
    ),
    Bug(
        "parameters_never_change",
        "The parameters never change: no step, or none that has a gradient. The order is: clear, "
        "forward, backward, step.",
        {"optimizer.step()": "optimizer.zero_grad()"},
    ),
    Bug(
        "loss_after_the_last_step",
        "The model was asked once more, after the last step. Return the loss of the last forward "
        "before it.",
        {_RETURN: "return F.cross_entropy(model(x), y).item()"},
    ),
    Bug(
        "returns_first_loss",
        "The first loss came back. The last one is asked for.",
        {_LOOP: f"    first = None\n{_LOOP}",
         "optimizer.step()": "optimizer.step()\n        first = first or loss.item()",
         _RETURN: "return first"},
    ),
    Bug(
        "returns_mean_loss",
        "The mean of all losses came back. The last one is asked for: it tells whether the batch has "
        "been learned.",
        {_LOOP: f"    total = 0.0\n{_LOOP}",
         "optimizer.step()": "optimizer.step()\n        total += loss.item()",
         _RETURN: "return total / steps"},
    ),
    Bug(
        "returns_a_tensor",
        "The loss is right, and it is a tensor. Return a float: `.item()` makes one.",
        {_RETURN: "return loss.detach()"},
    ),
    Bug(
        "one_step_too_many",
        "There was one step too many. `range(steps)` gives exactly `steps` rounds.",
        {"range(steps)": "range(steps + 1)"},
    ),
    Bug(
        "one_step_too_few",
        "There was one step too few. `range(steps)` gives exactly `steps` rounds.",
        {"range(steps)": "range(1, steps)", _RETURN: "return loss.item() if steps > 1 else 0.0"},
    ),
    Bug(
        "one_step_only",
        "There was one step, whatever `steps` said. Is the `return` inside the loop?",
        {"range(steps)": "range(1)"},
    ),
    Bug(
        "ignores_lr",
        "The learning rate has no effect: SGD's default was used.",
        {_SGD: "torch.optim.SGD(model.parameters())"},
    ),
    Bug(
        "momentum",
        "The steps gain speed: momentum. Plain SGD is asked for.",
        {"lr=lr": "lr=lr, momentum=0.9"},
    ),
    Bug(
        "adam",
        "The parameters moved as Adam moves them. Plain SGD is asked for, so that the numbers can be "
        "compared.",
        {"torch.optim.SGD": "torch.optim.Adam"},
    ),
    Bug(
        "weight_decay",
        "The weights shrink besides: weight decay. Plain SGD is asked for.",
        {"lr=lr": "lr=lr, weight_decay=0.01"},
    ),
    Bug(
        "trains_in_eval_mode",
        "Dropout was off and batch normalisation used stored statistics: evaluation mode. Train in "
        "training mode.",
        {"model.train()": "model.eval()"},
    ),
    Bug(
        "forgets_model_train",
        "The model came in evaluation mode and stayed in it. Put it into training mode first.",
        {"model.train()\n    ": ""},
    ),
    Bug(
        "leaves_model_in_eval",
        "The model was left in evaluation mode. Leave it in training mode.",
        {_RETURN: f"model.eval()\n    {_RETURN}"},
    ),
    Bug(
        "softmax_before_cross_entropy",
        "A softmax came before the loss, which has its own: the loss cannot get near 0. "
        "`F.cross_entropy` wants logits.",
        {_LOSS: "F.cross_entropy(model(x).softmax(dim=1), y)"},
    ),
    Bug(
        "loss_summed_not_averaged",
        "The *sum* of the losses was taken: the number is too large, and the steps too long, by the "
        "size of the batch.",
        {_LOSS: 'F.cross_entropy(model(x), y, reduction="sum")'},
    ),
    Bug(
        "first_sample_only",
        "Only the first sample of the batch was learned.",
        {"x, y = batch": "x, y = batch[0][:1], batch[1][:1]"},
    ),
    Bug(
        "trains_a_copy",
        "The loss fell, and the model you were given is as it was: a copy was trained.",
        {"x, y = batch": "import copy\n\n    model = copy.deepcopy(model)\n    x, y = batch"},
    ),
    Bug(
        "stops_early",
        "It stopped before the last step. Take all of them, however low the loss is.",
        {"optimizer.step()":
             "optimizer.step()\n        if loss.item() < 1.0:\n            break"},
    ),
)  # fmt: skip
