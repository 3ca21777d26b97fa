"""Mistakes in `best_match`, as edits of the reference where that reads well."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from autograder.exercise import Bug

_PATCH_MEAN = "patch = patch - np.mean(patch)"
_TEMPLATE = "pattern = template - np.mean(template)"
_SCORE = "score = np.sum(patch * pattern) / norm if norm > 0 else 0.0"
_RETURN = "return best_position\n"
_ROWS, _COLS = "range(x.shape[0] - height + 1)", "range(x.shape[1] - width + 1)"


def _argmax_meets_nan(x: np.ndarray, template: np.ndarray) -> tuple[int, int]:
    windows = sliding_window_view(x.astype(float), template.shape)
    windows = windows - windows.mean(axis=(2, 3), keepdims=True)
    norms = np.sqrt((windows**2).sum(axis=(2, 3)))
    scores = (windows * (template - template.mean())).sum(axis=(2, 3)) / norms
    row, col = np.unravel_index(np.argmax(scores), scores.shape)
    return int(row), int(col)


BUGS = (
    Bug(
        "raw_correlation",
        "This is the place of the largest raw sum. A bright patch wins it without resembling the "
        "template: subtract each patch's mean and divide by its norm.",
        {
            _TEMPLATE: "pattern = template",
            _PATCH_MEAN: "patch = patch * 1.0",
            _SCORE: "score = np.sum(patch * pattern)",
        },
    ),
    Bug(
        "unit_norm_without_zero_mean",
        "Patches are divided by their norm, but brightness is still in them: all bright patches "
        "point the same way. Subtract the mean first, of patch and template.",
        {_TEMPLATE: "pattern = template", _PATCH_MEAN: "patch = patch * 1.0"},
    ),
    Bug(
        "zero_mean_without_unit_norm",
        "The mean is gone, but contrast still counts: a strong half-match beats a faint full one. "
        "Divide each patch by its norm.",
        {_SCORE: "score = np.sum(patch * pattern)"},
    ),
    Bug(
        "norm_before_mean",
        "The norm was taken before the mean was subtracted, so a bright patch is divided by its "
        "brightness. Subtract first, then take the norm of what is left.",
        {
            _PATCH_MEAN: "norm = np.linalg.norm(patch)",
            "norm = np.linalg.norm(patch)": "patch = patch - np.mean(patch)",
        },
    ),
    Bug(
        "subtracts_image_mean",
        "The mean of the whole image was subtracted. Each patch has its own brightness: subtract "
        "its own mean.",
        {_PATCH_MEAN: "patch = patch - np.mean(x)"},
    ),
    Bug(
        "divides_by_norm_twice",
        "Patches were divided by the square of their norm, so faint patches win. The norm is the "
        "square root of the sum of squares.",
        {_SCORE: "score = np.sum(patch * pattern) / norm**2 if norm > 0 else 0.0"},
    ),
    Bug(
        "squared_differences",
        "This is the patch with the smallest squared difference. It minds brightness and contrast; "
        "normalised correlation does not.",
        {
            _PATCH_MEAN: "window = patch * 1.0",
            _SCORE: "score = -np.sum((window - template) ** 2)",
        },
    ),
    Bug(
        "absolute_score",
        "A strongly negative score was taken for a match. It is the opposite of one: dark where "
        "the template is bright.",
        {_SCORE: "score = abs(np.sum(patch * pattern)) / norm if norm > 0 else 0.0"},
    ),
    Bug(
        "minimum_not_maximum",
        "This is the place that resembles the template least. The best score is the largest.",
        {"score > best_score": "score < best_score", "-np.inf": "np.inf"},
    ),
    Bug(
        "always_first_position",
        "The answer is (0, 0) everywhere: no score ever beat the start value. Start below every "
        "possible score, such as at -infinity.",
        {"-np.inf": "np.inf"},
    ),
    Bug(
        "argmax_meets_nan",
        "A flat patch has norm 0, and 0 / 0 is nan; `np.argmax` takes nan for the largest. Let "
        "flat patches score 0.",
        function=_argmax_meets_nan,
    ),
    Bug(
        "flips_template",
        "The template was turned by half a turn before comparing: that is convolution. Compare it "
        "as it is.",
        {_TEMPLATE: "pattern = template[::-1, ::-1] - np.mean(template)"},
    ),
    Bug(
        "returns_col_row",
        "The place is right, but given as (col, row). NumPy's order is (row, col).",
        {_RETURN: "return best_position[::-1]\n"},
    ),
    Bug(
        "returns_centre",
        "This is the centre of the best patch. Its top-left cell is asked for.",
        {_RETURN: "return best_position[0] + height // 2, best_position[1] + width // 2\n"},
    ),
    Bug(
        "returns_last_cell",
        "This is the bottom-right cell of the best patch. Its top-left cell is asked for.",
        {_RETURN: "return best_position[0] + height - 1, best_position[1] + width - 1\n"},
    ),
    Bug(
        "returns_flat_index",
        "One number: `np.argmax` counts through the flattened score map. `np.unravel_index` turns "
        "it into (row, col).",
        {_RETURN: "return best_position[0] * (x.shape[1] - width + 1) + best_position[1]\n"},
    ),
    Bug(
        "unravels_with_image_shape",
        "The flat index was unravelled with the shape of the image. The score map is smaller: "
        "(H - kH + 1, W - kW + 1).",
        {
            _RETURN: "flat = best_position[0] * (x.shape[1] - width + 1) + best_position[1]\n"
            "    return flat // x.shape[1], flat % x.shape[1]\n"
        },
    ),
    Bug(
        "returns_score",
        "This is the best score. Its position is asked for.",
        {_RETURN: "return float(best_score)\n"},
    ),
    Bug(
        "returns_list",
        "A list, where a tuple (row, col) is expected.",
        {_RETURN: "return list(best_position)\n"},
    ),
    Bug(
        "never_raises_the_bar",
        "The best score is never updated, so the last patch that beats the start value wins. "
        "Remember score and position together.",
        {"best_score, best_position = score,": "best_position ="},
    ),
    Bug(
        "stops_one_early",
        "The last row and column of positions are never tried: there are n - k + 1 of them.",
        {_ROWS: "range(x.shape[0] - height)", _COLS: "range(x.shape[1] - width)"},
    ),
    Bug(
        "skips_first_row_and_col",
        "Positions in row 0 and column 0 are never tried. Python counts from 0.",
        {
            _ROWS: "range(1, x.shape[0] - height + 1)",
            _COLS: "range(1, x.shape[1] - width + 1)",
        },
    ),
    Bug(
        "swaps_template_sides",
        "The template's shape was read as (width, height). A NumPy shape is (rows, columns).",
        {"height, width = template.shape": "width, height = template.shape"},
    ),
)
