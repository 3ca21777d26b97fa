# mypy: disable-error-code="no-untyped-def, no-any-return, misc"
"""Correct answers to `train_one_epoch` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autograder.exercise import Alternative


def _criterion(model, loader, optimizer, device):
    criterion = nn.CrossEntropyLoss()
    model.train()
    running, seen = 0.0, 0
    for inputs, labels in loader:
        inputs = inputs.to(device)
        labels = labels.to(device)
        outputs = model(inputs)
        loss = criterion(outputs, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        running += loss.item() * inputs.size(0)
        seen += inputs.size(0)
    return running / seen


def _cleared_after_the_step(model, loader, optimizer, device):
    model.train(True)
    optimizer.zero_grad()
    losses, sizes = [], []
    for batch in loader:
        x, y = (tensor.to(device) for tensor in batch)
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(float(loss))
        sizes.append(x.shape[0])
    return sum(a * b for a, b in zip(losses, sizes, strict=True)) / sum(sizes)


def _summed_and_divided(model, loader, optimizer, device):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        for parameter in model.parameters():
            parameter.grad = None
        loss = F.cross_entropy(model(x.to(device)), y.to(device), reduction="sum")
        (loss / len(x)).backward()
        optimizer.step()
        total, count = total + loss.item(), count + len(x)
    return total / count


def _tensors_until_the_end(model, loader, optimizer, device):
    model.train()
    losses = []
    for x, y in loader:
        model.zero_grad()
        each = F.cross_entropy(model(x.to(device)), y.to(device), reduction="none")
        each.mean().backward()
        optimizer.step()
        losses.append(each.detach())
    return torch.cat(losses).mean().item()


def _log_softmax_first(model, loader, optimizer, device):
    model.train()
    total = torch.zeros((), device=device)
    count = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad(set_to_none=False)
        loss = F.nll_loss(F.log_softmax(model(x), dim=1), y)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(y)
        count += y.numel()
    return float(total / count)


def _log_softmax_twice(model, loader, optimizer, device):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(F.log_softmax(model(x), dim=1), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def _while_loop(model, loader, optimizer, device):
    model.train()
    total, count = 0.0, 0
    batches = iter(loader)
    while True:
        try:
            x, y = next(batches)
        except StopIteration:
            return total / count
        logits = model(x.to(device))
        one_hot = F.one_hot(y.to(device), logits.shape[1]).to(logits.dtype)
        loss = -(one_hot * logits.log_softmax(1)).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)


def _running_mean(model, loader, optimizer, device):
    model.train()
    mean, count = 0.0, 0
    for x, y in loader:
        x, y = x.to(device, non_blocking=True), y.to(device, non_blocking=True)
        optimizer.zero_grad()
        with torch.enable_grad():
            loss = F.cross_entropy(input=model(x), target=y)
        loss.backward()
        optimizer.step()
        count += len(y)
        mean += (loss.item() - mean) * len(y) / count
    return mean


def _weighted_average(model, loader, optimizer, device):
    model.train()
    losses, sizes = [], []
    for x, y in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        sizes.append(len(y))
    return np.average(losses, weights=sizes)


ACCEPT = (
    Alternative("nn.CrossEntropyLoss, cleared between loss and backward", _criterion),
    Alternative("cleared before the loop and after each step", _cleared_after_the_step),
    Alternative("the sum for the count, divided for the gradient", _summed_and_divided),
    Alternative("the losses of all samples kept until the end", _tensors_until_the_end),
    Alternative("log_softmax and nll_loss, the sum in a tensor", _log_softmax_first),
    Alternative(
        "log_softmax before cross_entropy",
        _log_softmax_twice,
        "`F.cross_entropy` takes the log-softmax itself. Twice does no harm, since the second "
        "changes nothing, and it is work for nothing.",
    ),
    Alternative("an iterator, and the loss by its formula", _while_loop),
    Alternative("a running mean", _running_mean),
    Alternative("NumPy's weighted average at the end", _weighted_average),
)
