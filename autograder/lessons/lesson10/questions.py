"""Questions of lesson 10: three on earlier lessons to begin with, then four on going backwards."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_shape_of_a_layer",
        "Eight pictures of 3 channels, 10x12, go through 5 filters of 3x3, stride 2, padding 1. "
        "What is the shape of the result?",
        (
            Option("(8, 5, 5, 6)", "(10 + 2 - 3) // 2 + 1 = 5, and likewise 6.", right=True),
            Option(
                "(8, 3, 5, 6)",
                "The three channels are summed away; there are as many maps as filters.",
                bug="keeps_input_channels",
            ),
            Option(
                "(8, 5, 10, 12)",
                "Padding 1 keeps the size of a 3x3 layer with stride 1. Here the stride is 2.",
                bug="ignores_stride",
            ),
            Option(
                "(8, 5, 4, 5)",
                "That is without the padding.",
                bug="ignores_padding",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_windows_of_a_pixel",
        "Windows of 3 move over a row of 7 pixels by 2. In how many windows is pixel 2 (the third)?",
        (
            Option(
                "one",
                "That holds for windows side by side. Windows start at 0, 2 and 4: the first ends "
                "at pixel 2, the second begins there.",
                bug="windows_never_overlap",
            ),
            Option("two", "The windows start at 0, 2 and 4; two of them hold pixel 2.", right=True),
            Option(
                "three",
                "With stride 1 it would be three. By 2, windows start at 0, 2 and 4.",
                bug="ignores_stride_in_count",
            ),
            Option(
                "none",
                "The first window covers pixels 0, 1 and 2.",
                bug="window_ends_early",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_gradient_of_the_loss",
        "One picture: softmax gives it [0.2, 0.5, 0.3], and its class is the second. What is the "
        "gradient of the cross-entropy with respect to the three scores?",
        (
            Option(
                "[0.2, 0.5, 0.3]",
                "At the true class 1 is taken away: p - y.",
                bug="forgets_minus_one",
            ),
            Option(
                "[-0.2, 0.5, -0.3]",
                "The signs are turned round. Going downhill should raise the true score, so its "
                "gradient is negative.",
                bug="turns_the_sign",
            ),
            Option(
                "[0, -0.5, 0]",
                "The other scores count too: they stand below the line of the softmax.",
                bug="true_class_only",
            ),
            Option("[0.2, -0.5, 0.3]", "p - y, where y is [0, 1, 0].", right=True),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "shape_of_dw",
        "A layer of 8 filters, 3x3, runs on 32 RGB pictures of 28x28 with padding 1. What is the "
        "shape of `dw`?",
        (
            Option(
                "(32, 8, 3, 3, 3)",
                "One gradient for each picture. They are added up: all pictures used the same "
                "weights.",
                bug="keeps_the_batch",
            ),
            Option(
                "(32, 8, 28, 28)",
                "That is the shape of dout. A gradient has the shape of what it belongs to.",
                bug="shape_of_dout",
            ),
            Option(
                "(8, 3, 3, 3)",
                "A gradient has the shape of what it belongs to, and the weights are (8, 3, 3, 3), "
                "whatever the batch and the size of the pictures.",
                right=True,
            ),
            Option(
                "(8, 3, 3)",
                "A filter has a slice for each of the three channels; each slice gets a gradient.",
                bug="forgets_input_channels",
            ),
            Option(
                "(3, 8, 3, 3)",
                "The two channel axes change places when dx is written as a convolution. `dw` "
                "belongs to `weight` as it is.",
                bug="exchanges_channels",
            ),
        ),
    ),
    Question(
        "why_db_sums",
        "Why is `db` the *sum* of dout over images, rows and columns?",
        (
            Option(
                "The same number was added at all these places, so each of them tells how the loss "
                "grows with it.",
                "Raise a bias by a hair: every cell of its maps, in every image, rises by as much.",
                right=True,
            ),
            Option(
                "A sum keeps more digits than a mean.",
                "Dividing costs hardly any digits. It would be another gradient.",
                bug="about_digits",
            ),
            Option(
                "It should be a mean; the sum is a convention, and the learning rate makes up for it.",
                "The sum is what a nudge of the bias measures. Where a mean over images is wanted, "
                "the loss takes it, and dout is smaller from the start.",
                bug="thinks_it_is_a_convention",
            ),
            Option(
                "The bias has no channel axis.",
                "The bias has nothing else: one number a channel. The three other axes are summed.",
                bug="bias_has_no_channels",
            ),
        ),
    ),
    Question(
        "tie_after_relu",
        "After ReLU a window of four is [0, 0, 0, 0]. Which of these is *true* of the way back "
        "through ReLU and the pool that follows?",
        (
            Option(
                "All four pixels get the gradient, since all are the largest.",
                "The pool kept one number, so it hands its gradient on once. `x == max` makes four "
                "of it.",
                bug="all_ties_win",
            ),
            Option(
                "The first one gets it from the pool; then ReLU stops it, since no more than 0 went "
                "in there.",
                "Right behind a ReLU the choice among tied zeros does not matter. Elsewhere it "
                "does.",
                right=True,
            ),
            Option(
                "The network cannot be trained from here: the gradient is not defined.",
                "At a tie there are several lawful slopes; one is agreed on. Training goes on.",
                bug="undefined_stops_training",
            ),
            Option(
                "Each pixel gets a quarter, and the filters learn from all four windows.",
                "A lawful choice of the pool, but not PyTorch's or yours. And ReLU stops it.",
                bug="ties_share",
            ),
        ),
    ),
    Question(
        "what_a_check_misses",
        "Your `conv2d_backward` agrees with `numerical_gradient` to nine digits, for a random dout. "
        "What may still be amiss?",
        (
            Option(
                "`dw` may be transposed.",
                "Then it would differ from what was measured, cell by cell.",
                bug="check_sees_no_transpose",
            ),
            Option(
                "`conv2d` itself may compute something else than you meant.",
                "The check compares a slope with the function it was measured on. If that flips the "
                "kernel, the right gradient of the flipped one passes.",
                right=True,
            ),
            Option(
                "Nothing: the whole layer is proved.",
                "The check looks at one point, one pair of sizes and settings, and only at whether "
                "forward and backward fit together.",
                bug="check_is_a_proof",
            ),
            Option(
                "The gradients may be N times too small.",
                "A nudge would show it: the measured slope is not divided by N.",
                bug="check_sees_no_scale",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
