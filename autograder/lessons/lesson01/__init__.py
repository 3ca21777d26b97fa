"""Lesson 01: slide a kernel over an image."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson01 import (
    best_match,
    break_constant_kernel,
    cross_correlate2d,
    valid_output_shape,
    window_at,
)
from autograder.lessons.lesson01.questions import QUESTIONS

LESSON = Lesson(
    slug="01-sliding",
    title="Sliding a kernel",
    minutes=120,
    exercises=(
        window_at.EXERCISE,
        valid_output_shape.EXERCISE,
        cross_correlate2d.EXERCISE,
        best_match.EXERCISE,
        break_constant_kernel.EXERCISE,
    ),
    questions=QUESTIONS,
)
