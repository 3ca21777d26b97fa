"""Lesson 01: slide a kernel over an image."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson01 import cross_correlate2d

LESSON = Lesson(
    slug="01-sliding",
    title="Sliding a kernel",
    minutes=120,
    exercises=(cross_correlate2d.EXERCISE,),
    questions=(),
)
