"""Lesson 03: padding."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson03 import (
    break_slice_crop,
    pad2d,
    same_padding,
    usage_count,
    zero_pad2d,
)
from autograder.lessons.lesson03.questions import QUESTIONS

LESSON = Lesson(
    slug="03-padding",
    title="Padding",
    minutes=90,
    exercises=(
        zero_pad2d.EXERCISE,
        same_padding.EXERCISE,
        pad2d.EXERCISE,
        usage_count.EXERCISE,
        break_slice_crop.EXERCISE,
    ),
    questions=QUESTIONS,
)
