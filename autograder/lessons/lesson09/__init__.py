"""Lesson 09: what a network's last numbers are worth, and how they learn."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson09 import (
    break_unstable_softmax,
    confusion_matrix,
    cross_entropy,
    log_softmax,
    sgd_momentum_step,
    softmax,
)
from autograder.lessons.lesson09.questions import QUESTIONS

LESSON = Lesson(
    slug="09-loss",
    title="From scores to a loss",
    minutes=120,
    exercises=(
        softmax.EXERCISE,
        log_softmax.EXERCISE,
        cross_entropy.EXERCISE,
        sgd_momentum_step.EXERCISE,
        confusion_matrix.EXERCISE,
        break_unstable_softmax.EXERCISE,
    ),
    questions=QUESTIONS,
)
