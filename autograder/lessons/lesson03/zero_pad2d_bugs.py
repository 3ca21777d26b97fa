"""Mistakes in `zero_pad2d`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_PAIR = "pad_height, pad_width = (padding, padding) if isinstance(padding, int) else padding"
_SHAPE = "images, channels, height, width = x.shape"
_OLD = "images, channels, "
_DOWN, _ACROSS = "height + 2 * pad_height", "width + 2 * pad_width"
_ZEROS = f"np.zeros(({_OLD}{_DOWN}, {_ACROSS}))"
_PLACE = "pad_height : pad_height + height, pad_width : pad_width + width"
_RETURN = "\n    return out"


def _by_pad(axes: str, mode: str = "") -> dict[str, str]:
    return {_RETURN: f"\n    return np.pad(x.astype(np.float64), {axes}{mode})"}


SIDES = (
    Bug(
        "pads_batch_and_channel_too",
        "The batch and the channels grew as well: a bare `np.pad(x, p)` pads all four axes. Only "
        "rows and columns get zeros.",
        _by_pad("padding"),
    ),
    Bug(
        "pads_channels_and_rows",
        "Channels and rows grew, columns did not: the axes were counted as in a file, channels "
        "last. Here they are (N, C, H, W).",
        _by_pad("((0, 0), (pad_height, pad_height), (pad_width, pad_width), (0, 0))"),
    ),
    Bug(
        "pads_only_top_left",
        "The zeros stand above and to the left only. Each of the four sides gets its own.",
        {_DOWN: "height + pad_height", _ACROSS: "width + pad_width"},
    ),
    Bug(
        "pads_only_bottom_right",
        "The zeros stand below and to the right only. Each of the four sides gets its own.",
        {_DOWN: "height + pad_height", _ACROSS: "width + pad_width", _PLACE: ":height, :width"},
    ),
    Bug(
        "image_in_the_corner",
        "The size is right, but the picture stands in the top-left corner. It starts after the "
        "zeros, at row p and column p.",
        {_PLACE: ":height, :width"},
    ),
    Bug(
        "image_one_too_early",
        "The picture starts one cell too early: with p zeros before it, at the indices 0 to p - 1, "
        "it starts at p.",
        {
            _PLACE: "max(pad_height - 1, 0) : max(pad_height - 1, 0) + height, "
            "max(pad_width - 1, 0) : max(pad_width - 1, 0) + width"
        },
    ),
    Bug(
        "double_pad_2p_each_side",
        "There are 2p zeros on each side. The 2p in the size is p on one side and p on the other.",
        {_PAIR: f"{_PAIR}\n    pad_height, pad_width = 2 * pad_height, 2 * pad_width"},
    ),
    Bug(
        "padding_split_between_sides",
        "The padding was shared out between the two sides. It is meant for each side: the height "
        "grows by 2p.",
        {
            _DOWN: "height + pad_height",
            _ACROSS: "width + pad_width",
            _PLACE: "pad_height // 2 : pad_height // 2 + height, "
            "pad_width // 2 : pad_width // 2 + width",
        },
    ),
    Bug(
        "pads_rows_only",
        "Rows were added, columns were not.",
        {_PAIR: f"{_PAIR}\n    pad_width = 0"},
    ),
    Bug(
        "pads_columns_only",
        "Columns were added, rows were not.",
        {_PAIR: f"{_PAIR}\n    pad_height = 0"},
    ),
)

PAIRS = (
    Bug(
        "swaps_ph_pw",
        "The two numbers are exchanged: (1, 2) means 1 row and 2 columns on each side.",
        {_PAIR: _PAIR.replace("pad_height, pad_width", "pad_width, pad_height")},
    ),
    Bug(
        "tuple_read_as_before_after",
        "(1, 2) was read as 1 before and 2 after. It is (height, width): 1 row above and below, 2 "
        "columns left and right.",
        _by_pad("((0, 0), (0, 0), (pad_height, pad_width), (pad_height, pad_width))"),
    ),
    Bug(
        "first_of_pair_for_both",
        "The first number of the pair was used for columns too.",
        {_PAIR: f"{_PAIR}\n    pad_width = pad_height"},
    ),
    Bug(
        "padding_must_be_a_pair",
        "A single number was refused. padding=1 means (1, 1).",
        {_PAIR: "pad_height, pad_width = padding"},
    ),
    Bug(
        "padding_must_be_a_number",
        "A pair was refused. padding=(1, 2) means 1 row and 2 columns on each side.",
        {_PAIR: "pad_height, pad_width = int(padding), int(padding)"},
    ),
    Bug(
        "reads_shape_as_width_height",
        "The shape was read as (images, channels, width, height). Height comes first.",
        {_SHAPE: "images, channels, width, height = x.shape"},
    ),
)

VALUES = (
    Bug(
        "slice_-0_bug",
        "It works until the padding is 0: `out[p:-p]` is empty then, since -0 is 0. Say where x "
        "ends, counted from the start.",
        {_PLACE: "pad_height:-pad_height, pad_width:-pad_width"},
    ),
    Bug(
        "edge_values_not_zero",
        "The rim repeats the outermost pixels (that is the mode replicate, soon). Zeros are asked "
        "for.",
        _by_pad(
            "((0, 0), (0, 0), (pad_height, pad_height), (pad_width, pad_width))", ', mode="edge"'
        ),
    ),
    Bug(
        "pads_with_ones",
        "The rim is made of ones. An array that is to start at 0 is made by `np.zeros`.",
        {"np.zeros(": "np.ones("},
    ),
    Bug(
        "overwrites_border_keeps_size",
        "The outermost pixels became zeros and the size did not grow, so data was lost. The zeros "
        "go outside.",
        {
            _ZEROS: "np.zeros(x.shape)",
            f"out[:, :, {_PLACE}] = x": "inside = (slice(None), slice(None), "
            "slice(pad_height, max(height - pad_height, 0)), "
            "slice(pad_width, max(width - pad_width, 0)))\n    out[inside] = x[inside]",
        },
    ),
    Bug(
        "reuses_first_image",
        "Every picture of the batch became the first one.",
        {f"out[:, :, {_PLACE}] = x": f"out[:, :, {_PLACE}] = x[:1]"},
    ),
    Bug(
        "only_first_image",
        "Only the first picture was copied; the others are all zeros.",
        {f"out[:, :, {_PLACE}] = x": f"out[0, :, {_PLACE}] = x[0]"},
    ),
    Bug(
        "only_first_channel",
        "Only the first channel was copied; the others are all zeros.",
        {f"out[:, :, {_PLACE}] = x": f"out[:, 0, {_PLACE}] = x[:, 0]"},
    ),
    Bug(
        "returns_one_map",
        "A single map came back. Images and channels stay: (N, C, H, W).",
        {_RETURN: "\n    return out[0, 0]"},
    ),
)

TYPES = (
    Bug(
        "padding_zero_returns_x",
        "With padding 0 the argument itself came back. Return a new array then too: whoever writes "
        "into the result should not change the pictures.",
        {_RETURN: "\n    return out if pad_height or pad_width else np.asarray(x, np.float64)"},
    ),
    Bug(
        "keeps_integer_dtype",
        "The result has the dtype of x. This course's NumPy functions return float64, since later "
        "steps write fractions into it.",
        {_ZEROS: _ZEROS[:-1] + ", dtype=x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_ZEROS: _ZEROS[:-1] + ", dtype=np.float32)"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_RETURN: "\n    return out.tolist()"},
    ),
)

BUGS = (*SIDES, *PAIRS, *VALUES, *TYPES)
