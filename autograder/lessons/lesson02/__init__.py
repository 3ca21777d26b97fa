"""Lesson 02: kernels that see, by design and by learning."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson02 import (
    convolve2d,
    edge_kernel,
    gaussian_kernel,
    gradient_magnitude,
    learn_kernel,
    separate,
)
from autograder.lessons.lesson02.questions import QUESTIONS

LESSON = Lesson(
    slug="02-kernels",
    title="Kernels that see",
    minutes=120,
    exercises=(
        edge_kernel.EXERCISE,
        gaussian_kernel.EXERCISE,
        convolve2d.EXERCISE,
        gradient_magnitude.EXERCISE,
        separate.EXERCISE,
        learn_kernel.EXERCISE,
    ),
    questions=QUESTIONS,
)
