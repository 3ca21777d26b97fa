# mypy: disable-error-code="no-untyped-def, no-any-return, misc"
"""Mistakes in `MnistNet`; most frequent first."""

# ruff: noqa: N999
from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from autograder.exercise import Bug


class _InAList(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.convs = [nn.Conv2d(1, 32, 3, padding=1), nn.Conv2d(32, 64, 3, padding=1)]
        self.linears = [nn.Linear(3136, 128), nn.Linear(128, 10)]

    def forward(self, x: Tensor) -> Tensor:
        for conv in self.convs:
            x = F.relu(F.max_pool2d(conv(x), 2))
        return self.linears[1](F.relu(self.linears[0](x.flatten(1))))


class _Unnamed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.MaxPool2d(2), nn.ReLU(),
            nn.Conv2d(32, 64, 3, padding=1), nn.MaxPool2d(2), nn.ReLU(),
            nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


_SUPER = "super().__init__()\n        "
_FIRST = "F.relu(F.max_pool2d(self.conv1(x), 2))"
_SECOND = "F.relu(F.max_pool2d(self.conv2(x), 2))"
_HIDDEN = "F.relu(self.fc1(x.flatten(1)))"
_LAST = "return self.fc2(x)"
_CONV1 = "nn.Conv2d(1, 32, 3, padding=1)"
_CONV2 = "nn.Conv2d(32, 64, 3, padding=1)"

BUGS = (
    Bug(
        "softmax_at_the_end",
        "The rows are positive and sum to 1: probabilities. Return the logits; the loss has the "
        "softmax in it, and a second one keeps the loss above 1.461.",
        {_LAST: "return F.softmax(self.fc2(x), dim=1)"},
    ),
    Bug(
        "log_softmax_at_the_end",
        "These are log-probabilities: no number is above 0. They go with `nll_loss`; here the "
        "logits themselves are asked for.",
        {_LAST: "return F.log_softmax(self.fc2(x), dim=1)"},
    ),
    Bug(
        "relu_at_the_end",
        "No logit is below 0: a ReLU follows the last layer, and scores against a class are lost.",
        {_LAST: "return F.relu(self.fc2(x))"},
    ),
    Bug(
        "sigmoid_at_the_end",
        "Every output lies between 0 and 1: a sigmoid follows the last layer.",
        {_LAST: "return F.sigmoid(self.fc2(x))"},
    ),
    Bug(
        "forgets_super_init",
        "PyTorch refuses: a layer came before `Module.__init__()` had run. It must run first.",
        {_SUPER: ""},
    ),
    Bug(
        "layers_in_a_list",
        "The state dict is empty: layers in a Python list are not registered, so an optimizer would "
        "not find their parameters. Make them attributes of the module.",
        function=_InAList,
    ),
    Bug(
        "names_of_a_sequential",
        "The parameters are called layers.0.weight and so on. A checkpoint is loaded by name: make "
        "conv1, conv2, fc1 and fc2 attributes.",
        function=_Unnamed,
    ),
    Bug(
        "no_padding",
        "Without padding 28 becomes 26, 13, 11, 5: the flattened image has not 3,136 numbers.",
        {_CONV1: "nn.Conv2d(1, 32, 3)", _CONV2: "nn.Conv2d(32, 64, 3)"},
    ),
    Bug(
        "fits_no_padding",
        "fc1 takes 64 * 5 * 5 numbers: that is what is left without padding. The layers here have "
        "padding 1, and keep 28 and 14.",
        {_CONV1: "nn.Conv2d(1, 32, 3)", _CONV2: "nn.Conv2d(32, 64, 3)", "64 * 7 * 7": "64 * 5 * 5"},
    ),
    Bug(
        "fits_one_pool",
        "fc1 takes 64 * 14 * 14 numbers: a pool is missing. Both convolutions are followed by one.",
        {_SECOND: "F.relu(self.conv2(x))", "64 * 7 * 7": "64 * 14 * 14"},
    ),
    Bug(
        "flattens_the_batch",
        "All images became one row: flatten from axis 1 on, so that axis 0 still counts images.",
        {"x.flatten(1)": "x.flatten()"},
    ),
    Bug(
        "channels_last_flattened",
        "The flattened numbers are in another order: channels were moved to the end first. The "
        "weights of fc1 belong to (channel, row, column).",
        {"x.flatten(1)": "x.permute(0, 2, 3, 1).flatten(1)"},
    ),
    Bug(
        "rows_and_columns_exchanged",
        "Rows and columns are exchanged before fc1.",
        {"x.flatten(1)": "x.mT.flatten(1)"},
    ),
    Bug(
        "no_relu_after_conv1",
        "The ReLU after the first convolution is missing.",
        {_FIRST: "F.max_pool2d(self.conv1(x), 2)"},
    ),
    Bug(
        "no_relu_after_conv2",
        "The ReLU after the second convolution is missing.",
        {_SECOND: "F.max_pool2d(self.conv2(x), 2)"},
    ),
    Bug(
        "no_relu_after_fc1",
        "Nothing bends between fc1 and fc2, so the two are one linear layer (lesson 08).",
        {_HIDDEN: "self.fc1(x.flatten(1))"},
    ),
    Bug(
        "no_relu_anywhere",
        "There is no ReLU: but for the pooling, the network is linear.",
        {_FIRST: "F.max_pool2d(self.conv1(x), 2)",
         _SECOND: "F.max_pool2d(self.conv2(x), 2)",
         _HIDDEN: "self.fc1(x.flatten(1))"},
    ),
    Bug(
        "averages",
        "Both pools average. Max-pooling is asked for.",
        {"F.max_pool2d": "F.avg_pool2d"},
    ),
    Bug(
        "strides_in_place_of_pools",
        "The sizes are right, and every second pixel is taken as it is: stride 2 is no maximum.",
        {_CONV1: "nn.Conv2d(1, 32, 3, 2, 1)", _CONV2: "nn.Conv2d(32, 64, 3, 2, 1)",
         _FIRST: "F.relu(self.conv1(x))", _SECOND: "F.relu(self.conv2(x))"},
    ),
    Bug(
        "tanh_for_relu",
        "The outputs match a network with tanh in place of ReLU.",
        {"F.relu": "F.tanh"},
    ),
    Bug(
        "leaky_relu",
        "The outputs match leaky ReLUs.",
        {"F.relu": "F.leaky_relu"},
    ),
    Bug(
        "dropout_between",
        "In evaluation mode all is right, in training the outputs jump: there is a dropout layer, "
        "and this network has none.",
        {"return self.fc2(x)": "return self.fc2(F.dropout(x, 0.5, self.training))"},
    ),
    Bug(
        "no_biases",
        "The convolutions have no bias. Nothing after them would make up for it.",
        {"3, padding=1)": "3, padding=1, bias=False)"},
    ),
    Bug(
        "batchnorm_between",
        "There is a batch normalisation with parameters of its own; this network has none.",
        {"self.fc1 = ": "self.bn1 = nn.BatchNorm2d(32)\n        self.fc1 = ",
         _FIRST: "F.relu(F.max_pool2d(self.bn1(self.conv1(x)), 2))"},
    ),
    Bug(
        "kernels_5x5",
        "The kernels are 5x5; 3x3 ones are asked for.",
        {"3, padding=1)": "5, padding=2)"},
    ),
    Bug(
        "squeezes_the_batch",
        "For one image alone the result lost its first axis: `squeeze` drops every axis of length 1, "
        "the batch's too.",
        {_LAST: "return self.fc2(x).squeeze()"},
    ),
    Bug(
        "gives_the_class",
        "It gives the winning class. Return all ten logits: the loss needs them, and `argmax` has no "
        "gradient.",
        {_LAST: "return self.fc2(x).argmax(dim=1)"},
    ),
    Bug(
        "forgets_return",
        "`forward` computes, and returns None. Is a `return` missing?",
        {_LAST: "self.fc2(x)"},
    ),
    Bug(
        "cuts_the_gradient",
        "Outputs are right, and the convolutions get no gradient: something in `forward` leaves "
        "autograd (detach, .data, numpy).",
        {"x.flatten(1)": "x.detach().flatten(1)"},
    ),
)  # fmt: skip
