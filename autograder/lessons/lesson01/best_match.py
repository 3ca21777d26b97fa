"""Find a pattern by normalised correlation, since a raw score is not a match."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Card, Exercise, Probe, Symptom
from autograder.lessons.lesson01.best_match_bugs import BUGS
from autograder.lessons.lesson01.best_match_scenes import altered, faint_copy, scene, stored
from autograder.lessons.lesson01.best_match_styles import ACCEPT


def best_match(x: np.ndarray, template: np.ndarray) -> tuple[int, int]:
    """Find where an image looks most like a template, whatever the brightness and contrast.

    Parameters
    ----------
    x : np.ndarray, shape (H, W)
        Floats or whole numbers.
    template : np.ndarray, shape (kH, kW)
        It fits into the image and is not flat: it has at least two different values.

    Returns
    -------
    tuple of int
        (row, col) of the top-left cell of the best patch. The score of a patch is the sum of
        products of patch and template, after each has had its own mean subtracted and has then
        been divided by its own norm, `sqrt(sum of squares)`: a number from -1 to 1. A flat patch
        (all cells equal) has no pattern and scores 0. The best score is above 0 and not tied.

    Examples
    --------
    The patch [1, 2] rises as the template does; [9, 9] is brighter, and flat:

    >>> best_match(np.array([[9, 9, 1, 2]]), np.array([[0, 5]]))
    (0, 2)
    """
    height, width = template.shape
    pattern = template - np.mean(template)
    pattern = pattern / np.linalg.norm(pattern)
    best_score, best_position = -np.inf, (0, 0)
    for row in range(x.shape[0] - height + 1):
        for col in range(x.shape[1] - width + 1):
            patch = x[row : row + height, col : col + width]
            patch = patch - np.mean(patch)
            norm = np.linalg.norm(patch)
            score = np.sum(patch * pattern) / norm if norm > 0 else 0.0
            if score > best_score:
                best_score, best_position = score, (row, col)
    return best_position


def probes(rng: np.random.Generator) -> list[Probe]:
    """A plain copy first; then dim, faint and cornered copies, beside what outshines them."""
    t = rng.permutation([0.0, 1, 2, 4, 7, 9]).reshape(2, 3)
    tall = rng.permutation([-6.0, -5, -2, -1, 3, 8]).reshape(3, 2)
    flat, faint = np.full((2, 3), 40.0), 0.25 * t + 30
    cells = np.array([[0.0, 9, 1], [7, 2, 4], [3, 8, 6]])
    on_grey = {(int(rng.integers(0, 4)), 4): cells + 5}
    strong = {(0, 4): faint, (2, 0): 6 * altered(t), (4, 4): altered(t)}
    negative = {(0, 4): -2 * tall, (2, 1): altered(tall) + 3}
    small = scene(rng, (3, 9), 20 * t, {(0, 0): 6 * flat, (1, 4): 3 * t + 9})
    return [
        Probe("plain copy", "core", scene(rng, (4, 6), t, {(1, 3): t})),
        Probe(
            "dim copy, bright flat patch",
            "core",
            scene(rng, (5, 8), t, {(0, 1): flat, (3, 4): t / 2}),
        ),
        Probe("faint copy, strong near-copy", "core", scene(rng, (6, 8), t, strong)),
        Probe("near-copy, exact negative", "generality", scene(rng, (6, 6), tall, negative)),
        Probe(
            "copy and turned copy",
            "generality",
            scene(rng, (6, 7), t, {(0, 1): t[::-1, ::-1], (3, 2): t + 4}),
        ),
        Probe("copy in the first corner", "generality", scene(rng, (4, 6), t, {(0, 0): 3 * t})),
        Probe(
            "copy in the last corner", "generality", scene(rng, (6, 4), tall, {(3, 2): tall - 9})
        ),
        Probe("3x3 template on flat grey", "generality", scene(rng, (8, 7), cells, on_grey, 5)),
        Probe(
            "template as wide as the image", "generality", scene(rng, (5, 3), t, {(2, 0): t - 8})
        ),
        Probe("template as large as the image", "generality", (3 * t + 2, t)),
        Probe("real numbers", "generality", faint_copy(rng)),
        Probe("uint8 picture, dim copy", "robustness", stored(small)),
    ]


HINTS = (
    "A patch of all 9s and a template [0, 5]: what is the sum of products? And for the patch [1, "
    "2]? Which of the two looks like the template? What has to be removed from a patch so that "
    "its brightness no longer counts?",
    "Prepare the template: subtract its mean, divide by its norm. Visit every position; treat the "
    "patch in the same way (a patch whose norm is 0 scores 0); the score is the sum of products. "
    "Remember the best score so far and where it was.",
    "```text\npattern = template, zero mean, unit norm\nbest = (-infinity, nowhere)\n"
    "for each position:\n    patch = the window there, minus ...its own...\n"
    "    score = sum of patch * pattern / ...  (0 if flat)\n"
    "    if score > best: remember score and position\nreturn the position\n```",
)

SYMPTOMS = (
    Symptom("a bright patch wins", "subtract each patch's own mean, divide by its own norm"),
    Symptom("it always answers (0, 0), or with a flat patch", "0 / 0 is nan: flat patches score 0"),
    Symptom("row and column are exchanged", "np.unravel_index needs the shape of the score map"),
    Symptom("one single number comes back", "np.argmax counts through the flattened array"),
)

EXERCISE = Exercise(
    id="best_match",
    points=4,
    card=Card("Find the pattern", 3, 3, 20, needs=("window_at", "valid_output_shape")),
    reference=best_match,
    probes=probes,
    bugs=BUGS,
    accept=ACCEPT,
    hints=HINTS,
    symptoms=SYMPTOMS,
    forbids=("skimage.feature.match_template", "cv2.matchTemplate"),
    play='KernelSlider.on_failing_case("best_match", said=best_match)',
)
