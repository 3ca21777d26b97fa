"""Mistakes in `evaluate`; most frequent first."""

from __future__ import annotations

from autograder.exercise import Bug

_EVAL = "model.eval()\n    "
_RESTORE = "model.train(was_training)\n    "
_NO_GRAD = "torch.no_grad()"
_RIGHT = "right += (model(x).argmax(dim=1) == y).sum().item()"
_COUNT = "count += len(y)"
_RETURN = "return right / count"
_LOADER = "for x, y in loader"

BUGS = (
    Bug(
        "forgets_eval",
        "The accuracy was measured with dropout on, and the running statistics were *changed* by the "
        "data it was measured on. Measure in evaluation mode.",
        {_EVAL: ""},
    ),
    Bug(
        "evaluates_in_training_mode",
        "`train()` was called where evaluation mode is needed: dropout was on, and the running "
        "statistics changed, even where the model had come in evaluation mode.",
        {_EVAL: "model.train()\n    "},
    ),
    Bug(
        "builds_graph",
        "Right number, but every forward built a graph for a `backward` that never comes; memory "
        "grows with it. There is a context in which none is built.",
        {_NO_GRAD: "torch.enable_grad()"},
    ),
    Bug(
        "leaves_model_in_eval",
        "The model came in training mode and was left in evaluation mode. Restore the mode you "
        "found.",
        {_RESTORE: ""},
    ),
    Bug(
        "leaves_model_in_train",
        "The model came in evaluation mode and was left in training mode. Restore the mode you "
        "found, whichever it was.",
        {_RESTORE: "model.train()\n    "},
    ),
    Bug(
        "mode_exchanged",
        "The mode was turned round: training became evaluation, and evaluation training. Restore the "
        "mode you found.",
        {_RESTORE: "model.train(not was_training)\n    "},
    ),
    Bug(
        "mean_of_batch_accuracies",
        "The mean over batches came back: there the samples of a small last batch count for more "
        "than the others. Count right answers and samples, and divide once.",
        {_RIGHT: "right += (model(x).argmax(dim=1) == y).float().mean().item()", _COUNT: "count += 1"},
    ),
    Bug(
        "divides_by_number_of_batches",
        "Right answers were divided by the number of batches. Divide by that of samples.",
        {_COUNT: "count += 1"},
    ),
    Bug(
        "divides_by_len_of_loader",
        "`len(loader)` counts batches, and does not exist for every loader. Count samples while you "
        "go through it.",
        {_RETURN: "return right / len(loader)"},
    ),
    Bug(
        "mean_by_len_of_loader",
        "The mean over batches came back, and `len(loader)` does not exist for every loader. Count "
        "right answers and samples.",
        {_RIGHT: "right += (model(x).argmax(dim=1) == y).float().mean().item()",
         _RETURN: "return right / len(loader)"},
    ),
    Bug(
        "asks_for_the_data_set",
        "`loader.dataset` exists for a DataLoader only. Count samples while you go through the "
        "loader.",
        {_RETURN: "return right / len(loader.dataset)"},
    ),
    Bug(
        "returns_percent",
        "Per cent came back: a hundred times too much. The share lies between 0 and 1.",
        {_RETURN: "return 100 * right / count"},
    ),
    Bug(
        "returns_count",
        "The number of right answers came back. Divide by the number of samples.",
        {_RETURN: "return right"},
    ),
    Bug(
        "returns_error_rate",
        "The share of *mistakes* came back: 1 minus the accuracy.",
        {_RETURN: "return 1 - right / count"},
    ),
    Bug(
        "floor_division",
        "The result is 0 unless every answer is right: `//` rounds down.",
        {_RETURN: "return right // count"},
    ),
    Bug(
        "rounds",
        "The result was rounded. Leave that to whoever prints it.",
        {_RETURN: "return round(right / count, 2)"},
    ),
    Bug(
        "returns_a_tensor",
        "The share is right, and it is a tensor. Return a float: `.item()` makes one.",
        {_RETURN: "return torch.tensor(right / count)"},
    ),
    Bug(
        "smallest_logit",
        "The *smallest* logit was taken for the answer.",
        {"argmax": "argmin"},
    ),
    Bug(
        "argmax_over_batch",
        "The largest number of each *column* was looked for. Logits are (N, classes): classes are "
        "axis 1.",
        {"argmax(dim=1)": "argmax(dim=0)"},
    ),
    Bug(
        "argmax_over_all",
        "`argmax` without an axis gives one number for the whole batch. Logits are (N, classes): "
        "classes are axis 1.",
        {"argmax(dim=1)": "argmax()"},
    ),
    Bug(
        "last_batch_only",
        "Only the last batch was counted: `=` where the counts should add up.",
        {"right += ": "right = ", "count += ": "count = "},
    ),
    Bug(
        "right_of_last_batch",
        "The right answers of the last batch were divided by the number of all samples: add them up.",
        {"right += ": "right = "},
    ),
    Bug(
        "first_batch_only",
        "Only the first batch was counted. Is the `return` inside the loop?",
        {_COUNT: "count += len(y)\n            break"},
    ),
    Bug(
        "counts_pixels",
        "The number of samples is off: all numbers of x were counted. Each sample has one label.",
        {"len(y)": "x.numel()"},
    ),
)  # fmt: skip
