"""Mistakes in `separate`, as edits of the reference where that reads well."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Bug

_PIVOT = "np.unravel_index(np.argmax(np.abs(kernel)), kernel.shape)"
_COLUMN = "kernel[:, left : left + 1].copy()"
_ROW = "kernel[top : top + 1] / largest"
_FACTORS = f"column, row = {_COLUMN}, {_ROW}"
_TEST = "np.max(np.abs(kernel - column * row)) > tol * abs(largest)"
_NONE = "        return None\n"
_PAIR = "return column, row"


def _root_of_second(kernel: np.ndarray, tol: float = 1e-9) -> tuple[np.ndarray, np.ndarray] | None:
    u, s, vh = np.linalg.svd(kernel)
    if len(s) > 1 and s[1] > tol * s[0]:
        return None
    return u[:, :1].copy(), vh[:1].copy()


def _columns_of_vh(kernel: np.ndarray, tol: float = 1e-9) -> tuple[np.ndarray, np.ndarray] | None:
    u, s, vh = np.linalg.svd(kernel)
    if len(s) > 1 and s[1] > tol * s[0]:
        return None
    return s[0] * u[:, :1], vh[:, :1].T.copy()


def _best_even_if_bad(kernel: np.ndarray, tol: float = 1e-9) -> tuple[np.ndarray, np.ndarray]:
    u, s, vh = np.linalg.svd(kernel)
    return s[0] * u[:, :1], vh[:1].copy()


def _row_sums(kernel: np.ndarray, tol: float = 1e-9) -> tuple[np.ndarray, np.ndarray] | None:
    kernel = kernel.astype(np.float64)
    column, row = kernel.sum(axis=1, keepdims=True), kernel.sum(axis=0, keepdims=True)
    row = row / kernel.sum()
    if not np.abs(kernel - column * row).max() <= tol * np.abs(kernel).max():
        return None
    return column, row


BUGS = (
    Bug(
        "never_none",
        "It never answers None: factors came back whose product is another kernel. Multiply them "
        "and compare with the whole kernel.",
        {_TEST: "False"},
    ),
    Bug(
        "best_pair_even_if_bad",
        "This is the product that comes closest, for kernels too that are none. When it is not "
        "close enough, the answer is None.",
        function=_best_even_if_bad,
    ),
    Bug(
        "always_none",
        "Every kernel gives None. One that is a column times a row has factors.",
        {_TEST: "True"},
    ),
    Bug(
        "none_reversed",
        "Kernels that split give None, and those that do not give factors: the comparison points "
        "the other way.",
        {_TEST: _TEST.replace(" > ", " <= ")},
    ),
    Bug(
        "scale_in_both",
        "Column and row both carry the size of the kernel, so their product is too large by the "
        "number where they cross. Divide one of the two by it.",
        {
            _FACTORS: f"column, row = {_COLUMN}, kernel[top : top + 1] / 1",
            "column * row": "column * row / largest",
        },
    ),
    Bug(
        "scale_in_neither",
        "Both factors were divided by the cell where they cross, so their product is too small by "
        "that number. Divide one of the two.",
        {_COLUMN: f"{_COLUMN} / largest", "column * row": "column * row * largest"},
    ),
    Bug(
        "forgets_singular_value",
        "The singular value is in neither factor: the product has the right pattern and not the "
        "right size.",
        function=_root_of_second,
    ),
    Bug(
        "columns_of_vh",
        "NumPy's `svd` gives the right factors as rows (the h in `vh` says so); yours took a "
        "column.",
        function=_columns_of_vh,
    ),
    Bug(
        "needs_corner",
        "The factors were read off the first row and column. They fail where the corner is 0: "
        "divide by a cell that is safely not 0, such as the largest.",
        {_PIVOT: "0, 0"},
    ),
    Bug(
        "needs_centre",
        "The factors were read off the row and column through the centre. They fail where the "
        "centre is 0, as in every edge kernel.",
        {_PIVOT: "kernel.shape[0] // 2, kernel.shape[1] // 2"},
    ),
    Bug(
        "needs_last_cell",
        "The factors were read off the last row and column. They fail where the last cell is 0: "
        "divide by a cell that is safely not 0, such as the largest.",
        {_PIVOT: "kernel.shape[0] - 1, kernel.shape[1] - 1"},
    ),
    Bug(
        "largest_without_sign",
        "The largest number was taken for the largest absolute value. In a kernel whose numbers "
        "are 0 and negative that is a 0.",
        {"np.argmax(np.abs(kernel))": "np.argmax(kernel)"},
    ),
    Bug(
        "row_and_column_sums",
        "The factors are the sums of rows and columns. In edge kernels these are 0, and nothing is "
        "left.",
        function=_row_sums,
    ),
    Bug(
        "drops_the_sign",
        "The signs are gone: the product is positive everywhere.",
        {_PAIR: "return np.abs(column), np.abs(row)"},
    ),
    Bug(
        "divides_by_absolute_value",
        "The row was divided by the size of the cell where row and column cross, without its sign: "
        "kernels whose largest number is negative come out with all signs reversed.",
        {_PAIR: "return column, row * np.sign(largest)"},
    ),
    Bug(
        "ignores_tol",
        "The argument `tol` has no effect.",
        {"> tol * abs(largest)": "> 1e-9 * abs(largest)"},
    ),
    Bug(
        "absolute_tolerance",
        "The tolerance was not scaled by the kernel's largest number: large kernels fail by their "
        "rounding, and tiny ones always pass.",
        {"> tol * abs(largest)": "> tol"},
    ),
    Bug(
        "exact_comparison",
        "Cells were compared exactly. Two ways to the same real number differ in the last digit: "
        "allow for the tolerance.",
        {"> tol * abs(largest)": "> 0"},
    ),
    Bug(
        "compares_mean_difference",
        "The differences were averaged with their signs, so that they cancel. The largest absolute "
        "one counts.",
        {_TEST: "abs(np.mean(kernel - column * row)) > tol * abs(largest)"},
    ),
    Bug(
        "compares_without_absolute_value",
        "Only differences of one sign count. A cell may be too small as well as too large.",
        {_TEST: "np.max(kernel - column * row) > tol * abs(largest)"},
    ),
    Bug(
        "compares_last_row_only",
        "Only the last row was compared. One row that is a multiple says nothing about the rows "
        "between.",
        {_TEST: "np.max(np.abs(kernel - column * row)[-1]) > tol * abs(largest)"},
    ),
    Bug(
        "square_kernels_by_determinant",
        "A determinant of 0 says that some row depends on others. For rank 1 all of them must be "
        "multiples of one.",
        {
            _TEST: "kernel.shape[0] == kernel.shape[1] and abs(np.linalg.det(kernel)) > tol "
            "* abs(largest)"
        },
    ),
    Bug(
        "flat_factors",
        "The factors have one axis each. Keep two, (kH, 1) and (1, kW), so that they can slide as "
        "kernels.",
        {_PAIR: "return column.ravel(), row.ravel()"},
    ),
    Bug(
        "row_first",
        "Row and column are exchanged in the result: the column comes first.",
        {_PAIR: "return row, column"},
    ),
    Bug(
        "both_as_rows",
        "Both factors lie. The column stands: its shape is (kH, 1).",
        {_PAIR: "return column.T, row"},
    ),
    Bug(
        "factors_of_the_transpose",
        "These are the factors of the transposed kernel: column and row have exchanged roles.",
        {_PAIR: "return row.T, column.T"},
    ),
    Bug(
        "returns_list",
        "A list, where a tuple (column, row) is expected.",
        {_PAIR: "return [column, row]"},
    ),
    Bug(
        "returns_product",
        "The factors were multiplied again. Return the two of them.",
        {_PAIR: "return column * row"},
    ),
    Bug(
        "returns_true_or_false",
        "An answer of yes or no. Return the factors themselves, or None.",
        {_PAIR: "return True", _NONE: "        return False\n"},
    ),
    Bug(
        "pair_of_nones",
        "A pair (None, None), where a single None is expected.",
        {_NONE: "        return None, None\n"},
    ),
    Bug(
        "raises_instead_of_none",
        "An error was raised for a kernel that does not split. That is no mistake of the caller: "
        "return None.",
        {_NONE: '        raise ValueError("not separable")\n'},
    ),
    Bug(
        "returns_float32",
        "Right numbers in the type float32. This course's NumPy functions return float64.",
        {_PAIR: "return column.astype(np.float32), row.astype(np.float32)"},
    ),
    Bug(
        "whole_number_factors",
        "The factors were cut off to whole numbers; a row divided by one of its cells has "
        "fractions.",
        {_PAIR: "return np.trunc(column), np.trunc(row)"},
    ),
    Bug(
        "keeps_whole_numbers",
        "Whole-number kernels give a whole-number column. Convert to float64 first.",
        {"kernel = kernel.astype(np.float64)": "kernel = kernel + 0"},
    ),
    Bug(
        "column_is_a_view",
        "The column is a view of the kernel: whoever scales it changes the kernel. Return a copy.",
        {
            "kernel = kernel.astype(np.float64)": "kernel = np.asarray(kernel, dtype=np.float64)",
            _COLUMN: "kernel[:, left : left + 1]",
        },
    ),
    Bug(
        "overwrites_kernel",
        "The caller's kernel was divided in place. Make a new array.",
        {
            "kernel = kernel.astype(np.float64)": "original = kernel\n"
            "    kernel = kernel.astype(np.float64)",
            _PAIR: "original[:] = kernel / largest\n    return column, row",
        },
    ),
)
