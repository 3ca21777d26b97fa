"""Questions of lesson 09: three on earlier lessons to begin with, then four on scores and losses."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_exp_far_out",
        "What are exp(1000) and exp(-1000) in float64?",
        (
            Option(
                "infinity and minus infinity",
                "A power of e is never negative: far to the left the curve creeps along 0.",
                bug="exp_is_odd",
            ),
            Option(
                "infinity and 0",
                "Above 709.78 `exp` overflows to infinity; far below, what is left is too small for "
                "the type and becomes 0.",
                right=True,
            ),
            Option(
                "nan and nan",
                "nan comes later, when infinity is divided by infinity, or 0 by 0.",
                bug="overflow_is_nan",
            ),
            Option(
                "two errors: the numbers do not fit",
                "NumPy warns of an overflow and goes on. That is what makes it treacherous.",
                bug="overflow_raises",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_global_average_shape",
        "`global_avg_pool2d` gets maps of shape (8, 64, 7, 5). What is the shape of its result?",
        (
            Option(
                "(64,)",
                "The pictures of a batch stay apart: nothing is averaged over them.",
                bug="averages_over_the_batch",
            ),
            Option(
                "(8, 1, 7, 5)",
                "That averages over the channels. Pooling keeps them and averages over positions.",
                bug="averages_over_channels",
            ),
            Option(
                "(8, 64, 3, 2)",
                "That is a 2x2 pooling. The global one takes the whole map as its window.",
                bug="local_pooling",
            ),
            Option(
                "(8, 64)",
                "One number for each map: 64 for each of the 8 pictures.",
                right=True,
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_back_through_relu",
        "`relu` got x = [3, -1, 2], and the upstream gradient is [-4, 5, 0.5]. What does "
        "`relu_backward` return?",
        (
            Option(
                "[-4, 0, 0.5]",
                "It passes where the input was above 0, whatever the sign of the gradient.",
                right=True,
            ),
            Option(
                "[0, 5, 0.5]",
                "That looks at the sign of the gradient. It is the input that decides.",
                bug="masks_by_gradient_sign",
            ),
            Option(
                "[1, 0, 1]",
                "These are the slopes. They are multiplied by the upstream gradient.",
                bug="ignores_upstream",
            ),
            Option(
                "[-12, 0, 1]",
                "That multiplies by the input. The slope of `relu` is 1 or 0.",
                bug="multiplies_by_input",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "shift_of_scores",
        "Which scores have the same softmax as [1, 2, 3]?",
        (
            Option(
                "[2, 4, 6]",
                "Doubled scores have doubled differences: each ratio of shares is squared, and the "
                "largest share grows.",
                bug="scale_invariant",
            ),
            Option(
                "[1/6, 2/6, 3/6]",
                "These add up to 1, like shares, but their differences are six times smaller: "
                "softmax makes them nearly even.",
                bug="shares_are_scores",
            ),
            Option(
                "[1, 4, 9]",
                "The order is the same, and the differences are not.",
                bug="order_is_enough",
            ),
            Option(
                "[-999, -998, -997]",
                "1000 less for every score: exp(-1000) is a factor above and below the line, and "
                "cancels. Only differences count.",
                right=True,
            ),
        ),
    ),
    Question(
        "loss_before_training",
        "You build a network for 10 classes and print the cross-entropy of a first batch, before any "
        "training. Which number is a good sign?",
        (
            Option(
                "about 0",
                "Then it would be sure of the right class already. Look for the labels among the "
                "inputs.",
                bug="zero_is_the_start",
            ),
            Option(
                "about 0.1",
                "1/10 is the probability of each class. The loss is -log of it.",
                bug="probability_for_loss",
            ),
            Option(
                "about 2.3",
                "log 10 = 2.303: it knows nothing, and claims nothing. A far larger loss means that "
                "it is sure of something without a reason: scores too large, or pictures not scaled.",
                right=True,
            ),
            Option(
                "about 230",
                "That is a network which is sure and mistaken. Even guessing costs no more than "
                "log 10 if one guesses evenly.",
                bug="large_is_normal",
            ),
        ),
    ),
    Question(
        "harmful_softmax",
        "A network ends with `log_softmax` (its comment says *Softmax*) and is trained with "
        "`nll_loss`, which picks -log p at the label. Which change does harm?",
        (
            Option(
                "`cross_entropy` in place of `nll_loss`, and nothing else",
                "`cross_entropy` is log-softmax and `nll_loss` in one. Log-softmax applied twice "
                "changes nothing: wasted work, no harm.",
                bug="log_softmax_twice_harms",
            ),
            Option(
                "dropping `log_softmax`, and `cross_entropy` in place of `nll_loss`",
                "The same numbers by the usual way: the network returns scores, the loss does the "
                "rest.",
                bug="logits_harm",
            ),
            Option(
                "`softmax` in place of `log_softmax`, and `cross_entropy` in place of `nll_loss`",
                "Softmax is applied twice. Shares from 0 to 1 are poor scores: even a perfect network "
                "pays 1.461 for 10 classes.",
                right=True,
            ),
            Option(
                "predicting by the `argmax` of the log-probabilities instead of the probabilities",
                "The logarithm keeps the order, and so does softmax: the class is the same.",
                bug="argmax_needs_probabilities",
            ),
        ),
    ),
    Question(
        "chance_of_099",
        "A trained network gives the class *cat* the softmax value 0.99. Is that a 99 % chance of a "
        "cat?",
        (
            Option(
                "Yes: softmax gives probabilities.",
                "It gives positive numbers that add up to 1. So do many numbers that are no one's "
                "chances; your experiment counted them.",
                bug="softmax_is_probability",
            ),
            Option(
                "Only if of new pictures with values near 0.99 about 99 % turn out right.",
                "That is what *calibrated* means, and it is measured on pictures kept apart. Your "
                "classifier failed; a temperature helped.",
                right=True,
            ),
            Option(
                "Yes, if the training loss is near 0.",
                "On the contrary: a loss near 0 on pictures it knows by heart comes from scores "
                "driven far apart, and those make it sure of new pictures as well.",
                bug="low_loss_is_calibrated",
            ),
            Option(
                "No: the value 0.99 can only be a rounding error of 1.",
                "0.99 is a value like any other, far from the last of 16 digits. The question is "
                "what it is worth.",
                bug="rounding",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
