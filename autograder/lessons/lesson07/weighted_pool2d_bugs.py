"""Mistakes in `weighted_pool2d`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_SHARE = "weights.astype(np.float64) / np.sum(weights)"
_PRODUCT = "window * share"
_SUM = "np.sum(window * share, axis=(2, 3))"
_HEIGHT = "(x.shape[2] - kernel_height) // stride_height + 1"
_WIDTH = "(x.shape[3] - kernel_width) // stride_width + 1"
_OUT = "np.zeros((x.shape[0], x.shape[1], out_height, out_width))"
_RETURN = "\n    return out"

BUGS = (
    Bug(
        "forgets_to_normalise",
        "Every value is too large or too small by one factor: the weights were used as they came. "
        "Divide them by their sum, so that a flat picture stays as it is.",
        {_SHARE: "weights.astype(np.float64)"},
    ),
    Bug(
        "divides_by_number_of_cells",
        "The weighted sum was divided by the number of cells. That is the sum of the weights only "
        "if their mean is 1.",
        {_SHARE: "weights.astype(np.float64) / weights.size"},
    ),
    Bug(
        "divides_by_largest_weight",
        "The weights were divided by the largest of them. They have to sum to 1.",
        {_SHARE: "weights.astype(np.float64) / np.max(weights)"},
    ),
    Bug(
        "divides_by_norm",
        "The weights were divided by their norm, so their squares sum to 1. They themselves have "
        "to.",
        {_SHARE: "weights.astype(np.float64) / np.linalg.norm(weights)"},
    ),
    Bug(
        "normalises_each_row",
        "Each row of the weights sums to 1. All of them together have to.",
        {_SHARE: "weights.astype(np.float64) / np.sum(weights, axis=1, keepdims=True)"},
    ),
    Bug(
        "softmax_weights",
        "The weights went through a softmax. They are divided by their sum, nothing else.",
        {_SHARE: "np.exp(weights * 1.0) / np.sum(np.exp(weights * 1.0))"},
    ),
    Bug(
        "ignores_weights",
        "This is the plain mean: the weights have no effect.",
        {_SHARE: "np.full(weights.shape, 1 / weights.size)"},
    ),
    Bug(
        "mean_of_products",
        "The weights were normalised and the products averaged as well, which divides twice. Add "
        "the products up.",
        {"np.sum(window * share": "np.mean(window * share"},
    ),
    Bug(
        "takes_largest_product",
        "This is the largest product of each window. All of them are added.",
        {"np.sum(window * share": "np.max(window * share"},
    ),
    Bug(
        "flips_weights",
        "The weights are turned by half a turn. Weight [0, 0] belongs to the top-left cell.",
        {_PRODUCT: "window * share[::-1, ::-1]"},
    ),
    Bug(
        "mirrors_weights",
        "The weights are mirrored left-right. Weight [0, 0] belongs to the top-left cell.",
        {_PRODUCT: "window * share[:, ::-1]"},
    ),
    Bug(
        "transposes_weights",
        "Rows and columns of the weights are exchanged. Only square ones get through like that.",
        {_PRODUCT: "window * share.T"},
    ),
    Bug(
        "matrix_product",
        "`@` is the matrix product: rows times columns. Here each weight meets one cell: `*`.",
        {_PRODUCT: "window @ share"},
    ),
    Bug(
        "sums_across_channels",
        "All channels show the same values: the channels were added, as a convolution does. "
        "Pooling treats each for itself.",
        {_SUM: "np.sum(window * share, axis=(1, 2, 3))[:, np.newaxis]"},
    ),
    Bug(
        "pools_across_images",
        "All images of the batch show the same values: they were averaged too.",
        {_SUM: "np.mean(np.sum(window * share, axis=(2, 3)), axis=0)"},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect: windows move by one cell.",
        {"stride_height, stride_width = stride": "stride_height, stride_width = 1, 1"},
    ),
    Bug(
        "moves_by_kernel_size",
        "Windows lie side by side, whatever the stride is.",
        {"stride_height, stride_width = stride": "stride_height, stride_width = weights.shape"},
    ),
    Bug(
        "swaps_stride_H_W",
        "A stride of (2, 3) is 2 down and 3 across. Yours is the other way round.",
        {"stride_height, stride_width = stride": "stride_width, stride_height = stride"},
    ),
    Bug(
        "reads_shape_as_width_height",
        "The shape of the weights was read as (width, height). A NumPy shape is (rows, columns).",
        {"kernel_height, kernel_width = weights": "kernel_width, kernel_height = weights"},
    ),
    Bug(
        "stride_in_size_but_not_in_index",
        "The result has the right size, but window [row, col] starts at (row, col). It starts "
        "stride times as far.",
        {"row * stride_height, col * stride_width": "row, col"},
    ),
    Bug(
        "ceil_mode",
        "There are too many windows: the last ones hang over the end. Incomplete windows are "
        "dropped.",
        {
            _HEIGHT: "-((kernel_height - x.shape[2]) // stride_height) + 1",
            _WIDTH: "-((kernel_width - x.shape[3]) // stride_width) + 1",
        },
    ),
    Bug(
        "integer_weights",
        "The normalised weights were cut down to whole numbers, so nearly all are 0.",
        {_SHARE: "weights // np.sum(weights)"},
    ),
    Bug(
        "keeps_dtype",
        "Fractions are cut off: the result took the picture's dtype. Allocate float64.",
        {_OUT: _OUT.removesuffix(")") + ", dtype=x.dtype)"},
    ),
    Bug(
        "multiplies_before_converting",
        "Products went round at 256: picture and weights were multiplied as uint8. Convert first.",
        {_SHARE: "weights", _SUM: f"{_SUM} / np.sum(weights)"},
    ),
    Bug(
        "normalises_the_callers_weights",
        "Your function changed the weights it was given: `/=` works in place, and the next call "
        "sees other weights. Divide into a new array.",
        {
            _SHARE: "weights",
            "    out_height": "    if weights.dtype.kind == 'f':\n        weights /= np.sum(weights)\n"
            "    else:\n        share = weights / np.sum(weights)\n    out_height",
        },
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {_RETURN: "\n    return out.astype(np.float32)"},
    ),
)
