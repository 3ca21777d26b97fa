"""Questions of lesson 13: three on earlier lessons to begin with, then four on training."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_pool_before_relu",
        "A network pools after its convolutions, and takes the ReLU of what is left. Another takes "
        "the ReLU first. For which pooling do the two compute the same, whatever the numbers?",
        (
            Option(
                "max-pooling",
                "ReLU keeps the order of numbers, so the largest stays the largest. Pooling first "
                "leaves a quarter of the work to the ReLU.",
                right=True,
            ),
            Option(
                "average pooling",
                "The mean of -4 and 2 is -1, which ReLU cuts to 0. ReLU first: 0 and 2, mean 1.",
                bug="average_commutes_with_relu",
            ),
            Option(
                "both",
                "A negative number takes part in an average, and ReLU first would take it out.",
                bug="both_commute",
            ),
            Option(
                "neither: ReLU is not linear",
                "The order of numbers is enough for a maximum, and ReLU keeps that.",
                bug="only_linear_maps_commute",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_logit_gradient",
        "Softmax gives one image the probabilities 0.7, 0.2 and 0.1, and its label is class 1, the "
        "middle one. What is the gradient of its cross-entropy with respect to the three logits?",
        (
            Option("0.7, -0.8, 0.1", "p minus 1 at the label, p elsewhere: p - y.", right=True),
            Option(
                "-0.7, 0.8, -0.1",
                "That is y - p: the direction to go, and the gradient points the other way.",
                bug="gradient_sign",
            ),
            Option(
                "0, -5, 0",
                "That is the gradient with respect to the *probability* of class 1, -1 / 0.2. Softmax "
                "hands a part of it to every logit.",
                bug="gradient_of_probability",
            ),
            Option(
                "0.7, 0.2, 0.1",
                "These are the probabilities: 1 is subtracted at the label.",
                bug="forgets_minus_1",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_parameters_of_conv2",
        "How many parameters has a 3x3 convolution from 32 to 64 channels, with a bias?",
        (
            Option(
                "18,496",
                "64 filters of 32 x 9 = 288 weights are 18,432; and 64 biases.",
                right=True,
            ),
            Option(
                "640",
                "Each filter spans all 32 input channels: 288 weights, not 9.",
                bug="forgets_input_channels",
            ),
            Option(
                "20,480",
                "That is a bias for each of the 2,048 slices. A filter has one.",
                bug="bias_per_slice",
            ),
            Option(
                "that depends on the size of the image",
                "The same weights serve every position: a larger image costs work, no parameters.",
                bug="parameters_grow_with_image",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "order_of_a_step",
        "A batch has had its forward pass, and its loss is computed. In which order may these three "
        "follow one another, batch after batch?",
        (
            Option(
                "`zero_grad`, `backward`, `step`",
                "Old gradients go, new ones come, and are used. It makes no difference whether "
                "`zero_grad` stands before the forward or after `step`: only not between these two.",
                right=True,
            ),
            Option(
                "`backward`, `zero_grad`, `step`",
                "The step finds no gradients: they were cleared a line before. Nothing is learned, and "
                "nothing complains.",
                bug="zero_grad_between_backward_and_step",
            ),
            Option(
                "`step`, `zero_grad`, `backward`",
                "The step comes before its gradients. It uses those of the batch before, if any, and "
                "spoils what `backward` needs.",
                bug="step_before_backward",
            ),
            Option(
                "`backward`, `step`; `zero_grad` once, before the first epoch",
                "`backward` adds to `.grad`. From the second batch on, each step would use the sum of "
                "all gradients so far.",
                bug="zero_grad_once",
            ),
        ),
    ),
    Question(
        "log_softmax_or_softmax_first",
        "A net ends in `log_softmax`, with the comment *softmax*, and is trained with `nll_loss`. "
        "Someone exchanges the loss for `F.cross_entropy` and leaves the net. What happens?",
        (
            Option(
                "Nothing: the numbers stay the same, up to rounding.",
                "`cross_entropy` takes the log-softmax and then `nll_loss`. A second log-softmax "
                "changes nothing: its exponentials add up to 1 already, and log 1 is 0.",
                right=True,
            ),
            Option(
                "The loss can't fall below 1.461.",
                "So it would be with a *softmax* before it, whose ten outputs lie between 0 and 1. "
                "Here are log-probabilities, and the comment misleads.",
                bug="log_softmax_taken_for_softmax",
            ),
            Option(
                "The gradients vanish, since the logarithm is taken twice.",
                "The logarithm of a logarithm is not taken: `cross_entropy` starts with exponentials, "
                "which undo the first.",
                bug="log_of_log",
            ),
            Option(
                "PyTorch refuses: `cross_entropy` takes only positive numbers.",
                "It takes any real numbers, logits have both signs.",
                bug="cross_entropy_wants_probabilities",
            ),
        ),
    ),
    Question(
        "train_or_eval_mode",
        "You measure a net on the validation set between two epochs, under `torch.no_grad()`, and "
        "forget `model.eval()`. The net has dropout and batch normalisation. What goes amiss?",
        (
            Option(
                "Nothing: without gradients nothing can change.",
                "Running statistics are buffers. They are updated by every forward in training mode, "
                "graph or no graph.",
                bug="no_grad_is_eval",
            ),
            Option(
                "The weights are trained on the validation set.",
                "Weights change in `step`, which nobody calls here.",
                bug="forward_trains",
            ),
            Option(
                "Units are dropped while you measure, and the running statistics take in the "
                "validation images.",
                "The accuracy is another one each time, and the net has been changed by data it was "
                "to be judged on. `no_grad` and `eval` do different things.",
                right=True,
            ),
            Option(
                "Only the dropout matters: the result is a little too low.",
                "That is half of it. Batch normalisation also changes the model.",
                bug="forgets_running_statistics",
            ),
        ),
    ),
    Question(
        "mean_of_batch_means",
        "60 samples in batches of 50 and 10. The mean loss of the first batch is 0.2, that of the "
        "second 0.8. What is the mean loss per sample?",
        (
            Option(
                "0.3",
                "(50 x 0.2 + 10 x 0.8) / 60 = 18 / 60. The small batch counts for as much as it has "
                "samples.",
                right=True,
            ),
            Option(
                "0.5",
                "This is the mean of the two means. Each sample of the small batch would count for "
                "five of the large one.",
                bug="mean_of_batch_means",
            ),
            Option(
                "1.0",
                "That is the sum of the means.",
                bug="sum_of_means",
            ),
            Option(
                "about 0.017",
                "The sum of the means, divided by 60: each mean had been divided already.",
                bug="mean_divided_twice",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
