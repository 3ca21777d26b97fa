"""Which channels never answer."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Function, Probe, Property, Symptom
from autograder.lessons.lesson08.dead_units_bugs import BUGS
from autograder.lessons.lesson08.dead_units_styles import ACCEPT


def dead_units(y: np.ndarray) -> np.ndarray:
    """Tell which channels are never positive: not in any image, nor at any position.

    Parameters
    ----------
    y : np.ndarray, shape (N, C, H, W) or (N, C)
        Outputs of a layer for a batch of N inputs; floats or whole numbers. With a leaky
        activation they may be negative.

    Returns
    -------
    np.ndarray, bool, shape (C,)
        True where no output of the channel is above 0.

    Examples
    --------
    Two inputs, three channels; the middle one stays silent for both:

    >>> dead_units(np.array([[0.0, 0.0, 2.5], [1.2, 0.0, 0.0]]))
    array([False,  True, False])
    """
    other_axes = (0, *range(2, y.ndim))
    return ~np.any(y > 0, axis=other_axes)


def probes(rng: np.random.Generator) -> list[Probe]:
    """Channels that wake up once, in one image or position; dead ones with and without negatives."""

    def batch(*shape: int, dead: int = 1, wakes: int = 1, leaky: bool = False) -> np.ndarray:
        """Of C channels `dead` never answer, `wakes` answer once, the rest in about half."""
        values = rng.integers(1, 95, size=shape) / 10
        off = rng.random(shape) < 0.5
        channels = rng.permutation(shape[1])
        off[:, channels[: dead + wakes]] = True
        for channel in channels[dead : dead + wakes]:
            off[_place(rng, shape, int(channel))] = False
        for channel in channels[dead + wakes :]:
            off[_place(rng, shape, int(channel))] = False
        low = -rng.integers(1, 95, size=shape) / 1000 if leaky else np.zeros(shape)
        return np.where(off, low, values)

    mixed = rng.permutation([-3.0, -2.5, 0.4, -1.2, 0.0, -0.7]).reshape(3, 2)
    upside = np.abs(mixed).max() - np.abs(mixed)
    outputs = np.stack([mixed, -upside, -np.abs(mixed) - 0.1, np.abs(mixed)], axis=1)[None]
    level = np.array([[0.7] * 4, [-0.3] * 4, [0.5, -0.5, 0.2, -0.2], [0.0] * 4, [-0.6, 0, 0.9, 0]])
    stubborn = np.full((3, 2, 1, 4), -0.3)
    stubborn[1] = 0.0
    stubborn[2, 1, 0, 3] = 0.2
    return [
        Probe("3 inputs, 5 channels, (N, C)", "core", (batch(3, 5, dead=2),)),
        Probe("2 images, 3 channels of 2x4", "core", (batch(2, 3, 2, 4),)),
        Probe("3 images, 4 channels of 3x2", "core", (batch(3, 4, 3, 2, dead=2),)),
        Probe("8 inputs, 4 channels, leaky", "generality", (batch(8, 4, leaky=True),)),
        Probe("3 images, 4 channels of 2x3, leaky", "generality", (batch(3, 4, 2, 3, leaky=True),)),
        Probe("one image, positive once, on average negative", "generality", (outputs,)),
        Probe("3 images, 3 channels of 3x3", "generality", (batch(3, 3, 3, 3),)),
        Probe("constant channels, and one that cancels", "generality", (rng.permutation(level).T,)),
        Probe("negative, then silent, then once positive", "generality", (stubborn,)),
        Probe("all alive", "generality", (batch(2, 6, 3, 2, dead=0, wakes=4),)),
        Probe("all but one dead", "generality", (batch(4, 7, dead=6),)),
        Probe("whole numbers", "robustness", ((10 * batch(2, 4, 3, 1)).astype(np.int64),)),
        Probe("float32", "robustness", (batch(5, 3, 1, 2).astype(np.float32),)),
    ]


def _place(rng: np.random.Generator, shape: tuple[int, ...], channel: int) -> tuple[int, ...]:
    """A cell of that channel, in any image but the first if there are several."""
    image = int(rng.integers(min(1, shape[0] - 1), shape[0]))
    return image, channel, *(int(rng.integers(n)) for n in shape[2:])


def _one_spark(function: Function, rng: np.random.Generator) -> str:
    shape = 3, 4, 2, 5
    y = np.zeros(shape)
    y[_place(rng, shape, 2)] = 0.1
    got = np.asarray(function(y))
    if got.shape != (4,) or got.tolist() == [True, True, False, True]:
        return ""
    return (
        "In a batch of zeros one number, in channel 2, is 0.1. That channel is alive, and the other "
        f"three are dead; yours says {got.astype(bool).tolist()}."
    )


HINTS = (
    "Which axes of (N, C, H, W) must disappear, so that one answer for each channel is left? And "
    "of (N, C)?",
    "Ask of every number whether it is above 0. A channel is alive if the answer is yes anywhere in "
    "it: in any image and at any position. Then turn alive into dead.",
    "```text\npositive = ...\naxes = every axis but the one of the channels\n"
    "alive = ...whether any is positive, along axes...\nreturn not alive, for each channel\n```",
)

SYMPTOMS = (
    Symptom("the shape is (N, C)", "a channel is dead if it is silent in *every* image"),
    Symptom("axis 2 is out of bounds", "(N, C) has no axis 2: build the axes from `y.ndim`"),
    Symptom("right after `relu`, off after a leaky one", "not positive is not the same as 0"),
    Symptom("True and False exchanged", "alive or dead?"),
)

EXERCISE = Exercise(
    id="dead_units",
    points=2,
    card=Card("Which channels never answer?", 2, 4, 6, needs=("relu",)),
    reference=dead_units,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    properties=(Property("one spark", _one_spark),),
    play='ActivationZoo.on_failing_case("dead_units", said=dead_units, curve="relu")',
)
