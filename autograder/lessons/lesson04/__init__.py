"""Lesson 04: stride, dilation and output size."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson04 import (
    break_ceil,
    conv_output_size,
    cross_correlate2d_strided,
    dilate_kernel,
    paddings_for,
    trace_sizes,
)
from autograder.lessons.lesson04.questions import QUESTIONS

LESSON = Lesson(
    slug="04-stride",
    title="Stride, dilation and output size",
    minutes=120,
    exercises=(
        conv_output_size.EXERCISE,
        cross_correlate2d_strided.EXERCISE,
        dilate_kernel.EXERCISE,
        trace_sizes.EXERCISE,
        paddings_for.EXERCISE,
        break_ceil.EXERCISE,
    ),
    questions=QUESTIONS,
)
