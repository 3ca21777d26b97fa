"""Mistakes in `trace_sizes`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_START, _LOOP, _RETURN = "sizes = [n]", "for layer in layers:", "return sizes\n"
_STRIDE, _PADDING, _DILATION = "layer.stride", "layer.padding", "layer.dilation"
_COUNT = (
    "conv_output_size(\n"
    "            sizes[-1], layer.kernel, layer.stride, layer.padding, layer.dilation\n        )"
)
_ROOM = "(sizes[-1] + 2 * layer.padding - layer.dilation * (layer.kernel - 1) - 1)"

BUGS = (
    Bug(
        "leaves_out_the_input",
        "The input's size is missing. The list starts with n, so that each layer stands between "
        "two numbers.",
        {_RETURN: "return sizes[1:]\n"},
    ),
    Bug(
        "every_layer_sees_the_input",
        "Every layer was given the input's size. A layer slides over the map of the layer before.",
        {"sizes[-1], layer.kernel": "n, layer.kernel"},
    ),
    Bug(
        "returns_last_size",
        "This is the last size alone. The whole list is wanted, as whole networks are read.",
        {_RETURN: "return sizes[-1]\n"},
    ),
    Bug(
        "first_and_last_only",
        "The sizes in between are missing.",
        {_RETURN: "return [sizes[0], sizes[-1]]\n"},
    ),
    Bug(
        "forgets_last_layer",
        "The last layer is missing.",
        {_LOOP: "for layer in layers[:-1]:"},
    ),
    Bug(
        "swaps_stride_and_padding",
        "Stride and padding are exchanged. Both a Layer and `conv_output_size` have kernel, "
        "stride, padding, dilation, in this order.",
        {"layer.stride, layer.padding": "layer.padding, layer.stride"},
    ),
    Bug(
        "swaps_kernel_and_stride",
        "Kernel and stride are exchanged: `Layer(3, 2)` is a kernel of 3 that moves by 2.",
        {"layer.kernel, layer.stride": "layer.stride, layer.kernel"},
    ),
    Bug(
        "swaps_padding_and_dilation",
        "Padding and dilation are exchanged. A Layer holds kernel, stride, padding, dilation, in "
        "this order.",
        {"layer.padding, layer.dilation": "layer.dilation, layer.padding"},
    ),
    Bug(
        "ignores_stride",
        "The strides have no effect.",
        {_STRIDE: "1"},
    ),
    Bug(
        "ignores_padding",
        "The padding has no effect: each map shrinks by k - 1, as if all layers were valid ones.",
        {_PADDING: "0"},
    ),
    Bug(
        "ignores_dilation",
        "The dilation has no effect. A kernel with holes shrinks the map by more.",
        {_DILATION: "1"},
    ),
    Bug(
        "stride_is_kernel",
        "Every layer moved by its kernel's size. Poolings often do; convolutions move by their "
        "stride.",
        {_STRIDE: "layer.kernel"},
    ),
    Bug(
        "always_same_padding",
        "Every layer got the padding that keeps the size. Use the layer's own.",
        {_PADDING: "layer.dilation * (layer.kernel - 1) // 2"},
    ),
    Bug(
        "rounds_up",
        "Sizes were rounded up. A window that hangs over the end is not taken, in pooling layers "
        "neither.",
        {_COUNT: f"-(-{_ROOM} // layer.stride) + 1"},
    ),
    Bug(
        "divides_by_strides_only",
        "Each size is the one before divided by the stride. Kernel and padding matter too.",
        {_COUNT: "sizes[-1] // layer.stride"},
    ),
    Bug(
        "drops_equal_sizes",
        "A layer that keeps the size is missing. One number for each layer, even if it repeats the "
        "last.",
        {"sizes.append(size)": "if size != sizes[-1]:\n            sizes.append(size)"},
    ),
    Bug(
        "stops_where_it_does_not_fit",
        "It stops in silence where a kernel does not fit. No such network can run: let the "
        "ValueError through.",
        {
            _LOOP: f"{_LOOP}\n        span = layer.dilation * (layer.kernel - 1) + 1\n"
            "        if sizes[-1] + 2 * layer.padding < span:\n            break",
        },
    ),
    Bug(
        "zero_or_less_where_it_does_not_fit",
        "It goes on with sizes of 0 or less where a kernel does not fit. Raise a ValueError; "
        "`conv_output_size` does.",
        {_COUNT: f"{_ROOM} // layer.stride + 1"},
    ),
    Bug(
        "returns_tuple",
        "A tuple, where a list is expected.",
        {_RETURN: "return tuple(sizes)\n"},
    ),
    Bug(
        "returns_array",
        "An array, where a list of whole numbers is expected: `tolist()` makes one.",
        {_RETURN: "return np.array(sizes)\n"},
    ),
    Bug(
        "returns_floats",
        "The sizes are floats. Count windows with whole numbers.",
        {
            "sizes.append(size)": "sizes.append(float(size))",
            _START: "sizes = [float(n)]",
            "sizes[-1], layer.kernel": "int(sizes[-1]), layer.kernel",
        },
    ),
    Bug(
        "reversed_list",
        "The list runs from the last layer to the input.",
        {_RETURN: "return sizes[::-1]\n"},
    ),
    Bug(
        "empties_the_list",
        "The caller's list of layers is empty afterwards: `pop` removes what it returns. Loop over "
        "the layers instead.",
        {_LOOP: "while layers:\n        layer = layers.pop(0)"},
    ),
)
