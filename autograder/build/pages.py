"""Made from the lessons: the students' glossary, the tables of the guide, the catalogue of tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from nbformat import NotebookNode

from autograder.build.problem import BuildError
from autograder.build.source import source_file, to_notebook
from autograder.exercise import Lesson
from autograder.lessons import catalogue
from autograder.lessons.claims import CLAIMS

GLOSSARY = "course/GLOSSARY.md"
GUIDE = "solutions/GUIDE.md"

_CLAIM = re.compile(r"[A-E]\d+")
_BETWEEN = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def pages(root: Path, lessons: list[Lesson]) -> dict[str, bytes]:
    """The pages' contents by path below the root; guide and catalogue where there is one already.

    Raises
    ------
    BuildError
        When a lesson names a claim that it does not treat, or the guide lacks a table's place.
    """
    made = {}
    terms = glossary(lessons)
    if terms:
        made[GLOSSARY] = terms.encode()
    if (root / GUIDE).exists():
        made[GUIDE] = _filled(root, lessons).encode()
    if (root / catalogue.FILE).exists():
        made[catalogue.FILE] = catalogue.written(lessons).encode()
    return made


def _filled(root: Path, lessons: list[Lesson]) -> str:
    tables = {
        "lessons": lesson_table(lessons),
        "topics": topic_table(root, lessons),
        "claims": claim_table(root, lessons),
    }
    guide = (root / GUIDE).read_text(encoding="utf-8")
    places = {match[2] for match in _BETWEEN.finditer(guide)}
    if places != set(tables):
        raise BuildError([f"{GUIDE} should have a place for each of: {', '.join(sorted(tables))}"])
    return _BETWEEN.sub(lambda m: f"{m[1]}{tables[m[2]]}{m[3]}", guide)


def glossary(lessons: list[Lesson]) -> str:
    """Every term with its meaning and the lesson that introduces it, in the alphabet's order.

    Empty when no lesson has terms.
    """
    terms = [
        (term, meaning, lesson)
        for lesson in lessons
        for term, meaning in _of(lesson, "glossary", "TERMS").items()
    ]
    if not terms:
        return ""
    lines = ["# Glossary\n", "Each term with the lesson that introduces it.\n"]
    for term, meaning, lesson in sorted(terms, key=lambda row: row[0].lower()):
        link = f"[{lesson.slug[:2]}]({lesson.slug}/{lesson.slug}.ipynb)"
        lines.append(f"**{term}**: {meaning} ({link})\n")
    return "\n".join(lines)


def lesson_table(lessons: list[Lesson]) -> str:
    """A row for each lesson: time, points, exercises, and how many mistakes are known by name."""
    lines = [
        "| lesson | minutes | points | exercises | named mistakes |",
        "| --- | ---: | ---: | --- | ---: |",
    ]
    for lesson in lessons:
        points = sum(task.points for task in lesson.tasks)
        names = ", ".join(f"`{exercise.id}`" for exercise in lesson.exercises)
        bugs = sum(len(exercise.bugs) for exercise in lesson.exercises)
        title = f"{lesson.slug[:2]} {lesson.title}"
        lines.append(f"| {title} | {lesson.minutes} | {points:g} | {names} | {bugs} |")
    return "\n".join(lines) + "\n"


def claim_table(root: Path, lessons: list[Lesson]) -> str:
    """A row for each claim and each lesson that treats it, with the cell that does."""
    places = _places(root, lessons)
    lines = ["| claim | what is often said | what holds | where |", "| --- | --- | --- | --- |"]
    for claim, (said, holds) in CLAIMS.items():
        if claim in places:
            lines.append(f"| {claim} | {said} | {holds} | {'; '.join(places[claim])} |")
    return "\n".join(lines) + "\n"


def topic_table(root: Path, lessons: list[Lesson]) -> str:
    """A row for each topic that is no claim, in the lessons' order, with the cell that has it."""
    rows = [
        f"| {topic} | {'; '.join(where)} |"
        for topic, where in _places(root, lessons).items()
        if topic not in CLAIMS
    ]
    return "\n".join(["| topic | where |", "| --- | --- |", *rows]) + "\n"


def _places(root: Path, lessons: list[Lesson]) -> dict[str, list[str]]:
    """Where the lessons treat what they name, by claim or topic."""
    problems: list[str] = []
    places: dict[str, list[str]] = {}
    for lesson in lessons:
        notebook = to_notebook(source_file(root, lesson.slug).read_text(encoding="utf-8"))
        for name, words in _of(lesson, "seeds", "SEEDS").items():
            place = _place(notebook, lesson, words)
            if place is None:
                problems.append(f"{lesson.slug} does not say {words!r}, where {name} should be")
            elif _CLAIM.fullmatch(name) and name not in CLAIMS:
                problems.append(f"{lesson.slug} names the claim {name}, which is not in CLAIMS")
            else:
                places.setdefault(name, []).append(f"{lesson.slug[:2]}, {place}")
    if problems:
        raise BuildError(problems)
    return places


def _place(notebook: NotebookNode, lesson: Lesson, words: str) -> str | None:
    """The cell or the task of a lesson in which these words stand."""
    wanted = _plain(words)
    for number, cell in enumerate(notebook.cells, 1):
        if wanted in _plain(cell.source):
            return f"cell {number}"
    for name, text in _texts(lesson):
        if wanted in _plain(text):
            return f"`{name}`"
    return None


def _texts(lesson: Lesson) -> Iterator[tuple[str, str]]:
    for question in lesson.questions:
        yield question.id, question.prompt
        for option in question.options:
            yield question.id, f"{option.text}\n{option.why}"
    for exercise in lesson.exercises:
        yield exercise.id, exercise.source
        for bug in exercise.bugs:
            yield exercise.id, bug.says
        for hint in exercise.hints:
            yield exercise.id, hint


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def _of(lesson: Lesson, module: str, name: str) -> dict[str, str]:
    """What a lesson's package says in one of its modules; nothing when it has none."""
    package = f"autograder.lessons.lesson{lesson.slug[:2]}"
    try:
        found: dict[str, str] = getattr(import_module(f"{package}.{module}"), name)
    except ModuleNotFoundError as error:
        if error.name != f"{package}.{module}":
            raise
        return {}
    return found
