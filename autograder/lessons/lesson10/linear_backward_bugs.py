"""Mistakes in `linear_backward`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_FLOATS = "dout, x, weight = (array.astype(np.float64) for array in (dout, x, weight))"
_DX = "dx = dout @ weight"
_DW = "dw = dout.T @ x"
_DB = "db = np.sum(dout, axis=0)"
_RETURN = "return dx, dw, db"

INPUTS = (
    Bug(
        "dx_with_transposed_weight",
        "`dx` fits only where all sizes coincide, and is another number there: `weight` was "
        "transposed. The way forward uses `weight.T`; the way back turns it round again.",
        {_DX: "dx = dout @ weight.T"},
    ),
    Bug(
        "dx_ignores_dout",
        "`dx` has the weights in it and nothing of dout: all inputs get the same. Multiply by the "
        "upstream gradient.",
        {_DX: "dx = np.ones(dout.shape) @ weight"},
    ),
    Bug(
        "dx_averaged_over_outputs",
        "`dx` is an average over the outputs. An input reaches all of them, and what they send "
        "back adds up.",
        {_DX: "dx = dout @ weight / len(weight)"},
    ),
    Bug(
        "dx_averaged_over_batch",
        "`dx` was divided by N. Each input has its own row of dout, and no other.",
        {_DX: "dx = dout @ weight / len(x)"},
    ),
    Bug(
        "dx_first_output_only",
        "`dx` hears of output 0 only. An input reaches every output.",
        {_DX: "dx = dout[:, :1] @ weight[:1]"},
    ),
    Bug(
        "dx_summed_over_batch",
        "Every row of `dx` is the same: dout was added up over the batch first. Inputs do not mix.",
        {_DX: "dx = np.zeros(x.shape) + np.sum(dout, axis=0) @ weight"},
    ),
)

WEIGHTS = (
    Bug(
        "dw_transposed",
        "`dw` has rows and columns exchanged. It has the shape of `weight`, (M, D).",
        {_DW: "dw = x.T @ dout"},
    ),
    Bug(
        "dw_without_transpose",
        "`dw` fits only where all sizes coincide: the axis that is summed away must be the batch, "
        "so dout is turned round first.",
        {_DW: "dw = dout @ x"},
    ),
    Bug(
        "dw_averaged_over_batch",
        "`dw` was divided by N. Averaging belongs to the loss, and dout already knows of it.",
        {_DW: "dw = dout.T @ x / len(x)"},
    ),
    Bug(
        "dw_first_input_only",
        "`dw` hears of input 0 only. Every input of the batch used the same weights, so their "
        "shares add up.",
        {_DW: "dw = dout[:1].T @ x[:1]"},
    ),
    Bug(
        "dw_sums_taken_apart",
        "`dw` is a product of two sums: inputs and gradients were added up over the batch before "
        "they met. Multiply input by input, then add.",
        {_DW: "dw = np.outer(np.sum(dout, axis=0), np.sum(x, axis=0))"},
    ),
    Bug(
        "dw_ignores_dout",
        "`dw` is a sum of inputs; dout had no part in it.",
        {_DW: "dw = np.ones(dout.shape).T @ x"},
    ),
    Bug(
        "dw_not_summed_over_batch",
        "`dw` has an axis too many: one array for each input. They used the same weights: add over "
        "the batch.",
        {_DW: "dw = dout[:, :, None] * x[:, None, :]"},
    ),
)

BIASES = (
    Bug(
        "db_mean_not_sum",
        "`db` is a mean. The bias was added for every input of the batch, so the gradients add.",
        {_DB: "db = np.mean(dout, axis=0)"},
    ),
    Bug(
        "db_not_summed_over_batch",
        "`db` still has one row for each input. It has the shape of the bias, (M,).",
        {_DB: "db = dout.copy()"},
    ),
    Bug(
        "db_over_outputs",
        "`db` was added up over the outputs, and has one number for each input. It needs one for "
        "each output.",
        {_DB: "db = np.sum(dout, axis=1)"},
    ),
    Bug(
        "db_one_number",
        "`db` is a single number. Each output has a bias of its own.",
        {_DB: "db = np.sum(dout)"},
    ),
    Bug(
        "db_keeps_an_axis",
        "`db` has shape (1, M): an axis of length 1 was kept. The bias has shape (M,).",
        {_DB: "db = np.sum(dout, axis=0, keepdims=True)"},
    ),
    Bug(
        "db_first_input_only",
        "`db` is the gradient of input 0 alone. Add over the batch.",
        {_DB: "db = dout[0].copy()"},
    ),
    Bug(
        "db_counts",
        "`db` is N everywhere: dout had no part in it.",
        {_DB: "db = np.full(len(weight), float(len(x)))"},
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
        "forward_pass",
        "The first array is what the layer gives on the way forward. The way back starts from dout.",
        {_DX: "dx = x @ weight.T"},
    ),
    Bug(
        "dtype_of_the_arguments",
        "Right numbers, but whole numbers or float32 came back as they went in; gradients are "
        "float64 here.",
        {_FLOATS: "pass"},
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
        {_FLOATS: "dout, x, weight = -dout.astype(float), x.astype(float), weight.astype(float)"},
    ),
)

BUGS = (*INPUTS, *WEIGHTS, *BIASES, *RESULTS)
