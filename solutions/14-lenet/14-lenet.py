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
# # 14 LeNet-5 and Fashion-MNIST
#
# In the 1990s banks let a convolutional network read their cheques, millions a day. You build it today, first as everybody does now, then as it was. After that comes a net for clothes.
#
# When you are done, you can
#
# - walk through LeNet-5 layer by layer;
# - let any model print a table of its layers;
# - train a net to 90 % on Fashion-MNIST.
#
# Time: about 3 hours.

# %%
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from autograder import check, failing_case, hint, use
from course import data, plots
from course.layers import LayerRow
from course.widgets import ArchitectureWalk, DrawDigit, choose

# %% [markdown]
# ## Before you start
#
# Three one-minute questions on earlier lessons. No points, only practice.

# %% [markdown] question="recall_padding_for_five"

# %% [markdown] question="recall_relu_and_pooling"

# %% [markdown] question="recall_statistics_in_evaluation"

# %% [markdown]
# ## 1. The net everybody draws
#
# LeNet-5 was published in 1998 by LeCun, Bottou, Bengio and Haffner. It reads handwritten digits. MNIST's are 28 × 28; the net reads 32 × 32, so two rows and columns of background go on every side.

# %%
digits = data.load_or_digits("mnist")


def tensors(images: np.ndarray, labels: np.ndarray) -> tuple[Tensor, Tensor]:
    """Pictures in [0, 1], (N, 1, H, W), and their labels."""
    return torch.as_tensor(images[:, np.newaxis].astype(np.float32) / 255), torch.as_tensor(labels)


x, y = tensors(digits.train_images, digits.train_labels)
x = F.pad(x, (2, 2, 2, 2))
print(x.shape)

# %%
plots.show(
    *x[:5, 0].numpy(),
    boxes=[(2, 2, 28, 28)] * 5,
    columns=5,
    height=1.4,
    alt="Five handwritten digits on 32 by 32 black pixels. A frame marks the 28 by 28 pixels they "
    "came with; each digit fills the middle of its frame.",
)

# %% [markdown]
# Texts that walk through LeNet-5 give its sizes by a formula. In one of them the formula was a picture and is lost; in another a letter-reading program left `W_out = ... +`. Here it is whole, for a map of n cells, a kernel of k, padding p and stride s:
#
# $$n_{\text{out}} = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1$$

# %% [markdown]
# **Predict.** C1 is a 5 × 5 convolution, S2 a 2 × 2 pooling with stride 2, C3 and S4 the same again; C5 is one more 5 × 5. No padding. Which sizes follow 32?
#
# <details><summary>Answer</summary>
#
# 28, 14, 10, 5, 1. C5's kernel is as large as the map it reads: a single position is left. A convolution with one position is a linear layer (lesson 05).
#
# </details>

# %%
conv_output_size = use("conv_output_size")
size = 32
for name, kernel, stride in [("C1", 5, 1), ("S2", 2, 2), ("C3", 5, 1), ("S4", 2, 2), ("C5", 5, 1)]:
    size = conv_output_size(size, kernel, stride)
    print(f"{name}: {size} x {size}")

# %% [markdown] question="why_32_for_28"
# What is the margin good for? (With 28 × 28, S4 would be 4 × 4 and C5's kernel would not fit. That is a consequence; the reason is another one. Think of a stroke that ends near the frame: where does it lie in the windows that hold it, without the margin and with it?)

# %% [markdown]
# Now build it, in the form of today's libraries. The letter of a layer is its kind: C a convolution, S a pooling (*subsampling*), F a linear layer (*fully connected*). The number counts all of them through. C5 has one position, so it becomes `nn.Linear` here. The names matter this time: the check loads weights into your net by name.
#
# `activation` is a *class*. `nn.Tanh` is one, `nn.Tanh()` an object of it.


# %% exercise="LeNet5"
class LeNet5(nn.Module):
    """LeNet-5 in today's form: two convolutions, two poolings, three linear layers.

    Layers, in order, with the names of the 1998 paper; after each of c1, c3, c5 and f6 comes the
    activation.

    - c1: 5x5 convolution, 1 to 6 channels; then average pooling, 2x2.
    - c3: 5x5 convolution, 6 to 16 channels; then average pooling, 2x2.
    - c5: linear, 400 to 120, on the flattened maps (16 maps of 5x5).
    - f6: linear, 120 to 84.
    - output: linear, 84 to num_classes. Nothing follows.

    Parameters
    ----------
    num_classes : int
        How many numbers come out for each picture.
    activation : type of nn.Module
        A class, such as nn.Tanh or nn.ReLU; the model makes its own objects of it, without
        arguments.

    Attributes
    ----------
    c1, c3 : nn.Conv2d
    c5, f6, output : nn.Linear
        All with biases. Other modules may have any names, since they hold no parameters.

    Examples
    --------
    >>> net = LeNet5()
    >>> net(torch.zeros(2, 1, 32, 32)).shape
    torch.Size([2, 10])
    >>> sum(p.numel() for p in net.parameters())
    61706
    """

    def __init__(self, num_classes: int = 10, activation: type[nn.Module] = nn.Tanh) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.c5 = nn.Linear(16 * 5 * 5, 120)
        self.f6 = nn.Linear(120, 84)
        self.output = nn.Linear(84, num_classes)
        self.pool = nn.AvgPool2d(2)
        self.activation = activation()
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Scores, shape (N, num_classes), of pictures, shape (N, 1, 32, 32): logits, no softmax."""
        ### BEGIN SOLUTION
        x = self.pool(self.activation(self.c1(x)))
        x = self.pool(self.activation(self.c3(x)))
        x = x.flatten(1)
        x = self.activation(self.c5(x))
        x = self.activation(self.f6(x))
        return self.output(x)
        ### END SOLUTION


# %%
LeNet5 = use("LeNet5", LeNet5)
torch.manual_seed(0)
lenet = LeNet5()
print(lenet(x[:3]).shape, sum(p.numel() for p in lenet.parameters()))

# %% [markdown]
# Ten numbers for each picture, and 61,706 parameters. The net has learned nothing yet. Two helpers for today: an epoch like your `train_one_epoch` from lesson 13, for pictures that already lie in one tensor, and the share of right answers.


# %%
def train_epoch(model, x, y, optimizer, size=100):
    """One pass over all pictures, in a new order."""
    model.train()
    for rows in torch.randperm(len(x)).split(size):
        loss = F.cross_entropy(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


# %%
def share_right(model, x, y):
    """The part of the pictures that a model names correctly, as your `evaluate` has it."""
    model.eval()
    with torch.no_grad():
        named = [model(some).argmax(1) for some in x.split(500)]
    return float((torch.cat(named) == y).float().mean())


# %% [markdown]
# **Predict.** One pass over the digits with Adam. How many of the test digits will it read? (With MNIST this takes a quarter of a minute.)
#
# <details><summary>Answer</summary>
#
# About 96 % of MNIST's. The bundled small set has 1,437 digits and is passed in a second: about 60 %.
#
# </details>

# %%
train_epoch(lenet, x, y, torch.optim.Adam(lenet.parameters(), lr=1e-3))
x_test, y_test = tensors(digits.test_images, digits.test_labels)
x_test = F.pad(x_test, (2, 2, 2, 2))
print(f"{100 * share_right(lenet, x_test, y_test):.1f} % of {len(y_test):,} test digits")

# %% [markdown]
# Walk through *your* net with a digit. Follow one cell of S4 back to the picture: how much of the digit does it see? Which of the six maps of S2 are hard to tell apart? Then switch to the form of 1998 and note what changes; section 2 needs it.

# %%
ArchitectureWalk(lenet, digits.test_images[0])

# %% [markdown]
# **What happened.** Sizes fall, channels rise: 1, 6, 16, then 120 numbers without any place. A cell of C1 sees 5 × 5 pixels, one of S4 16 × 16, and C5 the whole picture.

# %% [markdown]
# > **Myth.** *“The kernel is multiplied with the restricted portion of the receptive field.”*
#
# The **receptive field** of an output is all that it depends on. The patch that the kernel meets is not a portion of it: in the layer below, it *is* the receptive field of that one output. Counted in pixels of the picture it grows with depth. Ask the gradient how far one cell of C1 can see, then one of C3.

# %%
picture = torch.zeros(1, 1, 32, 32, requires_grad=True)
c1 = lenet.c1(picture)
c3 = lenet.c3(F.avg_pool2d(torch.tanh(c1), 2))
for name, cell in [("C1", c1[0, 0, 0, 0]), ("C3", c3[0, 0, 0, 0])]:
    (reach,) = torch.autograd.grad(cell, picture, retain_graph=True)
    print(name, "sees", int((reach[0, 0] != 0).any(1).sum()), "rows")

# %% [markdown]
# ## 2. The net of 1998
#
# What textbooks draw as LeNet-5 is what you built. The paper's net has the same sizes and differs in nearly everything else. (C5 computes the same in both.) A *code* is a fixed pattern of 84 numbers, one pattern for each digit; the answer is the digit whose code is closest to what F6 gives.

# %% [markdown]
# | | today | 1998 |
# |---|---|---|
# | activation | tanh or ReLU | 1.7159 tanh(2x/3) |
# | S2, S4 | average | learned factor and bias, activation |
# | C3 | reads all maps | reads by a table |
# | C5 | linear | a 5 × 5 convolution |
# | output | ten scores | distances to ten codes |

# %% [markdown]
# > **Myth.** *“LeNet-5: ReLU, average pooling, softmax.”*
#
# None of the three is the paper's. Two rows of the table in numbers: its tanh is scaled so that 1 stays 1 and −1 stays −1, since these are the values that units are trained to give, and there the curve is still steep. And its pooling, before the activation, contains ours: factor 1/4, bias 0.

# %%
for value in (-1.0, 0.5, 1.0):
    print(value, "->", round(1.7159 * float(np.tanh(2 * value / 3)), 4))
maps = torch.rand(1, 6, 28, 28)
factor, bias = 0.25, 0.0
sums = F.avg_pool2d(maps, 2, divisor_override=1)
print(torch.allclose(factor * sums + bias, F.avg_pool2d(maps, 2)))

# %% [markdown] question="lenet_of_1998"

# %% [markdown]
# Now the table by which C3 reads. Each of its sixteen maps could read all six of S2: 96 pairs. The authors left 36 out, for two reasons. Fewer connections were cheaper; and maps that read *different* inputs cannot all learn the same feature.
#
# **Predict.** Map 4 reads three neighbouring maps, beginning with 4. Which are they?
#
# <details><summary>Answer</summary>
#
# 4, 5 and 0: the numbers go round.
#
# </details>


# %% exercise="c3_connections"
def c3_connections() -> np.ndarray:
    """Return the table of the 1998 paper: which maps of S2 each map of C3 reads.

    Map numbers go round: after S2 map 5 comes S2 map 0.

    - C3 maps 0 to 5 read three neighbouring maps each: map o reads o, o + 1 and o + 2.
    - C3 maps 6 to 11 read four neighbours each: map 6 + j reads j, j + 1, j + 2 and j + 3.
    - C3 maps 12 to 14 read two pairs of neighbours each, with a gap between them: map 12 + j reads
      j, j + 1, j + 3 and j + 4.
    - C3 map 15 reads all six.

    Returns
    -------
    np.ndarray, bool, shape (16, 6)
        Row o belongs to C3 map o, column i to S2 map i; True where o reads i. 60 of 96 are True.

    Examples
    --------
    >>> c3_connections()[4].astype(int).tolist()
    [1, 0, 0, 0, 1, 1]
    """
    ### BEGIN SOLUTION
    table = np.zeros((16, 6), dtype=bool)
    for j in range(6):
        for step in (0, 1, 2):
            table[j, (j + step) % 6] = True
        for step in (0, 1, 2, 3):
            table[6 + j, (j + step) % 6] = True
    for j in range(3):
        for step in (0, 1, 3, 4):
            table[12 + j, (j + step) % 6] = True
    table[15] = True
    return table
    ### END SOLUTION


# %%
c3_connections = use("c3_connections", c3_connections)
connections = c3_connections()
plots.show(
    connections.T.astype(float),
    values=False,
    height=1.6,
    alt="The table: 16 columns for C3's maps, 6 rows for S2's. Columns 0 to 5 have three white cells "
    "each, 6 to 14 four, the last six; the stripes run down to the right and begin again on top.",
)
print("maps of S2 are read by", connections.sum(axis=0))

# %% [markdown]
# A column of the picture is a map of C3, a row a map of S2; white means *reads*. Every map of S2 is read ten times; nobody is left out. Today such a table is a mask: multiply the weights by it, and 36 slices of your C3 fall silent.

# %%
mask = torch.as_tensor(connections)[:, :, None, None]
left = lenet.c3.weight * mask
print(f"{lenet.c3.weight.numel()} weights, {int((left != 0).sum())} are left")

# %% [markdown]
# Count what the original learned. In S2 and S4 every map has two numbers, the factor and the bias. The codes of the output layer were drawn by hand, as small pictures of 7 × 12 pixels, which is why F6 has 84 units.


# %% exercise="lenet5_original_parameters"
def lenet5_original_parameters() -> dict[str, int]:
    """Count what each layer of LeNet-5 learned, as it was published in 1998.

    - C1: 6 maps, a 5x5 kernel and a bias each, on one grey picture.
    - S2: 6 maps; each adds up four cells, multiplies by a learned coefficient, adds a learned bias.
    - C3: 16 maps; a 5x5 slice for each S2 map that it reads, by the table of `c3_connections`; one
      bias.
    - S4: 16 maps, as S2.
    - C5: 120 units; a 5x5 slice for each of the 16 maps, one bias.
    - F6: 84 units; a weight for each of the 120, one bias.

    The output layer compares with ten drawn patterns that are not learned: it is left out.

    Returns
    -------
    dict of str to int
        Six entries, "C1", "S2", "C3", "S4", "C5" and "F6". Their sum is 60,000.

    Examples
    --------
    >>> lenet5_original_parameters()["C1"]
    156
    """
    ### BEGIN SOLUTION
    return {
        "C1": 6 * (5 * 5 + 1),
        "S2": 6 * 2,
        "C3": 60 * 5 * 5 + 16,
        "S4": 16 * 2,
        "C5": 120 * (16 * 5 * 5 + 1),
        "F6": 84 * (120 + 1),
    }
    ### END SOLUTION


# %%
lenet5_original_parameters = use("lenet5_original_parameters", lenet5_original_parameters)
counts = lenet5_original_parameters()
print(counts)
print(f"in all: {sum(counts.values()):,}")
print("today: ", sum(counts.values()) + 36 * 25 - (12 + 32) + 10 * (84 + 1))

# %% [markdown]
# **What happened.** Sixty thousand, to the last one. Today's form has 36 slices of 25 weights more in C3, no factors in its poolings, and an output layer that learns 850 numbers: 61,706.

# %% [markdown]
# > **Myth.** *“These architectures, LeNet among them, were tested on ImageNet.”*
#
# ImageNet came eleven years later, with coloured photographs in a thousand classes, usually cut to 224 × 224. LeNet-5 cannot read a single one.

# %%
try:
    lenet(torch.zeros(1, 3, 224, 224))
except RuntimeError as error:
    print("RuntimeError:", str(error).partition(", ")[2])

# %% [markdown]
# Much of what is written about LeNet has been through a translation program. If you read such a text:
#
# | it says | it means |
# |---|---|
# | cape, front cover | layer |
# | grouping | pooling |
# | trigger function | activation |
# | resume | ReLU |
# | ratio, reason | probability |
# | poor connectivity | *sparse* connectivity |
#
# The last is no defect: few connections are the point of a convolution.

# %% [markdown]
# ## 3. A table of layers
#
# You counted a net on paper. From now on a function does it, for any net. PyTorch helps with **hooks**: functions of yours that it calls after a layer's forward.


# %%
def tell(layer, inputs, output):
    print(type(layer).__name__, tuple(inputs[0].shape), "->", tuple(output.shape))


handle = lenet.c3.register_forward_hook(tell)
lenet(x[:2])
handle.remove()
lenet(x[:2]).shape

# %% [markdown]
# The hook spoke once and is gone. A hook that is *not* removed speaks at every forward from then on, in whatever notebook cell. That is the first trap of the next exercise. The second: a picture sent through in training mode changes running statistics (lesson 12).

# %% [markdown]
# **Predict.** What does `nn.Sequential(nn.Sequential(conv, relu), linear)` have more of: modules or layers?
#
# <details><summary>Answer</summary>
#
# Five modules, two of them containers; three layers. Count a container *and* what stands in it, and its parameters count twice.
#
# </details>


# %% exercise="layer_table"
def layer_table(model: nn.Module, input_shape: tuple[int, ...]) -> list[LayerRow]:
    """Send one picture through a model and write down what each of its layers gives and costs.

    Parameters
    ----------
    model : nn.Module
        Left as it was: its weights and running statistics, its mode, and no hooks on it. That
        holds when its forward raises, too.
    input_shape : tuple of int
        Shape of one input without the batch axis, such as (1, 32, 32).

    Returns
    -------
    list of LayerRow
        In the order of the calls, one row a call, and only for modules without children: a
        Sequential is no layer, what stands in it is. The fields are

        - name: the module's name in `model.named_modules()`; "" if the model itself is a layer;
        - type: the name of its class;
        - output_shape: a tuple, without the batch axis;
        - parameters: how many numbers it learns, biases included;
        - macs: for nn.Conv2d and nn.Linear the products of a weight and an input, as in
          `conv_cost`; 0 for all others.

        The picture goes through in evaluation mode, and no graph is built for gradients.

    Examples
    --------
    >>> layer_table(nn.Sequential(nn.Linear(3, 2), nn.ReLU()), (3,))[0]
    LayerRow(name='0', type='Linear', output_shape=(2,), parameters=8, macs=6)
    """
    ### BEGIN SOLUTION
    rows = []

    def note(name):
        def hook(layer, inputs, output):
            parameters = sum(p.numel() for p in layer.parameters())
            macs = 0
            if isinstance(layer, (nn.Conv2d, nn.Linear)):
                macs = output.numel() * layer.weight[0].numel()
            shape = tuple(output.shape[1:])
            rows.append(LayerRow(name, type(layer).__name__, shape, parameters, macs))

        return hook

    layers = [(name, m) for name, m in model.named_modules() if not list(m.children())]
    handles = [m.register_forward_hook(note(name)) for name, m in layers]
    modes = [(m, m.training) for m in model.modules()]
    try:
        model.eval()
        with torch.no_grad():
            model(torch.zeros(1, *input_shape))
    finally:
        for handle in handles:
            handle.remove()
        for m, training in modes:
            m.training = training
    return rows
    ### END SOLUTION


# %%
def show_table(model, input_shape):
    rows = layer_table(model, input_shape)
    for name, kind, shape, parameters, macs in rows:
        print(f"{name:12}{kind:12}{shape!s:14}{parameters:8,}{macs:11,}")
    totals = [sum(row[field] for row in rows) for field in (3, 4)]
    print(f"{'in all':38}{totals[0]:8,}{totals[1]:11,}")


# %%
layer_table = use("layer_table", layer_table)
show_table(lenet, (1, 32, 32))

# %% [markdown] question="where_lenet_is_large"
# Read the last two columns of the printed table before you answer: parameters, and products of a weight and an input (`macs`).

# %% [markdown]
# > **Myth.** *“A CNN typically has three layers.”*
#
# Three *kinds*: convolution, pooling, linear (and activations, if you count them). How many layers there are is another matter.

# %%
rows = layer_table(lenet, (1, 32, 32))
learning = [name for name, _, _, parameters, _ in rows if parameters > 0]
print(len(rows), "calls of layers;", len(learning), "layers learn:", *learning)

# %% [markdown]
# > **Myth.** *“After flattening, a CNN is no different from a feed-forward network.”*
#
# *Feed-forward* means: numbers go from layer to layer, never back. So a CNN is one all along, before the flattening too. Any convolution is a dense layer with most weights 0 and the others shared. Here is C1 as one matrix: each row of `pixels` is a picture with a single pixel lit, so what comes out are that pixel's weights.

# %%
pixels = torch.eye(32 * 32).reshape(-1, 1, 32, 32)
with torch.no_grad():
    black = lenet.c1(torch.zeros(1, 1, 32, 32))
    matrix = (lenet.c1(pixels) - black).flatten(1)
    dense = x[:4].flatten(1) @ matrix + black.flatten(1)
    print("same maps:", torch.allclose(dense, lenet.c1(x[:4]).flatten(1), atol=1e-4))
print(tuple(matrix.shape), f"{100 * float((matrix != 0).float().mean()):.1f} % are not 0")

# %% [markdown]
# **What happened.** 4.8 million weights would do what 156 parameters do. A convolution is not another kind of network; it is a strong opinion about a feed-forward one: look nearby, and look the same way everywhere.

# %% [markdown]
# ## 4. A net for clothes
#
# Fashion-MNIST has MNIST's sizes and counts, 60,000 and 10,000 grey pictures of 28 × 28 in ten classes, and is harder: shirts look like pullovers.

# %%
clothes = data.load_or_digits("fashion")
some = clothes.train_labels[:10]
plots.show(
    *clothes.train_images[:10],
    titles=[clothes.classes[label] for label in some],
    columns=5,
    height=1.3,
    alt="Ten pictures from the training set with the names of their classes: clothes, shoes and "
    "bags, or digits where Fashion-MNIST is not at hand.",
)

# %% [markdown]
# The net comes from a widely read tutorial: two blocks of convolution, batch normalisation, ReLU and max-pooling, then one linear layer. (In print, a program read its code as `self_conv1` and `self_batch2`. The dots belong there: `self.conv1`.)

# %% [markdown] question="numbers_into_fc"
# The formula of section 1 is all you need.


# %% exercise="FashionNet"
class FashionNet(nn.Module):
    """Two blocks of convolution, batch normalisation, ReLU and max-pooling; one linear layer.

    - conv1: 5x5 convolution, padding 2, 1 to 16 channels; bn1; ReLU; max-pooling, 2x2.
    - conv2: 5x5 convolution, padding 2, 16 to 32 channels; bn2; ReLU; max-pooling, 2x2.
    - fc: linear, 1568 to 10, on the flattened maps (32 maps of 7x7). Nothing follows.

    Attributes
    ----------
    conv1, conv2 : nn.Conv2d
        With biases.
    bn1, bn2 : nn.BatchNorm2d
        With PyTorch's own settings.
    fc : nn.Linear
        Other modules may have any names, since they hold no parameters.

    Examples
    --------
    >>> net = FashionNet()
    >>> net(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    >>> sum(p.numel() for p in net.parameters())
    29034
    """

    def __init__(self) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5, padding=2)
        self.bn1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 32, 5, padding=2)
        self.bn2 = nn.BatchNorm2d(32)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(32 * 7 * 7, 10)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Scores, shape (N, 10), of pictures, shape (N, 1, 28, 28): logits, no softmax."""
        ### BEGIN SOLUTION
        x = self.pool(torch.relu(self.bn1(self.conv1(x))))
        x = self.pool(torch.relu(self.bn2(self.conv2(x))))
        return self.fc(x.flatten(1))
        ### END SOLUTION


# %%
FashionNet = use("FashionNet", FashionNet)
show_table(FashionNet(), (1, 28, 28))

# %% [markdown]
# **Predict.** LeNet-5 has 61,706 parameters and 416,520 products. This net has 29,034 parameters. Which of the two has more to compute? The table has the answer.
#
# <details><summary>Answer</summary>
#
# This one, by a factor of seven: 2.8 million products. conv2 alone takes 2.5 million, since padding keeps its maps at 14 × 14 and 16 channels go in. Half the size, seven times the work.
#
# </details>

# %% [markdown]
# Now train it. Three habits make the difference between 88 % and more than 90 %.
#
# - **Hold pictures out.** Keep the last tenth of the training pictures for choosing. Choose by the test pictures, and their number means nothing any more.
# - **Save the best epoch.** Neighbouring epochs differ by up to a point.
# - **Let the learning rate fall.** Large steps find the valley, small ones its floor.

# %%
x, y = tensors(clothes.train_images, clothes.train_labels)
held_out = len(x) // 10
x_choose, y_choose = x[-held_out:], y[-held_out:]
x_train, y_train = x[:-held_out], y[:-held_out]
print(f"{len(x_train):,} to train on, {len(x_choose):,} to choose by")

# %% [markdown]
# Write the function, then the training below it, in the same cell. It ends with
#
# ```python
# save_file(model.state_dict(), "fashion_net.safetensors")
# ```
#
# The check counts on test pictures that are divided by 255, as `tensors` does it, and nothing else. `train_epoch` and `share_right` are yours to use, or your loop from lesson 13: copy it into the cell. Hand in the file beside the notebook.


# %% exercise="fashion_net"
def fashion_net() -> nn.Module:
    """Return the net that `fashion_net.safetensors` belongs to, with whatever weights.

    The check loads the file into it, sends pictures of shape (N, 1, 28, 28), float32, divided by 255
    and not scaled in any other way, and counts how often the largest of its 10 numbers is the right
    one. Any module that takes these pictures will do.

    Returns
    -------
    nn.Module
        A new one at each call.

    Examples
    --------
    >>> fashion_net()(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    """
    ### BEGIN SOLUTION
    return FashionNet()
    ### END SOLUTION


### BEGIN SOLUTION
torch.manual_seed(0)
model, best, epochs = fashion_net(), 0.0, 7
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
for epoch in range(epochs):
    train_epoch(model, x_train, y_train, optimizer)
    schedule.step()
    right = share_right(model, x_choose, y_choose)
    print(f"epoch {epoch + 1}: {100 * right:.2f} % of the pictures held out")
    if right > best:
        best = right
        save_file(model.state_dict(), "fashion_net.safetensors")
### END SOLUTION


# %% [markdown]
# Which clothes does your net take for which? `confusion_matrix` from lesson 09 has the truth in its rows. Without a file there is nothing to show yet.

# %%
net = fashion_net() if Path("fashion_net.safetensors").exists() else None
confusion_matrix = use("confusion_matrix")
if net is not None:
    net.load_state_dict(load_file("fashion_net.safetensors"))
    net.eval()
    with torch.no_grad():
        named = torch.cat([net(some).argmax(1) for some in x_choose.split(500)])
    table = confusion_matrix(y_choose.numpy(), named.numpy(), 10) * (1 - np.eye(10, dtype=int))
    for place in np.argsort(table, axis=None)[:-4:-1]:
        truth, taken = divmod(int(place), 10)
        print(table[truth, taken], "x", clothes.classes[truth], "taken for", clothes.classes[taken])

# %% [markdown]
# **What happened.** On Fashion-MNIST the first places go to shirts, T-shirts, pullovers and coats: mistakes a person makes at 28 × 28 too. Trousers and bags are hardly ever missed. One number, 91 %, hides which.

# %% [markdown]
# ## 5. Your hand, your net
#
# So far your LeNet-5 has read what others wrote. Now draw for it, and watch every layer while you do. By keyboard, arrows move the cursor and P puts the pen down.

# %% [markdown]
# **Predict.** A convolution treats every place alike. Draw a small 3 in a corner and switch *centre as MNIST does* off. Is it read?
#
# <details><summary>Answer</summary>
#
# Hardly ever, and the net is sure all the same. C1 responds in the corner as it would in the middle. But C5 has weights of its own for each place of S4, and it was trained on digits in the middle: MNIST's makers had centred every one.
#
# </details>

# %%
DrawDigit(lenet)

# %% [markdown]
# With centring on, try four more. Undo takes one stroke back.
#
# - A horizontal stroke, then a vertical one: which map of C1 is outlined?
# - A 7, then its bar.
# - A slanted 1 whose hook grows: where does it turn into a 7?
# - A 4 whose open top closes.

# %% [markdown]
# **What happened.** A hook or a closed top moves the answer within a stroke. The net names scribbles too, and an empty picture: softmax shares out 100 % whatever comes in, and none of the ten says *none of these*.

# %% [markdown]
# ## Recap
#
# - LeNet-5: sizes 32, 28, 14, 10, 5, then 120, 84, 10. Today 61,706 parameters; in 1998 60,000.
# - C3's table: 60 of 96 pairs, now a mask.
# - Parameters sit where layers are dense, work where maps are large.
# - Hooks watch any model. Remove them; give the mode back.
# - Choose by held-out pictures, save the best, count once on the test set.

# %% [markdown]
# ## Words
#
# - **subsampling**: the pooling of 1998, with a factor and a bias.
# - **connection table**: who reads whom.
# - **hook**: your function, called after a layer's forward.
# - **leaf**: a module without children.
# - **checkpoint**: a saved state dict.
# - **schedule**: how the learning rate changes.

# %% [markdown]
# ## What comes next
#
# In **15 Going deeper** pictures get colours and nets get blocks: VGG's, residual ones, separable ones. `layer_table` will tell you what they cost.
