"""Mistakes in `conv1x1`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_MATRIX = "weight.reshape(len(weight), channels)"
_PIXELS = "x.reshape(images, channels, height * width).astype(np.float64)"
_OUT = "matrix @ pixels + bias[:, np.newaxis]"
_RETURN = "return out.reshape(images, len(weight), height, width)"

BUGS = (
    Bug(
        "transposes_weight",
        "The matrix is turned: `weight[o, c]` takes channel c to output o, so outputs are its "
        "rows. Equal channel counts hide the error message.",
        {_MATRIX: f"{_MATRIX}.T"},
    ),
    Bug(
        "reshapes_weight_instead_of_turning",
        "The weights were read in another order: the matrix has a row for each filter.",
        {_MATRIX: "weight.reshape(channels, len(weight)).T"},
    ),
    Bug(
        "reshape_not_transpose",
        "The right shape, scrambled: `reshape` re-reads memory in the old order, it moves no axis. "
        "Channels stand before rows and columns in memory.",
        {
            _PIXELS: "x.reshape(images, height * width, channels).transpose(0, 2, 1)"
            ".astype(np.float64)"
        },
    ),
    Bug(
        "result_reshaped_not_moved",
        "The result was given its shape without moving the channel axis back: the maps are "
        "scrambled.",
        {_RETURN: "return out.transpose(0, 2, 1).reshape(images, len(weight), height, width)"},
    ),
    Bug(
        "mixes_images",
        "Channels and images were exchanged on the way: pixels of different images met in one sum.",
        {
            _PIXELS: "x.reshape(channels, images, height * width).transpose(1, 0, 2)"
            ".astype(np.float64)"
        },
    ),
    Bug(
        "swaps_rows_and_columns",
        "Rows and columns are exchanged in every map.",
        {_RETURN: "return out.reshape(images, len(weight), width, height)"},
    ),
    Bug(
        "transposes_maps",
        "The maps are mirrored on the diagonal: rows and columns changed places.",
        {_RETURN: f"{_RETURN}.transpose(0, 1, 3, 2).copy()"},
    ),
    Bug(
        "NHWC_output",
        "The channels came out last. This course keeps (N, C, H, W).",
        {_RETURN: f"{_RETURN}.transpose(0, 2, 3, 1).copy()"},
    ),
    Bug(
        "filters_before_images",
        "The first two axes are exchanged: images come first, then channels.",
        {_RETURN: f"{_RETURN}.transpose(1, 0, 2, 3).copy()"},
    ),
    Bug(
        "returns_pixels_flat",
        "The right numbers, all pixels of a map in one row. Give them back their rows and columns.",
        {_RETURN: "return out"},
    ),
    Bug(
        "forgets_bias",
        "The bias has no effect. Every filter adds its own number to its map.",
        {" + bias[:, np.newaxis]": ""},
    ),
    Bug(
        "bias_along_the_pixels",
        "The bias was spread along the pixels: NumPy lines up *last* axes. It belongs to the "
        "channel axis; equal sizes hide the error message.",
        {
            _RETURN: "return (matrix @ pixels).reshape(images, len(weight), height, width) + bias",
            _OUT: "pixels",
        },
    ),
    Bug(
        "bias_sum_everywhere",
        "All channels got the same bias, the sum of all of them.",
        {"bias[:, np.newaxis]": "np.sum(bias)"},
    ),
    Bug(
        "first_bias_for_all",
        "All channels got the first bias.",
        {"bias[:, np.newaxis]": "bias[0]"},
    ),
    Bug(
        "bias_subtracted",
        "The bias was subtracted. It is added.",
        {"+ bias": "- bias"},
    ),
    Bug(
        "bias_added_per_channel",
        "The bias was added once for every input channel. It is added once to each value.",
        {"+ bias": "+ channels * bias"},
    ),
    Bug(
        "averages_over_channels",
        "The weighted channels were averaged. They are added.",
        {"matrix @ pixels": "matrix @ pixels / channels"},
    ),
    Bug(
        "weights_cut_to_whole_numbers",
        "The weights lost their fractions: they were converted to the number type of the images.",
        {_MATRIX: f"{_MATRIX}.astype(x.dtype)"},
    ),
    Bug(
        "takes_the_images_dtype",
        "The result has the number type of the images: fractions are cut off for whole-number "
        "pictures. Keep float64.",
        {_RETURN: f"{_RETURN}.astype(x.dtype)"},
    ),
    Bug(
        "keeps_whole_numbers",
        "Images, weights and bias were whole numbers, and so is the result. It is float64 for all "
        "of them.",
        {".astype(np.float64)": ""},
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {_RETURN: f"{_RETURN}.astype(np.float32)"},
    ),
    Bug(
        "applies_relu",
        "Negative values became 0: there is no activation inside the layer (lesson 08).",
        {_RETURN: "return np.maximum(out, 0).reshape(images, len(weight), height, width)"},
    ),
    Bug(
        "reuses_first_image",
        "Every image in the batch got image 0's result.",
        {_OUT: "matrix @ pixels[[0] * images] + bias[:, np.newaxis]"},
    ),
    Bug(
        "first_filter_for_all",
        "All output channels were made by filter 0.",
        {_OUT: "matrix[[0] * len(weight)] @ pixels + bias[:, np.newaxis]"},
    ),
)
