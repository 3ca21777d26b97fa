"""What must hold of every exercise and question of the course, whoever wrote it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from autograder import lessons, mutation
from autograder.exercise import SHARES, Alternative, Bug, Exercise, Lesson, Question
from autograder.jail import wire
from autograder.judge import judge
from autograder.judge.comparison import contract
from autograder.judge.suite import suite
from autograder.mutation import names, verdict_on
from autograder.stand_ins import live, standing
from autograder.target import LocalTarget, same

BUG_SEEDS = range(5)
ALTERNATIVE_SEEDS = range(20)

POINTS = {
    "00-images": (11, 3),
    "01-sliding": (18, 4),
    "02-kernels": (20, 4),
    "03-padding": (18, 4),
    "04-stride": (20, 4),
    "05-channels": (25, 4),
    "07-pooling": (20, 4),
    "08-activations": (19, 4),
    "09-loss": (19, 4),
    "10-backprop": (38, 4),
    "13-pytorch": (26, 4),
    "14-lenet": (25, 4),
}
"""Points of exercises and of questions, as the curriculum says."""

SIGNATURES = {
    "window_at": "(x, row, col, kernel_shape)",
    "valid_output_shape": "(input_shape, kernel_shape)",
    "cross_correlate2d": "(x, kernel)",
    "best_match": "(x, template)",
    "break_constant_kernel": "()",
    "to_float_chw": "(image)",
    "to_grayscale": "(image, weights=(0.299, 0.587, 0.114))",
    "make_batch": "(images)",
    "standardize": "(x, mean, std)",
    "edge_kernel": "(direction)",
    "gaussian_kernel": "(size, sigma)",
    "convolve2d": "(x, kernel)",
    "gradient_magnitude": "(x)",
    "separate": "(kernel, tol=1e-09)",
    "learn_kernel": "(x, y, kernel_shape, steps, lr)",
    "zero_pad2d": "(x, padding)",
    "pad2d": "(x, padding, mode)",
    "same_padding": "(kernel_size, dilation=1)",
    "usage_count": "(input_shape, kernel_shape, padding)",
    "break_slice_crop": "()",
    "conv_output_size": "(n, k, stride=1, padding=0, dilation=1)",
    "cross_correlate2d_strided": "(x, kernel, stride=(1, 1), padding=(0, 0))",
    "dilate_kernel": "(kernel, dilation)",
    "trace_sizes": "(n, layers)",
    "paddings_for": "(n, k, stride, out)",
    "break_ceil": "()",
    "conv2d_one_filter": "(x, weight, bias=0.0)",
    "conv2d": "(x, weight, bias=None, stride=1, padding=0)",
    "conv_cost": "(in_channels, out_channels, kernel_size, output_size, groups=1, bias=True)",
    "conv1x1": "(x, weight, bias)",
    "depthwise_separable": "(x, depth_weight, point_weight, padding)",
    "break_square": "()",
    "max_pool2d": "(x, kernel_size, stride=None, padding=0)",
    "avg_pool2d": "(x, kernel_size, stride=None, padding=0, count_include_pad=True)",
    "lp_pool2d": "(x, p, kernel_size, stride=None)",
    "weighted_pool2d": "(x, weights, stride)",
    "global_avg_pool2d": "(x)",
    "shift_sensitivity": "(pool, x, shift)",
    "break_zero_padding": "()",
    "relu": "(x)",
    "leaky_relu": "(x, slope=0.01)",
    "sigmoid": "(x)",
    "tanh": "(x)",
    "relu_backward": "(dout, x)",
    "sigmoid_backward": "(dout, y)",
    "tanh_backward": "(dout, y)",
    "collapse": "(k1, k2)",
    "saturated_fraction": "(y, lower, upper)",
    "dead_units": "(y)",
    "break_relu_at_zero": "()",
    "softmax": "(z, axis=-1)",
    "log_softmax": "(z, axis=-1)",
    "cross_entropy": "(logits, labels)",
    "sgd_momentum_step": "(p, grad, velocity, lr, momentum, weight_decay=0.0)",
    "confusion_matrix": "(labels, predictions, num_classes)",
    "break_unstable_softmax": "()",
    "numerical_gradient": "(f, x, dout, eps=1e-06)",
    "linear_backward": "(dout, x, weight)",
    "conv2d_backward": "(dout, x, weight, stride=1, padding=0)",
    "input_gradient_as_conv": "(dout, weight)",
    "max_pool2d_backward": "(dout, x, kernel_size, stride=None)",
    "train_tiny_cnn": "(x, y, steps, lr, rng)",
    "break_sum_gradient_check": "()",
    "Conv2d": "(in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True)",
    "MnistNet": "()",
    "train_one_epoch": "(model, loader, optimizer, device)",
    "evaluate": "(model, loader, device)",
    "overfit_one_batch": "(model, batch, steps, lr)",
    "mnist_net": "()",
    "LeNet5": "(num_classes=10, activation=<class 'torch.nn.modules.activation.Tanh'>)",
    "c3_connections": "()",
    "lenet5_original_parameters": "()",
    "layer_table": "(model, input_shape)",
    "FashionNet": "()",
    "fashion_net": "()",
}


def test_a_bug_is_caught_and_named(any_bug: tuple[Exercise, Bug]) -> None:
    exercise, bug = any_bug
    for seed in BUG_SEEDS:
        verdict = verdict_on(exercise, exercise.buggy(bug), seed)
        assert not verdict.passed, f"full marks on seed {seed}"
        assert verdict.points < exercise.points
        assert names(verdict) == (bug.id,), f"seed {seed}"


def test_a_correct_alternative_earns_full_marks(
    any_alternative: tuple[Exercise, Alternative],
) -> None:
    exercise, alternative = any_alternative
    for seed in ALTERNATIVE_SEEDS:
        verdict = verdict_on(exercise, alternative.function, seed)
        assert verdict.points == exercise.points, f"seed {seed}: {verdict.findings[:1]}"


def test_the_reference_earns_full_marks(any_exercise: Exercise) -> None:
    if any_exercise.artefact is not None:
        pytest.skip("its answer is a file")
    for seed in ALTERNATIVE_SEEDS:
        assert verdict_on(any_exercise, any_exercise.reference, seed).passed, f"seed {seed}"


def test_the_arguments_of_every_probe_reach_a_jail(any_exercise: Exercise) -> None:
    for probe in any_exercise.probes(np.random.default_rng(0)):
        message = b"".join(wire.encode(standing([probe.args, dict(probe.kwargs)])))
        args, kwargs = live(wire.decode(message, named=True), {})
        for sent, came in zip(
            [*probe.args, *probe.kwargs.values()], [*args, *kwargs.values()], strict=True
        ):
            assert same(live(sent, {}), came), probe.label


def test_no_two_bugs_do_the_same_on_all_probes(any_exercise: Exercise) -> None:
    if any_exercise.examine is None:
        assert [mutation.twins(any_exercise, seed) for seed in BUG_SEEDS] == [[]] * 5


def test_an_unwritten_answer_is_called_unwritten_and_earns_nothing(any_exercise: Exercise) -> None:
    def skeleton(*args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"{any_exercise.id}: yours to write")

    verdict = verdict_on(any_exercise, skeleton, 0)
    assert (verdict.status, verdict.points) == ("unwritten", 0)


@pytest.mark.parametrize(
    "value", [None, 0, "text", [], (), {}, np.zeros(0), 1j], ids=lambda value: type(value).__name__
)
def test_nonsense_earns_nothing_and_stops_nothing(any_exercise: Exercise, value: object) -> None:
    """Unless it is of the right kind, such as 0 for a number: that is the contract's share."""
    verdict = verdict_on(any_exercise, lambda *args, **kwargs: value, 0)
    assert not verdict.passed
    assert verdict.findings
    if any_exercise.trials(np.random.default_rng(0)):
        assert verdict.points <= any_exercise.points * SHARES["contract"] / 0.9
    elif any_exercise.examine is None and verdict.families.get("contract"):
        assert contract(suite(any_exercise, 0).expected[0].value, value) is None
        assert verdict.points <= any_exercise.points * SHARES["contract"] / 0.9
    else:
        assert verdict.points == 0


def test_bugs_and_styles_have_distinct_names_and_something_to_say(any_exercise: Exercise) -> None:
    ids = [bug.id for bug in any_exercise.bugs]
    styles = [alternative.style for alternative in any_exercise.accept]
    assert len({*ids}) == len(ids)
    assert len({*styles}) == len(styles)
    for bug in any_exercise.bugs:
        assert bug.says.endswith((".", "?", "`", ")"))
        assert len(bug.says) > 20
        assert "wrong" not in bug.says.lower()


def test_there_are_four_alternatives_and_three_hints(any_exercise: Exercise) -> None:
    assert len(any_exercise.accept) >= 4 or any_exercise.artefact is not None
    assert len(any_exercise.hints) == 3
    assert all(hint.strip() for hint in any_exercise.hints)
    assert "?" in any_exercise.hints[0]
    assert 3 <= len(any_exercise.symptoms) <= 5


def test_hints_do_not_hold_the_solution(any_exercise: Exercise) -> None:
    returned = any_exercise.source.rstrip().rpartition("return ")[2]
    assert len(returned) < 20 or returned not in " ".join(any_exercise.hints)


def test_the_signature_is_that_of_the_curriculum(any_exercise: Exercise) -> None:
    signature = any_exercise.signature
    plain = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    bare = signature.replace(parameters=plain, return_annotation=signature.empty)
    assert str(bare) == SIGNATURES[any_exercise.id]


def test_points_are_those_of_the_curriculum(any_lesson: Lesson) -> None:
    exercises = sum(exercise.points for exercise in any_lesson.exercises)
    questions = sum(question.points for question in any_lesson.questions)
    assert (exercises, questions) == POINTS[any_lesson.slug]


def test_three_recall_questions_open_every_lesson_but_the_first(any_lesson: Lesson) -> None:
    recall = [question for question in any_lesson.questions if question.recall]
    assert len(recall) == (0 if any_lesson.slug == "00-images" else 3)
    assert tuple(recall) == any_lesson.questions[: len(recall)]
    assert all(question.points == 0 for question in recall)


def test_every_option_explains_itself(any_question: Question) -> None:
    assert len({option.text for option in any_question.options}) == len(any_question.options)
    for option in any_question.options:
        assert len(option.why) > 15
        assert bool(option.bug) != option.right, "a wrong option names its misconception"
    bugs = [option.bug for option in any_question.options if option.bug]
    assert len({*bugs}) == len(bugs)


def test_each_answer_to_a_question_earns_what_it_should(any_question: Question) -> None:
    for letter, option in zip(any_question.letters, any_question.options, strict=True):
        verdict = judge(any_question, LocalTarget(letter))
        assert verdict.points == (any_question.points if option.right else 0)
        assert verdict.passed == option.right
        assert names(verdict) == (() if option.right else (option.bug,))
    assert judge(any_question, LocalTarget("")).status == "unwritten"


def tasks_of(found: Lesson) -> list[Exercise | Question]:
    return [*found.exercises, *found.questions]


def test_task_ids_are_identifiers_and_unique_over_the_course() -> None:
    tasks: list[str] = [
        task.id for slug in lessons.LESSONS for task in tasks_of(lessons.lesson(slug))
    ]
    assert all(task.isidentifier() for task in tasks)
    assert [task for task, count in Counter(tasks).items() if count > 1] == []


def test_an_exercise_needs_only_earlier_ones() -> None:
    seen: set[str] = set()
    for slug in lessons.LESSONS:
        for exercise in lessons.lesson(slug).exercises:
            assert {*exercise.card.needs} <= seen, exercise.id
            seen.add(exercise.id)


def test_the_report_fails_when_a_bug_survives_or_an_answer_is_refused() -> None:
    fine = mutation.ExerciseScore("f", 4, (), (), 4, ())
    assert mutation.good_enough([fine])
    assert not mutation.good_enough([mutation.ExerciseScore("f", 4, ("b",), (), 4, ())])
    assert not mutation.good_enough([mutation.ExerciseScore("f", 4, (), (), 4, ("style",))])
    assert not mutation.good_enough([mutation.ExerciseScore("f", 4, (), ("b",), 4, ())])


def test_the_report_prints_a_row_an_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    assert mutation.report(["01-sliding"]) == 0
    printed = capsys.readouterr().out
    assert all(e.id in printed for e in lessons.lesson("01-sliding").exercises)
