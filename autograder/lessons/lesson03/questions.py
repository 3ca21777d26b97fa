"""Questions of lesson 03: three on lessons 00 to 02 to begin with, then four on padding."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_last_column",
        "Lesson 00: `x` is a batch of shape (N, C, H, W). Which expression gives the last *column* "
        "of every picture?",
        (
            Option(
                "`x[-1]`",
                "The first axis counts pictures: this is the whole last one.",
                bug="first_axis_is_columns",
            ),
            Option(
                "`x[:, -1]`",
                "The second axis counts channels: this is the last channel of every picture.",
                bug="second_axis_is_columns",
            ),
            Option(
                "`x[:, :, -1]`",
                "The third axis counts rows: this is the last row.",
                bug="swaps_rows_and_columns",
            ),
            Option(
                "`x[:, :, :, -1]`",
                "Images, channels, rows, columns: the fourth axis.",
                right=True,
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_two_layers",
        "Lesson 01: a 10x12 picture goes through `cross_correlate2d` with a 3x3 kernel, and the "
        "result through it once more. Which shape comes out?",
        (
            Option(
                "10x12",
                "That needs padding, today's subject. Without it the kernel stays inside.",
                bug="no_padding_keeps_size",
            ),
            Option("8x10", "That is after one of the two.", bug="counts_one_layer"),
            Option("6x8", "Each takes two rows and two columns.", right=True),
            Option(
                "4x6",
                "That takes three each time. A kernel of 3 takes two: n - k + 1.",
                bug="forgets_plus_one",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_blur_of_flat",
        "Lesson 02: you blur a flat grey picture, every pixel 0.5, with `gaussian_kernel(5, 1.0)` "
        "and `cross_correlate2d`. What does the map hold?",
        (
            Option(
                "0.5 everywhere",
                "The kernel's cells sum to 1, so each value is 0.5 times 1.",
                right=True,
            ),
            Option(
                "0 everywhere",
                "Kernels whose cells sum to 0 do that: edge kernels.",
                bug="blur_sums_to_zero",
            ),
            Option(
                "12.5 everywhere",
                "25 cells times 0.5: that would be a kernel of ones.",
                bug="blur_sums_to_its_cells",
            ),
            Option(
                "0.5 in the middle, less towards the border",
                "Every window lies inside the picture, so all of them see the same. Keep this "
                "thought for today: it is what zeros at the border would do.",
                bug="border_is_darker_without_padding",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "padding_non_existent",
        "A popular text says: *padding can be non-existent, where the output maintains the original "
        "size*. A 12x12 picture goes through four layers of 3x3 kernels, stride 1, without padding. "
        "How large is the result?",
        (
            Option(
                "12x12",
                "This is what the text promises. Each layer takes k - 1 = 2 rows and columns; only "
                "1x1 kernels take none.",
                bug="no_padding_keeps_size",
            ),
            Option(
                "8x8",
                "One row a layer: that is the loss on one side. The other loses one too.",
                bug="counts_one_side",
            ),
            Option("4x4", "Each layer takes 2: 12 - 4 · 2 = 4.", right=True),
            Option(
                "nothing is left",
                "12 - 4 · 3 = 0 would take k in each layer. It takes k - 1.",
                bug="takes_k_each_layer",
            ),
        ),
    ),
    Question(
        "zero_or_none",
        "A text calls it *zero padding*; a classmate writes `padding=0`. Her layer has a 5x5 kernel "
        "and moves by one cell. A 32x32 picture goes in. What comes out of *her* layer?",
        (
            Option(
                "32x32, with a rim of zeros used",
                "That is zero padding: padding *with zeros*, here two on each side. `padding=0` is "
                "padding *of no* cells.",
                bug="padding_zero_is_zero_padding",
            ),
            Option(
                "28x28, no padding at all",
                "The 0 is how many cells, not what stands in them. The two words mean opposites.",
                right=True,
            ),
            Option(
                "36x36, four cells on each side",
                "That is full padding, k - 1 on each side.",
                bug="padding_is_k_minus_1",
            ),
            Option(
                "32x32, and the outermost pixels became 0",
                "Padding never overwrites pixels. It adds cells outside, or none.",
                bug="padding_overwrites",
            ),
        ),
    ),
    Question(
        "padding_for_kernel_four",
        "A kernel is 4x4 and moves by one cell. With p cells on *each* side, which p keeps a 28x28 "
        "picture at 28x28?",
        (
            Option(
                "p = 1",
                "28 + 2 - 3 = 27: one too small.",
                bug="rounds_half_down",
            ),
            Option(
                "p = 2",
                "28 + 4 - 3 = 29: one too large. Half of the kernel is right for odd kernels only.",
                bug="half_of_even_kernel",
            ),
            Option(
                "p = 1.5",
                "(k - 1) / 2, as many texts say. But nobody can add half a row.",
                bug="half_a_row",
            ),
            Option(
                "p = 3",
                "28 + 6 - 3 = 31: k - 1 on each side is full padding.",
                bug="full_is_same",
            ),
            Option(
                "none",
                "The kernel takes three, an odd number. Two equal sides cannot make up for it; 1 "
                "before and 2 after can.",
                right=True,
            ),
        ),
    ),
    Question(
        "zeros_and_edges",
        "A text says that padding *ensures that the edge information is preserved*. A flat grey "
        "picture (all 0.5) gets one ring of zeros; then comes the kernel `[[-1, 0, 1]] * 3`. What "
        "does the map show?",
        (
            Option(
                "0 everywhere: a flat picture has no edges",
                "It had none. The zeros are dark, the picture is not, and the kernel cannot know "
                "which pixels are real.",
                bug="zeros_are_invisible",
            ),
            Option(
                "0 inside, positive at the left border, negative at the right",
                "Dark zeros, then grey: an edge that the padding drew, up to 1.5 strong.",
                right=True,
            ),
            Option(
                "0 inside, positive on all four sides",
                "This kernel compares left with right. Top and bottom rows agree with themselves, "
                "and on the right it grows darker.",
                bug="edge_has_no_direction",
            ),
            Option(
                "0.5 everywhere: the picture is preserved",
                "Kernels whose cells sum to 0 give 0 on a flat patch. Preserving pictures is not "
                "what padding is for.",
                bug="padding_preserves",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
