"""Questions of lesson 01: three on lesson 00 to begin with, then four on sliding."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_axis_order",
        "A colour picture is 480 pixels wide and 320 high. You load it from a file. Which shape "
        "has the array?",
        (
            Option(
                "(480, 320, 3)",
                "Width came first: that is how screens are described. A NumPy shape counts rows "
                "first, and there are as many rows as the picture is high.",
                bug="width_first",
            ),
            Option("(320, 480, 3)", "Rows, columns, channels: files are HWC.", right=True),
            Option(
                "(3, 320, 480)",
                "Channels first is what PyTorch wants. Files, and matplotlib, keep them last; you "
                "moved the axis yourself in lesson 00.",
                bug="files_are_chw",
            ),
            Option(
                "(320, 480)",
                "That is a grey picture. Three numbers a pixel need an axis of their own.",
                bug="channels_not_an_axis",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_uint8_overflow",
        "`a = np.array([200], dtype=np.uint8)`. What is `a + a`?",
        (
            Option(
                "`[400]`",
                "400 needs more than 8 bits. Python's own numbers grow; a uint8 array's do not.",
                bug="uint8_grows",
            ),
            Option(
                "`[255]`",
                "NumPy does not stop at the largest value; photo editors do. It goes round.",
                bug="uint8_saturates",
            ),
            Option("`[144]`", "400 - 256 = 144: uint8 counts modulo 256.", right=True),
            Option(
                "an error",
                "Array arithmetic does not complain about overflow, which is why it hurts.",
                bug="overflow_raises",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_view_or_copy",
        "`patch = x[2:4, 2:4]`, then `patch *= 0`. What happened to the image x?",
        (
            Option(
                "nothing: patch is a new array",
                "A slice is a view: it looks at the same memory. Lists copy when sliced, arrays "
                "do not.",
                bug="slices_copy",
            ),
            Option(
                "nothing: `*=` makes a new array",
                "`patch = patch * 0` would. `*=` writes into the memory that is already there.",
                bug="inplace_makes_new",
            ),
            Option(
                "all of x is 0",
                "The view covers four pixels, and it writes to those only.",
                bug="view_is_everything",
            ),
            Option(
                "four of its pixels are 0", "A slice is a view; `*=` writes into it.", right=True
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "size_7x9",
        "A 7x9 image and a 3x2 kernel (height first). How large is the result?",
        (
            Option(
                "7x9",
                "Without padding the kernel stays inside, so it has fewer positions than the "
                "image has cells. The claim that no padding keeps the size is a common one.",
                bug="no_padding_keeps_size",
            ),
            Option(
                "4x7",
                "That is n - k. Count: a 3-high kernel can start at row 0, 1, 2, 3 and 4 of 7.",
                bug="forgets_plus_one",
            ),
            Option("5x8", "7 - 3 + 1 = 5 down, 9 - 2 + 1 = 8 across.", right=True),
            Option(
                "6x7",
                "The kernel's sides are exchanged: 3 is its height, so it belongs to the 7.",
                bug="swaps_kernel_sides",
            ),
            Option(
                "2x4",
                "That counts windows side by side. The kernel moves by one cell, and windows "
                "overlap.",
                bug="windows_do_not_overlap",
            ),
        ),
    ),
    Question(
        "picks_up_left",
        "The window is 3x3. Which kernel's result is the pixel up-left of the window's centre?",
        (
            Option(
                "`[[0, 0, 0], [0, 0, 0], [0, 0, 1]]`",
                "This picks the pixel down-right. You would be right about convolution, which "
                "flips the kernel (lesson 02); here cell [0, 0] meets the top-left pixel.",
                bug="flips_kernel",
            ),
            Option(
                "`[[1, 0, 0], [0, 0, 0], [0, 0, 0]]`",
                "The only product that is not 0 is that of the top-left pixel.",
                right=True,
            ),
            Option(
                "`[[-1, 0, 0], [0, 1, 0], [0, 0, 0]]`",
                "This is the difference between the centre and that pixel. The kernel holds "
                "weights, not directions to walk in.",
                bug="kernel_is_a_motion",
            ),
            Option(
                "`[[0, 0, 1], [0, 0, 0], [0, 0, 0]]`",
                "This picks up-right: rows come first, then columns from the left.",
                bug="mirrors_columns",
            ),
        ),
    ),
    Question(
        "how_many_products",
        "A 28x28 image and a 5x5 kernel. How many multiplications does `cross_correlate2d` do?",
        (
            Option(
                "25",
                "That is one window. There are 24 x 24 of them.",
                bug="counts_one_window",
            ),
            Option(
                "784",
                "One for each pixel would do if windows did not overlap. Most pixels are used 25 "
                "times.",
                bug="one_per_pixel",
            ),
            Option(
                "19 600",
                "28 x 28 positions would need padding. The kernel fits at 24 x 24.",
                bug="no_padding_keeps_size",
            ),
            Option("14 400", "24 x 24 positions, 25 products at each.", right=True),
            Option(
                "13 225",
                "That is 23 x 23 positions: n - k. There are n - k + 1 on each axis.",
                bug="forgets_plus_one",
            ),
        ),
    ),
    Question(
        "mismatch_near_zero",
        "A popular text says: *where the image does not match the kernel, the result is close to "
        "zero*. The kernel is `[[2, 0], [0, 2]]`; its match `[[1, 0], [0, 1]]` gives 4. Is the claim "
        "true, or which window refutes it?",
        (
            Option(
                "It is true.",
                "Sums do not know what a match is. Try a bright flat window: every pixel adds to "
                "the sum.",
                bug="mismatch_is_near_zero",
            ),
            Option(
                "`[[0, 1], [1, 0]]` refutes it.",
                "The opposite diagonal gives 0: this window speaks for the claim.",
                bug="counts_support_as_refutation",
            ),
            Option(
                "`[[5, 5], [5, 5]]` refutes it.",
                "A flat window without any diagonal gives 20, five times the match.",
                right=True,
            ),
            Option(
                "`[[0, 0], [0, 0]]` refutes it.",
                "It gives 0, as claimed. A counter-example has no match and a result far from 0.",
                bug="black_as_counterexample",
            ),
            Option(
                "`[[3, 0], [0, 3]]` refutes it.",
                "It gives 12, but it does match: the same diagonal, brighter.",
                bug="brighter_match_as_mismatch",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
