"""A released lesson as somebody reads it who has no Jupyter: no checks, no letters to type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nbformat import NotebookNode

from autograder.exercise import Lesson, Question

_ASK = re.compile(r"Answer with one letter, in the quotes below \((.*?)\)\.")
_STUCK = re.compile(r"\n+Stuck\? Run `hint\(.*")
_OTHER_LESSON = re.compile(r"\]\((?:\.\./)?(\d\d-[\w-]+)/\1\.ipynb(#[^)]*)?\)")
_HERE = re.compile(r"\]\(#([^)]+)\)")
_TITLE = re.compile(r"# .+\n?")


def readable(
    lesson: Lesson, notebook: NotebookNode, targets: Mapping[str, list[str]], opening: str
) -> NotebookNode:
    """A new notebook, without outputs, with what a reader wants of a released lesson.

    Parameters
    ----------
    lesson : Lesson
    notebook : NotebookNode
        The released notebook; not changed.
    targets : mapping
        Names by which other pages refer to a cell, by the cell's id.
    opening : str
        Markdown that goes below the title.
    """
    tasks = {task.id: task for task in lesson.tasks}
    cells = list(_cells(notebook, tasks, targets))
    first = cells[0]
    title = _TITLE.match(first.source)
    end = title.end() if title else 0
    first.source = f"{first.source[:end]}\n{opening}\n{first.source[end:]}"
    made = NotebookNode(notebook)
    return NotebookNode({**made, "cells": cells, "metadata": {**made.metadata}})


def _cells(
    notebook: NotebookNode, tasks: Mapping[str, object], targets: Mapping[str, list[str]]
) -> Iterator[NotebookNode]:
    for old in notebook.cells:
        cell = NotebookNode({**old, "metadata": NotebookNode()})
        task = tasks.get(cell.id)
        if cell.cell_type == "code":
            if _only_for_jupyter(cell) or isinstance(task, Question):
                continue
            if task is not None:
                cell.metadata["tags"] = ["yours"]
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = _text(cell, tasks)
            names = "".join(f"({name})=\n" for name in targets.get(cell.id, []))
            cell.source = names + cell.source
        yield cell


def _only_for_jupyter(cell: NotebookNode) -> bool:
    return cell.id.startswith("check-") or bool(re.search(r"^progress\(", cell.source, re.M))


def _text(cell: NotebookNode, tasks: Mapping[str, object]) -> str:
    text = str(cell.source)
    if cell.id.startswith("symptoms-"):
        text = _STUCK.sub("", text)
    if cell.id.startswith("question-"):
        task = tasks.get(cell.id.removeprefix("question-"))
        if isinstance(task, Question):
            text = _ASK.sub(lambda _: _answer(task), text)
            text = f"::::{{container}} course-question\n{text}\n::::"
    text = _OTHER_LESSON.sub(lambda m: f"]({m[1]}.ipynb{_anchor(m[2] or '')})", text)
    return _HERE.sub(lambda m: f"]({_anchor('#' + m[1])})", text)


def _answer(question: Question) -> str:
    """What stands where the notebook asks for a letter: the answer, unless it earns points."""
    if not question.recall:
        return "*Choose in the notebook. It tells you at once what holds, and why.*"
    right = question.options[question.letters.index(question.right)]
    return (
        f"<details><summary>Answer</summary>\n\n**{question.right}**: {right.text}\n\n"
        f"{right.why}\n\n</details>"
    )


def _anchor(jupyters: str) -> str:
    """The id that the page's generator gives a heading, from the one that Jupyter gives it."""
    words = jupyters.removeprefix("#").replace("%28", "(").replace("%29", ")").lower()
    slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
    return f"#{slug}" if slug else ""


def opening(slug: str, repository: str) -> str:
    """How to get from a lesson's page to its notebook.

    Parameters
    ----------
    slug : str
    repository : str
        Owner and name on GitHub, or "" where the course is in no public repository.
    """
    path = f"course/{slug}/{slug}.ipynb"
    said = f"To write and check your own functions, open `{path}` in JupyterLab"
    if not repository:
        return f":::{{container}} course-opening\n{said}: `make lab`.\n:::\n"
    binder = f"https://mybinder.org/v2/gh/{repository}/HEAD?labpath={path.replace('/', '%2F')}"
    source = f"https://github.com/{repository}/blob/HEAD/{path}"
    return (
        f":::{{container}} course-opening\n[Open in JupyterLab on Binder]({binder}) or "
        f"[get the notebook]({source}). {said}: `make lab`.\n:::\n"
    )
