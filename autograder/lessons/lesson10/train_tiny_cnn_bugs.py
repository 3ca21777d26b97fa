"""Mistakes in `train_tiny_cnn`, as edits of the reference; those in the loop stand first."""

from __future__ import annotations

from autograder.exercise import Bug

_FILTERS = "filters = rng.standard_normal((6, channels, 5, 5)) * np.sqrt(2 / (25 * channels))"
_WEIGHT = "weight = rng.standard_normal((3, 6 * height * width)) / np.sqrt(6 * height * width)"
_LOOP = "    for _ in range(steps):\n"
_BATCH = "batch = rng.permutation(len(x))[:12]"
_LOSS = "loss, dscores = cross_entropy(flat @ weight.T + bias, labels)"
_LINEAR = "dflat, dweight, dbias = linear_backward(dscores, flat, weight)"
_STEP_FILTERS = "filters, filter_bias = filters - lr * dfilters, filter_bias - lr * dfilter_bias"
_STEP_WEIGHT = "weight, bias = weight - lr * dweight, bias - lr * dbias"
_NOTE = "losses.append(float(loss))"
_RETURN = "\n    return losses"

UPDATES = (
    Bug(
        "climbs",
        "The loss rises: the gradient was added. Down the slope is minus.",
        {
            _STEP_FILTERS: _STEP_FILTERS.replace(" - lr", " + lr"),
            _STEP_WEIGHT: _STEP_WEIGHT.replace(" - lr", " + lr"),
        },
    ),
    Bug(
        "filters_never_move",
        "Only the linear layer learns; the filters stayed as they were drawn. Their gradient is "
        "what all the work of this lesson was for.",
        {f"        {_STEP_FILTERS}\n": ""},
    ),
    Bug(
        "linear_layer_never_moves",
        "Only the filters learn; the linear layer stayed as it was drawn. All four parameters move.",
        {f"        {_STEP_WEIGHT}\n": ""},
    ),
    Bug(
        "biases_never_move",
        "No bias has an effect: they stayed 0. They are parameters too.",
        {
            _STEP_FILTERS: "filters = filters - lr * dfilters",
            _STEP_WEIGHT: "weight = weight - lr * dweight",
        },
    ),
    Bug(
        "filter_bias_never_moves",
        "The filters' biases have no effect: they stayed 0, or were never added to the maps.",
        {_STEP_FILTERS: "filters = filters - lr * dfilters"},
    ),
    Bug(
        "bias_never_moves",
        "The biases of the linear layer have no effect: they stayed 0, or were never added.",
        {_STEP_WEIGHT: "weight = weight - lr * dweight"},
    ),
    Bug(
        "moves_weights_before_sending_back",
        "The linear layer was moved before its gradient was sent on, so the filters heard through "
        "weights that were not there on the way forward. First all gradients, then all updates.",
        {
            _LINEAR: (
                f"{_LINEAR}\n        weight = weight - lr * dweight\n"
                "        dflat = dscores @ weight"
            ),
            _STEP_WEIGHT: "bias = bias - lr * dbias",
        },
    ),
    Bug(
        "forgets_learning_rate",
        "The learning rate has no effect: each step is as long as the gradient.",
        {
            _STEP_FILTERS: _STEP_FILTERS.replace("lr * ", ""),
            _STEP_WEIGHT: _STEP_WEIGHT.replace("lr * ", ""),
        },
    ),
    Bug(
        "divides_by_batch_again",
        "The steps are too short by the size of the batch. `cross_entropy` has taken the mean "
        "already.",
        {
            _STEP_FILTERS: _STEP_FILTERS.replace("lr *", "lr / len(batch) *"),
            _STEP_WEIGHT: _STEP_WEIGHT.replace("lr *", "lr / len(batch) *"),
        },
    ),
    Bug(
        "momentum",
        "Part of the last movement was kept: this is momentum. Here each step follows its own "
        "gradient alone.",
        {
            _LOOP: f"    velocity = [0.0, 0.0, 0.0, 0.0]\n{_LOOP}",
            _STEP_FILTERS: (
                "parts = dfilters, dfilter_bias, dweight, dbias\n"
                "        velocity = [0.9 * v + g for v, g in zip(velocity, parts)]\n"
                "        dfilters, dfilter_bias, dweight, dbias = velocity\n"
                f"        {_STEP_FILTERS}"
            ),
        },
    ),
    Bug(
        "starts_anew_each_step",
        "Every loss is that of fresh random weights: the draw stands inside the loop. Draw once, "
        "then improve.",
        {
            f"    {_FILTERS}\n": "",
            _LOOP: f"{_LOOP}        {_FILTERS}\n",
        },
    ),
)

LAYERS = (
    Bug(
        "no_relu",
        "The network has no bend: relu is missing on the way forward and back. Then convolution "
        "and linear layer are nearly one (lesson 08).",
        {
            "active = relu(maps)": "active = maps",
            "dmaps = relu_backward(dactive, maps)": "dmaps = dactive",
        },
    ),
    Bug(
        "no_relu_on_the_way_back",
        "The first loss is right; then the filters get gradients that relu should have stopped. "
        "The way back passes through every layer of the way forward.",
        {"dmaps = relu_backward(dactive, maps)": "dmaps = dactive"},
    ),
    Bug(
        "softmax_applied_twice",
        "Softmax was applied to the scores, and `cross_entropy` applied it again. It wants the bare "
        "scores.",
        {
            _LOSS: (
                "scores = flat @ weight.T + bias\n"
                "        scores = np.exp(scores - scores.max(axis=1, keepdims=True))\n"
                "        loss, dscores = cross_entropy(\n"
                "            scores / scores.sum(axis=1, keepdims=True), labels\n        )"
            )
        },
    ),
    Bug(
        "flattens_channels_last",
        "The numbers after the pool were put in another order: `reshape` keeps channel, row, "
        "column. (Any order can learn; a stated one can be compared.)",
        {
            "pooled.reshape(len(batch), -1)": "pooled.transpose(0, 2, 3, 1).reshape(len(batch), -1)",
            "dflat.reshape(pooled.shape)": (
                "dflat.reshape(len(batch), height, width, 6).transpose(0, 3, 1, 2)"
            ),
        },
    ),
    Bug(
        "average_pool",
        "The maps were averaged, not max-pooled, on the way forward.",
        {
            "pooled = max_pool2d(active, 2)": (
                "cut = active[:, :, : 2 * height, : 2 * width]\n        pooled = "
                "cut.reshape(len(batch), 6, height, 2, width, 2).mean(axis=(3, 5))"
            ),
        },
    ),
)

BATCHES = (
    Bug(
        "batches_in_order",
        "The first pictures were taken in each step, in the order they came. The batch is drawn: "
        "`rng.permutation(N)[:12]`.",
        {_BATCH: "batch = np.arange(len(x))[:12]"},
    ),
    Bug(
        "shuffles_once",
        "One batch was drawn before the loop and used in all steps. Draw in each step.",
        {
            f"        {_BATCH}\n": "",
            _LOOP: f"    {_BATCH}\n{_LOOP}",
        },
    ),
    Bug(
        "whole_set_each_step",
        "Each step looked at all pictures. Twelve are drawn: enough for a direction, and cheaper.",
        {_BATCH: "batch = rng.permutation(len(x))"},
    ),
    Bug(
        "one_picture_each_step",
        "Each step looked at one picture. Here a step is made of the mean over a batch of twelve.",
        {_BATCH: "batch = rng.permutation(len(x))[:1]"},
    ),
    Bug(
        "draws_with_replacement",
        "A picture can stand twice in a batch: it was drawn with replacement. Use "
        "`rng.permutation`.",
        {_BATCH: "batch = rng.integers(len(x), size=min(12, len(x)))"},
    ),
    Bug(
        "labels_not_drawn_along",
        "The pictures were drawn and the labels were not, so each picture had another one's class.",
        {"x[batch], y[batch]": "x[batch], y[: len(batch)]"},
    ),
)

DRAWS = (
    Bug(
        "weight_drawn_first",
        "The weights of the linear layer were drawn before the filters. Another order of draws is "
        "another network.",
        {
            f"    {_FILTERS}\n    {_WEIGHT}": f"    {_WEIGHT}\n    {_FILTERS}",
        },
    ),
    Bug(
        "batch_drawn_first",
        "The first batch was drawn before the weights. The order is filters, weights, batches.",
        {
            _FILTERS: f"first = rng.permutation(len(x))[:12]\n    {_FILTERS}",
            _LOOP: "    for step in range(steps):\n",
            _BATCH: f"batch = first if step == 0 else {_BATCH.partition('= ')[2]}",
        },
    ),
    Bug(
        "own_generator",
        "The same numbers came whatever rng was given: a generator of your own was used.",
        {"    channels, (height": "    rng = np.random.default_rng(0)\n    channels, (height"},
    ),
    Bug(
        "starts_at_zeros",
        "The loss stays near log(3): the filters and weights started as zeros, so all filters get "
        "the same gradient, which is none. They are drawn at random to be different.",
        {
            _FILTERS: f"{_FILTERS}\n    filters = 0 * filters",
            _WEIGHT: f"{_WEIGHT}\n    weight = 0 * weight",
        },
    ),
    Bug(
        "filters_not_scaled",
        "The filters were not scaled. They add up 25 C products each, and sqrt(2 / (25 C)) keeps "
        "the sums in size.",
        {" * np.sqrt(2 / (25 * channels))": ""},
    ),
    Bug(
        "weight_not_scaled",
        "The weights of the linear layer were not scaled, so the scores start far apart. Divide by "
        "sqrt(D).",
        {" / np.sqrt(6 * height * width)": ""},
    ),
    Bug(
        "filters_scaled_without_two",
        "The filters are too small by sqrt(2). The 2 makes up for the half that relu cuts off.",
        {"np.sqrt(2 / (25 * channels))": "np.sqrt(1 / (25 * channels))"},
    ),
    Bug(
        "scale_forgets_channels",
        "With several channels the filters start too large: their scale counts the channels too.",
        {"np.sqrt(2 / (25 * channels))": "np.sqrt(2 / 25)"},
    ),
    Bug(
        "uniform_draws",
        "The parameters were drawn from 0 to 1. `standard_normal` gives both signs.",
        {"rng.standard_normal(": "rng.random("},
    ),
)

RESULTS = (
    Bug(
        "loss_after_update",
        "Each loss is one step ahead: it was measured after the update. Note it before.",
        {
            _NOTE: (
                "pooled = max_pool2d(relu(conv2d(images, filters, filter_bias, 2, 2)), 2)\n"
                "        flat = pooled.reshape(len(batch), -1)\n"
                "        losses.append(float(cross_entropy(flat @ weight.T + bias, labels)[0]))"
            )
        },
    ),
    Bug(
        "last_loss_only",
        "One number came back. The list has one loss for each step.",
        {_RETURN: "\n    return losses[-1:]"},
    ),
    Bug(
        "returns_array",
        "An array came back. A plain list of floats is asked for.",
        {_RETURN: "\n    return np.array(losses)"},
    ),
    Bug(
        "running_mean",
        "Each number is the mean of all losses so far. Note each step's own.",
        {
            _NOTE: "losses.append(float(loss))",
            _RETURN: "\n    return [float(np.mean(losses[: i + 1])) for i in range(len(losses))]",
        },
    ),
    Bug(
        "sum_not_mean",
        "The losses are sums over the batch. The mean is asked for, as `cross_entropy` returns it.",
        {_NOTE: "losses.append(float(loss) * len(batch))"},
    ),
    Bug(
        "one_step_only",
        "Only one step was made: the `return` stands inside the loop.",
        {_RETURN: "\n        return losses\n    return losses"},
    ),
    Bug(
        "one_step_too_many",
        "One step too many was made.",
        {"range(steps)": "range(steps + 1)"},
    ),
    Bug(
        "stops_when_good_enough",
        "The training stopped early. Make all the steps you are asked for.",
        {_NOTE: f"{_NOTE}\n        if loss < 0.25:\n            break"},
    ),
    Bug(
        "centres_the_pictures",
        "The mean was taken off the pictures first. A useful habit (lesson 00), and not in this "
        "recipe.",
        {"images, labels = x[batch]": "images, labels = x[batch] - np.mean(x)"},
    ),
    Bug(
        "writes_into_the_pictures",
        "The pictures you were given were changed. Work on a copy, or leave them.",
        {f"    {_FILTERS}": f"    x *= x.dtype.type(2)\n    {_FILTERS}"},
    ),
)

BUGS = (*UPDATES, *LAYERS, *BATCHES, *DRAWS, *RESULTS)
