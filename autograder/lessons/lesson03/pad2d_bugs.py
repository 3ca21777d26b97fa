"""Mistakes in `pad2d`, as edits of the reference; most frequent first."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug
from autograder.lessons.lesson03.zero_pad2d import zero_pad2d

_REFLECT = "source = size - 1 - np.abs(size - 1 - np.abs(source))"
_REPLICATE = "source = np.clip(source, 0, size - 1)"
_CIRCULAR = "source = source % size"
_SOURCE = "np.arange(-padding, size + padding)"
_AXES = "for axis in (2, 3):"
_TAKE = "out = np.take(out, source, axis=axis)"
_IF_ZEROS = 'if mode == "zeros":'
_IF_REFLECT, _IF_REPLICATE = '        if mode == "reflect":', 'elif mode == "replicate":'
_TOO_FAR_REFLECT = 'mode == "reflect" and padding >= size'
_TOO_FAR_CIRCULAR = 'mode == "circular" and padding > size'
_ZEROS = "return zero_pad2d(x, padding)"
_RETURN = "\n    return out"
_RIM = "np.r_[:padding, out.shape[{0}] - padding : out.shape[{0}]]"


def _border(before: str, after: str) -> str:
    """Sources with other pixels before and after the picture."""
    return f"source = np.where(source < 0, {before}, np.where(source >= size, {after}, source))"


def _slices_fall_short(x: np.ndarray, padding: int, mode: str) -> np.ndarray:
    if mode == "zeros":
        return zero_pad2d(x, padding)
    out = x.astype(np.float64)
    for axis in (2, 3):
        line, p = np.moveaxis(out, axis, 0), padding
        size = len(line)
        before, after = np.repeat(line[:1], p, axis=0), np.repeat(line[-1:], p, axis=0)
        if mode == "reflect":
            before, after = line[1 : p + 1][::-1], line[max(size - 1 - p, 0) : size - 1][::-1]
        elif mode == "circular":
            before, after = line[max(size - p, 0) :], line[:p]
        out = np.moveaxis(np.concatenate([before, line, after]), 0, axis)
    return np.ascontiguousarray(out)


MODES = (
    Bug(
        "reflect_repeats_edge",
        "In mode reflect the outermost pixel stands there twice: that is `symmetric` in NumPy. "
        "reflect mirrors *at* that pixel, so its neighbour comes next.",
        {_REFLECT: "source = np.minimum(source % (2 * size), 2 * size - 1 - source % (2 * size))"},
    ),
    Bug(
        "reflect_and_replicate_swapped",
        "The names reflect and replicate are exchanged. Replicate repeats one pixel; reflect "
        "mirrors several.",
        {
            _IF_REFLECT: '        if mode == "replicate":',
            f"        {_IF_REPLICATE}": '        elif mode == "reflect":',
        },
    ),
    Bug(
        "reflect_and_circular_swapped",
        "The names reflect and circular are exchanged. Circular goes on at the other end.",
        {_REFLECT: _CIRCULAR, _CIRCULAR: _REFLECT},
    ),
    Bug(
        "reflect_not_reversed",
        "In mode reflect the right pixels stand in the border, in their old order. A mirror turns "
        "the order round: the nearest neighbour stays nearest.",
        {_REFLECT: _border("source + padding + 1", "source - padding - 1")},
    ),
    Bug(
        "reflect_left_only",
        "Mode reflect mirrors at the first row and column. After the last ones it repeats the "
        "outermost pixel.",
        {_REFLECT: "source = np.minimum(np.abs(source), size - 1)"},
    ),
    Bug(
        "circular_wrong_side",
        "In mode circular the border was filled from the near end. On a ring, what comes before "
        "the first pixel is the *last* one.",
        {_CIRCULAR: _border("source + padding", "source - padding")},
    ),
    Bug(
        "circular_reversed",
        "In mode circular the border comes from the right end of the picture, but mirrored. The "
        "pixels keep their order.",
        {_CIRCULAR: _border("size - 1 - (source + padding)", "size - 1 - source + padding")},
    ),
    Bug(
        "circular_rows_only",
        "Mode circular wraps rows, and leaves zeros to the left and right.",
        {
            _RETURN: f'\n    if mode == "circular":\n        out[:, :, :, {_RIM.format(3)}] = 0'
            f"{_RETURN}"
        },
    ),
    Bug(
        "circular_columns_only",
        "Mode circular wraps columns, and leaves zeros above and below.",
        {
            _RETURN: f'\n    if mode == "circular":\n        out[:, :, {_RIM.format(2)}] = 0'
            f"{_RETURN}"
        },
    ),
    Bug(
        "replicate_wrong_side",
        "In mode replicate the left border shows the last pixel and the right border the first. "
        "The nearest one is asked for.",
        {_REPLICATE: _border("size - 1", "0")},
    ),
    Bug(
        "replicate_copies_a_block",
        "In mode replicate a border of p cells holds the first p pixels. It holds the outermost "
        "one, p times.",
        {
            _REPLICATE: _border(
                "np.minimum(source + padding, size - 1)", "np.maximum(source - padding, 0)"
            )
        },
    ),
    Bug(
        "zeros_is_not_known",
        "Mode zeros came out as something else. It is `constant` in other libraries' functions, "
        "but here, as in PyTorch's layers, it is called zeros.",
        {_IF_ZEROS: 'if mode == "constant":'},
    ),
    Bug(
        "ignores_mode",
        "Every mode gave zeros.",
        {_IF_ZEROS: "if mode:"},
    ),
    Bug(
        "replicate_is_zeros",
        "Mode replicate gave zeros in the border.",
        {_IF_ZEROS: 'if mode in ("zeros", "replicate"):'},
    ),
)

SIDES = (
    Bug(
        "corners_left_zero",
        "The four sides are right and the corners are 0. Pad one axis, then pad the *result* along "
        "the other: the corners come by themselves.",
        {
            _RETURN: f"\n    rows = {_RIM.format(2)}\n"
            f"    out[:, :, rows[:, None], {_RIM.format(3)}] = 0{_RETURN}"
        },
    ),
    Bug(
        "pads_rows_only",
        "Rows were added, columns were not.",
        {_AXES: "for axis in (2,):", _ZEROS: "return zero_pad2d(x, (padding, 0))"},
    ),
    Bug(
        "pads_columns_only",
        "Columns were added, rows were not.",
        {_AXES: "for axis in (3,):", _ZEROS: "return zero_pad2d(x, (0, padding))"},
    ),
    Bug(
        "pads_channels_and_rows",
        "Channels and rows grew, columns did not: the axes were counted as in a file, channels "
        "last. Here they are (N, C, H, W).",
        {
            _AXES: "for axis in (1, 2):",
            _ZEROS: "return np.moveaxis(zero_pad2d(np.moveaxis(x, 3, 0), padding), 0, 3).copy()",
        },
    ),
    Bug(
        "pads_only_top_left",
        "The border stands above and to the left only. Each of the four sides gets its own.",
        {
            _SOURCE: "np.arange(-padding, size)",
            _ZEROS: f"{_ZEROS}[:, :, : x.shape[2] + padding, : x.shape[3] + padding].copy()",
        },
    ),
    Bug(
        "double_pad_2p_each_side",
        "There are 2p cells on each side. Padding counts each side by itself: p and p.",
        {_SOURCE: "np.arange(-2 * padding, size + 2 * padding)", _ZEROS: _ZEROS[:-1] + " * 2)"},
    ),
    Bug(
        "one_size_for_both_axes",
        "The height was used where the width is meant. Square pictures hide it.",
        {"size = x.shape[axis]": "size = x.shape[2]"},
    ),
)

REFUSALS = (
    Bug(
        "never_refuses",
        "There were not enough pixels to copy, and a result came all the same. Raise ValueError, "
        "as the docstring says.",
        {_TOO_FAR_REFLECT: "False", _TOO_FAR_CIRCULAR: "False"},
    ),
    Bug(
        "slices_fall_short",
        "Where the picture is too small, the border came out too short: a slice that asks for more "
        "than there is gives what there is. Raise ValueError first.",
        function=_slices_fall_short,
    ),
    Bug(
        "reflect_never_refuses",
        "Mode reflect cannot reach p pixels into a picture that has p or fewer: the outermost one "
        "is the mirror and is not copied. Raise ValueError.",
        {_TOO_FAR_REFLECT: "False"},
    ),
    Bug(
        "circular_never_refuses",
        "Mode circular went round more than once. With padding larger than the picture, raise "
        "ValueError.",
        {_TOO_FAR_CIRCULAR: "False"},
    ),
    Bug(
        "reflect_refuses_too_late",
        "In mode reflect, padding equal to the size is too much already: the outermost pixel is "
        "the mirror, so there are size - 1 to copy.",
        {_TOO_FAR_REFLECT: 'mode == "reflect" and padding > size'},
    ),
    Bug(
        "reflect_refuses_too_early",
        "Mode reflect was refused though the picture has enough pixels: padding may be size - 1.",
        {_TOO_FAR_REFLECT: 'mode == "reflect" and padding >= max(size - 1, 1)'},
    ),
    Bug(
        "circular_refuses_too_early",
        "Mode circular was refused though the picture has enough pixels: padding may be as large "
        "as the picture.",
        {_TOO_FAR_CIRCULAR: 'mode == "circular" and padding >= size'},
    ),
    Bug(
        "replicate_refused",
        "Mode replicate was refused. It copies a single pixel a side, however often: it has no "
        "limit.",
        {_TOO_FAR_REFLECT: 'mode in ("reflect", "replicate") and padding >= size'},
    ),
    Bug(
        "checks_height_only",
        "Only the height is checked. A narrow picture has too few columns to copy from.",
        {
            _TOO_FAR_REFLECT: f"axis == 2 and {_TOO_FAR_REFLECT}",
            _TOO_FAR_CIRCULAR: f"axis == 2 and {_TOO_FAR_CIRCULAR}",
        },
    ),
    Bug(
        "checks_width_only",
        "Only the width is checked. A flat picture has too few rows to copy from.",
        {
            _TOO_FAR_REFLECT: f"axis == 3 and {_TOO_FAR_REFLECT}",
            _TOO_FAR_CIRCULAR: f"axis == 3 and {_TOO_FAR_CIRCULAR}",
        },
    ),
    Bug(
        "raises_index_error",
        "Too large a padding is refused, with another error than promised: the docstring says "
        "ValueError.",
        {"ValueError": "IndexError"},
    ),
)

TYPES = (
    Bug(
        "padding_zero_returns_x",
        "With padding 0 the argument itself came back. Return a new array then too.",
        {_IF_ZEROS: f"if padding == 0:\n        return np.asarray(x, np.float64)\n    {_IF_ZEROS}"},
    ),
    Bug(
        "keeps_integer_dtype",
        "The result has the dtype of x. This course's NumPy functions return float64.",
        {"x.astype(np.float64)": "x.copy()", _ZEROS: f"{_ZEROS}.astype(x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {"np.float64": "np.float32", _ZEROS: f"{_ZEROS}.astype(np.float32)"},
    ),
)

BUGS = (*MODES, *SIDES, *REFUSALS, *TYPES)
