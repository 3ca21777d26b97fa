"""The markdown that the build writes around a task: its card, its options, its symptoms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.exercise import Exercise, Lesson, Question, Symptom

SCALE = 5
"""Difficulty and importance go from 1 to this."""


def card(exercise: Exercise, lesson: Lesson, earlier: Sequence[Lesson] = ()) -> str:
    """What stands at the head of an exercise.

    Parameters
    ----------
    exercise : Exercise
    lesson : Lesson
        The lesson it belongs to.
    earlier : sequence of Lesson
        Where else to look for the exercises it needs, to link to them.
    """
    face = exercise.card
    # One line and no table: formgrader and the feedback pages print tables without spaces.
    facts = [
        f"Difficulty {dots(face.difficulty)}",
        f"importance {dots(face.importance)}",
        count(face.minutes, "minute"),
        count(exercise.points, "point"),
    ]
    text = f"You write `{exercise.id}`."
    if face.needs:
        needed = enumeration([_link(name, lesson, earlier) for name in face.needs])
        text += f" It builds on {needed}."
    if face.tools:
        text += f" Allowed tools: {_ended(face.tools)}"
    return f"### {face.title}\n\n{' · '.join(facts)}\n\n{text}"


def question(task: Question, lead_in: str = "") -> str:
    """The question's lead-in, prompt and options; never which option is right, nor why."""
    options = [
        f"- **{letter}** {_indented(option.text)}"
        for letter, option in zip(task.letters, task.options, strict=True)
    ]
    worth = "recall, no points" if points(task) == 0 else count(points(task), "point")
    ask = f"Answer with one letter, in the quotes below ({worth})."
    blocks = [lead_in.strip(), task.prompt.strip(), "\n".join(options), ask]
    return "\n\n".join(block for block in blocks if block)


def symptoms(exercise: Exercise) -> str:
    """The symptom index, folded, and where the hints are."""
    stuck = f'Stuck? Run `hint("{exercise.id}")` in a new cell: it gives one step more each time.'
    if not exercise.symptoms:
        return stuck
    rows = "\n".join(f"- {_row(symptom)}" for symptom in exercise.symptoms)
    return (
        f"<details>\n<summary>Symptoms of <code>{exercise.id}</code>: what you see, "
        f"and where to look</summary>\n\n{rows}\n\n</details>\n\n{stuck}"
    )


def points(task: Exercise | Question) -> float:
    """What a task is worth in the gradebook: a recall question is worth nothing."""
    if isinstance(task, Question) and task.recall:
        return 0
    return task.points


def dots(level: int) -> str:
    """A level as dots and as a number, so that it can also be read aloud: "●●○○○ 2/5"."""
    return f"{'●' * level}{'○' * (SCALE - level)} {level}/{SCALE}"


def count(number: float, noun: str) -> str:
    """A number with its noun: "1 point", "2.5 points"."""
    return f"{number:g} {noun}{'' if number == 1 else 's'}"


def enumeration(words: Sequence[str]) -> str:
    """Words as in a sentence: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _link(name: str, lesson: Lesson, earlier: Sequence[Lesson]) -> str:
    for home in (lesson, *earlier):
        for exercise in home.exercises:
            if exercise.id != name:
                continue
            if home is lesson:
                anchor = re.sub(r"\s", "-", exercise.card.title)
                return f"[`{name}` above](#{_quoted(anchor)})"
            path = f"../{home.slug}/{home.slug}.ipynb"
            return f"[`{name}` from lesson {home.slug[:2]}, {home.title}]({path})"
    return f"`{name}`" if name.isidentifier() else name


def _quoted(anchor: str) -> str:
    return anchor.replace("(", "%28").replace(")", "%29")


def _row(symptom: Symptom) -> str:
    sees, look = symptom.sees.strip(), symptom.look.strip()
    joint = "" if sees[-1:] in {"?", ".", ":"} else ":"
    return _indented(f"**{sees}**{joint} {look}")


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n  ")


def _ended(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."
