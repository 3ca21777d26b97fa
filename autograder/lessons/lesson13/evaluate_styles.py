# mypy: disable-error-code="no-untyped-def, no-any-return, misc"
"""Correct answers to `evaluate` in other styles: each must earn full marks."""

from __future__ import annotations

import numpy as np
import torch

from autograder.exercise import Alternative


@torch.no_grad()
def _decorated(model, loader, device):
    mode = model.training
    model.eval()
    correct = total = 0
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        _, predicted = torch.max(model(inputs), 1)
        total += labels.size(0)
        correct += (predicted == labels).sum().item()
    model.train(mode)
    return correct / total


def _inference_mode(model, loader, device):
    training = model.training
    model.train(False)
    hits = []
    with torch.inference_mode():
        for x, y in loader:
            hits.append(model(x.to(device)).argmax(-1).eq(y.to(device)))
    if training:
        model.train()
    return torch.cat(hits).float().mean().item()


def _restored_even_on_errors(model, loader, device):
    was = model.training
    try:
        model.eval()
        with torch.no_grad():
            pairs = [(model(x.to(device)).argmax(1), y.to(device)) for x, y in loader]
    finally:
        model.train(was)
    return sum(int((p == y).sum()) for p, y in pairs) / sum(len(y) for _, y in pairs)


def _tensor_sum(model, loader, device):
    was_training = model.training
    model.eval()
    right = torch.zeros((), dtype=torch.int64, device=device)
    count = 0
    for x, y in loader:
        with torch.no_grad():
            probabilities = model(x.to(device)).softmax(dim=1)
        right += (probabilities.max(dim=1).indices == y.to(device)).sum()
        count += x.shape[0]
    model.train(was_training)
    return float(right) / count


def _switched_off(model, loader, device):
    was_training = model.training
    was_on = torch.is_grad_enabled()
    model.eval()
    torch.set_grad_enabled(False)
    wrong = count = 0
    for x, y in loader:
        answers = model(x.to(device)).log_softmax(1).topk(1).indices[:, 0].cpu().numpy()
        wrong += int((answers != y.numpy()).sum())
        count += len(answers)
    torch.set_grad_enabled(was_on)
    model.train(was_training)
    return 1 - wrong / count


def _each_part_s_mode(model, loader, device):
    modes = {part: part.training for part in model.modules()}
    model.eval()
    right, count = 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x.to(device))
            for row, label in zip(logits.tolist(), y.tolist(), strict=True):
                right += row.index(max(row)) == label
                count += 1
    for part, mode in modes.items():
        part.training = mode
    return right / count


def _numpy_mean(model, loader, device):
    was_training = model.training
    model.eval()
    hits = []
    with torch.no_grad():
        for x, y in loader:
            answers = model(x.to(device)).cpu().numpy().argmax(axis=1)
            hits.extend(answers == y.numpy())
    model.train(was_training)
    return np.mean(hits)


ACCEPT = (
    Alternative("torch.no_grad as a decorator, torch.max", _decorated),
    Alternative("inference_mode, one mean at the end", _inference_mode),
    Alternative("the mode restored in finally", _restored_even_on_errors),
    Alternative("the sum in a tensor, softmax on the way", _tensor_sum),
    Alternative("set_grad_enabled, mistakes counted in NumPy", _switched_off),
    Alternative("NumPy's argmax and mean", _numpy_mean),
    Alternative("the mode of each part, plain Python lists", _each_part_s_mode),
)
