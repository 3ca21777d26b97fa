# mypy: disable-error-code="no-untyped-def, no-any-return, misc"
"""Mistakes in `train_one_epoch`; most frequent first."""

from __future__ import annotations

import torch.nn.functional as F

from autograder.exercise import Bug


def _skips_last_batch(model, loader, optimizer, device):
    model.train()
    total, count = 0.0, 0
    waiting = None
    for batch in loader:
        if waiting is not None:
            x, y = waiting
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            count += len(y)
        waiting = batch
    return total / count if count else 0.0


_ZERO = "optimizer.zero_grad()\n        "
_LOSS = "F.cross_entropy(model(x), y)"
_BACK = "loss.backward()\n        optimizer.step()"
_TOTAL = "total += loss.item() * len(y)"
_COUNT = "count += len(y)"
_RETURN = "return total / count"

BUGS = (
    Bug(
        "forgets_zero_grad",
        "Gradients from earlier batches are still there: `backward` adds to them. Clear them for "
        "each batch.",
        {_ZERO: ""},
    ),
    Bug(
        "zero_grad_once",
        "Gradients were cleared once, before the first batch; from the second on they add up.",
        {_ZERO: "", "    for x": "    optimizer.zero_grad()\n    for x"},
    ),
    Bug(
        "parameters_never_change",
        "The parameters never change. Either no step is taken, or the gradients are cleared between "
        "`backward` and `step`, or the step comes before there are any. The order is: clear, forward, "
        "backward, step.",
        {"optimizer.step()": "optimizer.zero_grad()\n        optimizer.step()"},
    ),
    Bug(
        "step_before_backward",
        "The step came before `backward`. It used the gradients of the step before, and it changed "
        "parameters that `backward` still needed, which PyTorch notices.",
        {_ZERO: "", _BACK: "optimizer.step()\n        optimizer.zero_grad()\n        loss.backward()"},
    ),
    Bug(
        "steps_once_at_the_end",
        "There was one step for the whole loader, after the last batch. Take one after each batch.",
        {"\n        optimizer.step()": "", _RETURN: f"optimizer.step()\n    {_RETURN}"},
    ),
    Bug(
        "forgets_model_train",
        "The model arrived in evaluation mode and stayed in it: dropout was off, and batch "
        "normalisation used its stored statistics.",
        {"model.train()\n    ": ""},
    ),
    Bug(
        "trains_in_eval_mode",
        "The model was trained in evaluation mode: dropout was off, and batch normalisation used its "
        "stored statistics. That mode is for measuring.",
        {"model.train()": "model.eval()"},
    ),
    Bug(
        "leaves_model_in_eval",
        "Everything was learned, and the model was left in evaluation mode. Leave it in training "
        "mode; `evaluate` takes care of its own.",
        {_RETURN: f"model.eval()\n    {_RETURN}"},
    ),
    Bug(
        "softmax_before_cross_entropy",
        "A softmax came before the loss, which has its own: the loss cannot get near 0, and "
        "gradients are small. `F.cross_entropy` wants logits.",
        {_LOSS: "F.cross_entropy(model(x).softmax(dim=1), y)"},
    ),
    Bug(
        "nll_of_logits",
        "The loss is the negative logit itself: `F.nll_loss` wants log-probabilities. For logits "
        "there is `F.cross_entropy`.",
        {_LOSS: "F.nll_loss(model(x), y)"},
    ),
    Bug(
        "mean_of_batch_means",
        "The mean over batches came back: there the samples of a small last batch count for more "
        "than the others. Weight each loss by the size of its batch.",
        {_TOTAL: "total += loss.item()", _COUNT: "count += 1"},
    ),
    Bug(
        "divides_by_len_of_loader",
        "The mean over batches came back, and `len(loader)` does not exist for every loader. Count "
        "samples while you go through it.",
        {_TOTAL: "total += loss.item()", _RETURN: "return total / len(loader)"},
    ),
    Bug(
        "asks_for_the_data_set",
        "`loader.dataset` exists for a DataLoader only. Count samples while you go through the "
        "loader.",
        {_RETURN: "return total / len(loader.dataset)"},
    ),
    Bug(
        "returns_sum_over_samples",
        "The sum over all samples came back. Divide by their number.",
        {_RETURN: "return total"},
    ),
    Bug(
        "returns_sum_over_batches",
        "The losses of the batches were added up. Each is a mean; weight it by its batch's size, and "
        "divide by the number of samples.",
        {_TOTAL: "total += loss.item()", _RETURN: "return total"},
    ),
    Bug(
        "mean_divided_twice",
        "The sum of the batches' means was divided by the number of *samples*: each mean had been "
        "divided already.",
        {_TOTAL: "total += loss.item()"},
    ),
    Bug(
        "returns_last_loss",
        "The loss of the last batch came back, not the mean over all samples.",
        {_RETURN: "return loss.item()"},
    ),
    Bug(
        "returns_accuracy",
        "The share of right answers came back; the mean loss is asked for.",
        {_LOSS: "F.cross_entropy(logits := model(x), y)",
         _TOTAL: "total += int((logits.argmax(1) == y).sum())"},
    ),
    Bug(
        "returns_a_tensor",
        "The mean is right, and it is a tensor. Return a float: `loss.item()` makes one, and lets "
        "the graph behind the loss go.",
        {_TOTAL: "total += loss.detach() * len(y)"},
    ),
    Bug(
        "loss_after_the_step",
        "The model was asked a second time, after the step: that loss is lower, and the second "
        "forward changed the running statistics once more.",
        {_TOTAL: f"total += {_LOSS}.item() * len(y)"},
    ),
    Bug(
        "loss_summed_not_averaged",
        "The gradient is that of the *sum* over the batch: the steps are as many times too long as "
        "the batch has samples.",
        {_LOSS: 'F.cross_entropy(model(x), y, reduction="sum")', _TOTAL: "total += loss.item()"},
    ),
    Bug(
        "skips_last_batch",
        "The last batch was never used: its samples are not in the mean, and no step was taken on "
        "it.",
        function=_skips_last_batch,
    ),
    Bug(
        "stops_after_first_batch",
        "Only the first batch was used. Is the `return` inside the loop?",
        {_RETURN: f"    {_RETURN}"},
    ),
    Bug(
        "own_optimizer",
        "The parameters moved by another rule: a new optimizer was made. Use the one that was given; "
        "it has its own learning rate and its memory.",
        {"model.train()":
             "model.train()\n    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)"},
    ),
    Bug(
        "two_passes",
        "Every batch was used twice. One epoch is one pass.",
        {"in loader": "in [b for batch in loader for b in (batch, batch)]"},
    ),
    Bug(
        "gradient_clipped",
        "The steps are shorter than they should be: the gradients were clipped. That is sometimes "
        "useful, and not asked for here.",
        {"optimizer.step()":
             "nn.utils.clip_grad_norm_(model.parameters(), 0.1)\n        optimizer.step()"},
    ),
    Bug(
        "squared_error",
        "The loss is a squared error against one-hot labels. Cross-entropy is asked for.",
        {_LOSS: "F.mse_loss(model(x), F.one_hot(y, model(x).shape[1]).float())"},
    ),
    Bug(
        "label_smoothing",
        "The loss smooths the labels. Plain cross-entropy is asked for.",
        {_LOSS: "F.cross_entropy(model(x), y, label_smoothing=0.1)"},
    ),
)  # fmt: skip
