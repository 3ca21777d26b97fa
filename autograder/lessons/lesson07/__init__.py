"""Lesson 07: pooling, and what it does to a picture that moves."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson07 import (
    avg_pool2d,
    break_zero_padding,
    global_avg_pool2d,
    lp_pool2d,
    max_pool2d,
    shift_sensitivity,
    weighted_pool2d,
)
from autograder.lessons.lesson07.questions import QUESTIONS

LESSON = Lesson(
    slug="07-pooling",
    title="Pooling",
    minutes=120,
    exercises=(
        max_pool2d.EXERCISE,
        avg_pool2d.EXERCISE,
        lp_pool2d.EXERCISE,
        weighted_pool2d.EXERCISE,
        global_avg_pool2d.EXERCISE,
        shift_sensitivity.EXERCISE,
        break_zero_padding.EXERCISE,
    ),
    questions=QUESTIONS,
)
