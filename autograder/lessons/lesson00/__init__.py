"""Lesson 00: images are arrays."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson00 import make_batch, standardize, to_float_chw, to_grayscale
from autograder.lessons.lesson00.questions import QUESTIONS

LESSON = Lesson(
    slug="00-images",
    title="Start here: images are arrays",
    minutes=50,
    exercises=(
        to_float_chw.EXERCISE,
        to_grayscale.EXERCISE,
        make_batch.EXERCISE,
        standardize.EXERCISE,
    ),
    questions=QUESTIONS,
)
