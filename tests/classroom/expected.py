"""What each submission of lesson 01's example class must score, written out by hand.

The class is made by code, and so are the scores that it states; this table is the second opinion.
Exercises are worth 2, 2, 8, 4 and 2 points, the four concept questions 1 each: 22 in all. Families
are worth contract 20 %, core 40 %, generality 30 %, robustness 10 %, shared among those that an
exercise has probes for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SLUG = "01-sliding"

FULL = {
    "window_at": 2.0,
    "valid_output_shape": 2.0,
    "cross_correlate2d": 8.0,
    "best_match": 4.0,
    "break_constant_kernel": 2.0,
    "size_7x9": 1.0,
    "picks_up_left": 1.0,
    "mismatch_near_zero": 1.0,
    "how_many_products": 1.0,
}
"""Points of every task; the three recall questions are worth nothing."""


@dataclass(frozen=True)
class Row:
    """One student: the total, the tasks that did not earn full points, the mistakes named."""

    total: float
    less: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def points(self) -> dict[str, float]:
        """Points by task."""
        return {**FULL, **self.less}


ROWS: dict[str, Row] = {
    "all correct, the reference's style": Row(22),
    "all correct, four loops": Row(22),
    "all correct, floats first, list comprehension": Row(22),
    "all correct, sliding_window_view and einsum": Row(22),
    # The right numbers, in a view: only the contract, 20 % of 2.
    "returns_view in window_at": Row(21.6, {"window_at": 1.6}, {"window_at": ("returns_view",)}),
    # All values wrong; the contract (two ints) is kept: 0.2 of the 0.9 that has probes.
    "forgets_plus_one in valid_output_shape": Row(
        20.444, {"valid_output_shape": 0.444}, {"valid_output_shape": ("forgets_plus_one",)}
    ),
    # Only the contract: 20 % of 8.
    "flips_kernel in cross_correlate2d": Row(
        15.6, {"cross_correlate2d": 1.6}, {"cross_correlate2d": ("flips_kernel",)}
    ),
    # Only the contract: 20 % of 4.
    "raw_correlation in best_match": Row(
        18.8, {"best_match": 0.8}, {"best_match": ("raw_correlation",)}
    ),
    # Breaking it is all or nothing.
    "constant_kernel in break_constant_kernel": Row(
        20, {"break_constant_kernel": 0}, {"break_constant_kernel": ("constant_kernel",)}
    ),
    # Only images of whole numbers are wrong: robustness, 10 % of 8.
    "int_output_truncates in cross_correlate2d": Row(
        21.2, {"cross_correlate2d": 7.2}, {"cross_correlate2d": ("int_output_truncates",)}
    ),
    # The right numbers as float32: the contract, and robustness, whose probes are about types.
    "returns_float32 in cross_correlate2d": Row(
        19.6, {"cross_correlate2d": 5.6}, {"cross_correlate2d": ("returns_float32",)}
    ),
    # Transposed, a 2x3 kernel does not even fit its window.
    "flips_kernel and transposes_kernel in cross_correlate2d": Row(
        14, {"cross_correlate2d": 0}, {"cross_correlate2d": ("flips_kernel", "transposes_kernel")}
    ),
    "a mistake each in window_at and cross_correlate2d": Row(
        15.2,
        {"window_at": 1.6, "cross_correlate2d": 1.6},
        {"window_at": ("returns_view",), "cross_correlate2d": ("flips_kernel",)},
    ),
    "all questions answered wrongly": Row(
        18,
        {"size_7x9": 0, "picks_up_left": 0, "mismatch_near_zero": 0, "how_many_products": 0},
        {
            "recall_axis_order": ("width_first",),
            "recall_uint8_overflow": ("uint8_grows",),
            "recall_view_or_copy": ("slices_copy",),
            "size_7x9": ("no_padding_keeps_size",),
            "picks_up_left": ("flips_kernel",),
            "mismatch_near_zero": ("mismatch_is_near_zero",),
            "how_many_products": ("counts_one_window",),
        },
    ),
    "handed in as it was released": Row(0, dict.fromkeys(FULL, 0.0)),
    "a syntax error in cross_correlate2d": Row(14, {"cross_correlate2d": 0}),
    "an endless loop in cross_correlate2d": Row(14, {"cross_correlate2d": 0}),
    "an endless loop in a scratch cell": Row(22),
    "the check of window_at deleted": Row(22),
    "the cell of break_constant_kernel deleted": Row(20, {"break_constant_kernel": 0}),
    "the cell of cross_correlate2d pasted twice": Row(22),
    "the check of cross_correlate2d pasted twice": Row(22),
    "prints and warnings": Row(22),
    "Windows line ends": Row(22),
    "scratch cells, and helpers in cells of their own": Row(22),
    "two exercises in another order": Row(22),
    "a comment that names a forbidden function": Row(22),
}
"""By what the submission is, in the order of the class."""
