"""Questions of lesson 05: three on earlier lessons to begin with, then four on channels."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_stride_two_size",
        "32 cells, a kernel of 5, stride 2, no padding. How many cells come out?",
        (
            Option(
                "28",
                "That is stride 1. One popular text prints 28 for stride 2 as well.",
                bug="ignores_stride",
            ),
            Option(
                "15",
                "27 / 2 + 1 is 14.5, rounded up. The last window would hang over the border.",
                bug="rounds_up",
            ),
            Option("14", "(32 - 5) // 2 + 1: a window that does not fit is left out.", right=True),
            Option(
                "13",
                "The first position counts too: + 1 after the division.",
                bug="forgets_plus_one",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_padding_pair",
        "`zero_pad2d(x, (1, 2))` on a batch of shape (4, 3, 5, 6). Which shape comes out?",
        (
            Option(
                "(4, 3, 8, 9)",
                "That reads (1, 2) as before and after, on both axes. It is height and width.",
                bug="reads_before_after",
            ),
            Option(
                "(4, 3, 7, 10)",
                "One row above and one below, two columns left and two right.",
                right=True,
            ),
            Option(
                "(4, 3, 9, 8)",
                "The pair is exchanged: height first, as in every shape of this course.",
                bug="swaps_height_and_width",
            ),
            Option(
                "(4, 3, 6, 8)",
                "That pads one side only. Padding goes on each side.",
                bug="pads_one_side",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_layer_flips",
        "`kernel = [[1, 2]]`, and the image is `[[10, 1]]`. What do `cross_correlate2d` and "
        "`convolve2d` give?",
        (
            Option(
                "12 and 12",
                "They agree for kernels that look the same after half a turn; [[1, 2]] does not.",
                bug="thinks_they_agree",
            ),
            Option(
                "21 and 12",
                "Exchanged: it is the mathematical convolution that flips the kernel.",
                bug="exchanges_the_names",
            ),
            Option(
                "12 and 21",
                "1 * 10 + 2 * 1 as it is; 2 * 10 + 1 * 1 with the kernel flipped.",
                right=True,
            ),
            Option(
                "11 and 11",
                "That adds the pixels. Each is multiplied by its weight first.",
                bug="adds_pixels",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "slices_of_16_filters",
        "A layer has 16 filters with kernels of 3x3, and its input is an RGB picture. How many 2-D "
        "slices do its filters have in all, and how many maps come out?",
        (
            Option(
                "3 slices, 3 maps",
                "That would be one kernel a channel. Each of the 16 filters has its own three "
                "slices, and adds their results into a single map.",
                bug="one_kernel_per_channel",
            ),
            Option(
                "16 slices, 16 maps",
                "A filter is not flat: on RGB it has three slices.",
                bug="filters_are_flat",
            ),
            Option(
                "48 slices, 48 maps",
                "48 slices, right; but the three results of a filter are added, so it makes one "
                "map, not three.",
                bug="does_not_sum_channels",
            ),
            Option(
                "48 slices, 16 maps",
                "16 filters of 3 slices each; every filter adds its three results.",
                right=True,
            ),
            Option(
                "144 slices, 16 maps",
                "That multiplies 16 by the 9 cells of a slice. Cells are not slices.",
                bug="counts_cells",
            ),
        ),
    ),
    Question(
        "filter_of_any_depth",
        "*“You can slide a filter of any depth over an image.”* Your image has 3 channels. How "
        "deep may a filter of an ordinary layer (one group) be?",
        (
            Option(
                "as deep as you like",
                "A slice without a channel has nothing to multiply; `conv2d` raises ValueError.",
                bug="any_depth",
            ),
            Option(
                "deeper than the image",
                "“More in-depth” is what another text says. There would be slices without a "
                "channel.",
                bug="deeper_than_image",
            ),
            Option(
                "3, exactly",
                "One slice for each channel. What you may choose is the *number* of filters.",
                right=True,
            ),
            Option(
                "1, and it slides over each channel",
                "That is a depthwise layer, with as many groups as channels. An ordinary filter "
                "spans all of them.",
                bug="depthwise_is_ordinary",
            ),
            Option(
                "as deep as there are output channels",
                "Output channels count the filters. Depth belongs to the input.",
                bug="depth_is_output_channels",
            ),
        ),
    ),
    Question(
        "parameters_3_64_7",
        "How many parameters has a layer of 64 filters, 7x7, with bias, on RGB pictures? (PyTorch: "
        "`Conv2d(3, 64, 7)`.)",
        (
            Option(
                "3 136",
                "64 x 49: the three channels are missing, and the biases.",
                bug="forgets_depth",
            ),
            Option("9 408", "64 x 3 x 49: the 64 biases are parameters too.", bug="forgets_bias"),
            Option("9 472", "64 x (3 x 7 x 7 + 1).", right=True),
            Option(
                "9 600",
                "64 x (3 x 49 + 3): one bias a filter, not one a slice.",
                bug="bias_per_slice",
            ),
            Option(
                "it depends on the size of the picture",
                "That is true of a dense layer. Here all positions share the same weights.",
                bug="parameters_depend_on_size",
            ),
        ),
    ),
    Question(
        "when_height_doubles",
        "A layer (3x3, padding 1, stride 1) runs on pictures of 32x32. Now the pictures are twice "
        "as high: 64x32. What happens to its parameters and its multiplications?",
        (
            Option(
                "both double",
                "The weights are the same at every position: more positions need no new ones.",
                bug="parameters_grow_with_size",
            ),
            Option(
                "parameters stay, multiplications double",
                "Twice as many positions, the same weights at each.",
                right=True,
            ),
            Option(
                "parameters stay, multiplications become four times as many",
                "That happens when both sides double. Only the height did.",
                bug="doubles_both_sides",
            ),
            Option(
                "neither changes",
                "The weights stay, but there are twice as many positions at which to use them.",
                bug="work_is_free",
            ),
            Option(
                "it does not run: the layer was made for 32x32",
                "A convolutional layer knows channels and kernel sizes, nothing about H and W. "
                "Only a dense layer after it would complain.",
                bug="layer_knows_image_size",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
