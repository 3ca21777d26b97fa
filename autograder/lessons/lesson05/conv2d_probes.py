"""What `conv2d` is tried on."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Probe
from autograder.lessons.lesson05.numbers import real, weights, whole


def probes(rng: np.random.Generator) -> list[Probe]:
    """Small and plain first; then each setting alone, all together, and the places they hide."""
    return [*_plain(rng), *_settings(rng), *_types(rng), *_mismatches(rng)]


def _plain(rng: np.random.Generator) -> list[Probe]:
    first = whole(rng, 2, 2, 3, 4), weights(rng, 3, 2, 2, 2), rng.permutation([-20.0, 3.0, 40.0])
    twos = whole(rng, 2, 3, 4, 5), weights(rng, 2, 3, 2, 3)
    return [
        Probe("2 images of 2x3x4, 3 filters of 2x2", "core", first),
        Probe("2 images of 3x4x5, 2 filters of 2x3, no bias", "core", twos),
        Probe(
            "3 images, 3 channels, 3 filters, all of 3x3, padding 1",
            "core",
            (whole(rng, 3, 3, 3, 3), weights(rng, 3, 3, 3, 3), _bias(rng, 3)),
            {"padding": 1},
        ),
        Probe(
            "stride 2, padding 1, kernel 3x3",
            "core",
            (whole(rng, 2, 2, 5, 6), weights(rng, 3, 2, 3, 3), _bias(rng, 3), 2, 1),
        ),
    ]


def _settings(rng: np.random.Generator) -> list[Probe]:
    impulse = np.zeros((2, 2, 3, 2))
    impulse[0, 1, 2, 0] = impulse[1, 0, 0, 1] = 1
    return [
        Probe(
            "stride 2 leaves a row and a column over",
            "generality",
            (whole(rng, 2, 1, 6, 7), weights(rng, 2, 1, 3, 2)),
            {"stride": 2},
        ),
        Probe(
            "stride (3, 1): windows apart down, overlapping across",
            "generality",
            (whole(rng, 1, 3, 8, 4), weights(rng, 2, 3, 2, 3), _bias(rng, 2), (3, 1)),
        ),
        Probe(
            "padding (0, 2), stride 1",
            "generality",
            (whole(rng, 2, 3, 5, 3), weights(rng, 4, 3, 2, 3), _bias(rng, 4)),
            {"padding": (0, 2)},
        ),
        Probe(
            "padding (2, 0), no bias",
            "generality",
            (whole(rng, 3, 2, 3, 5), weights(rng, 1, 2, 3, 4)),
            {"padding": (2, 0)},
        ),
        Probe(
            "a 2x1 image in the middle of padding 3",
            "generality",
            (whole(rng, 1, 1, 2, 1), weights(rng, 1, 1, 2, 2)),
            {"padding": 3},
        ),
        Probe(
            "stride (2, 3), padding (1, 2), all sizes unequal",
            "generality",
            (whole(rng, 2, 2, 5, 6), weights(rng, 3, 2, 3, 2), _bias(rng, 3), (2, 3), (1, 2)),
        ),
        Probe(
            "one image, 1x1 kernel",
            "generality",
            (whole(rng, 1, 3, 4, 2), weights(rng, 2, 3, 1, 1), _bias(rng, 2)),
        ),
        Probe("each filter has a single 1", "generality", (whole(rng, 2, 2, 5, 4), impulse)),
        Probe(
            "kernel as large as the padded image",
            "generality",
            (whole(rng, 2, 3, 2, 3), weights(rng, 3, 3, 4, 3), _bias(rng, 3)),
            {"padding": (1, 0)},
        ),
        Probe(
            "falling negative numbers, bias 0 in one channel",
            "generality",
            (_falling(rng), weights(rng, 2, 3, 2, 1), rng.permutation([0.0, -7.0])),
        ),
        Probe("real numbers", "generality", _real(rng), show=False),
    ]


def _types(rng: np.random.Generator) -> list[Probe]:
    quarters = whole(rng, 2, 2, 3, 5) / 4
    return [
        Probe(
            "whole-number images, fractional weights and bias",
            "robustness",
            (whole(rng, 2, 2, 4, 3).astype(int), weights(rng, 3, 2, 2, 2) / 8, _bias(rng, 3)),
        ),
        Probe(
            "uint8 images, whole-number weights and bias",
            "robustness",
            (
                rng.integers(100, 256, size=(2, 2, 3, 4)).astype(np.uint8),
                weights(rng, 3, 2, 2, 3).astype(int),
                np.array([7, -3, 5]),
            ),
            {"stride": 2, "padding": 1},
        ),
        Probe(
            "float32 everywhere",
            "robustness",
            (
                quarters.astype(np.float32),
                weights(rng, 3, 2, 2, 3).astype(np.float32),
                _bias(rng, 3).astype(np.float32),
            ),
        ),
    ]


def _mismatches(rng: np.random.Generator) -> list[Probe]:
    return [
        Probe(
            "images have 3 channels, filters 2",
            "robustness",
            (whole(rng, 2, 3, 4, 5), weights(rng, 4, 2, 2, 3)),
        ),
        Probe(
            "images have 1 channel, filters 3",
            "robustness",
            (whole(rng, 2, 1, 4, 5), weights(rng, 2, 3, 2, 3)),
        ),
        Probe(
            "images have 3 channels, filters 1",
            "robustness",
            (whole(rng, 2, 3, 5, 4), weights(rng, 4, 1, 3, 2)),
        ),
    ]


def _bias(rng: np.random.Generator, filters: int) -> np.ndarray:
    """Unequal numbers, none of them 0, of both signs."""
    return rng.permutation([-11.5, 4.25, 30.0, -2.75])[:filters]


def _falling(rng: np.random.Generator) -> np.ndarray:
    return -np.cumsum(rng.integers(1, 3, size=60)).reshape(1, 3, 5, 4).astype(float)


def _real(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    return real(rng, 2, 3, 7, 8), real(rng, 4, 3, 3, 2), real(rng, 4)
