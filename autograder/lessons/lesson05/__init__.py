"""Lesson 05: channels, batches and the full layer."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson05 import (
    break_square,
    conv1x1,
    conv2d,
    conv2d_one_filter,
    conv_cost,
    depthwise_separable,
)
from autograder.lessons.lesson05.questions import QUESTIONS

LESSON = Lesson(
    slug="05-channels",
    title="Channels, batches and the full layer",
    minutes=180,
    exercises=(
        conv2d_one_filter.EXERCISE,
        conv2d.EXERCISE,
        conv_cost.EXERCISE,
        conv1x1.EXERCISE,
        depthwise_separable.EXERCISE,
        break_square.EXERCISE,
    ),
    questions=QUESTIONS,
)
