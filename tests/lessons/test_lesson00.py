"""Lesson 00: its references are right, its mistakes are caught and named, its answers pass."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from nbformat import NotebookNode

from autograder.build.expand import expand
from autograder.build.solution import cleared, regions
from autograder.build.source import same_text, to_notebook, to_text
from autograder.exercise import Alternative, Bug, Exercise, Question
from autograder.judge import judge
from autograder.lessons.lesson00 import LESSON
from autograder.lessons.lesson00.make_batch import make_batch
from autograder.lessons.lesson00.standardize import standardize
from autograder.lessons.lesson00.to_float_chw import to_float_chw
from autograder.lessons.lesson00.to_grayscale import to_grayscale
from autograder.target import LocalTarget
from autograder.verdict import Verdict

SOURCE = Path(__file__).parents[2] / "solutions" / LESSON.slug / f"{LESSON.slug}.py"
SHAPES = ((1, 1, 3), (2, 5, 3), (7, 4, 1), (3, 3, 3), (6, 2, 4))

bugs = pytest.mark.parametrize(
    ("exercise", "bug"),
    [pytest.param(e, b, id=f"{e.id}-{b.id}") for e in LESSON.exercises for b in e.bugs],
)
alternatives = pytest.mark.parametrize(
    ("exercise", "other"),
    [pytest.param(e, a, id=f"{e.id}-{a.style}") for e in LESSON.exercises for a in e.accept],
)
exercises = pytest.mark.parametrize("exercise", LESSON.exercises, ids=lambda e: e.id)


def verdict_on(exercise: Exercise, answer: object, seed: int = 0) -> Verdict:
    return judge(exercise, LocalTarget(answer, tuple(exercise.signature.parameters)), seed)


# References against something independent


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.mark.parametrize("shape", SHAPES)
def test_to_float_chw_puts_every_number_where_a_loop_puts_it(
    rng: np.random.Generator, shape: tuple[int, int, int]
) -> None:
    image = rng.integers(0, 256, size=shape).astype(np.uint8)
    result = to_float_chw(image)
    assert result.shape == (shape[2], *shape[:2])
    assert result.dtype == np.float32
    assert result.flags["C_CONTIGUOUS"]
    for (row, col, channel), value in np.ndenumerate(image):
        assert result[channel, row, col] == np.float32(int(value) / 255)


def test_to_float_chw_of_two_axes_is_that_of_one_channel(rng: np.random.Generator) -> None:
    image = rng.integers(0, 256, size=(4, 6)).astype(np.uint8)
    assert np.array_equal(to_float_chw(image), to_float_chw(image[:, :, None]))


def test_references_agree_with_torch(rng: np.random.Generator) -> None:
    torch = pytest.importorskip("torch", reason="torch is the second oracle and is not installed")
    images = [rng.integers(0, 256, size=(5, 4, 3)).astype(np.uint8) for _ in range(3)]
    tensors = [torch.from_numpy(image).permute(2, 0, 1).float() / 255 for image in images]
    ours = [to_float_chw(image) for image in images]
    for one, other in zip(ours, tensors, strict=True):
        np.testing.assert_array_equal(one, other.numpy())
    batch, stacked = make_batch(ours), torch.stack(tensors)
    np.testing.assert_array_equal(batch, stacked.numpy())

    x, mean, std = batch.astype(np.float64), rng.normal(size=3), rng.uniform(0.1, 2, size=3)
    mean_t, variance = torch.from_numpy(mean), torch.from_numpy(std**2)
    normed = torch.nn.functional.batch_norm(torch.from_numpy(x), mean_t, variance, eps=0.0)
    np.testing.assert_allclose(standardize(x, mean, std), normed.numpy(), rtol=1e-12, atol=1e-12)

    weights = torch.tensor([[0.299, 0.587, 0.114]], dtype=torch.float64)[:, :, None, None]
    mixed = torch.nn.functional.conv2d(torch.from_numpy(x[:1]), weights)[0]
    np.testing.assert_allclose(to_grayscale(x[0]), mixed.numpy(), rtol=1e-12)


def test_grey_batch_and_scale_agree_with_pure_python_loops(rng: np.random.Generator) -> None:
    x = rng.normal(size=(2, 3, 4, 5))
    mean, std, weights = rng.normal(size=3), rng.uniform(0.5, 2, size=3), (0.2, -1.0, 3.0)
    grey, batch, scaled = (
        to_grayscale(x[1], weights),
        make_batch(list(x)),
        standardize(x, mean, std),
    )
    for (n, c, row, col), value in np.ndenumerate(x):
        assert batch[n, c, row, col] == value
        wanted = (float(value) - float(mean[c])) / float(std[c])
        assert scaled[n, c, row, col] == pytest.approx(wanted, rel=1e-12)
        mixed = sum(weights[k] * float(x[1, k, row, col]) for k in range(3))
        assert grey[0, row, col] == pytest.approx(mixed, rel=1e-12)


# Probes, mistakes and other styles


@exercises
def test_reference_earns_full_marks_for_many_seeds(exercise: Exercise) -> None:
    assert all(verdict_on(exercise, exercise.reference, seed).passed for seed in range(30))


@exercises
def test_probes_have_unequal_sides_somewhere_and_equal_ones_somewhere(exercise: Exercise) -> None:
    shapes = []
    for probe in exercise.probes(np.random.default_rng(0)):
        first = probe.args[0]
        shapes += [a.shape for a in (first if isinstance(first, (list, tuple)) else [first])]
    assert any(len(set(shape)) == len(shape) >= 3 for shape in shapes)
    assert any(len(set(shape)) == 1 and len(shape) >= 3 for shape in shapes)


@bugs
def test_every_mistake_is_caught_and_named(exercise: Exercise, bug: Bug) -> None:
    for seed in range(3):
        verdict = verdict_on(exercise, exercise.buggy(bug), seed)
        assert not verdict.passed, f"seed {seed}: survives"
        assert verdict.points < exercise.points
        assert verdict.named is not None
        assert (verdict.named.bugs, verdict.named.certainty) == ((bug.id,), "matches")


@alternatives
def test_every_other_style_earns_full_marks(exercise: Exercise, other: Alternative) -> None:
    for seed in range(20):
        verdict = verdict_on(exercise, other.function, seed)
        assert verdict.points == exercise.points, (seed, verdict.findings[:1])


@pytest.mark.parametrize("other", LESSON.exercises[0].accept, ids=lambda a: a.style)
def test_accepted_styles_of_to_float_chw_keep_the_promise_of_contiguity(other: Alternative) -> None:
    image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    assert other.function(image).flags["C_CONTIGUOUS"]


@exercises
def test_two_mistakes_at_once_are_caught_and_mostly_named(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The module, which the function of the same name hides in its package.
    monkeypatch.setattr(sys.modules["autograder.judge.fingerprint"], "PAIR_SECONDS", 30)
    pairs = list(combinations([bug for bug in exercise.bugs if bug.function is None], 2))
    chosen = np.random.default_rng(0).permutation(len(pairs))[:25]
    named = tried = 0
    for number in chosen:
        pair = pairs[number]
        with contextlib.suppress(ValueError):  # both change the same text
            source = exercise.buggy_source(*pair)
            if source in [exercise.buggy_source(bug) for bug in pair]:
                continue
            if {bug.id for bug in pair} == {"divides_by_variance", "divides_by_root"}:
                continue  # these two undo each other: the result is right
            verdict = verdict_on(exercise, exercise.buggy(*pair))
            assert not verdict.passed, pair
            assert verdict.named is not None, pair
            tried += 1
            named += set(verdict.named.bugs) == {bug.id for bug in pair}
    assert tried >= 5
    assert named >= 0.75 * tried  # the others look like another mistake in every case


def test_the_message_of_make_batch_must_say_which_image_and_what_shape() -> None:
    exercise = LESSON.exercises[2]
    for message in ("image {index}", "shape {shape}", "shapes differ"):

        def stacks(images: list[np.ndarray], message: str = message) -> np.ndarray:
            for index, image in enumerate(images):
                if image.shape != images[0].shape:
                    raise ValueError(message.format(index=index, shape=image.shape))
            return np.stack(images)

        verdict = verdict_on(exercise, stacks)
        assert verdict.named is not None
        assert verdict.named.bugs == ("error_does_not_name_the_image",)


def test_a_strange_answer_gets_a_sentence_from_a_property() -> None:
    def upside_down(image: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(to_float_chw(image)[:, ::-1])

    verdict = verdict_on(LESSON.exercises[0], upside_down)
    assert verdict.named is None
    assert any("I lit one number" in finding.saw for finding in verdict.findings)


@exercises
def test_unwritten_answer_is_called_unwritten(exercise: Exercise) -> None:
    def unwritten(*args: object, **kwargs: object) -> None:
        raise NotImplementedError(f"{exercise.id}: yours to write")

    verdict = verdict_on(exercise, unwritten)
    assert (verdict.status, verdict.points) == ("unwritten", 0)


@exercises
def test_exercise_has_all_that_helps(exercise: Exercise) -> None:
    assert all(exercise.hints)
    assert 3 <= len(exercise.symptoms) <= 5
    assert len(exercise.bugs) >= 8
    assert len(exercise.accept) >= 5
    assert exercise.properties


def test_points_and_names_are_those_of_the_curriculum() -> None:
    assert [(e.id, e.points) for e in LESSON.exercises] == [
        ("to_float_chw", 3),
        ("to_grayscale", 2),
        ("make_batch", 3),
        ("standardize", 3),
    ]
    cards = [(e.card.difficulty, e.card.importance, e.card.minutes) for e in LESSON.exercises]
    assert cards == [(1, 5, 10), (1, 3, 5), (1, 4, 8), (2, 4, 8)]
    assert [question.points for question in LESSON.questions] == [1, 1, 1]
    assert (LESSON.points, LESSON.minutes) == (14, 50)


@pytest.mark.parametrize("question", LESSON.questions, ids=lambda q: q.id)
def test_each_option_of_a_question_is_judged_and_explained(question: Question) -> None:
    for letter, option in zip(question.letters, question.options, strict=True):
        verdict = judge(question, LocalTarget(letter))
        assert verdict.points == (1 if option.right else 0)
        assert option.why
        assert option.right or option.bug


# The notebook


@pytest.fixture(scope="module")
def notebook() -> NotebookNode:
    return to_notebook(SOURCE.read_text(encoding="utf-8"))


def run(notebook: NotebookNode, *, written: bool) -> dict[str, object]:
    """All code cells in order, as a student runs them; what they leave behind."""
    names: dict[str, object] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in expand(notebook, LESSON).cells:
            if cell.cell_type != "code":
                continue
            hidden = list(regions(cell.source)) and not written
            source = cleared(cell.source, "this cell") if hidden else cell.source
            exec(compile(source, f"<{cell.id}>", "exec"), names)
    return names


def test_source_survives_the_round_trip() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert same_text(to_text(to_notebook(text)), text)


def test_notebook_runs_with_nothing_written(
    notebook: NotebookNode, capsys: pytest.CaptureFixture[str]
) -> None:
    run(notebook, written=False)
    assert capsys.readouterr().err == ""


def test_solutions_in_the_notebook_earn_all_points(notebook: NotebookNode) -> None:
    names = run(notebook, written=True)
    earned = 0.0
    for exercise in LESSON.exercises:
        earned += verdict_on(exercise, names[exercise.id], seed=5).points
    for question in LESSON.questions:
        earned += judge(question, LocalTarget(names[question.id])).points
    assert earned == 14


def test_docstrings_in_the_notebook_are_the_references(notebook: NotebookNode) -> None:
    names = run(notebook, written=True)
    for exercise in LESSON.exercises:
        assert names[exercise.id].__doc__ == exercise.reference.__doc__


def test_cells_are_short_and_the_voice_is_kept(notebook: NotebookNode) -> None:
    banned = re.compile(r"\b(simply|just|obviously|wrong)\b|!(?!\[|=)", re.IGNORECASE)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            words = re.findall(r"[^\W_][\w'’.-]*", re.sub(r"</?\w+>", " ", cell.source))
            assert len(words) <= 80, cell.source
            assert not banned.search(cell.source), cell.source
        elif "exercise" not in cell.metadata:
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert len(lines) <= 15, cell.source


def test_every_figure_says_what_it_shows(notebook: NotebookNode) -> None:
    figures = [c.source for c in notebook.cells if "plots.show(" in c.source]
    assert len(figures) >= 6
    assert all("alt=" in source or "titles=" in source for source in figures)
