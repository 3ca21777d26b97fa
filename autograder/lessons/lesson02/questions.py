"""Questions of lesson 02: three on lessons 00 and 01 to begin with, then four on kernels."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_one_output_cell",
        "The window is `[[1, 2], [3, 4]]`, the kernel `[[0, 1], [-1, 0]]`. What does "
        "`cross_correlate2d` write into the output cell?",
        (
            Option("-1", "2 · 1 + 3 · (-1): each kernel cell meets its own pixel.", right=True),
            Option(
                "1",
                "That is what the flipped kernel gives. `cross_correlate2d` slides it as it is.",
                bug="flips_kernel",
            ),
            Option(
                "5",
                "The sign of the -1 was lost: 3 is subtracted.",
                bug="drops_the_sign",
            ),
            Option(
                "`[[0, 2], [-3, 0]]`",
                "These are the four products. Add them up: one window gives one number.",
                bug="does_not_sum",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_flat_patch",
        "You subtract its mean from a template, and slide it with `cross_correlate2d`. What does it "
        "give on a flat patch of brightness 9?",
        (
            Option(
                "9",
                "A kernel whose cells sum to 1 would give that. These sum to 0.",
                bug="mean_of_the_patch",
            ),
            Option(
                "nan",
                "That comes from dividing by the norm of a flat patch. Nothing is divided here.",
                bug="divides_by_norm",
            ),
            Option(
                "9 times the number of cells",
                "A kernel of ones would give that. Here positive and negative cells cancel.",
                bug="kernel_of_ones",
            ),
            Option("0", "9 times the sum of the kernel's cells, which is 0.", right=True),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_grey_shape",
        "`picture` is uint8 of shape (48, 64, 3). Which shape has "
        "`to_grayscale(to_float_chw(picture))`?",
        (
            Option(
                "(48, 64)",
                "The channel axis stays, with one channel in it. Take `[0]` for a plain grid.",
                bug="drops_channel_axis",
            ),
            Option("(1, 48, 64)", "One channel, then rows and columns: CHW.", right=True),
            Option(
                "(3, 48, 64)",
                "That is after the first of the two functions; the second adds the channels up.",
                bug="keeps_three_channels",
            ),
            Option(
                "(48, 64, 1)",
                "`to_float_chw` moved the channels to the front.",
                bug="channels_last",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "unmoved_by_brightness",
        "Someone turns up the lamp: every pixel grows by 10. Which kernels give the same feature "
        "map as before?",
        (
            Option(
                "blurs, since their cells sum to 1",
                "With such cells every result grows by 10 · 1: the blurred picture is brighter too.",
                bug="sum_one_cancels",
            ),
            Option(
                "edge kernels, since their cells sum to 0",
                "10 times each cell is added, so 10 times their sum: 0.",
                right=True,
            ),
            Option(
                "all with a negative cell, such as sharpening",
                "One negative cell is not enough. The cells of a sharpening kernel sum to 1, and its "
                "result grows by 10.",
                bug="any_negative_cell",
            ),
            Option(
                "all: brightness is no pattern",
                "Sums do not know patterns. A kernel of ones grows by 10 for each cell.",
                bug="sums_know_patterns",
            ),
            Option(
                "none: every product grows",
                "Products with negative cells shrink. In some kernels the two balance.",
                bug="products_only_grow",
            ),
        ),
    ),
    Question(
        "blur_twice",
        "You blur a picture with a 3x3 Gaussian kernel, and the result once more with the same "
        "kernel. Which single step gives the same?",
        (
            Option(
                "no second step is needed: it is blurred already",
                "A second mean of neighbours brings in pixels from two cells away. It blurs more.",
                bug="second_blur_does_nothing",
            ),
            Option(
                "a 3x3 kernel with twice the sigma",
                "No 3x3 kernel can: two passes reach two cells to each side. (And the widths add as "
                "squares: sigma grows 1.4 times, not 2.)",
                bug="same_size_wider",
            ),
            Option(
                "a 6x6 kernel, since 3 + 3 = 6",
                "Each pass reaches one cell to each side. Two reach two, plus the centre.",
                bug="sizes_add",
            ),
            Option(
                "a 3x3 kernel with squared cells",
                "Squaring narrows the bell. Two passes widen it.",
                bug="squares_cells",
            ),
            Option(
                "a 5x5 kernel: the small one, blurred by itself",
                "Two linear steps are one linear step, with a larger kernel. You will need that in "
                "lesson 08.",
                right=True,
            ),
        ),
    ),
    Question(
        "flip_unseen",
        "With which kernels do `convolve2d` and `cross_correlate2d` agree on *every* picture?",
        (
            Option(
                "those that equal their transpose, such as `[[0, 1], [1, 5]]`",
                "Turned by half a turn this is `[[5, 1], [1, 0]]`. A transpose mirrors along the "
                "diagonal; a half turn does not.",
                bug="transpose_is_half_turn",
            ),
            Option(
                "those with left and right alike, such as a horizontal edge kernel",
                "Half a turn also exchanges top and bottom, and this kernel changes its sign.",
                bug="mirror_is_half_turn",
            ),
            Option(
                "those that look the same after half a turn, such as `[[1, 2], [2, 1]]`",
                "Then the flip changes nothing, whatever the picture.",
                right=True,
            ),
            Option(
                "those whose cells sum to 0",
                "An edge kernel sums to 0, and its sign changes with the flip.",
                bug="zero_mean_hides_flip",
            ),
            Option(
                "all square ones",
                "`[[1, 2], [3, 4]]` is square, and half a turn makes it `[[4, 3], [2, 1]]`.",
                bug="square_hides_flip",
            ),
        ),
    ),
    Question(
        "is_it_regression",
        "A text says: *“With linear regression, the convolutional layers can learn.”* What is true "
        "of it?",
        (
            Option(
                "All of it: a convolutional layer is fitted by linear regression.",
                "That works while prediction and kernel are related linearly. Put a nonlinearity "
                "or a second layer in between, and no such solution exists.",
                bug="layers_are_regressions",
            ),
            Option(
                "Nothing: sliding has nothing to do with regression.",
                "Write each window as a row of a matrix: your `learn_kernel` is then a linear "
                "regression, solved step by step.",
                bug="sliding_is_not_linear",
            ),
            Option(
                "It holds for the last layer, and the others stay as they were drawn.",
                "All layers are trained, the first ones too: their gradients come by "
                "backpropagation (lesson 10).",
                bug="only_last_layer_learns",
            ),
            Option(
                "One linear layer with a squared loss is a regression. Networks learn by gradient "
                "descent on a loss.",
                "The special case coincides; the method that works for all of them is the descent.",
                right=True,
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
