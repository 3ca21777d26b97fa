"""Mistakes in the module `Conv2d`; most frequent first."""

# ruff: noqa: N999
from __future__ import annotations

from autograder.exercise import Bug

_SUPER = "super().__init__()\n        "
_BOUND = "1 / math.sqrt(in_channels * kernel_size**2)"
_WEIGHT = "nn.Parameter(torch.empty(shape).uniform_(-bound, bound))"
_BIAS = "nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))"
_CALL = "F.conv2d(x, self.weight, self.bias, self.stride, self.padding)"
_NO_BIAS = "F.conv2d(x, self.weight, None, self.stride, self.padding)"

BUGS = (
    Bug(
        "forgets_super_init",
        "PyTorch refuses: a parameter came before `Module.__init__()` had run. The first line of "
        "`__init__` lets nn.Module set up its registers; it must come before any parameter.",
        {_SUPER: ""},
    ),
    Bug(
        "plain_tensors",
        "The state dict is empty: the weights are tensors like any other, and an optimizer would "
        "not find them. What type makes nn.Module register a tensor as learnable?",
        {_WEIGHT: "torch.empty(shape).uniform_(-bound, bound)",
         _BIAS: "torch.empty(out_channels).uniform_(-bound, bound)"},
    ),
    Bug(
        "no_gradient_to_weight",
        "Outputs are right, and no gradient reaches the weight. `.data` and `.detach()` cut it off "
        "from autograd, and a buffer is state that is saved and not learned.",
        {_CALL: "F.conv2d(x, self.weight.data, self.bias, self.stride, self.padding)"},
    ),
    Bug(
        "new_weights_each_forward",
        "The output does not follow the weights that were loaded: `forward` draws new ones. What is "
        "learned is made once, in `__init__`.",
        {f"return {_CALL}":
             "weight = torch.empty_like(self.weight).uniform_(-0.3, 0.3)\n        "
             "return F.conv2d(x, weight, self.bias, self.stride, self.padding)"},
    ),
    Bug(
        "forgets_return",
        "`forward` computes, and returns None. Is a `return` missing?",
        {f"return {_CALL}": _CALL},
    ),
    Bug(
        "ignores_stride",
        "Stride has no effect: it was taken in `__init__`, and `forward` does not hand it on.",
        {_CALL: "F.conv2d(x, self.weight, self.bias, 1, self.padding)"},
    ),
    Bug(
        "ignores_padding",
        "Padding has no effect: it was taken in `__init__`, and `forward` does not hand it on.",
        {_CALL: "F.conv2d(x, self.weight, self.bias, self.stride)"},
    ),
    Bug(
        "stride_and_padding_exchanged",
        "Stride and padding have changed places. `F.conv2d` takes the stride first.",
        {"self.stride, self.padding)": "self.padding, self.stride)"},
    ),
    Bug(
        "stride_as_dilation",
        "The stride spread the kernel's cells apart: that is dilation. A stride moves the window.",
        {_CALL: "F.conv2d(x, self.weight, self.bias, 1, self.padding, self.stride)"},
    ),
    Bug(
        "pads_twice",
        "Twice the padding: `padding` counts the zeros on *each* side, and `F.conv2d` pads both.",
        {_CALL: "F.conv2d(x, self.weight, self.bias, self.stride, 2 * self.padding)"},
    ),
    Bug(
        "channels_exchanged",
        "The weight's first two axes are exchanged. Its shape begins with the number of filters, "
        "out_channels; each filter is in_channels deep.",
        {"(out_channels, in_channels, kernel": "(in_channels, out_channels, kernel"},
    ),
    Bug(
        "always_bias",
        "bias=False still makes a bias.",
        {"if bias:": "if True:"},
    ),
    Bug(
        "never_bias",
        "There is no bias, though the default asks for one.",
        {"if bias:": "if False:"},
    ),
    Bug(
        "bias_flag_inverted",
        "The flag works backwards: bias=True makes none, bias=False makes one.",
        {"if bias:": "if not bias:"},
    ),
    Bug(
        "bias_not_added",
        "The bias is registered and never used: no output depends on it.",
        {_CALL: _NO_BIAS},
    ),
    Bug(
        "bias_along_columns",
        "The bias went along the last axis, the columns: broadcasting lines up shapes from the "
        "right. It belongs to channels, axis 1.",
        {f"return {_CALL}":
             f"out = {_NO_BIAS}\n        return out if self.bias is None else out + self.bias"},
    ),
    Bug(
        "bias_averaged",
        "All channels get the same bias, the mean. Each filter has its own.",
        {f"return {_CALL}":
             f"out = {_NO_BIAS}\n        "
             "return out if self.bias is None else out + self.bias.mean()"},
    ),
    Bug(
        "true_convolution",
        "Outputs match a *flipped* kernel. Deep learning's convolution does not flip, as in lesson 01.",
        {_CALL: "F.conv2d(x, self.weight.flip(2, 3), self.bias, self.stride, self.padding)"},
    ),
    Bug(
        "kernel_transposed",
        "Outputs match a kernel with rows and columns exchanged.",
        {_CALL: "F.conv2d(x, self.weight.mT, self.bias, self.stride, self.padding)"},
    ),
    Bug(
        "applies_relu",
        "Negative values are gone: no activation inside the layer.",
        {_CALL: f"F.relu({_CALL})"},
    ),
    Bug(
        "float64_parameters",
        "The parameters are float64. PyTorch's layers, and the images here, are float32.",
        {"torch.empty(shape)": "torch.empty(shape, dtype=torch.float64)",
         "torch.empty(out_channels)": "torch.empty(out_channels, dtype=torch.float64)"},
    ),
    Bug(
        "starts_normal",
        "The weights start with normal random numbers of standard deviation 1: far too large for a "
        "sum of many products. They should lie evenly between -bound and bound.",
        {"torch.empty(shape).uniform_(-bound, bound)": "torch.randn(shape)"},
    ),
    Bug(
        "starts_at_zero",
        "All weights start at 0, so all filters are alike, get the same gradient and stay alike.",
        {"torch.empty(shape).uniform_(-bound, bound)": "torch.zeros(shape)"},
    ),
    Bug(
        "starts_positive",
        "The weights start with one sign: from 0 up. They should lie on both sides of 0.",
        {"torch.empty(shape).uniform_(-bound, bound)": "torch.rand(shape)"},
    ),
    Bug(
        "bound_forgets_kernel",
        "The weights start too large: an output sums over in_channels *and* over the kernel's cells, "
        "and the bound counts both.",
        {_BOUND: "1 / math.sqrt(in_channels)"},
    ),
    Bug(
        "bound_forgets_root",
        "The weights start too small: the bound is 1 over the *root* of the number of products in "
        "one sum.",
        {_BOUND: "1 / (in_channels * kernel_size**2)"},
    ),
    Bug(
        "bound_by_outputs",
        "The bound counts out_channels. How many products an output sums up depends on the inputs.",
        {_BOUND: "1 / math.sqrt(out_channels * kernel_size**2)"},
    ),
    Bug(
        "bound_of_he",
        "The bound is sqrt(6 / fan_in), He's for ReLU. A good choice, and not PyTorch's default: "
        "that is 1 / sqrt(fan_in).",
        {_BOUND: "math.sqrt(6 / (in_channels * kernel_size**2))"},
    ),
    Bug(
        "bias_starts_at_zero",
        "The bias starts at 0. PyTorch's starts between -bound and bound, as the weights do.",
        {_BIAS: "nn.Parameter(torch.zeros(out_channels))"},
    ),
)  # fmt: skip
