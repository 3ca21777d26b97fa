"""Lesson 14: LeNet-5 and Fashion-MNIST."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson14 import (
    FashionNet,
    LeNet5,
    c3_connections,
    fashion_net,
    layer_table,
    lenet5_original_parameters,
)
from autograder.lessons.lesson14.questions import QUESTIONS

LESSON = Lesson(
    slug="14-lenet",
    title="LeNet-5 and Fashion-MNIST",
    minutes=180,
    exercises=(
        LeNet5.EXERCISE,
        c3_connections.EXERCISE,
        lenet5_original_parameters.EXERCISE,
        layer_table.EXERCISE,
        FashionNet.EXERCISE,
        fashion_net.EXERCISE,
    ),
    questions=QUESTIONS,
    torch=True,
)
