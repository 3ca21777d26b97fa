"""Questions of lesson 07: three on lessons 03 to 05 to begin with, then four on pooling."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_windows_of_9",
        "Lesson 04: how many windows of 4 cells does a row of 9 cells hold, with stride 2 and no "
        "padding?",
        (
            Option(
                "2",
                "The windows start at 0, 2 and 4. The first one counts too: that is the + 1.",
                bug="forgets_plus_one",
            ),
            Option("3", "They start at 0, 2 and 4. Cell 8 is left over.", right=True),
            Option(
                "4",
                "The fourth would start at 6 and end on cell 9, which does not exist. Windows that "
                "do not fit are dropped.",
                bug="ceil_not_floor",
            ),
            Option(
                "6",
                "That is stride 1: 9 - 4 + 1. With stride 2 every other start is left out.",
                bug="ignores_stride",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_padding_word",
        "Lesson 03: a paper says its first layer uses *zero padding*. What does that tell you?",
        (
            Option(
                "The picture is not padded.",
                "That would be *padding zero*: `padding=0`. The two phrases are opposites.",
                bug="zero_padding_is_padding_zero",
            ),
            Option(
                "Zeros are put around the picture; how many, it does not say.",
                "*Zero* says what the padding is made of, not how much of it there is.",
                right=True,
            ),
            Option(
                "The picture keeps its size.",
                "That depends on how much padding there is, on the kernel and on the stride.",
                bug="padding_keeps_size",
            ),
            Option(
                "The border of the picture is overwritten with zeros.",
                "Padding goes around the picture. No pixel is lost.",
                bug="overwrites_border",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_channels_out",
        "Lesson 05: a batch of shape (2, 3, 8, 8) goes through `conv2d` with a weight of shape "
        "(5, 3, 3, 3), stride 1, no padding. Which shape comes out?",
        (
            Option(
                "(2, 15, 6, 6)",
                "5 filters times 3 channels would be 15 maps. But the three slices of a filter are "
                "summed into one.",
                bug="a_map_for_each_slice",
            ),
            Option(
                "(2, 3, 6, 6)",
                "The channels come in as 3. There is one map for each filter.",
                bug="keeps_channels",
            ),
            Option("(2, 5, 6, 6)", "One map for each filter; 8 - 3 + 1 = 6.", right=True),
            Option(
                "(2, 5, 8, 8)",
                "Without padding a kernel of 3 takes two rows and two columns.",
                bug="no_padding_keeps_size",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "pool_weights",
        "A text says: *pooling decreases the number of weights to learn*. A net has a convolution, "
        "a 2x2 max-pool, a second convolution, global average pooling, and a linear layer. You "
        "take the max-pool out. What happens to the number of weights?",
        (
            Option(
                "It grows about four times.",
                "The maps have four times as many cells. Weights of a convolution do not depend on "
                "the size of its maps: the same few are used everywhere.",
                bug="weights_grow_with_maps",
            ),
            Option(
                "It shrinks, since the pool's own weights are gone.",
                "A maximum has nothing to learn: max-pooling has no weights.",
                bug="pooling_has_weights",
            ),
            Option(
                "Only the linear layer gets more.",
                "It would, if the maps were laid flat in front of it. Here it sees one number for "
                "each channel, whatever the size.",
                bug="global_pool_keeps_positions",
            ),
            Option(
                "It stays the same.",
                "Convolutions do not mind the size, and after global pooling neither does the "
                "linear layer. The work grows, the weights do not.",
                right=True,
            ),
        ),
    ),
    Question(
        "relu_and_pool",
        "Some nets pool before ReLU, some after. For which pooling does the order make no "
        "difference, whatever the numbers are?",
        (
            Option(
                "max-pooling",
                "ReLU never changes which of two numbers is larger (at most it makes them equal), "
                "so the largest stays the largest. Pool first, and ReLU has less to do.",
                right=True,
            ),
            Option(
                "average pooling",
                "The window [-4, 2] has the mean -1: average, then ReLU gives 0. ReLU first gives "
                "[0, 2], and the mean 1.",
                bug="average_commutes",
            ),
            Option(
                "L2 pooling",
                "The window [-4, 3] has the length 5, which ReLU leaves alone. ReLU first gives "
                "[0, 3], of length 3.",
                bug="norm_commutes",
            ),
            Option(
                "all three",
                "Try the window [-4, 3] on each of them: on paper it takes a minute.",
                bug="all_commute",
            ),
            Option(
                "none of them",
                "For one of them it does not. Which one only asks which number is larger?",
                bug="none_commutes",
            ),
        ),
    ),
    Question(
        "one_by_one_pool",
        "A published net for CIFAR-10 contains `MaxPooling2D(pool_size=(1, 1))` three times, with "
        "its default stride. What do these layers do?",
        (
            Option(
                "They halve the maps.",
                "The default stride is the size of the window, here 1. A window of 2 would halve.",
                bug="pooling_always_halves",
            ),
            Option(
                "Nothing: each returns its input.",
                "The largest of one number is that number, and the windows move by one cell. They "
                "can be deleted.",
                right=True,
            ),
            Option(
                "They mix the channels at each pixel.",
                "A 1x1 *convolution* does that (lesson 05). Pooling never mixes channels.",
                bug="one_by_one_convolution",
            ),
            Option(
                "They set negative numbers to 0.",
                "That is ReLU. A maximum over one number compares it with nothing.",
                bug="accumulator_starts_at_0",
            ),
        ),
    ),
    Question(
        "pool_invariance",
        "A text says: *in all cases, pooling means that an object is recognised wherever it "
        "appears*. What do you answer, with your measurements in hand?",
        (
            Option(
                "True: the maximum of a window does not depend on where in it the largest number "
                "stands.",
                "As long as it stays in that window. One pixel further it may stand in the next, "
                "and both outputs change.",
                bug="ignores_window_borders",
            ),
            Option(
                "True for max-pooling, false for average pooling.",
                "On the 7 you measured 45 % and 41 %: neither stayed the same.",
                bug="max_is_invariant",
            ),
            Option(
                "A 2x2 pool absorbs some one-pixel shifts, and a shift that crosses a window's "
                "border changes its output.",
                "A little tolerance, not invariance. Only pooling over all positions forgets where "
                "something was, as long as all of it stays in the picture.",
                right=True,
            ),
            Option(
                "False: pooling makes a net more sensitive to shifts.",
                "You measured 45 % for the pooled 7 and 49 % for the 7 itself: a little less, not "
                "more.",
                bug="pooling_adds_sensitivity",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
