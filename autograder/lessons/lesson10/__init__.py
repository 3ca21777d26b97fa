"""Lesson 10: backpropagation by hand, up to a network that learns."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson10 import (
    break_sum_gradient_check,
    conv2d_backward,
    input_gradient_as_conv,
    linear_backward,
    max_pool2d_backward,
    numerical_gradient,
    train_tiny_cnn,
)
from autograder.lessons.lesson10.questions import QUESTIONS

LESSON = Lesson(
    slug="10-backprop",
    title="Backpropagation by hand",
    minutes=240,
    exercises=(
        numerical_gradient.EXERCISE,
        linear_backward.EXERCISE,
        conv2d_backward.EXERCISE,
        input_gradient_as_conv.EXERCISE,
        max_pool2d_backward.EXERCISE,
        train_tiny_cnn.EXERCISE,
        break_sum_gradient_check.EXERCISE,
    ),
    questions=QUESTIONS,
)
