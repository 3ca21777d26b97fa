# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, misc"
"""Correct answers to `overfit_one_batch` in other styles: each must earn full marks."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from autograder.exercise import Alternative


def _by_hand(model, batch, steps, lr):
    model.train()
    inputs, labels = batch
    last = 0.0
    for _ in range(steps):
        model.zero_grad()
        loss = nn.CrossEntropyLoss()(model(inputs), labels)
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= lr * parameter.grad
        last = loss.item()
    return last


def _new_optimizer_each_step(model, batch, steps, lr):
    model.train()
    losses: list[float] = []
    while len(losses) < steps:
        optimizer = torch.optim.SGD(model.parameters(), lr)
        optimizer.zero_grad(set_to_none=False)
        loss = F.cross_entropy(model(batch[0]), batch[1])
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses[-1]


def _autograd_grad(model, batch, steps, lr):
    x, y = batch
    model.train()
    parameters = list(model.parameters())
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        gradients = torch.autograd.grad(loss, parameters)
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.data.add_(gradient, alpha=-lr)
    return float(loss)


def _an_epoch_of_one_batch(model, batch, steps, lr):
    def epoch(loader, optimizer):
        model.train()
        total, count = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total, count = total + loss.item() * len(y), count + len(y)
        return total / count

    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = epoch([batch], optimizer)
    return loss


def _cleared_at_the_end(model, batch, steps, lr):
    x, y = batch
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.0)
    optimizer.zero_grad()
    model.train(mode=True)
    for step in range(1, steps + 1):
        loss = -F.log_softmax(model(x), 1).gather(1, y[:, None]).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if step == steps:
            return loss.item()
    return float("nan")


ACCEPT = (
    Alternative("steps by hand under no_grad", _by_hand),
    Alternative(
        "a new optimizer for each step",
        _new_optimizer_each_step,
        "Plain SGD remembers nothing, so a new one each time is the same. With momentum or Adam it "
        "would not be.",
    ),
    Alternative("torch.autograd.grad, .data", _autograd_grad),
    Alternative("epochs of one batch", _an_epoch_of_one_batch),
    Alternative("cleared after each step, the loss by its formula", _cleared_at_the_end),
)
