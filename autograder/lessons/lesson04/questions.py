"""Questions of lesson 04: three on lessons 01 to 03 to begin with, then four on sizes."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_last_start",
        "Lesson 01: a kernel of 4 slides along a row of 10 cells, numbered from 0. On which cell "
        "does its last window start?",
        (
            Option(
                "5",
                "Then the window ends on cell 8, and one more fits. n - k - 1 is one too few.",
                bug="one_start_too_few",
            ),
            Option("6", "It covers cells 6, 7, 8 and 9; 9 is the last.", right=True),
            Option(
                "7",
                "7 is how many windows there are: starts 0 to 6. Counting from 0, the last is one "
                "less than the number.",
                bug="count_for_index",
            ),
            Option(
                "9",
                "Cell 9 would be the first of four, and three would hang over.",
                bug="window_may_hang_over",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_zero_mean_kernel",
        "Lesson 02: the cells of an edge kernel add up to 0. What does it give on a bright, flat "
        "patch where every pixel is 200?",
        (
            Option("0", "200 times the sum of the kernel's cells, which is 0.", right=True),
            Option(
                "200",
                "A blur gives that, since its cells add up to 1.",
                bug="kernel_sums_to_one",
            ),
            Option(
                "a large positive number",
                "Bright pixels meet negative cells too, and all of it cancels.",
                bug="brightness_scores",
            ),
            Option(
                "it depends on where the positive cells are",
                "Where all pixels are equal, the order of the cells does not matter.",
                bug="order_matters_on_flat",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_padding_keeps_size",
        "Lesson 03: which padding on each side keeps the size under a 7 x 7 kernel that moves by "
        "one cell?",
        (
            Option(
                "0",
                "Without padding the map loses 6 rows and 6 columns.",
                bug="no_padding_keeps_size",
            ),
            Option("3", "(7 - 1) / 2: what the kernel takes, half of it on each side.", right=True),
            Option(
                "6",
                "The kernel takes 6 in all. Padding counts each side: 3 and 3.",
                bug="padding_of_both_sides",
            ),
            Option(
                "7",
                "The kernel takes k - 1 cells, not k; and half of that goes on each side.",
                bug="padding_is_k",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "stride_two_of_32",
        "A popular text slides a 5 x 5 filter with *stride two*, without padding, over a 32 x 32 "
        "picture, and gets 28 x 28. What comes out?",
        (
            Option(
                "28 x 28",
                "That is stride 1: 32 - 5 + 1. The text forgot its stride.",
                bug="ignores_stride",
            ),
            Option(
                "16 x 16",
                "Half of 32. The kernel takes its part first: it has 27 cells of room, and the "
                "stride divides those.",
                bug="n_over_stride",
            ),
            Option(
                "15 x 15",
                "27 / 2 is 13.5, and you rounded up. The fifteenth window would hang over the "
                "border.",
                bug="ceil_not_floor",
            ),
            Option("14 x 14", "27 cells of room hold 13 steps of 2: 14 windows.", right=True),
            Option(
                "10 x 10",
                "That is stride 3. A stride of two moves two cells, and so skips one.",
                bug="stride_is_cells_skipped",
            ),
        ),
    ),
    Question(
        "fraction_in_the_formula",
        "7 cells, a kernel of 2, stride 2: (7 - 2) / 2 + 1 = 3.5. A text says: *when the size has a "
        "fraction, take ceil()*. What does a convolution in PyTorch do?",
        (
            Option(
                "It gives 4: the last window hangs over.",
                "Pooling can be told to do so, with `ceil_mode=True`, and TensorFlow's SAME mode "
                "adds zeros to get there. A convolution in PyTorch does not.",
                bug="ceil_not_floor",
            ),
            Option(
                "It gives 3, and no window sees the last cell.",
                "Whole windows only: they start at 0, 2 and 4, and cell 6 is left over.",
                right=True,
            ),
            Option(
                "It gives 3, and the windows are spread evenly.",
                "Windows start at multiples of the stride; what is left over is all at the end.",
                bug="leftover_is_spread",
            ),
            Option(
                "It raises an error, since 2 does not divide 5.",
                "Some drawing tools do. Libraries take whole windows and leave the rest.",
                bug="refuses_leftovers",
            ),
        ),
    ),
    Question(
        "why_half_rounded_up",
        "Kernel 3, stride 2, padding 1: each such layer turns n cells into n / 2, rounded *up* (7 "
        "into 4). Why, when sizes are rounded down?",
        (
            Option(
                "Padding switches to rounding up.",
                "The rounding is the same everywhere: down. Padding only makes the row longer.",
                bug="padding_rounds_up",
            ),
            Option(
                "floor((n + 2 - 3) / 2) + 1 = floor((n + 1) / 2), which is n / 2 rounded up.",
                "The row grows by 2, the kernel takes 3, and the + 1 counts the first window.",
                right=True,
            ),
            Option(
                "Stride 2 halves every size, whatever the kernel.",
                "Not so: without padding this layer turns 28 into 13, and a kernel of 5 with "
                "padding 1 does the same.",
                bug="n_over_stride",
            ),
            Option(
                "The library adds one more column on the right when n is odd.",
                "TensorFlow's SAME mode pads unevenly, for even n. Here both ends get one cell, "
                "whatever n is.",
                bug="uneven_padding",
            ),
        ),
    ),
    Question(
        "width_over_stride",
        "A classmate allocates `width // stride` columns for every layer. Her tests pass. Which "
        "layer shows the mistake?",
        (
            Option(
                "28 cells, kernel 2, stride 2, padding 0",
                "14 windows, and 28 // 2 is 14: one of the layers on which she is lucky.",
                bug="pooling_as_counterexample",
            ),
            Option(
                "28 cells, kernel 3, stride 2, padding 1",
                "14 windows, and 28 // 2 is 14. For even n this popular layer hides it.",
                bug="even_n_as_counterexample",
            ),
            Option(
                "7 cells, kernel 3, stride 2, padding 1",
                "4 windows, and 7 // 2 is 3: her map lacks its last column.",
                right=True,
            ),
            Option(
                "32 cells, kernel 5, stride 1, padding 2",
                "32 windows, and 32 // 1 is 32: the padding makes up for the kernel.",
                bug="same_padding_as_counterexample",
            ),
            Option(
                "28 cells, kernel 4, stride 4, padding 0",
                "7 windows, and 28 // 4 is 7: kernel and stride are equal and divide the row.",
                bug="tiling_as_counterexample",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
