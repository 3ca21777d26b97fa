"""The pages beside the lessons, as MyST Markdown: the start, the glossary, the index of myths."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autograder.build.pages import glossary
from autograder.exercise import Lesson
from autograder.lessons.claims import CLAIMS
from autograder.site.places import Place

NAME = "Convolutional networks, built by you"
_TERM = re.compile(r"\*\*(?P<term>.+?)\*\*: (?P<meaning>.+) \(\[\d\d\]\((?P<slug>[^/]+)/")


_SAME_AS = re.compile(r"see ([A-E]\d+)")


def start(lessons: list[Lesson], repository: str) -> str:
    """The first page: what this is, and the lessons in order."""
    rows = [
        f"| [{lesson.slug[:2]} {lesson.title}]({lesson.slug}.ipynb) | {len(lesson.exercises)} "
        f"| {_time(lesson.minutes)} |"
        for lesson in lessons
    ]
    listed = "\n".join(lesson.slug for lesson in lessons)
    where = f"[its repository](https://github.com/{repository})" if repository else "its repository"
    return f"""# {NAME}

A course in Jupyter notebooks. You learn how convolutional networks work by writing one, a function
at a time, from the first sliding window.

Here you read every lesson and play with its widgets, without setting anything up. To write the
functions and have them checked, get the course from {where} and open it in JupyterLab: `make lab`.

| lesson | functions you write | time |
| --- | ---: | --- |
{chr(10).join(rows)}

Look words up in the [glossary](glossary.md), and what is often said but does not hold in the
[index of myths](myths.md).

```{{toctree}}
:hidden:
:caption: Lessons

{listed}
```

```{{toctree}}
:hidden:
:caption: To look things up

glossary
myths
```
"""


def _time(minutes: int) -> str:
    return f"{minutes / 60:g} h" if minutes % 30 == 0 and minutes >= 60 else f"{minutes} min"


def words(lessons: list[Lesson]) -> str:
    """The glossary: each term with its meaning and a link to the lesson that introduces it."""
    titles = {lesson.slug: f"{lesson.slug[:2]} {lesson.title}" for lesson in lessons}
    lines = ["# Glossary", "", "Each term with the lesson that introduces it.", ""]
    for found in _TERM.finditer(glossary(lessons)):
        slug = found["slug"]
        lines += [found["term"], f": {found['meaning']} [{titles[slug]}]({slug}.ipynb)", ""]
    return "\n".join(lines)


def myths(lessons: list[Lesson], places: Mapping[str, list[Place]]) -> str:
    """The index of myths: what is said, what holds, and the experiment that shows it, by lesson.

    A claim stands under the lesson that treats it first.
    """
    lines = [
        "# Index of myths",
        "",
        "What introductions to convolutional networks often say, what holds instead, and the "
        "experiment that lets you see it.",
    ]
    titles = {lesson.slug: f"{lesson.slug[:2]} {lesson.title}" for lesson in lessons}
    for slug, title in titles.items():
        here = [claim for claim, found in places.items() if found[0].slug == slug]
        if here:
            lines += ["", f"## {title}"]
        for claim in here:
            said, holds = CLAIMS[claim]
            links = [f"[{titles[place.slug]}](#{place.target})" for place in places[claim]]
            same = _SAME_AS.fullmatch(holds)
            if same:
                holds = CLAIMS[same[1]][1]
            lines += ["", f"“{said[0].upper()}{said[1:]}.”", f": {_sentence(holds)}", ""]
            lines += [f"  {places[claim][0].kind}: {', '.join(links)}"]
    return "\n".join(lines) + "\n"


def _sentence(words: str) -> str:
    text = words[0].upper() + words[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."
