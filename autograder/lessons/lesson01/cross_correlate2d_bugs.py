"""Mistakes in `cross_correlate2d`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_PRODUCTS = "window * kernel"
_SUM = "np.sum(window * kernel)"
_STORE = "out[row, col] = np.sum(window * kernel)"
_WINDOW = "x[row : row + kernel_height, col : col + kernel_width]"
_SIDES = "kernel_height, kernel_width = kernel.shape"
_HEIGHT = "x.shape[0] - kernel_height + 1"
_WIDTH = "x.shape[1] - kernel_width + 1"
_ZEROS = "np.zeros((out_height, out_width))"
_ROWS, _COLS = "range(out_height)", "range(out_width)"
_RETURN = "\n    return out"

ORIENTATION = (
    Bug(
        "flips_kernel",
        "This is true convolution: the kernel was flipped on both axes. Cross-correlation slides "
        "the kernel as it is.",
        {_PRODUCTS: "window * kernel[::-1, ::-1]"},
    ),
    Bug(
        "flips_one_axis_only",
        "The kernel is mirrored left-right. It slides as it is: its first column meets the "
        "window's first column.",
        {_PRODUCTS: "window * kernel[:, ::-1]"},
    ),
    Bug(
        "flips_rows_only",
        "The kernel is mirrored up-down. It slides as it is: its first row meets the window's "
        "first row.",
        {_PRODUCTS: "window * kernel[::-1]"},
    ),
    Bug(
        "transposes_kernel",
        "Rows and columns of the kernel are exchanged. Symmetric kernels hide it; a 2x3 kernel "
        "cannot.",
        {_PRODUCTS: "window * kernel.T"},
    ),
    Bug(
        "swaps_kh_kw_in_size",
        "The number of rows was computed from the kernel's width (and columns from its height). It "
        "shows only when the kernel is not square.",
        {
            _HEIGHT: "x.shape[0] - kernel_width + 1",
            _WIDTH: "x.shape[1] - kernel_height + 1",
        },
    ),
    Bug(
        "reads_shape_as_width_height",
        "The kernel's shape was read as (width, height). A NumPy shape is (rows, columns), so "
        "(height, width).",
        {_SIDES: "kernel_width, kernel_height = kernel.shape"},
    ),
    Bug(
        "swaps_output_indices",
        "Results are stored at [col, row]. NumPy's order is [row, col].",
        {"out[row, col]": "out[col, row]"},
    ),
    Bug(
        "swaps_window_indices",
        "The window's row and column are exchanged: it moves down when it should move right.",
        {_WINDOW: "x[col : col + kernel_height, row : row + kernel_width]"},
    ),
    Bug(
        "returns_transposed",
        "The result is transposed: its rows are your columns.",
        {_RETURN: "\n    return out.T"},
    ),
)

ARITHMETIC = (
    Bug(
        "mean_not_sum",
        "Every value is too small by the number of kernel cells: the products were averaged. Add "
        "them up; a kernel of ones shows it best.",
        {"np.sum(": "np.mean("},
    ),
    Bug(
        "forgets_to_sum_takes_centre",
        "Only the product under the kernel's centre is used. All products in the window are added.",
        {_SUM: "(window * kernel)[kernel_height // 2, kernel_width // 2]"},
    ),
    Bug(
        "overwrites_instead_of_adding",
        "Only the last product of each window is left: `=` replaced the ones before. Add with "
        "`+=`.",
        {_SUM: "(window * kernel)[-1, -1]"},
    ),
    Bug(
        "forgets_to_reset_total",
        "The first value is right, and then each window is added to all the windows before it. The "
        "running total starts from 0 for every output cell.",
        {
            f"out = {_ZEROS}": f"out, total = {_ZEROS}, 0.0",
            _STORE: "total += np.sum(window * kernel)\n            out[row, col] = total",
        },
    ),
    Bug(
        "python_sum_adds_rows_only",
        "Python's `sum` adds the rows of a 2-D array and leaves a row of numbers; one number is "
        "wanted. `np.sum` adds everything.",
        {_SUM: "sum(window * kernel)"},
    ),
    Bug(
        "matrix_product",
        "`@` (or `np.dot`) is the matrix product: rows times columns. Here each kernel cell meets "
        "one pixel: `*`.",
        {_PRODUCTS: "window @ kernel"},
    ),
    Bug(
        "adds_instead_of_multiplying",
        "Pixels and kernel cells were added. Multiply each pair, then add the products.",
        {_PRODUCTS: "window + kernel"},
    ),
    Bug(
        "takes_maximum",
        "This is the largest product of each window. All products are added.",
        {"np.sum(": "np.max("},
    ),
    Bug(
        "applies_relu",
        "Negative results became 0. They mean something (the opposite pattern): keep them.",
        {_SUM: "max(0.0, np.sum(window * kernel))"},
    ),
    Bug(
        "takes_absolute_value",
        "The signs are gone. A negative result means the opposite pattern: keep it.",
        {_SUM: "abs(np.sum(window * kernel))"},
    ),
    Bug(
        "divides_by_kernel_sum",
        "Every result is divided by the sum of the kernel. That is for blurs; it also divides by "
        "zero for edge kernels. Sum the products, no more.",
        {_SUM: "np.sum(window * kernel) / np.sum(kernel)"},
    ),
)

POSITIONS = (
    Bug(
        "output_one_too_small",
        "One row and one column are missing: n cells hold n - k + 1 positions of a k-wide kernel, "
        "and the + 1 was lost.",
        {_HEIGHT: "x.shape[0] - kernel_height", _WIDTH: "x.shape[1] - kernel_width"},
    ),
    Bug(
        "output_one_too_large",
        "One row and one column too many: the last windows hang over the border. There are n - k "
        "+ 1 positions.",
        {_HEIGHT: "x.shape[0] - kernel_height + 2", _WIDTH: "x.shape[1] - kernel_width + 2"},
    ),
    Bug(
        "keeps_input_size",
        "The result is as large as the image, with zeros where the kernel did not fit. Only real "
        "positions belong in it: (H - kH + 1, W - kW + 1).",
        {_ZEROS: "np.zeros(x.shape)"},
    ),
    Bug(
        "pads_to_same_size",
        "The image was padded so that the result keeps its size. No padding here: the kernel stays "
        "inside (padding is lesson 03).",
        {
            _SIDES: f"{_SIDES}\n    x = np.pad(x, (((kernel_height - 1) // 2, kernel_height // 2), "
            "((kernel_width - 1) // 2, kernel_width // 2)))"
        },
    ),
    Bug(
        "full_output",
        "The kernel also visited places where it covers the image only in part (the `full` size). "
        "It has to fit inside.",
        {
            _SIDES: f"{_SIDES}\n    x = np.pad(x, ((kernel_height - 1, kernel_height - 1), "
            "(kernel_width - 1, kernel_width - 1)))"
        },
    ),
    Bug(
        "wraps_around_border",
        "Windows at the right and bottom border continue on the other side of the image. Windows "
        "that do not fit are left out.",
        {
            _SIDES: f"{_SIDES}\n    x = np.pad(x, ((0, kernel_height - 1), (0, kernel_width - 1)), "
            'mode="wrap")'
        },
    ),
    Bug(
        "skips_first_row_and_col",
        "The first row and column stayed 0: the loops start at 1. Python counts from 0.",
        {_ROWS: "range(1, out_height)", _COLS: "range(1, out_width)"},
    ),
    Bug(
        "stops_one_early",
        "The last row and column stayed 0: the loops stop one short. `range(n)` already leaves "
        "out n.",
        {_ROWS: "range(out_height - 1)", _COLS: "range(out_width - 1)"},
    ),
    Bug(
        "returns_after_first_row",
        "Only the first row is filled: the `return` stands inside the loop over rows.",
        {_RETURN: "\n        return out"},
    ),
    Bug(
        "returns_after_first_cell",
        "Only the first cell is filled: the `return` stands inside the inner loop.",
        {_RETURN: "\n            return out"},
    ),
    Bug(
        "same_window_everywhere",
        "Every value is that of the first window: the window does not move with row and col.",
        {_WINDOW: "x[:kernel_height, :kernel_width]"},
    ),
    Bug(
        "window_end_without_start",
        "Windows shrink as they move: a slice ends at start + length, not at length.",
        {_WINDOW: "x[row:kernel_height, col:kernel_width]"},
    ),
    Bug(
        "window_one_too_small",
        "The window lacks its last row and column. A slice's end is left out already, so "
        "`row : row + kH` has kH rows.",
        {_WINDOW: "x[row : row + kernel_height - 1, col : col + kernel_width - 1]"},
    ),
    Bug(
        "windows_do_not_overlap",
        "The window jumped by its own size. It moves by one cell, so neighbouring windows overlap.",
        {
            _HEIGHT: "x.shape[0] // kernel_height",
            _WIDTH: "x.shape[1] // kernel_width",
            _WINDOW: "x[row * kernel_height :, col * kernel_width :]"
            "[:kernel_height, :kernel_width]",
        },
    ),
    Bug(
        "moves_two_cells",
        "The window moved two cells at a time (stride 2, lesson 04). Here it moves one.",
        {
            _HEIGHT: "(x.shape[0] - kernel_height) // 2 + 1",
            _WIDTH: "(x.shape[1] - kernel_width) // 2 + 1",
            _WINDOW: "x[2 * row : 2 * row + kernel_height, 2 * col : 2 * col + kernel_width]",
        },
    ),
)

TYPES = (
    Bug(
        "int_output_truncates",
        "Fractions are cut off: the result took the whole-number dtype of the image. Allocate "
        "float64.",
        {_ZEROS: "np.zeros((out_height, out_width), dtype=x.dtype)"},
    ),
    Bug(
        "whole_number_output",
        "The result is an array of whole numbers, so fractions are cut off. Allocate float64.",
        {_ZEROS: "np.zeros((out_height, out_width), dtype=int)"},
    ),
    Bug(
        "uint8_wraparound",
        "Results wrapped modulo 256, since the products were computed in uint8. Convert to float "
        "before multiplying.",
        {_PRODUCTS: "window * kernel.astype(x.dtype)"},
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_RETURN: "\n    return out.astype(np.float32)"},
    ),
    Bug(
        "low_precision",
        "Close, but only to seven digits: something on the way is float32. Stay in float64.",
        {_PRODUCTS: "window.astype(np.float32) * kernel.astype(np.float32)"},
    ),
    Bug(
        "returns_list",
        "This is a list of lists. Return the NumPy array.",
        {_RETURN: "\n    return out.tolist()"},
    ),
    Bug(
        "returns_flat",
        "The values are right, in one long row. Give them the shape (H - kH + 1, W - kW + 1).",
        {_RETURN: "\n    return out.ravel()"},
    ),
    Bug(
        "overwrites_image",
        "The image was overwritten by the products (`*=` works in place), and windows overlap, so "
        "later ones see the damage. Keep the products in a new array.",
        {_STORE: "window *= kernel\n            out[row, col] = np.sum(window)"},
    ),
    Bug(
        "overwrites_kernel",
        "The kernel was overwritten by the products (`*=` works in place), so only the first "
        "window met the real one. Keep the products in a new array.",
        {_STORE: "kernel *= window\n            out[row, col] = np.sum(kernel)"},
    ),
)

BUGS = (*ORIENTATION, *ARITHMETIC, *POSITIONS, *TYPES)
