"""Mistakes in `conv_cost`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_CHECK = "    if in_channels % groups or out_channels % groups:\n"
_RAISE = (
    '        raise ValueError(f"{groups} groups do not divide {in_channels} and {out_channels} '
    'channels")\n'
)
_WEIGHTS = "out_channels * (in_channels // groups) * kernel_height * kernel_width"
_BIAS = "(out_channels if bias else 0)"
_POSITIONS = "output_size[0] * output_size[1]"
_RETURN = "return parameters, weights * positions"

BUGS = (
    Bug(
        "forgets_input_channels",
        "The input channels are missing: each filter is as deep as its input, with one slice for "
        "every channel.",
        {_WEIGHTS: "out_channels * kernel_height * kernel_width"},
    ),
    Bug(
        "forgets_filters",
        "One filter was counted. There are out_channels of them.",
        {_WEIGHTS: _WEIGHTS.replace("out_channels * ", "")},
    ),
    Bug(
        "squares_the_kernel_height",
        "The kernel's height was squared. A kernel has kH * kW cells.",
        {_WEIGHTS: _WEIGHTS.replace("kernel_width", "kernel_height")},
    ),
    Bug(
        "adds_kernel_sides",
        "The kernel's sides were added. It has kH * kW cells.",
        {_WEIGHTS: "out_channels * (in_channels // groups) * (kernel_height + kernel_width)"},
    ),
    Bug(
        "bias_per_weight_slice",
        "A bias was counted for every slice. A filter has one bias, however deep it is.",
        {_BIAS: "(out_channels * (in_channels // groups) if bias else 0)"},
    ),
    Bug(
        "bias_per_input_channel",
        "As many biases as input channels were counted. There is one for each filter.",
        {_BIAS: "(in_channels if bias else 0)"},
    ),
    Bug(
        "one_bias_in_all",
        "A single bias was counted. There is one for each filter.",
        {_BIAS: "(1 if bias else 0)"},
    ),
    Bug(
        "bias_per_position",
        "A bias was counted for every position. A filter adds the same bias everywhere.",
        {_BIAS: f"(out_channels * {_POSITIONS} if bias else 0)"},
    ),
    Bug("always_bias", "bias=False is ignored.", {_BIAS: "out_channels"}),
    Bug(
        "never_bias",
        "The biases are missing: they are parameters too.",
        {_BIAS: "0"},
    ),
    Bug(
        "params_times_output_size",
        "The parameters were multiplied by the number of positions. The same weights are used at "
        "every position.",
        {_RETURN: f"return parameters * {_POSITIONS}, weights * positions"},
    ),
    Bug(
        "ignores_groups",
        "Groups have no effect: a filter sees only the input channels of its own group.",
        {"(in_channels // groups)": "in_channels"},
    ),
    Bug(
        "divides_both_by_groups",
        "Both channel counts were divided by the groups. Each filter sees fewer channels, but all "
        "the filters are still there.",
        {
            "out_channels * (in_channels // groups)": "out_channels // groups * (in_channels // groups)"
        },
    ),
    Bug(
        "multiplies_by_groups",
        "The groups were multiplied in. They make a filter shallower, so the layer cheaper.",
        {"(in_channels // groups)": "in_channels * groups"},
    ),
    Bug(
        "counts_FLOPs_as_2MAC",
        "That counts the addition as well: two operations for each multiply-accumulate. One is "
        "asked for.",
        {_RETURN: "return parameters, 2 * weights * positions"},
    ),
    Bug(
        "MACs_with_bias",
        "The additions of the bias were counted in. They multiply nothing.",
        {_RETURN: "return parameters, parameters * positions"},
    ),
    Bug(
        "MACs_at_one_position",
        "These are the multiplications at one position. The filter visits all of them.",
        {_RETURN: "return parameters, weights"},
    ),
    Bug(
        "MACs_of_one_filter",
        "These are the multiplications of one filter. Every filter visits every position.",
        {_RETURN: "return parameters, weights * positions // out_channels"},
    ),
    Bug(
        "positions_are_height_squared",
        "The number of positions is off: H' was squared. They are H' * W'.",
        {_POSITIONS: "output_size[0] * output_size[0]"},
    ),
    Bug(
        "positions_are_added",
        "H' and W' were added. There are H' * W' positions.",
        {_POSITIONS: "output_size[0] + output_size[1]"},
    ),
    Bug(
        "swaps_result",
        "The two numbers are exchanged: parameters first.",
        {_RETURN: "return weights * positions, parameters"},
    ),
    Bug(
        "float_result",
        "These are floats: `/` always gives one. Counts are whole numbers.",
        {"in_channels // groups": "in_channels / groups"},
    ),
    Bug(
        "returns_parameters_only",
        "One number came back. Return both counts: (parameters, multiply-accumulates).",
        {_RETURN: "return parameters"},
    ),
    Bug(
        "returns_list",
        "A list, where a tuple of two numbers is expected.",
        {_RETURN: "return [parameters, weights * positions]"},
    ),
    Bug(
        "no_check_of_groups",
        "Channels that cannot be dealt into equal groups were rounded off in silence: raise "
        "ValueError.",
        {_CHECK + _RAISE: ""},
    ),
    Bug(
        "checks_input_channels_only",
        "The input channels are checked, the filters are not. Both are dealt into groups.",
        {" or out_channels % groups": ""},
    ),
    Bug(
        "checks_output_channels_only",
        "The filters are checked, the input channels are not. Both are dealt into groups.",
        {"in_channels % groups or ": ""},
    ),
    Bug(
        "raises_another_error",
        "It is refused, with another error than promised: the docstring says ValueError.",
        {"raise ValueError": "raise AssertionError"},
    ),
)
