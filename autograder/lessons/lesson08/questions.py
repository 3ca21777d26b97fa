"""Questions of lesson 08: three on earlier lessons to begin with, then four on activations."""

from __future__ import annotations

from autograder.exercise import Option, Question

RECALL = (
    Question(
        "recall_two_valid_layers",
        "A 20x20 image goes through a 5x5 kernel, then through a 3x3 kernel; no padding, stride 1. "
        "How large is the result?",
        (
            Option(
                "20x20",
                "Without padding a kernel stays inside, so every layer takes k - 1 rows and columns.",
                bug="no_padding_keeps_size",
            ),
            Option("14x14", "20 - 4 = 16, then 16 - 2 = 14.", right=True),
            Option(
                "12x12",
                "That takes 5, then 3. A layer takes k - 1: n cells hold n - k + 1 positions.",
                bug="forgets_plus_one",
            ),
            Option(
                "16x16",
                "That is the size after the first layer.",
                bug="forgets_second_layer",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_parameters_of_a_layer",
        "A layer has 3 input channels, 8 output channels, 5x5 kernels and a bias. How many "
        "parameters is that?",
        (
            Option(
                "208",
                "One slice for each filter: 8 x 25, and 8 biases. Each filter has a slice for every "
                "input channel.",
                bug="forgets_input_channels",
            ),
            Option("608", "8 filters of 3 x 5 x 5 = 75 weights, and 8 biases.", right=True),
            Option(
                "624",
                "One bias for each slice makes 24 of them. A filter adds its bias once, after the "
                "slices are summed.",
                bug="bias_per_slice",
            ),
            Option(
                "600",
                "These are the weights. Each filter has one bias besides.",
                bug="forgets_bias",
            ),
        ),
        points=0,
        recall=True,
    ),
    Question(
        "recall_max_pool_padding",
        "Every number of a map is negative. You max-pool it with padding 1. Which number stands in "
        "the padding while the maximum is taken?",
        (
            Option(
                "0",
                "A 0 would beat every real number at the border, and the result would be 0 there.",
                bug="zero_padding_beats_negatives",
            ),
            Option(
                "minus infinity",
                "It never wins, so only real numbers count.",
                right=True,
            ),
            Option(
                "the nearest pixel of the map",
                "That is replicate padding, a mode of `pad2d`. Pooling does not use it.",
                bug="replicates",
            ),
            Option(
                "the mean of the map",
                "No library does that: far below the mean it would beat the real numbers.",
                bug="pads_with_mean",
            ),
        ),
        points=0,
        recall=True,
    ),
)

CONCEPTS = (
    Question(
        "conv_then_linear",
        "A network ends with a 7x7 convolution that shrinks each map to one number, without an "
        "activation *because none is needed*, and then a linear layer. What does the linear layer "
        "add?",
        (
            Option(
                "Nothing that one layer could not compute.",
                "Two linear maps in a row are one. Put a nonlinearity between them, or drop one.",
                right=True,
            ),
            Option(
                "Depth: two layers can represent more than one.",
                "Only if something bends between them. You wrote `collapse`: it finds the one layer "
                "for two.",
                bug="depth_without_nonlinearity",
            ),
            Option(
                "It makes the network nonlinear.",
                "Its name says the contrary. A sum of multiples of sums of multiples is a sum of "
                "multiples.",
                bug="linear_layer_bends",
            ),
            Option(
                "More functions, since it has more parameters.",
                "Many settings of the two layers compute the same function, so parameters are spent "
                "without more functions to show for them.",
                bug="parameters_are_power",
            ),
        ),
    ),
    Question(
        "softmax_inside",
        "A text lists *sigmoid, tanh and softmax* as activations for hidden layers. What sets "
        "softmax apart?",
        (
            Option(
                "Its outputs are positive.",
                "So are the sigmoid's.",
                bug="positive_is_special",
            ),
            Option(
                "It is not element-wise: every output depends on all inputs.",
                "It makes numbers share a sum of 1, so it compares them. Its place is the output, "
                "where classes compete (and inside attention, which does want a comparison).",
                right=True,
            ),
            Option(
                "It is linear.",
                "It has exponentials in it: doubling the input does not double the output.",
                bug="softmax_is_linear",
            ),
            Option(
                "Nothing: it is the sigmoid for more than one number.",
                "For two classes it can be written with a sigmoid of the *difference*. Applied to "
                "a map, the sigmoid looks at each number alone, and softmax at all of them.",
                bug="softmax_is_elementwise",
            ),
        ),
    ),
    Question(
        "what_has_one_sign",
        "A layer's inputs are outputs of a sigmoid, so they are all positive. For one example, what "
        "must have one sign?",
        (
            Option(
                "the outputs of this layer",
                "Its weights have both signs, so sums of both signs come out.",
                bug="outputs_have_one_sign",
            ),
            Option(
                "the weights of one neuron",
                "They start with both signs. It is their *changes*, from one example, that agree.",
                bug="weights_have_one_sign",
            ),
            Option(
                "the gradients of the weights of one neuron",
                "Each is the neuron's upstream gradient times a positive input. All these weights "
                "go up together or down together: the path zig-zags.",
                right=True,
            ),
            Option(
                "the gradients of all weights of the layer",
                "Each neuron has an upstream gradient of its own, and those differ in sign.",
                bug="whole_layer_has_one_sign",
            ),
        ),
    ),
    Question(
        "six_times_faster",
        "*ReLU accelerates convergence six times.* What was measured?",
        (
            Option(
                "Networks with ReLU train six times as fast as those without.",
                "No experiment could show that for all networks. It was one network, one data set, "
                "one rival.",
                bug="one_experiment_is_a_law",
            ),
            Option(
                "Computing max(x, 0) takes a sixth of the time of computing tanh(x).",
                "It is cheaper, but the cost of activations is small beside the convolutions'. "
                "Passes over the data were counted, not seconds.",
                bug="counts_seconds",
            ),
            Option(
                "One four-layer network on CIFAR-10 reached 25 % *training* error in a sixth of the "
                "passes that tanh took.",
                "Krizhevsky, Sutskever and Hinton, 2012, figure 1. A strong hint, and no law.",
                right=True,
            ),
            Option(
                "AlexNet's error on the ImageNet test was a sixth of the runner-up's.",
                "It was 15.3 % against 26.2 %. The six comes from a smaller experiment in the same "
                "paper.",
                bug="confuses_with_result",
            ),
        ),
    ),
)

QUESTIONS = (*RECALL, *CONCEPTS)
