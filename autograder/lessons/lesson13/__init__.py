"""Lesson 13: PyTorch, a net for MNIST in forty lines."""

from __future__ import annotations

from autograder.exercise import Lesson
from autograder.lessons.lesson13 import (
    Conv2d,
    MnistNet,
    evaluate,
    mnist_net,
    overfit_one_batch,
    train_one_epoch,
)
from autograder.lessons.lesson13.questions import QUESTIONS

LESSON = Lesson(
    slug="13-pytorch",
    title="PyTorch: the same net in forty lines",
    minutes=150,
    exercises=(
        Conv2d.EXERCISE,
        MnistNet.EXERCISE,
        train_one_epoch.EXERCISE,
        evaluate.EXERCISE,
        overfit_one_batch.EXERCISE,
        mnist_net.EXERCISE,
    ),
    questions=QUESTIONS,
    torch=True,
)
