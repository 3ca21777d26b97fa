"""What stands in the notebook on PyTorch: its code, ways to write it, and mistakes in it."""

from __future__ import annotations

from dataclasses import dataclass

IMPORTS = """\
import torch
from torch import nn
from torch.nn import functional as F"""

FUNCTIONS = """\
def output_size(n, kernel_size, padding, stride):
    return (n + 2 * padding - kernel_size) // stride + 1


def normalise(images):
    return (images - images.mean()) / images.std()


def edges(images):
    kernel = torch.tensor([[-1.0, 0.0, 1.0]] * 3)
    return F.conv2d(images, kernel[None, None], padding=1)


def make_net(channels, classes):
    return nn.Sequential(
        nn.Conv2d(1, channels, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(channels, 2 * channels, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(2 * channels * 7 * 7, classes),
    )


def count_parameters(net):
    return sum(p.numel() for p in net.parameters() if p.requires_grad)


def one_step(net, optimizer, images, labels):
    optimizer.zero_grad()
    loss = F.cross_entropy(net(images), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


def train(net, images, labels, steps):
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    return [one_step(net, optimizer, images, labels) for _ in range(steps)]


def predict(net, images):
    with torch.no_grad():
        return net(images).argmax(dim=1)


def accuracy(predicted, labels):
    return (predicted == labels).float().mean().item()


def confusion(predicted, labels, classes):
    counts = torch.zeros(classes, classes, dtype=torch.long)
    for p, t in zip(predicted, labels):
        counts[t, p] += 1
    return counts"""


@dataclass(frozen=True)
class Graded:
    """A cell that is graded.

    Attributes
    ----------
    name : str
    source : str
        Plain asserts; or, for partial credit, code that ends in the points `earned`.
    points : int
    """

    name: str
    source: str
    points: int

    @property
    def partial(self) -> bool:
        """Whether the cell's value is the points."""
        return self.source.endswith("\nearned")


GRADED = (
    Graded(
        "output_size",
        """\
earned = 0.0
if output_size(28, 3, 1, 1) == 28:
    earned += 1.0
if output_size(28, 5, 0, 2) == 12:
    earned += 1.0
earned""",
        2,
    ),
    Graded(
        "normalise",
        """\
images = normalise(torch.arange(3136.0).reshape(4, 1, 28, 28))
assert abs(images.mean().item()) < 1e-4
assert abs(images.std().item() - 1) < 1e-4""",
        1,
    ),
    Graded(
        "edges",
        """\
ramp = torch.arange(8.0).repeat(1, 1, 8, 1)
assert edges(ramp).shape == ramp.shape
assert torch.allclose(edges(ramp)[0, 0, 1:-1, 1:-1], torch.tensor(6.0))""",
        1,
    ),
    Graded(
        "make_net",
        """\
torch.manual_seed(0)
images, labels = torch.randn(32, 1, 28, 28), torch.arange(32) % 10
assert make_net(4, 10)(images).shape == (32, 10)""",
        2,
    ),
    Graded("count_parameters", "assert count_parameters(make_net(4, 10)) == 4266", 1),
    Graded(
        "one_step",
        """\
torch.manual_seed(1)
net = nn.Linear(3, 2)
sgd = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(8, 3), torch.arange(8) % 2
for _ in range(2):
    one_step(net, sgd, x, y)
single = net.weight.grad.clone()
net.zero_grad()
F.cross_entropy(net(x), y).backward()
assert (single - net.weight.grad).abs().max() < 0.05""",
        2,
    ),
    Graded(
        "train",
        """\
torch.manual_seed(2)
net = make_net(4, 10)
losses = train(net, images, labels, 30)
assert len(losses) == 30
assert losses[-1] < 0.8 * losses[0]""",
        2,
    ),
    Graded(
        "predict",
        """\
predicted = predict(net, images)
assert predicted.shape == (32,)
assert not predicted.requires_grad""",
        1,
    ),
    Graded(
        "accuracy",
        "assert abs(accuracy(torch.tensor([1, 2, 3, 4]), torch.tensor([1, 2, 0, 0])) - 0.5) < 1e-6",
        1,
    ),
    Graded(
        "confusion",
        """\
counts = confusion(torch.tensor([0, 1, 1]), torch.tensor([0, 0, 1]), 2)
assert counts.tolist() == [[1, 1], [0, 1]]""",
        1,
    ),
)

STYLES = (
    (),
    (
        (
            "p.numel() for p in net.parameters() if p.requires_grad",
            "p.numel() for p in net.parameters()",
        ),
    ),
    (
        ("(images - images.mean()) / images.std()", "images.sub(images.mean()).div(images.std())"),
        ("net(images).argmax(dim=1)", "torch.argmax(net(images), 1)"),
    ),
    (
        (
            "    return [one_step(net, optimizer, images, labels) for _ in range(steps)]",
            "    losses = []\n    for _ in range(steps):\n"
            "        losses.append(one_step(net, optimizer, images, labels))\n    return losses",
        ),
    ),
)
"""Other ways to write some of it, as replacements in the text; all are correct."""

BUGS = (
    ("+ 2 * padding", "+ padding"),
    ("// stride + 1", "// stride"),
    (" / images.std()", ""),
    ("[[-1.0, 0.0, 1.0]]", "[[1.0, 0.0, -1.0]]"),
    ("nn.MaxPool2d(2),\n        nn.Flatten()", "nn.MaxPool2d(4),\n        nn.Flatten()"),
    ("return sum(p.numel()", "return len(list(net.parameters())) or sum(p.numel()"),
    ("    optimizer.zero_grad()\n", ""),
    ("    optimizer.step()\n", ""),
    ("argmax(dim=1)", "argmax(dim=0)"),
    ("counts[t, p]", "counts[p, t]"),
)
"""Mistakes, as replacements in the text; each costs points."""
