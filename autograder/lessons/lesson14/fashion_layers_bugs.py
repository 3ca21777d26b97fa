"""Mistakes in `FashionNet`, as edits of the reference; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_CONV1 = "nn.Conv2d(1, 16, 5, padding=2)"
_CONV2 = "nn.Conv2d(16, 32, 5, padding=2)"
_BN1 = "nn.BatchNorm2d(16)"
_BN2 = "nn.BatchNorm2d(32)"
_POOL = "nn.MaxPool2d(2)"
_FC = "nn.Linear(32 * 7 * 7, 10)"
_FIRST = "self.pool(torch.relu(self.bn1(self.conv1(x))))"
_SECOND = "self.pool(torch.relu(self.bn2(self.conv2(x))))"
_LAST = "return self.fc(x.flatten(1))"

BUGS = (
    Bug(
        "softmax_at_the_end",
        "What comes out is positive and sums to 1: a softmax stands at the end. Return the logits; "
        "the loss has its own softmax (lesson 09).",
        {_LAST: f"{_LAST}.softmax(1)"},
    ),
    Bug(
        "log_softmax_at_the_end",
        "What comes out are log-probabilities. Return the logits, without anything after fc.",
        {_LAST: f"{_LAST}.log_softmax(1)"},
    ),
    Bug(
        "relu_at_the_end",
        "A ReLU follows fc, so no score is below 0. Scores may have any sign.",
        {_LAST: "return torch.relu(self.fc(x.flatten(1)))"},
    ),
    Bug(
        "relu_before_normalisation",
        "The ReLU comes before the normalisation. The order is convolution, normalisation, ReLU.",
        {
            _FIRST: "self.pool(self.bn1(torch.relu(self.conv1(x))))",
            _SECOND: "self.pool(self.bn2(torch.relu(self.conv2(x))))",
        },
    ),
    Bug(
        "pools_before_normalisation",
        "The pooling comes before the normalisation. In evaluation nobody sees it; in training the "
        "statistics are those of the maxima.",
        {
            _FIRST: "torch.relu(self.bn1(self.pool(self.conv1(x))))",
            _SECOND: "torch.relu(self.bn2(self.pool(self.conv2(x))))",
        },
    ),
    Bug(
        "no_relu",
        "There is no ReLU. Without it the blocks bend only where the maximum is taken.",
        {
            _FIRST: "self.pool(self.bn1(self.conv1(x)))",
            _SECOND: "self.pool(self.bn2(self.conv2(x)))",
        },
    ),
    Bug(
        "no_relu_in_block_1",
        "The ReLU of the first block is missing.",
        {_FIRST: "self.pool(self.bn1(self.conv1(x)))"},
    ),
    Bug(
        "no_relu_in_block_2",
        "The ReLU of the second block is missing.",
        {_SECOND: "self.pool(self.bn2(self.conv2(x)))"},
    ),
    Bug(
        "bn1_not_used",
        "bn1 is made and never called.",
        {_FIRST: "self.pool(torch.relu(self.conv1(x)))"},
    ),
    Bug(
        "bn2_not_used",
        "bn2 is made and never called.",
        {_SECOND: "self.pool(torch.relu(self.conv2(x)))"},
    ),
    Bug(
        "no_normalisation_used",
        "Both normalisations are made and never called.",
        {
            _FIRST: "self.pool(torch.relu(self.conv1(x)))",
            _SECOND: "self.pool(torch.relu(self.conv2(x)))",
        },
    ),
    Bug(
        "no_normalisation",
        "bn1 and bn2 are missing: 96 parameters, and the running statistics.",
        {
            f"        self.bn1 = {_BN1}\n": "",
            f"        self.bn2 = {_BN2}\n": "",
            _FIRST: "self.pool(torch.relu(self.conv1(x)))",
            _SECOND: "self.pool(torch.relu(self.conv2(x)))",
        },
    ),
    Bug(
        "instance_norm",
        "The normalisations are instance norms: they do not keep running statistics.",
        {_BN1: "nn.InstanceNorm2d(16, affine=True)", _BN2: "nn.InstanceNorm2d(32, affine=True)"},
    ),
    Bug(
        "normalises_each_picture",
        "In training each picture was normalised by its own statistics (instance norm). Batch "
        "normalisation takes those of the whole batch.",
        {
            _BN1: "nn.InstanceNorm2d(16, affine=True, track_running_stats=True)",
            _BN2: "nn.InstanceNorm2d(32, affine=True, track_running_stats=True)",
        },
    ),
    Bug(
        "average_pooling",
        "The poolings average. This net takes the maximum.",
        {_POOL: "nn.AvgPool2d(2)"},
    ),
    Bug(
        "no_padding",
        "The convolutions do not pad, so fc is smaller: 4x4 maps are left where 7x7 are expected.",
        {
            _CONV1: "nn.Conv2d(1, 16, 5)",
            _CONV2: "nn.Conv2d(16, 32, 5)",
            _FC: "nn.Linear(32 * 4 * 4, 10)",
        },
    ),
    Bug(
        "padding_of_one",
        "The convolutions pad by 1, which keeps the size under a 3x3 kernel. For 5x5 it takes 2.",
        {_CONV1: "nn.Conv2d(1, 16, 5, padding=1)", _CONV2: "nn.Conv2d(16, 32, 5, padding=1)"},
    ),
    Bug(
        "kernel_of_three",
        "The kernels are 3x3. 5x5 are asked for.",
        {_CONV1: "nn.Conv2d(1, 16, 3, padding=1)", _CONV2: "nn.Conv2d(16, 32, 3, padding=1)"},
    ),
    Bug(
        "padding_mode_replicate",
        "The padding repeats the border. Zeros are asked for, which is the default.",
        {
            _CONV1: 'nn.Conv2d(1, 16, 5, padding=2, padding_mode="replicate")',
            _CONV2: 'nn.Conv2d(16, 32, 5, padding=2, padding_mode="replicate")',
        },
    ),
    Bug(
        "convolutions_without_bias",
        "The convolutions have no bias. Before a normalisation it is redundant (lesson 12), but this "
        "net has it: 29,034 parameters.",
        {
            _CONV1: "nn.Conv2d(1, 16, 5, padding=2, bias=False)",
            _CONV2: "nn.Conv2d(16, 32, 5, padding=2, bias=False)",
        },
    ),
    Bug(
        "channels_swapped",
        "The widths of the blocks are exchanged: 16 channels first, then 32.",
        {
            _CONV1: "nn.Conv2d(1, 32, 5, padding=2)",
            _BN1: "nn.BatchNorm2d(32)",
            _CONV2: "nn.Conv2d(32, 16, 5, padding=2)",
            _BN2: "nn.BatchNorm2d(16)",
            _FC: "nn.Linear(16 * 7 * 7, 10)",
        },
    ),
    Bug(
        "other_momentum",
        "The running statistics move by another part: bn1 and bn2 have PyTorch's own momentum, 0.1.",
        {_BN1: "nn.BatchNorm2d(16, momentum=0.9)", _BN2: "nn.BatchNorm2d(32, momentum=0.9)"},
    ),
    Bug(
        "dropout",
        "In training mode some numbers are lost: there is a dropout. This net has none.",
        {_LAST: "return self.fc(nn.functional.dropout(x.flatten(1), 0.25, self.training))"},
    ),
    Bug(
        "flattens_the_batch",
        "All pictures were flattened into one long row. Keep axis 0, the pictures, apart.",
        {"x.flatten(1)": "x.flatten()"},
    ),
    Bug(
        "flattens_channels_last",
        "The maps were flattened with the channels last. `flatten(1)` keeps the order of the axes.",
        {"x.flatten(1)": "x.permute(0, 2, 3, 1).flatten(1)"},
    ),
    Bug(
        "squeezes_single_pictures",
        "A batch of one picture loses its first axis. (1, 10) is expected.",
        {_LAST: f"{_LAST}.squeeze()"},
    ),
    Bug(
        "normalises_inside",
        "The pictures were scaled inside the model. Scaling belongs to the data; the model takes "
        "what it is given.",
        {"self.conv1(x)": "self.conv1((x - 0.5) / 0.5)"},
    ),
    Bug(
        "other_names",
        "The layers have other names: conv1, bn1, conv2, bn2 and fc are asked for, so that weights "
        "can be loaded.",
        {"self.conv": "self.layer", "self.bn": "self.batch"},
    ),
    Bug(
        "changes_its_input",
        "The pictures were changed in place. Whoever passes them in wants them back as they were.",
        {f"x = {_FIRST}": f"x.clamp_(min=-1)\n        x = {_FIRST}"},
    ),
)
