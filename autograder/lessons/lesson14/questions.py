"""Questions of lesson 14: three on earlier lessons to begin with, then four on the two nets."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_padding_for_five",
        "A 5x5 convolution with stride 1 is to keep maps of 28x28. How much padding does it need on "
        "each side?",
        (
            Option(
                "1",
                "That keeps the size under a 3x3 kernel. A 5x5 kernel takes 4 rows away.",
                bug="padding_of_a_3x3",
            ),
            Option(
                "2", "(5 - 1) / 2 = 2: the 4 lost rows come back, two on each side.", right=True
            ),
            Option(
                "4",
                "4 rows are lost in all. Padding is counted on each side, so this adds 8.",
                bug="padding_on_both_sides",
            ),
            Option(
                "none",
                "Without padding the kernel stays inside, and 24x24 positions are left.",
                bug="no_padding_keeps_size",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_relu_and_pooling",
        "With which pooling may a ReLU come before or after, without any change of the result?",
        (
            Option(
                "the maximum",
                "ReLU never changes which number is the largest, so both orders agree.",
                right=True,
            ),
            Option(
                "the average",
                "The average of -4 and 2 is -1, and ReLU makes it 0. ReLU first gives 0 and 2, on "
                "average 1.",
                bug="relu_commutes_with_average",
            ),
            Option(
                "both",
                "Not the average: -4 and 2 give 0 in one order and 1 in the other.",
                bug="relu_commutes_with_all",
            ),
            Option(
                "neither",
                "The maximum of max(a, 0) and max(b, 0) is max(a, b, 0) in both orders.",
                bug="relu_commutes_with_none",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_statistics_in_evaluation",
        "A trained net with batch normalisation gets a single picture, in evaluation mode. Which mean "
        "does its normalisation subtract?",
        (
            Option(
                "the mean of this picture's maps",
                "That is what training mode would do with a batch of one.",
                bug="batch_statistics_in_evaluation",
            ),
            Option(
                "the running mean, stored while it was trained",
                "In evaluation nothing depends on the company a picture is in.",
                right=True,
            ),
            Option(
                "the mean of the last training batch",
                "That would depend on chance. The running mean is an average over many batches.",
                bug="last_batch_statistics",
            ),
            Option(
                "none: evaluation mode switches it off",
                "Dropout is switched off. A normalisation goes on, with stored numbers.",
                bug="normalisation_off_in_evaluation",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "lenet_of_1998",
        "A drawing of *LeNet-5* shows maps of 28, 14, 10 and 5 cells a side, ReLU after each layer, "
        "plain average pooling, a C3 whose maps read all six below, and softmax at the end. What of it "
        "is the LeNet-5 of 1998?",
        (
            Option(
                "All of it.",
                "It is today's form. The net of 1998 had a scaled tanh, pooling that learned, a table "
                "for C3, and distances to drawn codes at the end.",
                bug="drawing_is_the_original",
            ),
            Option(
                "The sizes of the maps.",
                "28, 14, 10, 5 and the widths 120, 84 and 10 are the paper's. Everything else in the "
                "drawing came later.",
                right=True,
            ),
            Option(
                "The sizes and the pooling.",
                "In 1998 a pooling map multiplied its sums by a learned coefficient, added a learned "
                "bias, and bent the result.",
                bug="pooling_without_parameters",
            ),
            Option(
                "The sizes and the ReLU.",
                "It was 1.7159 tanh(2x/3). ReLU became usual some twelve years later.",
                bug="relu_in_1998",
            ),
        ),
    ),
    Question(
        "why_32_for_28",
        "MNIST's pictures are 28x28. Why did LeNet-5 read them on 32x32?",
        (
            Option(
                "32 is a power of two, so it can be halved to the end.",
                "The sizes are 32, 28, 14, 10, 5, and only two of these steps are halvings. Halving to the "
                "end is nobody's aim.",
                bug="powers_of_two",
            ),
            Option(
                "So that a stroke at the edge of a digit can lie in the middle of what a high unit sees.",
                "End points and corners can then be centred in the windows of the last maps. The 28 "
                "already hold a margin: the digit fills 20x20.",
                right=True,
            ),
            Option(
                "So that the convolutions need no padding and the maps keep their size.",
                "They need none, and the maps shrink each time. A margin of 2 on the picture does not "
                "keep later sizes.",
                bug="margin_keeps_sizes",
            ),
            Option(
                "Larger pictures hold more information about the digit.",
                "The margin is background: 1,024 pixels hold what 784 did.",
                bug="more_pixels_more_information",
            ),
        ),
    ),
    Question(
        "where_lenet_is_large",
        "Which layers of today's LeNet-5 hold most of its 61,706 parameters, and do most of its "
        "416,520 multiply-accumulates?",
        (
            Option(
                "c5 holds most, c3 does most.",
                "c5 holds 48,120 and uses each weight once. c3 holds 2,416 and uses each weight 100 "
                "times: 240,000 products.",
                right=True,
            ),
            Option(
                "c5 holds most, and does most.",
                "c5 has 48,000 products, one for each weight. A convolution's weights are used again "
                "at every position.",
                bug="work_is_parameters",
            ),
            Option(
                "c3 holds most, and does most.",
                "c3 does most of the work with 2,416 parameters. Few weights, used often.",
                bug="convolutions_hold_most",
            ),
            Option(
                "c3 holds most, c5 does most.",
                "The other way round: look at the two columns of your table.",
                bug="columns_exchanged",
            ),
        ),
    ),
    Question(
        "numbers_into_fc",
        "FashionNet: 28x28; 5x5 convolution with padding 2, 16 channels; 2x2 pooling; 5x5 convolution "
        "with padding 2, 32 channels; 2x2 pooling. How many numbers enter the linear layer?",
        (
            Option(
                "512",
                "Without padding: 28, 24, 12, 8, 4, and 32 maps of 4x4. Padding 2 keeps 28 and 14.",
                bug="forgets_padding",
            ),
            Option(
                "49",
                "That is one map. All 32 of them are flattened.",
                bug="forgets_channels",
            ),
            Option(
                "6,272",
                "That is 32 maps of 14x14: one pooling was forgotten.",
                bug="forgets_a_pooling",
            ),
            Option("1,568", "28, 28, 14, 14, 7, and 32 maps of 7x7 cells.", right=True),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
