"""Mistakes in `lp_pool2d`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_ABS = "np.abs(x.astype(np.float64)) ** p"
_SUM = "np.sum(window, axis=(2, 3))"
_ROOT = "np.sum(window, axis=(2, 3)) ** (1 / p)"
_HEIGHT = "(x.shape[2] - kernel_height) // stride_height + 1"
_WIDTH = "(x.shape[3] - kernel_width) // stride_width + 1"
_RETURN = "\n    return out"
_STRIDES = "stride_height, stride_width = pair(kernel_size if stride is None else stride)"

BUGS = (
    Bug(
        "forgets_absolute_value",
        "With p = 3 negative numbers lowered the sum, or gave nan. The formula has |x|: only "
        "sizes count.",
        {_ABS: "x.astype(np.float64) ** p"},
    ),
    Bug(
        "mean_not_sum",
        "Every value is too small by one factor: the powers were averaged. Lp pooling here, and "
        "in PyTorch, adds them up.",
        {_SUM: "np.mean(window, axis=(2, 3))"},
    ),
    Bug(
        "forgets_the_root",
        "These are the sums of powers. The root, to the power of 1 / p, is missing.",
        {_ROOT: _SUM},
    ),
    Bug(
        "square_root_for_every_p",
        "Right for p = 2 only: the root is always a square root. It is the p-th root.",
        {"(1 / p)": "0.5"},
    ),
    Bug(
        "always_squares",
        "p has no effect: the numbers are always squared, as for p = 2.",
        {_ABS: "np.abs(x.astype(np.float64)) ** 2", "(1 / p)": "0.5"},
    ),
    Bug(
        "squares_then_p_th_root",
        "The numbers were squared whatever p is, and then the p-th root was taken. Both use p.",
        {_ABS: "np.abs(x.astype(np.float64)) ** 2"},
    ),
    Bug(
        "forgets_the_power",
        "The sizes were added up as they are and then the root was taken. First raise each to the "
        "power p.",
        {_ABS: "np.abs(x.astype(np.float64))"},
    ),
    Bug(
        "forgets_power_and_root",
        "These are sums of absolute values: p = 1, whatever p you are given.",
        {_ABS: "np.abs(x.astype(np.float64))", _ROOT: _SUM},
    ),
    Bug(
        "power_of_the_sum",
        "The sizes were added first and raised to p afterwards, so the root undoes it. Each number "
        "gets its own power.",
        {
            _ABS: "x.astype(np.float64)",
            _ROOT: "(np.abs(np.sum(window, axis=(2, 3))) ** p) ** (1 / p)",
        },
    ),
    Bug(
        "whole_number_root",
        "Every root is 1: `1 // p` is a whole number. Divide with `/`.",
        {"(1 / p)": "(1 // p)"},
    ),
    Bug(
        "takes_maximum",
        "This is the largest size in each window, which is what the p-norm tends to as p grows. "
        "All cells count.",
        {_ROOT: "np.max(window, axis=(2, 3)) ** (1 / p)"},
    ),
    Bug(
        "rms_over_rows_only",
        "Divided by the number of rows: nothing is averaged here, on neither axis.",
        {_SUM: "(np.sum(window, axis=(2, 3)) / kernel_height)"},
    ),
    Bug(
        "keeps_the_sign",
        "Some results are negative. A norm is a length: it has no sign.",
        {
            _ABS: "np.sign(x) * np.abs(x.astype(np.float64)) ** p",
            _ROOT: "np.sign(np.sum(window, axis=(2, 3))) * "
            "np.abs(np.sum(window, axis=(2, 3))) ** (1 / p)",
        },
    ),
    Bug(
        "pools_across_channels",
        "All channels show the same values: the sum ran over the channels too.",
        {_SUM: "np.sum(window, axis=(1, 2, 3))[:, np.newaxis]"},
    ),
    Bug(
        "pools_across_images",
        "All images of the batch show the same values: the sum ran over the batch too.",
        {_SUM: "np.sum(window, axis=(0, 2, 3))"},
    ),
    Bug(
        "default_stride_1",
        "Without a stride, windows moved by one cell. `stride=None` means by the kernel's size.",
        {"pair(kernel_size if": "pair(1 if"},
    ),
    Bug(
        "ignores_stride",
        "The stride has no effect: windows always move by the kernel's size.",
        {"pair(kernel_size if stride is None else stride)": "pair(kernel_size)"},
    ),
    Bug(
        "swaps_stride_H_W",
        "A stride of (2, 3) is 2 down and 3 across. Yours is the other way round.",
        {_STRIDES: _STRIDES.replace("stride_height, stride_width", "stride_width, stride_height")},
    ),
    Bug(
        "swaps_kernel_H_W",
        "(2, 3) is 2 high and 3 wide. Yours is the other way round.",
        {
            "kernel_height, kernel_width = pair(": "kernel_width, kernel_height = pair(",
        },
    ),
    Bug(
        "stride_in_size_but_not_in_index",
        "The result has the right size, but window [row, col] starts at (row, col). It starts "
        "stride times as far.",
        {"row * stride_height, col * stride_width": "row, col"},
    ),
    Bug(
        "ceil_mode",
        "One window too many: the last one hangs over the end. Incomplete windows are dropped.",
        {
            _HEIGHT: "-((kernel_height - x.shape[2]) // stride_height) + 1",
            _WIDTH: "-((kernel_width - x.shape[3]) // stride_width) + 1",
        },
    ),
    Bug(
        "powers_in_the_pictures_dtype",
        "Powers went round at 256: they were computed in uint8. Convert to float64 first.",
        {_ABS: "(np.abs(x) ** p).astype(x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "The result is float32. This course's NumPy functions return float64.",
        {_RETURN: "\n    return out.astype(np.float32)"},
    ),
    Bug(
        "returns_after_first_row",
        "Only the first row of windows is filled: the `return` stands inside the loop over rows.",
        {_RETURN: "\n        return out"},
    ),
)
