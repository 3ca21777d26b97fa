"""Mistakes in `conv2d_backward`: all of them; those in dx and in dw stand in files of their own."""

from __future__ import annotations

from autograder.exercise import Bug
from autograder.lessons.lesson10.conv2d_backward_places import PLACES
from autograder.lessons.lesson10.conv2d_backward_products import INPUTS, WEIGHTS

_DB = "db = dout.sum(axis=(0, 2, 3), dtype=np.float64)"
_RETURN = "return dx, dw, db"

BIASES = (
    Bug(
        "db_mean_not_sum",
        "`db` is a mean. The bias was added at every position of every image, so the gradients add.",
        {_DB: "db = dout.mean(axis=(0, 2, 3), dtype=np.float64)"},
    ),
    Bug(
        "db_not_summed_over_batch",
        "`db` has a row for each image. One bias serves the whole batch: its shape is (C_out,).",
        {_DB: "db = dout.sum(axis=(2, 3), dtype=np.float64)"},
    ),
    Bug(
        "db_not_summed_over_positions",
        "`db` has a number for each position. One bias serves all positions: its shape is "
        "(C_out,).",
        {_DB: "db = dout.sum(axis=0, dtype=np.float64)"},
    ),
    Bug(
        "db_keeps_axes",
        "`db` has axes of length 1 left over. The bias has shape (C_out,).",
        {_DB: "db = dout.sum(axis=(0, 2, 3), dtype=np.float64, keepdims=True)"},
    ),
    Bug(
        "db_one_number",
        "All biases got the same gradient, the sum of all of dout. Each filter has its own maps.",
        {_DB: "db = np.full(len(weight), dout.sum(dtype=np.float64))"},
    ),
    Bug(
        "db_averaged_over_batch",
        "`db` was divided by the number of images. Averaging belongs to the loss, and dout already "
        "knows of it.",
        {_DB: f"{_DB} / images"},
    ),
    Bug(
        "db_first_image_only",
        "`db` hears of image 0 only. Add over the batch.",
        {_DB: "db = dout[0].sum(axis=(1, 2), dtype=np.float64)"},
    ),
    Bug(
        "db_counts_positions",
        "`db` is the number of positions: dout had no part in it.",
        {_DB: "db = np.full(len(weight), float(dout[:, 0].size))"},
    ),
)

RESULTS = (
    Bug(
        "returns_wrong_order",
        "The arrays are there in another order. It is (dx, dw, db).",
        {_RETURN: "return dw, dx, db"},
    ),
    Bug(
        "db_first",
        "The arrays are there in another order, db first. It is (dx, dw, db).",
        {_RETURN: "return db, dw, dx"},
    ),
    Bug(
        "forgets_db",
        "Two arrays came back. There are three: the biases learn too.",
        {_RETURN: "return dx, dw"},
    ),
    Bug(
        "returns_after_first_image",
        "Only what the first number of dout sends back is there: the `return` stands inside the "
        "loop.",
        {
            "\n    dx = dpadded": "\n        dx = dpadded",
            f"\n    {_DB}": f"\n        {_DB}",
            f"\n    {_RETURN}": f"\n        {_RETURN}",
        },
    ),
    Bug(
        "float32_result",
        "The results are float32; functions written with NumPy return float64 in this course.",
        {_RETURN: "return tuple(a.astype(np.float32) for a in (dx, dw, db))"},
    ),
    Bug(
        "signs_turned",
        "Every sign is turned round. The minus belongs into the update, `w - lr * dw`, not into "
        "the gradient.",
        {_RETURN: "return -dx, -dw, -db"},
    ),
    Bug(
        "whole_numbers_cut",
        "With whole-number weights and images the fractions of dout are cut off: a gradient array "
        "took their dtype. Gradients are floats.",
        {
            "np.zeros(weight.shape)": "np.zeros(weight.shape, weight.dtype)",
            "dw[o] += dout[n, o, row, col] * padded[n, :, rows, cols]": (
                "dw[o] += (dout[n, o, row, col] * padded[n, :, rows, cols]).astype(weight.dtype)"
            ),
        },
    ),
    Bug(
        "needs_a_pair_or_a_number",
        "It fails where stride or padding is a pair. Both may be a number or a pair, as in "
        "`conv2d`.",
        {
            "(stride, stride) if isinstance(stride, int) else stride": "stride + 0, stride",
            "(padding, padding) if isinstance(padding, int) else padding": "padding + 0, padding",
        },
    ),
)

BUGS = (*PLACES, *INPUTS, *WEIGHTS, *BIASES, *RESULTS)
