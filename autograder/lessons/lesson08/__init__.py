"""Lesson 08: bend the line."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson08 import (
    break_relu_at_zero,
    collapse,
    dead_units,
    leaky_relu,
    relu,
    relu_backward,
    saturated_fraction,
    sigmoid,
    sigmoid_backward,
    tanh,
    tanh_backward,
)
from autograder.lessons.lesson08.questions import QUESTIONS

LESSON = Lesson(
    slug="08-activations",
    title="Activations",
    minutes=120,
    exercises=(
        collapse.EXERCISE,
        relu.EXERCISE,
        leaky_relu.EXERCISE,
        sigmoid.EXERCISE,
        tanh.EXERCISE,
        relu_backward.EXERCISE,
        sigmoid_backward.EXERCISE,
        tanh_backward.EXERCISE,
        saturated_fraction.EXERCISE,
        dead_units.EXERCISE,
        break_relu_at_zero.EXERCISE,
    ),
    questions=QUESTIONS,
)
