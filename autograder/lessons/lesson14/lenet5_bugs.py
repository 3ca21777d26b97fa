"""Mistakes in `LeNet5`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_C1 = "nn.Conv2d(1, 6, 5)"
_C3 = "nn.Conv2d(6, 16, 5)"
_C5 = "nn.Linear(16 * 5 * 5, 120)"
_POOL = "nn.AvgPool2d(2)"
_ACTIVATION = "self.activation = activation()"
_FIRST = "self.pool(self.activation(self.c1(x)))"
_SECOND = "self.pool(self.activation(self.c3(x)))"
_FLAT = "x = x.flatten(1)"
_FIFTH = "x = self.activation(self.c5(x))"
_SIXTH = "x = self.activation(self.f6(x))"
_LAST = "return self.output(x)"

BUGS = (
    Bug(
        "softmax_at_the_end",
        "What comes out is positive and sums to 1: a softmax stands at the end. Return the logits; "
        "the loss has its own softmax (lesson 09).",
        {_LAST: "return self.output(x).softmax(1)"},
    ),
    Bug(
        "log_softmax_at_the_end",
        "What comes out are log-probabilities. Return the logits, without anything after the "
        "output layer.",
        {_LAST: "return self.output(x).log_softmax(1)"},
    ),
    Bug(
        "activation_at_the_end",
        "The activation also follows the output layer. Scores may be of any size and sign.",
        {_LAST: "return self.activation(self.output(x))"},
    ),
    Bug(
        "ignores_activation",
        "The activation is always tanh: the argument has no effect.",
        {_ACTIVATION: "self.activation = nn.Tanh()"},
    ),
    Bug(
        "always_relu",
        "The activation is always ReLU. The default of 1998, and of this exercise, is tanh; the "
        "argument chooses.",
        {_ACTIVATION: "self.activation = nn.ReLU()"},
    ),
    Bug(
        "class_not_called",
        "The activation is a class, and was used as if it were a layer. `activation()` makes an "
        "object of it.",
        {_ACTIVATION: "self.activation = activation"},
    ),
    Bug(
        "ignores_num_classes",
        "There are always 10 outputs: `num_classes` has no effect.",
        {"nn.Linear(84, num_classes)": "nn.Linear(84, 10)"},
    ),
    Bug(
        "max_pooling",
        "The poolings take the maximum. LeNet-5 averages.",
        {_POOL: "nn.MaxPool2d(2)"},
    ),
    Bug(
        "sums_in_the_pooling",
        "The four cells of a pooling window were added. Take their average.",
        {_POOL: "nn.LPPool2d(1, 2)"},
    ),
    Bug(
        "pools_before_activation",
        "The poolings come before the activations. For averages the order counts: activation "
        "first here.",
        {
            _FIRST: "self.activation(self.pool(self.c1(x)))",
            _SECOND: "self.activation(self.pool(self.c3(x)))",
        },
    ),
    Bug(
        "no_activation_after_convolutions",
        "No activation follows c1 and c3: two linear layers in a row are one (lesson 08).",
        {_FIRST: "self.pool(self.c1(x))", _SECOND: "self.pool(self.c3(x))"},
    ),
    Bug(
        "no_activation_after_c1",
        "No activation follows c1.",
        {_FIRST: "self.pool(self.c1(x))"},
    ),
    Bug(
        "no_activation_after_c3",
        "No activation follows c3.",
        {_SECOND: "self.pool(self.c3(x))"},
    ),
    Bug(
        "no_activation_after_c5",
        "No activation follows c5, so c5 and f6 are one linear layer.",
        {_FIFTH: "x = self.c5(x)"},
    ),
    Bug(
        "no_activation_after_f6",
        "No activation follows f6, so f6 and the output are one linear layer.",
        {_SIXTH: "x = self.f6(x)"},
    ),
    Bug(
        "no_activation_between_linear_layers",
        "No activation follows c5 and f6: the three linear layers are one.",
        {_FIFTH: "x = self.c5(x)", _SIXTH: "x = self.f6(x)"},
    ),
    Bug(
        "activation_after_the_pooling_too",
        "The activation is applied once more after each pooling. Once is enough today; in 1998 the "
        "poolings had one of their own.",
        {_FIRST: f"self.activation({_FIRST})", _SECOND: f"self.activation({_SECOND})"},
    ),
    Bug(
        "flattens_the_batch",
        "All pictures were flattened into one long row. Keep axis 0, the pictures, apart.",
        {_FLAT: "x = x.flatten()"},
    ),
    Bug(
        "squeezes_single_pictures",
        "A batch of one picture loses its first axis. (1, num_classes) is expected.",
        {_LAST: "return self.output(x).squeeze()"},
    ),
    Bug(
        "flattens_channels_last",
        "The maps were flattened with the channels last. `flatten(1)` keeps the order of the axes.",
        {_FLAT: "x = x.permute(0, 2, 3, 1).flatten(1)"},
    ),
    Bug(
        "transposes_the_maps",
        "The maps were transposed before they were flattened. `flatten(1)` goes along rows.",
        {_FLAT: "x = x.transpose(2, 3).flatten(1)"},
    ),
    Bug(
        "c1_without_bias",
        "c1 has no bias: 6 parameters are missing.",
        {_C1: "nn.Conv2d(1, 6, 5, bias=False)"},
    ),
    Bug(
        "c3_without_bias",
        "c3 has no bias: 16 parameters are missing.",
        {_C3: "nn.Conv2d(6, 16, 5, bias=False)"},
    ),
    Bug(
        "kernel_of_three",
        "The kernels are 3x3. LeNet-5's are 5x5.",
        {_C1: "nn.Conv2d(1, 6, 3)", _C3: "nn.Conv2d(6, 16, 3)"},
    ),
    Bug(
        "c5_is_a_convolution",
        "c5 is a convolution with 5x5 kernels, as in the paper. It computes the same, but its weight "
        "has another shape: take nn.Linear here.",
        {_C5: "nn.Conv2d(16, 120, 5)", _FLAT: "", _FIFTH: f"{_FIFTH}.flatten(1)"},
    ),
    Bug(
        "padding",
        "c1 pads by 2, so its maps are 32x32. That is for pictures of 28x28; with 32x32, c5 gets "
        "more than its 400 numbers.",
        {_C1: "nn.Conv2d(1, 6, 5, padding=2)"},
    ),
    Bug(
        "dropout",
        "In training mode some numbers are lost: there is a dropout. LeNet-5 has none.",
        {_SIXTH: f"{_SIXTH}\n        x = nn.functional.dropout(x, 0.5, self.training)"},
    ),
    Bug(
        "no_graph",
        "No gradient reaches the parameters: the forward runs under `no_grad`. A model must be "
        "trainable.",
        {_LAST: "return self.output(x).detach().requires_grad_()"},
    ),
    Bug(
        "changes_its_input",
        "The pictures were changed in place. Whoever passes them in wants them back as they were.",
        {f"x = {_FIRST}": f"x.sub_(x.mean())\n        x = {_FIRST}"},
    ),
    Bug(
        "normalises_inside",
        "The pictures were scaled inside the model. Scaling belongs to the data; the model takes "
        "what it is given.",
        {"self.c1(x)": "self.c1((x - 0.1307) / 0.3081)"},
    ),
    Bug(
        "other_names",
        "The layers have other names: c1, c3, c5, f6 and output are asked for, so that weights can "
        "be loaded.",
        {"self.c": "self.layer", "self.f6": "self.layer6"},
    ),
    Bug(
        "exchanges_the_widths",
        "The widths of c5 and f6 are exchanged: 400 to 120, 120 to 84.",
        {
            _C5: "nn.Linear(16 * 5 * 5, 84)",
            "nn.Linear(120, 84)": "nn.Linear(84, 120)",
            "nn.Linear(84, num_classes)": "nn.Linear(120, num_classes)",
        },
    ),
)
