"""Where the lessons treat which claim: the cell of the released notebook, as a target for links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import chain

from nbformat import NotebookNode

from autograder.exercise import Lesson
from autograder.lessons.claims import CLAIMS


@dataclass(frozen=True)
class Place:
    """A cell that treats a claim.

    Attributes
    ----------
    slug : str
        The lesson.
    cell : str
        The cell's id; a code cell is told by the text before it.
    target : str
        The name of a link to it.
    kind : str
        What is there: "Experiment", "Exercise" or "Question".
    """

    slug: str
    cell: str
    target: str
    kind: str


def places_of_claims(
    lessons: list[Lesson], notebooks: Mapping[str, NotebookNode]
) -> dict[str, list[Place]]:
    """Every claim that a lesson treats, in the order of the claims; places in that of the lessons."""
    found: dict[str, list[Place]] = {}
    for lesson in lessons:
        for claim, words in _seeds(lesson).items():
            place = _place(lesson, notebooks[lesson.slug], claim, words)
            if claim in CLAIMS and place is not None:
                found.setdefault(claim, []).append(place)
    return {claim: found[claim] for claim in CLAIMS if claim in found}


def targets(places: Mapping[str, list[Place]], slug: str) -> dict[str, list[str]]:
    """The names of links into a lesson, by the cell they lead to."""
    names: dict[str, list[str]] = {}
    for place in chain.from_iterable(places.values()):
        if place.slug == slug:
            names.setdefault(place.cell, []).append(place.target)
    return names


def _place(lesson: Lesson, notebook: NotebookNode, claim: str, words: str) -> Place | None:
    wanted = _plain(words)
    text = ""
    for cell in notebook.cells:
        text = cell.id if cell.cell_type == "markdown" else text
        if wanted in _plain(cell.source):
            return _at(lesson, claim, text)
    for name, said in _texts(lesson):
        if wanted in _plain(said):
            return _at(lesson, claim, name)
    return None


def _at(lesson: Lesson, claim: str, cell: str) -> Place:
    part = cell.partition("-")[0]
    kind = {"question": "Question", "card": "Exercise", "symptoms": "Exercise"}.get(part)
    target = f"claim-{lesson.slug[:2]}-{claim.lower()}"
    return Place(lesson.slug, cell, target, kind or "Experiment")


def _texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """What the lesson says elsewhere than in its cells, with the cell it belongs to."""
    for question in lesson.questions:
        for option in question.options:
            yield f"question-{question.id}", option.why
    for exercise in lesson.exercises:
        said = [exercise.source, *exercise.hints, *(bug.says for bug in exercise.bugs)]
        yield from ((f"card-{exercise.id}", text) for text in said)


def _seeds(lesson: Lesson) -> dict[str, str]:
    name = f"autograder.lessons.lesson{lesson.slug[:2]}.seeds"
    try:
        found: dict[str, str] = import_module(name).SEEDS
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return {}
    return found


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).lower()
