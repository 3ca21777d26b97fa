# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 13 PyTorch: the same net in forty lines
#
# You have written convolution, pooling, loss and gradients by hand. PyTorch has them all, fast. What is left is short, and it is where training silently goes astray.
#
# When you are done, you can
#
# - write a layer and a network as modules;
# - write a training loop that does what it says, and measure without touching;
# - train a net that reads 99 of 100 digits.
#
# Time: about 2.5 hours.

# %%
import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from autograder import check, failing_case, hint, use
from course import data, plots
from course.widgets import TrainMonitor, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on earlier lessons, without points.

# %% [markdown] question="recall_pool_before_relu"

# %% [markdown] question="recall_logit_gradient"

# %% [markdown] question="recall_parameters_of_conv2"

# %% [markdown]
# ## 1. Arrays that take notes
#
# PyTorch's array is the **tensor**. Most of what you know of NumPy carries over, and so does your `conv2d` from lesson 05: PyTorch's is called `F.conv2d`.

# %%
conv2d = use("conv2d")
rng = np.random.default_rng(13)
x, weight = rng.standard_normal((2, 3, 6, 5)), rng.standard_normal((4, 3, 3, 3))
yours = conv2d(x, weight, stride=2, padding=1)
theirs = F.conv2d(torch.tensor(x), torch.tensor(weight), stride=2, padding=1)
print(theirs.shape, "largest difference:", f"{np.abs(yours - theirs.numpy()).max():.0e}")

# %% [markdown]
# A tensor can do one thing that an array cannot: with `requires_grad=True`, everything computed from it is noted down, in a **graph** of operations. `backward` reads the notes from the end to the start, and leaves the gradient in `.grad`. This machine is called **autograd**.

# %%
w = torch.tensor(weight, requires_grad=True)
out = F.conv2d(torch.tensor(x), w, stride=2, padding=1)
print("noted down:", out.grad_fn)
dout = rng.standard_normal(out.shape)
out.backward(torch.tensor(dout))
print("gradient:", w.grad.shape)

# %% [markdown]
# Is it the gradient you derived in lesson 10?

# %%
conv2d_backward = use("conv2d_backward")
dx, dw, db = conv2d_backward(dout, x, weight, 2, 1)
print("largest difference:", f"{np.abs(dw - w.grad.numpy()).max():.0e}")

# %% [markdown]
# **Predict.** You run the same forward and `backward` once more. What does `w.grad` hold afterwards: dw, or 2 dw?
#
# <details><summary>Answer</summary>
#
# 2 dw. `backward` *adds* to `.grad`, so that a tensor that is used twice gets both of its gradients. Who wants a fresh start must clear it.
#
# </details>

# %%
F.conv2d(torch.tensor(x), w, stride=2, padding=1).backward(torch.tensor(dout))
print("w.grad / dw:", (w.grad.numpy() / dw).round(6).ravel()[:4])

# %% [markdown]
# **What happened.** Twice dw: the second gradient was added to the first. One thing more: `torch.tensor` took over NumPy's float64. PyTorch's own layers are float32: half the memory, about seven digits, and no mixing of the two. From here on all images are float32.

# %% [markdown]
# ## 2. A layer that knows its parameters
#
# A network has many tensors. Three parties need them: the **optimizer**, an object that takes the steps of lesson 09; you, to save them; and the device they live on (the processor or a GPU). So a layer is an object, an `nn.Module`, that keeps a register. Assign an `nn.Parameter` or another module to one of its attributes, and it is registered. The **state dict** lists the registered numbers by name.


# %%
class Scale(nn.Module):
    """Multiply by one number, and add another."""

    def __init__(self):
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(2.0))
        self.offset = torch.tensor(5.0)

    def forward(self, x):
        return self.factor * x + self.offset


# %% [markdown]
# **Predict.** `Scale()(torch.tensor(3.0))` calls `forward`. What comes out, and which names stand in the state dict?
#
# <details><summary>Answer</summary>
#
# 2 · 3 + 5 = 11. Only `factor` is registered: `offset` is a tensor like any other, so no optimizer changes it, and no file saves it.
#
# </details>

# %%
print(Scale()(torch.tensor(3.0)).item(), Scale().state_dict())

# %% [markdown]
# Now your own layer. Its weights need random values to start from. An output sums in_channels · k · k products: the more there are, the smaller each weight must be. PyTorch's choice is evenly between ±1/√(number of products).


# %% exercise="Conv2d"
class Conv2d(nn.Module):
    """A convolutional layer that registers its own parameters, as `nn.Conv2d` does.

    `forward(x)` takes float32 (N, in_channels, H, W) and gives (N, out_channels, H', W'). You may
    call `F.conv2d`; `nn.Conv2d` would leave nothing to write.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size : int
        Height and width of the kernels.
    stride, padding : int
        The same in both directions; zeros are padded.
    bias : bool
        False leaves the bias out: `self.bias` is None, and the state dict has no entry for it.

    Attributes
    ----------
    weight : nn.Parameter, float32, shape (out_channels, in_channels, kernel_size, kernel_size)
    bias : nn.Parameter, float32, shape (out_channels,), or None
        Both start uniformly random between -bound and bound, where
        bound = 1 / sqrt(in_channels * kernel_size * kernel_size), as PyTorch's do.

    Examples
    --------
    >>> layer = Conv2d(3, 8, kernel_size=5, stride=2, padding=1)
    >>> {name: tuple(tensor.shape) for name, tensor in layer.state_dict().items()}
    {'weight': (8, 3, 5, 5), 'bias': (8,)}
    >>> tuple(layer(torch.zeros(4, 3, 9, 7)).shape)
    (4, 8, 4, 3)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
    ) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self.stride, self.padding = stride, padding
        bound = 1 / math.sqrt(in_channels * kernel_size**2)
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.weight = nn.Parameter(torch.empty(shape).uniform_(-bound, bound))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        ### BEGIN SOLUTION
        return F.conv2d(x, self.weight, self.bias, self.stride, self.padding)
        ### END SOLUTION


# %% [markdown]
# The test that counts: PyTorch's own layer hands its weights over to yours, by name.

# %%
Conv2d = use("Conv2d", Conv2d)
theirs, ours = nn.Conv2d(3, 8, 5, stride=2, padding=1), Conv2d(3, 8, 5, stride=2, padding=1)
ours.load_state_dict(theirs.state_dict())
x = torch.randn(4, 3, 9, 7)
print(torch.equal(ours(x), theirs(x)))

# %% [markdown]
# **What happened.** You wrote no backward. `forward` uses operations that autograd knows, so the way back is theirs: that is what you get for the names `nn.Parameter` and `F.conv2d`.

# %% [markdown]
# ## 3. The net
#
# 28 × 28 → `conv1` → 32 maps of 28 × 28 → pool → 14 × 14 → ReLU → `conv2` → 64 maps of 14 × 14 → pool → 7 × 7 → ReLU → flatten → `fc1` → 128 → ReLU → `fc2` → 10 logits.
#
# Both convolutions are 3 × 3 with padding 1, all pools 2 × 2; *fc* is short for fully connected.

# %% [markdown]
# It pools *before* the ReLU. For a maximum the order makes no difference (lesson 07), and a quarter of the numbers is left to cut.

# %% [markdown]
# **Predict.** How many numbers does one image have when it reaches `fc1`, and how many parameters does `fc1` have?
#
# <details><summary>Answer</summary>
#
# 64 · 7 · 7 = 3,136 numbers. 3,136 · 128 weights and 128 biases are 401,536 parameters: 95 % of the whole net, as you counted in lesson 05.
#
# </details>

# %% [markdown]
# > **Myth.** *“The fully connected layer turns the 2-D feature maps into a 1-D vector.”*
#
# Flattening does, before that layer; and the maps of one image are a 3-D block. It moves no number: the same memory is read as one row an image.

# %%
maps = torch.arange(24.0).reshape(2, 3, 2, 2)
rows = maps.flatten(1)  # from axis 1 on: axis 0 counts images
print(rows.shape, "same memory:", rows.data_ptr() == maps.data_ptr())
print(maps.flatten().shape, "without the 1: the images have run together")

# %% [markdown]
# You will also meet `x.view(len(x), -1)`: the same, as long as the numbers lie in memory in the order asked for. After a `transpose` they don't. Then `view` refuses, and `flatten` and `reshape` make a copy.

# %%
turned = maps.transpose(2, 3)
try:
    turned.view(2, -1)
except RuntimeError as error:
    print("view:", str(error).split(". ")[0])
print("flatten:", turned.flatten(1)[0])


# %% exercise="MnistNet"
class MnistNet(nn.Module):
    """A network for 28x28 digits: two convolutions, two linear layers, 421,642 parameters.

    In this order: `conv1`, 3x3, 1 to 32 channels, padding 1; max-pool 2x2; ReLU; `conv2`, 3x3, 32
    to 64, padding 1; max-pool 2x2; ReLU; flatten; `fc1`, linear, to 128; ReLU; `fc2`, linear, to 10.

    Attributes
    ----------
    conv1, conv2 : your `Conv2d`, or nn.Conv2d
    fc1, fc2 : nn.Linear
        Keep these names: a checkpoint is loaded by name. All four have biases, and nothing else in
        the network has parameters.

    `forward(x)` takes float32 (N, 1, 28, 28) and gives the logits, (N, 10): no softmax at the end.

    Examples
    --------
    >>> net = MnistNet()
    >>> tuple(net(torch.zeros(5, 1, 28, 28)).shape)
    (5, 10)
    >>> [sum(p.numel() for p in layer.parameters()) for layer in (net.conv1, net.conv2, net.fc2)]
    [320, 18496, 1290]
    """

    def __init__(self) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self.conv1 = Conv2d(1, 32, 3, padding=1)
        self.conv2 = Conv2d(32, 64, 3, padding=1)
        self.fc1 = nn.Linear(64 * 7 * 7, 128)
        self.fc2 = nn.Linear(128, 10)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        ### BEGIN SOLUTION
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2(x), 2))
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc2(x)
        ### END SOLUTION


# %%
MnistNet = use("MnistNet", MnistNet)
net = MnistNet()
for name, parameter in net.named_parameters():
    print(f"{name:12} {tuple(parameter.shape)!s:16} {parameter.numel():8,}")
print("in all", f"{sum(parameter.numel() for parameter in net.parameters()):,}")

# %% [markdown]
# The net returns logits, and the loss takes the softmax. Many texts end the net in `log_softmax` instead, with the comment *softmax*. What difference does each ending make?

# %%
perfect, labels = 50 * torch.eye(10), torch.arange(10)  # as sure as can be, and right
for ending in (lambda z: z, lambda z: z.log_softmax(dim=1), lambda z: z.softmax(dim=1)):
    print(round(F.cross_entropy(ending(perfect), labels).item(), 3))

# %% [markdown] question="log_softmax_or_softmax_first"

# %% [markdown]
# ## 4. The digits
#
# MNIST: 60,000 handwritten digits to train on and 10,000 to test, from employees of the US Census Bureau and from high-school students. Where it is not on this computer, it is downloaded once (12 MB). Without a network you go on with a small set of digits: every cell works, the accuracies are lower.

# %%
mnist = data.load_or_digits("mnist")
print(mnist)
plots.show(
    *mnist.train_images[:6],
    titles=[str(label) for label in mnist.train_labels[:6]],
    alt="The first six digits of the training set, white on black, with their labels.",
)

# %% [markdown]
# Every net wants its images scaled as in training. Here: to [0, 1], minus the mean of MNIST's pixels, divided by their standard deviation. The check of your trained net scales in this way too.


# %%
def as_input(images):
    scaled = torch.as_tensor(images, dtype=torch.float32)[:, None] / 255
    return (scaled - 0.1307) / 0.3081


print(as_input(mnist.train_images[:5]).shape)

# %% [markdown]
# > **Myth.** *“Measure on the test set after each epoch, and report the best.”*
#
# (An **epoch** is one pass over all training images.) Whoever chooses by a set of images has used it up: the best of many is in part the luckiest. A thousand guessers, each of whom will be right one time in ten:

# %%
truth = rng.integers(0, 10, 200)
guesses = rng.integers(0, 10, (1000, 200))
print("the best guesser:", (guesses == truth).mean(axis=1).max())

# %% [markdown]
# So keep a **validation set**: a twelfth of the training images, never trained on. Choose by it as often as you like: learning rates, epochs, the net itself. The test set is for one number, at the very end.

# %%
torch.manual_seed(13)
x, y = as_input(mnist.train_images), torch.as_tensor(mnist.train_labels)
order = torch.randperm(len(x))
held, kept = order[: len(x) // 12], order[len(x) // 12 :]
train_loader = DataLoader(TensorDataset(x[kept], y[kept]), batch_size=128, shuffle=True)
validation_loader = DataLoader(TensorDataset(x[held], y[held]), batch_size=500)
print(len(kept), "images to train on,", len(held), "to choose by")

# %% [markdown]
# A `DataLoader` is something to loop over: each round gives a batch `(x, y)`, shuffled anew in each epoch. The last batch takes what is left.

# %%
sizes = [len(labels) for _, labels in train_loader]
print(len(sizes), "batches, the last two of", sizes[-2:])

# %% [markdown]
# ## 5. The loop
#
# For each batch four lines do the work, and you have written the inside of each:
#
# - `optimizer.zero_grad()` clears the gradients of the batch before;
# - `loss = F.cross_entropy(model(x), y)`: forward;
# - `loss.backward()` finds all gradients;
# - `optimizer.step()` moves each parameter, as `sgd_momentum_step` does.

# %% [markdown]
# Next you put the four lines into a function, `train_one_epoch`. What it returns is worth a thought as well: the mean loss per *sample*, although `F.cross_entropy` gives the mean of one *batch*.

# %% [markdown] question="mean_of_batch_means"

# %% [markdown]
# Two more things belong into the loop. A model has two **modes**: dropout and batch normalisation behave differently in training (lesson 12). Dropout sets units to 0 at random. Batch normalisation subtracts each map's mean over the batch and divides by its spread; it keeps averages of both, the **running statistics**, for measuring later. So say which mode you want.

# %% [markdown]
# And model and batch must be on the same **device**: `x.to(device)` moves a batch to a GPU, and does nothing where it is there already.


# %% exercise="train_one_epoch"
def train_one_epoch(
    model: nn.Module, loader: Iterable, optimizer: torch.optim.Optimizer, device: torch.device
) -> float:
    """Train a model on every batch of a loader, once, and give the mean loss per sample.

    Parameters
    ----------
    model : nn.Module
        Maps x to logits. It may arrive in either mode and with gradients of an earlier step; it is
        trained, and left, in training mode.
    loader : Iterable
        Of pairs (x, y): inputs, and int64 labels of shape (N,). Go through it once, in its order,
        and use no more of it than that: it may be an iterator without a length. The last batch
        may be smaller than the others.
    optimizer : torch.optim.Optimizer
        Of the model's parameters: one step a batch, on the gradient of that batch's *mean*
        cross-entropy.
    device : torch.device
        Where the model is; each batch is moved there.

    Returns
    -------
    float
        The sum of the losses of all samples divided by the number of samples; each loss as it was
        before the step on its batch. One forward a batch.

    Examples
    --------
    Logits of 0 for two classes give log 2, whatever the labels; with lr=0 they stay 0:

    >>> model = nn.Linear(3, 2)
    >>> _ = nn.init.zeros_(model.weight), nn.init.zeros_(model.bias)
    >>> loader = [(torch.ones(4, 3), torch.tensor([0, 1, 1, 0])), (torch.ones(1, 3), torch.tensor([1]))]
    >>> sgd = torch.optim.SGD(model.parameters(), lr=0.0)
    >>> round(train_one_epoch(model, loader, sgd, torch.device("cpu")), 4)
    0.6931
    """
    ### BEGIN SOLUTION
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
    ### END SOLUTION


# %%
train_one_epoch = use("train_one_epoch", train_one_epoch)
device = torch.device("cpu")
torch.manual_seed(0)
few = [(x[:100], y[:100]), (x[100:130], y[100:130])]  # any iterable of pairs is a loader
net = MnistNet()
sgd = torch.optim.SGD(net.parameters(), lr=0.1)
print([round(train_one_epoch(net, few, sgd, device), 3) for _ in range(6)])

# %% [markdown]
# **Break it.** Below, the order of the steps is an argument. Predict before you run: which of these learns, which stays where it is, which runs away?
#
# 1. zero, backward, step
# 2. backward, zero, step
# 3. backward, step
#
# <details><summary>Answer</summary>
#
# The first learns. The second clears each gradient before the step can use it: nothing moves. The third never clears: its steps use the sum of all gradients so far. It races ahead, and then past the goal.
#
# </details>


# %%
def losses(order, lr=0.05, steps=16):
    torch.manual_seed(0)
    net = MnistNet()
    sgd = torch.optim.SGD(net.parameters(), lr)
    seen = []
    for _ in range(steps):
        loss = F.cross_entropy(net(x[:40]), y[:40])
        actions = {"zero": sgd.zero_grad, "backward": loss.backward, "step": sgd.step}
        for name in order.split():
            actions[name]()
        seen.append(round(loss.item(), 2))
    return seen


# %%
for order in ("zero backward step", "backward zero step", "backward step"):
    print(f"{order:20}", *[f"{loss:5.2f}" for loss in losses(order)[::3]])

# %% [markdown]
# No order raised an error. The second looks like a learning rate that is too low, the third like one that is too high: look at the gradients before you touch the rate. The monitor below shows them, layer by layer, right before each step.

# %% [markdown] question="order_of_a_step"


# %%
def broken_epoch(model, loader, optimizer):
    for images, labels in loader:
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return loss.item()


# %% [markdown]
# Watch the broken epoch first: a flat curve, and no gradient in any layer when the step is taken.

# %%
net = MnistNet()
sgd = torch.optim.SGD(net.parameters(), lr=0.1)
with TrainMonitor(net, sgd) as monitor:
    monitor.epoch(broken_epoch(net, monitor.watch(few * 5), sgd))

# %% [markdown]
# Now yours, on the same batches. It is handed `monitor.watch(loader)` in place of the loader, and does not notice.

# %%
with TrainMonitor(net, sgd) as monitor:
    monitor.epoch(train_one_epoch(net, monitor.watch(few * 5), sgd, device))

# %% [markdown]
# ## 6. Measure without touching
#
# Accuracy needs a forward for each batch, and nothing else: no notes for a `backward` that never comes, no units dropped, no running statistics that change. PyTorch has a switch for each, and they are different switches.

# %% [markdown]
# > **Myth.** *“Under `no_grad` a model can't change.”*
#
# Its weights can't. Running statistics are no business of autograd: in training mode they take in whatever passes.

# %%
norm = nn.BatchNorm2d(1)  # new, so in training mode
with torch.no_grad():
    norm(torch.randn(50, 1, 4, 3) + 7)
print("running mean:", norm.running_mean.item(), "before: 0.0")


# %% exercise="evaluate"
def evaluate(model: nn.Module, loader: Iterable, device: torch.device) -> float:
    """Measure which share of the samples a model classifies correctly.

    Parameters
    ----------
    model : nn.Module
        Maps x to logits; the largest one is its answer. It may arrive in either mode: measure in
        evaluation mode, then restore the mode you found. Nothing in the model may change.
    loader : Iterable
        Of pairs (x, y): inputs, and int64 labels of shape (N,). Go through it once; it may be an
        iterator without a length. The last batch may be smaller than the others.
    device : torch.device
        Where the model is; each batch is moved there.

    Returns
    -------
    float
        Right answers divided by samples, from 0 to 1. No graph is built on the way.

    Examples
    --------
    The class is the column of the larger number; three of four labels agree:

    >>> x = torch.tensor([[3.0, 1.0], [0.0, 2.0], [5.0, 4.0], [1.0, 7.0]])
    >>> loader = [(x[:3], torch.tensor([0, 1, 1])), (x[3:], torch.tensor([1]))]
    >>> evaluate(nn.Identity(), loader, torch.device("cpu"))
    0.75
    """
    ### BEGIN SOLUTION
    was_training = model.training
    model.eval()
    right, count = 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            right += (model(x).argmax(dim=1) == y).sum().item()
            count += len(y)
    model.train(was_training)
    return right / count
    ### END SOLUTION


# %%
evaluate = use("evaluate", evaluate)
print("accuracy on the validation set:", evaluate(net, validation_loader, device))
print("and the net is in training mode still:", net.training)

# %% [markdown] question="train_or_eval_mode"

# %% [markdown]
# ## 7. A ritual
#
# Before hours of training, two minutes of doubt. First: a new net knows nothing, so its loss is near log 10. Second: a net that can learn at all can learn *one* batch by heart. If it can't, the fault is in the code, and no patience will help.

# %% [markdown]
# **Predict.** A student's labels are shuffled by accident: each image has a label of another. Can a net still learn one batch of 16 by heart?
#
# <details><summary>Answer</summary>
#
# Yes. 421,642 parameters are enough to remember 16 images with any labels. The ritual finds faults in the loop, not in the data.
#
# </details>


# %% exercise="overfit_one_batch"
def overfit_one_batch(
    model: nn.Module, batch: tuple[Tensor, Tensor], steps: int, lr: float
) -> float:
    """Train a model on one and the same batch, and give the last loss.

    Parameters
    ----------
    model : nn.Module
        Maps x to logits. It may arrive in either mode and with old gradients; it is trained, and
        left, in training mode.
    batch : tuple of Tensor
        (x, y): inputs, and int64 labels of shape (N,), on the model's device.
    steps : int
        At least 1. Each is one forward, one backward and one step of `torch.optim.SGD` with
        learning rate `lr` and no momentum, on the mean cross-entropy.
    lr : float

    Returns
    -------
    float
        The mean cross-entropy of the last forward, so before the last step.

    Examples
    --------
    Two logits of 0 give log 2 before the only step, and less after many:

    >>> model = nn.Linear(1, 2)
    >>> _ = nn.init.zeros_(model.weight), nn.init.zeros_(model.bias)
    >>> batch = torch.tensor([[1.0], [-1.0]]), torch.tensor([0, 1])
    >>> round(overfit_one_batch(model, batch, steps=1, lr=1.0), 4)
    0.6931
    >>> overfit_one_batch(model, batch, steps=100, lr=1.0) < 0.02
    True
    """
    ### BEGIN SOLUTION
    x, y = batch
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()
    ### END SOLUTION


# %%
overfit_one_batch = use("overfit_one_batch", overfit_one_batch)
torch.manual_seed(0)
net = MnistNet()
batch = x[:16], y[:16]
print("at the start:", F.cross_entropy(net(batch[0]), batch[1]).item(), "log 10:", math.log(10))
print("after 100 steps:", overfit_one_batch(net, batch, steps=100, lr=0.05))

# %% [markdown]
# And with the labels of other images?

# %%
shuffled = y[:16][torch.randperm(16)]
net = MnistNet()
print("shuffled labels:", overfit_one_batch(net, (batch[0], shuffled), steps=100, lr=0.05))

# %% [markdown]
# ## 8. Train
#
# First a short run, with momentum, on a part of the images. The monitor counts batches and draws loss and accuracy. Its stop button ends an epoch early, and your function returns as usual.

# %%
torch.manual_seed(0)
net = MnistNet()
sgd = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9)
part = TensorDataset(x[kept[:6000]], y[kept[:6000]])
part_loader = DataLoader(part, batch_size=32, shuffle=True)
with TrainMonitor(net, sgd, epochs=2, classes=mnist.classes) as monitor:
    for _ in range(2):
        loss = train_one_epoch(net, monitor.watch(part_loader), sgd, device)
        monitor.epoch(loss, evaluate(net, validation_loader, device))

# %% [markdown]
# Which digits does it take for which? Under the curves the monitor shows them. A mistake you would have made as well is no fault of the net.

# %%
net.eval()
with torch.no_grad():
    predictions = net(x[held]).argmax(dim=1)
monitor.mistakes(x[held], y[held], predictions)

# %% [markdown]
# Count them, with `confusion_matrix` from lesson 09: rows are the truth, columns the answers.

# %%
confusion_matrix = use("confusion_matrix")
counts = confusion_matrix(y[held].numpy(), predictions.numpy(), 10)
mistakes = counts - np.diag(np.diag(counts))
truth, answer = np.unravel_index(mistakes.argmax(), mistakes.shape)
print(f"most often {truth} is taken for {answer}: {mistakes.max()} times")

# %% [markdown]
# Now train in earnest. The optimizer of choice is **Adam**: it divides each gradient by its usual size, so one learning rate suits all layers. Long steps first, short ones last: `optimizer.param_groups[0]["lr"] = ...` sets the rate between two epochs.

# %% [markdown]
# Keep the epoch that was best on the *validation* images: `save_file(model.state_dict(), "mnist_net.safetensors")`. One epoch on all of MNIST takes about half a minute on two cores. The check counts on 5,000 test images, your grade on 5,000 others: full points from 98.9 % on, some from 98 %. A tenth of a percent up or down is luck.


# %% exercise="mnist_net"
def mnist_net() -> nn.Module:
    """Make the net that mnist_net.safetensors belongs to, with whatever weights.

    Returns
    -------
    nn.Module
        Your `MnistNet`, or another net of your own design. It is given float32 images of shape
        (N, 1, 28, 28), scaled as `as_input` does, and gives logits of shape (N, 10). The names and
        shapes in its state dict are those in the file.

    Examples
    --------
    >>> tuple(mnist_net()(torch.zeros(5, 1, 28, 28)).shape)
    (5, 10)
    """
    ### BEGIN SOLUTION
    return MnistNet()
    ### END SOLUTION


### BEGIN SOLUTION
torch.manual_seed(0)
model = mnist_net()
adam = torch.optim.Adam(model.parameters())
rates = (2e-3, 1e-3, 5e-4, 2e-4, 1e-4)
best = 0.0
with TrainMonitor(model, adam, epochs=len(rates), classes=mnist.classes) as monitor:
    for rate in rates:
        adam.param_groups[0]["lr"] = rate
        loss = train_one_epoch(model, monitor.watch(train_loader), adam, device)
        accuracy = evaluate(model, validation_loader, device)
        monitor.epoch(loss, accuracy)
        if accuracy > best:  # the best epoch by images that were not trained on
            best = accuracy
            save_file(model.state_dict(), "mnist_net.safetensors")
        if monitor.stopped:
            break
### END SOLUTION

# %% [markdown]
# > **Myth.** *“91 % after 30 epochs: a little better than a linear model.”*
#
# That was said of a CNN on pictures of this size. The net above passed 98 % on the validation images after *one* epoch on MNIST. On a harder set, such as Fashion-MNIST in lesson 14, 91 % takes a few epochs. A small net that needs 30 is under-trained: too low a rate, or a fault in the loop.

# %% [markdown]
# A checkpoint is numbers with names. Whoever has the class and the file has the net.

# %%
file = Path("mnist_net.safetensors")
if file.exists():
    weights = load_file(file)
    print({name: tuple(tensor.shape) for name, tensor in weights.items()})
else:
    print("no", file, "yet: train, and save")

# %% [markdown]
# **What happened.** Conv2d, net, loop and measure: about forty lines, and behind each of them a lesson in NumPy. What PyTorch took off your hands is the backward pass and the speed. What it left to you is the order, the mode, the mean, and the choice of what to measure on.

# %% [markdown]
# ## Recap
#
# - Autograd notes the forward, and `backward` *adds* to `.grad`.
# - A module registers parameters and modules; a plain tensor is not registered.
# - Clear, forward, backward, step. Another order raises no error.
# - `eval` and `no_grad` are two switches.
# - New net: log C. One batch: by heart. Choose on the validation set.

# %% [markdown]
# ## Words
#
# - **tensor**, **autograd**, **graph**: PyTorch's array, and its notes on what was computed.
# - **module**, **state dict**: a layer or net, and its numbers by name.
# - **optimizer**: what takes the steps.
# - **epoch**: one pass over the training images.
# - **validation set**: images to choose by.
# - **running statistics**: what batch normalisation keeps for measuring.
# - **checkpoint**: a saved state dict.

# %% [markdown]
# ## What comes next
#
# In **14 LeNet-5 and Fashion-MNIST**: a famous net, walked through layer by layer, and a harder data set.
